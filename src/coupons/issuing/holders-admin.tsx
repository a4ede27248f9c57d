import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { noteAccess } from '../../interactions/access-log.ts'
import { listMembers } from '../../members/directory.ts'
import { Refusal } from '../../refusal.ts'
import { couponIssuingTexts } from '../../texts/coupon-issuing.ts'
import { errorTexts } from '../../texts/errors.ts'
import { formatNumber, fromTokyo } from '../../texts/format.ts'
import { CursorSaid } from '../../web/cursor.ts'
import type { WebEnv } from '../../web/env.ts'
import { type FormErrors, type FormValues, readForm } from '../../web/form.ts'
import { allow } from '../../web/session.ts'
import type { Flash } from '../../web/ui.tsx'
import { findCoupon } from '../coupons.ts'
import { findGivable, isOfStore } from './audience.ts'
import { extendGrant, WITHDRAWAL_WORDS_MAX, withdrawGrant } from './changing.ts'
import { HolderPage, WithdrawalPage } from './holder-page.tsx'
import { findHolder, HOLDER_TABS, type Holder, listHolders } from './holders.ts'
import { HoldersPage } from './holders-page.tsx'
import { PATH } from './issue-page.tsx'
import { PickPage } from './pick-page.tsx'

type C = Context<WebEnv, '/:couponId'>
type OfOne = Context<WebEnv, '/:couponId/people/:grantId'>
type Shown = { values?: FormValues; errors?: FormErrors }

const DAY_MS = 86_400_000
const SEARCH_MAX = 100

const Tab = z.enum(HOLDER_TABS).catch('all')
const Issued = z.coerce.number().int().min(1).max(10_000_000).optional().catch(undefined)
const Done = z.enum(['withdrawn', 'extended']).optional().catch(undefined)
const Search = z.string().trim().max(SEARCH_MAX).catch('')

/** Who has a coupon, and what may be changed for one of them. */
export const holderAdmin = new Hono<WebEnv>()
  .get('/:couponId/people', allow('manager'), async (c) => {
    const { deps, operator, language: lang } = c.var
    const coupon = await ownCoupon(c)
    const tab = Tab.parse(c.req.query('show'))
    const after = CursorSaid.parse(c.req.query('after'))
    const scope = { couponId: coupon.id, storeId: operator.storeId }
    const { holders, next } = await listHolders(deps.store, { ...scope, tab, after })
    await noteListed(c, 'couponPeople', holders.length)
    const given = Issued.parse(c.req.query('issued'))
    const { issue } = couponIssuingTexts[lang]
    const notice: Flash | undefined =
      given === undefined ? undefined : { tone: 'success', text: issue.done(formatNumber(given)) }
    const listed = { coupon, holders, tab, next, later: after !== undefined, notice, now: deps.now() }
    return c.html(<HoldersPage lang={lang} operator={operator} {...listed} />)
  })

  /** Before '/:grantId', which would take its name for a grant's. */
  .get('/:couponId/people/new', allow('manager'), async (c) => {
    const { deps, operator, language: lang } = c.var
    const coupon = await ownCoupon(c)
    await findGivable(deps.store, { couponId: coupon.id, storeId: operator.storeId, now: deps.now() })
    const search = Search.parse(c.req.query('q') ?? '')
    const { members } = await listMembers(deps.store, { tab: 'alumni', search, storeId: operator.storeId })
    await noteListed(c, 'couponGift', members.length)
    return c.html(<PickPage {...{ lang, operator, coupon, search, members }} />)
  })

  .get('/:couponId/people/:grantId', allow('manager'), async (c) => showHolder(c, await ofOwn(c)))

  .get('/:couponId/people/:grantId/withdraw', allow('manager'), async (c) => showWithdrawal(c, await ofOwn(c)))

  .post('/:couponId/people/:grantId/extensions', allow('manager'), async (c) => {
    const { deps, operator, language } = c.var
    const { one: t } = couponIssuingTexts[language]
    const holder = await ofOwn(c)
    const Until = z.string(t.untilWrong).transform((typed, context) => {
      const day = fromTokyo(typed.slice(0, 10))
      if (day === undefined) context.addIssue({ code: 'custom', message: t.untilWrong })
      return (day ?? 0) + DAY_MS
    })
    const form = await readForm(c, z.object({ until: Until }))
    if (!form.ok) return showHolder(c, holder, form)
    const { grantId } = holder
    const scope = { grantId, operatorId: operator.id, storeId: operator.storeId, now: deps.now() }
    const refused = await refusalOf(extendGrant(deps.store, { ...scope, endsAt: form.data.until }))
    return refused
      ? showHolder(c, holder, { values: form.values, errors: { until: t.untilWrongDay } })
      : c.redirect(`${PATH}/${holder.couponId}/people/${grantId}?done=extended`, 303)
  })

  .post('/:couponId/people/:grantId/withdrawals', allow('manager'), async (c) => {
    const { deps, operator, language } = c.var
    const t = couponIssuingTexts[language].withdrawal
    const holder = await ofOwn(c)
    const wrong = t.wordsWrong(WITHDRAWAL_WORDS_MAX)
    const Words = z.string(wrong).trim().min(1, wrong).max(WITHDRAWAL_WORDS_MAX, wrong)
    const form = await readForm(c, z.object({ words: Words }))
    if (!form.ok) return showWithdrawal(c, holder, form)
    const { grantId } = holder
    const scope = { grantId, operatorId: operator.id, storeId: operator.storeId, now: deps.now() }
    const refused = await refusalOf(withdrawGrant(deps.store, { ...scope, words: form.data.words }))
    return refused
      ? showWithdrawal(c, holder, { values: form.values, errors: { '': errorTexts[language][refused.code] } })
      : c.redirect(`${PATH}/${holder.couponId}/people/${grantId}?done=withdrawn`, 303)
  })

