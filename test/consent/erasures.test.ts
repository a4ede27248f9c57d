import { copyFileSync, existsSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { reapplyTombstones, workErasures } from '../../src/consent/erasures.ts'
import { leave } from '../../src/consent/leaving.ts'
import { openSqlite } from '../../src/db/sqlite.ts'
import type { Store } from '../../src/db/store.ts'
import { tombstonesInFile } from '../../src/db/tombstones-file.ts'
import type { Deps } from '../../src/deps.ts'
import type { LineGateway, Outcome } from '../../src/line/line.ts'
import { text } from '../../src/line/messages.ts'
import { owePush, oweReply } from '../../src/line/outbox.ts'
import { storyFor } from '../../src/stories/stories.ts'
import { breaking, CRASH_POINTS_MAX } from '../line/breaking-store.ts'
import { lineThatAnswers, newDeps } from '../line/support.ts'
import { engines, MINUTE, NOON, newStore } from '../support.ts'
import { addPersonWithPast, everything, foundIn, openShop, type Person } from './canaries.ts'

const ACCEPTED: Outcome = { kind: 'accepted', status: 200 }
const AWAY: Outcome = { kind: 'unknown', message: 'timeout' }
const CALL_MS = 10_000

/** Runs the work whenever it asks to be run, until nothing is left; returns when that was. */
async function runUntilDone(deps: Deps, clock: { now: number }) {
  for (let turn = 0; turn < 100; turn++) {
    const at = await workErasures(deps)
    if (at === undefined) return clock.now
    clock.now = Math.max(clock.now + 1, at)
  }
  throw new Error('It never ends.')
}

const countsOf = async ({ db }: Store) =>
  (
    await sql`select (select count(*) from redemptions) as redemptions, (select count(*) from deliveries) as deliveries,
      (select count(*) from consents) as consents, (select count(*) from coupon_grants) as grants`.execute(db)
  ).rows

/** Under the random id: that something was used, sent, agreed to, worked, looked at, erased. */
const KEPT_WITHOUT_A_NAME = [
  'access_log',
  'assignments',
  'consents',
  'coupon_grants',
  'deliveries',
  'erasures',
  'shift_asks',
  'stories',
]

/** The tables that say something under these members' ids. */
async function tablesWith({ db }: Store, ids: readonly string[]) {
  const tables = await sql<{ name: string }>`select name from sqlite_master
    where type = 'table' and sql like '%member_id %' and name not like '_cf%' order by name`.execute(db)
  const found: string[] = []
  for (const { name } of tables.rows) {
    const list = sql`(select value from json_each(${JSON.stringify(ids)}))`
    const { rows } = await sql`select 1 from ${sql.table(name)} where member_id in ${list} limit 1`.execute(db)
    if (rows.length > 0) found.push(name)
  }
  return found
}

describe.each(engines)('erasing on $engine', ({ engine, open }) => {
  let stores: Awaited<ReturnType<typeof open>>
  let store: Store
  beforeAll(async () => {
    stores = await open()
  })
  afterAll(() => stores.close())
  beforeEach(async () => {
    store = await stores.openStore()
    await openShop(store)
  })

  it('leaves nothing of who left in any column of any table nor in the log, everything of the others, and the counts', async () => {
    const people: Person[] = []
    for (let i = 0; i < (engine === 'D1' ? 2 : 40); i++)
      people.push(await addPersonWithPast(store, crypto.randomUUID()))
    const leaving = people.filter((_, i) => i % 2 === 0)
    const staying = people.filter((_, i) => i % 2 === 1)
    const before = await countsOf(store)
    expect(foundIn(await everything(store), leaving).length).toBe(leaving.flatMap(({ canaries }) => canaries).length)
    expect(people[0]?.canaries.length).toBeGreaterThan(30)

    const { deps, clock, logged } = newDeps(store)
    for (const { id } of leaving) await leave(store, { memberId: id, now: NOON })
    expect((await runUntilDone(deps, clock)) - NOON).toBeLessThanOrEqual(MINUTE)

    const left = await everything(store)
    expect(foundIn(left, leaving)).toEqual([])
    expect(foundIn(logged.join(), people)).toEqual([])
    expect(foundIn(left, staying)).toEqual(staying.flatMap(({ canaries }) => canaries))
    expect(await countsOf(store)).toEqual(before)
    const drafts = await store.db.selectFrom('broadcasts').select('id').where('state', '=', 'draft').execute()
    const kept = drafts.map(({ id }) => id).filter((id) => id.startsWith('draft-'))
    expect(kept.sort()).toEqual(staying.map(({ id }) => `draft-${id}`).sort())
    expect([...(await deps.tombstones.list())].sort()).toEqual(leaving.map(({ id }) => id).sort())
    expect(
      await tablesWith(
        store,
        leaving.map(({ id }) => id),
      ),
    ).toEqual(KEPT_WITHOUT_A_NAME)
    const rows = await store.db
      .selectFrom('members')
      .select([
        'birth_year',
        'birth_month',
        'has_main_job',
        'main_job_hours',
        'shift_hours_max',
        'said_adult',
        'said_adult_at',
        'notice_by',
        'left_on',
        'joined_on',
        'store_id',
        'role_id',
        'last_seen_at',
        'language',
      ])
      .where('state', '=', 'erased')
      .execute()
    expect(new Set(rows.flatMap((row) => Object.values(row)))).toEqual(new Set([null, 'ja']))
  })

  it('forgets a list that is being looked at, also when the parts of a name stand apart in it', async () => {
    const { id } = await addPersonWithPast(store, crypto.randomUUID())
    await store.db.updateTable('members').set({ name: '佐藤 花' }).where('id', '=', id).execute()
    const lists = { apart: [1, '佐藤', '花', '渋谷店'], wide: [1, '佐藤\u3000花'], others: [1, '佐藤', '葵', '渋谷店'] }
    for (const [list, row] of Object.entries(lists)) {
      const known = { id: list, operator_id: 'owner', reading: '{}', created_at: NOON, expires_at: NOON + MINUTE }
      await store.db.insertInto('roster_imports').values(known).execute()
      const piece = { import_id: list, seq: 0, words: JSON.stringify([row]) }
      await store.db.insertInto('roster_import_pieces').values(piece).execute()
    }
    const { deps, clock } = newDeps(store)
    await leave(store, { memberId: id, now: NOON })
    await runUntilDone(deps, clock)
    const pieces = await store.db.selectFrom('roster_import_pieces').select('import_id').execute()
    const left = pieces.map((row) => row.import_id).filter((list) => Object.hasOwn(lists, list))
    expect(left).toEqual(['others'])
  })

  it('is final: nothing that was still on its way writes anything about them again', async () => {
    const { id } = await addPersonWithPast(store, crypto.randomUUID())
    const { deps, clock } = newDeps(store)
    await leave(store, { memberId: id, now: NOON })
    await runUntilDone(deps, clock)
    const before = await everything(store)
    await store.batch([owePush(store.db, { memberId: id, messages: [text('x')], now: NOON })])
    await store.db.insertInto('member_tags').values({ member_id: id, tag: '常連', created_at: NOON }).execute()
    await store.db.insertInto('interactions').values({ id: 'x', member_id: id, kind: 'verified', at: NOON }).execute()
    await store.db.updateTable('members').set({ name: '佐藤 花', state: 'verified' }).where('id', '=', id).execute()
    expect(await everything(store)).toBe(before)
  })
})

describe('a story and its pictures', () => {
  let store: Store
  beforeEach(async () => {
    store = newStore()
    await openShop(store)
  })

  it('leaves of a story that was sent an empty row that can never be sent again, and no picture', async () => {
    const [hana, kenji] = [await addPersonWithPast(store, 'hana'), await addPersonWithPast(store, 'kenji')]
    const { deps, clock } = newDeps(store)
    const bytes = new Uint8Array([1])
    const pictures = (await store.db.selectFrom('images').select('id').execute()).map(({ id }) => id)
    for (const picture of pictures) await deps.files.put(picture, bytes, 'image/jpeg')
    await leave(store, { memberId: hana.id, now: NOON })
    await runUntilDone(deps, clock)
    const row = await store.db.selectFrom('stories').selectAll().where('id', '=', 'story-hana').executeTakeFirst()
    expect(row).toMatchObject({ title: '—', words: '', image_id: null, agreed_sha: null, revoked_at: clock.now })
    expect(await storyFor(store, 'story-hana')).toMatchObject({ usable: false, name: '' })
    expect(await storyFor(store, 'story-kenji')).toMatchObject({ usable: true })
    const left = await Promise.all(pictures.map((picture) => deps.files.get(picture)))
    const gone = pictures.filter((_, i) => left[i] === undefined)
    expect(gone.length).toBe(2)
    expect(gone.every((picture) => hana.canaries.includes(picture))).toBe(true)
    expect(pictures.filter((picture) => kenji.canaries.includes(picture)).length).toBe(2)
  })

  it('keeps a picture that somebody else’s story shows as well', async () => {
    const [hana] = [await addPersonWithPast(store, 'hana'), await addPersonWithPast(store, 'kenji')]
    const { deps, clock } = newDeps(store)
    const photo = (await storyFor(store, 'story-hana'))?.imageId ?? ''
    await store.db.updateTable('stories').set({ image_id: photo }).where('id', '=', 'story-kenji').execute()
    await deps.files.put(photo, new Uint8Array([1]), 'image/jpeg')
    await leave(store, { memberId: hana.id, now: NOON })
    await runUntilDone(deps, clock)
    expect(await storyFor(store, 'story-kenji')).toMatchObject({ imageId: photo, usable: true })
    expect(await deps.files.get(photo)).toBeDefined()
  })
})

describe('taking the menu away', () => {
  let store: Store
  let person: Person
  beforeEach(async () => {
    store = newStore()
    await openShop(store)
    person = await addPersonWithPast(store, 'hana')
  })
  const start = async (unlinks: () => Outcome) => {
    const { deps, clock } = newDeps(store)
    const asked: string[] = []
    /** Away, each call takes as long as a call may. */
    const slow: LineGateway['unlinkRichMenu'] = async (lineUserId) => {
      asked.push(lineUserId)
      const outcome = unlinks()
      if (outcome.kind === 'unknown') clock.now += CALL_MS
      return outcome
    }
    await leave(store, { memberId: person.id, now: NOON })
    return { deps: { ...deps, line: { ...lineThatAnswers(), unlinkRichMenu: slow } }, clock, asked }
  }

  it('happens at LINE before LINE’s number is forgotten', async () => {
    const { deps, clock, asked } = await start(() => ACCEPTED)
    await runUntilDone(deps, clock)
    expect(asked).toEqual([person.lineUserId])
  })

  it('frees the seats and shifts that they held: events and shifts are looked at again', async () => {
    const { deps, clock } = await start(() => ACCEPTED)
    const woken: string[] = []
    await runUntilDone({ ...deps, wake: (work) => void woken.push(work) }, clock)
    expect(woken).toEqual(expect.arrayContaining(['events', 'shifts']))
    expect(await store.db.selectFrom('rsvps').select('state').execute()).toEqual([])
  })

  it('is tried again while LINE is away, and given up in time: all is erased within a minute', async () => {
    const { deps, clock, asked } = await start(() => AWAY)
    const doneAt = await runUntilDone(deps, clock)
    expect(asked.length).toBeGreaterThan(1)
    expect(doneAt - NOON).toBeLessThanOrEqual(MINUTE)
    expect(foundIn(await everything(store), [person])).toEqual([])
  })

  it('is tried again after a refusal too', async () => {
    let times = 0
    const { deps, clock, asked } = await start(() =>
      ++times < 3 ? { kind: 'refused', status: 429, reason: 'rate', message: '' } : ACCEPTED,
    )
    await runUntilDone(deps, clock)
    expect(asked).toHaveLength(3)
  })

  it('waits for the goodbye to leave, but not for ever', async () => {
    const { deps, clock, asked } = await start(() => ACCEPTED)
    await store.batch([
      oweReply(store.db, { memberId: 'hana', replyToken: 'token', messages: [text('さようなら')], now: NOON }),
    ])
    expect(await workErasures(deps)).toBe(NOON + 1_000)
    expect(asked).toEqual([])
    expect((await runUntilDone(deps, clock)) - NOON).toBeLessThanOrEqual(MINUTE)
    expect(await store.db.selectFrom('outbox_messages').select('id').execute()).toEqual([])
  })
})

it('takes their name out of a coupon that only they ever had, and leaves the words of every other', async () => {
  const store = newStore()
  await openShop(store)
  const { id } = await addPersonWithPast(store, crypto.randomUUID())
  const other = await addPersonWithPast(store, crypto.randomUUID())
  await store.db.updateTable('members').set({ name: '林 花子' }).where('id', '=', id).execute()
  const given = [
    ['theirs', '花子さんへ', [id]],
    ['both', '花子さんたちへ', [id, other.id]],
    ['called', '林さんへ', [id]],
    ['plain', '林檎サワー割', [id]],
    ['by itself', '花子の日', [id]],
  ] as const
  for (const [couponId, title, holders] of given) {
    const terms = { kind: 'yen', value: 500, conditions: '{"note":"平日だけ"}' } as const
    const times = { starts_at: NOON, ends_at: NOON + 1, created_at: NOON }
    await store.db
      .insertInto('coupons')
      .values({ id: couponId, title, ...terms, ...times })
      .execute()
    for (const holder of holders)
      await store.db
        .insertInto('coupon_grants')
        .values({
          id: `${couponId}-${holder}`,
          coupon_id: couponId,
          member_id: holder,
          uses_max: 1,
          secret: '',
          ...times,
        })
        .execute()
  }
  await store.db
    .insertInto('automatic_coupons')
    .values({ occasion: 'welcome', coupon_id: 'by itself', updated_at: NOON })
    .execute()
  const { deps, clock } = newDeps(store)
  await leave(store, { memberId: id, now: NOON })
  await runUntilDone(deps, clock)

  const kept = await store.db.selectFrom('coupons').select(['id', 'title', 'conditions']).execute()
  const words = Object.fromEntries(kept.map((coupon) => [coupon.id, [coupon.title, coupon.conditions]]))
  expect(words).toMatchObject({
    theirs: ['—', '{}'],
    both: ['花子さんたちへ', '{"note":"平日だけ"}'],
    called: ['—', '{}'],
    plain: ['林檎サワー割', '{"note":"平日だけ"}'],
    'by itself': ['花子の日', '{"note":"平日だけ"}'],
  })
})

describe('a crash while somebody is erased', () => {
  it('anywhere, followed by another run, ends as if there had been none; nothing is erased before its tombstone is kept', async () => {
    let points = 0
    for (let failsAt = 1; failsAt < CRASH_POINTS_MAX; failsAt++) {
      const store = newStore()
      await openShop(store)
      const person = await addPersonWithPast(store, 'hana')
      await leave(store, { memberId: 'hana', now: NOON })
      const { deps, clock } = newDeps(store)
      const broken = breaking(store, failsAt)
      await workErasures({ ...deps, store: broken.store }).catch(() => undefined)
      if (!broken.happened()) break
      points++
      const { state } = await store.db.selectFrom('members').select('state').executeTakeFirstOrThrow()
      if (state === 'erased') expect(await deps.tombstones.list()).toEqual(['hana'])
      clock.now = NOON + 15_000
      expect((await runUntilDone(deps, clock)) - NOON).toBeLessThanOrEqual(MINUTE)
      expect(foundIn(await everything(store), [person])).toEqual([])
      expect(await deps.tombstones.list()).toEqual(['hana'])
    }
    expect(points).toBeGreaterThan(10)
  })

  it.each(['before', 'after'])('%s the tombstone is kept: nothing is erased, and then all is', async (when) => {
    const store = newStore()
    await openShop(store)
    const person = await addPersonWithPast(store, 'hana')
    await leave(store, { memberId: 'hana', now: NOON })
    const { deps, clock } = newDeps(store)
    const add = async (id: string) => {
      if (when === 'after') await deps.tombstones.add(id)
      throw new Error('crash')
    }
    await expect(workErasures({ ...deps, tombstones: { ...deps.tombstones, add } })).rejects.toThrow('crash')
    expect((await store.db.selectFrom('members').select('state').executeTakeFirstOrThrow()).state).toBe('left')
    clock.now = NOON + 15_000
    await runUntilDone(deps, clock)
    expect(foundIn(await everything(store), [person])).toEqual([])
  })
})

describe('the files', () => {
  const files = () => {
    const directory = mkdtempSync(join(tmpdir(), 'okaeri-'))
    return {
      path: join(directory, 'okaeri.db'),
      backup: join(directory, 'backup.db'),
      tombstones: join(directory, 'x.erased'),
    }
  }
  const bytesOf = (path: string) =>
    ['', '-wal', '-shm']
      .map((end) => (existsSync(path + end) ? readFileSync(path + end).toString('latin1') : ''))
      .join()
  const latin = (people: readonly Person[]) =>
    people.map((person) => ({
      ...person,
      canaries: person.canaries.map((said) => Buffer.from(said).toString('latin1')),
    }))
  const checkpoint = (store: Store) => sql`pragma wal_checkpoint(truncate)`.execute(store.db)

  it('hold nothing of who was erased in any byte; a backup of before, restored, is put right before anything is sent', async () => {
    const at = files()
    const store = openSqlite(at.path)
    await openShop(store)
    const people = await Promise.all([1, 2, 3, 4, 5, 6].map((n) => addPersonWithPast(store, `person-${n}`)))
    const leaving = people.slice(0, 3)
    await checkpoint(store)
    expect(foundIn(bytesOf(at.path), latin(leaving)).length).toBeGreaterThan(90)
    copyFileSync(at.path, at.backup)

    const { deps, clock } = newDeps(store, { tombstones: tombstonesInFile(at.tombstones) })
    for (const { id } of leaving) await leave(store, { memberId: id, now: NOON })
    await runUntilDone(deps, clock)
    expect(foundIn(bytesOf(at.path), latin(leaving))).toEqual([])
    expect(foundIn(readFileSync(at.tombstones, 'utf8'), leaving)).toEqual([])
    store.close()

    const restored = openSqlite(at.backup)
    const { deps: later } = newDeps(restored, { tombstones: tombstonesInFile(at.tombstones) })
    expect(await reapplyTombstones(later)).toBe(3)
    expect(foundIn(bytesOf(at.backup), latin(leaving))).toEqual([])
    expect(foundIn(await everything(restored), people)).toEqual(people.slice(3).flatMap(({ canaries }) => canaries))
    expect(await reapplyTombstones(later)).toBe(0)
    restored.close()
  })
})
