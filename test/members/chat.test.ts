import { beforeEach, describe, expect, it } from 'vitest'
import { CONSENT_VERSION } from '../../src/consent/consent.ts'
import { isAborted, type Store } from '../../src/db/store.ts'
import { LineEvent } from '../../src/line/chat.ts'
import { fallbackChat, memberChat } from '../../src/members/chat.ts'
import { forgetExpiredRegistrations } from '../../src/members/registration.ts'
import { registrationTexts } from '../../src/texts/registration.ts'
import { addEntry } from '../roster/support.ts'
import { addRole, addStore, DAY, HOUR, MINUTE, NOON, newStore } from '../support.ts'
import { openPhone, type Phone, register, registerUpToConfirm } from './phone.ts'

let store: Store
let phone: Phone
beforeEach(async () => {
  store = newStore()
  phone = openPhone(store)
  await addStore(store)
  await addStore(store, 'ebisu', '恵比寿店', 2)
  await addRole(store)
})

const member = async () =>
  store.db
    .selectFrom('members')
    .selectAll()
    .where('id', '=', await phone.memberId())
    .executeTakeFirstOrThrow()
const consents = async () =>
  (await store.db.selectFrom('consents').select(['purpose', 'granted']).orderBy('at').orderBy('id').execute()).map(
    ({ purpose, granted }) => `${purpose} ${granted === 1 ? 'yes' : 'no'}`,
  )
const kinds = async () =>
  (await store.db.selectFrom('interactions').select('kind').orderBy('at').execute()).map(({ kind }) => kind)
const open = () => store.db.selectFrom('registrations').selectAll().executeTakeFirst()

