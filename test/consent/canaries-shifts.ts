import type { Store } from '../../src/db/store.ts'
import { Terms } from '../../src/labour/terms.ts'
import { DAY, EARLIER, HOUR, NOON } from '../support.ts'
import type { Canary } from './canaries.ts'

type Of = { id: string; canary: Canary }

const shift = { store_id: 's', break_minutes: 0, role_ids: '["r"]', wage_yen: 1300, headcount: 1 }
/** Of the ad: the shop’s own words. */
const TERMS = Object.fromEntries(Object.keys(Terms.shape).map((name) => [name, 'x']))

/** A shift that they worked, one ahead, one that they only answered, and the wish to come back. */
export async function addTheirShifts(store: Store, { id, canary }: Of) {
  for (const [of, startsAt] of [
    ['worked', EARLIER],
    ['ahead', NOON + DAY],
    ['answered', NOON + 2 * DAY],
  ] as const)
    await addOpening(store, { openingId: `${of}-${id}`, startsAt })
  await addTheirAnswers(store, { id, canary })
  await addWhatWasAgreed(store, { id, canary })
  await addTheirWish(store, { id, canary })
}

const addOpening = ({ db }: Store, { openingId, startsAt }: { openingId: string; startsAt: number }) =>
  db
    .insertInto('shift_openings')
    .values({
      id: openingId,
      ...shift,
      starts_at: startsAt,
      ends_at: startsAt + 6 * HOUR,
      terms: JSON.stringify(TERMS),
      closes_at: startsAt - HOUR,
      audience: '{"rule":{"match":"all","conditions":[]}}',
      state: 'closed',
      closed_because: 'filled',
      closed_at: EARLIER,
      created_at: EARLIER,
      updated_at: EARLIER,
    })
    .execute()

async function addTheirAnswers({ db }: Store, { id, canary }: Of) {
  const answered = { opening_id: `answered-${id}`, member_id: id }
  await db
    .insertInto('shift_asks')
    .values([
      { ...answered, posted_at: EARLIER, read_at: NOON, wave: 1, pushed_at: EARLIER, run: 'run' },
      { ...answered, opening_id: `ahead-${id}`, posted_at: EARLIER, read_at: NOON },
    ])
    .execute()
  await db
    .insertInto('shift_claims')
    .values({
      ...answered,
      state: 'declined',
      note: canary('応募のメモ'),
      answered_at: NOON,
      decided_at: NOON,
      decided_by: 'owner',
      decline_words: canary('見送りの言葉'),
      changed_at: NOON,
      created_at: NOON,
    })
    .execute()
  await db
    .insertInto('shift_notices')
    .values({ ...answered, kind: 'declined', ref: canary('シフトの知らせ'), run: 'run', at: NOON })
    .execute()
}

async function addWhatWasAgreed({ db }: Store, { id, canary }: Of) {
  const { wage_yen, break_minutes } = shift
  const agreed = { member_id: id, slot: 1, break_minutes, wage_yen, transport_yen: 500, confirmed_at: EARLIER }
  const both = { ...agreed, terms: JSON.stringify({ ...TERMS, duties: canary('合意した条件') }) }
  await db
    .insertInto('assignments')
    .values([
      {
        ...both,
        id: `worked-${id}`,
        opening_id: `worked-${id}`,
        state: 'worked',
        starts_at: EARLIER,
        ends_at: EARLIER + 6 * HOUR,
        notice_by: 'electronic',
        notice_chosen_at: EARLIER,
        worked_from: EARLIER,
        worked_to: EARLIER + 6 * HOUR,
        worked_break_minutes: 0,
        pay_yen: 8300,
        hours_confirmed_at: NOON,
        hours_confirmed_by: 'owner',
        thanks_words: canary('お店からのお礼'),
      },
      {
        ...both,
        id: `ahead-${id}`,
        opening_id: `ahead-${id}`,
        state: 'confirmed',
        starts_at: NOON + DAY,
        ends_at: NOON + DAY + 6 * HOUR,
        reason: canary('取り消しの理由'),
      },
    ])
    .execute()
  await db
    .insertInto('assignment_requests')
    .values({
      id: canary('request'),
      assignment_id: `ahead-${id}`,
      kind: 'change',
      words: canary('お願いの理由'),
      proposal: JSON.stringify({ duties: canary('提案') }),
      asked_by: 'owner',
      asked_at: NOON,
      answer_until: NOON + HOUR,
    })
    .execute()
  await db
    .insertInto('notice_deliveries')
    .values({ id: `notice-${id}`, assignment_id: `worked-${id}`, version: 1, how: 'opened', at: NOON })
    .execute()
}

async function addTheirWish({ db }: Store, { id, canary }: Of) {
  await db
    .insertInto('rehire_rules')
    .values({ version: 1, wage: '前の時給から', position: '同じ', tenure: '通算', published_at: EARLIER })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await db
    .insertInto('return_wishes')
    .values({
      id: `wish-${id}`,
      member_id: id,
      kind: 'part_time',
      since_words: canary('復帰の時期'),
      note: canary('復帰のメモ'),
      store_id: 's',
      rule_version: 1,
      stage: 'closed',
      close_words: canary('見送りの返事'),
      created_at: NOON,
      stage_at: NOON,
      updated_at: NOON,
    })
    .execute()
  await db
    .insertInto('return_steps')
    .values({ id: canary('step'), wish_id: `wish-${id}`, stage: 'talking', words: canary('段階の言葉'), at: NOON })
    .execute()
}
