import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { confirmBroadcast } from '../../src/broadcasts/confirming.ts'
import { createDraft } from '../../src/broadcasts/drafts.ts'
import { cancelBroadcast, pauseBroadcast } from '../../src/broadcasts/running.ts'
import { workBroadcasts } from '../../src/broadcasts/sending.ts'
import { type WhyOf, whyNot } from '../../src/broadcasts/why.ts'
import { whySentence } from '../../src/broadcasts/why-words.ts'
import type { MemberState } from '../../src/db/schema.ts'
import type { Store } from '../../src/db/store.ts'
import { follow, unfollow } from '../../src/members/following.ts'
import { namesFor } from '../../src/segments/names.ts'
import { membersOf, type SegmentRule } from '../../src/segments/rule.ts'
import { reachOf } from '../../src/sending/reach.ts'
import { addMember, addStore, DAY, HOUR, MINUTE, NOON, newStore } from '../support.ts'
import { addOwner, type Fault, OWNER, openClock, openFakeLine, senderOf, TEXT } from './support.ts'

const SHIBUYA: SegmentRule = { match: 'all', conditions: [{ kind: 'store', in: ['shibuya'] }] }
const TOLD = NOON + 5 * DAY

let store: Store
beforeEach(async () => {
  store = newStore()
  await addStore(store)
  await addStore(store, 'ueno', '上野店', 2)
  await addOwner(store)
})

const say = ({ db }: Store, memberId: string, purpose: 'privacy' | 'news', granted: 0 | 1, at: number) =>
  db
    .insertInto('consents')
    .values({ id: crypto.randomUUID(), member_id: memberId, purpose, granted, text_version: '2', channel: 'line', at })
    .execute()
const change = (
  { db }: Store,
  id: string,
  values: { state?: MemberState; store_id?: string; decided_at?: number; name?: string },
) => db.updateTable('members').set(values).where('id', '=', id).execute()

type Sent = { rule?: SegmentRule; storeId?: string; faults?: (n: number) => Fault; work?: boolean }
async function send({ rule = SHIBUYA, storeId, faults = () => 'ok' as const, work = true }: Sent = {}) {
  const fake = openFakeLine({ faults })
  const clock = openClock()
  const draft = { ...TEXT, rule, ...(storeId ? { storeId } : {}) }
  const broadcastId = await createDraft(store, { draft, createdBy: OWNER, now: NOON })
  const { people } = await reachNow(store, rule, storeId)
  await confirmBroadcast(
    { ...senderOf(store, fake, clock) },
    { broadcastId, people, draftedAt: NOON, confirmedBy: OWNER, now: NOON },
  )
  if (work) await workBroadcasts(senderOf(store, fake, clock))
  return { broadcastId, fake, clock }
}
const reachNow = (of: Store, rule: SegmentRule, storeId: string | undefined) =>
  reachOf(of, { rule, storeId: storeId ?? null, purpose: 'news', now: NOON })

async function said(broadcastId: string, memberId: string, { now = TOLD, language = 'ja' as 'ja' | 'en' } = {}) {
  const why = await whyNot(store, { broadcastId, memberId, now })
  const rules = why.code === 'not_meant' ? [why.rule] : []
  return whySentence(why, { language, names: await namesFor(store, { rules, storeId: null }), now })
}

