import { sql } from 'kysely'
import type { Store } from '../db/store.ts'
import { record } from '../interactions/interactions.ts'
import { Refusal } from '../refusal.ts'

/** People that a page shows. */
const SHOWN_MAX = 100
const DAY_MS = 86_400_000
/** Who was not talked to by then has been met otherwise, or has forgotten. */
const WAITED_DAYS = 180

export type Talk = {
  memberId: string
  name: string | null
  storeName: string | null
  /** When they last said so. */
  at: number
}
type Asked = { storeId: string | null; now: number }

/** Who would like to talk and was not talked to yet, the oldest first; a manager's own store's. */
export async function openTalks({ db }: Store, asked: Asked): Promise<readonly Talk[]> {
  const { rows } = await sql<Talk>`select members.id as memberId, members.name, stores.name as storeName, talks.at
    from ${waiting(asked)} left join stores on stores.id = members.store_id
    order by talks.at, members.id limit ${SHOWN_MAX}`.execute(db)
  return rows
}

/** How many they are. */
export async function countTalks({ db }: Store, asked: Asked) {
  const { rows } = await sql<{ people: number }>`select count(*) as people from ${waiting(asked)}`.execute(db)
  return rows[0]?.people ?? 0
}

/** Keeps that they were talked to about what they said until `said`. Refusal not_found when they are not, or no longer, waiting. */
export async function settleTalk(
  store: Store,
  { memberId, said, operator, now }: { memberId: string; said: number; operator: Settler; now: number },
) {
  const { rows } = await sql<{ at: number }>`select talks.at from ${waiting({ storeId: operator.storeId, now })}
    where members.id = ${memberId}`.execute(store.db)
  const [talk] = rows
  if (!talk) throw new Refusal('not_found')
  await store.batch([
    // Nobody can have seen what was not said yet.
    record(store.db, {
      memberId,
      kind: 'talk_settled',
      detail: { until: Math.min(said, talk.at) },
      operatorId: operator.id,
      at: now,
    }),
  ])
}
type Settler = { id: string; storeId: string | null }

/** Each verified person who said so of late, with the last time, unless it was settled since. */
const waiting = ({ storeId, now }: Asked) => sql`(
    select member_id, max(at) as at from interactions
    where kind = 'check_in_answered' and at > ${now - WAITED_DAYS * DAY_MS} and json_extract(detail, '$.answer') = 'talk'
    group by member_id
  ) as talks
  join members on members.id = talks.member_id and members.state = 'verified'
    and (${storeId} is null or members.store_id = ${storeId})
    and not exists (select 1 from interactions as settled
      where settled.member_id = talks.member_id and settled.kind = 'talk_settled'
        and json_extract(settled.detail, '$.until') >= talks.at)`
