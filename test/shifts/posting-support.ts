import type { Store } from '../../src/db/store.ts'
import { Terms } from '../../src/labour/terms.ts'
import { EVERYONE } from '../../src/segments/rule.ts'
import { findOpening } from '../../src/shifts/openings.ts'
import { createOpening, type OpeningDraft } from '../../src/shifts/posting/drafts.ts'
import { openOpening } from '../../src/shifts/posting/states.ts'
import type { Workplace } from '../../src/shifts/posting/workplaces.ts'
import { DAY, HOUR, NOON } from '../support.ts'
import { OWNER, TERMS } from './claims-support.ts'

/** A lawful shift in three days, 17:00 to 22:00 in Tokyo, for one person; applications until noon of that day. */
export const EVENING: OpeningDraft = {
  storeId: 'shibuya',
  startsAt: NOON + 3 * DAY + 5 * HOUR,
  endsAt: NOON + 3 * DAY + 10 * HOUR,
  breakMinutes: 0,
  roleIds: ['hall'],
  headcount: 1,
  wageYen: 1300,
  transportYen: 500,
  terms: Terms.parse({
    ...TERMS,
    dutiesChange: '変更なし',
    placeChange: '変更なし',
    renewal: '更新なし',
    smoking: '屋内禁煙',
  }),
  closesAt: NOON + 3 * DAY,
  urgent: false,
  mode: 'approve',
  rule: EVERYONE,
  segmentId: null,
  audienceStoreId: null,
  shared: true,
  leadMinutes: 15,
  waveSize: 5,
  waveMinutes: 30,
}

export const WORKPLACE: Workplace = {
  prefecture: '東京',
  employerName: '株式会社おかえり',
  employerAddress: '東京都渋谷区神南1-1-1',
  address: '東京都渋谷区道玄坂2-3-4',
  contact: '03-0000-0000',
  smoking: '屋内禁煙',
  insurance: '労災保険',
  payTerms: '月末締め、翌月25日に銀行振込',
  desk: '店長 田中',
  leavingTerms: 'シフトの終わりで終了します',
}

/** A draft that nobody but the shop knows. Answers its id. */
export const plan = (store: Store, more: Partial<OpeningDraft> = {}) =>
  createOpening(store, { draft: { ...EVENING, ...more }, createdBy: OWNER, now: NOON })

export const acting = (openingId: string, more: { storeId?: string | null; now?: number } = {}) => ({
  openingId,
  operatorId: OWNER,
  now: NOON,
  ...more,
})

/** The version that somebody just looked at. */
export const versionOf = async (store: Store, openingId: string) =>
  (await findOpening(store, { openingId }))?.updatedAt ?? 0

/** One that is out. Answers its id. */
export async function sendOut(store: Store, more: Partial<OpeningDraft> = {}, asksMax = 0) {
  const openingId = await plan(store, more)
  await openOpening(store, { ...acting(openingId), updatedAt: NOON, asksMax })
  return openingId
}