describe('registering in the chat', () => {
  it('goes from the greeting to the last page with one typed answer', async () => {
    expect(await phone.add()).toContain('おかえりなさい')
    expect(phone.menu()).toBe('guest')
    expect(await phone.tap('登録をはじめる')).toContain('はじめに')
    expect(await phone.tap('同意してはじめる')).toContain('（1/4）')
    expect(await phone.tap('受け取る')).toContain('（2/4）')
    expect(await phone.tap('受け取る')).toContain('（3/4）')
    expect(await phone.tap('受け取らない')).toContain('（4/4）')
    expect(await phone.tap('受け取る')).toContain('お名前を教えてください')
    expect(await phone.say('佐藤　花')).toContain('佐藤 花さんですね')
    expect(await phone.tap('渋谷店')).toContain('担当していた仕事')
    expect(await phone.tap('ホール')).toContain('最後に働いた日')
    const last = await phone.pick('日付を選ぶ', '2023-03-31')
    for (const fact of ['佐藤 花', '渋谷店', 'ホール', '2023年3月31日', '近況・お知らせ・クーポン・シフト募集'])
      expect(last).toContain(fact)
  })

  it('verifies the one person whom the roster knows, and gives them their menu', async () => {
    const entry = await addEntry(store, { name: '佐藤花', leftOn: '2023-03-15' })
    expect(await register(phone)).toContain('おかえりなさい。登録ができました')
    expect(phone.menu()).toBe('member')
    expect(await member()).toMatchObject({
      state: 'verified',
      name: '佐藤 花',
      store_id: 'shibuya',
      role_id: 'hall',
      left_on: '2023-03-31',
      roster_entry_id: entry,
    })
    expect(await open()).toBeUndefined()
    expect((await kinds()).slice(-2).sort()).toEqual(['applied', 'verified'])
  })

  it('says the same to everybody else, whether or not the roster has their name', async () => {
    await addEntry(store, { name: '佐藤花', leftOn: '2020-01-31' })
    const known = await register(phone)
    const stranger = openPhone(store, 'kenji')
    const unknown = await register(stranger, { name: '佐藤 花子' })
    expect(unknown.replace('花子', '花')).toBe(known)
    expect(known).toContain('お店で確認して')
    expect(stranger.menu()).toBe('guest')
    expect((await member()).state).toBe('applied')
  })

  it('keeps each yes and no at the tap, with the version of the text', async () => {
    await registerUpToConfirm(phone)
    expect(await consents()).toEqual(['privacy yes', 'news yes', 'coupons yes', 'events no', 'shifts yes'])
    const rows = await store.db.selectFrom('consents').selectAll().execute()
    expect(
      rows.every(
        ({ text_version, channel, source_event_id }) =>
          text_version === CONSENT_VERSION && channel === 'line' && source_event_id,
      ),
    ).toBe(true)
  })

  it('offers もどる and やめる under every question but the first, which has nothing to go back to', async () => {
    await phone.add()
    await phone.tap('登録をはじめる')
    expect(phone.labels()).toEqual(['同意してはじめる', 'フォームでまとめて入力', 'くわしく読む', 'やめる'])
    const answers = ['同意してはじめる', '受け取る', '受け取る', '受け取る', '受け取る']
    for (const answer of answers) {
      await phone.tap(answer)
      expect(phone.labels().slice(-2)).toEqual(['もどる', 'やめる'])
    }
    await phone.say('佐藤花')
    expect(phone.labels()).toEqual(['渋谷店', '恵比寿店', 'もどる', 'やめる'])
    await phone.tap('渋谷店')
    expect(phone.labels()).toEqual(['ホール', 'その他・覚えていない', 'もどる', 'やめる'])
    await phone.tap('その他・覚えていない')
    expect(phone.labels()).toEqual(['日付を選ぶ', 'もどる', 'やめる'])
    await phone.pick('日付を選ぶ', '2023-03-31')
    expect(phone.labels()).toEqual(['この内容で登録する', 'なおす', 'もどる', 'やめる'])
  })

  it('goes back one question at a time, and keeps the later answer', async () => {
    await phone.add()
    for (const label of ['登録をはじめる', '同意してはじめる', '受け取る', '受け取る']) await phone.tap(label)
    expect(await phone.tap('もどる')).toContain('（2/4）')
    expect(await phone.tap('受け取らない')).toContain('（3/4）')
    expect(await consents()).toEqual(['privacy yes', 'news yes', 'coupons yes', 'coupons no'])
  })

  it('puts one answer right and comes back to the last page', async () => {
    await registerUpToConfirm(phone)
    expect(await phone.tap('なおす')).toContain('どこをなおしますか')
    expect(phone.labels()).toEqual(['お名前', '店舗', '担当', '最後の日', 'もどる'])
    await phone.tap('店舗')
    const last = await phone.tap('恵比寿店')
    expect(last).toContain('恵比寿店')
    expect(last).toContain('ご確認ください')
  })

  it('leaves a correction alone when the person goes back', async () => {
    await registerUpToConfirm(phone)
    await phone.tap('なおす')
    await phone.tap('お名前')
    expect(await phone.tap('もどる')).toContain('佐藤 花')
  })

  it('forgets the answers and takes the consents back when the person stops half-way', async () => {
    await registerUpToConfirm(phone)
    expect(await phone.tap('やめる')).toContain('ここまでのお答えは消しました')
    expect(await open()).toBeUndefined()
    const granted = await store.db.selectFrom('current_consents').select('purpose').where('granted', '=', 1).execute()
    expect(granted).toEqual([])
    expect((await member()).name).toBeNull()
    expect((await kinds()).at(-1)).toBeDefined()
    expect(await kinds()).toContain('registration_cancelled')
  })

  it('shows their page to those who are registered, instead of beginning again', async () => {
    await register(phone)
    expect(await phone.tapData('register')).toContain('マイページ')
    expect(await phone.tapData('me')).toContain('お店で確認中')
    expect(await open()).toBeUndefined()
  })

  it.each(['plain-ja', 'en'] as const)('is spoken in %s to who chose it, within what LINE takes', async (language) => {
    await phone.add()
    await store.db
      .updateTable('members')
      .set({ language })
      .where('id', '=', await phone.memberId())
      .execute()
    const { begin, privacy, yes, no, lastDayPick, confirm } = registrationTexts[language]
    await phone.tapData('register')
    for (const label of [privacy.agree, yes, no, yes, no]) await phone.tap(label)
    await phone.say('Maria Santos')
    await phone.tap('渋谷店')
    await phone.tap('ホール')
    expect(await phone.pick(lastDayPick, '2023-03-31')).toContain(confirm.lead)
    await phone.tap(confirm.fix)
    await phone.tapData(phone.dataOf(registrationTexts[language].back))
    expect(await phone.tap(confirm.register)).toContain('Maria Santos')
    for (const data of ['me', 'consents', 'consent:news:off', 'consent:all:off']) await phone.tapData(data)
    await phone.say('stop')
    await phone.say('hello')
    expect(phone.read()).not.toContain(begin)
  })

  it('asks a shop without roles for none, and does not begin before there is a store', async () => {
    const fresh = newStore()
    const first = openPhone(fresh)
    await first.add()
    expect(await first.tap('登録をはじめる')).toContain('準備をしています')
    await addStore(fresh)
    await first.tapData('register')
    for (const label of ['同意してはじめる', '受け取る', '受け取る', '受け取る', '受け取る']) await first.tap(label)
    await first.say('佐藤花')
    expect(await first.tap('渋谷店')).toContain('最後に働いた日')
    expect(await first.tap('もどる')).toContain('どのお店')
  })

  it('turns the pages of a long list of stores', async () => {
    for (let i = 3; i <= 23; i++) await addStore(store, `store-${i}`, `${i}号店`, i)
    await phone.add()
    for (const label of ['登録をはじめる', '同意してはじめる', '受け取る', '受け取る', '受け取る', '受け取る'])
      await phone.tap(label)
    await phone.say('佐藤花')
    const seen: string[] = []
    for (let page = 0; page < 3; page++) {
      expect(phone.labels().length).toBeLessThanOrEqual(13)
      seen.push(...phone.labels().filter((label) => /(号|渋谷|恵比寿)店$/.test(label)))
      await phone.tap('ほかのお店')
    }
    expect(new Set(seen).size).toBe(23)
    expect(phone.labels()).toContain('渋谷店')
  })
})

