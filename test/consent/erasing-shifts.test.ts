import { beforeEach, describe, expect, it } from 'vitest'
import { eraseMember } from '../../src/consent/erasing.ts'
import type { Store } from '../../src/db/store.ts'
import { workShifts } from '../../src/shifts/working.ts'
import { newDeps } from '../line/support.ts'
import { DAY, EARLIER, HOUR, NOON, newStore } from '../support.ts'
import { addPersonWithPast, openShop } from './canaries.ts'

describe('the shifts of who is erased', () => {
  let store: Store
  const erase = (now = NOON) => eraseMember(newDeps(store).deps, { memberId: 'hana', now })
  const assignment = (id: string) =>
    store.db.selectFrom('assignments').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  beforeEach(async () => {
    store = newStore()
    await openShop(store)
    await addPersonWithPast(store, 'hana')
    await addPersonWithPast(store, 'kenji')
  })

  it('stay as hours and yen under the random id, with the ad’s own terms and nobody’s words', async () => {
    const before = await assignment('worked-hana')
    await erase()
    const { terms } = await store.db
      .selectFrom('shift_openings')
      .select('terms')
      .where('id', '=', 'worked-hana')
      .executeTakeFirstOrThrow()
    expect(await assignment('worked-hana')).toEqual({
      ...before,
      terms,
      reason: null,
      thanks_words: null,
      notice_by: null,
      notice_chosen_at: null,
    })
    expect(await store.db.selectFrom('notice_deliveries').select('id').execute()).toHaveLength(2)
  })

  it('are given back when they had not begun, so that their place is free', async () => {
    await erase()
    expect(await assignment('ahead-hana')).toMatchObject({ state: 'cancelled_by_member', ended_at: NOON })
    expect(await assignment('ahead-kenji')).toMatchObject({ state: 'confirmed', ended_at: null })
  })

  it('are offered on by the clock to who stands by', async () => {
    const claim = { opening_id: 'ahead-hana', member_id: 'kenji', state: 'standby', place: 1 } as const
    await store.db
      .insertInto('shift_claims')
      .values({ ...claim, answered_at: EARLIER, changed_at: EARLIER, created_at: EARLIER })
      .execute()
    await store.db.deleteFrom('assignments').where('member_id', '=', 'kenji').execute()
    await store.db
      .insertInto('consents')
      .values({
        id: 'x',
        member_id: 'kenji',
        purpose: 'shifts',
        granted: 1,
        text_version: '4',
        channel: 'line',
        at: EARLIER,
      })
      .execute()
    await store.db
      .insertInto('shift_asks')
      .values({ opening_id: 'ahead-hana', member_id: 'kenji', posted_at: EARLIER })
      .execute()
    await workShifts(newDeps(store).deps)
    const offered = () =>
      store.db.selectFrom('shift_claims').select('state').where('opening_id', '=', 'ahead-hana').execute()
    expect(await offered()).toEqual([{ state: 'standby' }])
    await erase()
    await workShifts(newDeps(store).deps)
    expect(await offered()).toEqual([{ state: 'offered' }])
  })

  it('stay confirmed once they have begun: the hours are still to be paid', async () => {
    await erase(NOON + DAY + HOUR)
    expect(await assignment('ahead-hana')).toMatchObject({ state: 'confirmed', ended_at: null })
  })

  it('leave the messages that were sent in the count of those that were confirmed, and no other ask', async () => {
    await erase()
    const asks = await store.db.selectFrom('shift_asks').selectAll().where('member_id', '=', 'hana').execute()
    expect(asks).toMatchObject([{ opening_id: 'answered-hana', wave: 1, pushed_at: EARLIER, read_at: null }])
  })

  it('change nothing of anybody else, and nothing more when it is done again', async () => {
    const ofKenji = async () =>
      Promise.all([
        store.db.selectFrom('shift_claims').selectAll().where('member_id', '=', 'kenji').execute(),
        store.db.selectFrom('shift_notices').selectAll().where('member_id', '=', 'kenji').execute(),
        store.db.selectFrom('assignment_requests').selectAll().where('assignment_id', '=', 'ahead-kenji').execute(),
        store.db.selectFrom('return_wishes').selectAll().where('member_id', '=', 'kenji').execute(),
        store.db.selectFrom('return_steps').selectAll().where('wish_id', '=', 'wish-kenji').execute(),
        assignment('worked-kenji'),
      ])
    const before = await ofKenji()
    await erase()
    const after = await assignment('ahead-hana')
    await erase(NOON + HOUR)
    expect(await ofKenji()).toEqual(before)
    expect(before.slice(0, 5).every((rows) => Array.isArray(rows) && rows.length === 1)).toBe(true)
    expect(await assignment('ahead-hana')).toEqual(after)
    expect(await store.db.selectFrom('return_steps').select('id').execute()).toHaveLength(1)
  })
})
