import { z } from 'zod'

export const WORDS_MAX = 300
export const NAME_MAX = 60

const words = (max: number) => z.string().trim().max(max)

/**
 * What an ad for a shift says, and what is agreed with whoever takes it; as opening and assignment keep it (`terms`).
 * Required are the six items of 職業安定法施行規則 (2024-12: employer's name, full address, contact, duties, place, wage)
 * and the scope of change (2024-04); `faultsOf` names what is missing.
 */
export const Terms = z.object({
  employerName: words(NAME_MAX),
  employerAddress: words(WORDS_MAX),
  /** A phone number, a mail address or a form. */
  contact: words(WORDS_MAX),
  duties: words(WORDS_MAX),
  /** Which other duties it may come to be: 変更なし. */
  dutiesChange: words(WORDS_MAX),
  /** Where the work is done, with its address. */
  place: words(WORDS_MAX),
  placeChange: words(WORDS_MAX),
  /** Whether the contract is renewed: 更新なし. */
  renewal: words(WORDS_MAX),
  prefecture: words(10),
  bring: words(WORDS_MAX),
  smoking: words(WORDS_MAX),
  insurance: words(WORDS_MAX),
  payTerms: words(WORDS_MAX),
  desk: words(WORDS_MAX),
  leavingTerms: words(WORDS_MAX),
  /** A word of the shop to those it asks. */
  message: words(WORDS_MAX),
})
export type Terms = z.output<typeof Terms>

/** When, and for how much: times in UTC epoch ms, money in integer yen. */
export type Hours = { startsAt: number; endsAt: number; breakMinutes: number }
export type Wage = { wageYen: number; transportYen: number }

export const NO_CHANGE = '変更なし'
export const NO_RENEWAL = '更新なし'
