import { beforeEach, describe, expect, it } from 'vitest'
import { leavingChat } from '../../src/consent/chat.ts'
import { CONSENT_VERSION, currentConsents, hasConsent } from '../../src/consent/consent.ts'
import { withRenewal } from '../../src/consent/renewal.ts'
import type { MemberLanguage } from '../../src/db/schema.ts'
import type { Store } from '../../src/db/store.ts'
import { consentTexts } from '../../src/texts/consent.ts'
import { handlers, openPhone, type Phone, words } from '../members/phone.ts'
import { addMember, DAY, EARLIER, HOUR, MINUTE, newStore } from '../support.ts'

let store: Store
let phone: Phone
beforeEach(async () => {
  store = newStore()
  phone = openPhone(store, 'hana', [leavingChat, ...handlers.map(withRenewal)])
  await agreedLongAgo('hana')
})

/** Somebody of the time of the first text: with news and coupons. */
async function agreedLongAgo(id: string) {
  await addMember(store, id, { consents: [] })
  await store.db.deleteFrom('current_consents').where('member_id', '=', id).execute()
  for (const purpose of ['privacy', 'news', 'coupons'] as const)
    await store.db
      .insertInto('consents')
      .values({
        id: crypto.randomUUID(),
        member_id: id,
        purpose,
        granted: 1,
        text_version: '1',
        channel: 'line',
        source_event_id: null,
        at: EARLIER,
      })
      .execute()
}

const TITLE = consentTexts.ja.renewal.title
const mayGet = async (purpose: 'news' | 'coupons' | 'events') =>
  (
    await store.db
      .selectFrom('members')
      .select('id')
      .where((eb) => hasConsent(purpose, eb.ref('members.id')))
      .execute()
  ).length === 1
const versions = async () =>
  Object.fromEntries(
    Object.entries(await currentConsents(store, 'hana')).map(([purpose, { version, granted }]) => [
      purpose,
      granted ? version : 'no',
    ]),
  )

