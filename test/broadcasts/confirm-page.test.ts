import { Hono } from 'hono'
import { beforeEach, describe, expect, it } from 'vitest'
import { broadcastAdmin } from '../../src/broadcasts/admin.tsx'
import { createDraft, type Draft } from '../../src/broadcasts/drafts.ts'
import { sendingSettingsAdmin } from '../../src/broadcasts/settings-admin.tsx'
import type { OperatorRole } from '../../src/db/schema.ts'
import type { Store } from '../../src/db/store.ts'
import { Refusal } from '../../src/refusal.ts'
import { readSendingSettings } from '../../src/sending/sending-settings.ts'
import type { WebEnv } from '../../src/web/env.ts'
import { newDeps } from '../deps.ts'
import { addMember, DAY, HOUR, MINUTE, NOON, newStore } from '../support.ts'
import { addMembers, addOwner, type FakeLine, memberId, OWNER, openFakeLine, TEXT } from './support.ts'

let store: Store
let fake: FakeLine
let clock: number
beforeEach(async () => {
  store = newStore()
  fake = openFakeLine()
  fake.quota.limit = 200
  clock = NOON
  await addOwner(store)
  await addMembers(store, 24)
  await store.db
    .updateTable('operators')
    .set({ member_id: memberId(0) })
    .execute()
})
type Who = { role?: OperatorRole; storeId?: string | null; id?: string }
const app = ({ role = 'owner', storeId = null, id = OWNER }: Who = {}) =>
  new Hono<WebEnv>()
    .use(async (c, next) => {
      c.set('deps', newDeps(store, { line: fake.line, now: () => clock }))
      c.set('language', 'ja')
      c.set('operator', { id, name: '田中', role, storeId, sessionId: 's' })
      await next()
    })
    .route('/admin/broadcasts', broadcastAdmin)
    .route('/admin/sending-settings', sendingSettingsAdmin)
    .onError((error, c) => {
      if (error instanceof Refusal) return c.text(error.code, error.code === 'not_found' ? 404 : 403)
      throw error
    })
const get = async (path: string, who?: Who) => (await app(who).request(path)).text()
const post = (path: string, fields: Record<string, string>, who?: Who) =>
  app(who).request(path, { method: 'POST', body: new URLSearchParams(fields) })
const hidden = (html: string, name: string) => new RegExp(`name="${name}" value="(\\d+)"`).exec(html)?.[1] ?? ''
async function confirm(path: string, fields: Record<string, string> = {}, who?: Who) {
  const html = await get(path, who)
  const shown = ['people', 'boardPeople', 'draftedAt'].map((name) => [name, hidden(html, name)])
  return post(`${path}/confirmations`, { ...Object.fromEntries(shown), ...fields }, who)
}
async function drafted(more: Partial<Draft> = {}) {
  const id = await createDraft(store, { draft: { ...TEXT, ...more }, createdBy: OWNER, now: NOON })
  return `/admin/broadcasts/${id}`
}
const set = (name: string, value: string | number) =>
  store.db
    .insertInto('settings')
    .values({ key: `sending.${name}`, value: String(value) })
    .onConflict((clash) => clash.column('key').doUpdateSet({ value: String(value) }))
    .execute()
const row = () => store.db.selectFrom('broadcasts').selectAll().executeTakeFirstOrThrow()
async function sent(purpose: 'news' | 'shifts', at: number, people = 24) {
  const id = await createDraft(store, { draft: { ...TEXT, purpose }, createdBy: OWNER, now: at })
  const chunk = { broadcast_id: id, seq: 0, state: 'accepted', first_attempt_at: at, finished_at: at } as const
  await store.batch([
    store.db.updateTable('broadcasts').set({ state: 'done', send_at: at, finished_at: at }).where('id', '=', id),
    store.db.insertInto('broadcast_chunks').values({ ...chunk, recipients: people }),
    ...Array.from({ length: people }, (_, i) =>
      store.db
        .insertInto('deliveries')
        .values({ broadcast_id: id, member_id: memberId(i), chunk_seq: 0, skipped_reason: null }),
    ),
  ])
}

