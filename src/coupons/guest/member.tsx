import { type Context, Hono } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { randomToken } from '../../crypto.ts'
import { Refusal } from '../../refusal.ts'
import { shopName } from '../../stores/stores.ts'
import type { WebEnv } from '../../web/env.ts'
import { showCode } from '../codes.ts'
import { findGrant, type Grant } from '../grants.ts'
import { couponLink, couponPath, readCouponToken } from '../links.ts'
import {
  CodeFragment,
  CouponPage,
  CouponState,
  FromLinePage,
  fragmentMark,
  isLive,
  UnusablePage,
} from './member-pages.tsx'
import { DEVICES_KEPT_MS } from './openings.ts'
import { PROOF_COOKIE, readProof } from './proof.ts'

/** A random mark of the browser, of which a hash is kept with each coupon shown there. */
const MARK_COOKIE = 'okaeri-mark'

type Opened = { grant: Grant; now: number; path: string }

/** Mounted at /coupon: a person's coupon, opened from LINE. Looking changes nothing; the code is asked for by POST. */
export const couponPages = new Hono<WebEnv>()
  .use(async (c, next) => {
    await next()
    c.header('cache-control', 'no-store')
  })

  .get('/:token', async (c) => {
    const opened = await open(c)
    if (!(await isTheirs(c, opened.grant))) return c.html(await fromLine(c, opened.grant))
    return c.html(<CouponPage {...opened} shopName={await shopName(c.var.deps.store)} />)
  })

  .post('/:token', async (c) => {
    const opened = await open(c)
    if (!(await isTheirs(c, opened.grant))) return c.html(await fromLine(c, opened.grant))
    return c.html(
      <CouponPage {...opened} shopName={await shopName(c.var.deps.store)}>
        {isLive(opened.grant, opened.now) && (await codeFragment(c, opened))}
      </CouponPage>,
    )
  })

  /** Asked every second by the page: mostly, nothing changed. X-Refresh ends that when there is no code any more. */
  .post('/:token/codes', async (c) => {
    const opened = await open(c)
    if (!(await isTheirs(c, opened.grant))) {
      c.header('x-refresh', 'reload')
      return c.html('')
    }
    if (isLive(opened.grant, opened.now)) {
      const known = c.req.header('x-refresh-have') === fragmentMark(opened.grant, opened.now)
      return known ? c.body(null, 204) : c.html(await codeFragment(c, opened))
    }
    c.header('x-refresh', 'stop')
    return c.html(<CouponState {...opened} />)
  })

couponPages.onError((error, c) => {
  if (!(error instanceof Refusal) || error.code !== 'coupon_link_unusable') throw error
  return c.html(<UnusablePage />, 404)
})

async function open(c: Context<WebEnv, '/:token'>): Promise<Opened> {
  const { store, config, now } = c.var.deps
  const token = c.req.param('token')
  const grantId = await readCouponToken(config.sessionSecret, token)
  const grant = grantId === undefined ? undefined : await findGrant(store, grantId)
  // Who was erased keeps no secret: the shop withdrew nothing, and the page says nothing of either.
  if (!grant || grant.secret === '') throw new Refusal('coupon_link_unusable')
  return { grant, now: now(), path: couponPath(token) }
}

/** Whether LINE said that this browser is the grant's person's. Without LIFF the link alone is the key. */
async function isTheirs(c: Context<WebEnv>, { memberId }: Grant) {
  const { config, now } = c.var.deps
  if (!config.liff) return true
  return (await readProof(config.sessionSecret, getCookie(c, PROOF_COOKIE) ?? '', now())) === memberId
}

async function fromLine(c: Context<WebEnv>, grant: Grant) {
  const { store, config } = c.var.deps
  return (
    <FromLinePage
      language={grant.memberLanguage}
      shopName={await shopName(store)}
      url={await couponLink(config, grant.id)}
    />
  )
}

async function codeFragment(c: Context<WebEnv>, opened: Opened) {
  const { store, config } = c.var.deps
  const { sessionSecret, baseUrl } = config
  const { grant, now } = opened
  const shown = await showCode(store, { sessionSecret, grant, device: markOf(c), now })
  if (shown) c.header('x-refresh-mark', fragmentMark(grant, now))
  return <CodeFragment {...opened} shown={shown} baseUrl={baseUrl} />
}

/** The browser's mark; a new one when it has none. */
function markOf(c: Context<WebEnv>) {
  const known = getCookie(c, MARK_COOKIE)
  if (known !== undefined && /^[0-9a-f]{64}$/.test(known)) return known
  const mark = randomToken()
  setCookie(c, MARK_COOKIE, mark, {
    path: '/coupon',
    httpOnly: true,
    sameSite: 'Lax',
    secure: c.var.deps.config.baseUrl.startsWith('https:'),
    maxAge: DEVICES_KEPT_MS / 1_000,
  })
  return mark
}
