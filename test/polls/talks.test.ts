import { Hono } from 'hono'
import { beforeEach, describe, expect, it } from 'vitest'
import { createDraft } from '../../src/broadcasts/drafts.ts'
import type { OperatorRole } from '../../src/db/schema.ts'
import type { SqliteStore } from '../../src/db/sqlite.ts'
import { adminHome } from '../../src/operators/home.tsx'
import { talkAdmin } from '../../src/polls/admin.tsx'
import { countTalks, openTalks, settleTalk } from '../../src/polls/talks.ts'
import { Refusal } from '../../src/refusal.ts'
import type { WebEnv } from '../../src/web/env.ts'
import { newDeps } from '../deps.ts'
import { addMember, addStore, DAY, NOON, newStore } from '../support.ts'
import { addOperator } from '../web/doors.ts'
import { CHECK_IN, sentTo, tapped } from './support.ts'

let store: SqliteStore
let checkIn: string
const OPERATOR = { id: 'op', storeId: null }

beforeEach(async () => {
  store = newStore()
  await addStore(store, 'ueno', '上野店', 2)
  await addMember(store, '花')
  await addMember(store, '健', { storeId: 'ueno' })
  await addOperator(store, 'op')
  checkIn = await createDraft(store, { draft: CHECK_IN, createdBy: null, now: NOON })
  await sentTo(store, checkIn, ['花', '健'])
})

describe('who would like to talk', () => {
  it('waits, the oldest first, from the tap until it is settled, and again after the next tap', async () => {
    await say('健', 'talk', NOON - 2)
    await say('花', 'talk', NOON - 1)
    await say('花', 'fine', NOON)
    expect(await waiting()).toEqual(['健', '花'])

    await settleTalk(store, { memberId: '健', said: NOON - 2, operator: OPERATOR, now: NOON })
    expect(await waiting()).toEqual(['花'])
    await say('健', 'talk', NOON + 1)
    expect(await waiting()).toEqual(['花', '健'])
  })

  it('is not settled by who had not seen their last word', async () => {
    await say('花', 'talk', NOON - 2)
    await say('花', 'talk', NOON - 1)
    await settleTalk(store, { memberId: '花', said: NOON - 2, operator: OPERATOR, now: NOON })
    expect(await waiting()).toEqual(['花'])
  })

  it('is not settled for what they say later, whatever a form claims to have shown', async () => {
    await say('花', 'talk', NOON - 1)
    await settleTalk(store, { memberId: '花', said: NOON + 365 * DAY, operator: OPERATOR, now: NOON })
    expect(await waiting()).toEqual([])
    await say('花', 'talk', NOON + 1)
    expect(await waiting()).toEqual(['花'])
  })

  it('waits no longer than half a year, nor after they left', async () => {
    await say('花', 'talk', NOON - 181 * DAY)
    await say('健', 'talk')
    await store.db.updateTable('members').set({ state: 'left' }).where('id', '=', '健').execute()
    expect(await waiting()).toEqual([])
  })

  it("is a manager's matter only at the own store", async () => {
    await say('健', 'talk')
    expect(await waiting('shibuya')).toEqual([])
    expect(await countTalks(store, { storeId: 'ueno', now: NOON })).toBe(1)
    const manager = { id: 'op', storeId: 'shibuya' }
    await expect(settleTalk(store, { memberId: '健', said: NOON, operator: manager, now: NOON })).rejects.toThrow(
      'not_found',
    )
    expect(await waiting('ueno')).toEqual(['健'])
  })
})

describe('the page of those who would like to talk', () => {
  it('stands on the home page while somebody waits, without a name', async () => {
    expect(await text('/admin')).not.toContain('/admin/talks')
    await say('花', 'talk')
    const home = await text('/admin')
    expect(home).toContain('「話したいことがある」と答えた方が1人います。')
    expect(home).toContain('href="/admin/talks"')
    expect(home).not.toContain('花')
    expect(await accesses()).toEqual([])
  })

  it('names them, notes who looked, and takes them off by one tap', async () => {
    await say('花', 'talk')
    const page = await text('/admin/talks')
    expect(page).toContain('href="/admin/members/花"')
    expect(await accesses()).toEqual([
      { operator_id: 'op', action: 'members_listed', detail: '{"page":"talks","count":1}' },
    ])

    const settled = await request('/admin/talks/settlements', {
      body: new URLSearchParams({ member: '花', said: String(NOON) }),
    })
    expect([settled.status, settled.headers.get('location')]).toEqual([303, '/admin/talks?done=settled'])
    const after = await text('/admin/talks?done=settled')
    expect(after).toContain('対応済みにしました')
    expect(after).toContain('今、お待ちの方はいません')
    expect(after).toContain('/admin/broadcasts/new?kind=check_in')
  })

  it('is not for staff', async () => {
    expect(await text('/admin/talks', { role: 'staff', storeId: 'shibuya' })).toBe('not_allowed')
  })
})

const say = (who: string, answer: string, at = NOON) => tapped(store, who, `checkin:${checkIn}:${answer}`, { at })
const waiting = async (storeId: string | null = null) =>
  (await openTalks(store, { storeId, now: NOON + 2 })).map(({ memberId }) => memberId)
const accesses = () => store.db.selectFrom('access_log').select(['operator_id', 'action', 'detail']).execute()

type Signed = { role?: OperatorRole; storeId?: string | null }
const text = async (path: string, signed: Signed = {}) => (await request(path, signed)).text()
function request(path: string, { role = 'owner', storeId = null, body }: Signed & { body?: URLSearchParams } = {}) {
  const app = new Hono<WebEnv>()
    .use(async (c, next) => {
      c.set('deps', newDeps(store))
      c.set('language', 'ja')
      c.set('operator', { id: 'op', name: '田中', role, storeId, sessionId: 's' })
      await next()
    })
    .route('/admin', adminHome)
    .route('/admin/talks', talkAdmin)
    .onError((error, c) => c.text(error instanceof Refusal ? error.code : String(error), 500))
  return app.request(path, body ? { method: 'POST', body } : {})
}
