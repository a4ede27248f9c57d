import { describe, expect, it } from 'vitest'
import type { BroadcastKind } from '../../src/db/schema.ts'
import type { EventState } from '../../src/db/schema-events.ts'
import { nextStep } from '../../src/events/next-step.ts'
import { DAY, HOUR, NOON } from '../support.ts'

const STARTS = NOON + DAY
const ENDS = STARTS + 2 * HOUR

type Told = { free?: number; invited?: number; silent?: number; tasters?: number; listed?: boolean }
const step = (
  state: EventState,
  now: number,
  { free = 2, invited = 10, silent = 0, tasters = 0, listed = false }: Told = {},
  told: readonly { kind: BroadcastKind; createdAt: number }[] = [],
) => nextStep({ event: { state, startsAt: STARTS, endsAt: ENDS, listed }, free, invited, silent, told, tasters, now })

describe('the next thing to do for an event', () => {
  it('is to open a draft, and to invite somebody once it is open', () => {
    expect(step('draft', NOON)).toBe('opening')
    expect(step('open', NOON, { invited: 0 })).toBe('invite')
  })

  it('is no invitation for what everybody may see anyway', () => {
    expect(step('open', NOON, { invited: 0, listed: true })).toBe('wait')
  })

  it('is to ask who has said nothing while seats are free, and nothing while it is full', () => {
    expect(step('open', NOON, { silent: 3 })).toBe('remind')
    expect(step('open', NOON, { silent: 3, free: 0 })).toBe('full')
    expect(step('open', NOON)).toBe('wait')
  })

  it('is the list on paper once answers are closed, and the door from three hours before', () => {
    expect(step('closed', STARTS - 4 * HOUR)).toBe('print')
    expect(step('closed', STARTS - 3 * HOUR)).toBe('door')
    expect(step('open', STARTS - 3 * HOUR, { silent: 3 })).toBe('door')
    expect(step('closed', ENDS - 1)).toBe('door')
  })

  it('is afterwards to thank, then to tell what became of what was said, then the next event', () => {
    const invitation = { kind: 'event', createdAt: NOON } as const
    const thanks = { kind: 'coupon', createdAt: ENDS } as const
    const results = { kind: 'text', createdAt: ENDS + DAY } as const
    expect(step('done', ENDS, {}, [invitation])).toBe('thanks')
    expect(step('closed', ENDS, {}, [invitation])).toBe('thanks')
    expect(step('done', ENDS, { tasters: 2 }, [thanks, invitation])).toBe('results')
    expect(step('done', ENDS, {}, [thanks])).toBe('copy')
    expect(step('done', ENDS, { tasters: 2 }, [results, thanks])).toBe('copy')
  })

  it('is never anything for the guests of a cancelled one', () => {
    expect(step('cancelled', STARTS)).toBe('cancelled')
    expect(step('cancelled', ENDS + DAY, { tasters: 2 })).toBe('cancelled')
  })
})
