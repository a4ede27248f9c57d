import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import { timeline } from '../../src/interactions/interactions.ts'
import { addNote, cleanNote, isNoteTooLong, NOTE_MAX, NOTES_MAX, notesOf, removeNote } from '../../src/members/notes.ts'
import { addTag } from '../../src/members/tags.ts'
import { addStore, engines, NOON } from '../support.ts'
import { addManager, addOwner, addPerson, kindsOf } from './support.ts'

describe.each(engines)('notes on $engine', ({ engine, open }) => {
  let stores: Awaited<ReturnType<typeof open>>
  let store: Store
  let hana: string
  let owner: { id: string; storeId: string | null }
  beforeAll(async () => {
    stores = await open()
  })
  afterAll(() => stores.close())
  beforeEach(async () => {
    store = await stores.openStore()
    await addStore(store)
    await addStore(store, 'ebisu', '恵比寿店', 2)
    owner = await addOwner(store)
    hana = await addPerson(store, 'hana', { state: 'verified' })
  })

  const add = (body: string, operator = owner, now = NOON) => addNote(store, { memberId: hana, body, operator, now })
  const told = async () => (await timeline(store, { memberId: hana })).lines.map(({ kind, note }) => [kind, note])

  it('stand with the person and, with their words, in the timeline', async () => {
    expect(await add('春からは土曜だけ')).toBe(true)
    expect(await notesOf(store, hana)).toMatchObject([{ body: '春からは土曜だけ', operator_name: '田中', at: NOON }])
    expect(await told()).toEqual([['note_added', '春からは土曜だけ']])
  })

  it('leave nothing of their words behind when they are removed', async () => {
    await add('春からは土曜だけ')
    const [note] = await notesOf(store, hana)
    const removal = { memberId: hana, noteId: note?.id ?? '', operator: owner, now: NOON + 1 }
    expect(await removeNote(store, removal)).toBe(true)
    expect(await removeNote(store, removal)).toBe(false)
    expect(await notesOf(store, hana)).toEqual([])
    expect(await told()).toEqual([
      ['note_removed', null],
      ['note_added', null],
    ])
  })

  // What follows is made of the same statements: one engine tells it.
  if (engine === 'D1') return

  it('are written once by a double tap', async () => {
    expect(await Promise.all([add('同じメモ'), add('同じメモ')])).toContain(false)
    expect(await notesOf(store, hana)).toHaveLength(1)
    expect(await kindsOf(store, hana)).toEqual(['note_added'])
  })

  it('end at so many', async () => {
    for (let i = 0; i < NOTES_MAX; i++) await add(`メモ${i}`, owner, NOON + i)
    expect(await add('もうひとつ')).toBe(false)
    expect(await notesOf(store, hana)).toHaveLength(NOTES_MAX)
  })

  it('of another store are not a manager’s to write or remove', async () => {
    const here = await addManager(store, 'shibuya')
    const there = await addManager(store, 'ebisu')
    expect(await add('x', there)).toBe(false)
    expect(await add('y', here)).toBe(true)
    const [note] = await notesOf(store, hana)
    const removal = { memberId: hana, noteId: note?.id ?? '', now: NOON }
    expect(await removeNote(store, { ...removal, operator: there })).toBe(false)
    expect(await removeNote(store, { ...removal, operator: here })).toBe(true)
  })

  it('of one person are not removed by way of another', async () => {
    const ken = await addPerson(store, 'ken', { state: 'verified' })
    await add('花さんのメモ')
    const [note] = await notesOf(store, hana)
    expect(await removeNote(store, { memberId: ken, noteId: note?.id ?? '', operator: owner, now: NOON })).toBe(false)
  })

  it.each(['left', 'erased'] as const)('and tags are not put on somebody who %s', async (state) => {
    await store.db.updateTable('members').set({ state }).where('id', '=', hana).execute()
    expect(await add('x')).toBe(false)
    expect(await addTag(store, { memberId: hana, tag: 'x', operator: owner, now: NOON })).toBe(false)
  })

  it('hold 200 characters as people count them, and no more', async () => {
    const families = '👨‍👩‍👧‍👦'.repeat(140)
    expect(isNoteTooLong(families)).toBe(false)
    expect(await add(families)).toBe(true)
    expect(isNoteTooLong('あ'.repeat(NOTE_MAX))).toBe(false)
    expect(isNoteTooLong('あ'.repeat(NOTE_MAX + 1))).toBe(true)
    expect(isNoteTooLong(`a${'\u0301'.repeat(2_000)}`)).toBe(true)
  })
})

describe('what is written in a note', () => {
  it.each([
    ['keeps its lines', '一行目\r\n二行目', '一行目\n二行目'],
    ['loses what reorders or hides', 'abc\u202edef\u2066\u200b\ufeff', 'abcdef'],
    ['loses controls and blanks at its ends', ' \u0000 あ\u0007い \n', 'あ い'],
    ['keeps no towers of empty lines', 'あ\n\n\n\n\nい', 'あ\n\nい'],
    ['may be nothing', ' \u202e\n ', ''],
  ])('%s', (_, typed, kept) => expect(cleanNote(typed)).toBe(kept))
})