describe('the page before it is paid for', () => {
  it('notes who looked when its preview tells somebody’s story', async () => {
    const story = { id: 's', member_id: memberId(0), title: '話', words: '元気です', content_sha: 'a', agreed_sha: 'a' }
    await store.db
      .insertInto('stories')
      .values({ ...story, agreed_at: NOON, created_at: NOON, updated_at: NOON })
      .execute()
    const noted = () => store.db.selectFrom('access_log').select('action').execute()
    await get(await drafted())
    expect(await noted()).toEqual([])
    const content = { kind: 'story', storyId: 's', text: '紹介します。', from: '田中' } as const
    expect(await get(await drafted({ content }))).toContain(memberId(0))
    expect(await noted()).toEqual([{ action: 'members_listed' }])
  })

  it('shows people, messages, what is left by both figures, yen and both ways above one filled button', async () => {
    fake.quota.used = 58
    const html = await get(await drafted())
    for (const words of [
      '24人に配信・24通・今月の残り 142→118',
      'なし（コミュニケーションプランの範囲内）',
      'LINEの集計（およその数） 58通',
      '24通・追加料金なし',
      '0通・0円',
    ])
      expect(html).toContain(words)
    expect(html.match(/class="primary"/g)).toHaveLength(1)
    expect(html).toMatch(/class="primary"[^>]*>24人に配信する/)
    expect(html.indexOf('0通・0円')).toBeLessThan(html.indexOf('24人に配信する'))
  })

  it('says what it costs on top of the plan, and that the plan in the settings seems to be another', async () => {
    fake.quota.limit = 40_000
    fake.quota.used = 29_990
    expect(await get(await drafted())).toContain('プランの設定を確認すると')
    await set('plan', 'standard')
    const html = await get(await drafted())
    expect(html).toContain('最大42円・税別')
    expect(html).not.toContain('プランの設定を確認すると')
  })

  it('leaves after a minute, or at the time that was chosen', async () => {
    const path = await drafted()
    expect((await confirm(path)).headers.get('location')).toBe(`${path}?done=confirmed`)
    expect(await row()).toMatchObject({ send_at: NOON + MINUTE, channel: 'push', confirmed_count: 24 })
    await store.db.deleteFrom('broadcasts').execute()
    await confirm(await drafted(), { when: 'at', sendAt: '2026-04-02T18:30' })
    expect(await row()).toMatchObject({ send_at: Date.parse('2026-04-02T18:30+09:00') })
  })

  it.each([
    ['that has passed', '2026-04-01T11:00', '過ぎた日時です'],
    ['more than 90 days ahead', '2026-08-01T12:00', '90日より先は予約できません'],
    ['at night', '2026-04-02T22:00', '21時から9時のあいだは送りません'],
    ['that is none', '', '送る日時を選んでください'],
  ])('comes back filled for a time %s', async (_, sendAt, words) => {
    const answer = await confirm(await drafted(), { when: 'at', sendAt })
    expect(answer.status).toBe(422)
    const html = await answer.text()
    expect(html).toContain(words)
    expect(html).toContain(`value="${sendAt}"`)
    expect(await row()).toMatchObject({ state: 'draft' })
  })

  it('says at night that it goes out in the morning', async () => {
    clock = NOON + 11 * HOUR
    expect(await get(await drafted())).toContain('今は夜間のため、4月2日（木） 9:00に届きます')
  })

  it('recommends the board when too few messages are left, and offers next month', async () => {
    fake.quota.used = 190
    const path = await drafted()
    const html = await get(path)
    expect(html).toContain('今月の残りは10通で、24人には足りません')
    expect(html).toContain('おすすめ')
    expect(html).toMatch(/class="primary"[^>]*>お知らせに載せる</)
    const next = await get(`${path}?sendAt=2026-05-01T10:00`)
    expect(next).toContain('5月の残り 200→176')
    expect(next).toContain('24人に配信する')
    await confirm(path, { channel: 'board' })
    expect(await row()).toMatchObject({ state: 'planning', channel: 'board', confirmed_count: 24 })
  })

  it('asks before the reserve is touched, wants the number typed, and loses nothing of it', async () => {
    await set('reserve', 190)
    await set('typedAbove', 20)
    const path = await drafted()
    expect(await get(path)).toContain('おすすめ')
    const first = await (await confirm(path, { belowReserve: 'yes', typedPeople: '25' })).text()
    expect(first).toContain('24と入力してください。まだ送信していません。')
    expect(first).toContain('value="25"')
    expect(first).toMatch(/name="belowReserve" value="yes" checked/)
    const second = await (await confirm(path, { typedPeople: '２４' })).text()
    expect(second).toContain('残している通数を使う場合は')
    expect((await confirm(path, { belowReserve: 'yes', typedPeople: '２４人' })).status).toBe(303)
  })

  it('asks why another job post, and offers something else instead', async () => {
    for (let i = 0; i < 24; i++)
      await store.db
        .insertInto('consents')
        .values({
          id: `s${i}`,
          member_id: memberId(i),
          purpose: 'shifts',
          granted: 1,
          text_version: '1',
          channel: 'line',
          at: 1,
        })
        .execute()
    await sent('news', NOON - 9 * DAY)
    await sent('shifts', NOON - 5 * DAY, 6)
    const path = await drafted({ purpose: 'shifts' })
    const html = await get(path)
    expect(html).toContain('シフト募集 6通（20%）')
    expect(html).toContain('6人が最後に受け取ったのも、シフト募集でした')
    for (const kind of ['news', 'story', 'coupon']) expect(html).toContain(`/admin/broadcasts/new?kind=${kind}`)
    expect(await (await confirm(path)).text()).toContain('理由を書いてください')
    await confirm(path, { balanceReason: '急な欠員' })
    const { balance_reason } = await store.db
      .selectFrom('broadcasts')
      .selectAll()
      .where('state', '=', 'planning')
      .executeTakeFirstOrThrow()
    expect(balance_reason).toBe('急な欠員')
  })

  it('holds back until the morning who had their message of the day, or leaves them out', async () => {
    await sent('news', NOON - HOUR, 4)
    const path = await drafted()
    const html = await get(path)
    expect(html).toContain('4人は、今日すでに1通受け取っています。続けて送らず、4月2日（木） 9:00に届けます。')
    expect((await post(`${path}/holdings`, { holding: 'skip' })).status).toBe(303)
    const skipped = await get(path)
    expect(skipped).toContain('20人に配信する')
    expect(skipped).toContain('今日、すでに受け取っている 4人')
    await post(`${path}/holdings`, { holding: 'morning' })
    expect(await get(path)).toContain('24人に配信する')
    await post(`${path}/holdings`, { holding: 'skip' })
    // The board wakes nobody: no cap keeps anybody from it.
    expect((await confirm(path, { channel: 'board' })).status).toBe(303)
  })

  it('says in plain words that LINE does not take it, with what LINE said', async () => {
    fake.line.validatePush = async () => ({
      kind: 'refused',
      status: 400,
      reason: 'invalid',
      message: 'May not be empty',
    })
    const html = await (await confirm(await drafted())).text()
    expect(html).toContain('LINEがこの内容を受け付けません')
    expect(html).toContain('LINEの返事：May not be empty')
  })

  it('says of a draft that was just taken back that nobody got it', async () => {
    const path = await drafted()
    expect(await get(`${path}?done=undone`)).toContain('取り消して、下書きに戻しました。だれにも送っていません。')
  })

  it('sends a test to oneself, or says why there is none', async () => {
    const path = await drafted()
    expect((await post(`${path}/test-sends`, {})).headers.get('location')).toBe(`${path}?done=tested`)
    expect(await store.db.selectFrom('outbox_messages').select('member_id').execute()).toEqual([
      { member_id: memberId(0) },
    ])
    await store.db.updateTable('operators').set({ member_id: null }).execute()
    const html = await get(path)
    expect(html).not.toContain('/test-sends')
    expect((await post(`${path}/test-sends`, {})).status).toBe(422)
  })
})

