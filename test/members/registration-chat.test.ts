import { beforeEach, describe, expect, it } from 'vitest'
import { isAborted, type Store } from '../../src/db/store.ts'
import { LineEvent } from '../../src/line/chat.ts'
import { memberChat } from '../../src/members/chat.ts'
import { findRegistration, keepAnswer } from '../../src/members/registration.ts'
import { hmacOfDigits } from '../../src/roster/secrets.ts'
import { registrationTexts } from '../../src/texts/registration.ts'
import { registrationHelpTexts } from '../../src/texts/registration-help.ts'
import { chatHandlers } from '../../src/work.ts'
import { config } from '../line/support.ts'
import { addEntry } from '../roster/support.ts'
import { addRole, addStore, DAY, HOUR, newStore } from '../support.ts'
import { openPhone, type Phone, registerUpToConfirm } from './phone.ts'
import { memberRow } from './support.ts'

let store: Store
let phone: Phone
beforeEach(async () => {
  store = newStore()
  phone = openPhone(store, 'hana', chatHandlers)
  await addStore(store)
  await addStore(store, 'ebisu', '恵比寿店', 2)
  await addStore(store, 'east', '渋谷東口店', 3)
  await addRole(store)
})

const open = () => store.db.selectFrom('registrations').selectAll().executeTakeFirst()
const step = async () => (await open())?.step
const kinds = async () => (await store.db.selectFrom('interactions').select('kind').execute()).map(({ kind }) => kind)
const granted = async () =>
  (await store.db.selectFrom('current_consents').select('purpose').where('granted', '=', 1).execute())
    .map(({ purpose }) => purpose)
    .sort()
const sayAll = async (...typed: readonly string[]) => {
  let words = ''
  for (const said of typed) words = await phone.say(said)
  return words
}

describe('a registration answered by typing alone', () => {
  it.each([
    [
      'ja',
      [
        '登録',
        '同意します',
        'はい',
        'はい',
        'いらない',
        'お願いします',
        '佐藤 花です',
        '恵比寿店です',
        'ホールでした',
        '去年の3月',
      ],
      'これで登録する',
    ],
    [
      'plain-ja',
      ['登録', 'はい', '送ってほしい', 'はい', 'いらない', 'はい', '佐藤 花', '恵比寿', 'ホール', '2025年3月'],
      'これで',
    ],
    [
      'en',
      [
        'register',
        'I agree',
        'yes',
        'Yes please',
        'no thanks',
        'ok',
        'My name is 佐藤 花',
        '恵比寿',
        'ホール',
        'March 2025',
      ],
      'register',
    ],
  ] as const)('goes in %s to the end', async (language, typed, end) => {
    await phone.add()
    await phone.tapData(`language:${language}`)
    const last = await sayAll(...typed)
    expect(await step()).toBe('confirm')
    expect(last).toContain(registrationTexts[language].confirm.lead)
    expect(last).toContain('恵比寿店')
    await phone.say(end)
    expect(await memberRow(store, await phone.memberId())).toMatchObject({
      state: 'applied',
      name: '佐藤 花',
      store_id: 'ebisu',
      role_id: 'hall',
      left_on: '2025-03-31',
      language,
    })
    expect(await granted()).toEqual(['coupons', 'news', 'privacy', 'shifts'])
  })

  it('asks with the ones that fit when a word fits several', async () => {
    await phone.add()
    await sayAll('登録', 'はい', 'はい', 'はい', 'はい', 'はい', '佐藤花')
    expect(await phone.say('谷')).toContain('どちらでしょうか')
    expect(phone.labels()).toEqual(['渋谷店', '渋谷東口店', 'もどる', 'やめる'])
    await phone.tap('渋谷東口店')
    expect(await step()).toBe('role')
  })

  it('asks again, kindly and with buttons, whatever cannot be understood', async () => {
    await phone.add()
    const answers = ['同意する', 'はい', 'はい', 'はい', 'はい', '佐藤花', '恵比寿', 'ホール', '2023年3月']
    await phone.say('登録')
    for (const answer of answers) {
      const before = await open()
      const words = await phone.say(before?.step === 'name' ? '12345' : 'うーん、どうしよう')
      expect(words).toContain('すみません')
      expect(phone.labels().length).toBeGreaterThan(1)
      expect(await open()).toMatchObject({ step: before?.step, rev: before?.rev, answers: before?.answers })
      await phone.say(answer)
    }
    expect(await phone.say('うーん')).toContain('「登録する」または「なおす」')
    expect(await step()).toBe('confirm')
  })

  it('says what follows from not agreeing, and takes it for no answer', async () => {
    await phone.add()
    await phone.say('登録')
    expect(await phone.say('同意しない')).toContain('登録には、情報の取り扱いへの同意が必要です')
    expect(await step()).toBe('privacy')
    expect(await granted()).toEqual([])
  })

  it('goes back, stops and begins again by words', async () => {
    await phone.add()
    await sayAll('登録', 'はい', 'はい', 'いいえ')
    expect(await phone.say('もどる')).toContain('（2/4）')
    await phone.say('はじめから')
    expect(await step()).toBe('privacy')
    expect(await granted()).toEqual([])
    await sayAll('はい', 'はい')
    expect(await phone.say('やめる')).toContain('登録をやめました')
    expect(await open()).toBeUndefined()
    expect(await granted()).toEqual([])
  })

  it('puts one thing right by its name', async () => {
    await registerUpToConfirm(phone)
    expect(await phone.say('店舗が違います')).toContain('どのお店')
    expect(await phone.say('恵比寿')).toContain('ご確認ください')
    expect(await phone.say('違います')).toContain('どこをなおしますか')
  })

  it.each([
    ['停止', 'お送りしているお知らせはありません'],
    ['クーポン', 'クーポン'],
  ])('leaves %s to those who know it', async (typed, words) => {
    await phone.add()
    await sayAll('登録', 'はい')
    const before = await open()
    expect(await phone.say(typed)).toContain(words)
    expect(await open()).toEqual(before)
  })
})

