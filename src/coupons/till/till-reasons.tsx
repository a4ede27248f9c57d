import { z } from 'zod'
import type { Language } from '../../texts/language.ts'
import { type FormErrors, type FormValues, valueIn } from '../../web/form.ts'
import { Field, RadioGroup } from '../../web/ui-forms.tsx'

/** As the rules take it. */
const REASON_MAX = 100

type Words = {
  reason: string
  reasons: Readonly<Record<string, string>>
  otherReason: string
  reasonMissing: string
  reasonLong: string
}

/**
 * A form with a reason: a tap on one of the usual ones, or words, which say more and win. `reason` of the data is what is
 * kept; `rest` are the form's other fields.
 */
export const reasonForm = <S extends z.ZodRawShape>(words: Words, rest: z.ZodObject<S>) =>
  z
    .object({
      why: z.string().max(40).optional(),
      words: z.string().trim().max(REASON_MAX, words.reasonLong).default(''),
    })
    .transform(({ why, words: typed }, context) => {
      const usual = why !== undefined && Object.hasOwn(words.reasons, why) ? words.reasons[why] : undefined
      const reason = typed === '' ? usual : typed
      if (reason === undefined) context.addIssue({ code: 'custom', path: ['why'], message: words.reasonMissing })
      return { reason: reason ?? '' }
    })
    .and(rest)

export const ReasonFields = ({
  lang,
  words,
  typed: { values, errors },
}: {
  lang: Language
  words: Words
  typed: { values: FormValues; errors: FormErrors }
}) => (
  <>
    <RadioGroup
      lang={lang}
      label={words.reason}
      name="why"
      value={valueIn(values, 'why')}
      error={errors.why}
      choices={Object.entries(words.reasons).map(([value, label]) => ({ value, label }))}
    />
    <Field
      lang={lang}
      label={words.otherReason}
      name="words"
      value={valueIn(values, 'words')}
      error={errors.words}
      input={{ autocomplete: 'off', maxlength: REASON_MAX }}
    />
  </>
)
