import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { adultOn, adultState, type Told } from '../../src/labour/age.ts'
import { engines } from '../support.ts'

const DAY = 86_400_000
const at = (said: string) => Date.parse(`${said}:00+09:00`)
const STARTS = at('2026-11-28T22:00')
const told = (over: Partial<Told>): Told => ({
  birthYear: null,
  saidAdult: null,
  saidAdultAt: null,
  startsAt: STARTS,
  ...over,
})

// 労働基準法 61条: nobody under 18 works between 22:00 and 5:00.
const CASES: readonly (readonly [string, Told, string])[] = [
  ['turned 19 this year', told({ birthYear: 2007 }), 'adult'],
  ['turns 18 this year, perhaps only next month', told({ birthYear: 2008 }), 'unknown'],
  ['is 17 at most', told({ birthYear: 2009 }), 'minor'],
  ['told nothing', told({}), 'unknown'],
  ['said yes', told({ saidAdult: true, saidAdultAt: STARTS }), 'adult'],
  ['said no lately', told({ saidAdult: false, saidAdultAt: STARTS - 364 * DAY }), 'minor'],
  ['said no a year ago: they are asked again', told({ saidAdult: false, saidAdultAt: STARTS - 365 * DAY }), 'unknown'],
  ['turns 18 this year and said yes', told({ birthYear: 2008, saidAdult: true, saidAdultAt: STARTS }), 'adult'],
  ['said yes but was born in 2009', told({ birthYear: 2009, saidAdult: true, saidAdultAt: STARTS }), 'minor'],
  ['said no but was born in 1998', told({ birthYear: 1998, saidAdult: false, saidAdultAt: STARTS }), 'adult'],
  // The year of a shift is Tokyo's: it is 2027 there while UTC still has 2026.
  ['turns 19 in the year that begins', told({ birthYear: 2008, startsAt: at('2027-01-01T02:00') }), 'adult'],
]

describe('who may work at night', () => {
  it.each(CASES)('%s', (_, asked, age) => {
    expect(adultOn(asked)).toBe(age)
  })
})

describe.each(engines)('the same in SQL, on $engine', ({ open }) => {
  let stores: Awaited<ReturnType<typeof open>>
  beforeAll(async () => {
    stores = await open()
  })
  afterAll(() => stores.close())

  it('says what the rule says', async () => {
    const { db } = await stores.openStore()
    for (const [who, { birthYear, saidAdult, saidAdultAt, startsAt }, age] of CASES) {
      const said = saidAdult === null ? null : Number(saidAdult)
      const { rows } = await sql<{ age: string }>`select ${adultState(startsAt)} as age
        from (select ${birthYear} as birth_year, ${said} as said_adult, ${saidAdultAt} as said_adult_at) as members`.execute(
        db,
      )
      expect([who, rows[0]?.age]).toEqual([who, age])
    }
  })
})
