import { describe, expect, it } from 'vitest'
import { hoursWarning, weekOf } from '../../src/labour/rest.ts'

const at = (said: string) => Date.parse(`${said}:00+09:00`)
const HOUR = 60

// 昭和63年基発1号: a week is Sunday to Saturday.
describe('the week of a shift', () => {
  it.each([
    '2026-11-22T00:00',
    '2026-11-25T17:00',
    '2026-11-28T23:59',
  ])('of %s begins on Sunday, 22 November', (said) => {
    expect(weekOf(at(said))).toEqual({ start: at('2026-11-22T00:00'), end: at('2026-11-29T00:00') })
  })

  it('crosses the ends of months and years', () => {
    expect(weekOf(at('2027-01-01T02:00'))).toEqual({ start: at('2026-12-27T00:00'), end: at('2027-01-03T00:00') })
  })
})

// 労働基準法 32条, 38条1項.
describe('the hours of several employers', () => {
  const person = { hasMainJob: true, mainJobHours: 35, weekMinutes: 0, shiftMinutes: 5 * HOUR }

  it('say nothing up to forty a week', () => {
    expect(hoursWarning(person)).toBeUndefined()
  })

  it('warn above forty, with what is agreed here that week counted', () => {
    expect(hoursWarning({ ...person, shiftMinutes: 5 * HOUR + 1 })).toEqual({ kind: 'over_week', overMinutes: 1 })
    expect(hoursWarning({ ...person, weekMinutes: 3 * HOUR })).toEqual({ kind: 'over_week', overMinutes: 3 * HOUR })
    expect(hoursWarning({ ...person, hasMainJob: null, mainJobHours: null, weekMinutes: 36 * HOUR })).toEqual({
      kind: 'over_week',
      overMinutes: HOUR,
    })
  })

  it('warn where a main job has no hours told', () => {
    expect(hoursWarning({ ...person, mainJobHours: null })).toEqual({ kind: 'unknown_hours' })
    expect(hoursWarning({ ...person, hasMainJob: false, mainJobHours: null })).toBeUndefined()
  })

  it('warn above eight on one day', () => {
    const long = { hasMainJob: false, mainJobHours: null, weekMinutes: 0, shiftMinutes: 9 * HOUR }
    expect(hoursWarning(long)).toEqual({ kind: 'over_day', overMinutes: HOUR })
  })
})
