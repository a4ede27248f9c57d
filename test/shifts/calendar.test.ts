import ICAL from 'ical.js'
import { describe, expect, it } from 'vitest'
import type { Agreement } from '../../src/shifts/page/agreement.ts'
import { shiftCalendarFile, shiftGoogleUrl } from '../../src/shifts/page/calendar.ts'
import { HOUR, NOON } from '../support.ts'
import { AGREED } from './agreed.ts'
import { TERMS } from './claims-support.ts'

const shown = (more: Partial<Agreement> = {}) => ({
  agreement: { ...AGREED, ...more },
  title: '4月30日（木） 20:00〜翌1:00 ホール',
  hint: '「シフト」と送ってください。',
})
const file = (more: Partial<Agreement> = {}) => shiftCalendarFile({ ...shown(more), host: 'shop.example' })
/** As an independent reader understands it. */
const read = (text: string) =>
  new ICAL.Event(new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent('vevent') ?? undefined)

describe('the calendar entry of a shift', () => {
  it('runs over midnight into the next month, by the clocks of Tokyo', () => {
    const { startDate, endDate, summary, location } = read(file())
    expect([startDate.toString(), endDate.toString()]).toEqual(['2026-04-30T20:00:00', '2026-05-01T01:00:00'])
    expect([summary, location]).toEqual(['4月30日（木） 20:00〜翌1:00 ホール（渋谷店）', TERMS.place])
  })

  it('names nobody, no link of theirs, and not what it pays: calendars are shared', () => {
    const text = file().replaceAll('\r\n ', '')
    for (const kept of ['田中', 'hana', '/shift/', '1,300', '1300']) expect(text).not.toContain(kept)
    expect(text).toContain('黒いズボン')
    expect(decodeURIComponent(shiftGoogleUrl(shown()))).not.toContain('田中')
  })

  it('takes the place of the one before with every agreed change, and goes when it is called off', () => {
    const sequences = [
      file(),
      file({ version: 2 }),
      file({ version: 2, state: 'cancelled_by_shop', endedAt: NOON + HOUR }),
    ]
    expect(sequences.map((text) => read(text).sequence)).toEqual([0, 1, 2])
    expect(new Set(sequences.map((text) => read(text).uid))).toEqual(new Set(['a1@shop.example']))
    expect(sequences[2]).toContain('STATUS:CANCELLED')
    expect(sequences[2]).not.toContain('VALARM')
  })
})
