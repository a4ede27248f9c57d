import { type Compilable, sql } from 'kysely'
import { boardReaders, oweMenus } from '../../board/board.ts'
import { balanceObjection, balanceOf, isBalanced } from '../../broadcasts/balance.ts'
import type { Db, Store } from '../../db/store.ts'
import { adultState } from '../../labour/age.ts'
import { isNight } from '../../labour/night.ts'
import { findOpening, type Opening } from '../openings.ts'

/** What of an opening says whom it is for. */
export type Audience = Pick<Opening, 'rule' | 'audienceStoreId' | 'startsAt' | 'endsAt'>
type Posted = Audience & Pick<Opening, 'id'>

/**
 * Whom an opening is for: verified members of its rule who follow, and agreed to hear of shifts; nobody who surely is under 18
 * where part of it lies between 22:00 and 5:00 (労働基準法 61条). Who did not say how old they are is asked before they apply.
 */
export const askable = (db: Db, { rule, audienceStoreId, ...span }: Audience, now: number) =>
  boardReaders(db, { rule, storeId: audienceStoreId, purpose: 'shifts', now }).$if(isNight(span), (query) =>
    query.where(adultState(span.startsAt), '<>', 'minor'),
  )

/** How many people an opening would stand on the board for. */
export async function countAskable({ db }: Store, audience: Audience, now: number) {
  const { people } = await askable(db, audience, now)
    .select((eb) => eb.fn.countAll<number>().as('people'))
    .executeTakeFirstOrThrow()
  return people
}

/**
 * The statements that put an open opening on the boards of those it is for, and owe them their menu with 新着あり. They go behind
 * the one that opens it, and are repeated while it is open: who registers or agrees meanwhile sees it too.
 */
export const postStatements = (db: Db, { opening, now }: { opening: Posted; now: number }): readonly Compilable[] => [
  postStatement(db, { opening, now }),
  oweMenus(
    db,
    sql`select member_id from shift_asks where opening_id = ${opening.id} and posted_at = ${now} and read_at is null`,
    now,
  ),
]

/** The first of them: everybody's row. Each person has one; repeating it changes nothing. */
export const postStatement = (db: Db, { opening, now }: { opening: Posted; now: number }): Compilable => {
  const readers = askable(db, opening, now).select('members.id as member_id')
  return {
    compile: () =>
      sql`insert into shift_asks (opening_id, member_id, posted_at)
        select ${opening.id}, member_id, ${now} from (${readers})
        where exists (select 1 from shift_openings where id = ${opening.id} and state = 'open' and closes_at > ${now})
        on conflict (opening_id, member_id) do nothing`.compile(db),
  }
}

/** The same again for everything that is open; whose menu still tells of what is over gets another one. */
export async function postOpen(store: Store, { now }: { now: number }) {
  const open = await store.db
    .selectFrom('shift_openings')
    .select('id')
    .where('state', '=', 'open')
    .where('closes_at', '>', now)
    .execute()
  for (const { id } of open) {
    const opening = await findOpening(store, { openingId: id })
    if (opening) await store.batch(postStatements(store.db, { opening, now }))
  }
  await settleMenus(store, { now })
}

/** So long after an opening is over, who still sees 新着あり because of it is owed their menu anew. */
const MENUS_MS = 3_600_000

/** Who did not read an opening that is over now is owed their menu, which may be the one without 新着あり. */
const settleMenus = ({ db, batch }: Store, { now }: { now: number }) =>
  batch([
    oweMenus(
      db,
      sql`select distinct shift_asks.member_id from shift_openings
        join shift_asks on shift_asks.opening_id = shift_openings.id and shift_asks.read_at is null
        where shift_openings.state in ('closed', 'cancelled') and shift_openings.starts_at > ${now - MENUS_MS}
          and coalesce(shift_openings.cancelled_at, shift_openings.closed_at) > ${now - MENUS_MS}
          and not exists (select 1 from outbox_messages as given where given.member_id = shift_asks.member_id
            and given.kind = 'rich_menu' and given.created_at >= coalesce(shift_openings.cancelled_at, shift_openings.closed_at))`,
      now,
    ),
  ])

/** The statement that keeps that somebody saw an opening, in the list or on its page; the first time counts. */
export const readAskStatement = (
  db: Db,
  { openingIds, memberId, now }: { openingIds: readonly string[]; memberId: string; now: number },
): Compilable =>
  db
    .updateTable('shift_asks')
    .set({ read_at: now })
    .where('member_id', '=', memberId)
    .where('read_at', 'is', null)
    .where('opening_id', 'in', sql<string>`(select value from json_each(${JSON.stringify(openingIds)}))`)

type Balanced = { opening: Audience; people: number; now: number }

/** What speaks against one more job ad to so many of these people; undefined: nothing. */
export const openingObjection = async (store: Store, { opening, people, now }: Balanced) =>
  people === 0 ? undefined : balanceObjection(await balanceOf(store, { audience: meant(opening), now }), { people })

/** The same as a guard, at the moment of the statement. */
export const openingBalanced = (db: Db, { opening, people, now }: Balanced) =>
  people === 0 ? sql<boolean>`1` : isBalanced(db, { audience: meant(opening), people, now })

const meant = ({ rule, audienceStoreId }: Audience) => ({ rule, storeId: audienceStoreId, purpose: 'shifts' as const })