describe('what is no text', () => {
  it.each([
    ['sticker', 'スタンプ'],
    ['image', '写真'],
    ['audio', '音声'],
    ['location', '位置情報'],
    ['hologram', 'ありがとうございます'],
  ])('gets a kind answer that fits the question: %s', async (type, thanks) => {
    await phone.add()
    for (const answer of ['同意する', 'はい', 'はい', 'はい', 'はい', '佐藤花', '恵比寿', 'ホール', '2023年3月']) {
      if ((await open()) === undefined) await phone.say('登録')
      const words = await phone.send(type)
      const { hints } = registrationHelpTexts.ja
      expect(words).toContain(thanks)
      expect(Object.values(hints).some((hint) => words.includes(hint))).toBe(true)
      expect(phone.labels().length).toBeGreaterThan(1)
      await phone.say(answer)
    }
  })
})

describe('the last four digits', () => {
  const upToDigits = async () => {
    await phone.add()
    return sayAll('登録', 'はい', 'はい', 'はい', 'はい', 'はい', '佐藤花', '渋谷店', 'ホール', '2023年3月')
  }

  it('are not asked for where the roster has none', async () => {
    expect(await upToDigits()).toContain('ご確認ください')
  })

  it('are asked for where the roster has any, with the reason, and can be kept', async () => {
    await addEntry(store, { name: '別の人', leftOn: '2020-01-31', digitsHmac: 'x' })
    expect(await upToDigits()).toContain('（任意）')
    expect(phone.labels()).toEqual(['答えない', 'もどる', 'やめる'])
    expect(await phone.tap('答えない')).toContain('答えない')
    expect(await step()).toBe('confirm')
  })

  it('tell two namesakes apart, and are stored as an HMAC alone', async () => {
    const digits = (four: string) => hmacOfDigits(config.sessionSecret, four)
    await addEntry(store, { name: '佐藤花', leftOn: '2023-03-10', digitsHmac: await digits('1111') })
    const mine = await addEntry(store, { name: '佐藤花', leftOn: '2023-03-20', digitsHmac: await digits('5678') })
    await upToDigits()
    expect(await phone.say('０９０-１２３４-５６７８')).not.toContain('5678')
    const kept = await store.db.selectFrom('inbox_events').select('payload').execute()
    const said = kept.map(({ payload }) => JSON.parse(payload ?? '{}').message)
    expect(said.filter(Boolean).length).toBeGreaterThan(0)
    // But for the ids: four digits may stand in one by chance.
    expect(JSON.stringify([(await open())?.answers, said])).not.toMatch(/5678|５６７８/)
    await phone.say('はい')
    expect(await memberRow(store, await phone.memberId())).toMatchObject({
      state: 'verified',
      roster_entry_id: mine,
      digits_hmac: await digits('5678'),
    })
  })
})

