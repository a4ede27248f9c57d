import { beforeEach, describe, expect, it } from 'vitest'
import { FEEDBACK_OPEN_MS, isTaster, rateDishes, ratingsOf } from '../../src/events/feedback.ts'
import { joinEvent } from '../../src/events/seats.ts'
import { Refusal } from '../../src/refusal.ts'
import { MINUTE, NOON } from '../support.ts'
import { openPages } from './pages.ts'
import { openEventFor, TASTING } from './support.ts'

let pages: Awaited<ReturnType<typeof openPages>>
let eventId: string
beforeEach(async () => {
  pages = await openPages()
  await pages.guests('hana', 'ken', 'yu')
  eventId = await openEventFor(pages.store, {
    invited: ['hana', 'ken', 'yu'],
    dishes: ['秋刀魚の南蛮漬け', '栗ごはん'],
  })
  for (const memberId of ['hana', 'ken'])
    await joinEvent(pages.store, { eventId, memberId, party: 1, at: NOON, now: NOON })
  pages.clock.now = TASTING.startsAt + MINUTE
})

const may = (memberId: string, now = pages.clock.now) => isTaster(pages.store, { eventId, memberId, now })
const dishes = () => pages.store.db.selectFrom('event_dishes').selectAll().orderBy('position').execute()
const idOf = async (name: string) => (await dishes()).find((dish) => dish.name === name)?.id ?? ''

const letIn = (memberId: string, undoneAt: number | null = null) =>
  pages.store.db
    .insertInto('check_ins')
    .values({
      id: `in-${memberId}`,
      event_id: eventId,
      member_id: memberId,
      people: 1,
      checked_in_at: pages.clock.now,
      undone_at: undoneAt,
    })
    .execute()

describe('what was tasted', () => {
  it('is asked of who held a seat, where nobody kept the door', async () => {
    expect([await may('hana'), await may('ken'), await may('yu')]).toEqual([true, true, false])
  })

  it('is asked of who was let in only, once anybody was', async () => {
    await letIn('yu')
    expect([await may('hana'), await may('yu')]).toEqual([false, true])
  })

  it('is asked as before when the one check-in was taken back', async () => {
    await letIn('yu', pages.clock.now)
    expect([await may('hana'), await may('yu')]).toEqual([true, false])
  })

  it('is asked from the start until two weeks after the end, and never of an event that was called off', async () => {
    expect(await may('hana', TASTING.startsAt - 1)).toBe(false)
    expect(await may('hana', TASTING.startsAt)).toBe(true)
    expect(await may('hana', TASTING.endsAt + FEEDBACK_OPEN_MS - 1)).toBe(true)
    expect(await may('hana', TASTING.endsAt + FEEDBACK_OPEN_MS)).toBe(false)
    await pages.store.db.updateTable('events').set({ state: 'cancelled' }).execute()
    expect(await may('hana')).toBe(false)
  })

  it('is kept once for each dish and person, and is one line of their history however often it changes', async () => {
    const [fish, rice] = [await idOf('秋刀魚の南蛮漬け'), await idOf('栗ごはん')]
    const rate = (ratings: { dishId: string; score: number; words: string }[]) =>
      rateDishes(pages.store, { eventId, memberId: 'hana', ratings, now: pages.clock.now })
    await rate([
      { dishId: fish, score: 3, words: '少し濃い' },
      { dishId: rice, score: 5, words: '' },
    ])
    await rate([{ dishId: fish, score: 4, words: '' }])

    expect(await ratingsOf(pages.store, { eventId, memberId: 'hana' })).toEqual([
      { dishId: fish, score: 4, words: null },
    ])
    const lines = await pages.store.db.selectFrom('interactions').selectAll().where('kind', '=', 'dish_rated').execute()
    expect(lines).toMatchObject([{ member_id: 'hana', ref: eventId, detail: '{"title":"新メニューの試食会"}' }])
  })

  it('is of the dishes of this event only', async () => {
    const other = await openEventFor(pages.store, { dishes: ['別の会の料理'] })
    const foreign = (await dishes()).find((dish) => dish.event_id === other)?.id ?? ''
    await rateDishes(pages.store, {
      eventId,
      memberId: 'hana',
      ratings: [{ dishId: foreign, score: 1, words: '' }],
      now: pages.clock.now,
    })
    expect(await pages.store.db.selectFrom('dish_feedback').selectAll().execute()).toEqual([])
    expect(
      await pages.store.db.selectFrom('interactions').selectAll().where('kind', '=', 'dish_rated').execute(),
    ).toEqual([])
  })

  it('is refused of who was not there', async () => {
    const rated = rateDishes(pages.store, { eventId, memberId: 'yu', ratings: [], now: pages.clock.now })
    await expect(rated).rejects.toEqual(new Refusal('event_link_unusable'))
  })
})

describe('the page that asks', () => {
  it('takes a score and a word of each dish, and shows them again to be changed', async () => {
    const [fish, rice] = [await idOf('秋刀魚の南蛮漬け'), await idOf('栗ごはん')]
    const path = `${await pages.pathOf(eventId, 'hana')}/feedback`
    expect(await pages.text(path)).toContain('秋刀魚の南蛮漬け')

    const page = await pages.send(path, { [`s-${fish}`]: '4', [`w-${fish}`]: '塩味がちょうどよい', [`s-${rice}`]: '' })
    expect(page).toContain('ご感想をありがとうございました')
    expect(page).toContain('value="塩味がちょうどよい"')
    expect(page).toMatch(new RegExp(`name="s-${fish}" value="4" checked`))
    expect(page).toMatch(new RegExp(`name="s-${rice}" value="" checked`))
  })

  it('loses no word that came without a score', async () => {
    const fish = await idOf('秋刀魚の南蛮漬け')
    const path = `${await pages.pathOf(eventId, 'hana')}/feedback`
    const answered = await pages.post(path, { [`w-${fish}`]: 'おいしかった' })

    expect(answered.status).toBe(422)
    const page = await answered.text()
    expect(page).toContain('5段階も選んでください')
    expect(page).toContain('value="おいしかった"')
    expect((await pages.post(path, { [`s-${fish}`]: '5', [`w-${fish}`]: 'あ'.repeat(201) })).status).toBe(422)
    expect(await pages.store.db.selectFrom('dish_feedback').selectAll().execute()).toEqual([])
  })

  it('tells who was not there when it is for whom, and keeps nothing of theirs', async () => {
    const fish = await idOf('秋刀魚の南蛮漬け')
    const path = `${await pages.pathOf(eventId, 'yu')}/feedback`
    expect(await pages.text(path)).toContain('参加された方に')
    expect(await pages.send(path, { [`s-${fish}`]: '1' })).toContain('参加された方に')
    expect(await pages.store.db.selectFrom('dish_feedback').selectAll().execute()).toEqual([])
  })

  it('stays open a week longer than the page of the event, and then says that it is closed', async () => {
    const path = await pages.pathOf(eventId, 'hana')
    pages.clock.now = TASTING.endsAt + FEEDBACK_OPEN_MS - 1
    expect((await pages.get(path)).status).toBe(404)
    expect(await pages.text(`${path}/feedback`)).toContain('栗ごはん')
    pages.clock.now += 1
    expect(await pages.text(`${path}/feedback`)).toContain('このページは閉じました')
  })

  it('is found from the page of the event by who was there', async () => {
    expect(await pages.text(await pages.pathOf(eventId, 'hana'))).toContain('感想を伝える')
    expect(await pages.text(await pages.pathOf(eventId, 'yu'))).not.toContain('感想を伝える')
  })
})
