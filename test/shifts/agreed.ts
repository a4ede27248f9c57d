import type { Agreement } from '../../src/shifts/page/agreement.ts'
import { HOUR, NOON } from '../support.ts'
import { TERMS } from './claims-support.ts'

/** From the last evening of a month into the next. */
const STARTS = Date.parse('2026-04-30T20:00+09:00')
/** A shift that is agreed with somebody, past midnight. */
export const AGREED: Agreement = {
  id: 'a1',
  openingId: 'shift',
  memberId: 'hana',
  memberName: '田中 花',
  language: 'ja',
  state: 'confirmed',
  storeId: 'shibuya',
  storeName: '渋谷店',
  roles: [{ id: 'hall', name: 'ホール' }],
  mode: 'approve',
  startsAt: STARTS,
  endsAt: STARTS + 5 * HOUR,
  breakMinutes: 0,
  wageYen: 1_300,
  transportYen: 0,
  terms: { ...TERMS, bring: '黒いズボン' },
  version: 1,
  confirmedAt: NOON,
  agreedAt: NOON,
  noticeBy: null,
  noticeChosenAt: null,
  endedAt: null,
  reason: null,
  allowanceYen: null,
  payYen: null,
  thanksWords: null,
  openedAt: null,
  printedAt: null,
  handedAt: null,
}
