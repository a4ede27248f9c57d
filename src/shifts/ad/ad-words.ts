import type { MemberLanguage } from '../../db/schema.ts'
import { isNight } from '../../labour/night.ts'
import { payOf } from '../../labour/pay.ts'
import { NO_CHANGE, NO_RENEWAL } from '../../labour/terms.ts'
import { formatDateTime, formatNumber, formatYen } from '../../texts/format.ts'
import { htmlLang } from '../../texts/language.ts'
import { shiftCardTexts } from '../../texts/shift-card.ts'
import type { Opening } from '../openings.ts'
import { minutesWords, paySummary, type Row, rolesWords, whenWords } from './shift-words.ts'

/** All of an opening that its ad says; a draft has it too. */
export type AdOpening = Pick<
  Opening,
  | 'id'
  | 'storeName'
  | 'startsAt'
  | 'endsAt'
  | 'breakMinutes'
  | 'roles'
  | 'headcount'
  | 'wageYen'
  | 'transportYen'
  | 'terms'
  | 'closesAt'
  | 'conditionsAt'
  | 'urgent'
  | 'mode'
  | 'updatedAt'
>

/** When, for how much, and until when to apply: what somebody decides by. */
export function mainRows(language: MemberLanguage, opening: AdOpening): readonly Row[] {
  const t = shiftCardTexts[language]
  const { labels } = t
  const { breakMinutes, headcount, closesAt, roles } = opening
  const role = rolesWords(language, roles)
  return [
    [labels.when, whenWords(language, opening)],
    ...(role ? [[labels.roles, role] as const] : []),
    [labels.break, breakMinutes > 0 ? minutesWords(language, breakMinutes) : t.noBreak],
    [labels.wage, wageWords(language, opening)],
    [labels.transport, transportWords(language, opening)],
    [labels.pay, paySummary(language, payOf(opening))],
    [labels.headcount, t.persons(formatNumber(headcount))],
    [labels.closes, t.until(formatDateTime(closesAt, htmlLang(language)))],
  ]
}

/**
 * The rest that an ad must say itself, not behind a link: whose it is, with address and contact, what is done and where
 * (職業安定法施行規則 4条の2, 2024-12), and how far both may change (2024-04).
 */
export function termRows(language: MemberLanguage, { terms }: Pick<AdOpening, 'terms'>): readonly Row[] {
  const { labels } = shiftCardTexts[language]
  const rows: readonly Row[] = [
    [labels.duties, withScope(language, terms.duties, terms.dutiesChange)],
    [labels.place, withScope(language, terms.place, terms.placeChange)],
    [labels.renewal, usual(language, terms.renewal)],
    [labels.employer, terms.employerName],
    [labels.address, terms.employerAddress],
    [labels.contact, terms.contact],
    [labels.bring, terms.bring],
    [labels.smoking, terms.smoking],
    [labels.insurance, terms.insurance],
  ]
  return rows.filter(([, said]) => said !== '')
}

/** Everything, as a page or a card lists it. */
export const adRows = (language: MemberLanguage, opening: AdOpening): readonly Row[] => [
  ...mainRows(language, opening),
  ...termRows(language, opening),
]

/** 1,300円（22時〜5時は1,625円）: the night's wage only where it has night hours. */
export function wageWords(language: MemberLanguage, opening: Pick<AdOpening, 'startsAt' | 'endsAt' | 'wageYen'>) {
  const yen = (amount: number) => formatYen(amount, htmlLang(language))
  const { wageYen } = opening
  return shiftCardTexts[language].wage(yen(wageYen), isNight(opening) ? yen(Math.ceil(wageYen * 1.25)) : undefined)
}

export function transportWords(language: MemberLanguage, { transportYen }: Pick<AdOpening, 'transportYen'>) {
  const t = shiftCardTexts[language]
  return transportYen > 0 ? t.transport(formatYen(transportYen, htmlLang(language))) : t.noTransport
}

/** ホールでの接客（変更の範囲：変更なし） */
const withScope = (language: MemberLanguage, said: string, scope: string) =>
  scope === '' || said === '' ? said : shiftCardTexts[language].withScope(said, usual(language, scope))

/** What the shop leaves as it comes is said in the reader's language; its own words stay its own. */
function usual(language: MemberLanguage, words: string) {
  const t = shiftCardTexts[language]
  if (words === NO_CHANGE) return t.noChange
  return words === NO_RENEWAL ? t.noRenewal : words
}
