import { describe, expect, it } from 'vitest'
import { localPath } from '../../src/web/language.ts'
import { newDeps } from '../deps.ts'
import { newStore } from '../support.ts'
import { get, openDoors, post } from './doors.ts'

const BASE = 'https://shop.example'

/** What leads elsewhere, or might by some browser's reading. */
const TRICKS = [
  '//evil.example',
  '///evil.example',
  '////evil.example/%2e%2e',
  '/\\evil.example',
  '\\/evil.example',
  '\\\\evil.example',
  '/\\/evil.example',
  '/admin\\..\\..\\evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '/\r\n/evil.example',
  '\t//evil.example',
  ' //evil.example',
  '/ /evil.example',
  '/.//evil.example',
  '/..//evil.example',
  '/./..//evil.example',
  '/admin/..//evil.example',
  '/%2e//evil.example',
  '/%2e%2e//evil.example',
  '/.%2e//evil.example',
  'https://evil.example',
  'HTTPS://evil.example',
  'https:evil.example',
  'https:/evil.example',
  'https:\\\\evil.example',
  'http://shop.example',
  'https://shop.example@evil.example',
  'https://shop.example.evil.example',
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'java\nscript:alert(1)',
  'data:text/html,x',
  'vbscript:x',
  'blob:https://shop.example/x',
  'mailto:a@b',
  'admin',
  './admin',
  '../admin',
  '?x',
  '#x',
  '@evil.example',
  ':80',
  '.evil.example',
  '。evil.example',
  '／／evil.example',
  '/／evil.example',
  '/admin\r\nLocation: https://evil.example',
  '/admin\u0000',
  '/admin\u2028',
  '/管理',
  '',
  ' ',
  `/${'a'.repeat(500)}`,
]

describe('going back after a change of language', () => {
  it.each(TRICKS)('goes nowhere with %j', async (back) => {
    expect(localPath(back, BASE)).toBeUndefined()
    const response = await post(openDoors(newDeps(newStore())), '/language', { lang: 'en', back })
    expect([response.status, response.headers.get('location')]).toEqual([303, '/admin'])
  })

  it.each([
    '/',
    '/admin',
    '/admin/members?cursor=1&x=%2F%2Fevil.example',
    '/coupon/abc.0123',
    '/login/a@b',
    '/a:b//c',
  ])('goes to %s', (back) => expect(localPath(back, BASE)).toBe(back))

  it.each([
    ...TRICKS,
    '/admin',
    '/a/../b',
    '/%5c/evil.example',
    '/;//evil.example',
    '/x#//evil.example',
  ])('stays on this site with %j, as a browser reads what comes out', (back) => {
    const path = localPath(back, BASE) ?? '/admin'
    expect(new URL(path, BASE).origin).toBe(BASE)
    expect(path).not.toMatch(/^\/[/\\]/)
  })
})

describe('the language of a page', () => {
  const lang = async (response: Response) => /<html lang="(\w+)"/.exec(await response.text())?.[1]

  it('is Japanese until somebody chooses, and then their choice', async () => {
    const app = openDoors(newDeps(newStore()))
    expect(await lang(await get(app, '/login'))).toBe('ja')
    expect(await lang(await get(app, '/login', 'lang=en'))).toBe('en')
    for (const unknown of ['lang=fr', 'lang=', 'lang=EN', 'lang=__proto__', 'lang=plain-ja'])
      expect(await lang(await get(app, '/login', unknown))).toBe('ja')
  })

  it('is kept in exactly this cookie', async () => {
    const response = await post(openDoors(newDeps(newStore())), '/language', { lang: 'en', back: '/login' })
    expect(response.headers.get('location')).toBe('/login')
    expect(response.headers.getSetCookie()).toEqual([
      'lang=en; Max-Age=31536000; Path=/; HttpOnly; Secure; SameSite=Lax',
    ])
  })

  it('is Japanese for a choice that is none', async () => {
    const choices: Record<string, string>[] = [{ lang: '<script>' }, {}, { lang: 'x'.repeat(100) }]
    for (const fields of choices) {
      const response = await post(openDoors(newDeps(newStore())), '/language', fields)
      expect(response.headers.getSetCookie()[0]).toMatch(/^lang=ja;/)
    }
  })
})
