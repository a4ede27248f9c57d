import { Hono } from 'hono'
import { shopName } from '../../stores/stores.ts'
import type { WebEnv } from '../../web/env.ts'
import { OverPage, PublicAdPage, PublicListPage, UnknownPage } from './public-ad-pages.tsx'
import { findPublicOpening, listPublicOpenings } from './public-openings.ts'

/** Mounted at /openings, open to everyone: what a shop would hang in its window. It knows nobody and asks nothing. */
export const publicAdPages = new Hono<WebEnv>()
  .use(async (c, next) => {
    await next()
    // A closed opening must not live on in anybody's cache.
    c.header('cache-control', 'no-store')
  })

  .get('/', async (c) => {
    const { deps, language: lang } = c.var
    const openings = await listPublicOpenings(deps.store, { now: deps.now() })
    const shop = await shopName(deps.store)
    return c.html(<PublicListPage {...{ lang, shop, openings }} config={deps.config} />)
  })

  .get('/:id', async (c) => {
    const { deps, language: lang } = c.var
    const shop = await shopName(deps.store)
    const found = await findPublicOpening(deps.store, { openingId: c.req.param('id'), now: deps.now() })
    if (!found) return c.html(<UnknownPage {...{ lang, shop }} />, 404)
    const { opening, isOver } = found
    if (isOver) return c.html(<OverPage {...{ lang, shop, opening }} />)
    return c.html(<PublicAdPage {...{ lang, shop, opening }} config={deps.config} />)
  })
