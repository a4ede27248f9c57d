import { type Context, Hono } from 'hono'
import { raw } from 'hono/html'
import { z } from 'zod'
import { DAY_MS, dayOf } from '../../labour/days.ts'
import { Refusal } from '../../refusal.ts'
import { listStores, shopName } from '../../stores/stores.ts'
import { couponMakingTexts } from '../../texts/coupon-making.ts'
import { couponTermsTexts } from '../../texts/coupon-terms.ts'
import { cleanLine } from '../../web/clean-words.ts'
import type { WebEnv } from '../../web/env.ts'
import { type FormErrors, type FormValues, readForm, valueIn } from '../../web/form.ts'
import { allow } from '../../web/session.ts'
import { previewed } from '../../web/ui-preview.tsx'
import { couponCard } from '../card.ts'
import {
  COUPON_STOP_WORDS_MAX,
  COUPON_TITLE_MAX,
  createCoupon,
  findCoupon,
  offerOfNew,
  stopCoupon,
} from '../coupons.ts'
import { countHolders, extendCoupon } from './extending.ts'
import { ExtendPage, NewCouponPage, PATH, StopPage } from './terms-pages.tsx'
import { freshTerms, sampledTerms, termsValues } from './terms-values.ts'
import { dayStart } from './typed.ts'
import { readTerms } from './typed-terms.ts'
import { warningsIn } from './warnings.ts'

type C = Context<WebEnv>

/** So far ahead a coupon may end: nobody remembers more. */
const EXTENSION_DAYS_MAX = 3 * 366
/** What the form starts with. */
const EXTENSION_DAYS_USUAL = 30

const Typed = z.record(z.string(), z.union([z.string(), z.array(z.string())]).optional())

/** Mounted at /admin/coupons: making, extending and stopping a coupon. All of it is an owner's. */
export const couponTermsAdmin = new Hono<WebEnv>()
  .get('/new', allow('owner'), async (c) => showNew(c, await freshValues(c)))

  .post('/', allow('owner'), async (c) => {
    const { deps, operator, language } = c.var
    const values = await typedIn(c)
    const title = cleanLine(valueIn(values, 'title')).trim()
    const read = readTerms(values, deps.now())
    const known = (await listStores(deps.store)).map(({ id }) => id)
    const errors: Record<string, string> = {}
    if (title === '' || title.length > COUPON_TITLE_MAX) errors.title = couponMakingTexts[language].nameWrong
    if (!read.ok)
      for (const [field, fault] of Object.entries(read.faults)) errors[field] = couponTermsTexts[language].errors[fault]
    else if (!read.terms.storeIds.every((id) => known.includes(id)))
      errors.stores = couponTermsTexts[language].errors.stores
    if (!read.ok || Object.keys(errors).length > 0) return showNew(c, values, errors)
    const couponId = await createCoupon(deps.store, {
      coupon: { ...read.terms, title },
      createdBy: operator.id,
      now: deps.now(),
    })
    return c.redirect(`${PATH}/${couponId}?done=made`, 303)
  })

  /** What the card will look like, while the terms are being decided; without JavaScript the whole page, filled. */
  .post('/previews', allow('owner'), async (c) => c.html(raw((await previewOf(c, await typedIn(c))).html)))
  .post('/rehearsals', allow('owner'), async (c) => showNew(c, await typedIn(c)))

  .get('/:couponId/extend', allow('owner'), async (c) => {
    const coupon = await livingCoupon(c, c.req.param('couponId'))
    const endsOn = c.req.query('endsOn')
    return showExtend(c, coupon.id, endsOn)
  })

  .post('/:couponId/extensions', allow('owner'), async (c) => {
    const { deps, operator } = c.var
    const coupon = await livingCoupon(c, c.req.param('couponId'))
    const endsOn = valueIn(await typedIn(c), 'endsOn')
    const at = dayStart(endsOn)
    const isRepeated = at !== undefined && at + DAY_MS === coupon.endsAt
    if (at === undefined || (wrongDay(c, { endsOn, endsAt: coupon.endsAt }) && !isRepeated))
      return showExtend(c, coupon.id, endsOn)
    await extendCoupon(deps.store, {
      couponId: coupon.id,
      endsAt: at + DAY_MS,
      operatorId: operator.id,
      now: deps.now(),
    })
    return c.redirect(`${PATH}/${coupon.id}?done=extended`, 303)
  })

  .get('/:couponId/stop', allow('owner'), async (c) => showStop(c, c.req.param('couponId'), {}))

  .post('/:couponId/stops', allow('owner'), async (c) => {
    const { deps, operator, language } = c.var
    const coupon = await theCoupon(c, c.req.param('couponId'))
    const values = await typedIn(c)
    const words = cleanLine(valueIn(values, 'words')).trim()
    if (words.length > COUPON_STOP_WORDS_MAX)
      return showStop(c, coupon.id, values, { words: couponMakingTexts[language].stop.wordsWrong })
    await stopCoupon(deps.store, { couponId: coupon.id, words, operatorId: operator.id, now: deps.now() })
    return c.redirect(`${PATH}/${coupon.id}?stopped=1`, 303)
  })

