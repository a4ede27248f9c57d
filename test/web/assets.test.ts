import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { transform } from 'esbuild'
import { describe, expect, it } from 'vitest'
import {
  ADMIN_CSS_PATH,
  ADMIN_JS_PATH,
  assets,
  CSS_PATH,
  DOOR_CSS_PATH,
  ICON_PATH,
  JS_PATH,
  QR_READER_PATH,
  SCAN_JS_PATH,
  TILL_CSS_PATH,
} from '../../src/web/assets.ts'
import { CLIENT } from '../../src/web/client.ts'
import { ADMIN_CLIENT } from '../../src/web/client-admin.ts'
import { SCAN_CLIENT } from '../../src/web/client-scan.ts'
import { JSQR } from '../../src/web/jsqr.ts'
import { ADMIN_STYLES, DOOR_STYLES, STYLES, TILL_STYLES } from '../../src/web/styles.ts'

const sha = (text: string) => createHash('sha256').update(text).digest('hex')

describe('an asset', () => {
  it.each([
    [CSS_PATH, 'text/css; charset=utf-8', STYLES],
    [ADMIN_CSS_PATH, 'text/css; charset=utf-8', ADMIN_STYLES],
    [JS_PATH, 'text/javascript; charset=utf-8', CLIENT],
    [ADMIN_JS_PATH, 'text/javascript; charset=utf-8', ADMIN_CLIENT],
    [DOOR_CSS_PATH, 'text/css; charset=utf-8', DOOR_STYLES],
    [TILL_CSS_PATH, 'text/css; charset=utf-8', TILL_STYLES],
    [SCAN_JS_PATH, 'text/javascript; charset=utf-8', SCAN_CLIENT],
    [QR_READER_PATH, 'text/javascript; charset=utf-8', JSQR],
    [ICON_PATH, 'image/svg+xml', undefined],
  ])('%s is served under the name of its content, for a year', async (path, type, content) => {
    const response = await assets.request(path)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe(type)
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    const body = await response.text()
    if (content !== undefined) expect(sha(body)).toBe(sha(content))
    expect(body.length).toBeGreaterThan(100)
  })

  it('of an older deployment gets today’s content, which is not kept', async () => {
    const response = await assets.request('/assets/okaeri.0123456789abcdef.css')
    expect(await response.text()).toBe(STYLES)
    expect(response.headers.get('cache-control')).toBe('no-store')
  })

  it.each([
    '/assets/okaeri.css',
    '/assets/okaeri-other.0123456789abcdef.css',
    '/assets/okaeri.0123456789abcdef.map',
    '/assets/../okaeri.ts',
    '/assets/',
  ])('of another name is not there: %s', async (path) => expect((await assets.request(path)).status).toBe(404))
})

describe('the stylesheet', () => {
  const ALL = STYLES + ADMIN_STYLES + DOOR_STYLES + TILL_STYLES

  it('loads nothing from elsewhere', () => {
    expect(ALL).not.toMatch(/@import|url\(|https?:/)
  })

  it('closes every brace it opens', () => {
    expect(ALL.split('{').length).toBe(ALL.split('}').length)
  })

  it('has both colour schemes, print, and rest for those who want no motion', () => {
    for (const query of ['prefers-color-scheme:dark', 'prefers-reduced-motion', '@media print'])
      expect(STYLES).toContain(query)
  })
})

it('needs neither eval nor inline script to run the client', () => {
  expect(CLIENT + ADMIN_CLIENT + SCAN_CLIENT).not.toMatch(/eval|new Function|onclick|javascript:/)
})

it('reads QR codes with the package that is installed, made smaller, and with nothing else', async () => {
  const source = readFileSync(createRequire(import.meta.url).resolve('jsqr'), 'utf8')
  const { code } = await transform(source, { minify: true, target: 'es2017', supported: { 'template-literal': false } })
  expect(sha(JSQR.replace(/^.*\n/, ''))).toBe(sha(code))
})
