import type { Context } from 'hono'
import { namesFor } from '../segments/names.ts'
import { membersOf } from '../segments/rule.ts'
import { ruleSentence } from '../segments/words.ts'
import { composeEventTexts } from '../texts/compose-event.ts'
import type { WebEnv } from '../web/env.ts'
import { choiceForUnused, ruleForUnused, unusedChoiceIn } from './coupon-audience.ts'

type Asked = { couponId: string | undefined; chosen: string }

/**
 * Those who have not used a coupon yet, as an audience beside the segments: of the coupon that the message carries, or of
 * the one that was chosen; without a line of their own, "everybody" would be.
 */
export async function unusedChoices(c: Context<WebEnv>, { couponId, chosen }: Asked) {
  const about = new Set([couponId, unusedChoiceIn(chosen)].filter((id) => !!id))
  return Promise.all([...about].map((id) => choiceOf(c, id ?? '')))
}

async function choiceOf(c: Context<WebEnv>, couponId: string) {
  const { deps, language, operator } = c.var
  const rule = ruleForUnused(couponId)
  const names = await namesFor(deps.store, { rules: [rule], storeId: operator.storeId })
  const { count } = await membersOf(deps.store.db, { rule, storeId: operator.storeId, now: deps.now() })
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  const name = composeEventTexts[language].counted(ruleSentence(rule, names, language), count)
  return { id: choiceForUnused(couponId), name }
}
