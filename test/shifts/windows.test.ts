import { expect, it } from 'vitest'
import { OFFER_LEAD_MS, offerEndsAt, offerToldAt } from '../../src/shifts/claims/windows.ts'
import { MINUTE } from '../support.ts'

const at = (time: string) => Date.parse(`2026-11-${time}+09:00`)

it.each([
  ['two hours, when there is time', '21T10:00', '28T17:00', '21T12:00'],
  ['two waking hours: nobody has to answer at night', '21T21:00', '28T17:00', '22T08:00'],
  ['from the morning on for who is told at night', '21T23:30', '28T17:00', '22T09:00'],
  ['a third of what is left until an hour before', '21T11:00', '21T17:00', '21T12:40'],
  ['twenty minutes at least', '21T15:30', '21T17:00', '21T15:50'],
  ['never longer than until an hour before the start', '21T15:50', '21T17:00', '21T16:00'],
  ['until an hour before, when the night is all that is left', '21T22:30', '22T06:00', '22T05:00'],
])('a place is held for %s', (_, toldAt, startsAt, endsAt) => {
  expect(offerEndsAt({ toldAt: at(toldAt), startsAt: at(startsAt) })).toBe(at(endsAt))
})

it.each([
  ['at once by day', '21T10:00', '28T17:00', '21T10:00'],
  ['in the morning by night', '21T23:00', '28T17:00', '22T07:00'],
  ['at once by night, when the morning is too late', '21T23:00', '22T08:00', '21T23:00'],
])('somebody is told of it %s', (_, now, startsAt, toldAt) => {
  expect(offerToldAt({ now: at(now), startsAt: at(startsAt) })).toBe(at(toldAt))
})

it('is long enough to be answered, however late it is offered', () => {
  const startsAt = at('21T17:00')
  const toldAt = startsAt - OFFER_LEAD_MS
  expect(offerEndsAt({ toldAt, startsAt }) - toldAt).toBe(20 * MINUTE)
})
