import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { CouponOccasion } from '../../db/schema-coupons.ts'
import { Refusal } from '../../refusal.ts'
import { couponAutomaticTexts } from '../../texts/coupon-automatic.ts'
import { errorTexts } from '../../texts/errors.ts'
import type { WebEnv } from '../../web/env.ts'
import { readForm } from '../../web/form.ts'
import { allow } from '../../web/session.ts'
import type { Flash } from '../../web/ui.tsx'
import { automaticCoupons, startAutomaticCoupon, stopAutomaticCoupon } from './automatic.ts'
import { AutomaticCouponsPage, PATH } from './automatic-page.tsx'
import { listGivable } from './holders.ts'
import { COUPON_OCCASIONS } from './occasions.ts'

type C = Context<WebEnv>
const Done = z.enum(['started', 'stopped']).optional().catch(undefined)

/** Mounted at /admin/coupons/automatic: what is given by itself, on which occasion. The owner's. */
export const automaticCouponAdmin = new Hono<WebEnv>()
  .use(allow('owner'))

  .get('/', (c) => show(c))

  .post('/:occasion/starts', async (c) => {
    const { deps, operator, language } = c.var
    const occasion = occasionOf(c)
    const { wrong } = couponAutomaticTexts[language]
    const name = `coupon-${occasion}`
    const form = await readForm(c, z.object({ [name]: z.string(wrong).min(1, wrong).max(100, wrong) }))
    if (!form.ok) return show(c, { occasion, error: wrong })
    const couponId = form.data[name] ?? ''
    try {
      await startAutomaticCoupon(deps.store, { occasion, couponId, operatorId: operator.id, now: deps.now() })
      return c.redirect(`${PATH}?done=started#${occasion}`, 303)
    } catch (error) {
      if (!(error instanceof Refusal) || error.code === 'not_found') throw error
      return show(c, { occasion, error: errorTexts[language][error.code] })
    }
  })

  .post('/:occasion/stops', async (c) => {
    const { deps } = c.var
    const occasion = occasionOf(c)
    await stopAutomaticCoupon(deps.store, { occasion, now: deps.now() })
    return c.redirect(`${PATH}?done=stopped#${occasion}`, 303)
  })

/** The occasion that an address names. Refusal not_found when there is none of that name. */
function occasionOf(c: C): CouponOccasion {
  const occasion = COUPON_OCCASIONS.find((known) => known === c.req.param('occasion'))
  if (!occasion) throw new Refusal('not_found')
  return occasion
}

async function show(c: C, wrong?: { occasion: CouponOccasion; error: string }) {
  const { deps, operator, language: lang } = c.var
  const now = deps.now()
  const [lines, givable] = await Promise.all([
    automaticCoupons(deps.store, { now }),
    listGivable(deps.store, { storeId: null, now }),
  ])
  const done = wrong ? undefined : Done.parse(c.req.query('done'))
  const notice: Flash | undefined = wrong
    ? { tone: 'error', text: wrong.error }
    : done && { tone: 'success', text: couponAutomaticTexts[lang][done] }
  return c.html(<AutomaticCouponsPage {...{ lang, operator, lines, givable, wrong, notice, now }} />, wrong ? 422 : 200)
}
