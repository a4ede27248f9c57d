import { memberCatalogue } from './language.ts'

/** Each language in its own words, whatever is spoken now. */
export const LANGUAGE_NAMES = { ja: '日本語', 'plain-ja': 'やさしい日本語', en: 'English' } as const

/** The choice of a language, in the bot and on マイページ. */
export const languageTexts = memberCatalogue({
  ja: {
    open: 'ことば・Language',
    ask: 'どのことばでお話ししましょうか？\nPlease choose your language.',
    chosen: 'これからは日本語でお話しします。',
  },
  'plain-ja': {
    open: 'ことば・Language',
    ask: 'どの ことばが いいですか？\nPlease choose your language.',
    chosen: 'これからは やさしい日本語で 話します。',
  },
  en: {
    open: 'Language・ことば',
    ask: 'Please choose your language.\nどのことばがいいですか？',
    chosen: 'From now on we will write to you in English.',
  },
})