describe('a tap that comes late or twice', () => {
  it('takes a doubled tap once, and asks the open question again', async () => {
    await phone.add()
    await phone.tap('登録をはじめる')
    await phone.tap('同意してはじめる')
    const yes = { type: 'postback', postback: { data: phone.dataOf('受け取る') } }
    expect(await phone.happen(yes, yes)).toContain('（2/4）')
    expect(await consents()).toEqual(['privacy yes', 'news yes'])
    expect(await open()).toMatchObject({ step: 'coupons' })
  })

  it('does not take an old button of another question for an answer', async () => {
    await phone.add()
    await phone.tap('登録をはじめる')
    await phone.tap('同意してはじめる')
    const old = phone.dataOf('受け取らない')
    await phone.tap('受け取る')
    expect(await phone.tapData(old)).toContain('（2/4）')
    expect(await consents()).toEqual(['privacy yes', 'news yes'])
  })

  it('does not take a button of an earlier registration for an answer in a new one', async () => {
    await phone.add()
    await phone.tap('登録をはじめる')
    const agree = phone.dataOf('同意してはじめる')
    await phone.tap('やめる')
    await phone.tapData('register')
    expect(await phone.tapData(agree)).toContain('はじめに')
    expect(await open()).toMatchObject({ step: 'privacy' })
  })

  it('registers once when the last button is tapped twice', async () => {
    await registerUpToConfirm(phone)
    const done = { type: 'postback', postback: { data: phone.dataOf('この内容で登録する') } }
    expect(await phone.happen(done, done)).toContain('マイページ')
    expect((await kinds()).filter((kind) => kind === 'applied')).toHaveLength(1)
  })

  it('is done again from the start when the roster changed between the look and the commit', async () => {
    await addEntry(store, { name: '佐藤花', leftOn: '2023-03-15' })
    await registerUpToConfirm(phone)
    const done = { type: 'postback', postback: { data: phone.dataOf('この内容で登録する') } }
    const effect = await memberChat({
      store,
      line: phone.deps.line,
      config: phone.deps.config,
      event: LineEvent.parse(phone.event(done)),
      memberId: await phone.memberId(),
      now: phone.clock.now,
    })
    expect(effect?.richMenu).toBe('member')
    await addEntry(store, { name: '佐藤花', leftOn: '2023-03-20' })
    await expect(store.batch(effect?.statements ?? [])).rejects.toSatisfy(isAborted)
    expect(await open()).toMatchObject({ step: 'confirm' })
    expect(await phone.happen(done)).toContain('お店で確認して')
  })

  it('begins one registration when two devices begin at the same moment', async () => {
    await phone.add()
    const begin = { type: 'postback', postback: { data: 'register' } }
    await phone.happen(begin, begin)
    expect((await kinds()).filter((kind) => kind === 'registration_started')).toHaveLength(1)
  })

  it.each([
    'reg:1:yes',
    'reg:1:cancel',
    'reg:0:done',
    'reg:999999999999999:agree',
  ])('answers %s without a registration kindly, and changes nothing', async (data) => {
    await phone.add()
    expect(await phone.tapData(data)).toContain('もう一度はじめから')
    expect(phone.labels()).toEqual(['登録をはじめる'])
    expect(await consents()).toEqual([])
  })

  it.each([
    ['a store that does not exist', 'store:nowhere'],
    ['an answer to another question', 'agree'],
    ['the end before the end', 'done'],
    ['a role instead of a store', 'role:hall'],
  ])('asks again after %s', async (_, answer) => {
    await phone.add()
    for (const label of ['登録をはじめる', '同意してはじめる', '受け取る', '受け取る', '受け取る', '受け取る'])
      await phone.tap(label)
    await phone.say('佐藤花')
    const { rev } = await rowOf()
    expect(await phone.tapData(`reg:${rev}:${answer}`)).toContain('どのお店')
    expect(await rowOf()).toMatchObject({ rev, step: 'store' })
  })

  it.each(['2999-01-01', '2023-02-30', '1900-01-01', 'yesterday'])('takes no %s for the last day', async (date) => {
    await registerUpToConfirm(phone)
    await phone.tap('なおす')
    await phone.tap('最後の日')
    expect(await phone.pick('日付を選ぶ', date)).toContain('その日付は選べません')
  })

  const rowOf = () => store.db.selectFrom('registrations').selectAll().executeTakeFirstOrThrow()
})

