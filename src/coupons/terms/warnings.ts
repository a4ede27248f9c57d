import { prizeLimit, spendFor } from './prize-limit.ts'
import { firstOf, type TypedValues, wholeIn } from './typed.ts'

/**
 * What the owner must have read and ticked before a coupon is kept. `token` is the value of the tick: it stands for exactly
 * this, and says nothing about another sum or other words.
 */
export type TermsWarning =
  | { field: 'prizeOk'; token: string; itemYen: number; limitYen: number; spendYen: number }
  | { field: 'reviewOk'; token: string; words: string }

/** Where a coupon may seem to be the price of a review: such praise must not be bought (ステマ規制, 景品表示法 5条3号). */
const REVIEW =
  /口コミ|クチコミ|くちコミ|くちこみ|レビュー|高評価|星5|星五|★{3,}|投稿|ハッシュタグ|拡散|ツイート|食べログ|ぐるなび|googleマップ|トリップアドバイザー|\breviews?\b|\bratings?\b|\b(?:five|5)[- ]stars?\b|\bhashtags?\b|\btripadvisor\b/i
/** What guests read of a coupon. */
const WORDS = ['title', 'item', 'note', 'greeting'] as const

/** What is to be warned of in typed terms, whether it was ticked or not. */
export const warningsIn = (typed: TypedValues): readonly TermsWarning[] => [...prizeIn(typed), ...reviewIn(typed)]

/** The same for the words alone, where the terms stand already. */
export function reviewIn(typed: TypedValues): readonly TermsWarning[] {
  const said = WORDS.map((name) => firstOf(typed, name)).join('\n')
  const found = REVIEW.exec(said.normalize('NFKC').replace(/google\s+/gi, 'Google'))?.[0]
  return found === undefined ? [] : [{ field: 'reviewOk', token: found.toLowerCase(), words: found }]
}

function prizeIn(typed: TypedValues): readonly TermsWarning[] {
  const itemYen = wholeIn(firstOf(typed, 'value'))
  const minimumSpendYen = wholeIn(firstOf(typed, 'minimumSpendYen') || '0')
  if (firstOf(typed, 'offer') !== 'free_item' || itemYen === undefined || minimumSpendYen === undefined) return []
  const limitYen = prizeLimit({ kind: 'free_item', conditions: { minimumSpendYen } })
  if (limitYen === null || itemYen <= limitYen) return []
  return [{ field: 'prizeOk', token: `${itemYen}-${limitYen}`, itemYen, limitYen, spendYen: spendFor(itemYen) }]
}

/** The warnings that were not ticked. */
export const unticked = (typed: TypedValues, warnings: readonly TermsWarning[]) =>
  warnings.filter(({ field, token }) => firstOf(typed, field) !== token)

/** The values of a form in which every warning is ticked. */
export const ticksFor = (warnings: readonly TermsWarning[]): Record<string, string> =>
  Object.fromEntries(warnings.map(({ field, token }) => [field, token]))
