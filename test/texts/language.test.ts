import { describe, expect, it } from 'vitest'
import { asLanguage, catalogue, htmlLang, memberCatalogue, type Words } from '../../src/texts/language.ts'
import { webTexts } from '../../src/texts/web.ts'

describe('a catalogue', () => {
  it('does not compile with a text missing, surplus or of another shape', () => {
    const ja = { title: 'ホーム', people: (count: number) => `${count}人`, roles: { owner: 'オーナー' } }
    const en = { title: 'Home', people: (count: number) => `${count} people`, roles: { owner: 'owner' } }
    // @ts-expect-error: `roles.owner` is missing
    catalogue({ ja, en: { ...en, roles: {} } })
    // @ts-expect-error: `title` is missing
    catalogue({ ja, en: { people: en.people, roles: en.roles } })
    // @ts-expect-error: `titel` is not asked for
    catalogue({ ja, en: { title: 'Home', titel: 'Home', people: en.people, roles: en.roles } })
    // @ts-expect-error: `people` takes a number
    catalogue({ ja, en: { ...en, people: (count: string) => count } })
    // @ts-expect-error: やさしい日本語 is missing
    memberCatalogue({ ja, en })

    expect(catalogue({ ja, en }).en.people(2)).toBe('2 people')
    expect(memberCatalogue({ ja, 'plain-ja': { ...ja, title: 'はじめ' }, en })['plain-ja'].title).toBe('はじめ')
  })

  it('has no empty text', () => {
    const leaves = (words: Words): unknown[] =>
      Object.values(words).flatMap((word) =>
        typeof word === 'object' ? leaves(Object.fromEntries(Object.entries(word))) : [word],
      )
    for (const text of [...leaves(webTexts.ja), ...leaves(webTexts.en)]) expect(text).toBeTruthy()
  })
})

describe('a language', () => {
  it('is Japanese when nobody said another that we know', () => {
    expect(['en', 'ja', 'fr', '', undefined, '__proto__'].map(asLanguage)).toEqual(['en', 'ja', 'ja', 'ja', 'ja', 'ja'])
  })

  it('is one a browser knows, on the page', () => {
    expect([htmlLang('plain-ja'), htmlLang('ja'), htmlLang('en')]).toEqual(['ja', 'ja', 'en'])
  })
})
