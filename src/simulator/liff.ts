import type { Hono } from 'hono'
import { html } from 'hono/html'
import { z } from 'zod'
import type { Env } from './gate.ts'
import { IdTokenRequest, mintIdToken } from './login-api.ts'
import { CannotDo, findUser } from './people.ts'
import type { World } from './world.ts'

/** https://liff.line.me/{liffId}[/path][?query][#fragment] (facts: section 8). */
const LiffUrl = z
  .url()
  .transform((url) => new URL(url))
  .refine(({ protocol, host }) => protocol === 'https:' && host === 'liff.line.me')
  .transform(({ pathname, search, hash }) => {
    const [, liffId = '', path = ''] = /^\/(\d+-\w+)(\/.*)?$/.exec(pathname) ?? []
    return { liffId, state: `${path}${search}${hash}` }
  })
  .refine(({ liffId }) => liffId !== '')
const Login = z.object({ liffId: z.string().regex(/^\d+-\w+$/), redirectUri: z.url() })

/**
 * LINE's browser for web pages of an account, as far as the product needs it: a tap on a LIFF link opens the page that was
 * registered for it, with an ID token of the person whose phone it is; `sdk.js` stands in for LINE's SDK there.
 *   GET /_simulator/users/:id/liff?url=https://liff.line.me/…   leads to the endpoint, as the link does in LINE
 *   GET /liff/login?liffId=&redirectUri=                        asks who one is, as LINE Login does in another browser
 *   GET /liff/sdk.js                                            window.liff
 */
export function mountLiff(app: Hono<Env>, world: World) {
  app.get('/_simulator/users/:id/liff', async (c) => {
    const { liffId, state } = LiffUrl.parse(c.req.query('url'))
    const user = findUser(world, c.req.param('id'))
    const [clientId = ''] = liffId.split('-')
    const token = await mintIdToken(world, user, IdTokenRequest.parse({ clientId }))
    const to = endpoint(world)
    if (state !== '') to.searchParams.set('liff.state', state)
    to.hash = new URLSearchParams({ id_token: token, in_client: c.req.query('external') ? '' : '1' }).toString()
    return c.body(null, 303, { location: to.href, 'cache-control': 'no-store' })
  })

  app.get('/liff/login', (c) => {
    const { liffId, redirectUri } = Login.parse(c.req.query())
    const url = encodeURIComponent(`https://liff.line.me/${liffId}${new URL(redirectUri).search}`)
    const people = [...world.users.values()].slice(0, 100)
    return c.html(html`<!doctype html><html lang="ja"><title>LINEログイン</title><h1>LINEログイン</h1>
      <ul>${people.map(({ id, displayName }) => html`<li><a href="/_simulator/users/${id}/liff?external=1&url=${url}">${displayName}</a></li>`)}</ul></html>`)
  })

  app.get('/liff/sdk.js', (c) => c.body(SDK, 200, { 'content-type': 'text/javascript; charset=utf-8' }))
}

/** The page that the account has registered; unless set, /liff beside its webhook. */
function endpoint({ settings, switches }: World) {
  const known = settings.liffEndpointUrl ?? (switches.webhookUrl && new URL('/liff', switches.webhookUrl).href)
  if (!known) throw new CannotDo('no LIFF endpoint URL', 409)
  return new URL(known)
}

/** The first address carries the token and where to go; the second is the page itself, and init() is done there alone. */
const SDK = `(() => {
'use strict'
const origin = new URL(document.currentScript.src).origin
const KEY = 'liff-simulator'
const kept = () => JSON.parse(sessionStorage.getItem(KEY) || '{}')
const keep = (more) => sessionStorage.setItem(KEY, JSON.stringify({ ...kept(), ...more }))
let ready = false
const must = () => { if (!ready) throw new Error('liff.init() was not called.') }
window.liff = {
  async init({ liffId }) {
    if (!/^\\d+-\\w+$/.test(liffId)) throw new Error('INVALID_CONFIG')
    keep({ liffId })
    const given = new URLSearchParams(location.hash.slice(1))
    if (given.has('id_token')) {
      keep({ idToken: given.get('id_token'), inClient: given.get('in_client') === '1' })
      history.replaceState(null, '', location.pathname + location.search)
    }
    const state = new URLSearchParams(location.search).get('liff.state')
    if (state !== null) {
      location.replace(location.pathname.replace(/\\/$/, '') + state)
      await new Promise(() => {})
    }
    ready = true
  },
  isInClient: () => kept().inClient === true,
  isLoggedIn() { must(); return Boolean(kept().idToken) },
  login({ redirectUri = location.href } = {}) {
    location.assign(origin + '/liff/login?' + new URLSearchParams({ liffId: kept().liffId, redirectUri }))
  },
  logout: () => keep({ idToken: null }),
  getIDToken() { must(); return kept().idToken || null },
}
})()
`
