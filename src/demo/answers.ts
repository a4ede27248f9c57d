import type { Compilable } from 'kysely'
import type { Db } from '../db/store.ts'
import { record } from '../interactions/interactions.ts'
import { answerQuestion, type Question, skipQuestion } from '../members/questions.ts'
import { ALUMNI, type Alumnus, MEMBERS_COUNT, memberIdOf, OWNER, pick, ROLES } from './people.ts'

const HOUR_MS = 3_600_000

/** What most members told of themselves, what the owner noted, and one who says that a fact is wrong. */
export const answers = (db: Db, now: number): readonly Compilable[] => [
  ...ALUMNI.slice(0, MEMBERS_COUNT).flatMap((alumnus) => told(db, alumnus, now - (alumnus.index + 2) * HOUR_MS)),
  ...note(db, 2, '焼き場の段取りがとても早い。年末に声をかけたい', now - 30 * HOUR_MS),
  ...note(db, 7, '英語での接客が上手', now - 50 * HOUR_MS),
  ...correction(db, 5, { field: 'left_on', value: '2022-03-31' }, now - 5 * HOUR_MS),
]

function told(db: Db, { index, roleId }: Alumnus, at: number): Compilable[] {
  const memberId = memberIdOf(index)
  const seen = db.updateTable('members').set({ last_seen_at: at }).where('id', '=', memberId)
  if (index % 3 === 2) return [seen]
  const given: readonly (readonly [Question, readonly string[]])[] = [
    ['birth_year', [String(1990 + ((index * 7) % 16))]],
    ['birth_month', [String((index % 12) + 1)]],
    ['main_job', [index % 2 === 0 ? 'yes' : 'no']],
    ['weekdays', index % 2 === 0 ? ['5', '6'] : ['2', '4', '0']],
    ['dayparts', index % 4 === 0 ? ['lunch', 'evening'] : ['evening']],
    ['skills', [roleId, pick(ROLES, index).id]],
    ['willing', index % 2 === 0 ? ['shifts', 'busy_help', 'tasting'] : ['tasting', 'training']],
  ]
  return [
    seen,
    ...given.flatMap(([question, values]) =>
      question === 'birth_year' && index % 5 === 0
        ? skipQuestion(db, { memberId, question, at })
        : answerQuestion(db, { memberId, question, values: [...new Set(values)], at }),
    ),
  ]
}

function note(db: Db, index: number, body: string, at: number): Compilable[] {
  const [id, memberId, operatorId] = [`demo-note-${index}`, memberIdOf(index), OWNER.operatorId]
  return [
    db.insertInto('member_notes').values({ id, member_id: memberId, body, operator_id: operatorId, at }),
    record(db, { memberId, kind: 'note_added', ref: id, operatorId, at }),
  ]
}

function correction(db: Db, index: number, asked: { field: 'left_on'; value: string }, at: number): Compilable[] {
  const memberId = memberIdOf(index)
  const id = `demo-correction-${index}`
  return [
    db.insertInto('corrections').values({ id, member_id: memberId, ...asked, asked_at: at }),
    record(db, { memberId, kind: 'correction_asked', ref: asked.field, at }),
  ]
}
