import { type Context, Hono } from 'hono'
import { Refusal } from '../../refusal.ts'
import { shopName } from '../../stores/stores.ts'
import type { WebEnv } from '../../web/env.ts'
import { showCode } from '../codes.ts'
import { findGrant, type Grant } from '../grants.ts'
import { readCouponToken } from '../links.ts'
import { CodeFragment, CouponPage, CouponState, isLive, UnusablePage } from './member-pages.tsx'

type Opened = { grant: Grant; now: number; path: string }

/** Mounted at /coupon: a person's coupon, opened from LINE. Looking changes nothing; the code is asked for by POST. */
export const couponPages = new Hono<WebEnv>()
  .use(async (c, next) => {
    await next()
    c.header('cache-control', 'no-store')
  })

  .get('/:token', async (c) => {
    const opened = await open(c)
    return c.html(<CouponPage {...opened} shopName={await shopName(c.var.deps.store)} />)
  })

  .post('/:token', async (c) => {
    const opened = await open(c)
    return c.html(
      <CouponPage {...opened} shopName={await shopName(c.var.deps.store)}>
        {isLive(opened.grant, opened.now) && (await codeFragment(c, opened))}
      </CouponPage>,
    )
  })

  /** Asked every second by the page; X-Refresh ends that when there is no code any more. */
  .post('/:token/codes', async (c) => {
    const opened = await open(c)
    if (isLive(opened.grant, opened.now)) return c.html(await codeFragment(c, opened))
    c.header('x-refresh', 'stop')
    return c.html(<CouponState {...opened} />)
  })

couponPages.onError((error, c) => {
  if (!(error instanceof Refusal) || error.code !== 'coupon_link_unusable') throw error
  return c.html(<UnusablePage language={c.var.language} />, 404)
})

async function open(c: Context<WebEnv, '/:token'>): Promise<Opened> {
  const { store, config, now } = c.var.deps
  const token = c.req.param('token')
  const grantId = await readCouponToken(config.sessionSecret, token)
  const grant = grantId === undefined ? undefined : await findGrant(store, grantId)
  if (!grant) throw new Refusal('coupon_link_unusable')
  return { grant, now: now(), path: `/coupon/${token}` }
}

async function codeFragment(c: Context<WebEnv>, opened: Opened) {
  const { store, config } = c.var.deps
  const { sessionSecret, baseUrl } = config
  const shown = await showCode(store, { sessionSecret, grant: opened.grant, now: opened.now })
  return <CodeFragment {...opened} shown={shown} baseUrl={baseUrl} />
}
