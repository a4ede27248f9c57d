import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import { issueInvitations } from '../../src/roster/invitations.ts'
import { countLeaving, listLeaving, NOTICE_DAYS, purgeRoster } from '../../src/roster/retention.ts'
import { rosterSettings, setRosterSettings } from '../../src/roster/settings.ts'
import { configFor } from '../deps.ts'
import { addOwner, addPerson } from '../members/support.ts'
import { addStore, DAY, engines, HOUR, NOON } from '../support.ts'
import { addEntry } from './support.ts'

const { sessionSecret } = configFor()

describe.each(engines)('how long the roster is kept on $engine', ({ engine, open }) => {
  let stores: Awaited<ReturnType<typeof open>>
  let store: Store
  beforeAll(async () => {
    stores = await open()
  })
  afterAll(() => stores.close())
  beforeEach(async () => {
    store = await stores.openStore()
    await addStore(store)
    await addStore(store, 'ueno', '上野店', 2)
    await addOwner(store)
  })

  const add = async (id: string, createdAt: number, more: { storeId?: string; excluded?: boolean } = {}) => {
    await addEntry(store, { id, name: id, leftOn: '2023-03-31', ...more })
    await store.db.updateTable('roster_entries').set({ created_at: createdAt }).where('id', '=', id).execute()
  }
  const match = async (entryId: string) => {
    const memberId = await addPerson(store, `m-${entryId}`, { state: 'verified' })
    await store.db.updateTable('members').set({ roster_entry_id: entryId }).where('id', '=', memberId).execute()
  }
  const keep = async (retentionDays: number) =>
    setRosterSettings(store, { ...(await rosterSettings(store)), retentionDays })
  const left = async () =>
    (await store.db.selectFrom('roster_entries').select('id').orderBy('id').execute()).map(({ id }) => id)

  it('is ninety days, to the moment, and for ever for whom somebody registered', async () => {
    for (const id of ['free', 'quiet', 'matched']) await add(id, NOON, { excluded: id === 'quiet' })
    await match('matched')
    expect(await purgeRoster(store, { now: NOON + 90 * DAY - 1 })).toBe(0)
    expect(await left()).toEqual(['free', 'matched', 'quiet'])
    expect(await purgeRoster(store, { now: NOON + 90 * DAY })).toBe(2)
    expect(await left()).toEqual(['matched'])
    expect(await purgeRoster(store, { now: NOON + 900 * DAY })).toBe(0)
  })

  it('is as long as the owner set', async () => {
    await add('free', NOON)
    await keep(30)
    expect(await purgeRoster(store, { now: NOON + 30 * DAY - 1 })).toBe(0)
    await keep(365)
    expect(await purgeRoster(store, { now: NOON + 100 * DAY })).toBe(0)
    await keep(30)
    expect(await purgeRoster(store, { now: NOON + 30 * DAY })).toBe(1)
  })

  it('is ninety days when the setting is none that was ever allowed', async () => {
    await add('free', NOON)
    await store.db.insertInto('settings').values({ key: 'roster_retention_days', value: '0' }).execute()
    expect(await purgeRoster(store, { now: NOON + 90 * DAY - 1 })).toBe(0)
    expect(await purgeRoster(store, { now: NOON + 90 * DAY })).toBe(1)
  })

  it('takes the invitations along', async () => {
    await add('free', NOON)
    const operator = { id: 'tanaka', storeId: null }
    await issueInvitations(store, { entryIds: ['free'], operator, sessionSecret, days: 60, now: NOON + DAY })
    await purgeRoster(store, { now: NOON + 90 * DAY })
    expect(await store.db.selectFrom('roster_invitations').select('id').execute()).toEqual([])
  })

  it('lets no invitation promise more than the entry lives', async () => {
    await add('free', NOON)
    const operator = { id: 'tanaka', storeId: null }
    const issue = (now: number) =>
      issueInvitations(store, { entryIds: ['free'], operator, sessionSecret, days: 60, now })
    const until = async () =>
      (await store.db.selectFrom('roster_invitations').select('expires_at').orderBy('created_at').execute()).at(-1)
        ?.expires_at
    await issue(NOON + 10 * DAY)
    expect(await until()).toBe(NOON + 70 * DAY)
    await issue(NOON + 80 * DAY)
    expect(await until()).toBe(NOON + 90 * DAY)
    expect(await issue(NOON + 90 * DAY)).toMatchObject({ issued: 0 })
  })

  it('empties a large roster too', async () => {
    const many = engine === 'D1' ? 520 : 1_700
    const ids = JSON.stringify(Array.from({ length: many }, (_, i) => `e${i}`))
    const { sql } = await import('kysely')
    await sql`insert into roster_entries (id, name, name_folded, store_id, left_on, created_at)
      select value, value, value, 'shibuya', '2023-03-31', ${NOON} from json_each(${ids})`.execute(store.db)
    expect(await purgeRoster(store, { now: NOON + 90 * DAY })).toBe(many)
  })

  it('is announced a week before, to each store its own', async () => {
    await add('first', NOON)
    await add('second', NOON + DAY, { storeId: 'ueno' })
    await add('matched', NOON)
    await match('matched')
    const notice = NOON + (90 - NOTICE_DAYS) * DAY
    const count = (now: number, storeId: string | null = null) =>
      countLeaving(store, { operator: { id: 'tanaka', storeId }, now })
    expect(await count(notice - 1)).toEqual({ people: 0, firstAt: null })
    expect(await count(notice)).toEqual({ people: 1, firstAt: NOON + 90 * DAY })
    expect(await count(notice + DAY)).toMatchObject({ people: 2 })
    expect(await count(notice + DAY, 'ueno')).toEqual({ people: 1, firstAt: NOON + 91 * DAY })
    const list = async (operator: { id: string; storeId: string | null }, after?: { at: number; id: string }) =>
      (await listLeaving(store, { operator, now: notice + DAY, after })).lines
    const listed = await list({ id: 'tanaka', storeId: null })
    expect(listed.map(({ id, leaves_at }) => [id, leaves_at])).toEqual([
      ['first', NOON + 90 * DAY],
      ['second', NOON + 91 * DAY],
    ])
    const after = { at: NOON, id: 'first' }
    expect(await list({ id: 'tanaka', storeId: null }, after)).toHaveLength(1)
    expect(await list({ id: 'tanaka', storeId: 'shibuya' }, after)).toEqual([])
    await store.db.updateTable('roster_entries').set({ excluded_at: NOON, excluded_by: 'tanaka' }).execute()
    const manager = { id: 'manager', storeId: 'ueno' }
    expect(await countLeaving(store, { operator: manager, now: notice + DAY })).toMatchObject({ people: 0 })
    expect(await list(manager)).toEqual([])
  })

  it('ends nothing early and nothing late, whatever happens when', async () => {
    const step = fc.record({
      wait: fc.integer({ min: 0, max: 40 * 24 }),
      what: fc.constantFrom('add', 'add', 'match', 'purge', 'purge', 'set'),
      days: fc.constantFrom(30, 60, 90, 365),
      pick: fc.nat(20),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
        for (const table of ['members', 'roster_entries', 'settings'] as const)
          await store.db
            .deleteFrom(table)
            .$if(table === 'settings', (query) => query.where('key', '=', 'roster_retention_days'))
            .execute()
        const model = new Map<string, { at: number; matched: boolean }>()
        let now = NOON
        let days = 90
        for (const [i, { wait, what, days: chosen, pick }] of steps.entries()) {
          now += wait * HOUR
          if (what === 'add') {
            await add(`e${i}`, now)
            model.set(`e${i}`, { at: now, matched: false })
          } else if (what === 'match') {
            const [id, entry] = [...model][pick % Math.max(model.size, 1)] ?? []
            if (id === undefined || entry === undefined || entry.matched) continue
            await store.db
              .insertInto('members')
              .values({ id: `m${i}`, state: 'guest', created_at: now, roster_entry_id: id })
              .execute()
            entry.matched = true
          } else if (what === 'set') {
            await keep(chosen)
            days = chosen
          } else {
            const due = [...model].filter(([, { at, matched }]) => !matched && at + days * DAY <= now)
            expect(await purgeRoster(store, { now })).toBe(due.length)
            for (const [id] of due) model.delete(id)
          }
          expect(await left()).toEqual([...model.keys()].sort())
        }
      }),
      { numRuns: engine === 'D1' ? 4 : 150 },
    )
  })
})
