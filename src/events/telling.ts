import type { RawBuilder, SqlBool } from 'kysely'
import { sql } from 'kysely'
import { uuidV5 } from '../crypto.ts'
import type { Store } from '../db/store.ts'
import type { Deps } from '../deps.ts'
import { shopName } from '../stores/stores.ts'
import { findEvent, type ShopEvent } from './events.ts'
import { eventUrl } from './links.ts'
import { noticeCard } from './notice-card.ts'
import { type Due, findDue, type Notice, tellStatements, type Worded } from './notices.ts'
import { offerEndsAt } from './windows.ts'

/** Far more than an event has guests; where others keep changing what is told, the next minute goes on. */
const ROUNDS_MAX = 100

export type Desk = Pick<Deps, 'store' | 'config'>

type Telling = {
  eventId: string
  due: Due
  now: number
  /** Of a change or a cancellation: in the shop's words. */
  words?: string
  /** Whether it may be told of the event as it stands. */
  mayTell?: (event: ShopEvent) => boolean
  /** Whether so many may be told, at the moment of the statement. */
  only?: (messages: number) => RawBuilder<SqlBool>
}

/**
 * Tells everybody who is due of an event, each once, in as many processes as there are: what was told is written with the
 * message that is owed, in batches. Killed anywhere, it goes on with who is left. Returns how many it told.
 */
export async function tellDue(desk: Desk, { eventId, due, now, words, mayTell, only }: Telling): Promise<number> {
  const { store } = desk
  const theirs = { ...due, when: sql<SqlBool>`events.id = ${eventId} and (${due.when})` }
  let told = 0
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const notices = await findDue(store, theirs)
    const event = notices.length > 0 ? await findEvent(store, { eventId }) : undefined
    if (!event || mayTell?.(event) === false) break
    const worded = await word(desk, { event, kind: due.kind, notices, words, now })
    const limits = only ? { only: only(notices.length) } : {}
    const [written = 0] = await store.batch(
      tellStatements(store.db, { due: theirs, notices: worded, run: crypto.randomUUID(), now, ...limits }),
    )
    told += written
    if (written === 0 && only) break
  }
  return told
}

type Wording = {
  event: ShopEvent
  kind: Due['kind']
  notices: readonly Notice[]
  words: string | undefined
  now: number
}

/** Their cards, each in the person's language and with the person's own page. */
async function word({ store, config }: Desk, { event, kind, notices, words, now }: Wording): Promise<Worded[]> {
  const [shop, instanceId] = [await shopName(store), await readInstanceId(store)]
  const endsAt = kind === 'offer' ? { offerEndsAt: offerEndsAt({ toldAt: now, ...event }) } : {}
  return Promise.all(
    notices.map(async (notice) => {
      const { eventId, memberId, ref } = notice
      const url = await eventUrl(config, { eventId, memberId })
      const said = words === undefined ? {} : { words }
      const card = noticeCard({ kind, event, notice, shopName: shop, url, now, ...endsAt, ...said })
      return {
        ...notice,
        ...endsAt,
        title: event.title,
        body: JSON.stringify([card]),
        key: await uuidV5(instanceId, `event:${kind}:${eventId}:${memberId}:${ref}`),
      }
    }),
  )
}

const readInstanceId = async ({ db }: Store) =>
  (await db.selectFrom('settings').select('value').where('key', '=', 'instance_id').executeTakeFirstOrThrow()).value
