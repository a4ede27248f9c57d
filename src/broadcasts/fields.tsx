import { z } from 'zod'
import type { NewCoupon } from '../coupons/coupons.ts'
import { broadcastTexts } from '../texts/broadcasts.ts'
import { fromTokyo, tokyoDay } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import { type FormErrors, type FormValues, valueIn, valuesIn } from '../web/form.ts'
import { Check, CheckGroup, Field, RadioGroup, Select, TextArea } from '../web/ui-forms.tsx'
import { choiceOf } from './addressee.ts'
import { type BroadcastContent, FROM_MAX, TITLE_MAX, WORDS_MAX } from './content.ts'
import type { Draft } from './drafts.ts'

const DAY_MS = 86_400_000
const YEN_MAX = 1_000_000
/** How long a new coupon is good for, unless the owner says otherwise. */
const COUPON_DAYS = 30

export type Kind = Extract<BroadcastContent['kind'], 'text' | 'coupon'>

const whole = (wrong: string, min: number, max: number) =>
  z.coerce.number(wrong).int(wrong).min(min, wrong).max(max, wrong)
const words = (wrong: string, max: number) => z.string(wrong).trim().min(1, wrong).max(max, wrong)
const dayStart = (wrong: string) =>
  z.string(wrong).transform((typed, context) => {
    const at = fromTokyo(typed)
    if (at !== undefined) return at
    context.addIssue({ code: 'custom', message: wrong })
    return z.NEVER
  })

const Common = (lang: Language) => {
  const t = broadcastTexts[lang].errors
  return { title: words(t.title, TITLE_MAX), from: words(t.from, FROM_MAX), segment: z.string().max(100).default('') }
}

const TextForm = (lang: Language) =>
  z
    .object({
      ...Common(lang),
      purpose: z.enum(['news', 'events']).default('news'),
      text: words(broadcastTexts[lang].errors.words, WORDS_MAX),
    })
    .transform(({ title, purpose, text, from, segment }) => ({
      title,
      purpose,
      segment,
      content: { kind: 'text' as const, text, from },
    }))

const CouponForm = (lang: Language, now: number) => {
  const t = broadcastTexts[lang].errors
  return z
    .object({
      ...Common(lang),
      offer: z.enum(['percent', 'yen']).default('percent'),
      value: whole(t.value, 1, YEN_MAX),
      minimumSpendYen: whole(t.yen, 0, YEN_MAX).default(0),
      combinable: z.string().optional(),
      note: z.string().trim().max(100, t.note).default(''),
      stores: z.preprocess((value) => [value ?? []].flat(), z.array(z.string()).min(1, t.stores)),
      startsOn: dayStart(t.day),
      endsOn: dayStart(t.day),
      greeting: words(t.words, WORDS_MAX),
    })
    .refine(({ offer, value }) => offer === 'yen' || value <= 100, { path: ['value'], message: t.percent })
    .refine(({ startsOn, endsOn }) => startsOn <= endsOn, { path: ['endsOn'], message: t.endsOn })
    .refine(({ endsOn }) => endsOn + DAY_MS > now, { path: ['endsOn'], message: t.past })
    .transform((form) => ({
      title: form.title,
      purpose: 'coupons' as const,
      segment: form.segment,
      content: { kind: 'coupon' as const, greeting: form.greeting, from: form.from, coupon: couponOf(form) },
    }))
}

/** A composed broadcast, whichever of the two kinds it is; the audience is still the segment's id. */
export const ComposeForm = (kind: Kind, lang: Language, now: number) =>
  kind === 'coupon' ? CouponForm(lang, now) : TextForm(lang)

type CouponTyped = {
  title: string
  offer: 'percent' | 'yen'
  value: number
  minimumSpendYen: number
  combinable?: string | undefined
  note: string
  stores: string[]
  startsOn: number
  endsOn: number
}

const couponOf = (form: CouponTyped): NewCoupon => ({
  title: form.title,
  kind: form.offer,
  value: form.value,
  conditions: {
    minimumSpendYen: form.minimumSpendYen,
    combinable: form.combinable !== undefined,
    ...(form.note && { note: form.note }),
  },
  usesMax: 1,
  storeIds: form.stores,
  startsAt: form.startsOn,
  endsAt: form.endsOn + DAY_MS,
})

