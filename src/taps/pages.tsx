import { type Context, Hono } from 'hono'
import { BroadcastContent } from '../broadcasts/content.ts'
import type { MemberLanguage } from '../db/schema.ts'
import { Refusal } from '../refusal.ts'
import { shopName } from '../stores/stores.ts'
import { tapTexts } from '../texts/taps.ts'
import type { WebEnv } from '../web/env.ts'
import { PlainPage } from '../web/ui.tsx'
import { Actions, Button } from '../web/ui-forms.tsx'
import { readTapToken, type TapLink } from './links.ts'
import { linkTappedStatement, tapStatement } from './taps.ts'

type Opened = TapLink & { target: URL; language: MemberLanguage }

/**
 * Mounted at /l: the way from a broadcast's link to where it leads. Looking counts nothing, so that a crawler or a preview
 * is nobody; the page posts itself, and only that counts. It leads nowhere but where the confirmed broadcast says.
 */
export const tapPages = new Hono<WebEnv>()
  .use(async (c, next) => {
    await next()
    c.header('cache-control', 'no-store')
  })

  .get('/:token', async (c) => {
    const { target, language } = await open(c)
    const t = tapTexts[language]
    return c.html(
      <PlainPage lang={language} title={t.title} screen="member" from={await shopName(c.var.deps.store)}>
        <p>
          <bdi>{t.leads(target.host)}</bdi>
        </p>
        <p class="muted">{t.counted}</p>
        <form method="post" action={`/l/${c.req.param('token')}/taps`} data-send-now="">
          <Actions still>
            <Button>{t.go}</Button>
          </Actions>
        </form>
      </PlainPage>,
    )
  })

  .post('/:token/taps', async (c) => {
    const { target, ...link } = await open(c)
    const { store, now } = c.var.deps
    const tap = { ...link, now: now() }
    await store.batch([tapStatement(store.db, { ...tap, target: 'link' }), linkTappedStatement(store.db, tap)])
    return c.redirect(target.href, 303)
  })

tapPages.onError((error, c) => {
  if (!(error instanceof Refusal) || error.code !== 'not_found') throw error
  const t = tapTexts[c.var.language]
  return c.html(
    <PlainPage lang={c.var.language} title={t.overTitle} screen="member">
      <p>{t.over}</p>
    </PlainPage>,
    404,
  )
})

/** Whose copy it is and where it leads. Refusal not_found when we did not make the link or it leads nowhere. */
async function open(c: Context<WebEnv, '/:token'>): Promise<Opened> {
  const { store, config } = c.var.deps
  const link = await readTapToken(config.sessionSecret, c.req.param('token'))
  const row =
    link &&
    (await store.db
      .selectFrom('broadcasts')
      .leftJoin('members', (join) => join.on('members.id', '=', link.memberId))
      .select(['broadcasts.content', 'members.language'])
      .where('broadcasts.id', '=', link.broadcastId)
      .where('broadcasts.state', '<>', 'draft')
      .executeTakeFirst())
  const target = row && targetOf(row.content)
  if (!link || !row || !target) throw new Refusal('not_found')
  return { ...link, target, language: row.language ?? 'ja' }
}

/** Where the link of a broadcast leads: a page on the web, and nothing else that a browser would open. */
function targetOf(stored: string): URL | undefined {
  const content = BroadcastContent.safeParse(JSON.parse(stored))
  const url = content.success && content.data.kind === 'news' ? content.data.link?.url : undefined
  const target = url !== undefined && URL.canParse(url) ? new URL(url) : undefined
  return target?.protocol === 'https:' ? target : undefined
}
