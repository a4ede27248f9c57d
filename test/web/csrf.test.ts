import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import { Refusal } from '../../src/refusal.ts'
import { requireOwnOrigin } from '../../src/web/csrf.ts'
import type { WebEnv } from '../../src/web/env.ts'
import { newDeps } from '../deps.ts'
import { newStore } from '../support.ts'

const UNSAFE = ['POST', 'PUT', 'PATCH', 'DELETE', 'PROPFIND', 'post', 'BREW']
const TYPES = [
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'text/plain',
  'application/json',
  'application/csp-report',
  'text/html; charset=utf-8',
]

/** What a browser, or somebody's script, may say about where it comes from. */
const VECTORS: readonly [passes: boolean, about: string, headers: Record<string, string>][] = [
  [true, 'our own page', { origin: 'https://shop.example' }],
  [true, 'our own page, with everything', { origin: 'https://shop.example', 'sec-fetch-site': 'same-origin' }],
  [true, 'our own page, where Origin is left out', { 'sec-fetch-site': 'same-origin' }],
  [false, 'nobody', {}],
  [false, 'an opaque origin (sandboxed frame, data: page)', { origin: 'null' }],
  [false, 'an opaque origin that claims more', { origin: 'null', 'sec-fetch-site': 'same-origin' }],
  [false, 'another site', { origin: 'https://evil.example' }],
  [false, 'another site that claims more', { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' }],
  [false, 'another site, where Origin is left out', { 'sec-fetch-site': 'cross-site' }],
  [false, 'a sister domain', { 'sec-fetch-site': 'same-site' }],
  [false, 'the address bar or a bookmark', { 'sec-fetch-site': 'none' }],
  [false, 'a subdomain', { origin: 'https://x.shop.example' }],
  [false, 'the parent domain', { origin: 'https://example' }],
  [false, 'a look-alike at the end', { origin: 'https://shop.example.evil.example' }],
  [false, 'a look-alike at the start', { origin: 'https://evilshop.example' }],
  [false, 'another scheme', { origin: 'http://shop.example' }],
  [false, 'another port', { origin: 'https://shop.example:8443' }],
  [false, 'user info before another host', { origin: 'https://shop.example@evil.example' }],
  [false, 'a path', { origin: 'https://shop.example/' }],
  [false, 'another spelling', { origin: 'https://SHOP.example' }],
  [false, 'two origins', { origin: 'https://shop.example, https://evil.example' }],
  [false, 'an empty origin', { origin: '' }],
  [false, 'a Referer only', { referer: 'https://shop.example/admin' }],
  [false, 'a Host only', { host: 'shop.example', 'x-forwarded-host': 'shop.example' }],
]

const deps = newDeps(newStore())

function aSite() {
  let effects = 0
  const app = new Hono<WebEnv>()
    .use(async (c, next) => {
      c.set('deps', deps)
      await next()
    })
    .use(requireOwnOrigin())
    .all('*', (c) => {
      effects += 1
      return c.text('done')
    })
    .onError((error, c) => c.text(error.message, error instanceof Refusal ? 403 : 500))
  return { app, effects: () => effects }
}

describe('what may change something', () => {
  it.each(VECTORS)('passes: %s, from %s', async (passes, _about, headers) => {
    const { app, effects } = aSite()
    for (const method of UNSAFE) {
      for (const type of TYPES) {
        const before = effects()
        const response = await app.request('/admin/stores', {
          method,
          body: 'name=x',
          headers: { ...headers, 'content-type': type },
        })
        expect([method, type, response.status, effects() - before]).toEqual([
          method,
          type,
          passes ? 200 : 403,
          passes ? 1 : 0,
        ])
      }
    }
    const bare = await app.request('/admin/stores', { method: 'POST', headers })
    expect(bare.status).toBe(passes ? 200 : 403)
  })

  it('may be read from anywhere', async () => {
    for (const method of ['GET', 'HEAD', 'OPTIONS']) {
      const response = await aSite().app.request('/login', { method, headers: { origin: 'https://evil.example' } })
      expect(response.status).toBe(200)
    }
  })

  it('needs no origin at the webhook, which is signed, and nowhere else', async () => {
    const { app } = aSite()
    const post = async (path: string) => (await app.request(path, { method: 'POST', body: '{}' })).status
    expect(await post('/webhook')).toBe(200)
    for (const path of [
      '/webhook/',
      '/webhook/x',
      '/Webhook',
      '//webhook',
      '/admin/webhook',
      '/webhook2',
      '/x/../admin',
    ])
      expect(await post(path), path).toBe(403)
  })
})