describe('the one sentence', () => {
  beforeEach(async () => {
    for (const id of ['太郎', '花子']) await addMember(store, id)
  })

  it('says when LINE took it', async () => {
    const { broadcastId } = await send()
    expect(await said(broadcastId, '花子')).toBe(
      '花子さんには届いているはずです（4月1日（水） 12:00にLINEが受け付けました）。',
    )
    expect(await said(broadcastId, '花子', { language: 'en' })).toBe(
      '花子 should have it: LINE accepted it on Wed 1 Apr, 12:00.',
    )
  })

  it('says since when somebody has not wanted that kind, out of what they said and not of what holds today', async () => {
    await say(store, '花子', 'news', 0, NOON - 2 * DAY)
    await say(store, '花子', 'news', 0, NOON - DAY)
    const { broadcastId } = await send()
    expect(await said(broadcastId, '花子')).toBe(
      '花子さんは、3月30日から「近況・お知らせ」の受け取りを止めているため、対象に入りませんでした。',
    )
    await say(store, '花子', 'news', 1, NOON + DAY)
    expect(await said(broadcastId, '花子')).toBe(
      '花子さんは、3月30日から「近況・お知らせ」の受け取りを止めていたため、対象に入りませんでした。',
    )
  })

  it('says so when it was decided only as the request was sealed', async () => {
    const { broadcastId, fake, clock } = await send({ work: false })
    await workOnce(broadcastId, fake, clock)
    expect(await said(broadcastId, '太郎')).toContain('届いているはず')
    expect(await said(broadcastId, '花子')).toBe(
      '花子さんは、4月1日から「近況・お知らせ」の受け取りを止めているため、送る直前に対象から外れました。',
    )
  })

  /** Plans, and before the first request is sealed 花子 withdraws. */
  async function workOnce(
    broadcastId: string,
    fake: ReturnType<typeof openFakeLine>,
    clock: ReturnType<typeof openClock>,
  ) {
    await store.db
      .updateTable('broadcasts')
      .set({ send_at: NOON + HOUR })
      .where('id', '=', broadcastId)
      .execute()
    await workBroadcasts(senderOf(store, fake, clock))
    await say(store, '花子', 'news', 0, NOON + MINUTE)
    clock.at = NOON + HOUR
    await workBroadcasts(senderOf(store, fake, clock))
  }

  it('says since when somebody blocks the account, also after they came back', async () => {
    await store.batch(unfollow(store.db, { memberId: '花子', at: NOON - DAY }))
    const { broadcastId } = await send()
    expect(await said(broadcastId, '花子')).toContain('3月31日からこのアカウントをLINEでブロックしているため、対象に')
    await store.batch(follow(store.db, { memberId: '花子', at: NOON + DAY }))
    expect(await said(broadcastId, '花子')).toContain('3月31日からこのアカウントをLINEでブロックしていたため、対象に')
  })

  it('names the condition that does not hold, and whoever it was not for', async () => {
    await addMember(store, '次郎', { storeId: 'ueno' })
    const { broadcastId } = await send()
    expect(await said(broadcastId, '次郎')).toBe(
      '次郎さんは、対象の条件「渋谷店の卒業生」に合わないため、対象に入っていません。',
    )
    const chosen = await send({ rule: { match: 'all', conditions: [{ kind: 'person', in: ['太郎'] }] } })
    expect(await said(chosen.broadcastId, '花子')).toBe(
      'この配信は選んだ人だけに送ったもので、花子さんは入っていません。',
    )
    const own = await send({ rule: { match: 'all', conditions: [] }, storeId: 'shibuya' })
    expect(await said(own.broadcastId, '次郎')).toContain('この配信を書いた店舗の人ではないため')
  })

  it.each([
    ['guest', 'まだ卒業生としての登録を申し込んでいない'],
    ['applied', '登録の承認を待っている'],
    ['declined', '登録は見送り'],
    ['left', '退会している'],
  ] as const)('says of a person who is %s that they %s', async (state, words) => {
    await change(store, '花子', { state })
    const { broadcastId } = await send()
    expect(await said(broadcastId, '花子')).toContain(words)
  })

  it('says when somebody was registered only after it was sent', async () => {
    await change(store, '花子', { state: 'applied' })
    const { broadcastId } = await send()
    await change(store, '花子', { state: 'verified', decided_at: NOON + 2 * DAY })
    expect(await said(broadcastId, '花子')).toBe(
      '花子さんは、配信のあとの4月3日に卒業生として登録されたため、対象に入っていません。',
    )
  })

  it('says that somebody fitted only later', async () => {
    await change(store, '花子', { store_id: 'ueno' })
    const { broadcastId } = await send()
    await change(store, '花子', { store_id: 'shibuya' })
    expect(await said(broadcastId, '花子')).toContain('確定したあとで条件に合うようになった')
  })

  it('says what waits, until when, what is paused, what was cancelled and what nobody knows', async () => {
    const waiting = await send({ work: false })
    const { broadcastId } = waiting
    await store.db
      .updateTable('broadcasts')
      .set({ send_at: NOON + HOUR })
      .where('id', '=', broadcastId)
      .execute()
    await workBroadcasts(senderOf(store, waiting.fake, waiting.clock))
    expect(await said(broadcastId, '花子', { now: NOON })).toBe('花子さんには、4月1日（水） 13:00から送る予定です。')
    await pauseBroadcast(store, { broadcastId, now: NOON })
    expect(await said(broadcastId, '花子')).toBe('配信を一時停止しているため、花子さんにはまだ送っていません。')
    await cancelBroadcast(store, { broadcastId, now: NOON + MINUTE })
    expect(await said(broadcastId, '花子')).toBe(
      'この配信を4月1日（水） 12:01に取り消したため、花子さんには送っていません。',
    )
    const open = await send({ faults: () => 'before' })
    expect(await said(open.broadcastId, '花子')).toContain('いま送っているところ')
    open.clock.pass(DAY)
    await workBroadcasts(senderOf(store, open.fake, open.clock))
    expect(await said(open.broadcastId, '花子')).toContain('届いたかどうか分かりません')
  })

  it('says of a draft that nobody got it, and knows nobody who is not there', async () => {
    const broadcastId = await createDraft(store, { draft: TEXT, createdBy: OWNER, now: NOON })
    expect(await said(broadcastId, '花子')).toContain('下書き')
    await expect(whyNot(store, { broadcastId, memberId: 'nobody', now: NOON })).rejects.toMatchObject({
      code: 'not_found',
    })
  })

  it('calls a person whose name is gone この方', async () => {
    const { broadcastId } = await send()
    await store.db.updateTable('members').set({ name: null, state: 'left' }).where('id', '=', '花子').execute()
    expect(await said(broadcastId, '花子')).toContain('この方には届いているはずです')
  })
})

type Row = { reason: string | null; seq: number; state: string | null; decision: string | null }
const NOT_IN_LEDGER = ['not_registered', 'registered_later', 'other_store', 'not_chosen', 'not_meant', 'joined_later']

