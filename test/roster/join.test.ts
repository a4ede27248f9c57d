import { describe, expect, it } from 'vitest'
import { createApp } from '../../src/app.tsx'
import { codeOf, issueInvitations } from '../../src/roster/invitations.ts'
import { configFor, newDeps } from '../deps.ts'
import { addStore, NOON, newStore } from '../support.ts'
import { addOperator } from '../web/doors.ts'
import { addEntry } from './support.ts'

const BYTES_MAX = 40_000

async function aDoor(env: Record<string, string> = {}) {
  const store = newStore()
  await addStore(store)
  await addOperator(store, 'owner')
  const entry = await addEntry(store, { name: '佐藤花', leftOn: '2023-03-31' })
  const config = configFor(env)
  const operator = { id: 'owner', storeId: null }
  await issueInvitations(store, {
    entryIds: [entry],
    operator,
    sessionSecret: config.sessionSecret,
    days: 60,
    now: NOON,
  })
  const { id } = await store.db.selectFrom('roster_invitations').select('id').executeTakeFirstOrThrow()
  const app = createApp(newDeps(store, { config }))
  const open = async (code: string, headers: Record<string, string> = {}) => {
    const response = await app.request(`/join/${code}`, { headers })
    return { status: response.status, html: await response.text() }
  }
  return { open, code: await codeOf(config.sessionSecret, id) }
}

describe('the page behind a printed code', () => {
  it('opens the chat with the words typed, where the account’s basic ID is known', async () => {
    const { open, code } = await aDoor({ LINE_BASIC_ID: '@123abcde' })
    const { status, html } = await open(code)
    expect(status).toBe(200)
    expect(html).toContain(`https://line.me/R/oaMessage/%40123abcde/?${encodeURIComponent(`招待コード ${code}`)}`)
    expect(html).toContain('LINEで開く')
  })

  it('says how to go on where it is not', async () => {
    const { open, code } = await aDoor()
    const { html } = await open(code)
    expect(html).toContain(`「招待コード ${code}」と送信してください`)
    expect(html).not.toContain('line.me')
  })

  it('is the same for a code that exists and one that does not', async () => {
    const { open, code } = await aDoor({ LINE_BASIC_ID: '@123abcde' })
    const [known, unknown] = [await open(code), await open('ABCD-EFG2')]
    const same = (html: string, spelt: string) => html.replaceAll(spelt, '').replaceAll(encodeURIComponent(spelt), '')
    expect(same(unknown.html, 'ABCD-EFG2')).toBe(same(known.html, code))
    expect(known.html).not.toContain('佐藤')
  })

  it('is kind to whatever else is in the address, and repeats none of it', async () => {
    const { open } = await aDoor()
    for (const odd of ['x', '%3Cscript%3E', 'ABCD-EFG', 'A'.repeat(3_000), '%E4%BD%90%E8%97%A4', '%00'])
      for (const { status, html } of [await open(odd)]) {
        expect(status).toBe(200)
        expect(html).toContain('コードを読み取れませんでした')
        expect(html).not.toContain('<script>')
        expect(html).not.toContain('佐藤')
      }
  })

  it.each([
    [undefined, 'ja', 'おかえりなさい'],
    [undefined, 'ja-JP,ja;q=0.9,en;q=0.8', '仲間のためのLINE'],
    [undefined, 'en-GB,en;q=0.9', 'Welcome back'],
    [undefined, 'vi-VN,vi;q=0.9', '働いた人の LINE'],
    ['en', 'ja', 'Welcome back'],
    ['plain-ja', 'en', '働いた人の LINE'],
    ['xx', 'ja', '仲間のためのLINE'],
  ])('speaks the language that was chosen (%s) or that the phone speaks (%s)', async (chosen, accepted, words) => {
    const { open, code } = await aDoor()
    const { html } = await open(`${code}${chosen ? `?lang=${chosen}` : ''}`, { 'accept-language': accepted })
    expect(html).toContain(words)
    expect(html.length).toBeLessThan(BYTES_MAX)
    for (const other of ['日本語', 'やさしい日本語', 'English']) expect(html).toContain(other)
  })
})
