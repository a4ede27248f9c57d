import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { returnAdmin } from '../../src/returns/admin.tsx'
import { shiftAdmin } from '../../src/shifts/admin.tsx'
import { askCancel } from '../../src/shifts/claims/requests.ts'
import { keepTemplate } from '../../src/shifts/posting/templates.ts'
import { workplaceAdmin } from '../../src/shifts/posting/workplace-admin.tsx'
import { addWelcomeItem } from '../../src/shifts/welcome/welcome.ts'
import { welcomeAdmin } from '../../src/shifts/welcome/welcome-admin.tsx'
import { addWish } from '../returns/support.ts'
import { HOUR, NOON } from '../support.ts'
import { get, post } from '../web/doors.ts'
import { ENDS, OWNER, STARTS } from './claims-support.ts'
import { EVENING } from './posting-support.ts'
import { openShop } from './view-support.ts'

/** For no store in particular: each shows or takes what is the asker's own. Every other route names something of a store. */
const OF_NO_STORE = [
  'GET /admin/shifts/',
  'GET /admin/shifts/new',
  'POST /admin/shifts/',
  'POST /admin/shifts/counts',
  'GET /admin/shifts/templates',
  'GET /admin/shifts/hours',
  'GET /admin/shifts/hours.csv',
  'GET /admin/shifts/savings',
  'GET /admin/returns/',
  'GET /admin/returns/ended',
  'GET /admin/returns/rules',
  'GET /admin/employers/',
  'GET /admin/welcome-packs/',
]
/** Forgetting what is not there is no mistake: it changes nothing, and goes back to the list. */
const AGAIN = ['POST /admin/shifts/templates/:id/removals']
const FOR_OWNERS = ['POST /admin/returns/rules/versions', 'POST /admin/employers/floors']
/** Who answers at shibuya, and nowhere else; and what only it has. */
const PEOPLE = ['hana', 'ken', 'yui']
const NAMES = [...PEOPLE, '道玄坂']

const routesOf = (mount: string, routes: readonly { method: string; path: string }[]) =>
  routes.filter(({ method }) => method !== 'ALL').map(({ method, path }) => `${method} ${mount}${path}`)
const ROUTES = [
  ...new Set([
    ...routesOf('/admin/shifts', shiftAdmin.routes),
    ...routesOf('/admin/returns', returnAdmin.routes),
    ...routesOf('/admin/employers', workplaceAdmin.routes),
    ...routesOf('/admin/welcome-packs', welcomeAdmin.routes),
  ]),
]

/** A shift at shibuya with everything that a route can name. */
async function aShop() {
  const shop = await openShop()
  const { store } = shop
  await store.db.updateTable('members').set({ name: sql`id`, store_id: 'shibuya' }).execute()
  await shop.shift()
  const [assignmentId = ''] = await shop.confirm('hana')
  await shop.claim('ken', 'kenです')
  const { requestId } = await askCancel(store, { assignmentId, memberId: 'hana', words: '熱', at: NOON, now: NOON })
  const templateId = await keepTemplate(store, { name: '道玄坂', draft: EVENING, operatorId: OWNER, now: NOON })
  const item = { topic: 'menu', words: '道玄坂の新メニュー', changedOn: '2026-03-01' } as const
  const itemId = await addWelcomeItem(store, { ...item, storeId: 'shibuya', operatorId: OWNER, now: NOON })
  const wishId = await addWish(store, 'yui', { storeId: 'shibuya' })
  const pathOf = (path: string) =>
    path
      .replace('assignments/:id', `assignments/${assignmentId}`)
      .replace('templates/:id', `templates/${templateId}`)
      .replace('items/:id', `items/${itemId}`)
      .replace('returns/:id', `returns/${wishId}`)
      .replace(':storeId', 'shibuya')
      .replace(':assignmentId', assignmentId)
      .replace(':requestId', requestId)
      .replace(':id', 'shift')
      .replace(/\/$/, '')
  const changes = async () =>
    (await sql<{ n: number }>`select total_changes() - (select count(*) from access_log) as n`.execute(store.db))
      .rows[0]?.n ?? Number.NaN
  /** What a route answers to one who is signed in, whether it changed something, and whether it was noted who looked. */
  const asked = async (route: string, cookie: string) => {
    const [method, path = ''] = route.split(' ')
    const [before, noted] = [await changes(), (await shop.seen()).length]
    const fields = { member: 'ken', answer: 'accept', store: 'shibuya', words: '台風', sure: 'yes', on: 'today' }
    const answer = await (method === 'GET'
      ? get(shop.app, `${pathOf(path)}?member=ken`, cookie)
      : post(shop.app, pathOf(path), fields, { cookie }))
    const text = await answer.text()
    return {
      ...{ route, text, status: answer.status, isChanged: (await changes()) !== before },
      isNoted: (await shop.seen()).length > noted,
    }
  }
  const all = async (operatorId: string, routes: readonly string[]) => {
    const cookie = await shop.as(operatorId)
    const answers = []
    for (const route of routes) answers.push(await asked(route, cookie))
    return answers
  }
  return { ...shop, all }
}

describe('every route of the rooms of shifts', () => {
  let shop: Awaited<ReturnType<typeof aShop>>
  beforeAll(async () => {
    shop = await aShop()
  })
  const refusalOf = (route: string) => {
    if (AGAIN.includes(route)) return 303
    if (FOR_OWNERS.includes(route)) return 403
    return OF_NO_STORE.includes(route) && route.startsWith('GET') ? 200 : 404
  }

  it('is known by its name where it names nothing of a store', () => {
    expect(ROUTES.length).toBeGreaterThan(50)
    expect([...OF_NO_STORE, ...FOR_OWNERS, ...AGAIN].filter((route) => !ROUTES.includes(route))).toEqual([])
  })

  it('is closed to staff, and changes nothing for them', async () => {
    const answers = await shop.all('staff', ROUTES)
    expect(answers.filter(({ status, isChanged, isNoted }) => status !== 403 || isChanged || isNoted)).toEqual([])
  })

  it("finds nothing of another store for its manager, changes nothing there, and leaves owners' things to owners", async () => {
    const answers = await shop.all('other', ROUTES)
    const wrong = answers.filter(({ route, status, isChanged, text }) => {
      return status !== refusalOf(route) || isChanged || NAMES.some((name) => text.includes(name))
    })
    expect(wrong.map(({ route, status, isChanged }) => `${status} ${route} ${isChanged}`)).toEqual([])
  })

  it('writes nothing but who looked when it is read, and that wherever people are shown', async () => {
    shop.clock.now = STARTS - HOUR
    const answers = await shop.all(
      'manager',
      ROUTES.filter((route) => route.startsWith('GET')),
    )
    shop.clock.now = ENDS + HOUR
    const later = await shop.all(
      'manager',
      ROUTES.filter((route) => route.startsWith('GET')),
    )
    const wrong = [...answers, ...later].filter(
      ({ text, isChanged, isNoted }) => isChanged || (!isNoted && PEOPLE.some((name) => text.includes(name))),
    )
    expect(wrong.map(({ route, isChanged, isNoted }) => ({ route, isChanged, isNoted }))).toEqual([])
    expect(answers.filter(({ status }) => status >= 500)).toEqual([])
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThan(15)
  })
})
