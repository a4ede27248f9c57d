import { z } from 'zod'
import type { AssignmentState, ClaimState } from '../../src/db/schema-shifts.ts'
import type { Store } from '../../src/db/store.ts'
import { Terms } from '../../src/labour/terms.ts'
import { EVERYONE } from '../../src/segments/rule.ts'
import { workShifts } from '../../src/shifts/working.ts'
import { openClock, openFakeLine } from '../broadcasts/support.ts'
import { configFor } from '../deps.ts'
import { DAY, HOUR, instanceOf, NOON } from '../support.ts'

const config = configFor()

/** A shop at work on its shifts: its clock is turned by hand, and what it logs and wakes is kept. */
export function openShiftShop(store: Store, { at = NOON, fake = openFakeLine() } = {}) {
  const clock = openClock(at)
  const lines: string[] = []
  const woken: string[] = []
  const note = (line: string) => void lines.push(line)
  const deps = {
    store,
    line: fake.line,
    instance: instanceOf(store),
    config,
    log: { info: note, warn: note, error: note },
    now: clock.now,
    wake: (work: string) => void woken.push(work),
  }
  const work = (now = clock.at) => {
    clock.at = now
    return workShifts(deps)
  }
  return { clock, fake, lines, woken, deps, work }
}

export const TERMS = Terms.parse({
  employerName: '株式会社おかえり',
  employerAddress: '東京都渋谷区道玄坂1-2-3',
  contact: '03-1234-5678',
  duties: 'ホールでの接客',
  dutiesChange: '変更なし',
  place: '渋谷店（東京都渋谷区道玄坂1-2-3）',
  placeChange: '変更なし',
  renewal: '更新なし',
  prefecture: '東京',
  bring: '黒いズボン',
  smoking: '屋内禁煙',
  insurance: '労災保険',
  payTerms: '月末締め、翌月25日に銀行振込',
  desk: '店長 田中',
  leavingTerms: '',
  message: '',
})

/** A week from NOON, 17:00 to 22:00 in Tokyo; applications until noon of that day. */
export const EVENING = {
  startsAt: NOON + 7 * DAY + 5 * HOUR,
  endsAt: NOON + 7 * DAY + 10 * HOUR,
  closesAt: NOON + 7 * DAY,
}

type Planned = Partial<{
  id: string
  storeId: string
  startsAt: number
  endsAt: number
  closesAt: number
  headcount: number
  mode: 'approve' | 'first_come'
  state: 'draft' | 'open' | 'closed' | 'cancelled' | 'done'
  closedBecause: 'filled' | 'deadline' | 'owner' | null
  openedBy: string | null
  cancelWords: string | null
  asksMax: number
  now: number
}>

/** An opening, whichever way it came to be: past every guard. Its store must exist. Answers its id. */
export async function anOpening({ db }: Store, planned: Planned = {}) {
  const { id = 'opening', now = NOON, state = 'open', closedBecause = null, ...rest } = planned
  const over = state !== 'open' && state !== 'draft'
  await db
    .insertInto('roles')
    .values({ id: 'hall', name: 'ホール', position: 1 })
    .onConflict((clash) => clash.doNothing())
    .execute()
  await db
    .insertInto('shift_openings')
    .values({
      id,
      store_id: rest.storeId ?? 'shibuya',
      starts_at: rest.startsAt ?? EVENING.startsAt,
      ends_at: rest.endsAt ?? EVENING.endsAt,
      break_minutes: 0,
      role_ids: '["hall"]',
      headcount: rest.headcount ?? 1,
      wage_yen: 1_300,
      transport_yen: 500,
      terms: JSON.stringify(TERMS),
      closes_at: rest.closesAt ?? EVENING.closesAt,
      mode: rest.mode ?? 'approve',
      audience: JSON.stringify({ rule: EVERYONE, storeId: null }),
      asks_max: rest.asksMax ?? 0,
      state,
      closed_because: over ? (closedBecause ?? 'owner') : null,
      closed_at: over ? now : null,
      cancel_words: rest.cancelWords ?? null,
      opened_at: now,
      opened_by: rest.openedBy ?? null,
      created_at: now,
      updated_at: now,
    })
    .execute()
  return id
}

type Claimed = Partial<{ openingId: string; place: number; offerNo: number; words: string | null; at: number }>

