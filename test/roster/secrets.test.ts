import { describe, expect, it } from 'vitest'
import { hmacOfDigits, hmacOfStaffNo, readDigits } from '../../src/roster/secrets.ts'

const KEY = 'a secret of more than thirty-two characters'

describe('what is kept of a staff number and of four digits', () => {
  it('is of one use, one store and one installation', async () => {
    const all = await Promise.all([
      hmacOfDigits(KEY, '1234'),
      hmacOfDigits(`${KEY}!`, '1234'),
      hmacOfDigits(KEY, '1235'),
      hmacOfStaffNo(KEY, 'shibuya', '1234'),
      hmacOfStaffNo(KEY, 'ebisu', '1234'),
      hmacOfStaffNo(KEY, 'shibuya', '12340'),
    ])
    expect(new Set(all).size).toBe(all.length)
    for (const kept of all) expect(kept).toMatch(/^[0-9a-f]{64}$/)
  })

  it.each([
    ['width', '１２３４'],
    ['spaces', ' 12 34 '],
    ['leading zeros', '001234'],
  ])('makes no difference by %s of a staff number', async (_, typed) => {
    expect(await hmacOfStaffNo(KEY, 'shibuya', typed)).toBe(await hmacOfStaffNo(KEY, 'shibuya', '1234'))
  })

  it('keeps the zeros of a number with letters, and a zero alone', async () => {
    const [padded, plain] = await Promise.all(['A01', 'A1'].map((no) => hmacOfStaffNo(KEY, 'shibuya', no)))
    expect(padded).not.toBe(plain)
    expect(await hmacOfStaffNo(KEY, 'shibuya', '0')).toBe(await hmacOfStaffNo(KEY, 'shibuya', '000'))
    expect(await hmacOfStaffNo(KEY, 'shibuya', 'ａ1')).toBe(await hmacOfStaffNo(KEY, 'shibuya', 'A1'))
  })
})

describe('four digits as they are typed', () => {
  it.each([
    ['1234', '1234'],
    ['０１２３', '0123'],
    [' 12-34 ', '1234'],
  ])('reads %j as %j', (typed, digits) => expect(readDigits(typed)).toBe(digits))

  it.each(['', '123', '12345', '090-1234-5678', 'abcd', '12a4', '一二三四'])('does not read %j', (typed) => {
    expect(readDigits(typed)).toBeUndefined()
  })
})
