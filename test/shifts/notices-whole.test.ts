import { expect, it } from 'vitest'
import { enterFloor } from '../../src/labour/entered-floors.ts'
import { EVERYONE } from '../../src/segments/rule.ts'
import { SendingSettings, saveSendingSettings } from '../../src/sending/sending-settings.ts'
import { sayAdult } from '../../src/shifts/claims/assignments.ts'
import { claimShift } from '../../src/shifts/claims/claims.ts'
import { approveClaims } from '../../src/shifts/claims/deciding.ts'
import { confirmHours } from '../../src/shifts/claims/hours.ts'
import { onDutyToday } from '../../src/shifts/notices/on-duty.ts'
import { onDutyWords } from '../../src/shifts/notices/on-duty-words.ts'
import { payMonth, workedLines } from '../../src/shifts/payroll/payroll.ts'
import { createOpening, type OpeningDraft } from '../../src/shifts/posting/drafts.ts'
import { openOpening } from '../../src/shifts/posting/states.ts'
import { formatDateTime } from '../../src/texts/format.ts'
import { addMember, addRole, addStore, HOUR, MINUTE, newStore } from '../support.ts'
import { openShiftShop, operating, owed, TERMS } from './notices-support.ts'

const at = (time: string) => Date.parse(`2026-${time}+09:00`)

/** From 22:00 of the last day of November to 3:00 of December. */
const NIGHT: OpeningDraft = {
  storeId: 'shibuya',
  startsAt: at('11-30T22:00'),
  endsAt: at('12-01T03:00'),
  breakMinutes: 0,
  roleIds: ['hall'],
  headcount: 1,
  wageYen: 1_300,
  transportYen: 500,
  terms: TERMS,
  closesAt: at('11-30T12:00'),
  urgent: false,
  mode: 'approve',
  rule: EVERYONE,
  segmentId: null,
  audienceStoreId: null,
  shared: true,
  leadMinutes: 15,
  waveSize: 1,
  waveMinutes: 30,
}

it('a shift past midnight, across the end of a month: asked in waves, confirmed, reminded of, worked, paid and over', async () => {
  const store = newStore()
  const [shibuya] = [await addStore(store), await addRole(store)]
  for (const name of ['aya', 'ben', 'chie']) await addMember(store, name, { consents: ['shifts'], storeId: shibuya })
  await addMember(store, 'boss', { consents: [] })
  await operating(store, 'boss', 'owner')
  await saveSendingSettings(store, SendingSettings.parse({}))
  const shop = openShiftShop(store, { at: at('11-28T12:00') })
  const acting = { operatorId: 'boss', storeId: shibuya }
  /** The clock goes on, in steps of the machine's own and of half an hour at most. */
  const until = async (end: number) => {
    while (shop.clock.at < end) {
      const next = (await shop.work()) ?? end
      shop.clock.pass(Math.max(MINUTE, Math.min(next - shop.clock.at, end - shop.clock.at, HOUR / 2)))
    }
    await shop.work(end)
  }

  // The table of minimum wages ended in September: the figure was looked up.
  const floor = { prefecture: '東京', yen: 1_226, effectiveOn: '2026-10-03', source: '東京労働局' }
  await enterFloor(store, { ...floor, operatorId: 'boss', now: shop.clock.at })
  const openingId = await createOpening(store, { draft: NIGHT, createdBy: 'boss', now: shop.clock.at })
  await openOpening(store, { ...acting, openingId, updatedAt: shop.clock.at, asksMax: 3, now: shop.clock.at })

  // 12:15 and 12:45: a wave of one each. Two apply; one is chosen in the evening, and nobody is asked any more.
  await until(at('11-28T12:50'))
  const asked = () => store.db.selectFrom('shift_asks').select('member_id').where('pushed_at', 'is not', null).execute()
  expect((await asked()).length).toBe(2)
  for (const memberId of ['aya', 'ben']) {
    await sayAdult(store, { memberId, adult: true, at: shop.clock.at, now: shop.clock.at })
    await claimShift(store, { openingId, memberId, at: shop.clock.at, now: shop.clock.at })
    shop.clock.pass(MINUTE)
  }
  const yes = { ...acting, openingId, memberIds: ['aya'], now: shop.clock.at }
  expect(await approveClaims(store, yes)).toEqual([{ memberId: 'aya', outcome: 'confirmed' }])
  await until(at('11-30T18:00'))
  const onDuty = await onDutyToday(store, { storeId: shibuya, now: shop.clock.at })
  expect(onDuty.map((one) => onDutyWords('ja', one))).toEqual([
    '今日は卒業生のayaさん（22:00〜翌3:00 ホール）が入ります。',
  ])
  await until(at('12-01T02:00'))
  expect((await onDutyToday(store, { storeId: shibuya, now: shop.clock.at })).length).toBe(1)
  await until(at('12-01T12:00'))

  const { id: assignmentId } = await store.db.selectFrom('assignments').select('id').executeTakeFirstOrThrow()
  const hours = { from: NIGHT.startsAt, to: NIGHT.endsAt + HOUR / 2, breakMinutes: 0, thanksWords: '助かりました。' }
  await confirmHours(store, { ...acting, assignmentId, ...hours, now: shop.clock.at })
  await until(at('12-02T00:00'))

  const told = await store.db
    .selectFrom('shift_notices')
    .select(['member_id', 'kind', 'at'])
    .orderBy('at')
    .orderBy('member_id')
    .execute()
  expect(told.map((one) => `${formatDateTime(one.at, 'ja')} ${one.member_id} ${one.kind}`)).toEqual([
    '11月28日（土） 12:52 aya confirmed',
    '11月28日（土） 12:52 ben standby',
    '11月29日（日） 19:00 aya reminder_evening',
    '11月30日（月） 19:00 aya reminder_hours',
    // It began in the quiet hours, and was over by the morning.
    '12月1日（火） 9:00 ben ended',
    '12月1日（火） 12:00 aya thanks',
  ])
  expect((await asked()).length).toBe(2)
  // What asked for it, and had not left by then, fell silent when it was filled.
  expect((await owed(store)).length).toBe(told.length)

  const line = await store.db.selectFrom('interactions').select(['kind', 'at']).where('member_id', '=', 'aya').execute()
  expect(line.map(({ kind }) => kind).sort()).toEqual([
    'shift_applied',
    'shift_asked',
    'shift_confirmed',
    'shift_worked',
  ])
  expect(await store.db.selectFrom('shift_openings').select(['state', 'closed_because', 'done_at']).execute()).toEqual([
    { state: 'done', closed_because: 'filled', done_at: NIGHT.endsAt },
  ])
  // 5.5 hours of work, all of them at night, and the way: in the month in which it began.
  const pays = async (month: string) => {
    const lines = []
    for await (const { payYen, nightMinutes } of workedLines(store, { month: payMonth(month, 0), storeId: shibuya }))
      lines.push({ payYen, nightMinutes })
    return lines
  }
  expect(await pays('2026-11')).toEqual([{ payYen: 7_150 + 1_788 + 500, nightMinutes: 330 }])
  expect(await pays('2026-12')).toEqual([])
})
