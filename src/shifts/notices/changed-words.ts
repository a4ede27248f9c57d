import type { MemberLanguage } from '../../db/schema.ts'
import { payOf } from '../../labour/pay.ts'
import { shiftCardTexts } from '../../texts/shift-card.ts'
import { shiftNoticeTexts } from '../../texts/shift-notices.ts'
import { termRows, transportWords, wageWords } from '../ad/ad-words.ts'
import { minutesWords, paySummary, type Row, whenWords } from '../ad/shift-words.ts'
import { parseProposal } from '../claims/change-proposals.ts'
import type { Assignment } from '../claims/standing.ts'

export type Conditions = Pick<Assignment, 'startsAt' | 'endsAt' | 'breakMinutes' | 'wageYen' | 'transportYen' | 'terms'>

/** What a proposal changes, line by line: 2026年11月28日（土） 17:00〜22:00 → 2026年11月28日（土） 18:00〜23:00. */
export function changedRows(language: MemberLanguage, agreed: Conditions, proposal: string | null): readonly Row[] {
  const proposed = proposedOf(agreed, proposal)
  const before = conditionRows(language, agreed)
  const after = new Map(conditionRows(language, proposed))
  const { arrow } = shiftNoticeTexts[language].change
  return before.flatMap(([label, old]) => {
    const now = after.get(label) ?? ''
    return now === old ? [] : [[label, arrow(old, now)] as const]
  })
}

/** What would be agreed: the proposal over what stands. */
function proposedOf(agreed: Conditions, proposal: string | null): Conditions {
  const said = parseProposal(proposal)
  return {
    startsAt: said?.startsAt ?? agreed.startsAt,
    endsAt: said?.endsAt ?? agreed.endsAt,
    breakMinutes: said?.breakMinutes ?? agreed.breakMinutes,
    wageYen: said?.wageYen ?? agreed.wageYen,
    transportYen: said?.transportYen ?? agreed.transportYen,
    terms: said?.terms ?? agreed.terms,
  }
}

/** Every condition of a shift, as it was agreed or would be. */
export function conditionRows(language: MemberLanguage, agreed: Conditions): readonly Row[] {
  const t = shiftCardTexts[language]
  return [
    [t.labels.when, whenWords(language, agreed)],
    [t.labels.break, agreed.breakMinutes > 0 ? minutesWords(language, agreed.breakMinutes) : t.noBreak],
    [t.labels.wage, wageWords(language, agreed)],
    [t.labels.transport, transportWords(language, agreed)],
    [t.labels.pay, paySummary(language, payOf(agreed))],
    ...termRows(language, agreed),
  ]
}
