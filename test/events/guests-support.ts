import { Hono } from 'hono'
import type { OperatorRole } from '../../src/db/schema.ts'
import type { RsvpState } from '../../src/db/schema-events.ts'
import type { Store } from '../../src/db/store.ts'
import type { Work } from '../../src/deps.ts'
import { guestsAdmin } from '../../src/events/guests-admin.tsx'
import type { LineGateway } from '../../src/line/line.ts'
import { Refusal } from '../../src/refusal.ts'
import type { Language } from '../../src/texts/language.ts'
import type { WebEnv } from '../../src/web/env.ts'
import { OWNER } from '../broadcasts/support.ts'
import { newDeps } from '../deps.ts'
import { DAY, NOON } from '../support.ts'

type Said = {
  party?: number
  seats?: number
  place?: number
  drinkers?: number | null
  allergies?: string
  /** Each with its question. */
  answers?: readonly (readonly [string, string])[]
  refused?: number
}

/** An answer as it stands in the table. */
export async function addAnswer(
  { db }: Store,
  [eventId, memberId, state]: readonly [string, string, RsvpState],
  { party = 1, seats, place, drinkers, allergies, answers, refused = 0 }: Said = {},
) {
  await db
    .insertInto('rsvps')
    .values({
      event_id: eventId,
      member_id: memberId,
      state,
      party,
      seats: seats ?? (state === 'going' ? party : 0),
      place: place ?? null,
      refused_seats: refused,
      drinkers: drinkers ?? null,
      allergies: allergies ?? null,
      answers: answers === undefined ? null : JSON.stringify(answers),
      answered_at: NOON - DAY,
      changed_at: NOON - DAY,
      created_at: NOON - DAY,
    })
    .execute()
}

type Came = { people?: number; undoneAt?: number; name?: string }
let doors = 0

/** Somebody at the door; without a member a walk-in. */
export async function addCheckIn({ db }: Store, eventId: string, memberId: string | null, came: Came = {}) {
  const { people = 1, undoneAt, name } = came
  doors += 1
  await db
    .insertInto('check_ins')
    .values({
      id: `door-${doors}`,
      event_id: eventId,
      member_id: memberId,
      name: name ?? null,
      people,
      checked_in_at: NOON,
      operator_id: OWNER,
      undone_at: undoneAt ?? null,
    })
    .execute()
}

type Who = { role?: OperatorRole; storeId?: string | null; language?: Language }
type Pages = { store: Store; line: LineGateway; now: () => number; woken?: Work[] }

/** The pages of one event, for whoever is signed in. */
export function openPages({ store, line, now, woken = [] }: Pages) {
  const deps = newDeps(store, { line, now, wake: (work) => void woken.push(work) })
  const app = ({ role = 'owner', storeId = null, language = 'ja' }: Who = {}) =>
    new Hono<WebEnv>()
      .use(async (c, next) => {
        c.set('deps', deps)
        c.set('language', language)
        c.set('operator', { id: OWNER, name: '田中', role, storeId, sessionId: 's' })
        await next()
      })
      .route('/admin/events', guestsAdmin)
      .onError((error, c) => {
        if (error instanceof Refusal) return c.text(error.code, error.code === 'not_found' ? 404 : 422)
        throw error
      })
  return {
    ask: (path: string, who?: Who) => app(who).request(path),
    get: async (path: string, who?: Who) => (await app(who).request(path)).text(),
    post: (path: string, fields: Record<string, string>, who?: Who) =>
      app(who).request(path, { method: 'POST', body: new URLSearchParams(fields) }),
  }
}
