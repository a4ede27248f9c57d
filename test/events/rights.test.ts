import { beforeEach, describe, expect, it } from 'vitest'
import { createApp } from '../../src/app.tsx'
import { eventAdmin } from '../../src/events/admin.tsx'
import { doorTillPages } from '../../src/events/door-till.tsx'
import { doorToken } from '../../src/events/links.ts'
import { configFor, newDeps } from '../deps.ts'
import { addStore, DAY, HOUR, NOON, newStore } from '../support.ts'
import { addOperator, get, post, signIn, tillOf } from '../web/doors.ts'
import { addEvent, addGuest } from './door-support.ts'

const config = configFor({ LINE_API_BASE_URL: 'http://127.0.0.1:9' })

let store: ReturnType<typeof newStore>
let now: number
let app: ReturnType<typeof createApp>
let cookies: Record<'owner' | 'manager' | 'staff' | 'till', string>

beforeEach(async () => {
  store = newStore()
  now = NOON
  app = createApp(newDeps(store, { config, now: () => now }))
  await addStore(store)
  await addStore(store, 'ueno', '上野店', 2)
  await addOperator(store, 'owner')
  await addOperator(store, 'manager', { role: 'manager', storeId: 'shibuya' })
  await addOperator(store, 'staff', { role: 'staff', storeId: 'shibuya' })
  await addEvent(store)
  await addEvent(store, { id: 'theirs', storeId: 'ueno' })
  await addEvent(store, { id: 'everybodys', storeId: null })
  for (const eventId of ['theirs', 'everybodys']) await addGuest(store, `of-${eventId}`, { eventId, allergies: 'えび' })
  cookies = {
    owner: await signIn(store, 'owner'),
    manager: await signIn(store, 'manager'),
    staff: await signIn(store, 'staff'),
    till: `okaeri-till=${(await tillOf(store, { operatorId: 'owner' })).deviceToken}`,
  }
})

const routesOf = (mount: string, routes: readonly { method: string; path: string }[]) => [
  ...new Set(
    routes
      .filter(({ method, path }) => method !== 'ALL' && path.includes('/:id'))
      .map(({ method, path }) => `${method} ${mount}${path}`),
  ),
]
const ADMIN = routesOf('/admin/events', eventAdmin.routes)
const TILL = routesOf('/till/door', doorTillPages.routes)

const ask = (route: string, eventId: string, cookie: string) => {
  const [method = '', path = ''] = route
    .replace(':id', eventId)
    .replace(':memberId', `of-${eventId}`)
    .replace(':checkIn', 'x')
    .split(' ')
  return method === 'GET' ? get(app, path, cookie) : post(app, path, { version: '1', words: 'x' }, { cookie })
}

describe('an event of another store, and one of the company', () => {
  it.each([
    'theirs',
    'everybodys',
  ])('is not there for a manager or the staff of a store, nor its till: %s', async (id) => {
    for (const route of ADMIN) {
      expect([route, (await ask(route, id, cookies.manager)).status]).toEqual([route, 404])
      expect([route, [403, 404].includes((await ask(route, id, cookies.staff)).status)]).toEqual([route, true])
    }
    for (const route of TILL) expect([route, (await ask(route, id, cookies.till)).status]).toEqual([route, 404])
    const token = await doorToken(config.sessionSecret, { eventId: id, memberId: `of-${id}` })
    for (const cookie of [cookies.manager, cookies.till])
      expect((await get(app, `/d/${token}`, cookie)).status).toBe(200)
    expect((await get(app, `/d/${token}`, cookies.owner)).headers.get('location')).toContain(`/admin/events/${id}/door`)
  })

  it('stands in no list of theirs', async () => {
    for (const [path, cookie] of [
      ['/admin/events', cookies.manager],
      ['/admin/events/history', cookies.manager],
      ['/admin/events/doors', cookies.staff],
      ['/till/door', cookies.till],
    ] as const) {
      const page = await (await get(app, path, cookie)).text()
      for (const id of ['theirs', 'everybodys']) expect([path, page.includes(id)]).toEqual([path, false])
    }
  })
})

