import type { Child } from 'hono/jsx'
import { WORDS_MAX } from '../../labour/terms.ts'
import { formatYen } from '../../texts/format.ts'
import type { Language } from '../../texts/language.ts'
import { shiftFormTexts } from '../../texts/shift-form.ts'
import { type FormErrors, type FormValues, valueIn, valuesIn } from '../../web/form.ts'
import { Fold } from '../../web/ui-fold.tsx'
import { Check, CheckGroup, Field, RadioGroup, Select, TextArea, typedIn } from '../../web/ui-forms.tsx'
import { Notice } from '../../web/ui-parts.tsx'
import {
  BREAK_MINUTES_MAX,
  HEADCOUNT_MAX,
  LEAD_MINUTES_MAX,
  TRANSPORT_YEN_MAX,
  WAGE_YEN_MAX,
  WAVE_MINUTES_MAX,
  WAVE_MINUTES_MIN,
  WAVE_SIZE_MAX,
} from './drafts.ts'
import { PREFECTURE_CHOICES, type TermField } from './posting-form.tsx'
import { TEMPLATE_NAME_MAX } from './templates.ts'

export type OpeningFieldsProps = {
  lang: Language
  values: FormValues
  errors: FormErrors
  roles: readonly { id: string; name: string }[]
  segments: readonly { value: string; label: string }[]
  /** A manager's people end at their own store. */
  isManager: boolean
  /** People were told of it: how it is decided is fixed. */
  isOut: boolean
  /** It came from a template: its day is all that has to be thought of. */
  isKnown: boolean
  hasWorkplace: boolean
  /** Where the workplace is entered. */
  workplacePath: string
  /** What is known of the minimum wage on its day. */
  floorHint: string | undefined
  today: string
}

/** When, what, for how much, for whom, how they are asked, and the employer: what is known already is folded. */
export const OpeningFields = (props: OpeningFieldsProps) => (
  <>
    <When {...props} />
    <Work {...props} />
    <Pay {...props} />
    <Audience {...props} />
    <Waves {...props} />
    <Employer {...props} />
    {!props.isOut && <Template {...props} />}
    <input type="hidden" name="version" value={valueIn(props.values, 'version')} />
  </>
)

type SectionProps = OpeningFieldsProps & {
  fields: readonly string[]
  title: string
  said?: Child
  open: boolean
  children?: Child
}

/** One part of the form; open where something in it is wrong. */
const Section = ({ errors, fields, title, said, open, children }: SectionProps) => (
  <Fold title={title} said={said} open={open || fields.some((name) => errors[name])}>
    {children}
  </Fold>
)

const whole = (min: number, max: number) => ({ type: 'number', inputmode: 'numeric', min, max }) as const

const When = (props: OpeningFieldsProps) => {
  const t = shiftFormTexts[props.lang].when
  const { text } = typedIn(props)
  const onDay = { type: 'date', min: props.isOut ? '' : props.today } as const
  return (
    <Section {...props} title={t.title} open fields={[]}>
      <Field {...text('day')} label={t.day} input={onDay} required />
      <div class="columns">
        <Field {...text('from')} label={t.from} input={{ type: 'time' }} required />
        <Field {...text('until')} label={t.until} hint={t.untilHint} input={{ type: 'time' }} required />
      </div>
      <div class="columns">
        <Field
          {...text('breakMinutes')}
          label={t.breakMinutes}
          hint={t.breakHint}
          unit={t.minutes}
          input={whole(0, BREAK_MINUTES_MAX)}
          required
        />
        <Field {...text('headcount')} label={t.headcount} unit={t.persons} input={whole(1, HEADCOUNT_MAX)} required />
      </div>
      <div class="columns">
        <Field {...text('closesDay')} label={t.closesDay} input={onDay} required />
        <Field {...text('closesTime')} label={t.closesTime} input={{ type: 'time' }} required />
      </div>
    </Section>
  )
}