describe('three days of silence', () => {
  beforeEach(async () => {
    await phone.add()
    await sayAll('登録', 'はい', 'はい')
  })

  it('end with one welcome, as a reply, and ways to go on', async () => {
    phone.clock.now += 3 * DAY
    expect(await phone.say('ひさしぶりです')).toContain('おかえりなさい。登録の途中でした')
    expect(phone.labels()).toEqual(['つづきから', 'はじめから', 'やめる'])
    expect((await kinds()).filter((kind) => kind === 'registration_resumed')).toHaveLength(1)
    expect(await store.db.selectFrom('outbox_messages').select('id').where('kind', '=', 'push').execute()).toEqual([])
    expect(await phone.tap('つづきから')).toContain('（2/4）')
    expect(await phone.say('はい')).toContain('（3/4）')
  })

  it('are welcomed once only', async () => {
    phone.clock.now += 3 * DAY
    await phone.sendSticker()
    phone.clock.now += 4 * DAY
    expect(await phone.say('やあ')).not.toContain('つづきからはじめますか')
    expect(phone.labels()).toContain('受け取る')
    expect((await kinds()).filter((kind) => kind === 'registration_resumed')).toHaveLength(1)
  })

  it('are welcomed once by two devices at the same moment', async () => {
    phone.clock.now += 3 * DAY
    const effect = () =>
      memberChat({
        store,
        line: phone.deps.line,
        config: phone.deps.config,
        event: LineEvent.parse(phone.event({ type: 'message', message: { id: '1', type: 'text', text: 'やあ' } })),
        memberId,
        now: phone.clock.now,
      })
    const memberId = await phone.memberId()
    const [one, two] = [await effect(), await effect()]
    await store.batch(one?.statements ?? [])
    await expect(store.batch(two?.statements ?? [])).rejects.toSatisfy(isAborted)
  })

  it('are not needed by who answers with a button', async () => {
    const yes = phone.dataOf('受け取る')
    phone.clock.now += 4 * DAY
    expect(await phone.tapData(yes)).toContain('（3/4）')
    expect(await kinds()).not.toContain('registration_resumed')
  })

  it('turn no word into a consent', async () => {
    phone.clock.now += 3 * DAY
    await phone.say('はい')
    expect(await step()).toBe('coupons')
    expect(await granted()).toEqual(['news', 'privacy'])
  })

  it('still let a fact be a fact, and a way out be one', async () => {
    await sayAll('はい', 'はい', 'はい', '佐藤花')
    phone.clock.now += 5 * DAY
    expect(await phone.say('恵比寿店です')).toContain('担当していた仕事')
    phone.clock.now += 5 * DAY
    expect(await phone.say('やめる')).toContain('登録をやめました')
  })

  it('begin anew when the person wants to: consents of before are taken back', async () => {
    phone.clock.now += 3 * DAY
    await phone.say('どうも')
    expect(await phone.tap('はじめから')).toContain('はじめに')
    expect(await granted()).toEqual([])
    expect(await step()).toBe('privacy')
  })

  it('of a guest who never began are welcomed once, and the answer later is fine', async () => {
    const guest = openPhone(store, 'kenji', chatHandlers)
    await guest.add()
    guest.clock.now += 3 * DAY
    expect(await guest.say('元気ですか')).toContain('登録は、まだのようです')
    expect(guest.labels()).toEqual(['登録をはじめる', 'フォームでまとめて入力', 'またあとで'])
    expect(await guest.tap('またあとで')).toContain('いつでもどうぞ')
    guest.clock.now += 4 * DAY
    expect(await guest.say('元気ですか')).toContain('メッセージありがとうございます')
  })

  it('are not yet over after two', async () => {
    phone.clock.now += 2 * DAY + 23 * HOUR
    expect(await phone.say('うーん')).toContain('すみません')
    expect(await kinds()).not.toContain('registration_resumed')
  })
})

describe('two devices', () => {
  it('answer one question once: the second answer is decided anew', async () => {
    await phone.add()
    await sayAll('登録', 'はい')
    const memberId = await phone.memberId()
    const now = phone.clock.now
    const before = await findRegistration(store, { memberId, now })
    const yes = { type: 'postback', postback: { data: phone.dataOf('受け取る') } }
    const effect = await memberChat({
      store,
      line: phone.deps.line,
      config,
      event: LineEvent.parse(phone.event(yes)),
      memberId,
      now,
    })
    await store.batch(
      keepAnswer(store.db, { memberId, rev: before?.rev ?? 0, step: 'coupons', answers: { purposes: {} }, now }),
    )
    await expect(store.batch(effect?.statements ?? [])).rejects.toSatisfy(isAborted)
    expect(await granted()).toEqual(['privacy'])
    expect(await phone.happen(yes)).toContain('（2/4）')
  })

  it('typing the same word twice answer two questions at most, one after the other', async () => {
    await phone.add()
    await sayAll('登録', 'はい')
    const say = { type: 'message', message: { id: '1', type: 'text', text: 'はい' } }
    expect(await phone.happen(say, say)).toContain('（3/4）')
    expect((await open())?.step).toBe('events')
  })
})
