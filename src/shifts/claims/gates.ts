import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { hasConsent } from '../../consent/consent.ts'
import type { Store } from '../../db/store.ts'
import type { RefusalCode } from '../../refusal.ts'
import { takenPlaces } from '../openings.ts'
import { personGate } from './conflicts.ts'
import { failedOf, type Gate } from './gate.ts'
import { OFFER_LEAD_MS } from './windows.ts'

type Id = RawBuilder<string> | string

/** Of `shift_openings`: whether people may apply now. */
export const isOpenAt = (now: number) =>
  sql<SqlBool>`shift_openings.state = 'open' and ${now} < shift_openings.closes_at`

const isVerified = (memberId: Id) =>
  sql<SqlBool>`exists (select 1 from members where members.id = ${memberId} and members.state = 'verified')`

const claims = (memberId: Id, states: RawBuilder<SqlBool>) => sql<SqlBool>`exists (select 1 from shift_claims as own
  where own.opening_id = shift_openings.id and own.member_id = ${memberId} and ${states})`

/** Who was asked, or applied before. */
const isForThem = (memberId: Id) => sql<SqlBool>`(${claims(memberId, sql`1`)} or exists (select 1 from shift_asks
  where shift_asks.opening_id = shift_openings.id and shift_asks.member_id = ${memberId}))`

const isLive = sql<SqlBool>`own.state in ('applied', 'standby', 'offered')`

/** Whether a place is there for them: a free one, or the one that is held for them. */
const hasPlaceFor = (memberId: Id) =>
  sql<SqlBool>`${takenPlaces} - ${claims(memberId, sql`own.state = 'offered'`)} < shift_openings.headcount`

const hasNoneYet = (memberId: Id) => sql<SqlBool>`not exists (select 1 from assignments as own
  where own.opening_id = shift_openings.id and own.member_id = ${memberId} and own.state in ('confirmed', 'worked', 'missed'))`

/** The shop took the place back from them: they may apply once more, and the shop decides. */
const wasCalledOff = (memberId: Id) => sql<SqlBool>`exists (select 1 from assignments as lost
  where lost.opening_id = shift_openings.id and lost.member_id = ${memberId} and lost.state = 'cancelled_by_shop')`

/** What stands between a person and an opening, apart from its being open: what `conflictsOf` explains. */
export const ownGate = (memberId: Id): Gate => [
  {
    passes: sql`${isForThem(memberId)} and ${isVerified(memberId)} and ${hasConsent('shifts', sql`${memberId}`)}`,
    otherwise: 'shift_not_for_you',
  },
  ...personGate(memberId),
]

type Said = { memberId: string; at: number; now: number }

/** Of who applies: to what it is now. What they said before the newest answer changes nothing. */
export const claimGate = ({ memberId, at, now }: Said): Gate => [
  { passes: isOpenAt(now), otherwise: 'shift_not_open' },
  { passes: sql`coalesce(shift_openings.conditions_at, 0) <= ${at}`, otherwise: 'shift_changed_meanwhile' },
  {
    passes: sql`not ${claims(memberId, sql`(own.answered_at >= ${at} or own.state = 'declined')`)}`,
    otherwise: 'shift_already_answered',
  },
  ...ownGate(memberId),
]

/** Of who takes a place at the tap. */
export const takeGate = (said: Said): Gate => [
  ...claimGate(said),
  { passes: hasNoneYet(said.memberId), otherwise: 'shift_already_answered' },
  { passes: sql`not ${wasCalledOff(said.memberId)}`, otherwise: 'shift_already_answered' },
  { passes: hasPlaceFor(said.memberId), otherwise: 'shift_not_open' },
]

/** Of 今回は見送る: of an opening that is open, or where they are still in the line. */
export const passGate = ({ memberId, at, now }: Said): Gate => [
  {
    passes: sql`(${isOpenAt(now)} or (shift_openings.state = 'closed' and ${at} < shift_openings.starts_at
      and ${claims(memberId, isLive)}))`,
    otherwise: 'shift_not_open',
  },
  { passes: isForThem(memberId), otherwise: 'shift_not_for_you' },
  {
    passes: sql`not ${claims(memberId, sql`own.state in ('confirmed', 'declined', 'ended')`)}`,
    otherwise: 'shift_already_answered',
  },
]

/** Of a yes of the shop: to who applied to what it is now. Who applied to something else is asked first (`anewGate`). */
export const approvalGate = (said: Omit<Said, 'at'>): Gate => [
  ...givingGate(said),
  {
    passes: sql`not ${claims(said.memberId, sql`own.answered_at < shift_openings.conditions_at`)}`,
    otherwise: 'shift_changed_meanwhile',
  },
]

/** Of asking who applied before the conditions changed whether they would come so: while there is time to tell them. */
export const anewGate = (said: Omit<Said, 'at'>): Gate => [
  ...givingGate(said),
  {
    passes: sql`${claims(said.memberId, sql`own.answered_at < shift_openings.conditions_at and own.state <> 'offered'`)}
      and shift_openings.starts_at > ${said.now + OFFER_LEAD_MS}`,
    otherwise: 'shift_changed_meanwhile',
  },
]

/** Until it begins. Consents count for being asked, not for an answer to what they asked for. */
const givingGate = ({ memberId, now }: Omit<Said, 'at'>): Gate => [
  {
    passes: sql`shift_openings.state in ('open', 'closed') and ${now} < shift_openings.starts_at`,
    otherwise: 'shift_not_in_state',
  },
  { passes: sql`${claims(memberId, isLive)} and ${isVerified(memberId)}`, otherwise: 'shift_claim_gone' },
  { passes: hasNoneYet(memberId), otherwise: 'shift_already_answered' },
  { passes: hasPlaceFor(memberId), otherwise: 'shift_full' },
  ...personGate(memberId),
]

/** Of a yes to an offer, by when they said so. */
export const acceptGate = ({ memberId, offerNo, at, now }: Said & { offerNo: number }): Gate => [
  {
    passes: sql`shift_openings.state in ('open', 'closed') and ${now} < shift_openings.starts_at`,
    otherwise: 'shift_not_open',
  },
  {
    passes: claims(
      memberId,
      sql`own.state = 'offered' and own.offer_no = ${offerNo} and own.answered_at <= ${at}
        and ${at} < coalesce(own.offer_ends_at, shift_openings.starts_at)`,
    ),
    otherwise: 'shift_already_answered',
  },
  { passes: isVerified(memberId), otherwise: 'shift_not_for_you' },
  { passes: hasNoneYet(memberId), otherwise: 'shift_already_answered' },
  { passes: hasPlaceFor(memberId), otherwise: 'shift_not_open' },
  ...personGate(memberId),
]

/** Why somebody may not apply for an opening, apart from its being over: each code once; none: nothing keeps them from it. */
export const conflictsOf = (
  store: Store,
  { openingId, memberId }: { openingId: string; memberId: string },
): Promise<readonly RefusalCode[]> => failedOf(store, ownGate(memberId), openingId)
