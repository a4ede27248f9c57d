import { sql } from 'kysely'
import type { Store } from '../../db/store.ts'
import { foldName } from '../../members/names.ts'
import { Refusal } from '../../refusal.ts'
import type { CouponOffer } from '../coupons.ts'
import { findGrant, findGrants, type Grant } from '../grants.ts'
import { newPreview, type Preview, type TillHere } from './previews.ts'
import { refusalOf } from './refusals.ts'

/** Fewer letters would list the half of the people. */
export const SEARCH_LETTERS_MIN = 2
export const SEARCH_PEOPLE_MAX = 10
export const SEARCH_REASON_MAX = 100
/** Coupons that are looked at for them: more than ten people have in their hands. */
const GRANTS_LOOKED_AT_MAX = 100

/** Somebody who may have left the phone at home, with what they can use here now. */
export type FoundGuest = {
  memberId: string
  name: string
  /** Where they worked, to tell two of one name apart. */
  storeName: string | null
  grants: readonly { grantId: string; title: string; offer: CouponOffer }[]
}

/** People by a part of their name, or of its kana on the roster, who hold a coupon that can be used in this store now. */
export async function searchGuests(
  store: Store,
  { storeId, typed, now }: { storeId: string; typed: string; now: number },
): Promise<readonly FoundGuest[]> {
  const folded = foldName(typed)
  if ([...folded].length < SEARCH_LETTERS_MIN) return []
  const { rows } = await sql<{ grantId: string; memberId: string; name: string; storeName: string | null }>`
    select g.id as grantId, m.id as memberId, m.name, home.name as storeName
    from members as m
    cross join coupon_grants as g on g.member_id = m.id
    cross join coupons as c on c.id = g.coupon_id
    cross join coupon_stores as s on s.coupon_id = c.id and s.store_id = ${storeId}
    left join stores as home on home.id = m.store_id
    where m.rowid in (
        select rowid from members where instr(name_folded, ${folded}) > 0
        union all
        select matched.rowid from roster_entries join members as matched on matched.roster_entry_id = roster_entries.id
          where roster_entries.rowid in (select rowid from roster_entries where instr(kana_folded, ${folded}) > 0))
      and m.state = 'verified' and m.name is not null
      and g.voided_at is null and c.stopped_at is null and g.starts_at <= ${now} and g.ends_at > ${now}
    order by m.name_folded, m.id, g.ends_at, g.id limit ${sql.lit(GRANTS_LOOKED_AT_MAX)}`.execute(store.db)
  const grants = await findGrants(
    store,
    rows.map(({ grantId }) => grantId),
  )
  const guests = new Map<string, Omit<FoundGuest, 'grants'> & { grants: FoundGuest['grants'][number][] }>()
  for (const { grantId, memberId, name, storeName } of rows) {
    const grant = grants.get(grantId)
    if (!grant || refusalOf(grant, { storeId, shownAt: now, now })) continue
    const guest = guests.get(memberId) ?? { memberId, name, storeName, grants: [] }
    guest.grants.push({ grantId, title: grant.offer.title, offer: grant.offer })
    guests.set(memberId, guest)
  }
  return [...guests.values()].slice(0, SEARCH_PEOPLE_MAX)
}

/**
 * What a till may redeem for somebody who was found by name, with why there was no code. Changes nothing. Throws
 * coupon_reason_needed, not_found, or why this coupon cannot be used at this till now.
 */
export async function previewGrant(
  store: Store,
  { grantId, till, reason, now }: { grantId: string; till: TillHere; reason: string; now: number },
): Promise<{ grant: Grant; preview: Preview }> {
  const why = reason.trim()
  if (why === '' || why.length > SEARCH_REASON_MAX) throw new Refusal('coupon_reason_needed')
  const grant = await findGrant(store, grantId)
  if (!grant || !(await isVerified(store, grant.memberId))) throw new Refusal('not_found')
  const refusal = refusalOf(grant, { storeId: till.storeId, shownAt: now, now })
  if (refusal) throw refusal
  return { grant, preview: newPreview({ grantId, via: 'name', reason: why, shownAt: now, now }) }
}

const isVerified = async ({ db }: Store, memberId: string) =>
  (await db
    .selectFrom('members')
    .select('id')
    .where('id', '=', memberId)
    .where('state', '=', 'verified')
    .executeTakeFirst()) !== undefined
