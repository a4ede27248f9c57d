import { composeTexts } from '../texts/compose.ts'
import type { Language } from '../texts/language.ts'
import { type FormErrors, type FormValues, valueIn } from '../web/form.ts'
import { WritingField } from '../web/ui-writing.tsx'
import { WORDS_MAX } from './content.ts'
import { VARIABLES } from './variables.ts'

type WordsProps = {
  lang: Language
  values: FormValues
  errors: FormErrors
  name: string
  label: string
  hint: string
  rows?: number
  max?: number
}

/** The words of the shop, in which each person's name and store may stand. */
export const WordsField = ({ lang, values, errors, name, label, hint, rows = 8, max = WORDS_MAX }: WordsProps) => (
  <WritingField
    lang={lang}
    name={name}
    value={valueIn(values, name)}
    error={errors[name]}
    label={label}
    hint={hint}
    rows={rows}
    limit={{ max, unit: 'utf16' }}
    inserts={rows > 1 ? Object.values(VARIABLES) : []}
    insertLabel={composeTexts[lang].compose.insert}
    required
  />
)
