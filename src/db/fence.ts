import { z } from 'zod'
import { Refusal } from '../refusal.ts'
import { checkClock } from './clock.ts'
import type { Instance } from './instance.ts'
import { closeEverything, openBroadcasts } from './open-requests.ts'
import type { Db, Store } from './store.ts'

/**
 * Which database is the living one. The database counts up, along a line that is its own (`instance_epoch` in settings),
 * and the record outside it (Deps.instance) follows. A database may be ahead of the record, because the process died in
 * between or a slow one wrote late, but never behind it or on another line: then it is a backup or a copy, and sends nothing.
 */
const Epoch = z.object({ line: z.string(), n: z.number().int(), at: z.number() })
type Epoch = z.infer<typeof Epoch>

export const EPOCH_KEY = 'instance_epoch'
/** While something is sent, the count goes on so often; a backup that is older than this is noticed. */
export const ADVANCED_EVERY_MS = 60_000

/** A process that died, one that wrote late, and a place that reads what was: more than these leave it behind only when writing fails. */
const BEHIND_MAX = 2

export type Living = { store: Store; instance: Instance; now(): number }
export type MayWork = 'yes' | 'fenced' | 'clock'

/** Whether this database may send. The first time it makes the epoch; a copy or a restored backup is told by it. */
export async function mayWork({ store, instance, now }: Living): Promise<MayWork> {
  const at = now()
  const [epoch, record] = [await readEpoch(store), await readRecord(instance)]
  const standing = standingOf(epoch, record, instance, at)
  if (standing === 'fenced') return 'fenced'
  if (standing === 'new') await begin(store, instance, at)
  return checkClock(store, { now })
}

/** Reads only. */
export const isFenced = async ({ store, instance, now }: Living) =>
  standingOf(await readEpoch(store), await readRecord(instance), instance, now()) === 'fenced'

/** For a page: what keeps everything from being sent, if anything. record: it cannot be read, or is no longer written. Reads only. */
export async function whyStopped({ store, instance, now }: Living): Promise<'fenced' | 'record' | undefined> {
  const epoch = await readEpoch(store)
  try {
    const record = await readRecord(instance)
    if (standingOf(epoch, record, instance, now()) === 'fenced') return 'fenced'
    return epoch && record && epoch.n > record.n + BEHIND_MAX ? 'record' : undefined
  } catch {
    return 'record'
  }
}

/**
 * Counts on, so that every backup taken until now is known as one: at a start, each hour, and while something is sent.
 * The database first: whoever dies in between leaves it ahead of the record, which is allowed. Never when fenced.
 */
export async function advanceEpoch({ store, instance, now }: Living, { every = ADVANCED_EVERY_MS } = {}) {
  const at = now()
  const epoch = await readEpoch(store)
  const record = await readRecord(instance)
  if (epoch === undefined || standingOf(epoch, record, instance, at) !== 'yes') return
  const due = Math.abs(at - epoch.at) >= every
  if (!due && record?.n === epoch.n) return
  if (due) await countOn(store, epoch, at)
  await follow(store, instance)
}

/**
 * The owner says that this is the living database from now on: it begins a line of its own. What a backup still held to be
 * sent may have been sent meanwhile, so nothing of it leaves by itself. Repeating it where nothing is fenced changes nothing.
 * Refusal record_unwritable, and nothing is changed: without the record it would be fenced again at once.
 */
export async function unfence({ store, instance, now }: Living, { decidedBy }: { decidedBy: string }) {
  if (!(await isFenced({ store, instance, now }))) return
  const at = now()
  const { db, batch } = store
  // Counted once already: a database at the beginning of its line would need no record.
  const epoch = JSON.stringify({ line: crypto.randomUUID(), n: 1, at })
  await instance.write(epoch).catch((error: unknown) => {
    throw new Refusal('record_unwritable', { said: nameOf(error) })
  })
  await batch([
    ...closeEverything(db, at),
    keep(db, EPOCH_KEY, epoch),
    keep(db, 'instance_unfenced', JSON.stringify({ by: decidedBy, at })),
  ])
}

/** How many broadcasts `unfence` would hand to the owner. */
export async function countOpenBroadcasts({ db }: Store) {
  const { count } = await openBroadcasts(db)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}

/** Nothing is lost when two begin at once: the first line stays, and both write it down. */
async function begin(store: Store, instance: Instance, at: number) {
  await store.db
    .insertInto('settings')
    .values({ key: EPOCH_KEY, value: JSON.stringify({ line: crypto.randomUUID(), n: 0, at }) })
    .onConflict((clash) => clash.doNothing())
    .execute()
  await follow(store, instance)
  await advanceEpoch({ store, instance, now: () => at }, { every: 0 })
}

/** Two that count at once count once. */
const countOn = ({ db }: Store, epoch: Epoch, at: number) =>
  db
    .updateTable('settings')
    .set({ value: JSON.stringify({ ...epoch, n: epoch.n + 1, at }) })
    .where('key', '=', EPOCH_KEY)
    .where('value', '=', JSON.stringify(epoch))
    .execute()

const keep = (db: Db, key: string, value: string) =>
  db
    .insertInto('settings')
    .values({ key, value })
    .onConflict((clash) => clash.column('key').doUpdateSet({ value }))

/** Writes down what the database says by now. */
async function follow(store: Store, instance: Instance) {
  const epoch = await readEpoch(store)
  if (epoch) await instance.write(JSON.stringify(epoch))
}

function standingOf(epoch: Epoch | undefined, record: Epoch | undefined, { settlesInMs = 0 }: Instance, now: number) {
  if (epoch === undefined) return record === undefined ? 'new' : 'fenced'
  if (epoch.n === 0 && record === undefined) return 'new'
  if (record && record.line === epoch.line && record.n <= epoch.n) return 'yes'
  const age = now - epoch.at
  return epoch.n <= 1 && age >= 0 && age < settlesInMs ? 'yes' : 'fenced'
}

async function readEpoch({ db }: Store) {
  const row = await db.selectFrom('settings').select('value').where('key', '=', EPOCH_KEY).executeTakeFirst()
  return row && Epoch.parse(JSON.parse(row.value))
}

async function readRecord(instance: Instance) {
  const record = await instance.read()
  return record === undefined ? undefined : parse(record)
}

function parse(record: string): Epoch | undefined {
  try {
    return Epoch.parse(JSON.parse(record))
  } catch {
    return undefined
  }
}

/** What may be logged of it: EACCES, ENOSPC. */
const nameOf = (error: unknown) =>
  error instanceof Error ? String('code' in error ? error.code : error.name) : typeof error
