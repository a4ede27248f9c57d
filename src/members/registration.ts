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
  updatedAt: number
}

/** The unfinished registration of a person; undefined when there is none, or it waited too long. */
export async function findRegistration(
  { db }: Store,
  { memberId, now }: { memberId: string; now: number },
): Promise<Registration | undefined> {
  const kept = await db
    .selectFrom('registrations')
    .select(['step', 'rev', 'answers', 'updated_at'])
    .where('member_id', '=', memberId)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return (
    kept && {
      step: KeptStep.parse(kept.step),
      answers: KeptAnswers.parse(kept.answers),
      rev: kept.rev,
      updatedAt: kept.updated_at,
    }
  )
}

/** A first revision above every one that an earlier registration can have reached: its buttons never fit this one. */
export const firstRev = (now: number) => now

/** The statements that begin a registration. They abort their batch when one is open, or the person needs none. */
export const startRegistration = (
  db: Db,
  { memberId, at, now }: { memberId: string; at: number; now: number },
): readonly Compilable[] => [
  db
    .insertInto('registrations')
    .columns(['member_id', 'step', 'rev', 'answers', 'started_at', 'updated_at', 'expires_at'])
    .expression(({ selectFrom, val }) =>
      selectFrom('members')
        .select([
          'members.id',
          val<string>(FIRST.step).as('step'),
          val(firstRev(now)).as('rev'),
          val(JSON.stringify(FIRST.answers)).as('answers'),
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

/** Removes what nobody finished in time. */
export const forgetExpiredRegistrations = ({ db }: Store, { now }: { now: number }) =>
  db.deleteFrom('registrations').where('expires_at', '<=', now).execute()

const expiry = (now: number) => now + REGISTRATION_DAYS * DAY_MS
