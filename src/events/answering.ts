import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { z } from 'zod'
import { type Db, isAborted, mustHaveChangedOne, type Store } from '../db/store.ts'

const TOKYO_OFFSET_MS = 9 * 3_600_000
/** Of the law: nobody younger is poured a drink. */
export const DRINKING_AGE = 20
/** What one may write into a field for the kitchen, or to one of the shop's questions. */
export const ANSWER_MAX = 200

export type Details = {
  eventId: string
  memberId: string
  /** Each declared to be 20 or older; what is left out stays as it is. */
  drinkers?: number
  /** '' takes back what was said. */
  allergies?: string
  /** Instead of all that was answered before to the shop's questions; '' for none. */
  answers?: readonly Answer[]
  /** When they said so. */
  at: number
  now: number
}

/** To one of the shop's own questions. It stays with the words it was asked in, whatever the shop asks later. */
export type Answer = { question: string; answer: string }

const StoredAnswers = z.array(z.tuple([z.string(), z.string()]))

/** What somebody answered to the shop's questions, as rsvps.answers keeps it. */
export const parseAnswers = (stored: string | null): readonly Answer[] =>
  stored === null ? [] : StoredAnswers.parse(JSON.parse(stored)).map(([question, answer]) => ({ question, answer }))

/** '': they left it empty. undefined: they were never asked in these words. */
export const answerTo = (answers: readonly Answer[], asked: string) =>
  answers.find(({ question }) => question === asked)?.answer

/** As many of a party as may drink: who is known to be under 20 on the day is not among them. */
export const mostDrinkers = (asked: { party: number; birthYear: number | null; startsAt: number }) =>
  asked.party - (isTooYoung(asked) ? 1 : 0)

/**
 * Keeps what somebody with a seat, or in the line for one, tells for the evening, until it begins. An older word than their
 * last answer, more drinkers than may be, or nobody's answer at all: 'unchanged'. Repeating it is harmless.
 */
export async function saveDetails(store: Store, details: Details): Promise<'saved' | 'unchanged'> {
  try {
    await store.batch([detailsStatement(store.db, details), mustHaveChangedOne(store.db)])
    return 'saved'
  } catch (error) {
    if (isAborted(error)) return 'unchanged'
    throw error
  }
}

/** The statement of `saveDetails`, for a batch. */
export const detailsStatement = (db: Db, details: Details) => {
  const { eventId, memberId, drinkers, allergies, answers, at, now } = details
  return db
    .updateTable('rsvps')
    .set({
      changed_at: now,
      ...(drinkers === undefined ? {} : { drinkers }),
      ...(allergies === undefined ? {} : { allergies: allergies === '' ? null : allergies }),
      ...(answers === undefined ? {} : { answers: storedAnswers(answers) }),
    })
    .where('event_id', '=', eventId)
    .where('member_id', '=', memberId)
    .where('state', 'in', ['going', 'waiting', 'offered'])
    .where('answered_at', '<=', at)
    .where(
      sql<SqlBool>`exists (select 1 from events cross join members on members.id = rsvps.member_id
        where events.id = rsvps.event_id and events.state in ('open', 'closed') and events.starts_at > ${now}
        and ${drinkers ?? 0} <= rsvps.party - ${isMinor})`,
    )
}

const yearOf = sql<number>`cast(strftime('%Y', events.starts_at / 1000 + 32400, 'unixepoch') as integer)`

/** Of an event and one of the members: they are known to be under 20 on its day. */
export const isMinor = sql<0 | 1>`coalesce(${yearOf} - members.birth_year < ${sql.lit(DRINKING_AGE)}, 0)`

/** Of `rsvps` whose party becomes so large: no more drinkers than before, and who is under 20 is still none of them. */
export const drinkersLeft = (party: RawBuilder<number>) => sql<number | null>`min(drinkers, ${party} - coalesce(
  (select ${isMinor} from events cross join members where events.id = rsvps.event_id and members.id = rsvps.member_id), 0))`

const isTooYoung = ({ birthYear, startsAt }: { birthYear: number | null; startsAt: number }) =>
  birthYear !== null && new Date(startsAt + TOKYO_OFFSET_MS).getUTCFullYear() - birthYear < DRINKING_AGE

const storedAnswers = (answers: readonly Answer[]) =>
  answers.every(({ answer }) => answer === '')
    ? null
    : JSON.stringify(answers.map(({ question, answer }) => [question, answer]))
