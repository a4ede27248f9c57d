import type { UsualReason } from '../coupons/till/reasons.ts'
import type { MemberLanguage } from '../db/schema.ts'
import { memberCatalogue } from './language.ts'

/** Why there was no code, or why a use was undone: on the till's buttons, and wherever it is read later. */
export const usualReasonTexts: Record<MemberLanguage, Record<UsualReason, string>> = memberCatalogue({
  ja: {
    battery_empty: '電池切れ',
    no_phone: 'スマホなし',
    line_fails: 'LINEが開けない',
    no_connection: '通信できない',
    pressed_by_mistake: '押し間違い',
    guest_declined: 'お客さまが取りやめた',
    other_coupon: '別のクーポンに変える',
    wrong_amount: '金額の打ち間違い',
  },
  'plain-ja': {
    battery_empty: 'スマホの 電池が ありませんでした',
    no_phone: 'スマホが ありませんでした',
    line_fails: 'LINEが 開きませんでした',
    no_connection: 'インターネットに つながりませんでした',
    pressed_by_mistake: 'まちがえて おしました',
    guest_declined: 'お客さまが やめました',
    other_coupon: 'ほかの クーポンに かえました',
    wrong_amount: 'お金の 数字を まちがえました',
  },
  en: {
    battery_empty: 'Battery is empty',
    no_phone: 'No phone here',
    line_fails: 'LINE does not open',
    no_connection: 'No connection',
    pressed_by_mistake: 'Pressed by mistake',
    guest_declined: 'Guest changed their mind',
    other_coupon: 'Another coupon instead',
    wrong_amount: 'Wrong amount',
  },
})

/** A reason as it is stored, for its reader; own words, and what older programs stored, stay as they are. */
export const reasonWords = (language: MemberLanguage, stored: string): string =>
  usual(stored) ? usualReasonTexts[language][stored] : stored

const usual = (stored: string): stored is UsualReason => Object.hasOwn(usualReasonTexts.ja, stored)
