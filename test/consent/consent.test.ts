import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  CONSENT_VERSION,
  CONSENT_VERSIONS,
  consentHistory,
  currentConsents,
  hasConsent,
  isStopWord,
  PURPOSES,
  recordConsent,
} from '../../src/consent/consent.ts'
import type { BroadcastPurpose, ConsentPurpose } from '../../src/db/schema.ts'
import type { Store } from '../../src/db/store.ts'
import { STEPS } from '../../src/members/steps.ts'
import { agreedTexts } from '../../src/texts/consent.ts'
import { privacyNotices } from '../../src/texts/privacy.ts'
import { addPerson, kindsOf } from '../members/support.ts'
import { addStore, engines, NOON } from '../support.ts'

describe.each(engines)('consent on $engine', ({ engine, open }) => {
  let stores: Awaited<ReturnType<typeof open>>
  let store: Store
  let hana: string
  beforeAll(async () => {
    stores = await open()
  })
  afterAll(() => stores.close())
  beforeEach(async () => {
    store = await stores.openStore()
    await addStore(store)
    hana = await addPerson(store, 'hana', { state: 'verified' })
  })

  const say = (purpose: ConsentPurpose, granted: boolean, at: number, memberId = hana) =>
    store.batch(recordConsent(store.db, { memberId, purpose, granted, channel: 'line', eventId: 'event', at }))
  const granted = async (purpose: BroadcastPurpose) =>
    (
      await store.db
        .selectFrom('members')
        .select('members.id')
        .where((eb) => hasConsent(purpose, eb.ref('members.id')))
        .execute()
    ).map(({ id }) => id)

  it('is a row with the text that was shown, who, when and how; and a line of the timeline', async () => {
    await say('coupons', true, NOON)
    expect(await consentHistory(store, hana)).toMatchObject([
      { purpose: 'coupons', granted: 1, text_version: CONSENT_VERSION, channel: 'line', at: NOON },
    ])
    expect(await kindsOf(store, hana)).toEqual(['consent_granted'])
  })

  it('keeps every answer; the current one is the last said, not the last heard', async () => {
    await say('news', true, NOON)
    await say('news', false, NOON + 20)
    await say('news', true, NOON + 10)
    expect(await consentHistory(store, hana)).toHaveLength(3)
    expect(await currentConsents(store, hana)).toEqual({
      news: { granted: false, version: CONSENT_VERSION, changedAt: NOON + 20 },
    })
  })

  it('can neither be changed nor removed', async () => {
    await say('news', true, NOON)
    await expect(store.db.updateTable('consents').set({ granted: 0 }).execute()).rejects.toThrow(/append-only/)
    await expect(store.db.deleteFrom('consents').execute()).rejects.toThrow(/append-only/)
  })

  it('counts for a purpose only beside the one to the privacy notice', async () => {
    await say('news', true, NOON)
    expect(await granted('news')).toEqual([])
    await say('privacy', true, NOON)
    expect(await granted('news')).toEqual([hana])
    expect(await granted('coupons')).toEqual([])
    await say('privacy', false, NOON + 1)
    expect(await granted('news')).toEqual([])
    await say('privacy', true, NOON + 2)
    await say('news', false, NOON + 2)
    expect(await granted('news')).toEqual([])
  })

  it('of one person says nothing about another', async () => {
    const kenji = await addPerson(store, 'kenji', { state: 'verified' })
    await say('privacy', true, NOON)
    await say('news', true, NOON, kenji)
    expect(await granted('news')).toEqual([])
  })

  it('adds up to the same in whatever order the answers arrive', async () => {
    const answers = fc.array(fc.record({ granted: fc.boolean(), at: fc.integer({ min: 0, max: 3 }) }), {
      minLength: 1,
      maxLength: 6,
    })
    let count = 0
    await fc.assert(
      fc.asyncProperty(answers, async (said) => {
        const memberId = await addPerson(store, `p${++count}`, { state: 'verified' })
        for (const { granted, at } of said) await say('news', granted, NOON + at, memberId)
        const last = Math.max(...said.map(({ at }) => at))
        const expected = said.filter(({ at }) => at === last).every(({ granted }) => granted)
        expect((await currentConsents(store, memberId)).news?.granted).toBe(expected)
      }),
      { numRuns: engine === 'D1' ? 5 : 200 },
    )
  })
})

describe('the texts of consent', () => {
  it('are kept for every version there ever was, in every language, for every purpose', () => {
    for (const version of CONSENT_VERSIONS) {
      for (const texts of Object.values(agreedTexts[version]))
        for (const purpose of ['privacy', ...PURPOSES] as const) expect(texts[purpose].length).toBeGreaterThan(10)
      for (const notice of Object.values(privacyNotices[version]))
        expect(notice.sections('店').length).toBeGreaterThan(4)
    }
  })

  it('are asked one purpose at a time, each once', () => {
    expect(STEPS.filter((step) => PURPOSES.some((purpose) => purpose === step))).toEqual(PURPOSES)
  })
})

describe('asking to be left in peace', () => {
  it.each([
    '停止',
    '配信停止',
    'stop',
    'STOP',
    'Ｓｔｏｐ',
    ' 配信停止 ',
    '停止してください',
    '配信停止希望',
    '解除。',
    'ストップ！',
  ])('is understood as %j', (typed) => expect(isStopWord(typed)).toBe(true))
  it.each(['', 'とまとください', 'バス停', '停止しないで', 'nonstop', '佐藤花'])('is not heard in %j', (typed) =>
    expect(isStopWord(typed)).toBe(false))
})
