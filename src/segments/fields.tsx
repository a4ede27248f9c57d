import type { Child, PropsWithChildren } from 'hono/jsx'
import { DAYPARTS, WEEKDAYS, WILLING } from '../members/questions.ts'
import type { Language } from '../texts/language.ts'
import { segmentTexts } from '../texts/segments.ts'
import { CheckGroup, Field, Select } from '../web/ui-forms.tsx'
import { type ConditionKind, DAYS_MAX, MONTHS_MAX, SPOKEN, SUBJECTS } from './conditions.ts'
import type { RuleErrors, Values } from './form.ts'
import type { Named, RuleNames } from './names.ts'

const MONTHS = [1, 3, 6, 12, 24, 36, 60]
const DAYS = [7, 14, 30, 60, 90, 180]

/** What there is to choose from. */
export type Choices = RuleNames & { tags: readonly string[]; anyShift: boolean }
export type CardProps = {
  lang: Language
  kind: ConditionKind
  /** The names of the card's fields begin with it: c0. */
  prefix: string
  values: Values
  errors: RuleErrors
  choices: Choices
}
type Fields = (props: CardProps) => Child

/** The form field of every kind of condition. */
export const FIELDS: Record<ConditionKind, Fields> = {
  store: (props) => <Chips {...props} name="in" choose={named(props.choices.stores)} />,
  role: (props) => <Chips {...props} name="in" choose={named(props.choices.roles)} />,
  left: (props) => {
    const t = segmentTexts[props.lang].builder
    return (
      <>
        <Day {...props} name="from" label={t.leftFrom} />
        <Day {...props} name="until" label={t.leftUntil} />
      </>
    )
  },
  left_within: (props) => <Months {...props} name="months" words={segmentTexts[props.lang].builder.within} />,
  left_before: (props) => <Months {...props} name="months" words={segmentTexts[props.lang].builder.before} />,
  tenure: (props) => {
    const t = segmentTexts[props.lang].builder
    return (
      <div class="columns">
        <Months {...props} name="atLeast" label={t.tenureAtLeast} words={t.atLeast} />
        <Months {...props} name="under" label={t.tenureUnder} words={t.under} />
      </div>
    )
  },
  tag: (props) => <Chips {...props} name="anyOf" choose={props.choices.tags.map(itself)} />,
  consent: (props) => (
    <Choose
      {...props}
      name="purpose"
      empty={segmentTexts[props.lang].builder.choose}
      choose={SUBJECTS.map((value) => ({ value, label: segmentTexts[props.lang].purposes[value] }))}
    />
  ),
  language: (props) => (
    <Chips {...props} name="in" choose={worded(SPOKEN, segmentTexts[props.lang].builder.languages)} />
  ),
  willing: (props) => <Chips {...props} name="in" choose={worded(WILLING, segmentTexts[props.lang].builder.wishes)} />,
  skill: (props) => <Chips {...props} name="in" choose={named(props.choices.roles)} />,
  available: (props) => {
    const t = segmentTexts[props.lang].builder
    const weekdays = WEEKDAYS.map((value) => ({ value, label: t.weekdays[Number(value)] ?? value }))
    return (
      <>
        <Chips {...props} name="weekdays" choose={weekdays} />
        <Chips {...props} name="dayparts" label={t.partOfDay} choose={worded(DAYPARTS, t.dayparts)} />
      </>
    )
  },
  seen: (props) => <Days {...props} name="days" words={segmentTexts[props.lang].builder.seen} />,
  coupon: (props) => {
    const t = segmentTexts[props.lang].builder
    const did = [
      { value: 'received', label: t.received },
      { value: 'used', label: t.used },
      { value: 'unused', label: t.unused },
    ]
    return (
      <>
        <Chips {...props} name="in" choose={named(props.choices.coupons)} />
        <Choose {...props} name="did" label={t.did} choose={did} />
      </>
    )
  },
  event_attended: (props) => <Chips {...props} name="in" choose={named(props.choices.events)} />,
  worked_since: (props) => <Since {...props} />,
  not_contacted: (props) => <Days {...props} name="days" words={segmentTexts[props.lang].builder.notContacted} />,
  registered_since: (props) => <Since {...props} />,
  /** Made by the pages of events and only kept here. */
  event_answer: ({ prefix, values, choices, lang }) => (
    <>
      {(['was', 'in'] as const).flatMap((key) =>
        (values[key] ?? []).map((value) => <input type="hidden" name={`${prefix}.${key}`} value={value} />),
      )}
      <p>
        {segmentTexts[lang].builder.answered[values.was?.[0] === 'silent' ? 'silent' : 'came']}：
        {(values.in ?? []).map((id) => choices.events.find((one) => one.id === id)?.name ?? '?').join('、')}
      </p>
    </>
  ),
  /** Made by other pages and only kept here. */
  person: ({ prefix, values, choices }) => (
    <>
      {(values.in ?? []).map((id) => (
        <input type="hidden" name={`${prefix}.in`} value={id} />
      ))}
      <p>{(values.in ?? []).map((id) => choices.people.find((one) => one.id === id)?.name ?? '?').join('、')}</p>
    </>
  ),
}

