import type { Compilable } from 'kysely'
import type { Db } from '../db/store.ts'
import { record } from '../interactions/interactions.ts'
import { listedFloor } from '../labour/floors.ts'
import { payOf } from '../labour/pay.ts'
import { NO_CHANGE, NO_RENEWAL, type Terms } from '../labour/terms.ts'
import { shiftTitle } from '../shifts/ad/shift-words.ts'
import { fromTokyo, tokyoDay } from '../texts/format.ts'
import { MEMBERS_COUNT, memberIdOf, OWNER, ROLES, SHOP_NAME, STORES, wants } from './people.ts'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000
const WAGE = { wageYen: 1_400, transportYen: 500 }
const EVERYONE = JSON.stringify({ rule: { match: 'all', conditions: [] }, storeId: null })
const ADDRESSES = {
  shibuya: '東京都渋谷区道玄坂9-9-9',
  ebisu: '東京都渋谷区恵比寿9-9-9',
  nakameguro: '東京都目黒区上目黒9-9-9',
} as const
const EMPLOYER = { name: '株式会社あかり', address: ADDRESSES.shibuya, contact: '03-0000-0000' }
const PAY_TERMS = '月末締め、翌月25日に銀行振込'
const TOKYO = '東京'

type Store = (typeof STORES)[number]
type Planned = { id: string; startsAt: number; endsAt: number; breakMinutes: number; headcount: number }

/** What the demo shop has to ask for a hand: its workplaces, a template, a shift that was worked and one that is open. */
export function shifts(db: Db, now: number): readonly Compilable[] {
  return [
    ...STORES.map((store) => workplace(db, store, now - 10 * DAY_MS)),
    floor(db, now - 10 * DAY_MS),
    template(db, now - 10 * DAY_MS),
    ...worked(db, now),
    ...open(db, now),
  ]
}

const workplace = (db: Db, { id }: Store, at: number) =>
  db.insertInto('workplaces').values({
    store_id: id,
    prefecture: TOKYO,
    employer_name: EMPLOYER.name,
    employer_address: EMPLOYER.address,
    address: ADDRESSES[id],
    contact: EMPLOYER.contact,
    pay_terms: PAY_TERMS,
    desk: '店長',
    updated_by: OWNER.operatorId,
    updated_at: at,
  })

/** The last figure that the product's table knows: a real shop looks up the one in force, and the page asks it to. */
const floor = (db: Db, at: number) =>
  db.insertInto('wage_floors').values({
    id: 'demo-floor',
    prefecture: TOKYO,
    yen: listedFloor(TOKYO)?.yen ?? WAGE.wageYen,
    effective_on: listedFloor(TOKYO)?.effectiveOn ?? tokyoDay(at),
    source: 'デモの見本（令和7年度の額）。実際の額をお確かめください',
    entered_by: OWNER.operatorId,
    entered_at: at,
  })

const termsOf = (storeName: string, address: string): Terms => ({
  employerName: EMPLOYER.name,
  employerAddress: EMPLOYER.address,
  contact: EMPLOYER.contact,
  duties: 'ホールでのご案内、配膳、片付け',
  dutiesChange: NO_CHANGE,
  place: `${SHOP_NAME} ${storeName}（${address}）`,
  placeChange: NO_CHANGE,
  renewal: NO_RENEWAL,
  prefecture: TOKYO,
  bring: '黒いズボン、滑りにくい靴',
  smoking: '屋内禁煙',
  insurance: '労災保険',
  payTerms: PAY_TERMS,
  desk: '店長',
  leavingTerms: '',
  message: '週末だけ、手を貸していただけると助かります。',
})
const TERMS = termsOf('渋谷店', ADDRESSES.shibuya)

const template = (db: Db, at: number) =>
  db.insertInto('shift_templates').values({
    id: 'demo-template',
    store_id: 'shibuya',
    name: '夜のホール',
    content: JSON.stringify({
      from: 17 * 60,
      minutes: 5 * 60,
      closesBefore: 3 * 60,
      breakMinutes: 0,
      roleIds: ['hall'],
      headcount: 1,
      ...WAGE,
      terms: TERMS,
      urgent: false,
      mode: 'approve',
      rule: { match: 'all', conditions: [] },
      segmentId: null,
      audienceStoreId: null,
      shared: true,
      leadMinutes: 15,
      waveSize: 5,
      waveMinutes: 30,
    }),
    created_by: OWNER.operatorId,
    created_at: at,
    updated_at: at,
  })

/** Who may be asked, in the order in which they would be. */
const WANTING = Array.from({ length: MEMBERS_COUNT }, (_, index) => index).filter((index) => wants(index, 'shifts'))
const clock = (at: number, hours: number) => (fromTokyo(tokyoDay(at)) ?? at) + hours * HOUR_MS

/** Eight days ago two came back for an evening; the hours are confirmed. */
function worked(db: Db, now: number): Compilable[] {
  const startsAt = clock(now - 8 * DAY_MS, 17)
  const shift = { id: 'demo-shift-worked', startsAt, endsAt: startsAt + 6 * HOUR_MS, breakMinutes: 0, headcount: 2 }
  const asked = WANTING.slice(0, 6)
  const askedAt = startsAt - 3 * DAY_MS
  return [
    opening(db, shift, { openedAt: askedAt, state: 'done' }),
    ...asks(db, shift, asked, askedAt),
    ...asked.slice(0, 2).flatMap((index, n) => hired(db, shift, index, n, askedAt)),
    ...asked.slice(2, 4).map((index) => claim(db, shift, { index, state: 'passed', at: askedAt + 3 * HOUR_MS })),
  ]
}

