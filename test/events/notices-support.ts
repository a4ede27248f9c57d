import { z } from 'zod'
import type { Store } from '../../src/db/store.ts'
import { joinEvent } from '../../src/events/seats.ts'
import { workEvents } from '../../src/events/working.ts'
import { openClock, openFakeLine } from '../broadcasts/support.ts'
import { configFor } from '../deps.ts'
import { addMember, instanceOf, MINUTE, NOON } from '../support.ts'
import { openEventFor } from './support.ts'

const config = configFor()

/** A shop at work: its clock is turned by hand, and what it logs and wakes is kept. */
export function openShop(store: Store, { at = NOON, fake = openFakeLine() } = {}) {
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
    return workEvents(deps)
  }
  return { clock, fake, lines, woken, deps, work }
}

/** An event with so many seats, and members who answered in this order, a minute apart. */
export async function eventWith(
  store: Store,
  people: Readonly<Record<string, number>>,
  planned: Parameters<typeof openEventFor>[1] = {},
) {
  const names = Object.keys(people)
  for (const name of names) await addMember(store, name, { consents: ['events'] })
  const eventId = await openEventFor(store, { listed: true, guestsMax: 5, ...planned })
  const from = planned.now ?? NOON
  for (const [i, memberId] of names.entries()) {
    const at = from + (i + 1) * MINUTE
    await joinEvent(store, { eventId, memberId, party: people[memberId] ?? 1, at, now: at })
  }
  return eventId
}

/** Who was told what so far, in order. */
export const told = async ({ db }: Store) =>
  (await db.selectFrom('event_notices').select(['member_id', 'kind']).orderBy('at').orderBy('member_id').execute()).map(
    ({ member_id, kind }) => `${member_id} ${kind}`,
  )

/** What is owed to whom, in order: the words of each message. */
export const owed = async ({ db }: Store) =>
  (
    await db
      .selectFrom('outbox_messages')
      .select(['member_id', 'body', 'retry_key'])
      .where('kind', '=', 'push')
      .orderBy('created_at')
      .orderBy('member_id')
      .execute()
  ).map(({ member_id, body, retry_key }) => ({
    memberId: member_id,
    key: retry_key,
    ...Cards.parse(JSON.parse(body ?? ''))[0],
  }))

const Cards = z.tuple([z.object({ altText: z.string(), contents: z.unknown() })])

/** What a card's buttons do. */
export const actionsOf = (card: unknown): string[] =>
  [...JSON.stringify(card).matchAll(/"(?:data|uri)":"([^"]+)"/g)].map(([, what = '']) => what)
