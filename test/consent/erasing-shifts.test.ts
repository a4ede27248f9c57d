import { beforeEach, describe, expect, it } from 'vitest'
import { eraseMember } from '../../src/consent/erasing.ts'
import type { Store } from '../../src/db/store.ts'
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
