import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { stopAction } from '../../consent/card.ts'
import { currentConsents } from '../../consent/consent.ts'
import { noteAccess } from '../../interactions/access-log.ts'
import { type LineMessage, text } from '../../line/messages.ts'
import { findMember, type Member } from '../../members/members.ts'
import { Refusal } from '../../refusal.ts'
import { type Cost, costOf, readQuota } from '../../sending/cost.ts'
import { quietUntil } from '../../sending/quiet.ts'
import { readSendingSettings } from '../../sending/sending-settings.ts'
import { shopName } from '../../stores/stores.ts'
import { couponGiftAdminTexts, couponGiftTexts } from '../../texts/coupon-gifts.ts'
import { errorTexts } from '../../texts/errors.ts'
import { isolated } from '../../texts/format.ts'
import type { WebEnv } from '../../web/env.ts'
import { type FormErrors, type FormValues, readForm } from '../../web/form.ts'
import { allow } from '../../web/session.ts'
import { couponCard } from '../card.ts'
import { findCoupon } from '../coupons.ts'
import { grantEnd, grantIdFor } from '../grants.ts'
import { couponLink } from '../links.ts'
import { GiftPage, type NotNow } from './gift-page.tsx'
import { capAt, issueToPerson } from './gifts.ts'
import { couponsHeldBy, listGivable } from './holders.ts'

type C = Context<WebEnv, '/gifts/:memberId'>
type Shown = { values: FormValues; errors?: FormErrors }

const Wanted = z.string().max(100).catch('')
/** What can be put right here; the numbers are as they are now. */
const SHOWN = [
  'quota_too_small',
  'person_capped',
  'line_unreachable',
  'coupon_stopped',
  'coupon_expired',
  'person_without_consent',
  'person_blocked_us',
] as const

/** A coupon for one person, from their page. */
export const giftAdmin = new Hono<WebEnv>()
  .get('/gifts/:memberId', allow('manager'), async (c) =>
    showGift(c, await ofOwnStore(c), { values: { coupon: Wanted.parse(c.req.query('coupon') ?? '') } }),
  )

  .post('/gifts/:memberId', allow('manager'), async (c) => {
    const { deps, operator, language } = c.var
    const { couponWrong } = couponGiftAdminTexts[language].gift
    const member = await ofOwnStore(c)
    const Form = z.object({ coupon: z.string(couponWrong).min(1, couponWrong), tell: z.string().optional() })
    const form = await readForm(c, Form)
    if (!form.ok) return showGift(c, member, form)
    const couponId = form.data.coupon
    const isTold = form.data.tell === 'yes'
    const scope = { couponId, memberId: member.id, operatorId: operator.id, storeId: operator.storeId }
    try {
      const telling = isTold ? await tellingOf(c, member, couponId) : undefined
      const { given } = await issueToPerson(deps.store, { ...scope, telling, now: deps.now() })
      deps.wake('outbox')
      return c.redirect(
        `/admin/members/${member.id}?coupon=${given ? (isTold ? 'told' : 'given') : 'had'}#coupons`,
        303,
      )
    } catch (error) {
      if (!(error instanceof Refusal) || !SHOWN.some((code) => code === error.code)) throw error
      const { refused, notGiven } = couponGiftAdminTexts[language].gift
      const why = { ...errorTexts[language], ...refused }[error.code]
      return showGift(c, member, { values: form.values, errors: { '': `${why} ${notGiven}` } })
    }
  })

/** The person of the address; nobody of another store's, and nobody who left. */
async function ofOwnStore(c: C): Promise<Member> {
  const { deps, operator } = c.var
  const member = await findMember(deps.store, c.req.param('memberId'))
  if (!member || member.state === 'left' || member.state === 'erased') throw new Refusal('not_found')
  if (operator.storeId !== null && member.store_id !== operator.storeId) throw new Refusal('not_found')
  return member
}

async function tellingOf(c: C, member: Member, couponId: string) {
  const { deps } = c.var
  const now = deps.now()
  const settings = await readSendingSettings(deps.store)
  const leavesAt = quietUntil(settings, now) ?? now
  return {
    messages: await messagesOf(c, member, couponId),
    leavesAt,
    quota: await readQuota(deps, { sendAt: leavesAt, now }),
    settings,
  }
}

/** A line of thanks and the coupon's card, as it is for this person, in their language. */
async function messagesOf(c: C, { id, name, language }: Member, couponId: string): Promise<readonly LineMessage[]> {
  const { deps } = c.var
  const coupon = await findCoupon(deps.store, couponId)
  if (!coupon) throw new Refusal('not_found')
  const shop = await shopName(deps.store)
  const t = couponGiftTexts[language]
  const grantId = await grantIdFor({ couponId, memberId: id })
  const now = deps.now()
  return [
    text(name === null ? t.wordsUnnamed(shop) : t.words(isolated(name), shop)),
    couponCard({
      coupon: { ...coupon, endsAt: grantEnd(coupon, now), validDays: null },
      shopName: shop,
      storeNames: coupon.stores.map((store) => store.name),
      url: await couponLink(deps.config, grantId),
      more: [stopAction('coupons', language)],
      now,
      language,
    }),
  ]
}

async function showGift(c: C, member: Member, { values, errors = {} }: Shown) {
  const { deps, operator, language: lang } = c.var
  const { store } = deps
  const now = deps.now()
  await noteAccess(store, {
    ...{ operatorId: operator.id, action: 'member_viewed', memberId: member.id, detail: { page: 'couponGift' }, now },
  })
  const [givable, held, settings, notNow] = await Promise.all([
    listGivable(store, { storeId: operator.storeId, now }),
    couponsHeldBy(store, member.id),
    readSendingSettings(store),
    whyNotNow(c, member),
  ])
  const coupons = givable.map(({ id, title, endsAt }) => ({ id, title, endsAt, held: held.includes(id) }))
  const untilAt = quietUntil(settings, now)
  const cap = await capAt(store, { memberId: member.id, settings, leavesAt: untilAt ?? now })
  const cost = notNow === undefined && cap === null && coupons.length > 0 ? await costIfTold(c) : undefined
  const person = { id: member.id, name: member.name }
  const facts = { person, notNow, coupons, cap, cost, quietUntil: untilAt, values, errors, now }
  return c.html(<GiftPage lang={lang} operator={operator} {...facts} />, Object.keys(errors).length > 0 ? 422 : 200)
}

async function whyNotNow({ var: { deps } }: C, { id, state, follow_state }: Member): Promise<NotNow | undefined> {
  if (state !== 'verified') return 'state'
  if (follow_state !== 'following') return 'blocked'
  const { privacy, coupons } = await currentConsents(deps.store, id)
  return privacy?.granted && coupons?.granted ? undefined : 'consent'
}

/** What one message costs; undefined when LINE does not tell what is left. */
async function costIfTold({ var: { deps } }: C): Promise<Cost | undefined> {
  try {
    return await costOf(deps, { messages: 1, now: deps.now() })
  } catch (error) {
    if (error instanceof Refusal && error.code === 'line_unreachable') return undefined
    throw error
  }
}
