import { describe, expect, it } from 'vitest'
import { acceptance, INVITATION_MS, invitationFor, inviteOperator } from '../../src/operators/invitations.ts'
import { configFor, newDeps } from '../deps.ts'
import { addMember, addStore, HOUR, NOON, newStore } from '../support.ts'
import { addOperator, get, openDoors, post, signIn } from '../web/doors.ts'

const { sessionSecret } = configFor()
const PATH = '/admin/operators'
const YAMADA = { name: '山田 はな', role: 'manager', storeId: 'shibuya' }

async function aShop({ empty = false } = {}) {
  const store = newStore()
  await addOperator(store, 'tanaka')
  if (!empty) {
    await addStore(store, 'shibuya', '渋谷店', 1)
    await addStore(store, 'ueno', '上野店', 2)
    await addOperator(store, 'sato', { role: 'staff', storeId: 'ueno' })
  }
  const clock = { now: NOON }
  const lines: string[] = []
  const app = openDoors(newDeps(store, { now: () => clock.now, lines }))
  const cookie = await signIn(store, 'tanaka')
  const send = (path: string, fields: Record<string, string> = {}) => post(app, PATH + path, fields, { cookie })
  const read = async (path = '', more = '') => (await get(app, PATH + path, cookie + more)).text()
  const invitations = () => store.db.selectFrom('operator_invitations').selectAll().execute()
  return { store, clock, app, lines, cookie, send, read, invitations }
}
const codeIn = (page: string) => /<p class="code">([0-9A-Z]{5}-[0-9A-Z]{5})<\/p>/.exec(page)?.[1] ?? ''

describe('the page of operators', () => {
  it('lists who may sign in with role, store and last use, and offers to remove everybody but oneself', async () => {
    const { store, clock, read } = await aShop()
    await signIn(store, 'sato')
    clock.now = NOON + HOUR
    const page = await read()
    for (const words of ['tanaka', 'オーナー', 'sato', 'スタッフ', '上野店', '1時間前', 'ご自身'])
      expect(page).toContain(words)
    expect(page).toContain(`href="${PATH}/sato"`)
    expect(page).not.toContain(`href="${PATH}/tanaka"`)
  })

  it('leads an owner without stores to them first', async () => {
    const page = await (await aShop({ empty: true })).read()
    expect(page).toContain('招待する前に、店舗を追加してください。')
    expect(page).not.toContain('招待コードを作る')
  })

  it('chooses the only store by itself', async () => {
    const { store, read } = await aShop({ empty: true })
    await addStore(store)
    expect(await read()).toContain('<option value="shibuya" selected')
  })

  it('speaks English to who asks for it', async () => {
    const page = await (await aShop()).read('', '; lang=en')
    for (const words of ['Operators', 'Who may sign in', 'Invite a manager or staff']) expect(page).toContain(words)
  })

  it('shows what people are called as text', async () => {
    const { store, read, send } = await aShop()
    await store.db.updateTable('operators').set({ name: '<b>x</b>' }).where('id', '=', 'sato').execute()
    await send('/invitations', { ...YAMADA, name: '<i>y</i>' })
    for (const page of [await read(), await read('/sato')]) expect(page).not.toMatch(/<b>x|<i>y/)
  })
})

