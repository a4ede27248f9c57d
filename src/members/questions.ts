import { type Compilable, sql } from 'kysely'
import type { PreferenceKind } from '../db/schema.ts'
import type { Db, Store } from '../db/store.ts'
import { record } from '../interactions/interactions.ts'

/** What a person may tell of themselves after registration, in the order it is asked: each optional, each on its own. */
export const QUESTIONS = ['birth_year', 'birth_month', 'main_job', 'weekdays', 'dayparts', 'skills', 'willing'] as const
export type Question = (typeof QUESTIONS)[number]
export type ManyQuestion = Exclude<Question, 'birth_year' | 'birth_month' | 'main_job'>

/** 0 = Sunday; shown from Monday on. */
export const WEEKDAYS = ['1', '2', '3', '4', '5', '6', '0'] as const
export const DAYPARTS = ['morning', 'lunch', 'evening', 'night'] as const
export const WILLING = ['shifts', 'busy_help', 'tasting', 'training', 'advice'] as const

export const BIRTH_YEAR_MIN = 1900
export const MONTHS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12'] as const

const KINDS: Record<ManyQuestion, PreferenceKind> = {
  weekdays: 'weekday',
  dayparts: 'daypart',
  skills: 'skill',
  willing: 'willing',
}
/** More than there are days, roles of a shop or anything else to choose. */
const VALUES_MAX = 200

export type Preferences = {
  birthYear: number | null
  birthMonth: number | null
  hasMainJob: boolean | null
} & Record<ManyQuestion, readonly string[]>

type Answer = { memberId: string; question: Question; values: readonly string[]; at: number }
type Asked = Omit<Answer, 'values'>

/** Whether several of the values may be chosen. */
export const isMany = (question: Question): question is ManyQuestion =>
  question !== 'birth_year' && question !== 'birth_month' && question !== 'main_job'

/**
 * The statements that keep an answer in place of an earlier one. birth_year: ['1998']; birth_month: ['5']; main_job:
 * ['yes'] or ['no']; the others any number of values. Values that do not exist are left out; nothing is kept of who has left.
 */
export const answerQuestion = (db: Db, { memberId, question, values, at }: Answer): readonly Compilable[] => [
  ...keepValues(db, { memberId, question, values }),
  markQuestion(db, { memberId, question, state: 'answered', at }),
  record(db, { memberId, kind: 'question_answered', ref: question, at }),
]

/** The statements for "rather not say": what was told before goes too. */
export const skipQuestion = (db: Db, { memberId, question, at }: Asked): readonly Compilable[] => [
  ...keepValues(db, { memberId, question, values: [] }),
  markQuestion(db, { memberId, question, state: 'skipped', at }),
  record(db, { memberId, kind: 'question_skipped', ref: question, at }),
]

/** The statement for "this is being asked": what the person types next may be its answer. */
export const askQuestion = (db: Db, { memberId, question, at }: Asked): Compilable =>
  markQuestion(db, { memberId, question, state: 'asked', at })

/** The statement for "later": what the person types next is no answer, and what was asked may be asked again. */
export const leaveQuestions = (db: Db, { memberId }: { memberId: string }): Compilable =>
  db.deleteFrom('profile_questions').where('member_id', '=', memberId).where('state', '=', 'asked')

/** The statement for one choice of several, switched on or off: the same tap twice, or a late one, changes nothing more. */
export const choose = (
  db: Db,
  { memberId, question, value, on }: { memberId: string; question: ManyQuestion; value: string; on: boolean },
): Compilable => (on ? addValues(db, memberId, question, [value]) : dropValues(db, memberId, question, { only: value }))

