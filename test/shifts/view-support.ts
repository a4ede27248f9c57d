import { createApp } from '../../src/app.tsx'
import type { Work } from '../../src/deps.ts'
import { claimShift } from '../../src/shifts/claims/claims.ts'
import { approveClaims } from '../../src/shifts/claims/deciding.ts'
import { configFor, newDeps } from '../deps.ts'
import { addStore, NOON, newStore } from '../support.ts'
import { addOperator, get, post, signIn } from '../web/doors.ts'
import { addCrew, addShift, assignmentIdOf, OWNER } from './claims-support.ts'

export const PAGE = '/admin/shifts/shift'

/** The shop's pages of shifts, of somebody who is signed in, with a clock that a test moves. */
export async function openShop(names: readonly string[] = ['hana', 'ken', 'yui']) {
  const store = newStore()
  const clock = { now: NOON }
  const woken: Work[] = []
  const config = configFor({ LINE_API_BASE_URL: 'http://127.0.0.1:9' })
  const app = createApp(newDeps(store, { config, now: () => clock.now, wake: (work) => void woken.push(work) }))
  await addCrew(store, names)
  await addStore(store, 'ueno', '上野店', 2)
  await addOperator(store, 'manager', { role: 'manager', storeId: 'shibuya' })
  await addOperator(store, 'staff', { role: 'staff', storeId: 'shibuya' })
  await addOperator(store, 'other', { role: 'manager', storeId: 'ueno' })

  const as = async (operatorId: string) => signIn(store, operatorId, clock.now)
  const open = async (path: string, by = OWNER) => get(app, path, await as(by))
  const page = async (path: string, by = OWNER) => (await open(path, by)).text()
  const send = async (path: string, fields: Record<string, string> = {}, by = OWNER) =>
    post(app, path, fields, { cookie: await as(by) })
  const claim = (memberId: string, note?: string) =>
    claimShift(store, { openingId: 'shift', memberId, ...(note ? { note } : {}), at: clock.now, now: clock.now })
  const confirm = async (...memberIds: string[]) => {
    for (const memberId of memberIds) await claim(memberId)
    await approveClaims(store, { openingId: 'shift', memberIds, operatorId: OWNER, now: clock.now })
    return Promise.all(memberIds.map((memberId) => assignmentIdOf(store, memberId)))
  }
  const seen = () => store.db.selectFrom('access_log').select(['operator_id', 'action', 'detail']).execute()
  const shift = (more: Parameters<typeof addShift>[1] = {}) => addShift(store, { headcount: 2, ...more })
  return { store, clock, woken, app, as, open, page, send, claim, confirm, seen, shift }
}
