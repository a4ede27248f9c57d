import type { Insertable } from 'kysely'
import { confirmBroadcast } from '../../src/broadcasts/confirming.ts'
import { createDraft, type Draft } from '../../src/broadcasts/drafts.ts'
import { workBroadcasts } from '../../src/broadcasts/sending.ts'
import { sha256Hex } from '../../src/crypto.ts'
import type { EventTables } from '../../src/db/schema-events.ts'
import type { Store } from '../../src/db/store.ts'
import type { LineGateway, Outcome, Quota } from '../../src/line/line.ts'
import { EVERYONE } from '../../src/segments/rule.ts'
import { addMember, DAY, EARLIER, instanceOf, lineUserId, NOON } from '../support.ts'

export const OWNER = 'tanaka'
export const CONFIG = {
  baseUrl: 'https://shop.example',
  sessionSecret: 'a secret for tests, 32 characters',
}
const log = { info: () => {}, warn: () => {}, error: () => {} }

/** What LINE does with one request. `before`: nothing is taken. `after`: taken, but the answer does not arrive. */
export type Fault = 'before' | 'after' | 'rate' | 'quota' | 'auth' | 'invalid' | 'ok'

/** LINE's side of retry keys: accepts a key once, answers 409 after that; keeps who got what. */
export function openFakeLine({
  faults = () => 'ok',
  refuses = () => undefined,
}: {
  faults?: (request: number) => Fault
  /** Why a request to these people is invalid; undefined: it is not. */
  refuses?: (to: readonly string[]) => string | undefined
} = {}) {
  const accepted = new Map<string, string>()
  const delivered: string[] = []
  const requests: { key: string; sha: Promise<string>; method: 'push' | 'multicast' }[] = []
  const quota: Quota = { limit: 100_000, used: 0 }

  const refused = (status: number, reason: Extract<Outcome, { kind: 'refused' }>['reason']): Outcome => ({
    kind: 'refused',
    status,
    reason,
    message: reason,
    requestId: `request-${requests.length}`,
  })
  const take = (method: 'push' | 'multicast', body: string, key: string): Outcome => {
    const fault = faults(requests.length)
    requests.push({ key, sha: sha256Hex(body), method })
    const requestId = `request-${requests.length}`
    if (fault === 'before') return { kind: 'unknown', status: 500, message: 'server error', requestId }
    if (accepted.has(key))
      return { kind: 'accepted', status: 409, requestId, acceptedRequestId: accepted.get(key) ?? '' }
    if (fault === 'rate') return refused(429, 'rate')
    if (fault === 'quota') return refused(429, 'quota')
    if (fault === 'auth') return refused(401, 'auth')
    if (fault === 'invalid') return refused(400, 'invalid')
    const to: string[] = [JSON.parse(body).to].flat()
    const invalid = refuses(to)
    if (invalid !== undefined) return { kind: 'refused', status: 400, reason: 'invalid', message: invalid, requestId }
    if (quota.limit !== null && quota.used + to.length > quota.limit) return refused(429, 'quota')
    quota.used += to.length
    accepted.set(key, requestId)
    delivered.push(...to)
    return fault === 'after' ? { kind: 'unknown', message: 'timeout' } : { kind: 'accepted', status: 200, requestId }
  }
  const line: LineGateway = {
    push: async (body, key) => take('push', body, key),
    multicast: async (body, key) => take('multicast', body, key),
    quota: async () => ({ ...quota }),
    reply: async () => ({ kind: 'accepted', status: 200 }),
    validatePush: async () => ({ kind: 'accepted', status: 200 }),
    delivered: async () => undefined,
    profile: async () => undefined,
    linkRichMenu: async () => ({ kind: 'accepted', status: 200 }),
    unlinkRichMenu: async () => ({ kind: 'accepted', status: 200 }),
    certs: async () => ({ keys: [] }),
  }
  return { line, delivered, requests, quota, accepted }
}

export type FakeLine = ReturnType<typeof openFakeLine>

/** A clock that a test turns by hand. */
export function openClock(at = NOON) {
  const clock = {
    at,
    now: () => clock.at,
    pass: (ms: number) => {
      clock.at += ms
    },
  }
  return clock
}
export type Clock = ReturnType<typeof openClock>

export const TEXT: Draft = {
  title: '春のお知らせ',
  purpose: 'news',
  content: { kind: 'text', text: 'お元気ですか。', from: '店長の田中' },
  rule: EVERYONE,
  segmentId: null,
}
export const COUPON: Draft = {
  title: '最初の一杯',
  purpose: 'coupons',
  content: {
    kind: 'coupon',
    greeting: '近くに来たら、どうぞ。',
    from: '店長の田中',
    coupon: {
      title: '最初の一杯',
      kind: 'percent',
      value: 20,
      conditions: { minimumSpendYen: 0, combinable: false },
      usesMax: 1,
      storeIds: ['shibuya'],
      startsAt: EARLIER,
      endsAt: NOON + 30 * DAY,
    },
  },
  rule: EVERYONE,
  segmentId: null,
}