describe('a second person', () => {
  const MANAGER = { id: 'mori', role: 'manager', storeId: 'shibuya' } as const
  beforeEach(async () => {
    await set('approvalAbove', 20)
    const operator = { id: 'mori', member_id: null, name: '森', role: 'manager', store_id: 'shibuya' } as const
    await store.db
      .insertInto('operators')
      .values({ ...operator, created_at: NOON, revoked_at: null })
      .execute()
    await addMember(store, 'far', { storeId: 'ueno' })
  })
  const ask = async (path: string) => {
    const html = await get(path)
    return post(`${path}/approval-requests`, { people: hidden(html, 'people'), draftedAt: hidden(html, 'draftedAt') })
  }

  it('is asked instead of sending, and finds it above the list; who asked cannot approve', async () => {
    const path = await drafted()
    const html = await get(path)
    expect(html).toContain('もう一人に承認を頼む')
    expect(html).not.toContain('人に配信する')
    expect(await get('/admin/broadcasts', MANAGER)).not.toContain(path)
    expect((await ask(path)).status).toBe(303)
    expect(await get(path)).toContain('承認を待っています')
    expect(await get(path)).not.toContain('人に配信する')
    expect(await get('/admin/broadcasts', MANAGER)).toContain(path)
    const theirs = await get(path, MANAGER)
    expect(theirs).toContain('田中さんが、25人への配信の承認を頼んでいます')
    expect(theirs).not.toContain('/edit')
    expect((await confirm(path, {}, MANAGER)).headers.get('location')).toBe('/admin/broadcasts?done=confirmed')
    expect(await row()).toMatchObject({ confirmed_by: 'mori', confirmed_count: 25 })
  })

  it('sees nothing any more once the question is taken back', async () => {
    const path = await drafted()
    await ask(path)
    await post(`${path}/approval-withdrawals`, {})
    expect((await app(MANAGER).request(path)).status).toBe(404)
    expect((await post(`${path}/holdings`, { holding: 'skip' }, MANAGER)).status).toBe(404)
  })
})

