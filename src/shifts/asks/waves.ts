import { type Compilable, sql } from 'kysely'
import { uuidV5 } from '../../crypto.ts'
import type { MemberLanguage } from '../../db/schema.ts'
import { type Db, isAborted, mustHaveChangedOne, type Store } from '../../db/store.ts'
import type { Deps } from '../../deps.ts'
import { owePushesStatement, shiftTopic } from '../../line/outbox.ts'
import { Refusal } from '../../refusal.ts'
import { costIn, type MonthQuota, readQuota, stillFits } from '../../sending/cost.ts'
import { nextMorning, quietUntil } from '../../sending/quiet.ts'
import { readSendingSettings, type SendingSettings } from '../../sending/sending-settings.ts'
import { askMessages } from '../ad/shift-card.ts'
import { shiftTitle } from '../ad/shift-words.ts'
import { findOpening, type Opening, takenPlaces } from '../openings.ts'
import { type Fitting, findFitting, pushable } from './wave-people.ts'
import { nextWaveAt } from './wave-plan.ts'

const LANGUAGES: readonly MemberLanguage[] = ['ja', 'plain-ja', 'en']
const OPENINGS_MAX = 100

export type Waving = Pick<Deps, 'store' | 'line' | 'log'>
type Ended = 'everybody' | 'quota' | 'confirmed'
type At = { now: number }

/**
 * Sends every wave that is due. Any number of these may run at once: a wave is of one of them. Answers how many messages are
 * owed now, and when the next wave is due.
 */
export async function workWaves(deps: Waving, { now }: At): Promise<{ sent: number; nextAt: number | undefined }> {
  const { store } = deps
  let sent = 0
  for (const openingId of await dueOpenings(store, { now })) sent += await sendWave(deps, { openingId, now })
  return { sent, nextAt: await nextDue(store, { now }) }
}

/**
 * Asks the next few people of an open opening, who fits best first, by a push each; each person at most once. Only while a
 * place is free, before the deadline, outside of the quiet hours, with messages that the owner said yes to and that are left;
 * those kept for urgent openings are not touched by others. Answers how many messages are owed now.
 */
export async function sendWave(deps: Waving, { openingId, now }: { openingId: string; now: number }): Promise<number> {
  const { store } = deps
  const opening = await findOpening(store, { openingId })
  if (!opening || !isDue(opening, now)) return 0
  const settings = await readSendingSettings(store)
  const quietEnd = quietUntil(settings, now)
  if (quietEnd !== undefined) return moveTo(store, { opening, at: quietEnd })
  const allowed = opening.asksMax - (await countPushed(store, openingId))
  if (allowed <= 0) return endWaves(store, { opening, because: 'confirmed', now })
  const quota = await quotaNow(deps, { openingId, now })
  if (!quota) return 0
  const left = messagesLeft(quota, opening, settings)
  if (left <= 0) return endWaves(store, { opening, because: 'quota', now })
  return askNext(deps, { opening, settings, quota, allowed, limit: Math.min(opening.waveSize, allowed, left), now })
}

type Asking = {
  opening: Opening
  settings: SendingSettings
  quota: MonthQuota
  allowed: number
  limit: number
  now: number
}

async function askNext({ store }: Waving, { limit, allowed, ...asking }: Asking) {
  const { opening, settings, now } = asking
  const fitting = await findFitting(store, { opening, settings, now, limit: limit + 1 })
  const people = fitting.filter(({ held }) => held === 0).slice(0, limit)
  const others = fitting.slice(people.length)
  const morning = nextMorning(settings, now)
  if (people.length === 0 && others.length > 0) return moveTo(store, { opening, at: morning })
  if (people.length === 0) return endWaves(store, { opening, because: 'everybody', now })
  const next = others.some(({ held }) => held === 0) ? nextWaveAt(settings, { ...opening, now }) : morning
  const ended = others.length === 0 ? 'everybody' : people.length === allowed ? 'confirmed' : undefined
  return write(store, { ...asking, people, next, ended })
}

type Written = Omit<Asking, 'limit' | 'allowed'> & {
  people: readonly Fitting[]
  next: number
  ended: Ended | undefined
}

/** All or none: the wave is this run's, everybody in it is marked, and the messages and the lines of their timelines stand. */
async function write(store: Store, wave: Written) {
  const { db } = store
  const run = crypto.randomUUID()
  const list = await listed(store, wave)
  try {
    const [, , asked = 0] = await store.batch([
      waveStatement(db, wave),
      mustHaveChangedOne(db),
      markStatement(db, { ...wave, run, list }),
      ...tellingStatements(db, { ...wave, run, list }),
    ])
    return asked
  } catch (error) {
    // Somebody took the last place, another process sent this wave, the messages are gone: the next look decides anew.
    if (isAborted(error)) return 0
    throw error
  }
}

/** Everybody with the key of their request to LINE: the same for the same ask, also out of a backup. */
async function listed({ db }: Store, { opening, people }: Written) {
  const instance = await db.selectFrom('settings').select('value').where('key', '=', 'instance_id').executeTakeFirst()
  const keyed = people.map(async ({ memberId, language }) => ({
    memberId,
    language,
    key: await uuidV5(instance?.value ?? '', `shift:ask:${opening.id}:${memberId}`),
  }))
  return JSON.stringify(await Promise.all(keyed))
}