/** Somebody's answer, whichever way it came to be. */
export const claimed = async ({ db }: Store, memberId: string, state: ClaimState, more: Claimed = {}) =>
  void (await db
    .insertInto('shift_claims')
    .values({
      opening_id: more.openingId ?? 'opening',
      member_id: memberId,
      state,
      place: ['applied', 'standby', 'offered'].includes(state) ? (more.place ?? 1) : null,
      offer_no: more.offerNo ?? (state === 'offered' ? 1 : 0),
      offered_at: state === 'offered' ? (more.at ?? NOON) : null,
      answered_at: more.at ?? NOON,
      decided_at: state === 'declined' ? (more.at ?? NOON) : null,
      decline_words: more.words ?? null,
      changed_at: more.at ?? NOON,
      created_at: more.at ?? NOON,
    })
    .execute())

type Assigned = Partial<{
  openingId: string
  slot: number
  startsAt: number
  endsAt: number
  confirmedAt: number
  confirmedBy: string | null
  noticeBy: 'electronic' | 'paper' | null
  allowanceYen: number | null
  reason: string | null
  thanks: string | null
}>

/** An agreed shift, whichever way it came to be. Answers its id. */
export async function assigned(
  { db }: Store,
  memberId: string,
  state: AssignmentState = 'confirmed',
  more: Assigned = {},
) {
  const { openingId = 'opening', startsAt = EVENING.startsAt, endsAt = EVENING.endsAt, confirmedAt = NOON } = more
  const id = `${openingId}-${memberId}`
  const worked = state === 'worked'
  await db
    .insertInto('assignments')
    .values({
      id,
      opening_id: openingId,
      member_id: memberId,
      slot: more.slot ?? 1,
      state,
      starts_at: startsAt,
      ends_at: endsAt,
      break_minutes: 0,
      wage_yen: 1_300,
      transport_yen: 500,
      terms: JSON.stringify(TERMS),
      confirmed_at: confirmedAt,
      confirmed_by: more.confirmedBy ?? null,
      notice_by: more.noticeBy ?? null,
      allowance_yen: more.allowanceYen ?? null,
      reason: more.reason ?? null,
      worked_from: worked ? startsAt : null,
      worked_to: worked ? endsAt : null,
      pay_yen: worked ? 7_000 : null,
      hours_confirmed_at: worked ? endsAt : null,
      thanks_words: more.thanks ?? null,
    })
    .execute()
  return id
}

/** Who was told what so far, in order. */
export const told = async ({ db }: Store) =>
  (
    await db
      .selectFrom('shift_notices')
      .select(['member_id', 'kind'])
      .orderBy('at')
      .orderBy('member_id')
      .orderBy('kind')
      .execute()
  ).map(({ member_id, kind }) => `${member_id} ${kind}`)

const Messages = z.tuple([z.object({ altText: z.string(), contents: z.unknown() })])

/** What is owed to whom, in order: the words of each message. */
export const owed = async ({ db }: Store) =>
  (
    await db
      .selectFrom('outbox_messages')
      .select(['member_id', 'body', 'retry_key'])
      .where('kind', '=', 'push')
      .where('state', '=', 'ready')
      .orderBy('created_at')
      .orderBy('member_id')
      .execute()
  ).map(({ member_id, body, retry_key }) => ({
    memberId: member_id,
    key: retry_key,
    ...Messages.parse(JSON.parse(body ?? ''))[0],
  }))

/** What a card's buttons do. */
export const actionsOf = (card: unknown): string[] =>
  [...JSON.stringify(card).matchAll(/"(?:data|uri)":"([^"]+)"/g)].map(([, what = '']) => what)

/** All that a card says. */
export const wordsOf = (card: unknown): string[] =>
  [...JSON.stringify(card).matchAll(/"text":"([^"]+)"/g)].map(([, what = '']) => what)

/** A request about an agreed shift, whichever way it came to be. Answers its id. */
export async function requested(
  { db }: Store,
  assignmentId: string,
  kind: 'cancel' | 'change',
  state: 'pending' | 'accepted' | 'declined' | 'lapsed',
  { proposal = null, until = NOON + HOUR }: { proposal?: string | null; until?: number } = {},
) {
  const id = `${kind}-${assignmentId}`
  await db
    .insertInto('assignment_requests')
    .values({
      id,
      assignment_id: assignmentId,
      kind,
      words: '熱が出ました。',
      proposal,
      state,
      asked_at: NOON,
      answer_until: until,
    })
    .execute()
  return id
}

/** A member becomes one of the shop. Answers the operator's id, the same as the member's. */
export const operating = async (
  { db }: Store,
  id: string,
  role: 'owner' | 'manager' | 'staff',
  storeId: string | null = null,
) =>
  void (await db
    .insertInto('operators')
    .values({ id, member_id: id, name: id, role, store_id: storeId, created_at: NOON })
    .execute())