describe('the settings for sending', () => {
  const PATH = '/admin/sending-settings'
  const typed = async (more: Record<string, string> = {}) => {
    const { plan, ...numbers } = await readSendingSettings(store)
    const shown = Object.entries(numbers).map(([name, value]) => [name, String(value)])
    return post(`${PATH}/versions`, { plan, ...Object.fromEntries(shown), ...more })
  }

  it('are kept as typed, full width too', async () => {
    const answer = await typed({
      plan: 'standard',
      extraYen: '2.5',
      reserve: '１,０００',
      quietFrom: '22',
      quietTo: '8',
    })
    expect(answer.headers.get('location')).toBe(`${PATH}?done=saved`)
    expect(await readSendingSettings(store)).toMatchObject({
      plan: 'standard',
      extraYen: 2.5,
      reserve: 1_000,
      quietFrom: 22,
      quietTo: 8,
    })
    expect(await get(`${PATH}?done=saved`)).toContain('配信の設定を保存しました')
  })

  it.each([
    ['quiet hours of more than 14 hours', { quietFrom: '18', quietTo: '9' }, '14時間まで'],
    ['no message a day', { capDay: '0' }, '1から100まで'],
    ['a month below a day', { capDay: '7' }, 'ひと月の上限は'],
    ['more than 3 yen', { extraYen: '3.5' }, '0から3まで'],
    ['no number', { reserve: 'たくさん' }, '0から1,000,000まで'],
    ['approval by somebody who is not there', { approvalAbove: '10' }, '先に担当者を招待してください'],
  ])('refuse %s, and come back filled', async (_, wrong, words) => {
    const answer = await typed(wrong)
    expect(answer.status).toBe(422)
    const html = await answer.text()
    expect(html).toContain(words)
    expect(await readSendingSettings(store)).toMatchObject({ quietFrom: 21, capDay: 1, reserve: 0, approvalAbove: 0 })
  })
})