async function typedIn(c: C): Promise<FormValues> {
  const form = await readForm(c, Typed)
  if (!form.ok) throw new Refusal('form_invalid')
  return form.values
}

/** Empty, or the terms of a coupon that there was, from today. */
async function freshValues(c: C): Promise<FormValues> {
  const { store, now } = c.var.deps
  const storeIds = (await listStores(store)).map(({ id }) => id)
  const fresh = freshTerms({ storeIds, now: now() })
  const like = c.req.query('like')
  const before = like ? await findCoupon(store, like) : undefined
  if (!before) return fresh
  const { item, per, totalMax, validDays, regularYen, stores, ...rest } = before
  const kept = termsValues({
    ...rest,
    storeIds: stores.map(({ id }) => id),
    ...(item !== null && { item }),
    ...(per !== null && { per }),
    ...(totalMax !== null && { totalMax }),
    ...(validDays !== null && { validDays }),
    ...(regularYen !== null && { regularYen }),
  })
  return { ...kept, title: before.title, startsOn: fresh.startsOn, endsOn: fresh.endsOn }
}

async function showNew(c: C, values: FormValues, errors: FormErrors = {}) {
  const { deps, operator, language: lang } = c.var
  return c.html(
    <NewCouponPage
      {...{ lang, operator, values, errors }}
      stores={await listStores(deps.store)}
      warnings={warningsIn(values)}
      shopName={await shopName(deps.store)}
      previewed={await previewOf(c, values)}
      nonce={c.get('secureHeadersNonce')}
    />,
    Object.values(errors).some(Boolean) ? 422 : 200,
  )
}

/** What is missing or wrong is replaced by a sample. */
async function previewOf(c: C, values: FormValues) {
  const { deps, language: lang } = c.var
  const now = deps.now()
  const shop = await shopName(deps.store)
  const terms = sampledTerms(values, now)
  if (!terms) return { html: '', css: '' }
  const title = cleanLine(valueIn(values, 'title')).trim().slice(0, COUPON_TITLE_MAX)
  const stores = (await listStores(deps.store)).filter(({ id }) => terms.storeIds.includes(id))
  const card = couponCard({
    coupon: offerOfNew({ ...terms, title: title || couponMakingTexts[lang].sampleTitle }),
    shopName: shop,
    storeNames: stores.length > 0 ? stores.map(({ name }) => name) : [shop],
    url: undefined,
    now,
  })
  return previewed([card], { lang, shopName: shop })
}

async function theCoupon(c: C, couponId: string) {
  const coupon = await findCoupon(c.var.deps.store, couponId)
  if (!coupon) throw new Refusal('not_found')
  return coupon
}

/** One whose end can still move. */
async function livingCoupon(c: C, couponId: string) {
  const coupon = await theCoupon(c, couponId)
  if (coupon.stoppedAt !== null || coupon.endsAt <= c.var.deps.now()) throw new Refusal('coupon_not_changeable')
  return coupon
}

function wrongDay(c: C, { endsOn, endsAt }: { endsOn: string; endsAt: number }) {
  const t = couponMakingTexts[c.var.language].extend
  const at = dayStart(endsOn)
  if (at === undefined || at + DAY_MS <= endsAt) return t.wrong
  return at > c.var.deps.now() + EXTENSION_DAYS_MAX * DAY_MS ? t.far : undefined
}

async function showExtend(c: C, couponId: string, endsOn: string | undefined) {
  const { deps, operator, language: lang } = c.var
  const coupon = await theCoupon(c, couponId)
  const wrong = endsOn === undefined ? undefined : wrongDay(c, { endsOn, endsAt: coupon.endsAt })
  return c.html(
    <ExtendPage
      {...{ lang, operator, coupon }}
      values={{ endsOn: endsOn ?? dayOf(coupon.endsAt - 1 + EXTENSION_DAYS_USUAL * DAY_MS) }}
      errors={{ endsOn: wrong }}
      until={endsOn === undefined || wrong ? undefined : dayStart(endsOn)}
      holders={await countHolders(deps.store, { couponId, now: deps.now() })}
    />,
    wrong ? 422 : 200,
  )
}

async function showStop(c: C, couponId: string, values: FormValues, errors: FormErrors = {}) {
  const { deps, operator, language: lang } = c.var
  const coupon = await theCoupon(c, couponId)
  if (coupon.stoppedAt !== null) return c.redirect(`${PATH}/${couponId}`, 303)
  const holders = await countHolders(deps.store, { couponId, now: deps.now() })
  return c.html(<StopPage {...{ lang, operator, coupon, holders, values, errors }} />, errors.words ? 422 : 200)
}
