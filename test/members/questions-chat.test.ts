import { beforeEach, describe, expect, it } from 'vitest'
import type { MemberLanguage } from '../../src/db/schema.ts'
import type { Store } from '../../src/db/store.ts'
import { preferencesOf } from '../../src/members/questions.ts'
import { readQuestionTap } from '../../src/members/questions-card.ts'
import { questionTexts } from '../../src/texts/registration-questions.ts'
import { chatHandlers } from '../../src/work.ts'
import { addEntry } from '../roster/support.ts'
import { addRole, addStore, DAY, newStore } from '../support.ts'
import { openPhone, type Phone, register } from './phone.ts'

let store: Store
let phone: Phone
beforeEach(async () => {
  store = newStore()
  phone = openPhone(store, 'hana', chatHandlers)
  await addStore(store)
  await addRole(store)
  await addEntry(store, { name: '佐藤花', leftOn: '2023-03-15' })
  await register(phone)
})

const told = async () => preferencesOf(store, await phone.memberId())
const speak = async (language: MemberLanguage) => {
  if (language !== 'ja') await phone.tapData(`language:${language}`)
}

describe('the optional questions', () => {
  it.each(['ja', 'plain-ja', 'en'] as const)('are gone through by tapping, in %s', async (language) => {
    await speak(language)
    const t = questionTexts[language]
    expect(await phone.tapData('questions')).toContain(t.asks.birth_year)
    expect(phone.read()).toContain(t.intro)
    expect(await phone.say('1998')).toContain(t.asks.birth_month)
    await phone.tap(t.secondHalf)
    expect(phone.labels().length).toBeLessThanOrEqual(13)
    expect(await phone.tap(t.month(11))).toContain(t.asks.main_job)
    await phone.tap(t.no)
    await phone.tap(t.weekdays['6'])
    await phone.tap(t.weekdays['0'])
    expect(phone.labels()).toContain(t.mark(t.weekdays['6']))
    await phone.tap(t.mark(t.weekdays['6']))
    expect(await phone.tap(t.ok)).toContain(t.asks.dayparts)
    await phone.tap(t.dayparts.evening)
    await phone.tap(t.ok)
    await phone.tap('ホール')
    await phone.tap(t.ok)
    await phone.tap(t.willing.tasting)
    expect(await phone.tap(t.ok)).toContain(t.done)
    expect(await told()).toEqual({
      birthYear: 1998,
      birthMonth: 11,
      hasMainJob: false,
      weekdays: ['0'],
      dayparts: ['evening'],
      skills: ['hall'],
      willing: ['tasting'],
    })
    expect(await phone.tapData('questions')).toContain(t.change)
  })

  it('are gone through by typing', async () => {
    await phone.say('もう少し教える')
    expect(await phone.say('平成10年')).toContain('1998年ですね')
    expect(await phone.say('11月3日です')).toContain('11月ですね')
    await phone.say('あります')
    expect(await phone.say('土日')).toContain('土・日ですね')
    await phone.say('夜')
    await phone.say('ホールです')
    expect(await phone.say('シフトと試食')).toContain('ありがとうございました')
    expect(await told()).toMatchObject({ birthYear: 1998, hasMainJob: true, dayparts: ['evening'], skills: ['hall'] })
  })

  it('can each be skipped', async () => {
    await phone.tapData('questions')
    for (let i = 0; i < 6; i++) await phone.tap('答えない')
    expect(await phone.say('答えない')).toContain('以上です')
    expect(await told()).toEqual({
      birthYear: null,
      birthMonth: null,
      hasMainJob: null,
      weekdays: [],
      dayparts: [],
      skills: [],
      willing: [],
    })
  })

  it('can be left for later, and are gone on with where they were left', async () => {
    await phone.tapData('questions')
    await phone.tap('答えない')
    expect(await phone.tap('またあとで')).toContain('いつでもどうぞ')
    expect(await phone.say('1998')).toContain('メッセージありがとうございます')
    expect(await phone.tapData('questions')).toContain('生まれた月')
  })

  it('are put again in the language that is chosen on the way', async () => {
    await phone.tapData('questions')
    expect(await phone.say('English')).toContain(questionTexts.en.asks.birth_year)
    await phone.say('1998')
    expect(await phone.say('May')).toContain('May: thank you')
    await phone.tap('No')
    expect(await phone.tap('Sat')).toContain('Chosen so far: Sat')
    expect(phone.labels()[0]).toBe(questionTexts.en.ok)
  })

  it('say why the year of birth is asked', async () => {
    const words = await phone.tapData('questions')
    for (const why of ['18歳未満', '深夜', 'お酒', '年齢で選ぶこともありません']) expect(words).toContain(why)
  })

  it('take no word for an answer the next day', async () => {
    await phone.tapData('questions')
    phone.clock.now += DAY
    await phone.say('1998')
    expect((await told()).birthYear).toBeNull()
  })

  it('ask again after what cannot be understood, a sticker too', async () => {
    await phone.tapData('questions')
    expect(await phone.say('ひみつの年')).toContain('すみません')
    expect(await phone.sendSticker()).toContain('生まれた年')
    expect((await told()).birthYear).toBeNull()
  })

  it('stay safe under late and doubled taps', async () => {
    await phone.tapData('questions')
    await phone.say('1998')
    await phone.tap('5月')
    await phone.tap('ない')
    const monday = { type: 'postback', postback: { data: phone.dataOf('月') } }
    await phone.happen(monday, monday)
    expect((await told()).weekdays).toEqual(['1'])
    const ok = { type: 'postback', postback: { data: phone.dataOf('これでOK') } }
    expect(await phone.happen(ok, ok)).toContain('時間はいつ')
    await phone.tapData('q:weekdays:on:1')
    expect((await told()).weekdays).toEqual(['1'])
    expect((await told()).hasMainJob).toBe(false)
  })

  it('are of no use with values that were never offered', async () => {
    await phone.tapData('questions')
    await phone.tapData('q:weekdays:on:9')
    await phone.tapData('q:willing:on:everything')
    expect(await told()).toMatchObject({ weekdays: [], willing: [] })
  })

  it('are for the registered alone', async () => {
    const guest = openPhone(store, 'kenji', chatHandlers)
    await guest.add()
    expect(await guest.tapData('questions')).toContain('登録が済んだら')
    await guest.tapData('q:birth_year:ask')
    expect(await store.db.selectFrom('profile_questions').select('question').execute()).toEqual([])
  })

  it('wait until the person agreed to the text that names them', async () => {
    await store.db.updateTable('current_consents').set({ text_version: '1' }).execute()
    expect(await phone.tapData('questions')).toContain('同意いただけたら、この質問をお聞きします')
    expect(phone.read()).not.toContain('生まれた年を教えてください')
    expect(await phone.tapData('q:birth_year:ask')).not.toContain('生まれた年を教えてください')
    expect(phone.labels().some((label) => label.includes('同意'))).toBe(true)
    expect(await store.db.selectFrom('profile_questions').select('question').execute()).toEqual([])
  })
})

