import { type Context, Hono } from 'hono'
import { setCookie } from 'hono/cookie'
import { z } from 'zod'
import { findGrant } from '../coupons/grants.ts'
import { isTheirLine, PROOF_COOKIE, PROOF_KEEPS_MS, proofOf } from '../coupons/guest/proof.ts'
import { couponPath, readCouponToken } from '../coupons/links.ts'
import { takeIdToken, verifyIdToken } from '../line/id-token.ts'
import { Refusal } from '../refusal.ts'
import { shopName } from '../stores/stores.ts'
import { formTexts } from '../texts/registration-form.ts'
import type { WebEnv } from '../web/env.ts'
import { readForm } from '../web/form.ts'
import { PlainPage } from '../web/ui.tsx'
import { BackToChat, chatUrl } from './form-page.tsx'
import { LIFF_CLIENT } from './liff-client.ts'
import { MEMBER_PAGES, signedLink } from './links.ts'
import { ensureMember } from './members.ts'

const CLIENT_PATH = '/liff/client.js'

const Page = z.enum(MEMBER_PAGES).catch('register')
const Session = z.object({ id_token: z.string().min(1) })

/**
 * Mounted at /liff: the way from LINE's own browser to a person's page. Without LIFF none of it is there. The page says who
 * it is in Japanese and English: the person is not known yet.
 */
export const liffPages = new Hono<WebEnv>()
  .use(async (c, next) => {
    if (!c.var.deps.config.liff) throw new Refusal('not_found')
    await next()
    c.header('cache-control', 'no-store')
  })

  .get('/', async (c) =>
    c.html(
      <LiffPage
        {...liffOf(c)}
        page={pageOf(c)}
        sessions={sessionsFor(c)}
        shop={await shopName(c.var.deps.store)}
        chat={chatUrl(c.var.deps.config)}
      />,
    ),
  )

  .get('/client.js', (c) => c.body(LIFF_CLIENT, 200, { 'content-type': 'text/javascript; charset=utf-8' }))

  /** LINE's signed word for who this is, good once. Whatever is wrong with it: one answer. */
  .post('/sessions', async (c) => {
    const { store, line, config, now } = c.var.deps
    const { channelId } = liffOf(c)
    const form = await readForm(c, Session)
    const token = form.ok ? form.data.id_token : ''
    const person = await verifyIdToken({ line, token, channelId, now: now() })
    if (!person || !(await takeIdToken(store, { token, expiresAt: person.expiresAt }))) return refuse(c)
    const coupon = c.req.query('coupon')
    if (coupon !== undefined) return enterCoupon(c, { coupon, lineUserId: person.lineUserId })
    const memberId = await ensureMember(store, { lineUserId: person.lineUserId, now: now() })
    return c.json({
      location: await signedLink(config, { page: Page.parse(c.req.query('page')), memberId, now: now() }),
    })
  })

/**
 * To a coupon's page, with the proof that this browser is its person's. For anybody else it is the same page, which shows
 * them no code, and who they are is kept nowhere.
 */
async function enterCoupon(c: Context<WebEnv>, { coupon, lineUserId }: { coupon: string; lineUserId: string }) {
  const { store, config, now } = c.var.deps
  const { sessionSecret, baseUrl } = config
  const grantId = await readCouponToken(sessionSecret, coupon)
  const grant = grantId === undefined ? undefined : await findGrant(store, grantId)
  if (!grant) return refuse(c)
  const { memberId } = grant
  if (await isTheirLine(store, { memberId, lineUserId })) {
    const proof = await proofOf(sessionSecret, { memberId, now: now() })
    setCookie(c, PROOF_COOKIE, proof, {
      path: '/coupon',
      httpOnly: true,
      sameSite: 'Lax',
      secure: baseUrl.startsWith('https:'),
      maxAge: PROOF_KEEPS_MS / 1_000,
    })
  }
  return c.json({ location: `${baseUrl}${couponPath(coupon)}` })
}

const refuse = (c: Context<WebEnv>) => {
  const { failed, safe, next } = formTexts[c.var.language].liff
  return c.json({ message: [failed, safe, next].join(' ') }, 403)
}

function liffOf(c: Context<WebEnv>) {
  const { liff } = c.var.deps.config
  if (!liff) throw new Refusal('not_found')
  return liff
}

/** On the first of LIFF's two addresses, what stood in the link is one parameter: `liff.state=?page=me`. */
const pageOf = (c: Context<WebEnv>) => Page.parse(asked(c, 'page'))

/** Where the page hands in what LINE says: for one of the person's pages, or for a coupon. */
function sessionsFor(c: Context<WebEnv>) {
  const coupon = asked(c, 'coupon')
  return `/liff/sessions?${new URLSearchParams(coupon === null ? { page: pageOf(c) } : { coupon })}`
}

function asked(c: Context<WebEnv>, name: 'page' | 'coupon') {
  const [, state = ''] = (c.req.query('liff.state') ?? '').split('?')
  return c.req.query(name) ?? new URLSearchParams(state).get(name)
}

type LiffPageProps = {
  id: string
  sdkUrl: string
  page: string
  sessions: string
  shop: string
  chat: string | undefined
}

const LiffPage = ({ id, sdkUrl, page, sessions, shop, chat }: LiffPageProps) => (
  <PlainPage
    lang="ja"
    title={formTexts.ja.liff.title}
    screen="member"
    from={shop}
    head={
      <>
        <script src={sdkUrl} defer />
        <script src={CLIENT_PATH} defer />
      </>
    }
  >
    <div id="liff" data-liff-id={id} data-page={page} data-sessions={sessions}>
      <div role="status">
        <p>{formTexts.ja.liff.wait}</p>
        <p lang="en">{formTexts.en.liff.wait}</p>
      </div>
      <div role="alert" hidden>
        <Failed chat={chat} />
      </div>
    </div>
    <noscript>
      <Failed chat={chat} />
    </noscript>
  </PlainPage>
)

const Failed = ({ chat }: { chat: string | undefined }) => {
  const { ja, en } = formTexts
  return (
    <>
      <p>
        <strong>{ja.liff.failed}</strong>
        <br />
        {ja.liff.safe}
      </p>
      <p lang="en">
        {en.liff.failed}. {en.liff.safe} {en.liff.next}
      </p>
      <BackToChat words={ja.liff.next} label={ja.done.open} chat={chat} />
    </>
  )
}
