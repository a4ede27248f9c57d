import { describe, expect, it } from 'vitest'
import { wordRefusal } from '../../src/coupons/till/till-refusals.tsx'
import { Refusal, type RefusalCode, type RefusalFacts } from '../../src/refusal.ts'
import { NOON } from '../support.ts'

/** Every no that a till may meet: its tone, what stands below it, and a word of it in both languages. */
const NOS: readonly [RefusalCode, RefusalFacts, string, string, string, string][] = [
  [
    'coupon_already_redeemed',
    { at: NOON, store: '渋谷店' },
    'stop',
    'next',
    '12:00に渋谷店で使用済みです',
    'Already used',
  ],
  ['coupon_expired', { at: NOON }, 'stop', 'next', '期限切れです', 'It has ended'],
  ['coupon_not_yet', { at: NOON }, 'stop', 'next', 'まだ使えません', 'Not yet'],
  ['coupon_not_now', {}, 'stop', 'next', '曜日・時間ではありません', 'not for this day'],
  ['coupon_sold_out', { total: 100 }, 'stop', 'next', '予定の枚数に達しました', 'All of them are used'],
  ['coupon_stopped', {}, 'stop', 'next', 'このクーポンは終了しました', 'has ended'],
  ['coupon_not_here', { stores: '上野店' }, 'stop', 'next', '使える店舗：上野店', 'Good at: 上野店'],
  ['coupon_code_unknown', {}, 'wait', 'code', 'もう一度お試しください', 'try again'],
  ['redemption_differs', { at: NOON }, 'stop', 'next', 'すでに確定済みです', 'Already used'],
  ['redemption_key_reused', {}, 'wait', 'code', 'この画面は古くなっています', 'out of date'],
  ['preview_expired', {}, 'wait', 'code', '確認から時間がたちました', 'Too much time'],
  ['till_locked', { until: NOON }, 'stop', 'next', '12:00まで受け付けません', 'until 12:00'],
  ['till_not_enrolled', {}, 'stop', 'nothing', 'この端末は未登録です', 'Not a till yet'],
  ['staff_needed', {}, 'wait', 'staff', '担当者を選んでください', 'Who is at the till?'],
  ['redemption_not_undoable', {}, 'stop', 'next', '10分以内', '10 minutes'],
  ['undos_too_many', { max: 20 }, 'stop', 'next', '取り消しが続いています', 'Many uses were undone'],
]

describe('a no at the till', () => {
  it.each(NOS)('%s says what happened and what to do', (code, facts, tone, offers, ja, en) => {
    const said = (['ja', 'en'] as const).map((lang) => wordRefusal(new Refusal(code, facts), { lang, now: NOON }))
    for (const no of said) {
      expect(no).toMatchObject({ tone, offers })
      expect(no?.next).toMatch(/。$|\.$/)
    }
    const [inJapanese, inEnglish] = said.map((no) => [no?.word, ...(no?.detail ?? [])].join(' '))
    expect(inJapanese).toContain(ja)
    expect(inEnglish).toContain(en)
  })

  it('does not say of an old page that nothing was used: its own use may have been', () => {
    for (const lang of ['ja', 'en'] as const) {
      const no = wordRefusal(new Refusal('redemption_key_reused'), { lang, now: NOON })
      expect(no?.detail.join()).not.toMatch(/使用されていません|Nothing has been used/)
    }
  })

  it('is not made of what the till has no words for: that is a page of its own', () => {
    expect(wordRefusal(new Refusal('line_unreachable'), { lang: 'ja', now: NOON })).toBeUndefined()
  })
})
