import type { BalanceObjection } from '../../broadcasts/balance.ts'
import type { Language } from '../../texts/language.ts'
import { shiftStepTexts } from '../../texts/shift-steps.ts'
import { type FormErrors, type FormValues, valueIn } from '../../web/form.ts'
import { TextArea } from '../../web/ui-forms.tsx'
import { Notice } from '../../web/ui-parts.tsx'

export const BALANCE_REASON_MAX = 300

type Props = { lang: Language; objection: BalanceObjection; values: FormValues; errors: FormErrors }

/** Why one more job ad is right, where people got little else of late. */
export const BalanceReason = ({ lang, objection, values, errors }: Props) => {
  const t = shiftStepTexts[lang].confirm
  return (
    <>
      <Notice tone="warn">{t.reasonBody[objection]}</Notice>
      <TextArea
        lang={lang}
        name="balanceReason"
        label={t.reason}
        hint={t.reasonHint}
        rows={2}
        value={valueIn(values, 'balanceReason')}
        error={errors.balanceReason}
        maxlength={BALANCE_REASON_MAX}
        required
      />
    </>
  )
}
