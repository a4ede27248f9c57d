import { Hono } from 'hono'
import { CLIENT } from './client.ts'
import { ADMIN_CLIENT } from './client-admin.ts'
import { PAPER_CLIENT } from './client-paper.ts'
import { SCAN_CLIENT } from './client-scan.ts'
import { fingerprint } from './fingerprint.ts'
import { JSQR } from './jsqr.ts'
import { ADMIN_STYLES, CONTRACT_STYLES, DOOR_STYLES, STYLES, TILL_STYLES } from './styles.ts'

/** A noren, half open: the mark of the product. */
const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect x="1" y="4" width="30" height="3" rx="1.5" fill="#c8552b"/><path d="M3 8h8.2v17.500c-2.7 1-5.5 1-8.2 0ZM12.2 8h7.600v14.500c-2.5 1-5.1 1-7.6 0ZM20.8 8H29v17.500c-2.7 1-5.5 1-8.2 0Z" fill="#22406b"/></svg>`

/** Named after their content, so that they may be kept for a year and a change is seen at once. */
export const CSS_PATH = `/assets/okaeri.${fingerprint(STYLES)}.css`
export const ADMIN_CSS_PATH = `/assets/okaeri-admin.${fingerprint(ADMIN_STYLES)}.css`
export const DOOR_CSS_PATH = `/assets/okaeri-door.${fingerprint(DOOR_STYLES)}.css`
export const TILL_CSS_PATH = `/assets/okaeri-till.${fingerprint(TILL_STYLES)}.css`
export const NOTICE_CSS_PATH = `/assets/okaeri-notice.${fingerprint(CONTRACT_STYLES)}.css`
export const JS_PATH = `/assets/okaeri.${fingerprint(CLIENT)}.js`
export const ADMIN_JS_PATH = `/assets/okaeri-admin.${fingerprint(ADMIN_CLIENT)}.js`
export const SCAN_JS_PATH = `/assets/okaeri-scan.${fingerprint(SCAN_CLIENT)}.js`
export const PAPER_JS_PATH = `/assets/okaeri-paper.${fingerprint(PAPER_CLIENT)}.js`
/** What reads QR codes where the browser itself cannot: on iPhones, and so at most doors. */
export const QR_READER_PATH = `/assets/okaeri-qr-reader.${fingerprint(JSQR)}.js`
export const ICON_PATH = `/assets/okaeri.${fingerprint(ICON)}.svg`

const ASSETS: readonly (readonly [path: string, content: string])[] = [
  [CSS_PATH, STYLES],
  [ADMIN_CSS_PATH, ADMIN_STYLES],
  [DOOR_CSS_PATH, DOOR_STYLES],
  [TILL_CSS_PATH, TILL_STYLES],
  [NOTICE_CSS_PATH, CONTRACT_STYLES],
  [JS_PATH, CLIENT],
  [ADMIN_JS_PATH, ADMIN_CLIENT],
  [SCAN_JS_PATH, SCAN_CLIENT],
  [PAPER_JS_PATH, PAPER_CLIENT],
  [QR_READER_PATH, JSQR],
  [ICON_PATH, ICON],
]
const TYPES: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
}

/** Mounted at the root. A name of an older deployment gets today's content, but is not kept. */
export const assets = new Hono().get('/assets/:file{okaeri[a-z-]*\\.[0-9a-f]{16}\\.(css|js|svg)}', (c) => {
  const path = `/assets/${c.req.param('file')}`
  const found = ASSETS.find(([current]) => nameOf(current) === nameOf(path))
  if (!found) return c.notFound()
  const [current, content] = found
  return c.body(content, 200, {
    'content-type': TYPES[path.split('.').at(-1) ?? ''] ?? 'text/plain',
    'cache-control': current === path ? 'public, max-age=31536000, immutable' : 'no-store',
  })
})

/** Without the fingerprint. */
const nameOf = (path: string) => path.replace(/\.[0-9a-f]{16}\./, '.')