/** Everything that a person told of themselves. */
export async function preferencesOf({ db }: Store, memberId: string): Promise<Preferences> {
  const [member, rows] = await Promise.all([
    db
      .selectFrom('members')
      .select(['birth_year', 'birth_month', 'has_main_job'])
      .where('id', '=', memberId)
      .executeTakeFirst(),
    db.selectFrom('member_preferences').select(['kind', 'value']).where('member_id', '=', memberId).execute(),
  ])
  const valuesOf = (question: ManyQuestion) =>
    rows.filter(({ kind }) => kind === KINDS[question]).map(({ value }) => value)
  return {
    birthYear: member?.birth_year ?? null,
    birthMonth: member?.birth_month ?? null,
    hasMainJob: member?.has_main_job === null || member === undefined ? null : member.has_main_job === 1,
    weekdays: valuesOf('weekdays'),
    dayparts: valuesOf('dayparts'),
    skills: valuesOf('skills'),
    willing: valuesOf('willing'),
  }
}

/** Where a person is with the questions: what was asked last, and when; and the first that is neither answered nor skipped. */
export async function questionsOf({ db }: Store, memberId: string) {
  const rows = await db
    .selectFrom('profile_questions')
    .select(['question', 'state', 'at'])
    .where('member_id', '=', memberId)
    .orderBy('at', 'desc')
    .execute()
  const done = new Set(rows.filter(({ state }) => state !== 'asked').map(({ question }) => question))
  const last = rows.find(({ state }) => state === 'asked')
  const open = QUESTIONS.find((question) => question === last?.question)
  return {
    open: last && open ? { question: open, at: last.at } : undefined,
    next: QUESTIONS.find((question) => !done.has(question)),
    done,
    begun: rows.length > 0,
  }
}

function keepValues(db: Db, { memberId, question, values }: Omit<Answer, 'at'>): readonly Compilable[] {
  const living = db.updateTable('members').where('id', '=', memberId).where('state', 'not in', ['left', 'erased'])
  const [value] = values
  if (question === 'birth_year') return [living.set({ birth_year: value === undefined ? null : Number(value) })]
  if (question === 'birth_month') {
    const month = MONTHS.find((known) => known === value)
    return [living.set({ birth_month: month === undefined ? null : Number(month) })]
  }
  if (question === 'main_job')
    return [living.set({ has_main_job: value === undefined ? null : value === 'yes' ? 1 : 0 })]
  return [dropValues(db, memberId, question, { but: values }), addValues(db, memberId, question, values)]
}

/** Of roles those that the shop has; of everything else what we offer. */
function addValues(db: Db, memberId: string, question: ManyQuestion, values: readonly string[]): Compilable {
  const kind = KINDS[question]
  const known = sql`select value from json_each(${JSON.stringify(values.slice(0, VALUES_MAX))})`
  const offered =
    question === 'skills'
      ? sql`select id from roles`
      : sql`select value from json_each(${JSON.stringify(OFFERED[question])})`
  return {
    compile: () =>
      sql`insert into member_preferences (member_id, kind, value)
        select members.id, ${kind}, given.value from members, (${known}) as given
        where members.id = ${memberId} and members.state not in ('left', 'erased') and given.value in (${offered})
        on conflict do nothing`.compile(db),
  }
}

function dropValues(
  db: Db,
  memberId: string,
  question: ManyQuestion,
  which: { only: string } | { but: readonly string[] },
): Compilable {
  const all = db.deleteFrom('member_preferences').where('member_id', '=', memberId).where('kind', '=', KINDS[question])
  return 'only' in which
    ? all.where('value', '=', which.only)
    : all.where(
        'value',
        'not in',
        sql<string>`(select value from json_each(${JSON.stringify(which.but.slice(0, VALUES_MAX))}))`,
      )
}

const OFFERED: Record<Exclude<ManyQuestion, 'skills'>, readonly string[]> = {
  weekdays: WEEKDAYS,
  dayparts: DAYPARTS,
  willing: WILLING,
}

const markQuestion = (
  db: Db,
  { memberId, question, state, at }: Asked & { state: 'asked' | 'answered' | 'skipped' },
): Compilable => ({
  compile: () =>
    sql`insert into profile_questions (member_id, question, state, at)
      select id, ${question}, ${state}, ${at} from members where id = ${memberId} and state not in ('left', 'erased')
      on conflict (member_id, question) do update set state = excluded.state, at = excluded.at`.compile(db),
})
