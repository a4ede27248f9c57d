import { beforeEach, describe, expect, it } from 'vitest'
import { createApp } from '../../src/app.tsx'
import { couponToken } from '../../src/coupons/links.ts'
import type { Store } from '../../src/db/store.ts'
import { memberToken } from '../../src/members/links.ts'
import { readTapToken, tapToken, tapUrl } from '../../src/taps/links.ts'
import { configFor, newDeps } from '../deps.ts'
import { addMember, DAY, MINUTE, NOON, newStore } from '../support.ts'
import { get, post } from '../web/doors.ts'
import { addSent, NEWS, tapsOf } from './support.ts'

const SECRET = configFor().sessionSecret
const TARGET = 'https://reserve.example/table?shop=1&x=%E3%81%82#top'
const hana = { broadcastId: 'news', memberId: 'hana' }

let store: Store
let app: ReturnType<typeof createApp>
const clock = { now: NOON }
beforeEach(async () => {
  store = newStore()
  clock.now = NOON
  await addMember(store, 'hana')
  await addMember(store, 'kenji')
  await addSent(store, { to: ['hana'] })
  app = createApp(newDeps(store, { now: () => clock.now }))
})

const path = async (link = hana) => `/l/${await tapToken(SECRET, link)}`
const linesOf = async () =>
  (await store.db.selectFrom('interactions').selectAll().where('kind', '=', 'link_tapped').execute()).length

describe('the page behind a link', () => {
  it('is named by an address that reads back, and fits where LINE allows 1,000 characters', async () => {
    const ids = { broadcastId: crypto.randomUUID(), memberId: crypto.randomUUID() }
    const url = await tapUrl({ sessionSecret: SECRET, baseUrl: 'https://shop.example' }, ids)
    expect(url.length).toBeLessThan(200)
    expect(await readTapToken(SECRET, url.replace('https://shop.example/l/', ''))).toEqual(ids)
  })

  it('says where it leads, sends itself where scripts run, has a button where not, and counts nothing by being seen', async () => {
    const response = await get(app, await path())
    const page = await response.text()
    expect(page).toContain('reserve.example を開きます')
    expect(page).toContain(`<form method="post" action="${await path()}/taps" data-send-now="">`)
    expect(page).toContain('開く</button>')
    expect(page).not.toContain('hana</')
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(await tapsOf(store)).toEqual([])
  })

  it('lets its form lead out of the shop, and no other page’s', async () => {
    const policyOf = async (at: string) => (await get(app, at)).headers.get('content-security-policy')
    expect(await policyOf(await path())).toContain("form-action 'self' https: http:;")
    expect(await policyOf('/privacy')).toContain("form-action 'self';")
    expect(await policyOf('/login')).toContain("form-action 'self';")
  })

  it('speaks the person’s language', async () => {
    await store.db.updateTable('members').set({ language: 'en' }).where('id', '=', 'hana').execute()
    expect(await (await get(app, await path())).text()).toContain('This opens reserve.example.')
  })

  it('goes on to the broadcast’s target, counting the person once and every tap', async () => {
    for (const minutes of [0, 1, 2]) {
      clock.now = NOON + minutes * MINUTE
      const response = await post(app, `${await path()}/taps`)
      expect([response.status, response.headers.get('location')]).toEqual([303, TARGET])
    }
    expect(await tapsOf(store)).toEqual([
      { broadcast_id: 'news', member_id: 'hana', target: 'link', taps: 3, first_at: NOON, last_at: NOON + 2 * MINUTE },
    ])
    expect(await linesOf()).toBe(1)
  })

  it('goes on for whoever has the link, and counts only who got the broadcast and is still there', async () => {
    expect((await post(app, `${await path({ ...hana, memberId: 'kenji' })}/taps`)).status).toBe(303)
    await store.db.updateTable('members').set({ state: 'left' }).where('id', '=', 'hana').execute()
    expect((await post(app, `${await path()}/taps`)).status).toBe(303)
    expect([await tapsOf(store), await linesOf()]).toEqual([[], 0])
  })

  it('does not count who was left out of the broadcast', async () => {
    await store.db.updateTable('deliveries').set({ skipped_reason: 'no_consent' }).execute()
    await post(app, `${await path()}/taps`)
    expect(await tapsOf(store)).toEqual([])
  })

  it('counts who has it on their board', async () => {
    await store.db
      .insertInto('board_notices')
      .values({ broadcast_id: 'news', member_id: 'kenji', posted_at: NOON })
      .execute()
    await post(app, `${await path({ ...hana, memberId: 'kenji' })}/taps`)
    expect((await tapsOf(store)).map(({ member_id }) => member_id)).toEqual(['kenji'])
  })

  it('leads nowhere from a draft, a broadcast without a link, or one that is not there', async () => {
    const { link: _, ...without } = NEWS.kind === 'news' ? NEWS : { link: undefined }
    await addSent(store, { id: 'plain', content: without, to: ['hana'] })
    await addSent(store, { id: 'draft', to: ['hana'] })
    await store.db.updateTable('broadcasts').set({ state: 'draft' }).where('id', '=', 'draft').execute()
    for (const broadcastId of ['plain', 'draft', 'nothing']) {
      const at = await path({ ...hana, broadcastId })
      expect((await get(app, at)).status).toBe(404)
      expect((await post(app, `${at}/taps`)).status).toBe(404)
    }
    expect(await tapsOf(store)).toEqual([])
  })

  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'http://shop.example/',
    '//evil.example',
    '/admin',
    'line://msg',
    '',
  ])('never leads to %j, whatever the database says', async (url) => {
    await addSent(store, { id: 'odd', content: { ...NEWS, link: { label: 'x', url } }, to: ['hana'] })
    const at = await path({ ...hana, broadcastId: 'odd' })
    expect((await get(app, at)).status).toBe(404)
    const response = await post(app, `${at}/taps`)
    expect([response.status, response.headers.get('location')]).toEqual([404, null])
  })

  it('is not counted for another site', async () => {
    const response = await post(app, `${await path()}/taps`, {}, { origin: 'https://evil.example' })
    expect([response.status, await tapsOf(store)]).toEqual([403, []])
  })
})

