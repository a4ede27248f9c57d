import { Hono } from 'hono'
import { expect, it } from 'vitest'
import type { WebEnv } from '../../src/web/env.ts'
import { headers } from '../../src/web/headers.ts'

const answerOf = (baseUrl: string) =>
  new Hono<WebEnv>()
    .use(headers({ baseUrl }))
    .get('/', (c) => c.text(c.var.secureHeadersNonce ?? ''))
    .get('/broken', () => {
      throw new Error('broken')
    })
    .onError((_, c) => c.text('', 500))

it('protect every page in exactly this way', async () => {
  const response = await answerOf('https://shop.example').request('/')
  const nonce = await response.text()
  expect(nonce).toMatch(/^[A-Za-z0-9+/]{22}==$/)
  expect(Object.fromEntries(response.headers)).toEqual({
    'content-security-policy': `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self' data:; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`,
    // Node's server has a Response of its own, which puts a space there.
    'content-type': expect.stringMatching(/^text\/plain; ?charset=UTF-8$/),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'origin-agent-cluster': '?1',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
    'referrer-policy': 'same-origin',
    'strict-transport-security': 'max-age=31536000',
    'x-content-type-options': 'nosniff',
    'x-dns-prefetch-control': 'off',
    'x-download-options': 'noopen',
    'x-frame-options': 'DENY',
    'x-permitted-cross-domain-policies': 'none',
    'x-xss-protection': '0',
  })
})

it('let only the till and the door of an event see through the camera of the device', async () => {
  const policy = async (path: string) =>
    (await answerOf('https://shop.example').request(path)).headers.get('permissions-policy')
  for (const path of ['/till', '/till/', '/till/door/e1', '/admin/events/e1/door', '/admin/events/e1/door/check-ins'])
    expect(await policy(path)).toContain('camera=(self)')
  for (const path of [
    '/till/previews',
    '/till/staff',
    '/till/door',
    '/admin/events/e1',
    '/admin/events/e1/door/list',
    '/event/x',
    '/x/till/door/e1',
  ])
    expect(await policy(path)).toContain('camera=()')
})

it('give each answer a nonce of its own', async () => {
  const app = answerOf('https://shop.example')
  const nonces = await Promise.all(Array.from({ length: 20 }, async () => (await app.request('/')).text()))
  expect(new Set(nonces).size).toBe(20)
})

it('stand on errors and on what is not there, too', async () => {
  for (const path of ['/broken', '/nowhere']) {
    const response = await answerOf('https://shop.example').request(path)
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(response.headers.get('x-frame-options')).toBe('DENY')
  }
})

it('promise TLS only where there is some', async () => {
  const response = await answerOf('http://localhost:3000').request('/')
  expect(response.headers.get('strict-transport-security')).toBeNull()
})
