import { describe, expect, it } from 'vitest'
import { enterFloor, floorAt, listFloors } from '../../src/labour/entered-floors.ts'
import { FLOOR_TABLE } from '../../src/labour/floor-table.ts'
import { type EnteredFloor, floorOn, lastDayOf, PREFECTURES } from '../../src/labour/floors.ts'
import { newStore } from '../support.ts'
import { addOperator } from '../web/doors.ts'

const dayBeside = (day: string, days: number) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)

const tokyo = (over: Partial<EnteredFloor> = {}): EnteredFloor => ({
  prefecture: '東京',
  yen: 1_289,
  effectiveOn: '2026-10-01',
  source: '東京労働局',
  enteredOn: '2026-10-02',
  ...over,
})
const tokyoOn = (on: string, ...entered: readonly EnteredFloor[]) => floorOn({ prefecture: '東京', on, entered })

// 厚生労働省「令和7年度地域別最低賃金の全国一覧」.
describe('the table of minimum wages', () => {
  it('has the 47 prefectures, each once', () => {
    expect(PREFECTURES).toHaveLength(47)
    expect(new Set(PREFECTURES).size).toBe(47)
  })

  it.each(FLOOR_TABLE)('changes in %s from %i to %i yen on %s, not a day earlier or later', (...row) => {
    const [prefecture, before, yen, effectiveOn] = row
    const on = (days: number) => floorOn({ prefecture, on: dayBeside(effectiveOn, days), entered: [] })?.yen
    expect([on(-30), on(-1), on(0), on(1), on(30)]).toEqual([before, before, yen, yen, yen])
    expect(yen).toBeGreaterThan(before)
  })

  it.each(PREFECTURES)('ends for %s with September 2026, and says so', (prefecture) => {
    const on = (day: string) => floorOn({ prefecture, on: day, entered: [] })
    expect(on('2026-09-30')?.source).toBeNull()
    expect([on('2026-10-01'), on('2026-11-21'), on('2030-01-01')]).toEqual([undefined, undefined, undefined])
  })

  it('knows no other place', () => {
    expect(floorOn({ prefecture: '東京都', on: '2026-01-01', entered: [] })).toBeUndefined()
  })
})

describe('a figure that an owner looked up', () => {
  it('counts after the table, from the day on which it is in force', () => {
    expect(tokyoOn('2026-10-01', tokyo())).toEqual({ yen: 1_289, effectiveOn: '2026-10-01', source: '東京労働局' })
    expect(tokyoOn('2026-10-01', tokyo({ effectiveOn: '2026-10-02' }))).toBeUndefined()
  })

  it('is of its own prefecture alone', () => {
    expect(floorOn({ prefecture: '大阪', on: '2026-11-01', entered: [tokyo()] })).toBeUndefined()
  })

  it('may be the present one where the next is not in force yet', () => {
    expect(tokyoOn('2026-11-21', tokyo({ yen: 1_226, effectiveOn: '2025-10-03' }))?.yen).toBe(1_226)
  })

  it('is never below what the table had', () => {
    expect(tokyoOn('2026-11-21', tokyo({ yen: 1_225 }))).toBeUndefined()
    expect(tokyoOn('2026-08-01', tokyo({ yen: 900, effectiveOn: '2026-04-01' }))?.yen).toBe(1_226)
  })

  it('may raise the table while it holds', () => {
    expect(tokyoOn('2026-08-01', tokyo({ yen: 1_300, effectiveOn: '2026-07-01' }))?.yen).toBe(1_300)
  })

  it('is asked for again each October', () => {
    expect(lastDayOf({ enteredOn: '2026-10-01' })).toBe('2027-09-30')
    expect(lastDayOf({ enteredOn: '2026-09-30' })).toBe('2026-09-30')
    expect(lastDayOf({ enteredOn: '2027-01-04' })).toBe('2027-09-30')
    expect(tokyoOn('2027-09-30', tokyo())?.yen).toBe(1_289)
    expect(tokyoOn('2027-10-01', tokyo())).toBeUndefined()
  })

  it('gives way to the one that came into force later, or was entered later', () => {
    const next = tokyo({ yen: 1_340, effectiveOn: '2026-12-01' })
    expect(tokyoOn('2026-11-30', next, tokyo())?.yen).toBe(1_289)
    expect(tokyoOn('2026-12-01', tokyo(), next)?.yen).toBe(1_340)
    expect(tokyoOn('2026-11-30', tokyo({ yen: 1_999 }), tokyo({ yen: 1_291, enteredOn: '2026-10-09' }))?.yen).toBe(
      1_291,
    )
  })

  it('is kept with who entered it, when and from where', async () => {
    const store = newStore()
    await addOperator(store, 'owner')
    const now = Date.parse('2026-11-20T16:00:00Z')
    const asked = { prefecture: '東京', on: '2026-11-28' }
    expect(await floorAt(store, asked)).toBeUndefined()

    await enterFloor(store, { ...tokyo(), operatorId: 'owner', now })
    expect(await floorAt(store, asked)).toEqual({ yen: 1_289, effectiveOn: '2026-10-01', source: '東京労働局' })
    expect(await listFloors(store)).toMatchObject([{ yen: 1_289, enteredOn: '2026-11-21', enteredAt: now }])
  })
})
