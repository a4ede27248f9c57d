import { beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import { codeOf, WRONG_MAX } from '../../src/roster/invitations.ts'
import { chatHandlers } from '../../src/work.ts'
import { config } from '../line/support.ts'
import { addEntry, addRealInvitation } from '../roster/support.ts'
import { addRole, addStore, DAY, newStore } from '../support.ts'
import { openPhone, type Phone } from './phone.ts'
import { memberRow } from './support.ts'

let store: Store
let phone: Phone
let entry: string
let code: string
beforeEach(async () => {
  store = newStore()
  phone = openPhone(store, 'hana', chatHandlers)
  await addStore(store)
  await addStore(store, 'ebisu', '恵比寿店', 2)
  await addRole(store)
  entry = await addEntry(store, { name: '佐藤花', storeId: 'ebisu', leftOn: '2023-03-31', joinedOn: '2019-04-01' })
  code = await codeOf(config.sessionSecret, await addRealInvitation(store, entry, config.sessionSecret))
})

const open = () => store.db.selectFrom('registrations').selectAll().executeTakeFirst()
const wrong = () => store.db.selectFrom('wrong_codes').select('count').executeTakeFirst()
const consent = async (answers = ['受け取る', '受け取る', '受け取らない', '受け取る']) => {
  let words = ''
  for (const answer of ['同意してはじめる', ...answers]) words = await phone.tap(answer)
  return words
}

describe('an invitation code sent in the chat', () => {
  it('leads over the consents straight to the last page, and verifies beyond doubt', async () => {
    await addEntry(store, { name: '佐藤花', storeId: 'ebisu', leftOn: '2023-03-10' })
    await phone.add()
    expect(await phone.say(`招待コード ${code}`)).toContain('佐藤花さん、お待ちしていました。恵比寿店からの招待です')
    const last = await consent()
    for (const fact of ['佐藤花', '恵比寿店', '2023年3月31日']) expect(last).toContain(fact)
    expect(await phone.tap('この内容で登録する')).toContain('登録ができました')
    expect(phone.menu()).toBe('member')
    expect(await memberRow(store, await phone.memberId())).toMatchObject({
      state: 'verified',
      roster_entry_id: entry,
      joined_on: '2019-04-01',
    })
    const used = await store.db.selectFrom('roster_invitations').selectAll().executeTakeFirstOrThrow()
    expect(used).toMatchObject({ used_by: await phone.memberId() })
  })

  it('is understood bare, in full width and small letters too', async () => {
    await phone.add()
    await phone.say(`招待コードは　${code.toLowerCase().normalize('NFKC')}　です`)
    expect(JSON.parse((await open())?.answers ?? '{}')).toMatchObject({ name: '佐藤花', storeId: 'ebisu' })
  })

  it('goes on with a registration that was begun: what was agreed to stays, what was said of oneself is replaced', async () => {
    await phone.add()
    for (const answer of ['登録', 'はい', 'はい', 'いいえ']) await phone.say(answer)
    expect(await phone.say(`招待コード ${code}`)).toContain('（3/4）')
    for (const answer of ['はい', 'はい']) await phone.say(answer)
    expect(phone.read()).toContain('恵比寿店')
    await phone.say('登録する')
    expect(await memberRow(store, await phone.memberId())).toMatchObject({ state: 'verified' })
  })

  it('can still be put right before the end', async () => {
    await phone.add()
    await phone.say(`招待コード ${code}`)
    await consent()
    await phone.say('お名前')
    expect(await phone.say('鈴木 花')).toContain('鈴木 花')
    expect((await open())?.step).toBe('confirm')
  })

  it('is answered alike when it is wrong, used, revoked or over, and counted', async () => {
    await phone.add()
    const answers = new Set<string>()
    answers.add(await phone.say('招待コード 2345-ABCD'))
    await store.db.updateTable('roster_invitations').set({ revoked_at: phone.clock.now }).execute()
    answers.add(await phone.say(`招待コード ${code}`))
    await store.db.updateTable('roster_invitations').set({ revoked_at: null, expires_at: phone.clock.now }).execute()
    answers.add(await phone.say(`招待コード ${code}`))
    expect([...answers]).toHaveLength(1)
    expect([...answers][0]).toContain('コードがなくても登録できます')
    expect(phone.labels()).toEqual(['登録をはじめる'])
    expect(await wrong()).toEqual({ count: 3 })
    expect(await open()).toBeUndefined()
  })

  it('is not looked at any more after ten wrong ones, for an hour', async () => {
    await phone.add()
    for (let i = 0; i < WRONG_MAX; i++) await phone.say('招待コード 2345-ABCD')
    expect(await phone.say(`招待コード ${code}`)).toContain('しばらくお休み')
    expect(await open()).toBeUndefined()
    phone.clock.now += DAY
    expect(await phone.say(`招待コード ${code}`)).toContain('お待ちしていました')
  })

  it('puts the open question again after a wrong one', async () => {
    await phone.add()
    for (const answer of ['登録', 'はい', 'はい', 'はい', 'はい', 'はい']) await phone.say(answer)
    const words = await phone.say('招待コード 2345-ABCD')
    expect(words).toContain('使えないようです')
    expect(words).toContain('お名前を教えてください')
    expect((await open())?.step).toBe('name')
  })

  it('tells who is registered that they are', async () => {
    await phone.add()
    await phone.say(`招待コード ${code}`)
    await consent()
    await phone.tap('この内容で登録する')
    expect(await phone.say(`招待コード ${code}`)).toContain('登録はもう済んでいます')
    expect(await wrong()).toBeUndefined()
  })

  it('of one person is good for one of two who send it at the same time', async () => {
    const other = openPhone(store, 'kenji', chatHandlers)
    for (const one of [phone, other]) {
      await one.add()
      await one.say(`招待コード ${code}`)
      for (const answer of ['同意してはじめる', '受け取る', '受け取る', '受け取る', '受け取る']) await one.tap(answer)
    }
    expect(await phone.tap('この内容で登録する')).toContain('登録ができました')
    expect(await other.tap('この内容で登録する')).toContain('お店で確認して')
  })
})