/** What must hold for a wave, at the moment in which it becomes this run's. */
const waveStatement = (db: Db, { opening, settings, quota, people, next, ended, now }: Written): Compilable => {
  const kept = opening.urgent ? 0 : settings.reserve
  return {
    compile: () =>
      sql`update shift_openings set waves = waves + 1, next_wave_at = ${ended ? null : next},
          waves_ended_at = ${ended ? now : null}, waves_ended_because = ${ended ?? null}
        where id = ${opening.id} and state = 'open' and updated_at = ${opening.updatedAt} and closes_at > ${now}
          and waves_ended_at is null and next_wave_at <= ${now}
          and ${takenPlaces} < headcount and ${pushedOf(opening.id)} + ${people.length} <= asks_max
          and ${stillFits(quota, { messages: people.length, kept })}`.compile(db),
  }
}

type Marked = Written & { run: string; list: string }

/** Of those listed, whoever may still be asked: they may have answered, stopped it or got another message meanwhile. */
const markStatement = (db: Db, { opening, settings, run, list, now }: Marked): Compilable => ({
  compile: () =>
    sql`update shift_asks set wave = ${opening.waves + 1}, pushed_at = ${now}, run = ${run}
      where opening_id = ${opening.id} and pushed_at is null and member_id in ${pushable(db, {
        opening,
        settings,
        memberIds: sql`(select value ->> 'memberId' from json_each(${list}))`,
        now,
      })}`.compile(db),
})

/** The message of each, in the language that they read, and the line of their timeline. */
function tellingStatements(db: Db, { opening, run, list, now }: Marked): readonly Compilable[] {
  const bodies = JSON.stringify(
    Object.fromEntries(LANGUAGES.map((language) => [language, JSON.stringify(askMessages(language, opening))])),
  )
  const asked = sql`from json_each(${list}) as one join shift_asks on shift_asks.opening_id = ${opening.id}
    and shift_asks.member_id = one.value ->> 'memberId' and shift_asks.run = ${run}`
  const title = shiftTitle('ja', opening)
  return [
    owePushesStatement(db, {
      owed: sql`select 'shift_ask:' || opening_id || ':' || shift_asks.member_id as id, shift_asks.member_id,
        ${bodies} ->> (one.value ->> 'language') as body, one.value ->> 'key' as retry_key ${asked} order by one.key`,
      topic: shiftTopic(opening.id),
      now,
    }),
    {
      compile: () =>
        sql`insert into interactions (id, member_id, kind, ref, detail, at)
          select 'shift_asked:' || opening_id || ':' || shift_asks.member_id, shift_asks.member_id, 'shift_asked', opening_id,
            json_object('title', ${title}, 'store', ${opening.storeName}), pushed_at ${asked}
          on conflict (id) do nothing`.compile(db),
    },
  ]
}

const isDue = ({ state, closesAt, nextWaveAt: at, wavesEndedBecause, taken, headcount }: Opening, now: number) =>
  state === 'open' && now < closesAt && at !== null && at <= now && wavesEndedBecause === null && taken < headcount

/** What is left of the month's messages for this opening. */
function messagesLeft(quota: MonthQuota, { urgent }: Opening, settings: SendingSettings) {
  const { before } = costIn(quota, { messages: 0, urgent, settings })
  return before === null ? Number.POSITIVE_INFINITY : before - (urgent ? 0 : settings.reserve)
}

/** undefined: LINE does not tell how many messages are left, so the wave waits. */
async function quotaNow({ store, line, log }: Waving, { openingId, now }: { openingId: string; now: number }) {
  try {
    return await readQuota({ store, line }, { now })
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'line_unreachable') throw error
    log.warn('a wave of a shift opening waits for LINE', { reference: openingId })
    return undefined
  }
}

const pushedOf = (openingId: string) =>
  sql<number>`(select count(*) from shift_asks where opening_id = ${openingId} and pushed_at is not null)`

async function countPushed({ db }: Store, openingId: string) {
  const { rows } = await sql<{ pushed: number }>`select ${pushedOf(openingId)} as pushed`.execute(db)
  return rows[0]?.pushed ?? 0
}

async function moveTo({ db }: Store, { opening, at }: { opening: Opening; at: number }) {
  await db
    .updateTable('shift_openings')
    .set({ next_wave_at: at })
    .where('id', '=', opening.id)
    .where('state', '=', 'open')
    .where('next_wave_at', '=', opening.nextWaveAt)
    .execute()
  return 0
}

async function endWaves({ db }: Store, { opening, because, now }: { opening: Opening; because: Ended; now: number }) {
  await db
    .updateTable('shift_openings')
    .set({ next_wave_at: null, waves_ended_at: now, waves_ended_because: because })
    .where('id', '=', opening.id)
    .where('state', '=', 'open')
    .where('next_wave_at', '=', opening.nextWaveAt)
    .where('waves_ended_at', 'is', null)
    .execute()
  return 0
}

const dueOpenings = async ({ db }: Store, { now }: At) =>
  (
    await db
      .selectFrom('shift_openings')
      .select('id')
      .where('state', '=', 'open')
      .where('closes_at', '>', now)
      .where('next_wave_at', '<=', now)
      .where('waves_ended_at', 'is', null)
      .orderBy('urgent', 'desc')
      .orderBy('next_wave_at')
      .orderBy('id')
      .limit(OPENINGS_MAX)
      .execute()
  ).map(({ id }) => id)

/** What is due already and waits, for LINE or for messages, is looked at again by the minute job. */
async function nextDue({ db }: Store, { now }: At) {
  const next = await db
    .selectFrom('shift_openings')
    .select((eb) => eb.fn.min('next_wave_at').as('at'))
    .where('state', '=', 'open')
    .where('next_wave_at', '>', now)
    .whereRef('next_wave_at', '<', 'closes_at')
    .executeTakeFirst()
  return next?.at ?? undefined
}
