import { describe, expect, it } from 'vitest'
import { codeIn } from '../../src/roster/invitation-codes.ts'
import { chatUrl, invitationUrl, invitationWords } from '../../src/roster/invitation-links.ts'
import { configFor } from '../deps.ts'

describe('what a person typed', () => {
  it.each([
    ['招待コード ABCD-EFG2', 'ABCDEFG2'],
    ['招待コードはabcd efg2です', 'ABCDEFG2'],
    ['Invitation code: ABCDEFG2', 'ABCDEFG2'],
    ['しょうたいコード　ＡＢＣＤ－ＥＦＧ２', 'ABCDEFG2'],
    ['招待コード OIL0-EFG2', '0110EFG2'],
    ['ABCD-EFG2', 'ABCDEFG2'],
    ['abcdーefg2', 'ABCDEFG2'],
    ['abcd−efg2 です。', 'ABCDEFG2'],
  ])('%s is a code', (typed, code) => expect(codeIn(typed)).toBe(code))

  it.each([
    '招待コード',
    '招待コード 12',
    '招待コード ABCD-EFGH-2',
    'invitation code abc',
  ])('%s is a wrong one', (typed) => expect(codeIn(typed)).toBe(''))

  it.each([
    '',
    'こんにちは',
    'Yamamoto',
    'Mary-Anne',
    'shibuya',
    '20230331',
    '2023-0331',
    '1234-5678',
    '招待コードってなんですか',
    '招待',
    'ABCDE-FGHJ2',
    `招待コード ${'A'.repeat(60)}`,
    '2023年3月31日',
    'R5.3.31',
  ])('%j is about something else', (typed) => expect(codeIn(typed)).toBeUndefined())
})

describe('an invitation’s link', () => {
  it('opens the chat with the words typed, where the account’s basic ID is known', () => {
    const url = invitationUrl(configFor({ LINE_BASIC_ID: '@123abcde' }), 'ABCD-EFG2')
    expect(url).toMatch(/^https:\/\/line\.me\/R\/oaMessage\/%40123abcde\/\?/)
    expect(decodeURIComponent(new URL(url).search.slice(1))).toBe(invitationWords('ABCD-EFG2'))
    expect(codeIn(invitationWords('ABCD-EFG2'))).toBe('ABCDEFG2')
  })

  it('opens our own page elsewhere', () => {
    expect(chatUrl(configFor(), 'ABCD-EFG2')).toBeUndefined()
    expect(invitationUrl(configFor(), 'ABCD-EFG2')).toBe('https://shop.example/join/ABCD-EFG2')
  })
})
