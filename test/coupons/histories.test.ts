import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyHistory, runHistory } from '../tills/history.ts'
import { linearized, openModel, take } from '../tills/model.ts'

describe('using, undoing, withdrawing, stopping and erasing at the same moment', () => {
  it('go as one after the other would, in an order that fits every answer', async () => {
    await fc.assert(
      fc.asyncProperty(anyHistory, async (history) => {
        expect((await runHistory(history)).differs).toBeUndefined()
      }),
      { numRuns: 40 },
    )
  }, 60_000)

  it('are judged by a model that knows when no order fits', () => {
    const when = { now: 0, terms: { uses: 1, perDay: false, total: null, endsAt: 1_000 } }
    const use = (key: string, answer: number | 'no') => ({
      act: { act: 'redeem' as const, name: 'hana' as const, key, store: 'shibuya', shownAt: 0 },
      answer,
    })
    expect(linearized([openModel()], [use('a', 1), use('b', 'no')], when)).toHaveLength(1)
    expect(linearized([openModel()], [use('a', 1), use('b', 1)], when)).toEqual([])
    expect(linearized([openModel()], [use('a', 'no'), use('b', 'no')], when)).toEqual([])
    const [, used] = take(openModel(), use('a', 1).act, when)
    const undone = { act: { act: 'undo' as const, key: 'a', store: 'shibuya' }, answer: 'undone' as const }
    expect(linearized([used], [use('b', 1), undone], when)).toHaveLength(1)
    expect(linearized([used], [use('b', 'no'), undone], when)).toHaveLength(1)
  })
})