describe('マイページ', () => {
  it('shows facts and state, and leads to settings, own data, more questions and the language', async () => {
    expect(await phone.tapData('me')).toContain('○ 登録済み')
    expect(phone.labels()).toEqual([
      'お知らせの設定',
      'わたしの情報',
      'もう少し教える（任意）',
      'クーポンを見る',
      'また働きたい',
      'ことば・Language',
    ])
    expect(JSON.stringify(phone.messages())).toContain('https://okaeri.example/me/')
  })
})

describe('reading a tap on a question', () => {
  it.each([
    ['q:weekdays:on:1', { question: 'weekdays', word: 'on', value: '1' }],
    ['q:main_job:yes', { question: 'main_job', word: 'yes', value: '' }],
    ['q:birth_month:is:12', { question: 'birth_month', word: 'is', value: '12' }],
    ['q:skills:page:2', { question: 'skills', word: 'page', value: '2' }],
  ])('understands %s', (data, tap) => expect(readQuestionTap(data)).toEqual(tap))
  it.each([
    'q:',
    'q:age:ask',
    'q:weekdays:on',
    'q:birth_year:yes',
    'q:birth_year:on:1998',
    'q:weekdays:ok:1',
    'q:main_job:ok',
    'q:birth_month:is:13',
    'q:birth_month:is:0',
    'q:birth_month:on:5',
    'q:weekdays:is:1',
  ])('makes nothing of %s', (data) => expect(readQuestionTap(data)).toBeUndefined())
})
