import type { SegmentRule } from '../segments/rule.ts'

const CHOICE = /^unused:([0-9a-zA-Z-]{1,64})$/

/** How the form names the people who have a coupon and have not used it, where a segment's id stands otherwise. */
export const choiceForUnused = (couponId: string) => `unused:${couponId}`

/** The coupon that a value of the form names so; undefined: none. */
export const unusedChoiceIn = (chosen: string): string | undefined => CHOICE.exec(chosen)?.[1]

/** Asked anew whenever the people are counted: who uses it meanwhile is reminded of nothing. */
export const ruleForUnused = (couponId: string): SegmentRule => ({
  match: 'all',
  conditions: [{ kind: 'coupon', did: 'unused', in: [couponId] }],
})

/** The form's value for a draft to such people; undefined for any other. */
export function unusedChoiceOf({ match, conditions }: SegmentRule): string | undefined {
  const [only, ...others] = conditions
  if (match !== 'all' || others.length > 0 || only?.kind !== 'coupon' || only.not || only.did !== 'unused')
    return undefined
  const [couponId, ...more] = only.in
  return couponId !== undefined && more.length === 0 ? choiceForUnused(couponId) : undefined
}
