import { beforeEach, describe, expect, it } from 'vitest'
import { createApp } from '../../src/app.tsx'
import { automaticMessages, OCCASIONS } from '../../src/automatic/automatic.ts'
import type { Store } from '../../src/db/store.ts'
import { Refusal } from '../../src/refusal.ts'
import { automaticTexts, automaticWords } from '../../src/texts/automatic.ts'
import { newDeps } from '../deps.ts'
import { lineThatAnswers } from '../line/support.ts'
import { newStore } from '../support.ts'
import { addOperator, get, post, signIn } from '../web/doors.ts'
import { addPerson, tokyo } from './support.ts'

const PATH = '/admin/automatic-messages'
const NOW = tokyo('2026-05-01')
const t = automaticTexts.ja

let store: Store
let app: ReturnType<typeof createApp>
let cookie: string
let quota: () => Promise<{ limit: number | null; used: number }>
beforeEach(async () => {
  store = newStore()
  await addOperator(store, 'owner')
  cookie = await signIn(store, 'owner', NOW)
  quota = async () => ({ limit: 200, used: 10 })
  app = createApp(newDeps(store, { now: () => NOW, line: { ...lineThatAnswers(), quota: () => quota() } }))
})

const page = async (path = PATH) => (await get(app, path, cookie)).text()
const send = (path: string, fields: Record<string, string> = {}) => post(app, `${PATH}/${path}`, fields, { cookie })
const WORDS = { text: '{名前}さん、こんにちは。', from: '店長の田中', nameFallback: '', storeFallback: '' }

describe('the page of what is sent by itself', () => {
  it('has each occasion with its day, its words and a switch, all off at first', async () => {
    const html = await page()
    for (const occasion of OCCASIONS) {
      expect(html).toContain(t.names[occasion])
      expect(html).toContain(t.when[occasion])
      expect(html).toContain(automaticWords[occasion].text)
      expect(html).toContain(`action="${PATH}/${occasion}/starts"`)
    }
    expect(html).not.toContain(`${t.stop}</button>`)
  })

  it('tells how many people it would reach in the next 30 days, and what is left of the month', async () => {
    await addPerson(store, 'today', { left: '2026-04-01' })
    await addPerson(store, 'last', { left: '2026-04-30' })
    await addPerson(store, 'after', { left: '2026-05-01' })
    await addPerson(store, 'no_news', { left: '2026-04-10', consents: ['coupons'] })
    await send('left_30/starts')
    const html = await page()
    expect(html).toMatch(/これから30日で<\/dt><dd><b>2<\/b>/)
    expect(html).toMatch(/今月の残り<\/dt><dd><b>190<\/b>/)
    expect(html).not.toContain('足りない日は')
  })

  it('warns when the month’s messages will not do, and says so when LINE does not tell', async () => {
    await addPerson(store, 'today', { left: '2026-04-01' })
    await send('left_30/starts')
    quota = async () => ({ limit: 200, used: 200 })
    expect(await page()).toContain('今月の残りは0通です。足りない日は送らずに待ち')
    quota = () => Promise.reject(new Refusal('line_unreachable'))
    expect(await page()).toContain(t.leftUnknown)
  })

  it('switches on and off by a post of its own, and only what was posted', async () => {
    const on = await send('birthday_month/starts')
    expect([on.status, on.headers.get('location')]).toEqual([303, `${PATH}?done=started#birthday_month`])
    expect(await automaticMessages(store)).toMatchObject([
      { occasion: 'birthday_month', enabledAt: NOW, enabledBy: 'owner', content: { from: 'owner' } },
    ])
    expect(await page(`${PATH}?done=started`)).toContain(t.started)
    expect(await page()).toContain(`action="${PATH}/birthday_month/stops"`)
    await send('birthday_month/stops')
    expect(await automaticMessages(store)).toMatchObject([{ enabledAt: null, enabledBy: null }])
  })

  it('keeps the owner’s words, on or off', async () => {
    await send('welcome/starts')
    const saved = await send('welcome/versions', { ...WORDS, nameFallback: 'お客' })
    expect(saved.status).toBe(303)
    expect(await automaticMessages(store)).toMatchObject([
      { enabledAt: NOW, content: { kind: 'text', text: WORDS.text, from: WORDS.from, fallbacks: { name: 'お客' } } },
    ])
    const form = await page(`${PATH}/welcome`)
    for (const words of [WORDS.text, WORDS.from, 'お客']) expect(form).toContain(words)
  })

  it('gives a wrong form back with everything that was typed, and keeps nothing', async () => {
    for (const [wrong, said] of [
      [{ text: '' }, t.errors.text(1_000)],
      [{ text: '{名字}さん' }, t.errors.strange('{名字}')],
      [{ text: '{名前}'.repeat(11) }, t.errors.many(10)],
      [{ from: 'x'.repeat(31) }, t.errors.from(30)],
      [{ nameFallback: 'x'.repeat(21) }, t.errors.fallback(20)],
    ] as const) {
      const response = await send('welcome/versions', { ...WORDS, storeFallback: '本店で', ...wrong })
      const html = await response.text()
      expect(response.status).toBe(422)
      for (const words of [said, '本店で', ...Object.values(wrong)]) expect(html).toContain(words)
    }
    expect(await automaticMessages(store)).toEqual([])
  })

  it('shows how it arrives, by the renderer of every broadcast, also while it is typed and without scripts', async () => {
    await addPerson(store, 'x', {})
    expect(await page(`${PATH}/welcome`)).toContain('花子さん、登録してくださって')
    const fragment = await (await send('welcome/previews', WORDS)).text()
    expect(fragment).toContain('花子さん、こんにちは。')
    expect(fragment).not.toContain('<html')
    const whole = await (await send('welcome/rehearsals', WORDS)).text()
    expect(whole).toContain('花子さん、こんにちは。')
    expect(whole).toContain(`>${WORDS.text}</textarea>`)
    expect(await automaticMessages(store)).toEqual([])
  })

  it('is the owner’s alone, and knows no other occasion', async () => {
    await addPerson(store, 'x', {})
    await addOperator(store, 'manager', { role: 'manager', storeId: 'shibuya' })
    const manager = await signIn(store, 'manager', NOW)
    expect((await get(app, PATH, manager)).status).toBe(403)
    for (const path of ['welcome/starts', 'welcome/stops', 'welcome/versions'])
      expect((await post(app, `${PATH}/${path}`, WORDS, { cookie: manager })).status).toBe(403)
    expect((await get(app, `${PATH}/christmas`, cookie)).status).toBe(404)
    expect((await send('christmas/starts')).status).toBe(404)
    expect(await automaticMessages(store)).toEqual([])
  })
})