describe('the typed name', () => {
  beforeEach(async () => {
    await phone.add()
    for (const label of ['登録をはじめる', '同意してはじめる', '受け取る', '受け取る', '受け取る', '受け取る'])
      await phone.tap(label)
  })

  it.each(['https://example.com', '12345', '　', 'あ'.repeat(61)])('is asked for again after %j', async (typed) => {
    expect(await phone.say(typed)).toContain('お名前として読み取れませんでした')
  })

  it('is asked for again, kindly, after a sticker', async () => {
    const words = await phone.sendSticker()
    expect(words).toContain('スタンプありがとうございます')
    expect(words).toContain('お名前は、文字で')
  })

  it('is never 「停止」, which means what it says', async () => {
    expect(await phone.say('停止')).toContain('どのお知らせを止めますか')
    expect(await open()).toMatchObject({ step: 'name' })
  })

  it('can be left by typing もどる or やめる', async () => {
    expect(await phone.say('もどる')).toContain('（4/4）')
    await phone.tap('受け取る')
    expect(await phone.say('やめる')).toContain('登録をやめました')
  })

  it('is not taken from what is written the next day, before it was asked for again', async () => {
    phone.clock.now += DAY
    const words = await phone.say('店長によろしく')
    expect(words).toContain('登録の途中でした')
    expect(words).toContain('お名前を教えてください')
    expect(await phone.say('佐藤 花')).toContain('佐藤 花さんですね')
  })
})

