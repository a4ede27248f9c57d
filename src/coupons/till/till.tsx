import { type Context, Hono } from 'hono'
import { isDoorOpen } from '../../events/check-ins.ts'
import { listDoors } from '../../events/door.ts'
import { Refusal } from '../../refusal.ts'
import { onDutyToday } from '../../shifts/notices/on-duty.ts'
import { formerTillStaff } from '../../stores/till-sessions.ts'
import { findTill } from '../../stores/tills.ts'
import type { WebEnv } from '../../web/env.ts'
import { type FormErrors, type FormValues, readForm, valueIn } from '../../web/form.ts'
import { keptCode, tillTokenOf } from '../../web/session.ts'
import { findGrant } from '../grants.ts'
import { codeIn, type Preview, previewCode, readPreview, signPreview } from './previews.ts'
import { redeemCoupon } from './redemptions.ts'
import { PreviewForm, redemptionForm, wordMisfit } from './till-forms.tsx'
import { atTill, here, withStaff } from './till-here.tsx'
import { EntryPage, PreviewPage } from './till-pages.tsx'
import { wordRefusal } from './till-refusals.tsx'
import { DonePage, NoPage, UndonePage } from './till-results.tsx'
import { searchPages } from './till-search.tsx'
import { undoPages } from './till-undos.tsx'

/** What a guest of an event shows by mistake, or at the wrong place: it leads to its own door. */
const DOOR_CODE = /(?<=^https?:\/\/[^/?#]{1,200})\/d\/[\w.-]{1,400}$/

/** Mounted at /till: for a device that the owner enrolled, and who stands there. Scan, look, 確定, next guest. */
export const tillPages = new Hono<WebEnv>()
  // The QR is a link to here: its code is filled in, and looked up only by the POST, which counts wrong ones.
  .get('/', atTill, withStaff, async (c) => {
    const { deps, till, staff } = c.var
    const now = deps.now()
    const doors = (await listDoors(deps.store, { storeId: till.storeId, now })).filter((event) =>
      isDoorOpen(event, now),
    )
    const onDuty = await onDutyToday(deps.store, { storeId: till.storeId, now })
    const others = await formerTillStaff(deps.store, { tillId: till.id, operatorId: staff.id, now })
    const code = keptCode(c.req.query('code'))
    return c.html(<EntryPage {...{ ...here(c), code, doors, others, onDuty }} />)
  })

  // Asked by that page while it waits for a guest, which is no use of the till: it is loaded anew once this device is none.
  .get('/standing', async (c) => {
    c.header('cache-control', 'no-store')
    const found = await findTill(c.var.deps.store, { token: tillTokenOf(c) ?? '' })
    if (!found) c.header('x-refresh', 'reload')
    return c.body(null, 204)
  })

  .post('/previews', atTill, withStaff, async (c) => {
    const { deps, till } = c.var
    const { sessionSecret } = deps.config
    const form = await readForm(c, PreviewForm)
    const code = form.ok ? form.data.code : ''
    const door = DOOR_CODE.exec(code)?.[0]
    if (door) return c.redirect(door, 303)
    const now = deps.now()
    const { grant, preview } = await previewCode(deps.store, { sessionSecret, code, till, now })
    const token = await signPreview(sessionSecret, { preview, till })
    return c.html(<PreviewPage {...here(c)} grant={grant} token={token} reason={null} now={now} />)
  })

  .post('/redemptions', atTill, withStaff, async (c) => {
    const { deps, till, staff, language: lang } = c.var
    const form = await readForm(c, redemptionForm(lang))
    const token = valueIn(form.values, 'preview')
    const preview = await readPreview(deps.config.sessionSecret, { token, till })
    if (!preview) throw new Refusal('redemption_key_reused')
    if (!form.ok) return askAgain(c, { preview, token, typed: form })

    const { bill: billYen, guests } = form.data
    const now = deps.now()
    try {
      const redemption = await redeemCoupon(deps.store, { preview, till, staff, entered: { billYen, guests }, now })
      // The form of a use that was taken back since was sent again.
      if (redemption.undoneAt !== null) return c.html(<UndonePage {...{ lang, till, redemption }} />)
      const grant = await findGrant(deps.store, redemption.grantId)
      return c.html(<DonePage {...{ lang, till, redemption, grant, now }} />)
    } catch (error) {
      const errors = error instanceof Refusal ? wordMisfit(error, lang) : undefined
      if (!errors) throw error
      return askAgain(c, { preview, token, typed: { values: form.values, errors } })
    }
  })

  .route('/', searchPages)
  .route('/', undoPages)

/** A till says no in its own way: full-bleed, with the reason and what to do. */
tillPages.onError(async (error, c) => {
  const { deps, language: lang } = c.var
  const no = error instanceof Refusal ? wordRefusal(error, { lang, now: deps.now() }) : undefined
  if (!no) throw error
  const code = error.message === 'staff_needed' ? await typedCode(c) : ''
  return c.html(<NoPage lang={lang} till={c.get('till')} no={no} code={code} />, STATUS[error.message] ?? 422)
})

const STATUS: Readonly<Record<string, 401 | 403 | 429>> = {
  staff_needed: 401,
  till_not_enrolled: 403,
  till_locked: 429,
}

type Asked = { preview: Preview; token: string; typed: { values: FormValues; errors: FormErrors } }

/** The same preview again, filled, with what is wrong at its field: nothing was used. */
async function askAgain(c: Context<WebEnv>, { preview, token, typed }: Asked) {
  const { store, now } = c.var.deps
  const grant = await findGrant(store, preview.grantId)
  if (!grant) throw new Refusal('coupon_code_unknown')
  const page = { ...here(c), grant, token, reason: preview.reason, typed, now: now() }
  return c.html(<PreviewPage {...page} />, 422)
}

/** What was typed by somebody whose shift at this till was over. */
async function typedCode(c: Context<WebEnv>) {
  const form = await readForm(c, PreviewForm)
  return form.ok ? keptCode(codeIn(form.data.code)) : ''
}
