import { describe, expect, it } from 'vitest'
import { occurrencesOf, occurrencesOn } from '../../src/automatic/days.ts'
import type { Occasion } from '../../src/db/schema.ts'
import { addDays } from '../../src/sending/anniversaries.ts'
import { tokyo } from './support.ts'

const leftOn = (occasion: Occasion, day: string) =>
  occurrencesOn(occasion, [day]).flatMap(({ means }) => (means.kind === 'left_on' ? means.days : []))

/** The days of this year on which somebody who left then has an occasion. */
const daysIn = (occasion: Occasion, left: string, year: number) =>
  Array.from({ length: 366 }, (_, n) => addDays(`${year}-01-01`, n)).filter(
    (day) => day.startsWith(String(year)) && leftOn(occasion, day).includes(left),
  )

describe('the day of an occasion', () => {
  it.each([
    ['left_30', '2026-01-31', '2026-03-02'],
    ['left_30', '2028-01-31', '2028-03-01'],
    ['left_30', '2026-11-30', '2026-12-30'],
    ['left_30', '2026-12-15', '2027-01-14'],
    ['left_180', '2026-08-31', '2027-02-27'],
    ['left_180', '2023-09-01', '2024-02-28'],
    ['left_365', '2025-03-31', '2026-03-31'],
    ['left_365', '2023-03-31', '2024-03-30'],
    ['left_365', '2024-02-29', '2025-02-28'],
  ] as const)('%s of who left on %s is %s, and no other day', (occasion, left, day) => {
    expect(daysIn(occasion, left, Number(day.slice(0, 4)))).toEqual([day])
  })

  it.each([
    ['2024-03-31', 2025, []],
    ['2024-03-31', 2026, ['2026-03-31']],
    ['1998-12-31', 2026, ['2026-12-31']],
    ['2024-02-28', 2026, ['2026-02-28']],
    ['2024-02-28', 2028, ['2028-02-28']],
    ['2024-02-29', 2025, []],
    ['2024-02-29', 2026, ['2026-02-28']],
    ['2024-02-29', 2028, ['2028-02-29']],
    ['2000-02-29', 2100, ['2100-02-28']],
  ])('the anniversary of who left on %s is in %s on %j: once a year, from the second', (left, year, days) => {
    expect(daysIn('anniversary', left, year)).toEqual(days)
  })

  it('of a birth month is its first, in each year', () => {
    expect(occurrencesOn('birthday_month', ['2026-05-01'])).toEqual([
      { occurrence: '2026', means: { kind: 'birth_month', months: [5] } },
    ])
    expect(occurrencesOn('birthday_month', ['2026-05-02', '2026-05-31'])).toEqual([])
  })

  it('is that of Tokyo', () => {
    const [early] = occurrencesOf('left_30', tokyo('2026-05-01', '00:00'))
    const [late] = occurrencesOf('left_30', tokyo('2026-05-01', '23:59'))
    expect(early).toEqual(late)
    expect(early?.means).toEqual({
      kind: 'left_on',
      days: ['2026-04-01', '2026-03-31', '2026-03-30', '2026-03-29'],
    })
  })

  it('belongs to its own year, also when it is late', () => {
    const years = occurrencesOf('anniversary', tokyo('2027-01-02')).map(({ occurrence, means }) => [
      occurrence,
      means.kind === 'left_on' && means.days.filter((day) => day.startsWith('2020')),
    ])
    expect(years).toEqual([
      ['2026', ['2020-12-31', '2020-12-30']],
      ['2027', ['2020-01-02', '2020-01-01']],
    ])
  })
})