describe('the door of a till', () => {
  it.each(TILL)('%s is for devices only, whoever is signed in', async (route) => {
    for (const cookie of ['', cookies.owner, 'okaeri-till=x'])
      expect((await ask(route, 'tasting', cookie)).status).toBe(403)
  })
})

describe('who only keeps the door', () => {
  const seen = () => store.db.selectFrom('access_log').select(['operator_id', 'detail']).execute()

  it('sees who comes from the day before until the morning after, and neither weeks before nor after', async () => {
    await addGuest(store, 'hana', { name: '佐藤花', allergies: 'えび' })
    const starts = NOON + HOUR
    for (const [at, status] of [
      [starts - DAY - 1, 422],
      [starts - DAY, 200],
      [starts + 14 * HOUR - 1, 200],
      [starts + 14 * HOUR, 422],
    ] as const) {
      now = at
      const staff = await signIn(store, 'staff', now)
      for (const [path, cookie] of [
        ['/admin/events/tasting/door', staff],
        ['/admin/events/tasting/door/guests', staff],
        ['/admin/events/tasting/door/list', staff],
        ['/till/door/tasting', cookies.till],
        ['/till/door/tasting/guests', cookies.till],
      ] as const) {
        const answered = await get(app, path, cookie)
        expect([path, answered.status]).toEqual([path, status])
        expect((await answered.text()).includes('佐藤花')).toBe(status === 200)
      }
      const manager = await signIn(store, 'manager', now)
      expect((await get(app, '/admin/events/tasting/door', manager)).status).toBe(200)
    }
  })

  it('is noted with the names, also with that of one guest whom no list had', async () => {
    await addGuest(store, 'hana', { state: 'declined' })
    const token = await doorToken(config.sessionSecret, { eventId: 'tasting', memberId: 'hana' })
    expect(await seen()).toEqual([])
    await get(app, `/admin/events/tasting/door?guest=${token}`, cookies.staff)
    expect(await seen()).toEqual([{ operator_id: 'staff', detail: detailOf(1) }])

    await store.db.deleteFrom('access_log').execute()
    await post(app, '/admin/events/tasting/door/scans', { code: token, scan: 'nonce-12345' }, { cookie: cookies.staff })
    expect(await seen()).toEqual([{ operator_id: 'staff', detail: detailOf(1) }])
  })

  it('touches nothing of another event by the id of its check-in', async () => {
    await addEvent(store, { id: 'yesterday' })
    await addGuest(store, 'hana')
    await addGuest(store, 'ken', { eventId: 'yesterday' })
    const letIn = (eventId: string, member: string) =>
      post(
        app,
        `/till/door/${eventId}/check-ins`,
        { scan: 'nonce-12345', member, people: '1' },
        { cookie: cookies.till },
      )
    await letIn('yesterday', 'ken')
    const before = await store.db.selectFrom('interactions').select(['id', 'kind']).execute()
    expect(before.map(({ kind }) => kind)).toEqual(['event_attended'])
    await store.db
      .insertInto('interactions')
      .values({ id: 'missed', member_id: 'ken', kind: 'event_missed', ref: 'tasting', detail: '{}', at: NOON })
      .execute()
    await letIn('tasting', 'ken')
    await post(app, '/till/door/tasting/check-ins/nonce-12345.ken/undoings', {}, { cookie: cookies.till })
    const after = await store.db.selectFrom('interactions').select(['id', 'kind']).execute()
    expect(after.map(({ kind }) => kind).sort()).toEqual(['event_attended', 'event_missed'])
    expect(await store.db.selectFrom('check_ins').select('undone_at').execute()).toEqual([{ undone_at: null }])
  })
})

const detailOf = (count: number) => JSON.stringify({ page: 'door', event: 'tasting', count })
