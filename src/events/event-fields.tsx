import { eventFormTexts } from '../texts/event-form.ts'
import type { Language } from '../texts/language.ts'
import { type FormErrors, type FormValues, valueIn } from '../web/form.ts'
import { Check, CheckGroup, Field, RadioGroup, Select, TextArea, typedIn } from '../web/ui-forms.tsx'
import { Card } from '../web/ui-parts.tsx'
import { ImageField, type PictureChoice } from '../web/ui-pictures.tsx'
import { WritingField } from '../web/ui-writing.tsx'
import { QUESTION_FIELDS, REMINDERS } from './event-form.tsx'
import { CAPACITY_MAX, FEE_YEN_MAX, GUESTS_MAX, PLACE_MAX, TITLE_MAX, URL_MAX, WORDS_MAX } from './events-draft.ts'

export type EventFieldsProps = {
  lang: Language
  values: FormValues
  errors: FormErrors
  /** Where it may be held: a manager's own store. */
  stores: readonly { id: string; name: string }[]
  isManager: boolean
  segments: readonly { value: string; label: string }[]
  pictures: readonly PictureChoice[]
  /** Where the form is posted to with a picture, when there is no JavaScript. */
  upload: string
  /** Somebody may have a seat already. */
  isOpen: boolean
  /** The first day that may be chosen. */
  today: string
}

/** What, where, when, how many, what guests are asked, and who is invited. */
export const EventFields = (props: EventFieldsProps) => (
  <>
    <What {...props} />
    <When {...props} />
    <Where {...props} />
    <Seats {...props} />
    <Questions {...props} />
    <ForWhom {...props} />
    <input type="hidden" name="version" value={valueIn(props.values, 'version')} />
  </>
)

const What = (props: EventFieldsProps) => {
  const { lang, pictures, upload } = props
  const t = eventFormTexts[lang]
  const { text } = typedIn(props)
  return (
    <Card title={t.what}>
      <WritingField
        {...text('title')}
        label={t.titleField}
        hint={t.titleHint}
        limit={{ max: TITLE_MAX, unit: 'utf16' }}
        required
      />
      <WritingField
        {...text('words')}
        label={t.words}
        hint={t.wordsHint}
        limit={{ max: WORDS_MAX, unit: 'utf16' }}
        rows={5}
        required
      />
      <ImageField {...text('imageId')} label={t.image} pictures={pictures} upload={upload} />
    </Card>
  )
}

const When = (props: EventFieldsProps) => {
  const t = eventFormTexts[props.lang]
  const { text } = typedIn(props)
  const onDay = { type: 'date', min: props.isOpen ? '' : props.today } as const
  return (
    <Card title={t.whenCard}>
      <Field {...text('day')} label={t.day} input={onDay} required />
      <div class="columns">
        <Field {...text('from')} label={t.from} input={{ type: 'time' }} required />
        <Field {...text('until')} label={t.until} input={{ type: 'time' }} required />
      </div>
      <div class="columns">
        <Field {...text('closesDay')} label={t.closesDay} input={onDay} required />
        <Field {...text('closesTime')} label={t.closesTime} input={{ type: 'time' }} required />
      </div>
      <small class="hint">
        {t.untilHint}
        <br />
        {t.closesHint}
      </small>
    </Card>
  )
}

const Where = (props: EventFieldsProps) => {
  const { lang, stores, isManager } = props
  const t = eventFormTexts[lang]
  const { text } = typedIn(props)
  return (
    <Card title={t.where}>
      {!isManager && (
        <Select
          {...text('store')}
          label={t.store}
          hint={t.storeHint}
          empty={t.wholeShop}
          choices={stores.map(({ id, name }) => ({ value: id, label: name }))}
        />
      )}
      <Field
        {...text('place')}
        label={t.place}
        hint={isManager ? t.placeManagerHint(stores[0]?.name ?? '') : t.placeHint}
        input={{ maxlength: PLACE_MAX }}
      />
      <Field
        {...text('mapUrl')}
        label={t.mapUrl}
        hint={t.mapHint}
        input={{ type: 'url', inputmode: 'text', maxlength: URL_MAX, autocomplete: 'off' }}
      />
    </Card>
  )
}

const Seats = (props: EventFieldsProps) => {
  const t = eventFormTexts[props.lang]
  const { text } = typedIn(props)
  const guests = Array.from({ length: GUESTS_MAX + 1 }, (_, count) => ({
    value: String(count),
    label: count === 0 ? t.guestsNone : t.guests(count),
  }))
  return (
    <Card title={t.seatsCard}>
      <Field
        {...text('capacity')}
        label={t.capacity}
        hint={props.isOpen ? t.capacityCut : undefined}
        unit={t.capacityUnit}
        input={{ type: 'number', inputmode: 'numeric', min: 1, max: CAPACITY_MAX }}
        required
      />
      <RadioGroup {...text('guestsMax')} label={t.guestsMax} choices={guests} />
      <Field
        {...text('feeYen')}
        label={t.feeYen}
        hint={t.feeHint}
        unit={t.feeUnit}
        input={{ type: 'number', inputmode: 'numeric', min: 0, max: FEE_YEN_MAX }}
        required
      />
    </Card>
  )
}

const Questions = (props: EventFieldsProps) => {
  const t = eventFormTexts[props.lang]
  const { text, tick } = typedIn(props)
  return (
    <Card title={t.asked}>
      <Check {...tick('alcohol')} label={t.alcohol} hint={t.alcoholHint} />
      <Check {...tick('asksAllergies')} label={t.allergies} hint={t.allergiesHint} />
      {QUESTION_FIELDS.map((name, n) => (
        <Field {...text(name)} label={t.question(n + 1)} hint={n === 0 ? t.questionsHint : undefined} />
      ))}
      <TextArea {...text('dishes')} label={t.dishes} hint={t.dishesHint} rows={4} />
    </Card>
  )
}

const ForWhom = (props: EventFieldsProps) => {
  const { lang, isManager, segments } = props
  const t = eventFormTexts[lang]
  const { text, list, tick } = typedIn(props)
  return (
    <Card title={t.audienceCard}>
      <Select
        {...text('segment')}
        label={t.segment}
        empty={isManager ? t.everyoneHere : t.everyone}
        choices={segments}
      />
      <Check {...tick('listed')} label={isManager ? t.listedHere : t.listed} hint={t.listedHint} />
      <CheckGroup
        {...list('remind')}
        label={t.remind}
        hint={t.remindHint}
        choices={REMINDERS.map((value) => ({ value, label: t.reminders[value] }))}
      />
    </Card>
  )
}
