import type { ConsentPurpose, MemberState, SkipReason } from '../db/schema.ts'
import type { Store } from '../db/store.ts'
import type { Broadcast } from './drafts.ts'

/** What a person lacked at an instant. */
export type Lack = {
  /** Since when, as far as anything says so. */
  since: number | null
  /** It was never there: they were never asked, or never agreed. */
  never: boolean
  /** Whether it still is so. */
  still: boolean
  /** Of no_consent: the purpose, or the privacy notice that all others stand on. */
  purpose?: ConsentPurpose
  /** Of not_verified: what they are now. */
  state?: MemberState
}

const NOTHING: Lack = { since: null, never: false, still: false }

type Asked = {
  person: { id: string; state: MemberState }
  reason: SkipReason
  broadcast: Broadcast
  /** When it was decided that they do not get it. */
  at: number
  now: number
}

/** Since when a reason holds, as of the instant it was decided by: from what people said and did, which is never rewritten. */
export async function lackOf(store: Store, { person, reason, broadcast, at, now }: Asked): Promise<Lack> {
  if (reason === 'no_consent') return consentLack(store, { memberId: person.id, purpose: broadcast.purpose, at, now })
  if (reason === 'blocked') return friendLack(store, { memberId: person.id, at })
  if (reason === 'not_verified') return { ...NOTHING, state: person.state, still: person.state !== 'verified' }
  return NOTHING
}

type Consents = { memberId: string; purpose: ConsentPurpose; at: number; now: number }

/** The notice comes first: without it nothing else counts. */
async function consentLack(store: Store, asked: Consents): Promise<Lack> {
  const base = await answersTo(store, { ...asked, purpose: 'privacy' })
  const own = await answersTo(store, asked)
  const lacking = [base, own].find(({ lack }) => lack.never || lack.since !== null)
  if (lacking) return lacking.lack
  // They had taken it up again by then: what was decided was decided before that.
  const before = [base, own].find(({ lastNo }) => lastNo !== null)
  return before ? { ...before.lack, since: before.lastNo } : { ...NOTHING, purpose: asked.purpose }
}

async function answersTo({ db }: Store, { memberId, purpose, at, now }: Consents) {
  const answers = await db
    .selectFrom('consents')
    .select(['granted', 'at'])
    .where('member_id', '=', memberId)
    .where('purpose', '=', purpose)
    .where('at', '<=', now)
    // At the same instant a withdrawal counts.
    .orderBy('at')
    .orderBy('granted', 'desc')
    .execute()
  const then = answers.filter((answer) => answer.at <= at)
  const lastYes = then.findLastIndex(({ granted }) => granted === 1)
  const noSince = then[lastYes + 1]?.at ?? null
  return {
    lastNo: then.findLast(({ granted }) => granted === 0)?.at ?? null,
    lack: {
      purpose,
      since: lastYes === -1 ? null : noSince,
      never: lastYes === -1,
      still: answers.at(-1)?.granted !== 1,
    } satisfies Lack,
  }
}

/** What LINE said last stands in the identity; what it said before, in the timeline. */
async function friendLack({ db }: Store, { memberId, at }: { memberId: string; at: number }): Promise<Lack> {
  const identity = await db
    .selectFrom('line_identities')
    .select(['follow_state', 'follow_changed_at'])
    .where('member_id', '=', memberId)
    .executeTakeFirst()
  if (!identity) return { ...NOTHING, never: true, still: true }
  const still = identity.follow_state === 'blocked'
  if (still && identity.follow_changed_at <= at) return { ...NOTHING, since: identity.follow_changed_at, still }
  const last = await db
    .selectFrom('interactions')
    .select(['kind', 'at'])
    .where('member_id', '=', memberId)
    .where('kind', 'in', ['blocked', 'followed'])
    .where('at', '<=', at)
    .orderBy('at', 'desc')
    .orderBy('kind')
    .limit(1)
    .executeTakeFirst()
  return { ...NOTHING, since: last?.kind === 'blocked' ? last.at : null, still }
}
