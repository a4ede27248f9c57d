import { expect, it } from 'vitest'
import type { Work } from '../../src/deps.ts'
import { newDeps } from '../deps.ts'
import { NOON, newStore } from '../support.ts'
import { addOperator, get, openDoors, post, signIn } from '../web/doors.ts'

async function aShop() {
  const store = newStore()
  await addOperator(store, 'tanaka')
  const woken: Work[] = []
  const app = openDoors(newDeps(store, { wake: (work) => void woken.push(work) }))
  return { store, app, woken, cookie: await signIn(store, 'tanaka') }
}

const addDead = (
  { store: { db } }: Pick<Awaited<ReturnType<typeof aShop>>, 'store'>,
  id: string,
  { type = 'message', payload = '{"text":"ひみつ"}' }: { type?: string; payload?: string | null } = {},
) =>
  db
    .insertInto('inbox_events')
    .values({
      event_id: id,
      type,
      subject: 'U1',
      event_at: NOON,
      received_at: NOON,
      payload,
      state: 'dead',
      attempts: 8,
      claim_id: null,
      failure: 'TypeError',
      finished_at: NOON,
    })
    .execute()

it('teaches what would stand here when nothing does', async () => {
  const { app, cookie } = await aShop()
  const page = await (await get(app, '/admin/inbox', cookie)).text()
  expect(page).toContain('要対応はありません')
  expect(page).not.toContain('もう一度処理する')
})

it('shows what was given up, and nothing of what a person wrote', async () => {
  const shop = await aShop()
  await addDead(shop, 'e1')
  await addDead(shop, 'e2', { type: 'membership' })
  await addDead(shop, 'e3', { type: 'constructor', payload: null })
  const page = await (await get(shop.app, '/admin/inbox', shop.cookie)).text()

  for (const words of [
    'メッセージ',
    'その他（membership）',
    'その他（constructor）',
    '4月1日（水） 12:00',
    '8回',
    'TypeError',
    '保存期限',
  ])
    expect(page).toContain(words)
  expect(page.match(/もう一度処理する</g)).toHaveLength(2)
  expect(page).not.toContain('ひみつ')
  expect(page).not.toContain('U1')
})

it('has an event worked on again, once', async () => {
  const shop = await aShop()
  await addDead(shop, 'e1')
  const replay = () => post(shop.app, '/admin/inbox/replays', { event: 'e1' }, { cookie: shop.cookie })
  const response = await replay()

  expect([response.status, response.headers.get('location')]).toEqual([303, '/admin/inbox?done=replayed'])
  expect(shop.woken).toEqual(['inbox'])
  const row = await shop.store.db.selectFrom('inbox_events').select(['state', 'attempts', 'next_at']).executeTakeFirst()
  expect(row).toEqual({ state: 'new', attempts: 0, next_at: NOON })
  expect(await (await get(shop.app, '/admin/inbox?done=replayed', shop.cookie)).text()).toContain(
    'もう一度処理しています',
  )
  expect((await replay()).status).toBe(404)
})

it('works on nothing that is not there, or no longer whole', async () => {
  const shop = await aShop()
  await addDead(shop, 'e1', { payload: null })
  for (const [event, status] of [
    ['e1', 404],
    ['e9', 404],
    ['', 422],
    ['x'.repeat(101), 422],
  ] as const)
    expect((await post(shop.app, '/admin/inbox/replays', { event }, { cookie: shop.cookie })).status).toBe(status)
  expect(shop.woken).toEqual([])
})
