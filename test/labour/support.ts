import { NO_CHANGE, NO_RENEWAL, type Terms } from '../../src/labour/terms.ts'

/** Terms that lack nothing. */
export const TERMS: Terms = {
  employerName: '株式会社こだま食堂',
  employerAddress: '東京都中野区中野1-2-3',
  contact: '03-1234-5678',
  duties: 'ホールでの接客と片付け',
  dutiesChange: NO_CHANGE,
  place: 'こだま食堂 中野店（東京都中野区中野1-2-3）',
  placeChange: NO_CHANGE,
  renewal: NO_RENEWAL,
  prefecture: '東京',
  bring: '黒いズボン',
  smoking: '屋内禁煙',
  insurance: '労災保険',
  payTerms: '月末締め、翌月25日に銀行振込',
  desk: '店長',
  leavingTerms: '',
  message: '',
}
