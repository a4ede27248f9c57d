import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Answer,
  advance,
  agreedTo,
  type Choices,
  complete,
  FIRST,
  FIXABLE,
  invite,
  type Position,
  STEPS,
} from '../../src/members/steps.ts'
import { readTap } from '../../src/members/taps.ts'

const CHOICES: Choices = { storeIds: ['shibuya', 'ebisu'], roleIds: ['hall'], asksDigits: true, today: '2026-04-01' }
const RIGHT: readonly Answer[] = [
  { kind: 'agree' },
  { kind: 'yes' },
  { kind: 'no' },
  { kind: 'yes' },
  { kind: 'no' },
  { kind: 'name', name: '佐藤 花' },
  { kind: 'store', id: 'shibuya' },
  { kind: 'role', id: null },
  { kind: 'last_day', on: '2023-03-31' },
  { kind: 'digits', hmac: 'an HMAC' },
]

const walk = (answers: readonly Answer[], from: Position = FIRST, choices = CHOICES): Position =>
  answers.reduce((at, answer) => advance(at, answer, choices) ?? at, from)

describe('the questions of a registration', () => {
  it('are gone through by one answer each', () => {
    const seen = RIGHT.map((_, i) => walk(RIGHT.slice(0, i)).step)
    expect([...seen, walk(RIGHT).step]).toEqual(STEPS)
    expect(complete(walk(RIGHT))).toEqual({
      name: '佐藤 花',
      storeId: 'shibuya',
      roleId: null,
      leftOn: '2023-03-31',
      digitsHmac: 'an HMAC',
      invitationId: null,
    })
  })

  it('say which consent an answer is', () => {
    expect(advance(FIRST, { kind: 'agree' }, CHOICES)?.consent).toEqual({ purpose: 'privacy', granted: true })
    expect(advance(walk(RIGHT.slice(0, 2)), { kind: 'no' }, CHOICES)?.consent).toEqual({
      purpose: 'coupons',
      granted: false,
    })
    expect(agreedTo(walk(RIGHT))).toEqual(['privacy', 'news', 'events'])
    expect(agreedTo(FIRST)).toEqual([])
  })

  it('can each be gone back from, to the one before', () => {
    for (let i = 1; i < RIGHT.length; i++) {
      const before = walk(RIGHT.slice(0, i))
      expect(walk([...RIGHT.slice(i, i + 1), { kind: 'back' }], before).step).toBe(before.step)
    }
    expect(advance(FIRST, { kind: 'back' }, CHOICES)).toBeUndefined()
  })

  it.each(FIXABLE)('let %s be put right from the last page alone, and come back to it', (step) => {
    const answer = RIGHT.find(({ kind }) => kind === step)
    const fixing = walk([...RIGHT, { kind: 'fix', step }])
    expect(fixing.step).toBe(step)
    expect(answer && walk([answer], fixing).step).toBe('confirm')
    expect(walk([{ kind: 'back' }], fixing)).toEqual(walk(RIGHT))
    expect(advance(walk(RIGHT.slice(0, 6)), { kind: 'fix', step }, CHOICES)).toBeUndefined()
  })

  it('skip the role where the shop has none', () => {
    const choices = { ...CHOICES, roleIds: [] }
    expect(walk(RIGHT.slice(0, 7), FIRST, choices).step).toBe('last_day')
    expect(walk([{ kind: 'back' }], walk(RIGHT.slice(0, 7), FIRST, choices), choices).step).toBe('store')
  })

  it('skip the digits where the roster has none', () => {
    const choices = { ...CHOICES, asksDigits: false }
    expect(walk(RIGHT.slice(0, 9), FIRST, choices).step).toBe('confirm')
    expect(walk([{ kind: 'back' }], walk(RIGHT.slice(0, 9), FIRST, choices), choices).step).toBe('last_day')
  })

  it('take no digits for an answer to anything', () => {
    expect(walk([...RIGHT.slice(0, 9), { kind: 'digits', hmac: null }])).toMatchObject({
      step: 'confirm',
      answers: { digitsHmac: null },
    })
  })

  describe('of whom an invitation names', () => {
    const INVITED = { invitationId: 'i', name: '佐藤花', storeId: 'ebisu', roleId: null, leftOn: '2022-12-31' }

    it('are the consents alone, then the last page with what the roster says', () => {
      const at = walk(RIGHT.slice(0, 5), invite(FIRST, INVITED))
      expect(at).toMatchObject({ step: 'confirm', answers: INVITED })
      expect(complete(at)).toMatchObject(INVITED)
      expect(walk([{ kind: 'back' }], at).step).toBe('shifts')
    })

    it('keep the consents that were answered before, and are over when the facts were being asked', () => {
      expect(invite(walk(RIGHT.slice(0, 2)), INVITED)).toMatchObject({
        step: 'coupons',
        answers: { purposes: { news: true } },
      })
      expect(invite(walk(RIGHT.slice(0, 7)), INVITED)).toMatchObject({ step: 'confirm', answers: INVITED })
    })

    it('can be put right from the last page', () => {
      const at = walk([...RIGHT.slice(0, 5), { kind: 'fix', step: 'name' }], invite(FIRST, INVITED))
      expect(at.step).toBe('name')
      expect(walk([{ kind: 'name', name: '鈴木 花' }], at)).toMatchObject({
        step: 'confirm',
        answers: { name: '鈴木 花' },
      })
    })
  })

  it.each([
    '2026-04-02',
    '1959-12-31',
    '2023-02-29',
    '2023-3-1',
    '',
    '2023-03-31T00:00',
    '0000-00-00',
  ])('take no %j for the last day', (on) =>
    expect(advance(walk(RIGHT.slice(0, 8)), { kind: 'last_day', on }, CHOICES)).toBeUndefined())

  it('lead to the last page only with everything said, whatever is answered in whatever order', () => {
    const answer: fc.Arbitrary<Answer> = fc.oneof(
      ...RIGHT.map((right) => fc.constant(right)),
      fc.constant<Answer>({ kind: 'back' }),
      fc.constant<Answer>({ kind: 'store', id: 'nowhere' }),
      fc.constantFrom(...FIXABLE).map((step): Answer => ({ kind: 'fix', step })),
    )
    fc.assert(
      fc.property(fc.array(answer, { maxLength: 60 }), (answers) => {
        const at = walk(answers)
        if (at.step === 'confirm') expect(complete(at)).toBeDefined()
        if (at.step !== 'privacy') expect(agreedTo(at)).toContain('privacy')
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('reading a tap', () => {
  it.each([
    ['reg:5:agree', { rev: 5, asks: { kind: 'answer', answer: { kind: 'agree' } } }],
    ['reg:5:store:a:b', { rev: 5, asks: { kind: 'answer', answer: { kind: 'store', id: 'a:b' } } }],
    ['reg:5:role:none', { rev: 5, asks: { kind: 'answer', answer: { kind: 'role', id: null } } }],
    ['reg:5:fix', { rev: 5, asks: { kind: 'fix' } }],
    ['reg:5:fix:name', { rev: 5, asks: { kind: 'answer', answer: { kind: 'fix', step: 'name' } } }],
    ['reg:5:digits:none', { rev: 5, asks: { kind: 'answer', answer: { kind: 'digits', hmac: null } } }],
    ['reg:5:restart', { rev: 5, asks: { kind: 'restart' } }],
    ['reg:5:page:2', { rev: 5, asks: { kind: 'page', page: 2 } }],
    ['reg:1775012400000:done', { rev: 1775012400000, asks: { kind: 'done' } }],
  ])('understands %s', (data, tap) => expect(readTap(data, undefined)).toEqual(tap))

  it('takes the day from the date picker', () => {
    expect(readTap('reg:5:last_day', '2023-03-31')?.asks).toEqual({
      kind: 'answer',
      answer: { kind: 'last_day', on: '2023-03-31' },
    })
    expect(readTap('reg:5:last_day', undefined)).toBeUndefined()
  })

  it.each([
    '',
    'reg',
    'reg:',
    'reg:x:yes',
    'reg:5',
    'reg:5:nonsense',
    'reg:5:fix:privacy',
    'reg:5:page:-1',
    'reg:5:name:花',
    'reg:5:digits:1234',
    `reg:${'9'.repeat(16)}:yes`,
    'consent:news:off',
  ])('makes nothing of %j', (data) => expect(readTap(data, undefined)).toBeUndefined())
})
