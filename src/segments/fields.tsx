import { z } from 'zod'
import { PURPOSES } from '../consent/consent.ts'
import type { Language } from '../texts/language.ts'
import { segmentTexts } from '../texts/segments.ts'
import { type FormErrors, type FormValues, valueIn, valuesIn } from '../web/form.ts'
import { CheckGroup, Field, Select } from '../web/ui-forms.tsx'
import { SegmentRule } from './rule.ts'
import { SEGMENT_NAME_MAX } from './segments.ts'
import type { RuleNames } from './words.ts'

const MONTHS = [1, 3, 6, 12, 24, 36, 60]

const many = z
  .union([z.string(), z.array(z.string())])
  .optional()
  .transform((value) => [value ?? []].flat())
const day = (wrong: string) => z.union([z.literal(''), z.iso.date(wrong)], wrong).default('')

/** The conditions of the builder as they are posted. */
export const RuleForm = (lang: Language) => {
  const t = segmentTexts[lang]
  return z
    .object({
      stores: many,
      roles: many,
      leftWithin: z.coerce.number().int().min(0).max(600).catch(0),
      leftFrom: day(t.dateInvalid),
      leftUntil: day(t.dateInvalid),
      tags: many,
      consents: z.preprocess((value) => [value ?? []].flat(), z.array(z.enum(['news', 'coupons', 'events', 'shifts']))),
    })
    .refine(({ leftFrom, leftUntil }) => leftFrom === '' || leftUntil === '' || leftFrom <= leftUntil, {
      path: ['leftUntil'],
      message: t.leftOrder,
    })
    .transform(ruleOf)
}

export const SegmentForm = (lang: Language) => {
  const t = segmentTexts[lang]
  const name = z.string(t.nameMissing).trim().min(1, t.nameMissing).max(SEGMENT_NAME_MAX, t.nameTooLong)
  return z.intersection(
    z.object({ name }),
    RuleForm(lang).transform((rule) => ({ rule })),
  )
}

type Posted = {
  stores: string[]
  roles: string[]
  leftWithin: number
  leftFrom: string
  leftUntil: string
  tags: string[]
  consents: ('news' | 'coupons' | 'events' | 'shifts')[]
}

function ruleOf({ stores, roles, leftWithin, leftFrom, leftUntil, tags, consents }: Posted): SegmentRule {
  return SegmentRule.parse({
    match: 'all',
    conditions: [
      ...(stores.length > 0 ? [{ kind: 'store', in: stores }] : []),
      ...(roles.length > 0 ? [{ kind: 'role', in: roles }] : []),
      ...(leftWithin > 0 ? [{ kind: 'left_within', months: leftWithin }] : []),
      ...(leftFrom || leftUntil
        ? [{ kind: 'left', ...(leftFrom && { from: leftFrom }), ...(leftUntil && { until: leftUntil }) }]
        : []),
      ...(tags.length > 0 ? [{ kind: 'tag', anyOf: tags }] : []),
      ...consents.map((purpose) => ({ kind: 'consent', purpose })),
    ],
  })
}

/** A saved rule as the builder's values. */
export function valuesOf(name: string, { conditions }: SegmentRule): FormValues {
  const values: Record<string, string | string[]> = { name, consents: [] }
  for (const condition of conditions) {
    if (condition.kind === 'store') values.stores = condition.in
    if (condition.kind === 'role') values.roles = condition.in
    if (condition.kind === 'left_within') values.leftWithin = String(condition.months)
    if (condition.kind === 'left')
      Object.assign(values, { leftFrom: condition.from ?? '', leftUntil: condition.until ?? '' })
    if (condition.kind === 'tag') values.tags = condition.anyOf
    if (condition.kind === 'consent') values.consents = [values.consents ?? [], condition.purpose].flat()
  }
  return values
}

export type BuilderProps = {
  lang: Language
  names: RuleNames
  tags: readonly string[]
  values: FormValues
  errors: FormErrors
}

export const BuilderFields = ({ lang, names, tags, values, errors }: BuilderProps) => {
  const t = segmentTexts[lang]
  const group = (name: string, label: string, choices: readonly { value: string; label: string }[], hint: string) =>
    choices.length > 0 && (
      <CheckGroup
        lang={lang}
        label={label}
        name={name}
        hint={hint}
        values={valuesIn(values, name)}
        choices={choices}
        error={errors[name]}
      />
    )
  const chosen = valueIn(values, 'leftWithin')
  const months = [...new Set([...MONTHS, ...(Number(chosen) > 0 ? [Number(chosen)] : [])])].sort((a, b) => a - b)
  return (
    <>
      {group('stores', t.stores, named(names.stores), t.anyHint)}
      {group('roles', t.roles, named(names.roles), t.anyHint)}
      <Select
        lang={lang}
        label={t.leftWithin}
        name="leftWithin"
        value={chosen}
        empty={t.leftAny}
        choices={months.map((count) => ({ value: String(count), label: t.months(count) }))}
      />
      <Field
        lang={lang}
        label={t.leftFrom}
        name="leftFrom"
        value={valueIn(values, 'leftFrom')}
        error={errors.leftFrom}
        input={{ type: 'date' }}
      />
      <Field
        lang={lang}
        label={t.leftUntil}
        name="leftUntil"
        value={valueIn(values, 'leftUntil')}
        error={errors.leftUntil}
        input={{ type: 'date' }}
      />
      {group(
        'tags',
        t.tags,
        [...new Set([...tags, ...valuesIn(values, 'tags')])].map((tag) => ({ value: tag, label: tag })),
        t.tagsHint,
      )}
      {group(
        'consents',
        t.consents,
        PURPOSES.map((purpose) => ({ value: purpose, label: t.purposes[purpose] })),
        t.consentsHint,
      )}
    </>
  )
}

const named = (things: readonly { id: string; name: string }[]) =>
  things.map(({ id, name }) => ({ value: id, label: name }))
