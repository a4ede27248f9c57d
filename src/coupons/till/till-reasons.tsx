import { z } from 'zod'
import type { Language } from '../../texts/language.ts'
import { usualReasonTexts } from '../../texts/till-reasons.ts'
import { type FormErrors, type FormValues, valueIn } from '../../web/form.ts'
import { Field, RadioGroup } from '../../web/ui-forms.tsx'
import type { UsualReason } from './reasons.ts'

/** As the rules take it. */
const REASON_MAX = 100

type Words = { reason: string; otherReason: string; reasonMissing: string; reasonLong: string }

/**
 * A form with a reason: a tap on one of the usual ones, or words, which say more and win. `reason` of the data is what is
 * kept: the code of a usual one, or the words; `rest` are the form's other fields.
 */
export const reasonForm = <S extends z.ZodRawShape>(
  words: Words,
  usual: readonly UsualReason[],
  rest: z.ZodObject<S>,
) =>
  z
    .object({
      why: z.enum(usual).optional().catch(undefined),
      words: z.string().trim().max(REASON_MAX, words.reasonLong).default(''),
    })
    .transform(({ why, words: typed }, context) => {
      const reason = typed === '' ? why : typed
      if (reason === undefined) context.addIssue({ code: 'custom', path: ['why'], message: words.reasonMissing })
      return { reason: reason ?? '' }
    })
    .and(rest)

export const ReasonFields = ({
  lang,
  words,
  usual,
  typed: { values, errors },
}: {
  lang: Language
  words: Words
  usual: readonly UsualReason[]
  typed: { values: FormValues; errors: FormErrors }
}) => (
  <>
    <RadioGroup
      lang={lang}
      label={words.reason}
      name="why"
      value={valueIn(values, 'why')}
      error={errors.why}
      choices={usual.map((value) => ({ value, label: usualReasonTexts[lang][value] }))}
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
