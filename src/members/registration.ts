import { type Compilable, sql } from 'kysely'
import { z } from 'zod'
import { type Db, mustHaveChangedOne, type Store } from '../db/store.ts'
import { record } from '../interactions/interactions.ts'
import { Answers, FIRST, type Position, STEPS } from './steps.ts'

/** How long an unfinished registration waits for its person. */
const REGISTRATION_DAYS = 30
const DAY_MS = 86_400_000

const KeptStep = z.enum(STEPS)
const KeptAnswers = z.preprocess((json) => (typeof json === 'string' ? JSON.parse(json) : json), Answers)

/** A registration that a person is in the middle of. */
export type Registration = Position & {
  /** Rises with every accepted answer. A tap names the one it was offered with. */
  rev: number
  /** When the person last answered, or was last asked because they wrote. */
  updatedAt: number
  pickedUpAt: number | null
}

/** The unfinished registration of a person; undefined when there is none, or it waited too long. */
export async function findRegistration(
  { db }: Store,
  { memberId, now }: { memberId: string; now: number },
): Promise<Registration | undefined> {
  const kept = await db
    .selectFrom('registrations')
    .select(['step', 'rev', 'answers', 'updated_at', 'picked_up_at'])
    .where('member_id', '=', memberId)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return (
    kept && {
      step: KeptStep.parse(kept.step),
      answers: KeptAnswers.parse(kept.answers),
      rev: kept.rev,
      updatedAt: kept.updated_at,
      pickedUpAt: kept.picked_up_at,
    }
  )
}

/** A first revision above every one that an earlier registration can have reached: its buttons never fit this one. */
export const firstRev = (now: number) => now

type Start = { memberId: string; from?: Position; at: number; now: number }

/** The statements that begin a registration. They abort their batch when one is open, or the person needs none. */
export const startRegistration = (db: Db, { memberId, from = FIRST, at, now }: Start): readonly Compilable[] => [
  db
    .insertInto('registrations')
    .columns(['member_id', 'step', 'rev', 'answers', 'started_at', 'updated_at', 'expires_at'])
    .expression(({ selectFrom, val }) =>
      selectFrom('members')
        .select([
          'members.id',
          val<string>(from.step).as('step'),
          val(firstRev(now)).as('rev'),
          val(JSON.stringify(from.answers)).as('answers'),
          val(now).as('started_at'),
          val(now).as('updated_at'),
          val(expiry(now)).as('expires_at'),
        ])
        .where('members.id', '=', memberId)
        .where('members.state', 'in', ['guest', 'declined']),
    )
    .onConflict((clash) =>
      clash
        .column('member_id')
        .doUpdateSet((eb) => ({
          step: eb.ref('excluded.step'),
          rev: eb.ref('excluded.rev'),
          answers: eb.ref('excluded.answers'),
          started_at: eb.ref('excluded.started_at'),
          updated_at: eb.ref('excluded.updated_at'),
          expires_at: eb.ref('excluded.expires_at'),
          picked_up_at: null,
        }))
        .where(sql.ref<number>('registrations.expires_at'), '<=', now),
    ),
  mustHaveChangedOne(db),
  record(db, { memberId, kind: 'registration_started', at }),
]

/** The statements that keep an answer. They abort their batch when another answer came first. */
export const keepAnswer = (
  db: Db,
  { memberId, rev, step, answers, now }: Position & { memberId: string; rev: number; now: number },
): readonly Compilable[] => [
  db
    .updateTable('registrations')
    .set({ step, answers: JSON.stringify(answers), rev: rev + 1, updated_at: now, expires_at: expiry(now) })
    .where('member_id', '=', memberId)
    .where('rev', '=', rev)
    .where('expires_at', '>', now),
  mustHaveChangedOne(db),
]

/** The statements that end a registration, finished or given up. They abort their batch when another answer came first. */
export const endRegistration = (
  db: Db,
  { memberId, rev, now }: { memberId: string; rev: number; now: number },
): readonly Compilable[] => [
  db.deleteFrom('registrations').where('member_id', '=', memberId).where('rev', '=', rev).where('expires_at', '>', now),
  mustHaveChangedOne(db),
]

/** The statement for "the question was put again because the person wrote": what they write next is an answer to it. */
export const askedAgain = (
  db: Db,
  { memberId, rev, now }: { memberId: string; rev: number; now: number },
): Compilable =>
  db.updateTable('registrations').set({ updated_at: now }).where('member_id', '=', memberId).where('rev', '=', rev)

/** The statements that take up a registration after silence. They abort their batch when that was done, or an answer came first. */
export const pickUp = (
  db: Db,
  { memberId, rev, at, now }: { memberId: string; rev: number; at: number; now: number },
): readonly Compilable[] => [
  db
    .updateTable('registrations')
    .set({ picked_up_at: now, updated_at: now })
    .where('member_id', '=', memberId)
    .where('rev', '=', rev)
    .where('expires_at', '>', now)
    .where('picked_up_at', 'is', null),
  mustHaveChangedOne(db),
  record(db, { memberId, kind: 'registration_resumed', at }),
]

/** The statements that greet, once, who followed long ago and never began. They abort their batch when that was done. */
export const greetAgain = (db: Db, { memberId, at }: { memberId: string; at: number }): readonly Compilable[] => [
  db
    .insertInto('interactions')
    .columns(['id', 'member_id', 'kind', 'at'])
    .expression(
      db
        .selectNoFrom(({ val }) => [
          val(crypto.randomUUID()).as('id'),
          val(memberId).as('member_id'),
          val<'registration_resumed'>('registration_resumed').as('kind'),
          val(at).as('at'),
        ])
        .where(({ not, exists }) => not(exists(everGreeted(db, memberId)))),
    ),
  mustHaveChangedOne(db),
]

/** Whether a person was in a registration ever, or was greeted again. */
export const knowsTheWay = async ({ db }: Store, memberId: string) =>
  (await everGreeted(db, memberId).executeTakeFirst()) !== undefined

/** Whether the roster has last digits of phone numbers at all: else nobody is asked for theirs. */
export const asksDigits = async ({ db }: Store) =>
  (await db
    .selectFrom('roster_entries')
    .select('id')
    .where('digits_hmac', 'is not', null)
    .limit(1)
    .executeTakeFirst()) !== undefined

/** Removes what nobody finished in time. */
export const forgetExpiredRegistrations = ({ db }: Store, { now }: { now: number }) =>
  db.deleteFrom('registrations').where('expires_at', '<=', now).execute()

const everGreeted = (db: Db, memberId: string) =>
  db
    .selectFrom('interactions')
    .select('id')
    .where('member_id', '=', memberId)
    .where('kind', 'in', ['registration_started', 'registration_resumed'])
    .limit(1)

const expiry = (now: number) => now + REGISTRATION_DAYS * DAY_MS
