import { z } from 'zod'
import type { NewCoupon } from '../coupons/coupons.ts'
import { composeTexts } from '../texts/compose.ts'
import { fromTokyo } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'

export const DAY_MS = 86_400_000
export const YEN_MAX = 1_000_000
export const NOTE_MAX = 100

const whole = (wrong: string, min: number, max: number) =>
  z.coerce.number(wrong).int(wrong).min(min, wrong).max(max, wrong)

const dayStart = (wrong: string) =>
  z.string(wrong).transform((typed, context) => {
    const at = fromTokyo(typed)
    if (at !== undefined) return at
    context.addIssue({ code: 'custom', message: wrong })
    return z.NEVER
  })

/** The fields of the coupon in a broadcast; its title is the subject. */
export const CouponForm = (lang: Language, now: number) => {
  const t = composeTexts[lang].errors
  return z
    .object({
      offer: z.enum(['percent', 'yen']).default('percent'),
      value: whole(t.value, 1, YEN_MAX),
      minimumSpendYen: whole(t.yen, 0, YEN_MAX).default(0),
      combinable: z.string().optional(),
      note: z.string().trim().max(NOTE_MAX, t.note).default(''),
      stores: z.preprocess((value) => [value ?? []].flat(), z.array(z.string()).min(1, t.stores)),
      startsOn: dayStart(t.day),
      endsOn: dayStart(t.day),
    })
    .refine(({ offer, value }) => offer === 'yen' || value <= 100, { path: ['value'], message: t.percent })
    .refine(({ startsOn, endsOn }) => startsOn <= endsOn, { path: ['endsOn'], message: t.endsOn })
    .refine(({ endsOn }) => endsOn + DAY_MS > now, { path: ['endsOn'], message: t.past })
    .transform((form): { coupon: Omit<NewCoupon, 'title'> } => ({
      coupon: {
        kind: form.offer,
        value: form.value,
        conditions: {
          minimumSpendYen: form.minimumSpendYen,
          combinable: form.combinable !== undefined,
          ...(form.note && { note: form.note }),
        },
        usesMax: 1,
        storeIds: form.stores,
        startsAt: form.startsOn,
        endsAt: form.endsOn + DAY_MS,
      },
    }))
}
