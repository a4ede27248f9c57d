import { beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import { fallbackChat, memberChat } from '../../src/members/chat.ts'
import { returnChat } from '../../src/returns/chat.ts'
import { publishRules } from '../../src/returns/rules.ts'
import { wishOf } from '../../src/returns/wishes.ts'
import { openPhone } from '../members/phone.ts'
import { addMember, newStore } from '../support.ts'
import { addOperator } from '../web/doors.ts'

describe('また働きたい in the chat', () => {
  let store: Store
  let phone: ReturnType<typeof openPhone>
  beforeEach(async () => {
    store = newStore()
    await addMember(store, 'hana')
    await addOperator(store, 'owner')
    phone = openPhone(store, 'hana', [returnChat, memberChat, fallbackChat])
  })
  const publish = (seen: number | null, wage: string) =>
    publishRules(store, {
      rules: { wage, position: '前の役割から', tenure: '通算します', words: '' },
      seen,
      operatorId: 'owner',
      now: phone.clock.now,
    })

  it.each([
    'また働きたい',
    'また はたらきたい',
    '再入社',
    'Come back',
  ])('「%s」 shows the rules before anything is said', async (typed) => {
    await publish(null, '1,300円から')
    const said = await phone.say(typed)
    for (const words of ['再入社ルール', '第1版', '1,300円から', '通算します']) expect(said).toContain(words)
    expect(await wishOf(store, 'hana')).toBeUndefined()
  })

  it('is said with one tap, stands in the chat, and is taken back with another', async () => {
    await phone.say('また働きたい')
    expect(await phone.tap('パート・アルバイト')).toContain('お店に伝えました')
    expect(await wishOf(store, 'hana')).toMatchObject({ kind: 'part_time', storeId: 'shibuya', stage: 'wished' })
    expect(await phone.tapData('return')).toContain('お店に届いています')
    expect(await phone.tap('相談を取り下げる')).toContain('取り下げました')
    expect(await wishOf(store, 'hana')).toMatchObject({ stage: 'closed', isTakenBack: true })
    expect(await phone.tapData('return:back')).toContain('取り下げるご相談は')
  })

  it('shows the new rules to who tapped under the old ones, and keeps nothing', async () => {
    await publish(null, '1,300円から')
    await phone.say('また働きたい')
    await publish(1, '1,400円から')
    const said = await phone.tap('常勤')
    expect(said).toContain('新しくなりました')
    expect(said).toContain('1,400円から')
    expect(await wishOf(store, 'hana')).toBeUndefined()
    expect(await phone.tap('常勤')).toContain('お店に伝えました')
  })

  it.each(['plain-ja', 'en'] as const)('speaks %s', async (language) => {
    await store.db.updateTable('members').set({ language }).execute()
    const words = { 'plain-ja': 'また 働きたい', en: 'Work here again' }
    expect(await phone.say('また働きたい')).toContain(words[language])
  })

  it('asks who is not registered to register first', async () => {
    await store.db.updateTable('members').set({ state: 'guest' }).execute()
    expect(await phone.say('また働きたい')).toContain('ご登録')
    expect(await phone.tapData('return:wish:full_time:0')).toContain('ご登録')
    expect(await wishOf(store, 'hana')).toBeUndefined()
  })

  it('leaves every other word to others', async () => {
    expect(await phone.say('また働きたいと友だちが言っていました')).not.toContain('再入社')
  })
})
