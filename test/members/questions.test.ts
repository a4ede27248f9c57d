import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import {
  answerQuestion,
  askQuestion,
  choose,
  leaveQuestions,
  preferencesOf,
  questionsOf,
  skipQuestion,
} from '../../src/members/questions.ts'
import { addMember, addRole, engines, MINUTE, NOON } from '../support.ts'

describe.each(engines)('the optional questions on $engine', ({ engine, open }) => {
  let stores: Awaited<ReturnType<typeof open>>
  let store: Store
  beforeAll(async () => {
    stores = await open()
  })
  afterAll(() => stores.close())
  beforeEach(async () => {
    store = await stores.openStore()
    await addMember(store, 'hana')
    await addRole(store)
    await addRole(store, 'kitchen', 'キッチン', 2)
  })

  const person = { memberId: 'hana', at: NOON }
  const told = () => preferencesOf(store, 'hana')

  it('keep nothing of who told nothing', async () => {
    expect(await told()).toEqual({
      birthYear: null,
      birthMonth: null,
      hasMainJob: null,
      weekdays: [],
      dayparts: [],
      skills: [],
      willing: [],
    })
    expect(await questionsOf(store, 'hana')).toMatchObject({ open: undefined, next: 'birth_year', begun: false })
  })

  it('keep each answer, in place of the one before', async () => {
    await store.batch([
      ...answerQuestion(store.db, { ...person, question: 'birth_year', values: ['1998'] }),
      ...answerQuestion(store.db, { ...person, question: 'birth_month', values: ['5'] }),
      ...answerQuestion(store.db, { ...person, question: 'main_job', values: ['no'] }),
      ...answerQuestion(store.db, { ...person, question: 'weekdays', values: ['1', '6', '0'] }),
      ...answerQuestion(store.db, { ...person, question: 'skills', values: ['hall', 'kitchen'] }),
    ])
    await store.batch(answerQuestion(store.db, { ...person, question: 'weekdays', values: ['6', '2'] }))
    const now = await told()
    expect(now).toMatchObject({ birthYear: 1998, birthMonth: 5, hasMainJob: false })
    expect([...now.weekdays].sort()).toEqual(['2', '6'])
    expect([...now.skills].sort()).toEqual(['hall', 'kitchen'])
    expect((await questionsOf(store, 'hana')).next).toBe('dayparts')
  })

  it('keep no value that was never offered', async () => {
    await store.batch([
      ...answerQuestion(store.db, { ...person, question: 'weekdays', values: ['7', 'monday', '3'] }),
      ...answerQuestion(store.db, { ...person, question: 'skills', values: ['pilot', 'hall'] }),
      ...answerQuestion(store.db, { ...person, question: 'birth_month', values: ['13'] }),
      ...answerQuestion(store.db, { ...person, question: 'willing', values: ['anything'] }),
    ])
    expect(await told()).toMatchObject({ birthMonth: null, weekdays: ['3'], skills: ['hall'], willing: [] })
  })

  // What follows is made of the same statements: one engine tells it.
  if (engine === 'D1') return

  it('forget what was told when the person would rather not say', async () => {
    await store.batch([
      ...answerQuestion(store.db, { ...person, question: 'birth_year', values: ['1998'] }),
      ...answerQuestion(store.db, { ...person, question: 'willing', values: ['tasting'] }),
    ])
    await store.batch([
      ...skipQuestion(store.db, { ...person, question: 'birth_year' }),
      ...skipQuestion(store.db, { ...person, question: 'willing' }),
    ])
    expect(await told()).toMatchObject({ birthYear: null, willing: [] })
    expect((await questionsOf(store, 'hana')).next).toBe('birth_month')
  })

  it('switch a choice on and off, however often the same tap comes', async () => {
    const turn = (on: boolean) =>
      store.batch([choose(store.db, { memberId: 'hana', question: 'dayparts', value: 'lunch', on })])
    await Promise.all([turn(true), turn(true)])
    expect((await told()).dayparts).toEqual(['lunch'])
    await Promise.all([turn(false), turn(false)])
    expect((await told()).dayparts).toEqual([])
  })

  it('know what was asked last, until it is answered or left', async () => {
    await store.batch([askQuestion(store.db, { ...person, question: 'birth_year' })])
    await store.batch([askQuestion(store.db, { ...person, question: 'willing', at: NOON + MINUTE })])
    expect((await questionsOf(store, 'hana')).open).toEqual({ question: 'willing', at: NOON + MINUTE })
    await store.batch(answerQuestion(store.db, { ...person, question: 'willing', values: ['advice'] }))
    expect((await questionsOf(store, 'hana')).open).toMatchObject({ question: 'birth_year' })
    await store.batch([leaveQuestions(store.db, { memberId: 'hana' })])
    expect(await questionsOf(store, 'hana')).toMatchObject({ open: undefined, next: 'birth_year', begun: true })
  })

  it.each(['left', 'erased'] as const)('keep nothing any more of who has %s', async (state) => {
    await store.db.updateTable('members').set({ state }).where('id', '=', 'hana').execute()
    await store.batch([
      ...answerQuestion(store.db, { ...person, question: 'birth_year', values: ['1998'] }),
      ...answerQuestion(store.db, { ...person, question: 'weekdays', values: ['1'] }),
      choose(store.db, { memberId: 'hana', question: 'willing', value: 'advice', on: true }),
      askQuestion(store.db, { ...person, question: 'skills' }),
    ])
    expect(await told()).toMatchObject({ birthYear: null, weekdays: [], willing: [] })
    expect((await questionsOf(store, 'hana')).begun).toBe(false)
  })
})