describe('an invitation', () => {
  it('shows its code once, with what the person has to do', async () => {
    const { store, send, read, lines } = await aShop()
    const response = await send('/invitations', { ...YAMADA, name: ' 山田\u202e はな ' })
    const page = await response.text()
    const code = codeIn(page)
    expect([response.status, response.headers.get('cache-control')]).toEqual([201, 'no-store'])
    expect(page).toContain('山田 はなさん（渋谷店・店長）')
    expect(page).toContain('公式アカウントを友だち追加して、このコードを送ってもらってください。')

    await addMember(store, 'hana')
    const found = await invitationFor(store, { sessionSecret, typed: code, memberId: 'hana', now: NOON })
    expect(found).toMatchObject({ name: '山田 はな', role: 'manager', storeName: '渋谷店' })
    expect(await read()).not.toContain(code)
    expect(lines.join('\n')).not.toContain(code)
  })

  it('is listed until it is accepted or over', async () => {
    const { store, clock, app, send, read, invitations } = await aShop()
    expect(await read()).not.toContain('返事待ちの招待')
    await send('/invitations', YAMADA)
    await send('/invitations', { ...YAMADA, name: '鈴木' })
    expect(await read()).toContain('山田 はな')

    await addMember(store, 'hana')
    const invitationId = (await invitations()).find(({ name }) => name === '鈴木')?.id ?? ''
    await store.batch(acceptance(store.db, { invitationId, memberId: 'hana', now: NOON }))
    expect((await read()).match(/招待を取り消す</g)).toHaveLength(1)
    clock.now = NOON + INVITATION_MS
    const cookie = await signIn(store, 'tanaka', clock.now)
    const page = await (await get(app, PATH, cookie)).text()
    expect(page).toContain('tanaka')
    expect(page).not.toContain('招待を取り消す')
  })

  it('can be revoked, and then not again', async () => {
    const { send, read, invitations } = await aShop()
    await send('/invitations', YAMADA)
    const path = `/invitations/${(await invitations())[0]?.id}/revocations`
    const response = await send(path)
    expect([response.status, response.headers.get('location')]).toEqual([303, `${PATH}?done=revoked`])
    expect(await read('?done=revoked')).toContain('このコードは、もう使えません。')
    expect(await read()).not.toContain('山田')
    expect((await send(path)).status).toBe(404)
  })

  it.each([
    [{ name: '' }, '名前を入力してください。'],
    [{ name: ' \u200b ' }, '名前を入力してください。'],
    [{ name: 'あ'.repeat(41) }, '40文字以内で入力してください。'],
    [{ name: 'あ'.repeat(401) }, '40文字以内で入力してください。'],
    [{ role: '' }, '権限を選んでください。'],
    [{ role: 'owner' }, '権限を選んでください。'],
    [{ storeId: '' }, '店舗を選んでください。'],
    [{ storeId: 'nowhere' }, '店舗を選んでください。'],
  ])('with %j comes back filled, saying why, and is not made', async (wrong, message) => {
    const { send, invitations } = await aShop()
    const typed: Record<string, string> = { ...YAMADA, ...wrong }
    const response = await send('/invitations', typed)
    const page = await response.text()
    expect(response.status).toBe(422)
    expect(page).toContain(message)
    expect(page).toContain('まだ保存されていません')
    if (typed.name === YAMADA.name) expect(page).toContain('value="山田 はな"')
    if (typed.role === 'manager') expect(page).toMatch(/value="manager" checked/)
    if (typed.storeId === 'shibuya') expect(page).toContain('<option value="shibuya" selected')
    expect(await invitations()).toEqual([])
  })

  it('takes a name of 40 characters', async () => {
    const { send } = await aShop()
    expect((await send('/invitations', { ...YAMADA, name: '👩‍🍳'.repeat(40) })).status).toBe(201)
  })
})

describe('removing an operator', () => {
  it('is named and confirmed first, then ends their sessions at once', async () => {
    const { store, app, send, read } = await aShop()
    const theirs = await signIn(store, 'sato')
    expect(await read('/sato')).toContain('satoさんを担当者から外しますか')
    expect((await get(app, '/admin', theirs)).status).toBe(200)

    const response = await send('/sato/revocations')
    expect([response.status, response.headers.get('location')]).toEqual([303, `${PATH}?done=removed`])
    expect((await get(app, '/admin', theirs)).status).toBe(303)
    expect(await read('?done=removed')).toContain('担当者から外しました。')
    expect(await read()).not.toContain('sato')
    expect((await get(app, `${PATH}/sato`, await signIn(store, 'tanaka'))).status).toBe(404)
  })

  it('is refused for oneself and for nobody known', async () => {
    const { app, cookie, send } = await aShop()
    const response = await send('/tanaka/revocations')
    expect([response.status, await response.text()]).toEqual([422, 'operator_not_revocable'])
    expect((await get(app, '/admin', cookie)).status).toBe(200)
    expect((await send('/nobody/revocations')).status).toBe(404)
  })

  it('is nothing for managers and staff, nor is any of this', async () => {
    const { store, app } = await aShop()
    await addOperator(store, 'manager', { role: 'manager', storeId: 'shibuya' })
    const by = { sessionSecret, name: 'x', storeId: 'shibuya', operatorId: 'tanaka', now: NOON }
    const { id } = await inviteOperator(store, { ...by, role: 'staff' })
    for (const who of ['manager', 'sato']) {
      const cookie = await signIn(store, who)
      for (const path of ['/invitations', `/invitations/${id}/revocations`, '/tanaka/revocations'])
        expect((await post(app, PATH + path, YAMADA, { cookie })).status).toBe(403)
      for (const path of ['', '/tanaka']) expect((await get(app, PATH + path, cookie)).status).toBe(403)
    }
    expect(await store.db.selectFrom('operators').select('id').where('revoked_at', 'is', null).execute()).toHaveLength(
      3,
    )
  })
})
