import { Hono } from 'hono'
import { CLIENT } from './client.ts'
import { ADMIN_CLIENT } from './client-admin.ts'
import { ADMIN_STYLES, STYLES } from './styles.ts'

/** A noren, half open: the mark of the product. */
const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect x="1" y="4" width="30" height="3" rx="1.5" fill="#c8552b"/><path d="M3 8h8.2v17.500c-2.7 1-5.5 1-8.2 0ZM12.2 8h7.600v14.500c-2.5 1-5.1 1-7.6 0ZM20.8 8H29v17.500c-2.7 1-5.5 1-8.2 0Z" fill="#22406b"/></svg>`

/** Named after their content, so that they may be kept for a year and a change is seen at once. */
export const CSS_PATH = `/assets/okaeri.${fingerprint(STYLES)}.css`
export const ADMIN_CSS_PATH = `/assets/okaeri-admin.${fingerprint(ADMIN_STYLES)}.css`
export const JS_PATH = `/assets/okaeri.${fingerprint(CLIENT)}.js`
export const ADMIN_JS_PATH = `/assets/okaeri-admin.${fingerprint(ADMIN_CLIENT)}.js`
export const ICON_PATH = `/assets/okaeri.${fingerprint(ICON)}.svg`

/** Mounted at the root. A name of an older deployment gets today's content, but is not kept. */
export const assets = new Hono().get('/assets/:file{okaeri(-admin)?\\.[0-9a-f]{16}\\.(css|js|svg)}', (c) => {
  const path = `/assets/${c.req.param('file')}`
  const isAdmin = path.includes('-admin')
  const [body, type] = path.endsWith('.css')
    ? [isAdmin ? ADMIN_STYLES : STYLES, 'text/css; charset=utf-8']
    : path.endsWith('.js')
      ? [isAdmin ? ADMIN_CLIENT : CLIENT, 'text/javascript; charset=utf-8']
      : [ICON, 'image/svg+xml']
  const current = [CSS_PATH, ADMIN_CSS_PATH, JS_PATH, ADMIN_JS_PATH, ICON_PATH].includes(path)
  return c.body(body, 200, {
    'content-type': type,
    'cache-control': current ? 'public, max-age=31536000, immutable' : 'no-store',
  })
})

/** FNV-1a, twice: it only has to differ when the content does, and WebCrypto may not run while a Worker starts. */
function fingerprint(content: string) {
  const run = (seed: number) => {
    let hash = seed
    for (let i = 0; i < content.length; i++) hash = Math.imul(hash ^ content.charCodeAt(i), 0x01000193)
    return (hash >>> 0).toString(16).padStart(8, '0')
  }
  return run(0x811c9dc5) + run(0x01234567)
}
