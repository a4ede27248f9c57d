import type { MemberLanguage } from '../../db/schema.ts'
import type { Store } from '../../db/store.ts'
import { Refusal } from '../../refusal.ts'
import { shopName } from '../../stores/stores.ts'
import { type Standing, standingOf } from '../claims/standing.ts'
import { offerEndsAt } from '../claims/windows.ts'
import { findOpening } from '../openings.ts'
import { isMeantFor } from '../talk/listing.ts'
import { stageOf, type View } from '../talk/standing-words.ts'
import { type WelcomePack, welcomePack } from '../welcome/welcome.ts'
import { type Agreement, agreementWith } from './agreement.ts'
import { type OwnLimits, ownLimits } from './own-limits.ts'

const DAY_MS = 86_400_000
/** So long after a shift its page is still there: for who agreed to it, with the notice and what was paid; for others shorter. */
const AGREED_OPEN_MS = 90 * DAY_MS
const PAGE_OPEN_MS = 7 * DAY_MS

/** An opening as one person sees it on their own page. */
export type Visit = View & {
  member: { id: string; language: MemberLanguage }
  /** What is agreed with them, or was last. */
  agreement: Agreement | undefined
  limits: OwnLimits
  /** Of the store, once they come. */
  pack: WelcomePack | undefined
  /** Of the shop. */
  shop: string
  /** A place was held for them for longer than they had to answer, and nothing has ended that yet. */
  isOverdue: boolean
  now: number
}

/**
 * What stands behind a person's link. Refusal shift_link_unusable when there is nothing for them (any more), with `language`
 * among its facts when we know theirs.
 */
export async function openVisit(
  store: Store,
  { openingId, memberId, now }: { openingId: string; memberId: string; now: number },
): Promise<Visit> {
  const who = { openingId, memberId }
  const [opening, member] = await Promise.all([findOpening(store, { openingId }), findPerson(store, memberId)])
  if (!opening || !member) throw new Refusal('shift_link_unusable')
  const { language } = member
  const [isMeant, kept, agreement, limits, shop] = await Promise.all([
    isMeantFor(store, who),
    standingOf(store, who),
    agreementWith(store, who),
    ownLimits(store, memberId),
    shopName(store),
  ])
  const isGone = now >= opening.endsAt + (agreement ? AGREED_OPEN_MS : PAGE_OPEN_MS)
  if (opening.state === 'draft' || !isMeant || isGone) throw new Refusal('shift_link_unusable', { language })
  const { standing, isOverdue } = asOf(kept, now)
  const isComing = agreement?.state === 'confirmed' && now < agreement.endsAt
  return {
    ...{ opening, member, language, standing, isOverdue, agreement, limits, shop, now },
    stage: stageOf(opening, now),
    heldUntil:
      standing.claim?.state === 'offered'
        ? (standing.offerEndsAt ?? offerEndsAt({ toldAt: now, startsAt: opening.startsAt }))
        : undefined,
    pack: isComing ? await welcomePack(store, { storeId: opening.storeId, leftOn: member.leftOn }) : undefined,
  }
}

/** A place whose time to say yes is over is held for nobody, even before that is ended: they stand by again. */
function asOf(kept: Standing, now: number): { standing: Standing; isOverdue: boolean } {
  const { claim, offerEndsAt: endsAt } = kept
  if (claim?.state !== 'offered' || endsAt === undefined || now < endsAt) return { standing: kept, isOverdue: false }
  return { standing: { ...kept, claim: { ...claim, state: 'standby' }, offerEndsAt: undefined }, isOverdue: true }
}

const findPerson = ({ db }: Store, memberId: string) =>
  db
    .selectFrom('members')
    .select(['id', 'language', 'left_on as leftOn'])
    .where('id', '=', memberId)
    .where('state', 'not in', ['left', 'erased'])
    .executeTakeFirst()
