import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayInTokyo, readDay } from '../../src/roster/dates.ts'

describe('a day as people write it', () => {
  it.each([
    ['2023/3/31', '2023-03-31'],
    ['2023/03/31', '2023-03-31'],
    ['2023-03-31', '2023-03-31'],
    ['2023.3.31', '2023-03-31'],
    ['2023年3月31日', '2023-03-31'],
    ['２０２３年３月３１日', '2023-03-31'],
    ['２０２３／３／３１', '2023-03-31'],
    ['2023年 3月 1日', '2023-03-01'],
    ['2023/3/31 0:00:00', '2023-03-31'],
    ['2023-03-31T00:00:00', '2023-03-31'],
    ['2023/3/31(金)', '2023-03-31'],
    ['2023年3月31日（金曜日）', '2023-03-31'],
    ['2023−3−31', '2023-03-31'],
    ['20230331', '2023-03-31'],
    ['令和5年3月31日', '2023-03-31'],
    ['令和５年３月３１日', '2023-03-31'],
    ['㋿5年3月31日', '2023-03-31'],
    ['令和元年5月1日', '2019-05-01'],
    ['令和1年12月31日', '2019-12-31'],
    ['R5.3.31', '2023-03-31'],
    ['r5/3/31', '2023-03-31'],
    ['Ｒ５．３．３１', '2023-03-31'],
    ['R05-03-31', '2023-03-31'],
    ['R元.5.1', '2019-05-01'],
    ['平成31年4月30日', '2019-04-30'],
    ['H31.4.30', '2019-04-30'],
    ['㍻元年1月8日', '1989-01-08'],
    ['昭和64年1月7日', '1989-01-07'],
    ['S63.12.31', '1988-12-31'],
    ['大正15年12月24日', '1926-12-24'],
    ['2024/2/29', '2024-02-29'],
    ['R6.2.29', '2024-02-29'],
    ['45016', '2023-03-31'],
    [' 2023/3/31 ', '2023-03-31'],
  ])('%s is %s', (typed, day) => expect(readDay(typed)).toEqual({ day, monthOnly: false }))

  it.each([
    ['2023年3月', '2023-03-31'],
    ['2023/2', '2023-02-28'],
    ['2024-02', '2024-02-29'],
    ['令和5年4月', '2023-04-30'],
    ['R5.12', '2023-12-31'],
    ['平成31年4月', '2019-04-30'],
    ['昭和64年1月', '1989-01-31'],
  ])('%s is the last day of the month, %s', (typed, day) => expect(readDay(typed)).toEqual({ day, monthOnly: true }))

  it.each([
    '',
    '令和5年2月30日',
    '2023/2/29',
    '2023/4/31',
    '2023/13/1',
    '2023/0/1',
    '2023/1/0',
    '平成40年3月31日',
    '平成31年5月1日',
    '令和元年4月30日',
    '昭和64年1月8日',
    '昭和70年1月1日',
    '大正15年12月25日',
    'R0.1.1',
    '令和年3月31日',
    '5.3.31',
    '23/3/31',
    '3/31/2023',
    '31/3/2023',
    '202303',
    '20231301',
    '1023',
    '99999',
    '2023',
    '在籍中',
    '未定',
    '2023/3/31頃',
    'H31.4.30.',
    '1850/1/1',
    '9999/12/31',
    '２'.repeat(200),
  ])('%s is none', (typed) => expect(readDay(typed)).toBeUndefined())

  it('is the same day in each way of writing it', () => {
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(2019, 4, 1), max: Date.UTC(2060, 0, 1) }), (at) => {
        const day = new Date(at).toISOString().slice(0, 10)
        const [year = 0, month, date] = day.split('-').map(Number)
        const era = year === 2019 ? '元' : String(year - 2018)
        for (const typed of [
          `${year}/${month}/${date}`,
          `${year}年${month}月${date}日`,
          `令和${era}年${month}月${date}日`,
          `R${era}.${month}.${date}`,
          day.replaceAll('-', ''),
        ])
          expect(readDay(typed)?.day).toBe(day)
      }),
    )
  })

  it('is never made up: whatever is typed, it is a day of the calendar or none', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.stringMatching(/^[RHST令和平成昭]{1,2}[0-9]{1,3}[年./-][0-9]{1,2}[月./-][0-9]{1,2}日?$/),
        ),
        (typed) => {
          const read = readDay(typed)
          if (read) expect(new Date(`${read.day}T00:00Z`).toISOString().slice(0, 10)).toBe(read.day)
        },
      ),
      { numRuns: 3_000 },
    )
  })

  it('begins in Tokyo nine hours before it does in Greenwich', () => {
    expect(dayInTokyo(Date.parse('2026-04-01T00:00+09:00'))).toBe('2026-04-01')
    expect(dayInTokyo(Date.parse('2026-03-31T23:59:59.999+09:00'))).toBe('2026-03-31')
  })
})
