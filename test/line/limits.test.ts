import { describe, expect, it } from 'vitest'
import { cutTo, fits, LIMITS, lengthIn } from '../../src/line/limits.ts'
import { lengthOf } from '../../src/simulator/checks.ts'

const FAMILY = '👨‍👩‍👧‍👦'

describe('lengths as LINE counts them', () => {
  it.each([
    '',
    'abc',
    '花が咲いた',
    `${FAMILY}🇯🇵が`,
    'か\u3099',
  ])('are those of the simulated platform: %s', (words) => {
    for (const unit of ['utf16', 'grapheme'] as const) expect(lengthIn(unit, words)).toBe(lengthOf(words, unit))
  })

  it('leave in place what fits, in either unit', () => {
    expect(fits(FAMILY.repeat(20), LIMITS.quickReplyLabel)).toBe(true)
    expect(fits(FAMILY.repeat(20), LIMITS.senderName)).toBe(false)
    expect(cutTo(FAMILY.repeat(20), LIMITS.quickReplyLabel)).toBe(FAMILY.repeat(20))
  })

  it('are never exceeded after cutting, and no character is cut in two', () => {
    for (const limit of Object.values(LIMITS)) {
      const cut = cutTo(FAMILY.repeat(2_000), limit)
      expect(fits(cut, limit)).toBe(true)
      expect(cut.replaceAll(FAMILY, '')).toBe('…')
    }
  })
})