/** A tasting in a week that takes answers, with a dish and a map. */
export async function addTasting(
  { db }: Store,
  { id = 'tasting', ...changed }: Partial<Insertable<EventTables['events']>> = {},
) {
  const event = {
    title: '秋の試食会',
    words: '新しいメニューを、ひと足早くどうぞ。',
    place: '渋谷店',
    map_url: 'https://maps.example/shibuya',
    starts_at: NOON + 7 * DAY,
    ends_at: NOON + 7 * DAY + 7_200_000,
    closes_at: NOON + 5 * DAY,
    capacity: 12,
    guests_max: 1,
    audience: JSON.stringify({ rule: EVERYONE, storeId: null }),
    state: 'open',
    created_at: EARLIER,
    updated_at: EARLIER,
  } as const
  await db
    .insertInto('events')
    .values({ id, ...event, ...changed })
    .execute()
  await db
    .insertInto('event_dishes')
    .values({ id: `rice-${id}`, event_id: id, name: '栗ごはん', position: 0 })
    .execute()
  return id
}

export async function addOwner({ db }: Store) {
  await db
    .insertInto('operators')
    .values({
      id: OWNER,
      member_id: null,
      name: '田中',
      role: 'owner',
      store_id: null,
      created_at: EARLIER,
      revoked_at: null,
    })
    .onConflict((clash) => clash.doNothing())
    .execute()
}

/** So many verified, following, consenting members: m0000, m0001, ... in a few statements. */
export async function addMembers(store: Store, count: number, { from = 0 } = {}) {
  await addMember(store, '#first').catch(() => {})
  await store.db.updateTable('members').set({ state: 'left' }).where('id', '=', '#first').execute()
  const ids = Array.from({ length: count }, (_, i) => memberId(from + i))
  const list = JSON.stringify(ids.map((id) => [id, lineUserId(id)]))
  const { sql } = await import('kysely')
  const pairs = sql`(select value ->> 0 as id, value ->> 1 as line_user_id from json_each(${list}))`
  const run = (statement: ReturnType<typeof sql>) => statement.execute(store.db)
  await run(sql`insert into members (id, state, name, name_folded, store_id, created_at)
    select id, 'verified', id, id, 'shibuya', ${EARLIER} from ${pairs}`)
  await run(sql`insert into line_identities (line_user_id, member_id, follow_state, follow_changed_at)
    select line_user_id, id, 'following', ${EARLIER} from ${pairs}`)
  for (const purpose of ['privacy', 'news', 'coupons'])
    await run(sql`insert into consents (id, member_id, purpose, granted, text_version, channel, at)
      select id || ${purpose}, id, ${purpose}, 1, '1', 'line', ${EARLIER} from ${pairs}`)
  return ids
}
export const memberId = (i: number) => `m${String(i).padStart(4, '0')}`

export async function withdraw({ db }: Store, id: string, purpose: 'news' | 'coupons', at = NOON) {
  await db
    .insertInto('consents')
    .values({ id: crypto.randomUUID(), member_id: id, purpose, granted: 0, text_version: '1', channel: 'line', at })
    .execute()
}

/** Drafted and confirmed to everyone who can be reached. */
export async function confirmed(store: Store, { line }: FakeLine, { draft = TEXT, people = 0, now = NOON } = {}) {
  await addOwner(store)
  const broadcastId = await createDraft(store, { draft, createdBy: OWNER, now })
  await confirmBroadcast(
    { store, line, config: CONFIG },
    { broadcastId, people, draftedAt: now, confirmedBy: OWNER, typedPeople: people, now },
  )
  return broadcastId
}

export const senderOf = (store: Store, { line }: FakeLine, clock: Clock) => ({
  store,
  line,
  instance: instanceOf(store),
  log,
  now: clock.now,
  config: { ...CONFIG, host: '', port: 0, databasePath: '', line: lineConfig },
})
const lineConfig = {
  channelSecrets: [],
  auth: { kind: 'token', token: 'token' },
  apiBaseUrl: '',
  dataApiBaseUrl: '',
} as const

/** Works until nothing is due any more, turning the clock to whatever comes next. */
export async function workToTheEnd(
  store: Store,
  fake: FakeLine,
  clock: Clock,
  { turns = 200, sender = senderOf(store, fake, clock) } = {},
) {
  for (let turn = 0; turn < turns; turn++) {
    const at = await workBroadcasts(sender)
    if (at === undefined) return
    clock.at = Math.max(clock.at, at)
  }
  throw new Error(`still not at the end after ${turns} turns`)
}

export async function ledger({ db }: Store, broadcastId: string) {
  const [broadcast, chunks, deliveries, attempts] = await Promise.all([
    db.selectFrom('broadcasts').selectAll().where('id', '=', broadcastId).executeTakeFirstOrThrow(),
    db.selectFrom('broadcast_chunks').selectAll().where('broadcast_id', '=', broadcastId).orderBy('seq').execute(),
    db.selectFrom('deliveries').selectAll().where('broadcast_id', '=', broadcastId).execute(),
    db
      .selectFrom('send_attempts')
      .selectAll()
      .where('broadcast_id', '=', broadcastId)
      .orderBy('seq')
      .orderBy('attempt')
      .execute(),
  ])
  return { broadcast, chunks, deliveries, attempts, states: chunks.map(({ state }) => state) }
}
