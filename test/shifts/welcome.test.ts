import { beforeEach, describe, expect, it } from 'vitest'
import { addWelcomeItem, listWelcomeItems, WELCOME_ITEMS_MAX, welcomePack } from '../../src/shifts/welcome/welcome.ts'
import { addStore, NOON } from '../support.ts'
import { addOperator, post, signIn } from '../web/doors.ts'
import { OWNER } from './claims-support.ts'
import { openShiftPages } from './page-support.ts'

let pages: Awaited<ReturnType<typeof openShiftPages>>
beforeEach(async () => {
  pages = await openShiftPages()
})
const add = (words: string, changedOn: string, storeId = 'shibuya') =>
  addWelcomeItem(pages.store, { storeId, topic: 'menu', words, changedOn, operatorId: OWNER, now: NOON })

describe('the welcome-back pack', () => {
  it('has what changed since somebody left first, from the very day they left', async () => {
    for (const [words, day] of [
      ['前の日', '2025-06-29'],
      ['その日', '2025-06-30'],
      ['あとの日', '2025-07-01'],
    ] as const)
      await add(words, day)
    const pack = async (leftOn: string | null) => {
      const { changed, known } = await welcomePack(pages.store, { storeId: 'shibuya', leftOn })
      return [changed.map(({ words }) => words), known.map(({ words }) => words)]
    }
    expect(await pack('2025-06-30')).toEqual([['あとの日', 'その日'], ['前の日']])
    expect(await pack(null)).toEqual([[], ['あとの日', 'その日', '前の日']])
  })

  it('holds so much and no more, however often it is added to', async () => {
    for (let i = 0; i < WELCOME_ITEMS_MAX; i++) expect(await add(`${i}`, '2025-01-01')).toBeDefined()
    expect(await add('もうひとつ', '2025-01-01')).toBeUndefined()
    expect(await listWelcomeItems(pages.store, { storeId: 'shibuya' })).toHaveLength(WELCOME_ITEMS_MAX)
  })
})

describe('the pages of the pack', () => {
  const PATH = '/admin/welcome-packs'
  async function doors() {
    const { store } = pages
    await addStore(store, 'ueno', '上野店', 2)
    await addOperator(store, 'tanaka', { role: 'manager', storeId: 'shibuya' })
    await addOperator(store, 'staff', { role: 'staff', storeId: 'shibuya' })
    const cookie = await signIn(store, 'tanaka')
    const get = (path: string) => pages.app.request(path, { headers: { cookie } })
    return { get, send: (path: string, form: Record<string, string>) => post(pages.app, path, form, { cookie }) }
  }
  const typed = { topic: 'register', words: '新しいレジです', changedOn: '2026-03-01' }

  it('are written, changed and cleared by the manager of the store', async () => {
    const { get, send } = await doors()
    expect(await (await get(PATH)).text()).toContain('まだ何も書かれていません')
    expect((await send(`${PATH}/shibuya/items`, typed)).status).toBe(303)
    const [item] = await listWelcomeItems(pages.store, { storeId: 'shibuya' })
    expect(item).toMatchObject(typed)
    expect((await send(`${PATH}/items/${item?.id}/versions`, { ...typed, words: '直しました' })).status).toBe(303)
    expect(await (await get(PATH)).text()).toContain('直しました')
    expect((await send(`${PATH}/items/${item?.id}/removals`, {})).status).toBe(303)
    expect(await listWelcomeItems(pages.store, { storeId: 'shibuya' })).toEqual([])
  })

  it('come back filled when something is missing', async () => {
    const { send } = await doors()
    const answered = await send(`${PATH}/shibuya/items`, { ...typed, topic: '' })
    expect(answered.status).toBe(422)
    expect(await answered.text()).toContain('新しいレジです')
    expect((await send(`${PATH}/shibuya/items`, { ...typed, changedOn: '2026-02-31' })).status).toBe(422)
  })

  it("end at the manager's own store, and before staff", async () => {
    const { get, send } = await doors()
    const id = await add('上野のこと', '2025-01-01', 'ueno')
    for (const path of [`${PATH}?store=ueno`, `${PATH}/items/${id}`]) expect((await get(path)).status).toBe(404)
    for (const path of ['ueno/items', `items/${id}/versions`, `items/${id}/removals`])
      expect((await send(`${PATH}/${path}`, typed)).status).toBe(404)
    expect(await listWelcomeItems(pages.store, { storeId: 'ueno' })).toMatchObject([{ words: '上野のこと' }])
    const cookie = await signIn(pages.store, 'staff')
    expect((await pages.app.request(PATH, { headers: { cookie } })).status).toBe(403)
  })
})
