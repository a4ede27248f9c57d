import { createApp } from '../../src/app.tsx'
import type { MemberLanguage } from '../../src/db/schema.ts'
import type { Work } from '../../src/deps.ts'
import { shiftToken } from '../../src/shifts/links.ts'
import { BASE_URL, configFor, newDeps } from '../deps.ts'
import { NOON, newStore } from '../support.ts'
import { addCrew, addShift } from './claims-support.ts'

export const SECRET = configFor().sessionSecret

/** A person's pages behind the same doors as in the product, with a clock that a test moves. */
export async function openShiftPages(people: readonly string[] = ['hana', 'ken']) {
  const store = newStore()
  await addCrew(store, people)
  await store.db.updateTable('members').set({ birth_year: 1990 }).execute()
  const clock = { now: NOON }
  const woken: Work[] = []
  const app = createApp(newDeps(store, { now: () => clock.now, wake: (work) => void woken.push(work) }))
  const get = (path: string) => app.request(path)
  const text = async (path: string) => (await get(path)).text()
  /** A moment later than what was said before. */
  function post(path: string, form: Record<string, string> = {}) {
    clock.now += 1_000
    return app.request(path, { method: 'POST', body: new URLSearchParams(form), headers: { origin: BASE_URL } })
  }
  /** Posts and looks at the page after it, as a browser does. */
  async function send(path: string, form: Record<string, string> = {}) {
    const answered = await post(path, form)
    const next = answered.headers.get('location')
    return next === null ? answered.text() : text(next)
  }
  const pathOf = async (memberId: string, openingId = 'shift') =>
    `/shift/${await shiftToken(SECRET, { openingId, memberId })}`
  const speaks = (memberId: string, language: MemberLanguage) =>
    store.db.updateTable('members').set({ language }).where('id', '=', memberId).execute()
  return { store, app, clock, woken, get, text, post, send, pathOf, speaks, addShift }
}

/** The words of a page without its tags. */
export const wordsOf = (html: string) => html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')
