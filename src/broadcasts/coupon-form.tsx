import { z } from 'zod'
import type { NewCoupon } from '../coupons/coupons.ts'
import { readTerms } from '../coupons/terms/typed-terms.ts'
import { reviewIn, unticked } from '../coupons/terms/warnings.ts'
import { couponTermsTexts } from '../texts/coupon-terms.ts'
import type { Language } from '../texts/language.ts'

/** Of a coupon that there is already, or the terms of a new one, whose title is the subject. */
export type TypedCoupon = { couponId: string } | { coupon: Omit<NewCoupon, 'title'> }

const Typed = z.record(z.string(), z.union([z.string(), z.array(z.string())]).optional())

/** The fields of the coupon in a broadcast. */
export const CouponForm = (lang: Language, now: number) =>
  Typed.transform((typed, context): TypedCoupon => {
    const t = couponTermsTexts[lang].errors
    const wrong = (field: string, message: string) => context.addIssue({ code: 'custom', path: [field], message })
    const couponId = [typed.couponId ?? ''].flat()[0] ?? ''
    if (couponId) {
      for (const { field } of unticked(typed, reviewIn(typed))) wrong(field, t.unticked)
      return { couponId: couponId.slice(0, 64) }
    }
    const read = readTerms(typed, now)
    if (read.ok) return { coupon: read.terms }
    for (const [field, fault] of Object.entries(read.faults)) wrong(field, t[fault])
    return z.NEVER
  })
