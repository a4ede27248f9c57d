import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { Refusal } from '../../refusal.ts'
import { EVERYONE, type SegmentRule } from '../../segments/rule.ts'
import { findSegment, listSegments } from '../../segments/segments.ts'
import { couponIssuingTexts } from '../../texts/coupon-issuing.ts'
import { errorTexts } from '../../texts/errors.ts'
import type { WebEnv } from '../../web/env.ts'
import { readForm, valueIn } from '../../web/form.ts'
import { allow } from '../../web/session.ts'
import { findCoupon } from '../coupons.ts'
import { countIssue, findGivable } from './audience.ts'
import { giftAdmin } from './gift-admin.tsx'
import { holderAdmin } from './holders-admin.tsx'
import { EVERYBODY, IssuePage, PATH } from './issue-page.tsx'
import { issueToSegment } from './issues.ts'

type C = Context<WebEnv, '/:couponId'>
type Audience = { audience: string; name: string; rule: SegmentRule; segmentId?: string; version: number }

const Wanted = z.string().max(100).optional().catch(undefined)
const IssueForm = z.object({
  issueId: z.uuid(),
  audience: z.string().min(1).max(100),
  version: z.coerce.number().int().nonnegative(),
  count: z.coerce.number().int().min(1),
})

/**
 * Mounted at /admin/coupons: giving a coupon to a segment or to one person, and taking it back. A manager gives what holds in
 * the own store, to the own store's people; anything else is not found.
 */
export const couponIssuingAdmin = new Hono<WebEnv>()
  .get('/:couponId/issue', allow('manager'), async (c) => {
    const wanted = Wanted.parse(c.req.query('audience'))
    return showIssue(c, wanted === undefined ? undefined : await audienceOf(c, wanted))
  })

  .post('/:couponId/issues', allow('manager'), async (c) => {
    const { deps, operator, language } = c.var
    const form = await readForm(c, IssueForm)
    if (!form.ok) {
      const wanted = valueIn(form.values, 'audience')
      return showIssue(c, wanted === '' ? undefined : await audienceOf(c, wanted), errorTexts[language].form_invalid)
    }
    const { issueId, count, version } = form.data
    const chosen = await audienceOf(c, form.data.audience)
    const couponId = c.req.param('couponId')
    try {
      if (chosen.version !== version) throw new Refusal('coupon_reach_changed')
      const { given } = await issueToSegment(deps.store, {
        ...{ issueId, couponId, rule: chosen.rule, segmentId: chosen.segmentId, confirmedCount: count },
        ...{ storeId: operator.storeId, operatorId: operator.id, now: deps.now() },
      })
      deps.wake('outbox')
      return c.redirect(`${PATH}/${couponId}/people?issued=${given}`, 303)
    } catch (error) {
      if (!(error instanceof Refusal) || !SHOWN.some((code) => code === error.code)) throw error
      return showIssue(c, chosen, errorTexts[language][error.code])
    }
  })

  .route('/', giftAdmin)
  .route('/', holderAdmin)

/** What can be put right on the page, with the numbers as they are now. */
const SHOWN = ['coupon_reach_changed', 'broadcast_reach_empty'] as const

async function audienceOf(c: C, wanted: string): Promise<Audience> {
  const { everybody } = couponIssuingTexts[c.var.language].issue
  if (wanted === EVERYBODY) return { audience: EVERYBODY, name: everybody, rule: EVERYONE, version: 0 }
  const segment = await findSegment(c.var.deps.store, wanted)
  if (!segment) throw new Refusal('not_found')
  const { id, name, rule, updatedAt } = segment
  return { audience: id, name, rule, segmentId: id, version: updatedAt }
}

async function showIssue(c: C, audience: Audience | undefined, error?: string) {
  const { deps, operator, language: lang } = c.var
  const { store } = deps
  const couponId = c.req.param('couponId')
  const asked = { couponId, storeId: operator.storeId, now: deps.now() }
  await findGivable(store, asked)
  const coupon = await findCoupon(store, couponId)
  if (!coupon) throw new Refusal('not_found')
  const segments = (await listSegments(store)).map(({ id, name, rule }) => ({ id, name, readable: rule !== undefined }))
  const chosen = audience && {
    ...audience,
    count: await countIssue(store, { ...asked, rule: audience.rule }),
    issueId: crypto.randomUUID(),
  }
  return c.html(<IssuePage {...{ lang, operator, coupon, segments, chosen, error }} />, error === undefined ? 200 : 422)
}
