import fc from 'fast-check'
import { expect, it } from 'vitest'
import { OCCASIONS, stopAutomatic } from '../../src/automatic/automatic.ts'
import type { Occasion } from '../../src/db/schema.ts'
import { addOwner } from '../broadcasts/support.ts'
import { DAY, HOUR, newStore } from '../support.ts'
import { addPerson, openShop, type Past, sendsOf, tokyo } from './support.ts'

const START = tokyo('2027-12-20', '00:00')
const DAYS = 460
const day = fc.integer({ min: 0, max: DAYS }).map((n) => START + n * DAY)
const dateOf = (at: number) => new Date(at + 9 * HOUR).toISOString().slice(0, 10)

/** Somebody who left in the last four years, among them on 29 February, and was verified at any time. */
const person: fc.Arbitrary<Past> = fc.record({
  left: fc.oneof(
    fc.integer({ min: -1_400, max: DAYS }).map((n) => dateOf(START + n * DAY)),
    fc.constantFrom('2024-02-29', '2024-02-28', '2025-12-31', '2026-01-31', '2026-01-01'),
  ),
  born: fc.integer({ min: 1, max: 12 }),
  verified: fc.oneof(day, fc.constant(START - DAY)),
})
/** The clock stands anywhere, also before where it stood; several processes look at once; occasions go off and on again. */
const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ do: fc.constant('run' as const), at: day, hour: fc.integer({ min: 0, max: 23 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('off' as const), occasion: fc.constantFrom(...OCCASIONS) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('on' as const), occasion: fc.constantFrom(...OCCASIONS) }) },
)

/** By the calendar alone, told apart from how the product reckons: how many days ago the latest day of an occasion was. */
function daysLate(occasion: Occasion, { left = '', born, verified = 0 }: Past, at: number): readonly number[] {
  const today = Date.parse(dateOf(at))
  const since = (date: Date) => (today - date.getTime()) / DAY
  const after = (days: number) => {
    const date = new Date(left)
    date.setUTCDate(date.getUTCDate() + days)
    return [since(date)]
  }
  switch (occasion) {
    case 'welcome':
      return [since(new Date(dateOf(verified)))]
    case 'left_30':
      return after(30)
    case 'left_180':
      return after(180)
    case 'left_365':
      return after(365)
    case 'birthday_month':
      return [0, 1].map((back) => since(new Date(Date.UTC(yearOf(at) - back, (born ?? 1) - 1, 1))))
    case 'anniversary':
      return [0, 1].flatMap((back) => {
        const [year = 0, month = 0, date = 0] = left.split('-').map(Number)
        const then = yearOf(at) - back
        const last = new Date(Date.UTC(then, month, 0)).getUTCDate()
        return then - year < 2 ? [] : [since(new Date(Date.UTC(then, month - 1, Math.min(date, last))))]
      })
  }
}
const yearOf = (at: number) => Number(dateOf(at).slice(0, 4))

it('everybody gets an occasion’s message once an occurrence, on its day or at most three days late, whatever happens', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(person, { minLength: 1, maxLength: 5 }),
      fc.array(step, { maxLength: 25 }),
      async (people, steps) => {
        const store = newStore()
        await addOwner(store)
        for (const [i, past] of people.entries()) await addPerson(store, `p${i}`, past)
        const shop = openShop(store, { at: START })
        await shop.on(...OCCASIONS)
        for (const one of steps) {
          if (one.do === 'off') await stopAutomatic(store, { occasion: one.occasion, now: shop.clock.now })
          else if (one.do === 'on') await shop.on(one.occasion)
          else {
            shop.clock.now = one.at + one.hour * HOUR
            await Promise.all([shop.run(), shop.run()])
          }
        }
        const rows = await store.db.selectFrom('automatic_sends').selectAll().execute()
        const perYear = rows.map(({ occasion, member_id, occurrence }) => [occasion, member_id, occurrence].join())
        expect(new Set(perYear).size).toBe(rows.length)
        for (const { occasion, member_id: memberId, at } of rows) {
          const late = daysLate(occasion, people[Number(memberId.slice(1))] ?? {}, at)
          expect([occasion, late.some((days) => days >= 0 && days <= 3)]).toEqual([occasion, true])
        }
        const named = await store.db.selectFrom('broadcasts').select(['id', 'audience', 'confirmed_count']).execute()
        const meant = named.flatMap(({ id, audience }) =>
          [...audience.matchAll(/"(p\d)"/g)].map(([, who]) => `${id} ${who}`),
        )
        expect(meant.sort()).toEqual(rows.map(({ broadcast_id, member_id }) => `${broadcast_id} ${member_id}`).sort())
        expect(named.reduce((sum, { confirmed_count: count }) => sum + (count ?? 0), 0)).toBe(rows.length)
      },
    ),
    { numRuns: 60 },
  )
})

it('nobody is missed who is looked at every day', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(person, { minLength: 4, maxLength: 6 }), async (people) => {
      const store = newStore()
      await addOwner(store)
      for (const [i, past] of people.entries()) await addPerson(store, `p${i}`, past)
      const shop = openShop(store, { at: START })
      await shop.on('left_30', 'left_180', 'left_365', 'anniversary', 'birthday_month')
      const days = Array.from({ length: DAYS }, (_, n) => START + n * DAY + 10 * HOUR)
      for (const at of days) await shop.run(at)
      const expected = people.flatMap((past, i) =>
        OCCASIONS.filter((occasion) => occasion !== 'welcome').flatMap((occasion) =>
          days
            .filter((at, n) => {
              const late = daysLate(occasion, past, at)
              return late.includes(0) || (n === 0 && late.some((by) => by > 0 && by <= 3))
            })
            .map(() => `${occasion} p${i}`),
        ),
      )
      expect((await sendsOf(store)).map((line) => line.replace(/ \d{4}$/, '')).sort()).toEqual(expected.sort())
    }),
    { numRuns: 1 },
  )
})