/** What an empty form starts with. */
export const freshValues = ({
  storeIds,
  from,
  segment,
  now,
}: {
  storeIds: string[]
  from: string
  segment: string
  now: number
}) => ({
  offer: 'percent',
  minimumSpendYen: '0',
  stores: storeIds,
  startsOn: tokyoDay(now),
  endsOn: tokyoDay(now + COUPON_DAYS * DAY_MS),
  purpose: 'news',
  from,
  segment,
})

/** A draft as the values it was composed with. */
export function valuesOf({ title, purpose, content, segmentId, rule }: Draft): FormValues {
  const common = { title, purpose, from: content.from, segment: segmentId ?? choiceOf(rule) ?? '' }
  if (content.kind !== 'coupon') return { ...common, text: content.text }
  const { coupon, greeting } = content
  if (!coupon) return { ...common, greeting }
  return {
    ...common,
    greeting,
    offer: coupon.kind,
    value: String(coupon.value),
    minimumSpendYen: String(coupon.conditions.minimumSpendYen),
    ...(coupon.conditions.combinable && { combinable: 'yes' }),
    note: coupon.conditions.note ?? '',
    stores: coupon.storeIds,
    startsOn: tokyoDay(coupon.startsAt),
    endsOn: tokyoDay(coupon.endsAt - 1),
  }
}

export type ComposeFieldsProps = {
  lang: Language
  kind: Kind
  values: FormValues
  errors: FormErrors
  stores: readonly { id: string; name: string }[]
  segments: readonly { id: string; name: string }[]
  /** A manager's "everyone" is the own store. */
  isManager: boolean
}

export const ComposeFields = (props: ComposeFieldsProps) => {
  const { lang, kind, values, errors, segments, isManager } = props
  const t = broadcastTexts[lang]
  const typed = (name: string) => ({ lang, name, value: valueIn(values, name), error: errors[name] })
  return (
    <>
      <Select
        {...typed('segment')}
        label={t.compose.to}
        empty={isManager ? t.compose.everyoneHere : t.compose.everyone}
        choices={segments.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <Field {...typed('title')} label={t.name} hint={t.nameHint} input={{ maxlength: TITLE_MAX }} required />
      {kind === 'coupon' ? (
        <CouponFields {...props} />
      ) : (
        <>
          <RadioGroup
            {...typed('purpose')}
            label={t.compose.purpose}
            hint={t.compose.purposeHint}
            choices={[
              { value: 'news', label: t.purposes.news },
              { value: 'events', label: t.purposes.events },
            ]}
          />
          <TextArea
            {...typed('text')}
            label={t.compose.text_}
            hint={t.compose.textHint}
            rows={8}
            maxlength={WORDS_MAX}
            required
          />
        </>
      )}
      <Field
        {...typed('from')}
        label={t.compose.from}
        hint={t.compose.fromHint}
        input={{ maxlength: FROM_MAX }}
        required
      />
    </>
  )
}

const CouponFields = ({ lang, values, errors, stores }: ComposeFieldsProps) => {
  const t = broadcastTexts[lang].compose
  const typed = (name: string) => ({ lang, name, value: valueIn(values, name), error: errors[name] })
  return (
    <>
      <RadioGroup
        {...typed('offer')}
        label={t.offer}
        choices={[
          { value: 'percent', label: t.percent },
          { value: 'yen', label: t.yen },
        ]}
      />
      <Field
        {...typed('value')}
        label={t.value}
        hint={t.valueHint}
        input={{ type: 'number', inputmode: 'numeric', min: 1, max: YEN_MAX }}
        required
      />
      <Field
        {...typed('minimumSpendYen')}
        label={t.minimum}
        hint={t.minimumHint}
        unit="円"
        input={{ type: 'number', inputmode: 'numeric', min: 0, max: YEN_MAX }}
        required
      />
      <Check label={t.combinable} name="combinable" checked={valueIn(values, 'combinable') !== ''} />
      <Field {...typed('note')} label={t.note} hint={t.noteHint} input={{ maxlength: 100 }} />
      <CheckGroup
        lang={lang}
        name="stores"
        label={t.stores}
        values={valuesIn(values, 'stores')}
        error={errors.stores}
        choices={stores.map(({ id, name }) => ({ value: id, label: name }))}
        required
      />
      <Field {...typed('startsOn')} label={t.startsOn} input={{ type: 'date' }} required />
      <Field {...typed('endsOn')} label={t.endsOn} input={{ type: 'date' }} required />
      <TextArea
        {...typed('greeting')}
        label={t.greeting}
        hint={t.greetingHint}
        rows={4}
        maxlength={WORDS_MAX}
        required
      />
    </>
  )
}
