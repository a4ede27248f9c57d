import type { Language } from '../texts/language.ts'
import { type FormErrors, type FormValues, valueIn } from '../web/form.ts'
import { Field } from '../web/ui-forms.tsx'
import { LABEL_MAX } from './labels.ts'

/** What was posted and why it was not taken. */
export type Typed = { values: FormValues; errors: FormErrors }

type NameFieldProps = {
  lang: Language
  label: string
  name: string
  hint?: string
  value?: string
  typed: Typed | undefined
}

/** A field for a name, filled with what was typed, or else with what there is. */
export const NameField = ({ lang, label, name, hint, value = '', typed }: NameFieldProps) => (
  <Field
    lang={lang}
    label={label}
    name={name}
    required
    value={typedIn(typed, name) ?? value}
    error={typed?.errors[name]}
    {...(hint === undefined ? {} : { hint })}
    input={{ maxlength: LABEL_MAX * 2, autocomplete: 'off' }}
  />
)

/** What was typed into this field, when it was part of the form that came back. */
export const typedIn = (typed: Typed | undefined, name: string) =>
  typed && Object.hasOwn(typed.values, name) ? valueIn(typed.values, name) : undefined
