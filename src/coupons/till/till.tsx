import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { isDoorOpen } from '../../events/check-ins.ts'
import { listDoors } from '../../events/door.ts'
import { Refusal } from '../../refusal.ts'
import { onDutyToday } from '../../shifts/notices/on-duty.ts'
import { findTill, touchTill } from '../../stores/tills.ts'
import type { WebEnv } from '../../web/env.ts'
import { readForm } from '../../web/form.ts'
import { requireTill } from '../../web/session.ts'
import { previewCode, readPreview, signPreview } from './previews.ts'
import { redeemCoupon } from './redemptions.ts'
import { DonePage, EntryPage, NoPage, PreviewPage, wordRefusal } from './till-pages.tsx'

/** A code with its spaces and hyphens, and no more of what a link may bring. */
const CODE_SHOWN_MAX = 20

const PreviewForm = z.object({ code: z.string().max(500) })
const RedemptionForm = z.object({ preview: z.string().max(500) })

/** Per route: beside these pages, /till has the enrolment, which asks for no till. */
const atTill = requireTill({ find: findTill, touch: touchTill })

/** Mounted at /till: for a device that the owner enrolled. Type or scan, look, 使用する, next guest. */
export const tillPages = new Hono<WebEnv>()
  // The QR is a link to here: its code is filled in, and looked up only by the POST, which counts wrong ones.
  .get('/', atTill, async (c) => {
    const { deps, language, till } = c.var
    const now = deps.now()
    const doors = (await listDoors(deps.store, { storeId: till.storeId, now })).filter((event) =>
      isDoorOpen(event, now),
    )
    const code = c.req.query('code')?.slice(0, CODE_SHOWN_MAX) ?? ''
    // The log of accesses is of persons who sign in; whose device it is, the owner enrolled.
    const onDuty = await onDutyToday(deps.store, { storeId: till.storeId, now })
    return c.html(<EntryPage lang={language} till={till} code={code} doors={doors} onDuty={onDuty} />)
  })

  .post('/previews', atTill, async (c) => {
    const form = await readForm(c, PreviewForm)
    return preview(c, form.ok ? form.data.code : '')
  })

  .post('/redemptions', atTill, async (c) => {
    const { deps, till, language } = c.var
    const form = await readForm(c, RedemptionForm)
    const token = form.ok ? form.data.preview : ''
    const preview = await readPreview(deps.config.sessionSecret, { token, till })
    if (!preview) throw new Refusal('coupon_code_unknown')

    const redemption = await redeemCoupon(deps.store, { preview, till, now: deps.now() })
    return c.html(<DonePage lang={language} till={till} redemption={redemption} now={deps.now()} />)
  })

/** A till says no in its own way: full-bleed, with the reason and what to do. */
tillPages.onError((error, c) => {
  const { deps, language } = c.var
  const no = error instanceof Refusal ? wordRefusal(error, { lang: language, now: deps.now() }) : undefined
  if (!no) throw error
  const status = error.message === 'till_not_enrolled' ? 403 : error.message === 'till_locked' ? 429 : 422
  return c.html(<NoPage lang={language} till={c.get('till')} no={no} />, status)
})

/** Shows what a code stands for. Nothing is used by it. */
async function preview(c: Context<WebEnv>, code: string) {
  const { deps, till, language } = c.var
  const { sessionSecret } = deps.config
  const { grant, preview } = await previewCode(deps.store, { sessionSecret, code, till, now: deps.now() })
  const token = await signPreview(sessionSecret, { preview, till })
  return c.html(<PreviewPage lang={language} till={till} grant={grant} token={token} />)
}