describe('silence', () => {
  it('ends an unfinished registration after 30 days, and begins anew when asked', async () => {
    await phone.add()
    for (const label of ['登録をはじめる', '同意してはじめる']) await phone.tap(label)
    const yes = phone.dataOf('受け取る')
    phone.clock.now += 31 * DAY
    expect(await phone.tapData(yes)).toContain('もう一度はじめから')
    await phone.tap('登録をはじめる')
    expect(await open()).toMatchObject({ step: 'privacy' })
    expect(await consents()).toEqual(['privacy yes'])
  })

  it('is forgotten by the job when its time is over, not before', async () => {
    await phone.add()
    await phone.tap('登録をはじめる')
    await forgetExpiredRegistrations(store, { now: NOON + 30 * DAY })
    expect(await open()).toBeDefined()
    await forgetExpiredRegistrations(store, { now: NOON + 30 * DAY + HOUR })
    expect(await open()).toBeUndefined()
  })
})

describe('coming and going', () => {
  it('greets a member who comes back as one, with their menu', async () => {
    await addEntry(store, { name: '佐藤花', leftOn: '2023-03-15' })
    await register(phone)
    await phone.block()
    expect(await phone.add()).toContain('佐藤 花さん、おかえりなさい')
    expect(phone.menu()).toBe('member')
  })

  it('lets the later event decide, however late the earlier one arrives', async () => {
    await phone.add()
    const at = phone.clock.now
    await phone.arrive(phone.event({ type: 'unfollow', timestamp: at + 10 * MINUTE, replyToken: undefined }))
    await phone.arrive(phone.event({ type: 'follow', timestamp: at + 5 * MINUTE }))
    expect(await following()).toMatchObject({ follow_state: 'blocked', follow_changed_at: at + 10 * MINUTE })
    await phone.arrive(phone.event({ type: 'follow', timestamp: at + 10 * MINUTE }))
    expect(await following()).toMatchObject({ follow_state: 'blocked' })
    await phone.arrive(phone.event({ type: 'follow', timestamp: at + 11 * MINUTE }))
    expect(await following()).toMatchObject({ follow_state: 'following' })
    await phone.arrive(phone.event({ type: 'unfollow', timestamp: at + 11 * MINUTE, replyToken: undefined }))
    expect(await following()).toMatchObject({ follow_state: 'blocked' })
  })

  it('takes whoever speaks after a block for a friend again, when the follow event was lost', async () => {
    await phone.add()
    await phone.block()
    const blockedAt = phone.clock.now
    await phone.arrive(
      phone.event({ type: 'message', message: { id: '1', type: 'text', text: 'あ' }, timestamp: blockedAt - 1 }),
    )
    expect(await following()).toMatchObject({ follow_state: 'blocked' })
    await phone.say('また来ました')
    expect(await following()).toMatchObject({ follow_state: 'following' })
  })

  const following = () => store.db.selectFrom('line_identities').selectAll().executeTakeFirstOrThrow()
})

describe('anything else that is written', () => {
  it('is answered with what can be tapped, and remembered only as having been written', async () => {
    await phone.add()
    expect(await phone.say('店長はお元気ですか')).toContain('登録をお願いします')
    expect(phone.labels()).toEqual(['登録をはじめる'])
    const rows = await store.db.selectFrom('interactions').selectAll().where('kind', '=', 'message_received').execute()
    expect(rows).toHaveLength(1)
    expect(JSON.stringify(rows)).not.toContain('店長')
  })

  it('offers a member their own things', async () => {
    await addEntry(store, { name: '佐藤花', leftOn: '2023-03-15' })
    await register(phone)
    await phone.sendSticker()
    expect(phone.labels()).toEqual([
      'クーポンを見る',
      'イベントを見る',
      'シフトを見る',
      'お知らせの設定',
      'マイページ',
      'もう少し教える（任意）',
    ])
  })

  it.each([
    ['the registration', memberChat],
    ['the fallback', fallbackChat],
  ] as const)('is left alone in a group by %s', async (_, handler) => {
    await phone.add()
    const source = { type: 'group', groupId: `C${'0'.repeat(32)}`, userId: phone.userId }
    const effect = await handler({
      store,
      line: phone.deps.line,
      config: phone.deps.config,
      event: LineEvent.parse(
        phone.event({ type: 'message', source, message: { id: '1', type: 'text', text: '登録' } }),
      ),
      memberId: await phone.memberId(),
      now: phone.clock.now,
    })
    expect(effect?.reply ?? []).toEqual([])
    expect(effect?.statements ?? []).toEqual([])
  })
})
