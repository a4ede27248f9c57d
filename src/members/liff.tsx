import { type Context, Hono } from 'hono'
import { z } from 'zod'
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
    const memberId = await ensureMember(store, { lineUserId: person.lineUserId, now: now() })
    return c.json({
      location: await signedLink(config, { page: Page.parse(c.req.query('page')), memberId, now: now() }),
    })
  })

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
function pageOf(c: Context<WebEnv>) {
  const [, state = ''] = (c.req.query('liff.state') ?? '').split('?')
  return Page.parse(c.req.query('page') ?? new URLSearchParams(state).get('page'))
}

type LiffPageProps = { id: string; sdkUrl: string; page: string; shop: string; chat: string | undefined }

const LiffPage = ({ id, sdkUrl, page, shop, chat }: LiffPageProps) => (
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
    <div id="liff" data-liff-id={id} data-page={page}>
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
