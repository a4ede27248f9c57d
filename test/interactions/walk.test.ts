import { beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../../src/app.tsx'
import { createDraft } from '../../src/broadcasts/drafts.ts'
import { askCorrection } from '../../src/consent/corrections.ts'
import { addNote } from '../../src/members/notes.ts'
import { createSegment } from '../../src/segments/segments.ts'
import { newDeps } from '../deps.ts'
import { addAnswer } from '../events/guests-support.ts'
import { openEventFor } from '../events/support.ts'
import { lineThatAnswers } from '../line/support.ts'
import { addPerson } from '../members/support.ts'
import { addEntry } from '../roster/support.ts'
import { addMember, addStore, DAY, NOON, newStore } from '../support.ts'
import { addOperator, signIn } from '../web/doors.ts'

/** A name that stands nowhere but in data of persons. */
const NAME = '金糸雀'
const OWNER = { id: 'owner', storeId: null }

const store = newStore()
const app = createApp(newDeps(store, { line: { ...lineThatAnswers(), quota: async () => ({ limit: 200, used: 0 }) } }))
const paths = [
  ...new Set(
    app.routes.filter(({ method, path }) => method === 'GET' && path.startsWith('/admin')).map(({ path }) => path),
  ),
]
let cookie = ''
let ids: Readonly<Record<string, string>> = {}

/** A shop where the name stands wherever a page may show it. */
beforeAll(async () => {
  await addStore(store)
  await addOperator(store, 'owner')
  cookie = await signIn(store, 'owner')
  const { db } = store
  await addMember(store, 'alumna')
  await db.updateTable('members').set({ name: NAME, name_folded: NAME }).where('id', '=', 'alumna').execute()
  const waits = await addPerson(store, 'waits', { name: NAME })
  const entry = await addEntry(store, { name: NAME, kana: 'カナリア', leftOn: '2023-03-31' })
  await addNote(store, { memberId: 'alumna', body: NAME, operator: OWNER, now: NOON })
  await askCorrection(store, { memberId: 'alumna', field: 'name', value: `${NAME}子`, now: NOON })
  const segment = await createSegment(store, {
    name: 'みんな',
    rule: { match: 'all', conditions: [] },
    createdBy: 'owner',
    now: NOON,
  })
  const letter = await createDraft(store, {
    draft: {
      title: 'お元気ですか',
      purpose: 'news',
      content: { kind: 'text', text: `${NAME}さん、お元気ですか`, from: '店長' },
      rule: { match: 'all', conditions: [{ kind: 'person', in: ['alumna'] }] },
      segmentId: null,
      storeId: null,
    },
    createdBy: 'owner',
    now: NOON,
  })
  const event = await openEventFor(store, { listed: true, asksAllergies: true })
  await addAnswer(store, [event, 'alumna', 'going'], { allergies: 'えび' })
  ids = {
    events: event,
    guests: 'alumna',
    members: waits,
    roster: entry,
    entries: entry,
    segments: segment,
    broadcasts: letter,
  }
  await redeemed()
})

/** A coupon that was used by the person. */
async function redeemed() {
  const { db } = store
  const conditions = JSON.stringify({ minimumSpendYen: 0, combinable: false })
  const times = { starts_at: NOON - 1, ends_at: NOON + 1_000_000 }
  await db
    .insertInto('coupons')
    .values({ id: 'coupon', title: '割引', kind: 'percent', value: 10, conditions, created_at: NOON, ...times })
    .execute()
  await db
    .insertInto('coupon_grants')
    .values({ id: 'g', coupon_id: 'coupon', member_id: 'alumna', uses_max: 1, secret: 's', created_at: NOON, ...times })
    .execute()
  await db.insertInto('tills').values({ id: 't', store_id: 'shibuya', name: 'レジ', created_at: NOON }).execute()
  const use = { grant_id: 'g', use_no: 1, store_id: 'shibuya', till_id: 't', idempotency_key: 'k', request_sha: 'r' }
  await db
    .insertInto('redemptions')
    .values({ id: 'r', redeemed_at: NOON, ...use })
    .execute()
}

/** The address of a route, with the ids of what it speaks of: of the room that stands before the parameter. */
const addressOf = (path: string) =>
  path.replace(
    /([\w-]+)\/:\w+/g,
    (_, room: string) => `${room}/${room === 'coupons' ? 'coupon' : (ids[room] ?? 'nowhere')}`,
  )

const noted = async () =>
  (
    await store.db
      .selectFrom('access_log')
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow()
  ).n

describe('whoever sees a person’s data on the admin side', () => {
  const shown: string[] = []

  it.each(paths)('is noted when %s shows some', async (path) => {
    // A list that keeps itself up to date is noted once in a while: each is looked at on a day of its own.
    await store.db
      .updateTable('access_log')
      .set(({ eb }) => ({ at: eb('at', '-', DAY) }))
      .execute()
    const before = await noted()
    const response = await app.request(addressOf(path), { headers: { cookie } })
    const html = await response.text()
    expect(response.status).toBeLessThan(500)
    if (!html.includes(NAME)) return
    shown.push(path)
    expect(await noted()).toBeGreaterThan(before)
  })

  it('was tried on every page that is known to show names', () => {
    for (const path of [
      '/admin/members',
      '/admin/members/:id',
      '/admin/members/:id/decline',
      '/admin/members/corrections',
      '/admin/members/export.csv',
      '/admin/access-log',
      '/admin/roster',
      '/admin/roster/:id',
      '/admin/segments/:id',
      '/admin/broadcasts/:id',
      '/admin/broadcasts/:id/edit',
      '/admin/coupons/:couponId',
      '/admin/coupons/:couponId/uses',
      '/admin/coupons/:couponId/uses.csv',
      '/admin/events/:id',
      '/admin/events/:id/guests',
      '/admin/events/:id/guests.csv',
      '/admin/events/:id/guests/:memberId',
      '/admin/events/:id/guests/:memberId/leaving',
      '/admin/events/:id/door',
      '/admin/events/:id/door/list',
    ])
      expect(shown.map((one) => one.replace(/\/$/, ''))).toContain(path)
  })
})