describe('the answer agrees with the ledger', () => {
  it('for everybody, over random worlds', async () => {
    const people = Array.from({ length: 9 }, (_, i) => `p${i}`)
    const person = fc.record({
      state: fc.constantFrom<MemberState>('verified', 'verified', 'verified', 'applied', 'guest'),
      storeId: fc.constantFrom('shibuya', 'shibuya', 'ueno'),
      /** What they say: before it is confirmed, after, or after it was planned. */
      says: fc.array(fc.record({ yes: fc.boolean(), when: fc.constantFrom(-2, -1, 1, 2), privacy: fc.nat(4) }), {
        maxLength: 3,
      }),
      blocks: fc.option(fc.constantFrom(-1, 1, 2), { freq: 4 }),
    })
    const world = fc.record({
      people: fc.tuple(...people.map(() => person)),
      rule: fc.constantFrom<SegmentRule>(SHIBUYA, { match: 'all', conditions: [] }),
      faults: fc.array(fc.constantFrom<Fault>('ok', 'before', 'after', 'rate', 'auth', 'invalid', 'quota'), {
        maxLength: 4,
      }),
      end: fc.constantFrom('now', 'tomorrow', 'cancelled'),
    })
    await fc.assert(
      fc.asyncProperty(world, async (given) => {
        store = newStore()
        await addStore(store)
        await addStore(store, 'ueno', '上野店', 2)
        await addOwner(store)
        for (const [i, one] of given.people.entries()) {
          await addMember(store, `p${i}`, { storeId: one.storeId })
          await change(store, `p${i}`, { state: one.state })
        }
        const happen = async (when: number) => {
          for (const [i, { says, blocks }] of given.people.entries()) {
            for (const said of says.filter((one) => one.when === when))
              await say(store, `p${i}`, said.privacy === 0 ? 'privacy' : 'news', said.yes ? 1 : 0, NOON + when * MINUTE)
            if (blocks === when) await store.batch(unfollow(store.db, { memberId: `p${i}`, at: NOON + when * MINUTE }))
          }
        }
        await happen(-2)
        await happen(-1)
        const { people: reached } = await reachNow(store, given.rule, undefined)
        if (reached === 0) return
        const { broadcastId, fake, clock } = await send({
          rule: given.rule,
          work: false,
          faults: (n) => given.faults[n] ?? 'ok',
        })
        await store.db
          .updateTable('broadcasts')
          .set({ send_at: NOON + 2 * MINUTE })
          .where('id', '=', broadcastId)
          .execute()
        await happen(1)
        clock.at = NOON + MINUTE
        await workBroadcasts(senderOf(store, fake, clock))
        await happen(2)
        clock.at = NOON + 2 * MINUTE
        await workBroadcasts(senderOf(store, fake, clock))
        if (given.end === 'tomorrow') {
          clock.at = NOON + DAY
          await workBroadcasts(senderOf(store, fake, clock))
        }
        if (given.end === 'cancelled') await cancelBroadcast(store, { broadcastId, now: clock.at }).catch(() => {})
        for (const id of people)
          agree(
            await whyNot(store, { broadcastId, memberId: id, now: clock.at }),
            await rowOf(broadcastId, id),
            await isMeant(given.rule, id),
          )
      }),
      { numRuns: 30 },
    )
  })

  async function rowOf(broadcastId: string, memberId: string): Promise<Row | undefined> {
    const { rows } = await sql<Row>`select skipped_reason as reason, chunk_seq as seq, state, decision from deliveries
      left join broadcast_chunks on broadcast_chunks.broadcast_id = deliveries.broadcast_id and seq = chunk_seq and epoch = chunk_epoch
      where deliveries.broadcast_id = ${broadcastId} and member_id = ${memberId}`.execute(store.db)
    return rows[0]
  }
  const isMeant = async (rule: SegmentRule, memberId: string) =>
    (await membersOf(store.db, { rule, now: NOON }).select('members.id').where('members.id', '=', memberId).execute())
      .length > 0

  function agree(why: WhyOf, row: Row | undefined, meant: boolean) {
    if (!row) {
      expect(NOT_IN_LEDGER).toContain(why.code)
      expect(meant).toBe(false)
      return
    }
    if (row.reason !== null) {
      expect(why).toMatchObject({ code: 'left_out', reason: row.reason, stage: row.seq < 0 ? 'planning' : 'sealing' })
      // Whoever is told "you did not agree" or "you blocked us" is told since when, or that it never was.
      if (why.code === 'left_out' && (row.reason === 'no_consent' || row.reason === 'blocked'))
        expect(why.lack.never || why.lack.since !== null).toBe(true)
      return
    }
    const expected: Record<string, readonly string[]> = {
      accepted: ['got'],
      unknown: ['unknown', 'treated_as_sent'],
      rejected: ['rejected'],
      cancelled: ['cancelled'],
      ready: ['waiting', 'paused', 'missed', 'cancelled'],
      inflight: ['waiting', 'paused'],
    }
    expect(expected[row.state ?? '']).toContain(why.code)
  }
})