/** The coupon of the address, if it is the operator's to look at: an owner's every one, a manager's what holds in the own store. */
async function ownCoupon(c: C) {
  const { deps, operator } = c.var
  const couponId = c.req.param('couponId')
  const own = await deps.store.db
    .selectFrom('coupons')
    .select('id')
    .where('id', '=', couponId)
    .where(isOfStore(operator.storeId))
    .executeTakeFirst()
  const coupon = own && (await findCoupon(deps.store, couponId))
  if (!coupon) throw new Refusal('not_found')
  return coupon
}

async function ofOwn(c: OfOne): Promise<Holder> {
  const { deps, operator } = c.var
  const { couponId, grantId } = c.req.param()
  const holder = await findHolder(deps.store, { couponId, grantId, storeId: operator.storeId })
  if (!holder) throw new Refusal('not_found')
  return holder
}

/** What was refused, if it can be put right on the page. */
const refusalOf = (change: Promise<unknown>) =>
  change.then(
    () => undefined,
    (error: unknown) => {
      if (error instanceof Refusal && error.code === 'coupon_not_changeable') return error
      throw error
    },
  )

async function shownOf(c: OfOne, holder: Holder, { values = {}, errors = {} }: Shown) {
  const { deps, operator, language: lang } = c.var
  const now = deps.now()
  const [coupon] = await Promise.all([
    ownCoupon(c),
    noteAccess(deps.store, {
      ...{ operatorId: operator.id, action: 'member_viewed', memberId: holder.memberId },
      ...{ detail: { page: 'couponHolder' }, now },
    }),
  ])
  return { lang, operator, coupon, holder, values, errors, now }
}

async function showHolder(c: OfOne, holder: Holder, shown: Shown = {}) {
  const done = Done.parse(c.req.query('done'))
  const notice: Flash | undefined = done && { tone: 'success', text: couponIssuingTexts[c.var.language].done[done] }
  return c.html(<HolderPage {...(await shownOf(c, holder, shown))} notice={notice} />, shown.errors ? 422 : 200)
}

const showWithdrawal = async (c: OfOne, holder: Holder, shown: Shown = {}) =>
  c.html(<WithdrawalPage {...(await shownOf(c, holder, shown))} />, shown.errors ? 422 : 200)

async function noteListed(c: C, page: string, count: number) {
  const { deps, operator } = c.var
  if (count > 0)
    await noteAccess(deps.store, {
      ...{ operatorId: operator.id, action: 'members_listed', detail: { page, count }, now: deps.now() },
    })
}
