import { composeTexts } from '../texts/compose.ts'
import { composeEventTexts } from '../texts/compose-event.ts'
import { valueIn, valuesIn } from '../web/form.ts'
import { Check, CheckGroup, Field, RadioGroup } from '../web/ui-forms.tsx'
import { Notice } from '../web/ui-parts.tsx'
import type { ComposeFieldsProps } from './compose-fields.tsx'
import { NOTE_MAX, YEN_MAX } from './coupon-form.tsx'
import { TheEvent } from './event-fields.tsx'
import { WordsField } from './words-field.tsx'

/** The coupon, and the words that come with it. */
export const CouponFields = (props: ComposeFieldsProps) => {
  const { lang, values, errors, stores, event } = props
  const t = composeTexts[lang].compose
  const typed = (name: string) => ({ lang, name, value: valueIn(values, name), error: errors[name] })
  return (
    <>
      {event && <TheEvent lang={lang} event={event} />}
      {event && event.dishes.length > 0 && <Notice tone="info">{composeEventTexts[lang].feedbackGoesWith}</Notice>}
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
      <Field {...typed('note')} label={t.note} hint={t.noteHint} input={{ maxlength: NOTE_MAX }} />
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
      <WordsField {...props} name="greeting" label={t.greeting} hint={t.greetingHint} rows={4} />
    </>
  )
}