/** Tokens that we did not make: bent, cut, swapped, of other kinds, with addresses in them. */
async function hostileTokens(): Promise<readonly string[]> {
  const token = await tapToken(SECRET, hana)
  const [signature = ''] = token.split('.').slice(-1)
  const swap = (at: number) => token.slice(0, at) + (token[at] === 'a' ? 'b' : 'a') + token.slice(at + 1)
  const away = [
    'https://evil.example',
    '//evil.example',
    'javascript:alert(1)',
    '/admin',
    '%2f%2fevil.example',
    '@evil',
  ]
  const others = { ...hana, memberId: 'kenji' }
  return [
    ...Array.from({ length: token.length }, (_, at) => swap(at)).filter((bent) => bent !== token),
    ...Array.from({ length: 20 }, (_, cut) => token.slice(0, -1 - cut)),
    ...away.flatMap((url) => [
      url,
      `${token}${url}`,
      `${token}?to=${url}`.replace('?', '%3F'),
      `${url}.hana.${signature}`,
    ]),
    `news.kenji.${signature}`,
    `news2.hana.${signature}`,
    `hana.news.${signature}`,
    `news.hana.${signature.toUpperCase()}`,
    `news.hana.${'0'.repeat(32)}`,
    `news.hana.${signature}.${signature}`,
    `news.hana. ${signature}`,
    `news..${signature}`,
    `.hana.${signature}`,
    `news.hana`,
    `news:hana.${signature}`,
    'news%00.hana',
    '..%2f..%2fadmin',
    `${'n'.repeat(5_000)}.hana.${signature}`,
    await tapToken('another secret of thirty-two characters', hana),
    await tapToken(`${SECRET} `, others),
    await couponToken(SECRET, 'news'),
    await memberToken(SECRET, { page: 'me', memberId: 'hana', now: NOON + DAY }),
  ].map((bad) => encodeURIComponent(decodeURIComponent(bad)))
}

describe('a hundred links that we did not make', () => {
  it('lead nowhere and write nothing', async () => {
    const tokens = await hostileTokens()
    expect(tokens.length).toBeGreaterThanOrEqual(100)
    const before = await changes()
    for (const token of tokens) {
      const opened = await get(app, `/l/${token}`)
      const tapped = await post(app, `/l/${token}/taps`, { to: 'https://evil.example', url: 'https://evil.example' })
      for (const response of [opened, tapped]) {
        expect([token, response.status]).toEqual([token, 404])
        expect(response.headers.get('location')).toBeNull()
        expect(await response.text()).not.toContain('evil.example')
      }
    }
    expect([await changes(), await tapsOf(store)]).toEqual([before, []])
  })

  it('do not read the target from the address either', async () => {
    const response = await post(app, `${await path()}/taps?to=https://evil.example`, { to: 'https://evil.example' })
    expect(response.headers.get('location')).toBe(TARGET)
  })

  async function changes() {
    const { sql } = await import('kysely')
    const { rows } = await sql<{ n: number }>`select total_changes() as n`.execute(store.db)
    return rows[0]?.n
  }
})
