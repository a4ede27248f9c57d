/** What an owner may put into the words, in place of which each person reads their own. */
export const VARIABLES = { name: '{名前}', store: '{店舗}' } as const
/** So often at most in one text: filled with the longest names it is still a card that LINE takes. */
export const VARIABLES_MAX = 10
/** Longer is no name that anybody is called by. */
export const FILLED_MAX = 40

export type Person = { name: string | null; store: string | null }
export type Fallbacks = { name?: string | undefined; store?: string | undefined }

/** 「{名前}さん」 reads 「みなさん」 to whoever's name cannot stand there. */
export const NAME_FALLBACK = 'みな'

const ANY = /\{(名前|店舗)\}/g
/** Something in braces that is none of ours: a slip, or a variable of another system. */
const STRANGE = /[{｛](?!(?:名前|店舗)\})[^{}｛｝\s]{1,20}[}｝]|｛(?:名前|店舗)[}｝]/

export const variablesIn = (words: string) => words.match(ANY) ?? []
export const hasVariables = (words: string) => variablesIn(words).length > 0
export const strangeVariable = (words: string) => STRANGE.exec(words)?.[0]

/** Control characters, and those that turn the direction of what follows. */
const UNSEEN = /[\p{Cc}\p{Cs}\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060\u2066-\u2069\ufeff]/u
/** What a chat would make a link of, or nobody is called. */
const LINKED =
  /[/\\@{}<>]|www\.|\.(?:com|net|org|jp|me|io|co|info|biz|xyz|link|app|dev|site|shop|top|ly|gg|to)(?![a-z])/i

/** A person's own word, or nothing when it is missing or would mislead among the shop's words. */
function own(word: string | null | undefined) {
  const trimmed = word?.trim() ?? ''
  const stands = trimmed !== '' && trimmed.length <= FILLED_MAX && !UNSEEN.test(trimmed) && !LINKED.test(trimmed)
  return stands ? trimmed : undefined
}

/** The words as one person reads them. What is filled in is not looked at again. */
export function fill(words: string, person: Person | undefined, fallbacks: { name: string; store: string }) {
  const filled: Record<string, string> = {
    [VARIABLES.name]: own(person?.name) ?? fallbacks.name,
    [VARIABLES.store]: own(person?.store) ?? fallbacks.store,
  }
  return words.replace(ANY, (variable) => filled[variable] ?? variable)
}

/** What stands for a missing name or store: as the owner chose, else a word that fits most sentences. */
export const fallbacksOf = (chosen: Fallbacks | undefined, shopName: string) => ({
  name: chosen?.name || NAME_FALLBACK,
  store: chosen?.store || shopName,
})
