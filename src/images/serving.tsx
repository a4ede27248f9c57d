import { Hono } from 'hono'
import type { WebEnv } from '../web/env.ts'

const YEAR_SECONDS = 31_536_000

/**
 * Mounted at /images, for anybody who has the name: 128 random bits. What it names never changes, so it is kept for a year.
 * Nothing of it comes from a form: only what we encoded ourselves is ever in the files.
 */
export const imageFiles = new Hono<WebEnv>().get('/:name{[0-9a-f]{32}}', async (c) => {
  const name = c.req.param('name')
  const etag = `"${name}"`
  const kept = { etag, 'cache-control': `public, max-age=${YEAR_SECONDS}, immutable` }
  const bytes = await c.var.deps.files.get(name)
  if (!bytes) return c.text('', 404, { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
  if (c.req.header('if-none-match') === etag) return c.body(null, 304, kept)
  return c.body(bytes, 200, {
    ...kept,
    'content-type': bytes[0] === 0x89 ? 'image/png' : 'image/jpeg',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
    'cross-origin-resource-policy': 'cross-origin',
  })
})