const Work = (props: OpeningFieldsProps) => {
  const { lang, values, errors, roles, isKnown } = props
  const t = shiftFormTexts[lang].work
  const { text } = typedIn(props)
  const chosen = valuesIn(values, 'roles')
  const said = roles.filter(({ id }) => chosen.includes(id)).map(({ name }) => name)
  return (
    <Section
      {...props}
      title={t.title}
      open={!isKnown}
      said={said.join('・')}
      fields={['roles', 'duties', 'bring', 'message']}
    >
      <CheckGroup
        lang={lang}
        name="roles"
        values={chosen}
        error={errors.roles}
        label={t.roles}
        hint={roles.length === 0 ? t.noRoles : undefined}
        choices={roles.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <TextArea {...text('duties')} label={t.duties} hint={t.dutiesHint} rows={3} maxlength={WORDS_MAX} />
      <TextArea {...text('bring')} label={t.bring} hint={t.bringHint} rows={2} maxlength={WORDS_MAX} />
      <TextArea {...text('message')} label={t.message} hint={t.messageHint} rows={3} maxlength={WORDS_MAX} />
    </Section>
  )
}

const Pay = (props: OpeningFieldsProps) => {
  const { values, isKnown, floorHint } = props
  const t = shiftFormTexts[props.lang].pay
  const { text } = typedIn(props)
  const wage = Number(valueIn(values, 'wageYen'))
  const said = wage > 0 ? formatYen(wage, props.lang) : undefined
  return (
    <Section {...props} title={t.title} open={!isKnown} said={said} fields={['wageYen', 'transportYen']}>
      <Field
        {...text('wageYen')}
        label={t.wageYen}
        hint={floorHint}
        unit={t.yen}
        input={whole(1, WAGE_YEN_MAX)}
        required
      />
      <Field
        {...text('transportYen')}
        label={t.transportYen}
        unit={t.yen}
        input={whole(0, TRANSPORT_YEN_MAX)}
        required
      />
    </Section>
  )
}

const Audience = (props: OpeningFieldsProps) => {
  const { lang, values, isManager, isOut, isKnown, segments } = props
  const t = shiftFormTexts[lang].audience
  const { text, tick } = typedIn(props)
  const mode = valueIn(values, 'mode')
  return (
    <Section
      {...props}
      title={t.title}
      open={!isKnown}
      said={mode === 'first_come' ? t.firstCome : t.approve}
      fields={['segment', 'mode']}
    >
      <Select
        {...text('segment')}
        label={t.segment}
        hint={t.segmentHint}
        empty={isManager ? t.everyoneHere : t.everyone}
        choices={segments}
      />
      {isOut ? (
        <>
          <input type="hidden" name="mode" value={mode} />
          <p>
            {t.mode} {mode === 'first_come' ? t.firstCome : t.approve}
            <br />
            <small>{t.modeFixed}</small>
          </p>
        </>
      ) : (
        <RadioGroup
          {...text('mode')}
          label={t.mode}
          choices={[
            { value: 'approve', label: t.approve, hint: t.approveHint },
            { value: 'first_come', label: t.firstCome, hint: t.firstComeHint },
          ]}
        />
      )}
      <Check {...tick('urgent')} label={t.urgent} hint={t.urgentHint} />
      <Check {...tick('shared')} label={t.shared} hint={t.sharedHint} />
    </Section>
  )
}

const Waves = (props: OpeningFieldsProps) => {
  const { lang, values } = props
  const f = shiftFormTexts[lang]
  const t = f.waves
  const { text } = typedIn(props)
  const [lead, size, every] = ['leadMinutes', 'waveSize', 'waveMinutes'] as const
  const said = t.said(valueIn(values, lead), valueIn(values, size), valueIn(values, every))
  return (
    <Section {...props} title={t.title} open={false} said={said} fields={[lead, size, every]}>
      <p>{t.hint}</p>
      <Field
        {...text(lead)}
        label={t.lead}
        hint={t.leadHint}
        unit={f.when.minutes}
        input={whole(0, LEAD_MINUTES_MAX)}
        required
      />
      <Field {...text(size)} label={t.size} unit={f.when.persons} input={whole(1, WAVE_SIZE_MAX)} required />
      <Field
        {...text(every)}
        label={t.every}
        unit={f.when.minutes}
        input={whole(WAVE_MINUTES_MIN, WAVE_MINUTES_MAX)}
        required
      />
    </Section>
  )
}

/** In the order in which the ad and the notice of working conditions say them. */
const EMPLOYER = ['employerName', 'employerAddress', 'contact', 'place'] as const satisfies readonly TermField[]
const CONDITIONS = [
  'dutiesChange',
  'placeChange',
  'renewal',
  'smoking',
  'insurance',
  'payTerms',
  'desk',
  'leavingTerms',
] as const satisfies readonly TermField[]

const Employer = (props: OpeningFieldsProps) => {
  const { lang, hasWorkplace, workplacePath } = props
  const t = shiftFormTexts[lang].employer
  const { text } = typedIn(props)
  const line = (name: (typeof EMPLOYER)[number] | (typeof CONDITIONS)[number]) => (
    <Field
      {...text(name)}
      label={t[name]}
      hint={name === 'contact' ? t.contactHint : undefined}
      input={{ maxlength: WORDS_MAX, autocomplete: 'off' }}
    />
  )
  return (
    <Section
      {...props}
      title={t.title}
      open={!hasWorkplace}
      said={t.said}
      fields={[...EMPLOYER, 'prefecture', ...CONDITIONS]}
    >
      {!hasWorkplace && (
        <Notice tone="info">
          {t.missing} <a href={workplacePath}>{t.toWorkplace}</a>
        </Notice>
      )}
      {EMPLOYER.map(line)}
      <Select {...text('prefecture')} label={t.prefecture} empty={t.choose} choices={PREFECTURE_CHOICES} />
      {CONDITIONS.map(line)}
    </Section>
  )
}

const Template = (props: OpeningFieldsProps) => {
  const t = shiftFormTexts[props.lang].template
  const { text } = typedIn(props)
  return (
    <Section {...props} title={t.title} open={false} said={t.said} fields={['templateName']}>
      <Field
        {...text('templateName')}
        label={t.name}
        hint={t.hint}
        input={{ maxlength: TEMPLATE_NAME_MAX, autocomplete: 'off' }}
      />
    </Section>
  )
}
