import { type Compilable, sql } from 'kysely'
import type { Chat } from '../line/chat.ts'
import type { CarouselMessage, FlexMessage } from '../line/messages.ts'
import { shopName } from '../stores/stores.ts'
import { couponGuestTexts } from '../texts/coupon-guest.ts'
import { findGrants, type Grant } from './grants.ts'
import { sideBySide } from './guest/carousel.ts'
import { heldCard } from './guest/held-card.ts'
import { lookedStatement } from './guest/holding.ts'

/** So many cards side by side; the others are in マイクーポン. */
const CARDS_MAX = 5
const DAY_MS = 86_400_000
const TOKYO_MS = 9 * 3_600_000

export type CouponBoard = {
  /** Side by side, soonest to end first; undefined: there is none. */
  message: CarouselMessage | FlexMessage | undefined
  /** How many there are beyond those shown. */
  left: number
  /** What being shown means: they are read. For the batch of a reply that arrives. */
  statements: readonly Compilable[]
}

/** What somebody was given without a message, or what ends soon, as far as they have not read of it on the board. */
export async function lookAtCouponBoard({ store, config, memberId, now }: Chat): Promise<CouponBoard> {
  const { rows } = await sql<{ id: string; total: number }>`select grant_id as id, count(*) over () as total
    from visible_coupons where member_id = ${memberId} and read_at is null and ends_at > ${now}
    order by ends_at, grant_id limit ${CARDS_MAX}`.execute(store.db)
  if (rows.length === 0) return { message: undefined, left: 0, statements: [] }
  const found = await findGrants(
    store,
    rows.map(({ id }) => id),
  )
  const grants = rows.flatMap(({ id }) => found.get(id) ?? [])
  const name = await shopName(store)
  const cards = await Promise.all(
    grants.map((grant) => heldCard(grant, { config, shopName: name, state: occasionOf(grant, now), now })),
  )
  const t = couponGuestTexts[grants[0]?.memberLanguage ?? 'ja']
  const row = sideBySide(cards, t.board.alt(grants.map(({ offer }) => offer.title).join(t.list.separator)))
  const grantIds = grants.slice(0, row?.count ?? 0).map(({ id }) => id)
  return {
    message: row?.message,
    left: (rows[0]?.total ?? 0) - grantIds.length,
    statements: [lookedStatement(store.db, { memberId, grantIds, now })],
  }
}

/** Why it stands there: it ends soon, or it is new. Of one that others used up in between only that is said. */
function occasionOf({ remindedAt, boardAt, offer, memberLanguage, isSoldOut }: Grant, now: number) {
  if (isSoldOut) return undefined
  const t = couponGuestTexts[memberLanguage].board
  return remindedAt !== null && remindedAt === boardAt ? t.endsSoon(dayNo(offer.endsAt - 1) - dayNo(now)) : t.fresh
}

const dayNo = (at: number) => Math.floor((at + TOKYO_MS) / DAY_MS)