/** In five days somebody is still needed; two applied and wait for a word. */
function open(db: Db, now: number): Compilable[] {
  const startsAt = clock(now + 5 * DAY_MS, 17)
  const shift = { id: 'demo-shift-open', startsAt, endsAt: startsAt + 6 * HOUR_MS, breakMinutes: 0, headcount: 1 }
  const asked = WANTING.slice(4, 9)
  const askedAt = now - 3 * HOUR_MS
  return [
    opening(db, shift, { openedAt: askedAt, state: 'open' }),
    ...asks(db, shift, asked, askedAt),
    ...asked.slice(0, 2).flatMap((index, n) => {
      const at = askedAt + (n + 1) * 20 * MINUTE_MS
      const note = n === 0 ? '18時からなら確実に入れます。' : null
      return [
        claim(db, shift, { index, state: 'applied', place: n + 1, note, at }),
        line(db, shift, index, 'shift_applied', at),
      ]
    }),
  ]
}

const opening = (db: Db, shift: Planned, { openedAt, state }: { openedAt: number; state: 'open' | 'done' }) =>
  db.insertInto('shift_openings').values({
    id: shift.id,
    store_id: 'shibuya',
    starts_at: shift.startsAt,
    ends_at: shift.endsAt,
    break_minutes: shift.breakMinutes,
    role_ids: JSON.stringify(['hall']),
    headcount: shift.headcount,
    wage_yen: WAGE.wageYen,
    transport_yen: WAGE.transportYen,
    terms: JSON.stringify(TERMS),
    closes_at: shift.startsAt - 5 * HOUR_MS,
    audience: EVERYONE,
    asks_max: 6,
    waves: 1,
    // Who tries things out should not find that the month's messages went by themselves.
    waves_ended_at: openedAt + 20 * MINUTE_MS,
    waves_ended_because: 'owner',
    waves_ended_by: OWNER.operatorId,
    state,
    floor_yen: listedFloor(TOKYO)?.yen ?? null,
    floor_effective_on: listedFloor(TOKYO)?.effectiveOn ?? null,
    template_id: 'demo-template',
    created_by: OWNER.operatorId,
    created_at: openedAt - HOUR_MS,
    updated_at: openedAt,
    opened_at: openedAt,
    opened_by: OWNER.operatorId,
    ...(state === 'done' && { closed_at: openedAt + 8 * HOUR_MS, closed_because: 'filled', done_at: shift.endsAt }),
  })

const asks = (db: Db, shift: Planned, asked: readonly number[], at: number): Compilable[] =>
  asked.flatMap((index) => [
    db.insertInto('shift_asks').values({
      opening_id: shift.id,
      member_id: memberIdOf(index),
      posted_at: at,
      read_at: at + 25 * MINUTE_MS,
      wave: 1,
      pushed_at: at + 15 * MINUTE_MS,
      run: 'demo',
    }),
    line(db, shift, index, 'shift_asked', at + 15 * MINUTE_MS),
  ])

type Claimed = {
  index: number
  state: 'applied' | 'confirmed' | 'passed'
  place?: number
  note?: string | null
  at: number
}

const claim = (db: Db, shift: Planned, { index, state, place, note, at }: Claimed) =>
  db.insertInto('shift_claims').values({
    opening_id: shift.id,
    member_id: memberIdOf(index),
    state,
    place: place ?? null,
    note: note ?? null,
    answered_at: at,
    ...(state === 'confirmed' && { decided_at: at + HOUR_MS, decided_by: OWNER.operatorId }),
    changed_at: at,
    created_at: at,
  })

function hired(db: Db, shift: Planned, index: number, n: number, askedAt: number): Compilable[] {
  const { startsAt, endsAt, breakMinutes } = shift
  const appliedAt = askedAt + (n + 1) * HOUR_MS
  return [
    claim(db, shift, { index, state: 'confirmed', at: appliedAt }),
    db.insertInto('assignments').values({
      id: `demo-assignment-${index}`,
      opening_id: shift.id,
      member_id: memberIdOf(index),
      slot: n + 1,
      state: 'worked',
      starts_at: startsAt,
      ends_at: endsAt,
      break_minutes: breakMinutes,
      wage_yen: WAGE.wageYen,
      transport_yen: WAGE.transportYen,
      terms: JSON.stringify(TERMS),
      confirmed_at: appliedAt + HOUR_MS,
      confirmed_by: OWNER.operatorId,
      notice_by: 'electronic',
      notice_chosen_at: appliedAt + 2 * HOUR_MS,
      worked_from: startsAt,
      worked_to: endsAt,
      worked_break_minutes: breakMinutes,
      pay_yen: payOf({ startsAt, endsAt, breakMinutes, ...WAGE }).totalYen,
      hours_confirmed_at: endsAt + 12 * HOUR_MS,
      hours_confirmed_by: OWNER.operatorId,
    }),
    line(db, shift, index, 'shift_applied', appliedAt),
    line(db, shift, index, 'shift_confirmed', appliedAt + HOUR_MS),
    line(db, shift, index, 'shift_worked', startsAt),
  ]
}

type Happened = 'shift_asked' | 'shift_applied' | 'shift_confirmed' | 'shift_worked'

const line = (db: Db, shift: Planned, index: number, kind: Happened, at: number) =>
  record(db, {
    memberId: memberIdOf(index),
    kind,
    ref: shift.id,
    detail: { title: shiftTitle('ja', { ...shift, roles: ROLES.filter(({ id }) => id === 'hall') }), store: '渋谷店' },
    at,
  })
