import type { MemberLanguage } from '../../db/schema.ts'
import { payOf } from '../../labour/pay.ts'
import { NO_CHANGE, NO_RENEWAL } from '../../labour/terms.ts'
import { formatFullDay, formatYen } from '../../texts/format.ts'
import { labourNoticeTexts } from '../../texts/labour-notice.ts'
import { htmlLang } from '../../texts/language.ts'
import { minutesWords, payLines, rolesWords, whenWords } from '../ad/shift-words.ts'
import type { Agreement } from './agreement.ts'

type Item = keyof (typeof labourNoticeTexts)['ja']['items']
/** One line of the notice: what the Japanese says, and the same in the reader's language as a help. */
export type NoticeRow = { item: Item; term: string; said: readonly string[]; help: readonly string[]; helpTerm: string }

/**
 * The notice item by item, in the order of the ministry's model form (労働基準法施行規則 5条1項, with the scope of change and the
 * renewal of 2024-04; 短時間・有期雇用労働法 6条1項). `language`: whose help stands beside the Japanese.
 */
export function noticeRows(agreement: Agreement, language: MemberLanguage): readonly NoticeRow[] {
  const ja = saidOf(agreement, 'ja')
  const helped = language === 'ja' ? undefined : saidOf(agreement, language)
  return ITEMS.flatMap((item) => {
    const said = ja[item].filter((line) => line !== '')
    if (said.length === 0) return []
    const help = helped?.[item].filter((line, nth) => line !== '' && line !== ja[item][nth]) ?? []
    return [
      {
        ...{ item, said, help },
        term: labourNoticeTexts.ja.items[item],
        helpTerm: helped ? labourNoticeTexts[language].items[item] : '',
      },
    ]
  })
}

/** What the notice must say and nobody entered: the shop writes it in by hand. */
export const noticeLacks = ({ terms }: Pick<Agreement, 'terms'>): readonly Item[] => [
  ...(terms.payTerms === '' ? (['payment'] as const) : []),
  ...(terms.insurance === '' ? (['insurance'] as const) : []),
  ...(terms.desk === '' && terms.contact === '' ? (['desk'] as const) : []),
]

/** Whom to ask, and how to reach them: the act asks for both. Who entered a number for them need not read the shop's as well. */
function deskOf({ desk, contact }: Agreement['terms']) {
  if (desk === '' || contact === '' || /[0-9０-９@]/.test(desk)) return desk || contact
  return `${desk}（${contact}）`
}

const ITEMS = [
  'period',
  'renewal',
  'place',
  'duties',
  'hours',
  'breaks',
  'overtime',
  'daysOff',
  'wage',
  'premiums',
  'payment',
  'extras',
  'leaving',
  'insurance',
  'smoking',
  'desk',
  'bring',
  'estimate',
] as const satisfies readonly Item[]

function saidOf(agreement: Agreement, language: MemberLanguage): Record<Item, readonly string[]> {
  const { startsAt, endsAt, breakMinutes, wageYen, transportYen, terms } = agreement
  const { said } = labourNoticeTexts[language]
  const lang = htmlLang(language)
  const day = (at: number) => formatFullDay(at, lang)
  const yen = (amount: number) => formatYen(amount, lang)
  const pay = payOf(agreement)
  const orAsk = (words: string) => [words === '' ? said.missing : words]
  const scope = (words: string) => said.scope(words === NO_CHANGE ? said.noScope : words)
  const role = rolesWords(language, agreement.roles)
  return {
    period: [said.period(day(startsAt), day(endsAt - 1))],
    renewal: [terms.renewal === NO_RENEWAL ? said.noRenewal : said.renewal(terms.renewal)],
    place: [said.atFirst(terms.place), scope(terms.placeChange)],
    duties: [said.atFirst(role ? `${role}（${terms.duties}）` : terms.duties), scope(terms.dutiesChange)],
    hours: [whenWords(language, agreement), said.rotation],
    breaks: [breakMinutes > 0 ? minutesWords(language, breakMinutes) : said.noBreak],
    overtime: [pay.overtimeMinutes > 0 ? said.overtime(minutesWords(language, pay.overtimeMinutes)) : said.noOvertime],
    daysOff: [said.daysOff],
    wage: [said.hourly(yen(wageYen)), transportYen > 0 ? said.transport(yen(transportYen)) : said.noTransport],
    premiums: [said.premiums],
    payment: orAsk(terms.payTerms),
    extras: [said.extras],
    leaving: [terms.leavingTerms || said.leaving],
    insurance: orAsk(terms.insurance),
    smoking: [terms.smoking],
    desk: orAsk(deskOf(terms)),
    bring: [terms.bring],
    estimate: payLines(language, { ...pay, wageYen }).map(([term, line]) => `${term} ${line}`),
  }
}
