import { type RawBuilder, sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { leaveStatements } from '../../src/consent/leaving.ts'
import type { BroadcastPurpose, ConsentPurpose } from '../../src/db/schema.ts'
import type { Store } from '../../src/db/store.ts'
import { follow, unfollow } from '../../src/members/following.ts'
import { reasonLeftOut } from '../../src/sending/reach.ts'
import { SendingSettings } from '../../src/sending/sending-settings.ts'
import { addMembers, confirmed, openClock, openFakeLine, workToTheEnd } from '../broadcasts/support.ts'
import { addStore, lineUserId, NOON, newStore } from '../support.ts'

const PURPOSES: readonly BroadcastPurpose[] = ['news', 'coupons', 'events', 'shifts']
const SEED = 20260401
const settings = SendingSettings.parse({})

/** Small, fast, the same for the same seed (mulberry32). */
function randomNumbers(seed: number) {
  let state = seed
  return (below: number) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}
type Random = ReturnType<typeof randomNumbers>

/** What a person does, in the order in which it reaches us, which is not the order of `at`. */
type Happening =
  | { kind: 'says'; purpose: ConsentPurpose; granted: boolean; version: '1' | '2'; at: number }
  | { kind: 'follows' | 'blocks'; at: number }
  | { kind: 'leaves'; at: number }

/** Of few instants, so that many things happen at the same one. One person in `often` also blocks, comes back or leaves. */
function timeline(random: Random, { often = 1 } = {}): readonly Happening[] {
  const moves = random(often) === 0
  const happenings: Happening[] = Array.from({ length: 1 + random(9) }, () => {
    const at = NOON + 1 + random(8)
    const dice = moves ? random(40) : 40
    if (dice === 0) return { kind: 'leaves', at }
    if (dice < 7) return { kind: dice < 4 ? 'blocks' : 'follows', at }
    const purpose = random(3) === 0 ? 'privacy' : (PURPOSES[random(2)] ?? 'news')
    return { kind: 'says', purpose, granted: random(5) < 3, version: random(2) === 0 ? '1' : '2', at }
  })
  // Registered, as most are, before any of that, with the text of its day.
  const first = (['privacy', 'news'] as const).map(
    (purpose): Happening => ({ kind: 'says', purpose, granted: true, version: '1', at: NOON }),
  )
  return random(4) === 0 ? happenings : [...first, ...happenings]
}

/** The plain model: of each thing the latest counts, at the same instant the "no"; who left, left. */
function mayGet(happened: readonly Happening[], purpose: BroadcastPurpose) {
  const holds = (about: readonly { at: number; yes: boolean }[]) => {
    const last = Math.max(...about.map(({ at }) => at))
    return about.length > 0 && about.filter(({ at }) => at === last).every(({ yes }) => yes)
  }
  const said = (of: ConsentPurpose) =>
    happened.flatMap((one) => (one.kind === 'says' && one.purpose === of ? [{ at: one.at, yes: one.granted }] : []))
  const followed = happened.flatMap((one) =>
    one.kind === 'follows' || one.kind === 'blocks' ? [{ at: one.at, yes: one.kind === 'follows' }] : [],
  )
  const left = happened.some(({ kind }) => kind === 'leaves')
  return !left && holds([{ at: 0, yes: true }, ...followed]) && holds(said('privacy')) && holds(said(purpose))
}

/** Lets it all happen in the database: answers by the thousand, through the trigger, in the order of arrival. */
async function happen(store: Store, people: ReadonlyMap<string, readonly Happening[]>) {
  const { db } = store
  const all = [...people].flatMap(([id, happened]) => happened.map((one, i) => ({ id, one, key: `${id}:${i}` })))
  const says = all.flatMap(({ id, one, key }) =>
    one.kind === 'says' ? [[key, id, one.purpose, one.granted ? 1 : 0, one.version, one.at]] : [],
  )
  await inPieces(says, (piece) =>
    sql`insert into consents (id, member_id, purpose, granted, text_version, channel, at)
      select value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, 'line', value ->> 5
      from json_each(${piece}) order by key`.execute(db),
  )
  const rest = all.filter(({ one }) => one.kind !== 'says')
  for (let from = 0; from < rest.length; from += 500)
    await Promise.all(
      rest.slice(from, from + 500).map(({ id, one }) => {
        if (one.kind === 'follows') return store.batch(follow(db, { memberId: id, at: one.at }))
        if (one.kind === 'blocks') return store.batch(unfollow(db, { memberId: id, at: one.at }))
        // A second time it aborts: they have left already.
        return store.batch(leaveStatements(db, { memberId: id, now: one.at })).catch(() => [])
      }),
    )
}

async function inPieces(rows: readonly unknown[], run: (piece: string) => Promise<unknown>) {
  for (let from = 0; from < rows.length; from += 20_000) await run(JSON.stringify(rows.slice(from, from + 20_000)))
}

async function addPeople(store: Store, ids: readonly string[]) {
  const rows = ids.map((id) => [id, lineUserId(id)])
  const insert = (statement: (piece: string) => RawBuilder<unknown>) =>
    inPieces(rows, (piece) => statement(piece).execute(store.db))
  await insert(
    (piece) => sql`insert into members (id, state, name, store_id, created_at)
    select value ->> 0, 'verified', 'x', 'shibuya', 0 from json_each(${piece})`,
  )
  await insert(
    (piece) => sql`insert into line_identities (line_user_id, member_id, follow_state, follow_changed_at)
    select value ->> 0, value ->> 0, 'following', 0 from json_each(${piece})`,
  )
}

describe('who may be written to at the moment of the seal', () => {
  it('is, over 100,000 random timelines that arrive out of order and are cut off anywhere, whom a plain model says', async () => {
    const store = newStore()
    await addStore(store)
    const random = randomNumbers(SEED)
    const people = new Map<string, readonly Happening[]>()
    for (let i = 0; i < 100_000; i++) {
      const whole = timeline(random, { often: 10 })
      people.set(`p${i}`, whole.slice(0, random(whole.length + 1)))
    }
    await addPeople(store, [...people.keys()])
    await happen(store, people)

    let reached = 0
    for (const purpose of PURPOSES) {
      const rows = await store.db
        .selectFrom('members')
        .leftJoin('line_identities', 'line_identities.member_id', 'members.id')
        .select((eb) => [
          'members.id',
          reasonLeftOut({ purpose, settings, now: NOON }, eb.ref('members.id')).as('reason'),
        ])
        .execute()
      const wrong = rows.filter(({ id, reason }) => mayGet(people.get(id) ?? [], purpose) !== (reason === null))
      expect(wrong.map(({ id, reason }) => [id, purpose, reason, people.get(id)])).toEqual([])
      reached += rows.filter(({ reason }) => reason === null).length
    }
    // Both answers are common, or the comparison would say little.
    expect(reached).toBeGreaterThan(10_000)
  }, 300_000)

  it.each([1, 2, 3])('and only those are in the bodies that are sealed and sent (%i)', async (round) => {
    const store = newStore()
    const fake = openFakeLine()
    const ids = await addMembers(store, 1_200)
    await confirmed(store, fake, { people: ids.length })
    const random = randomNumbers(SEED + round)
    const people = new Map(ids.map((id) => [id, timeline(random)]))
    await happen(store, people)
    await workToTheEnd(store, fake, openClock(NOON + 60_000))

    const agreedBefore: readonly Happening[] = (['privacy', 'news'] as const).map((purpose) => ({
      kind: 'says',
      purpose,
      granted: true,
      version: '1',
      at: 0,
    }))
    const expected = ids.filter((id) => mayGet([...agreedBefore, ...(people.get(id) ?? [])], 'news'))
    expect([...fake.delivered].sort()).toEqual(expected.map(lineUserId).sort())
    expect(expected.length).toBeGreaterThan(100)
  })
})
