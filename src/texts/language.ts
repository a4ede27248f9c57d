import type { MemberLanguage } from '../db/schema.ts'

/** The languages of the admin and till pages. */
export const LANGUAGES = ['ja', 'en'] as const
export type Language = (typeof LANGUAGES)[number]

/** A value is a text, a list of texts, a group of texts, or a function that puts facts into a text or a group of them. */
export type Words = {
  readonly [key: string]: string | readonly string[] | Words | ((...facts: never[]) => string | Words)
}

/**
 * The texts of the admin or till pages. Japanese decides which keys there are: a missing, surplus or differently
 * shaped one in another language does not compile. Read as `texts[language].key`.
 */
export const catalogue = <T extends Words>(texts: { ja: T; en: NoInfer<T> }): Record<Language, T> => texts

/** The texts of the bot and of a member's pages; やさしい日本語 may start from `...ja` and reword what is hard. */
export const memberCatalogue = <T extends Words>(texts: {
  ja: T
  'plain-ja': NoInfer<T>
  en: NoInfer<T>
}): Record<MemberLanguage, T> => texts

/** The language of a cookie, a query or a form; Japanese when it says anything unknown. */
export const asLanguage = (said: string | undefined): Language => LANGUAGES.find((known) => known === said) ?? 'ja'

/** For the `lang` attribute of a page: a browser does not know やさしい日本語. */
export const htmlLang = (language: Language | MemberLanguage): Language => (language === 'en' ? 'en' : 'ja')
