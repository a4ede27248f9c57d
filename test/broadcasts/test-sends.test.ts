import { beforeEach, describe, expect, it } from 'vitest'
import { createDraft, type Draft, findBroadcast } from '../../src/broadcasts/drafts.ts'
import { sendTest, TESTS_HOUR_MAX } from '../../src/broadcasts/test-sends.ts'
import type { Store } from '../../src/db/store.ts'
import { newDeps } from '../deps.ts'
import { HOUR, NOON, newStore } from '../support.ts'
import { addMembers, addOwner, COUPON, type FakeLine, memberId, OWNER, openFakeLine, TEXT } from './support.ts'

let store: Store
let fake: FakeLine
beforeEach(async () => {
  store = newStore()
  fake = openFakeLine()
  await addOwner(store)
  await addMembers(store, 2)
  await store.db
    .updateTable('operators')
    .set({ member_id: memberId(0) })
    .execute()
})
async function test(draft: Draft = TEXT, now = NOON) {
  const id = await createDraft(store, { draft, createdBy: OWNER, now })
  const found = await findBroadcast(store, { broadcastId: id })
  if (!found) throw new Error('gone')
  await sendTest(newDeps(store, { line: fake.line }), { draft: found, operatorId: OWNER, mark: '【テスト送信】', now })
}
const owed = () => store.db.selectFrom('outbox_messages').select(['member_id', 'kind', 'body']).execute()

describe('a test send', () => {
  it('goes once to the own LINE of who asks, marked as a test, with the own name in it', async () => {
    await test({ ...TEXT, content: { kind: 'text', text: '{名前}さん、お元気ですか。', from: '田中' } })
    const [message, ...more] = await owed()
    expect(message).toMatchObject({ member_id: memberId(0), kind: 'push' })
    expect(message?.body).toContain('テスト送信')
    expect(message?.body).toContain(`${memberId(0)}さん、お元気ですか。`)
    expect(more).toEqual([])
  })

  it('grants no coupon, and confirms nothing', async () => {
    await test(COUPON)
    expect((await owed())[0]?.body).toContain('最初の一杯')
    for (const table of ['coupons', 'coupon_grants', 'deliveries'] as const)
      expect(await store.db.selectFrom(table).selectAll().execute()).toEqual([])
  })

  it('is refused above five an hour, whatever became of the drafts', async () => {
    for (let n = 0; n < TESTS_HOUR_MAX; n++) await test()
    await store.db.deleteFrom('broadcasts').execute()
    await expect(test()).rejects.toMatchObject({ code: 'tests_too_many' })
    expect(await owed()).toHaveLength(TESTS_HOUR_MAX)
    await test(TEXT, NOON + HOUR)
  })

  it.each([
    ['no LINE of theirs is known', () => store.db.updateTable('operators').set({ member_id: null }).execute()],
    [
      'they blocked the account',
      () => store.db.updateTable('line_identities').set({ follow_state: 'blocked' }).execute(),
    ],
    ['they are no operator any more', () => store.db.updateTable('operators').set({ revoked_at: NOON }).execute()],
  ])('is refused when %s', async (_, given) => {
    await given()
    await expect(test()).rejects.toMatchObject({ code: 'test_without_line' })
    expect(await owed()).toEqual([])
  })

  it('is refused when no message is left, and when LINE does not take the words', async () => {
    fake.quota.limit = 0
    await expect(test()).rejects.toMatchObject({ code: 'quota_too_small' })
    fake.quota.limit = 10
    fake.line.validatePush = async () => ({ kind: 'refused', status: 400, reason: 'invalid', message: 'no' })
    await expect(test()).rejects.toMatchObject({ code: 'broadcast_invalid' })
    expect(await owed()).toEqual([])
  })
})
