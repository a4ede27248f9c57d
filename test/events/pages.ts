import { createApp } from '../../src/app.tsx'
import type { MemberLanguage } from '../../src/db/schema.ts'
import type { Work } from '../../src/deps.ts'
import { eventToken } from '../../src/events/links.ts'
import { BASE_URL, configFor, newDeps } from '../deps.ts'
import { addMember, NOON, newStore } from '../support.ts'

export const SECRET = configFor().sessionSecret

/** The guests' pages behind the same doors as in the product, with a clock that a test moves. */
export async function openPages() {
  const store = newStore()
  const clock = { now: NOON }
  const woken: Work[] = []
  const app = createApp(newDeps(store, { now: () => clock.now, wake: (work) => void woken.push(work) }))

  const get = (path: string) => app.request(path)
  const text = async (path: string) => (await get(path)).text()
  const post = (path: string, form: Record<string, string> = {}) =>
    app.request(path, { method: 'POST', body: new URLSearchParams(form), headers: { origin: BASE_URL } })
  /** Posts and looks at the page after it, as a browser does. */
  async function send(path: string, form: Record<string, string> = {}) {
    const answered = await post(path, form)
    const next = answered.headers.get('location')
    return next === null ? answered.text() : text(next)
  }
  /** The path of somebody's page of an event. */
  const pathOf = async (eventId: string, memberId: string) =>
    `/event/${await eventToken(SECRET, { eventId, memberId })}`
  const guests = (...ids: readonly string[]) => Promise.all(ids.map((id) => addMember(store, id)))
  const speaks = (memberId: string, language: MemberLanguage) =>
    store.db.updateTable('members').set({ language }).where('id', '=', memberId).execute()
  const answerOf = (memberId: string) =>
    store.db.selectFrom('rsvps').selectAll().where('member_id', '=', memberId).executeTakeFirst()

  return { store, clock, woken, get, text, post, send, pathOf, guests, speaks, answerOf }
}