describe('somebody who agreed to an older text', () => {
  it('is asked at the end of a free reply to what they did, and what they agreed to holds until they answer', async () => {
    const read = await phone.tapData('me')
    expect(read).toContain(TITLE)
    expect(words(phone.messages().slice(0, -1))).toContain('hana')
    expect(phone.labels()).toEqual(
      expect.arrayContaining(['新しい説明に同意する', '今は前のままで', '変わったところを見る']),
    )
    expect(await mayGet('news')).toBe(true)
    expect(await versions()).toEqual({ privacy: '1', news: '1', coupons: '1' })
  })

  it('still sees what else could be tapped: quick replies stand under the last message only', async () => {
    await phone.tapData('consents')
    expect(phone.messages().map(({ quickReply }) => quickReply !== undefined)).toEqual([false, true])
    expect(phone.labels()).toContain('プライバシーについて')
  })

  it('agrees by one tap to the notice and to what they get, and to nothing else', async () => {
    await phone.tapData('me')
    expect(await phone.tap('新しい説明に同意する')).toContain('新しい説明に同意いただきました')
    expect(await versions()).toEqual({ privacy: CONSENT_VERSION, news: CONSENT_VERSION, coupons: CONSENT_VERSION })
    expect([await mayGet('news'), await mayGet('events')]).toEqual([true, false])
    phone.clock.now += 2 * DAY
    expect(await phone.tapData('me')).not.toContain(TITLE)
    expect(await phone.tapData(`renewal:${CONSENT_VERSION}:yes`)).toContain('もう同意いただいています')
    const rows = await store.db
      .selectFrom('consents')
      .select('id')
      .where('text_version', '=', CONSENT_VERSION)
      .where('at', '>', EARLIER)
      .execute()
    expect(rows).toHaveLength(3)
  })

  it('may leave it as it is, and is asked again after a day at the earliest', async () => {
    await phone.tapData('me')
    expect(await phone.tap('今は前のままで')).toContain('前の説明のまま')
    expect(await versions()).toEqual({ privacy: '1', news: '1', coupons: '1' })
    phone.clock.now += 23 * HOUR
    expect(await phone.tapData('me')).not.toContain(TITLE)
    phone.clock.now += HOUR
    expect(await phone.tapData('me')).toContain(TITLE)
  })

  it.each([
    ['停止', 'どのお知らせ'],
    ['退会', '退会すると'],
  ])('is not asked while they say %s', async (typed, answered) => {
    const read = await phone.say(typed)
    expect(read).toContain(answered)
    expect(read).not.toContain(TITLE)
  })

  it('is not asked while they stop something, nor by a push of its own', async () => {
    expect(await phone.tapData('consent:news:off')).not.toContain(TITLE)
    const pushes = await store.db.selectFrom('outbox_messages').select('id').where('kind', '=', 'push').execute()
    expect(pushes).toEqual([])
  })

  it('is shown where things stand when the button is of another text', async () => {
    expect(await phone.tapData('renewal:1:yes')).toContain('お知らせの設定')
    expect(await versions()).toEqual({ privacy: '1', news: '1', coupons: '1' })
  })

  it('took a kind of message back before agreeing, though it arrives after: it stays taken back', async () => {
    await phone.tapData(`renewal:${CONSENT_VERSION}:yes`)
    const before = phone.clock.now - MINUTE / 2
    await phone.arrive(phone.event({ type: 'postback', postback: { data: 'consent:news:off' }, timestamp: before }))
    expect([await mayGet('news'), await mayGet('coupons')]).toEqual([false, true])
    await phone.arrive(phone.event({ type: 'postback', postback: { data: 'consent:all:off' }, timestamp: before + 1 }))
    expect(await mayGet('coupons')).toBe(false)
  })

  it.each<[MemberLanguage, string]>([
    ['plain-ja', '説明が 新しくなりました'],
    ['en', 'Our privacy notice is new'],
  ])('is asked in %s', async (language, title) => {
    await store.db.updateTable('members').set({ language }).execute()
    expect(await phone.tapData('me')).toContain(title)
  })
})

it('asks nobody who agreed to the present text, or to none', async () => {
  const kenji = openPhone(store, 'kenji', [...handlers.map(withRenewal)])
  await addMember(store, 'kenji')
  expect(await kenji.tapData('me')).not.toContain(TITLE)
  const guest = openPhone(store, 'guest', [...handlers.map(withRenewal)])
  await guest.add()
  expect(await guest.say('こんにちは')).not.toContain(TITLE)
})

describe('「退会」', () => {
  it.each([
    '退会',
    '退会したい',
    ' 退会する。',
    'leave',
    'Leave',
    'データを消してください',
  ])('typed as %s explains what it means and offers the page', async (typed) => {
    expect(await phone.say(typed)).toContain('1分以内に消え')
    expect(phone.labels()).toEqual(['退会の手続きへ', 'お知らせを止めるだけ'])
    const [message] = phone.messages()
    expect(JSON.stringify(message?.quickReply)).toMatch(/\/me\/hana\.\d+\.[0-9a-f]{32}\/leaving"/)
  })

  it('is not heard where it is only a part of what somebody says', async () => {
    expect(await phone.say('退会はしません')).not.toContain('1分以内に消え')
  })

  it('is not taken for the name in a registration', async () => {
    const guest = openPhone(store, 'guest', [leavingChat, ...handlers])
    await guest.add()
    await guest.tap('登録をはじめる')
    expect(await guest.say('退会')).toContain('退会すると')
  })
})

it('answers whoever is leaving right now with that alone, and does nothing for them', async () => {
  await store.db.updateTable('members').set({ state: 'left' }).execute()
  expect(await phone.tapData('consent:events:on')).toContain('退会の手続きをしています')
  expect((await currentConsents(store, 'hana')).events).toBeUndefined()
})
