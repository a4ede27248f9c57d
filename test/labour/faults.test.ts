import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Ad, faultsOf } from '../../src/labour/faults.ts'
import { labourTexts } from '../../src/texts/labour.ts'
import { TERMS } from './support.ts'

const at = (said: string) => Date.parse(`${said}:00+09:00`)
const NOW = at('2026-11-21T10:00')
const FLOOR = { yen: 1_226, effectiveOn: '2026-10-01', source: '東京労働局' }

const AD: Ad = {
  startsAt: at('2026-11-28T17:00'),
  endsAt: at('2026-11-28T23:00'),
  breakMinutes: 0,
  wageYen: 1_300,
  transportYen: 0,
  terms: TERMS,
  closesAt: at('2026-11-27T18:00'),
  headcount: 1,
  roleIds: ['hall'],
}
const rulesOf = (ad: Partial<Ad>, floor: typeof FLOOR | undefined = FLOOR) =>
  faultsOf({ ...AD, ...ad }, { floor, now: NOW }).map(({ field, rule }) => `${field}: ${rule}`)
const without = (terms: Partial<typeof TERMS>) => rulesOf({ terms: { ...TERMS, ...terms } })

describe('an ad for a shift', () => {
  it('may go out when nothing is missing', () => {
    expect(rulesOf({})).toEqual([])
  })

  // 職業安定法施行規則 4条の3 (2024-12): six items stand in the ad itself; 4条の2第3項 (2024-04): the scope of change.
  it.each([
    [{ employerName: '' }, 'employerName: employer_name'],
    [{ employerName: '—' }, 'employerName: employer_name'],
    [{ employerAddress: ' ' }, 'employerAddress: employer_address'],
    [{ employerAddress: '東京都' }, 'employerAddress: employer_address'],
    [{ contact: '' }, 'contact: contact'],
    [{ contact: 'お店まで' }, 'contact: contact'],
    [{ contact: '03-12' }, 'contact: contact'],
    [{ duties: '' }, 'duties: duties'],
    [{ duties: '・・・' }, 'duties: duties'],
    [{ place: '' }, 'place: place'],
    [{ place: '駅前' }, 'place: place'],
    [{ dutiesChange: '' }, 'dutiesChange: scope_of_duties'],
    [{ placeChange: '' }, 'placeChange: scope_of_place'],
    [{ renewal: '' }, 'renewal: renewal'],
    [{ smoking: '' }, 'smoking: smoking'],
  ])('is kept back with %j', (terms, fault) => {
    expect(without(terms)).toEqual([fault])
  })

  it.each([
    '０３－１２３４－５６７８',
    'shop@example.com',
    'https://example.com/contact',
  ])('takes %s as a contact', (contact) => {
    expect(without({ contact })).toEqual([])
  })

  it('is kept back without a role, a prefecture or a wage', () => {
    expect(rulesOf({ roleIds: [] })).toEqual(['roles: roles'])
    expect(without({ prefecture: '東京都' })).toEqual(['prefecture: prefecture'])
    expect(rulesOf({ wageYen: 0 })).toEqual(['wageYen: wage'])
  })

  // 最低賃金法 4条.
  it('is kept back below the minimum wage, and where nobody knows it', () => {
    expect(rulesOf({ wageYen: 1_225 })).toEqual(['wageYen: below_floor'])
    expect(rulesOf({ wageYen: 1_226 })).toEqual([])
    expect(faultsOf(AD, { floor: undefined, now: NOW })).toEqual([
      { field: 'wageYen', rule: 'floor_unknown', facts: { prefecture: '東京' } },
    ])
  })

  // 労働基準法 34条.
  it('is kept back with too short a break', () => {
    expect(rulesOf({ endsAt: at('2026-11-29T00:00') })).toEqual(['breakMinutes: break_short'])
    expect(rulesOf({ endsAt: at('2026-11-29T00:00'), breakMinutes: 60 })).toEqual([])
  })

  it('is kept back when it makes no sense: ends at once, lasts for days, or its time is over', () => {
    expect(rulesOf({ endsAt: AD.startsAt + 30 * 60_000 })).toEqual(['endsAt: too_short'])
    expect(rulesOf({ breakMinutes: 360 })).toEqual(['endsAt: too_short'])
    expect(rulesOf({ endsAt: at('2026-11-29T17:00'), breakMinutes: 60 })).toEqual(['endsAt: too_long'])
    expect(rulesOf({ startsAt: NOW })).toContain('startsAt: in_the_past')
    expect(rulesOf({ closesAt: NOW })).toEqual(['closesAt: deadline'])
    expect(rulesOf({ closesAt: AD.startsAt + 1 })).toEqual(['closesAt: deadline'])
  })

  it('goes out only with all that is required, whatever else is missing', () => {
    const REQUIRED = [
      'employerName',
      'employerAddress',
      'contact',
      'duties',
      'place',
      'dutiesChange',
      'placeChange',
      'renewal',
    ] as const
    fc.assert(
      fc.property(fc.subarray([...REQUIRED]), (missing) => {
        const terms = { ...TERMS, ...Object.fromEntries(missing.map((field) => [field, ''])) }
        const fields = faultsOf({ ...AD, terms }, { floor: FLOOR, now: NOW }).map(({ field }) => field)
        expect([...fields].sort()).toEqual([...missing].sort())
      }),
      { numRuns: 50 },
    )
  })

  it('says of each fault what is to be done, in both languages', () => {
    const faults = faultsOf(
      { ...AD, wageYen: 1, breakMinutes: 0, endsAt: at('2026-11-29T02:00') },
      { floor: FLOOR, now: NOW },
    )
    for (const { rule, facts } of faults) {
      expect(labourTexts.ja.faults[rule](facts)).toMatch(/。$/)
      expect(labourTexts.en.faults[rule](facts)).not.toMatch(/undefined/)
    }
    expect(labourTexts.ja.faults.below_floor({ prefecture: '東京', yen: 1_226 })).toContain('1,226円')
  })
})