/** The kinds that the builder offers, where there is something to choose. */
export const offered = ({ stores, roles, tags, coupons, events, anyShift }: Choices): readonly ConditionKind[] => [
  ...(stores.length > 0 ? (['store'] as const) : []),
  ...(roles.length > 0 ? (['role'] as const) : []),
  'left_within',
  'left_before',
  'left',
  'tenure',
  ...(tags.length > 0 ? (['tag'] as const) : []),
  'consent',
  'language',
  'willing',
  ...(roles.length > 0 ? (['skill'] as const) : []),
  'available',
  ...(coupons.length > 0 ? (['coupon'] as const) : []),
  ...(events.length > 0 ? (['event_attended'] as const) : []),
  ...(anyShift ? (['worked_since'] as const) : []),
  'seen',
  'not_contacted',
  'registered_since',
]

type Choice = { value: string; label: string }
const named = (things: Named): Choice[] => things.map(({ id, name }) => ({ value: id, label: name }))
const itself = (value: string): Choice => ({ value, label: value })
const worded = <V extends string>(values: readonly V[], words: Readonly<Record<V, string>>): Choice[] =>
  values.map((value) => ({ value, label: words[value] }))

/** A field without a label of its own is what the whole card is about: the card's title is enough to the eye. */
type OfCard = CardProps & { name: string; label?: string }

/** What every field of a card has: its full name, what was typed, and what is wrong with it. */
function field({ lang, kind, prefix, name, errors, label }: OfCard) {
  const t = segmentTexts[lang].builder
  const full = `${prefix}.${name}`
  const wrong = errors[full]
  return { lang, name: full, label: label ?? t.kinds[kind], error: wrong && t.wrong[wrong] }
}
const Titled = ({ label, children }: PropsWithChildren<{ label?: string | undefined }>) =>
  label === undefined ? <div class="untitled">{children}</div> : children

const valuesOf = ({ values, name }: OfCard) => values[name] ?? []

/** What was chosen before and is no longer offered stays visible, and can be taken away. */
const Chips = (props: OfCard & { choose: readonly Choice[] }) => {
  const gone = valuesOf(props).filter((value) => !props.choose.some((choice) => choice.value === value))
  return (
    <Titled label={props.label}>
      <CheckGroup {...field(props)} values={valuesOf(props)} choices={[...props.choose, ...gone.map(itself)]} />
    </Titled>
  )
}

const Choose = ({ choose, empty, ...props }: OfCard & { choose: readonly Choice[]; empty?: string }) => (
  <Titled label={props.label}>
    <Select {...field(props)} value={valuesOf(props)} choices={choose} {...(empty === undefined ? {} : { empty })} />
  </Titled>
)

const Day = (props: OfCard) => <Field {...field(props)} value={valuesOf(props)} input={{ type: 'date' }} />

type Spans = OfCard & { words: (span: string) => string }

const Months = ({ words, ...props }: Spans) => {
  const t = segmentTexts[props.lang].builder
  return (
    <Choose
      {...props}
      empty={t.unset}
      choose={numbers(MONTHS, MONTHS_MAX, valuesOf(props)).map((count) => ({
        value: String(count),
        label: words(t.months(count)),
      }))}
    />
  )
}

const Days = ({ words, ...props }: Spans) => {
  const t = segmentTexts[props.lang].builder
  return (
    <Choose
      {...props}
      empty={t.unset}
      choose={numbers(DAYS, DAYS_MAX, valuesOf(props)).map((count) => ({
        value: String(count),
        label: words(t.days(count)),
      }))}
    />
  )
}

/** One of the two; both is an error at the second. */
const Since = (props: CardProps) => {
  const t = segmentTexts[props.lang].builder
  return (
    <>
      <Months {...props} name="months" words={t.within} />
      <Day {...props} name="from" label={t.orFrom} />
    </>
  )
}

const numbers = (usual: readonly number[], max: number, chosen: readonly string[]) =>
  [...new Set([...usual, ...chosen.map(Number).filter((count) => count > 0 && count <= max)])].sort((a, b) => a - b)
