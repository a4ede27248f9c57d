import { type SqlBool, sql } from 'kysely'
import { isAborted, mustHaveChangedOne, type Store } from '../db/store.ts'
import { record } from '../interactions/interactions.ts'
import type { Decider } from './decisions.ts'

/** The longest note, in characters as people count them. */
export const NOTE_MAX = 200
/** The same note in UTF-16 code units: no character needs more than ten of them in good faith. */
const NOTE_UNITS_MAX = 2_000
/** Notes that a person may have at a time. */
export const NOTES_MAX = 50

const CONTROLS = /(?!\n)[\p{Cc}\p{Zl}\p{Zp}]/gu
/** Invisible marks that reorder or hide text. The two joiners (U+200C, U+200D) stay: some scripts and emoji need them. */
const INVISIBLE = /(?![\u200c\u200d])\p{Cf}|[\ufff9-\ufffc]/gu
const graphemes = new Intl.Segmenter('ja', { granularity: 'grapheme' })

/** What an operator wrote, made safe to keep and show; lines stay lines. '' when nothing is left. */
export const cleanNote = (typed: string) =>
  typed
    .replaceAll('\r\n', '\n')
    .replace(CONTROLS, ' ')
    .replace(INVISIBLE, '')
    .normalize('NFC')
    .replace(/[^\S\n]+/gu, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()

/** Whether a cleaned note is longer than NOTE_MAX. */
export const isNoteTooLong = (note: string) =>
  note.length > NOTE_UNITS_MAX || [...graphemes.segment(note)].length > NOTE_MAX

/**
 * Keeps a note about a person; false when nothing changed: the person has that very note (a double tap), or NOTES_MAX,
 * is leaving, or is not of the operator's store. `body` is clean and not too long.
 */
export const addNote = (
  { db, batch }: Store,
  { memberId, body, operator, now }: { memberId: string; body: string; operator: Decider; now: number },
): Promise<boolean> => {
  const id = crypto.randomUUID()
  return changed(
    batch([
      db
        .insertInto('member_notes')
        .columns(['id', 'member_id', 'body', 'operator_id', 'at'])
        .expression(({ selectFrom, val }) =>
          selectFrom('members')
            .select([
              val(id).as('id'),
              'members.id as member_id',
              val(body).as('body'),
              val(operator.id).as('operator_id'),
              val(now).as('at'),
            ])
            .where('members.id', '=', memberId)
            .where('members.state', 'not in', ['left', 'erased'])
            .where(sql<SqlBool>`(${operator.storeId} is null or members.store_id = ${operator.storeId})`)
            .where(sql<SqlBool>`(select count(*) from member_notes where member_id = ${memberId}) < ${NOTES_MAX}`)
            .where(
              sql<SqlBool>`not exists (select 1 from member_notes where member_id = ${memberId} and body = ${body})`,
            ),
        ),
      mustHaveChangedOne(db),
      record(db, { memberId, kind: 'note_added', ref: id, operatorId: operator.id, at: now }),
    ]),
  )
}

/** Takes a note away for good; its words are gone from the timeline too. False when it was not there. */
export const removeNote = (
  { db, batch }: Store,
  { memberId, noteId, operator, now }: { memberId: string; noteId: string; operator: Decider; now: number },
): Promise<boolean> =>
  changed(
    batch([
      db
        .deleteFrom('member_notes')
        .where('id', '=', noteId)
        .where('member_id', '=', memberId)
        .where(
          sql<SqlBool>`exists (select 1 from members where id = ${memberId}
            and (${operator.storeId} is null or store_id = ${operator.storeId}))`,
        ),
      mustHaveChangedOne(db),
      record(db, { memberId, kind: 'note_removed', ref: noteId, operatorId: operator.id, at: now }),
    ]),
  )

/** A person's notes, newest first: all of them, as there are NOTES_MAX at most. */
export const notesOf = ({ db }: Store, memberId: string) =>
  db
    .selectFrom('member_notes')
    .leftJoin('operators', 'operators.id', 'member_notes.operator_id')
    .select(['member_notes.id', 'member_notes.body', 'member_notes.at', 'operators.name as operator_name'])
    .where('member_notes.member_id', '=', memberId)
    .orderBy('member_notes.at', 'desc')
    .orderBy('member_notes.id')
    .limit(NOTES_MAX)
    .execute()

const changed = (batch: Promise<unknown>) =>
  batch.then(
    () => true,
    (error: unknown) => {
      if (isAborted(error)) return false
      throw error
    },
  )
