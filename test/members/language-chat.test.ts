import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { MemberLanguage } from '../../src/db/schema.ts'
import type { Store } from '../../src/db/store.ts'
import { workOutbox } from '../../src/line/outbox-sender.ts'
import { chooseLanguage, followLanguage, languageOfProfile } from '../../src/members/languages.ts'
import { consentTexts } from '../../src/texts/consent.ts'
import { registrationTexts } from '../../src/texts/registration.ts'
import { LANGUAGE_NAMES } from '../../src/texts/registration-languages.ts'
import { chatHandlers } from '../../src/work.ts'
import { type Called, lineThatAnswers } from '../line/support.ts'
import { addMember, addRole, addStore, engines, NOON, newStore } from '../support.ts'
import { openPhone } from './phone.ts'
import { kindsOf, memberRow } from './support.ts'

const phoneOf = (store: Store, profile?: string, calls: Called[] = []) =>
  openPhone(store, 'hana', chatHandlers, {
    line: {
      ...lineThatAnswers(undefined, calls),
      profile: async () =>
        profile === 'none' ? { displayName: 'Hana' } : profile ? { displayName: 'Hana', language: profile } : undefined,
    },
  })

describe('the language of a person who adds the account', () => {
  let store: Store
  beforeEach(async () => {
    store = newStore()
    await addStore(store)
    await addRole(store)
  })

  it.each([
    ['ja', 'ja'],
    ['en', 'en'],
    ['en-GB', 'en'],
    ['zh-TW', 'plain-ja'],
    ['ne', 'plain-ja'],
    ['none', 'ja'],
  ] as const)('with LINE in %s is %s', async (profile, language) => {
    const phone = phoneOf(store, profile)
    expect(await phone.add()).toContain(registrationTexts[language].greeting.title)
    expect(phone.labels()).toContain(registrationTexts[language].begin)
    expect((await memberRow(store, await phone.memberId())).language).toBe(language)
    await phone.tap(registrationTexts[language].begin)
    expect(phone.labels()).toContain(registrationTexts[language].privacy.agree)
  })

  it('stays what it was when LINE does not answer', async () => {
    const phone = phoneOf(store)
    await phone.add()
    expect((await memberRow(store, await phone.memberId())).language).toBe('ja')
  })

  it('is not changed by LINE any more once it was chosen', async () => {
    const phone = phoneOf(store, 'ne')
    await phone.add()
    await phone.say('English')
    await phone.block()
    expect(await phone.add()).toContain('Welcome back')
  })

  it.each([
    ['English', 'en'],
    ['ｅｎｇｌｉｓｈ', 'en'],
    ['にほんご', 'plain-ja'],
    ['やさしい日本語', 'plain-ja'],
    ['日本語', 'ja'],
  ] as const)('is changed by typing %s, anywhere, and the open question follows at once', async (typed, language) => {
    const phone = phoneOf(store, 'ja')
    await phone.add()
    for (const answer of ['登録', 'はい', 'はい', 'はい', 'はい', 'はい']) await phone.say(answer)
    const words = await phone.say(typed)
    expect(words).toContain(registrationTexts[language].name)
    expect(phone.labels()).toContain(registrationTexts[language].cancel)
    const { id } = await memberRow(store, await phone.memberId())
    expect(await kindsOf(store, id)).toContain('language_changed')
  })

  it.each([
    'ja',
    'plain-ja',
    'en',
  ] as const)('is changed by the menu to %s, and every later answer and the menu follow', async (language) => {
    const calls: Called[] = []
    const phone = phoneOf(store, 'ja', calls)
    await phone.add()
    await phone.tapData('language')
    expect(phone.labels()).toEqual(['日本語', 'やさしい日本語', 'English'])
    await phone.tap(LANGUAGE_NAMES[language])
    expect(phone.labels()).toContain(registrationTexts[language].begin)
    expect(await phone.tapData('consents')).toContain(consentTexts[language].registerFirst)
    expect(await phone.say('???')).toContain(registrationTexts[language].fallback.guest)
    await workOutbox(phone.deps)
    const menus = calls.flatMap((call) => (call.what === 'rich_menu' ? [call.menu] : []))
    expect(menus.at(-1)).toBe(language === 'ja' ? 'guest' : `guest-${language}`)
  })
})

describe('the language that LINE says', () => {
  it.each([
    [undefined, 'ja'],
    ['ja', 'ja'],
    ['JA-jp', 'ja'],
    ['en_US', 'en'],
    ['id', 'plain-ja'],
  ] as const)('%s is %s to us', (said, language) => expect(languageOfProfile(said)).toBe(language))
})

describe.each(engines)('a chosen language on $engine', ({ open }) => {
  let stores: Awaited<ReturnType<typeof open>>
  let store: Store
  beforeAll(async () => {
    stores = await open()
  })
  afterAll(() => stores.close())
  beforeEach(async () => {
    store = await stores.openStore()
    await addMember(store, 'hana')
  })

  const choose = (language: MemberLanguage) =>
    store.batch(chooseLanguage(store.db, { memberId: 'hana', language, at: NOON }))
  const menus = () => store.db.selectFrom('outbox_messages').select(['kind', 'rich_menu', 'state']).execute()

  it('holds against what LINE says, and owes the menu of the person', async () => {
    await store.batch([followLanguage(store.db, { memberId: 'hana', language: 'plain-ja' })])
    expect((await memberRow(store, 'hana')).language).toBe('plain-ja')
    await choose('en')
    await store.batch([followLanguage(store.db, { memberId: 'hana', language: 'plain-ja' })])
    expect(await memberRow(store, 'hana')).toMatchObject({ language: 'en', language_chosen_at: NOON })
    expect(await menus()).toEqual([{ kind: 'rich_menu', rich_menu: 'member', state: 'ready' }])
  })

  it.each(['left', 'erased'] as const)('changes nothing of who has %s', async (state) => {
    await store.db.updateTable('members').set({ state }).where('id', '=', 'hana').execute()
    await choose('en')
    expect((await memberRow(store, 'hana')).language).toBe('ja')
    expect(await menus()).toEqual([])
  })
})
