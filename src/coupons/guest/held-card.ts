import type { Config } from '../../config.ts'
import type { FlexMessage } from '../../line/messages.ts'
import { couponGuestTexts } from '../../texts/coupon-guest.ts'
import { couponTexts } from '../../texts/coupons.ts'
import { couponCard } from '../card.ts'
import type { CouponOffer } from '../coupons.ts'
import type { Grant } from '../grants.ts'
import { couponLink } from '../links.ts'
import { usesThatCount } from '../till/windows.ts'
import { firstMoment } from '../words.ts'
import { guestState } from './state.ts'

type Shown = { config: Config; shopName: string; state?: string | undefined; now: number }

/** A coupon as its holder is shown it in the chat, with how it stands where that is not plain. */
export const heldCard = async (grant: Grant, { config, shopName, state, now }: Shown): Promise<FlexMessage> => {
  const said = state ?? stateLine(grant, now)
  return couponCard({
    coupon: ownOffer(grant),
    shopName,
    storeNames: grant.storeNames,
    url: await couponLink(config, grant.id),
    now,
    language: grant.memberLanguage,
    ...(said === undefined ? {} : { state: said }),
  })
}

/** A grant has an end of its own: what it was counted from is past. */
export const ownOffer = ({ offer }: Grant): CouponOffer => ({ ...offer, validDays: null })

/** How many more times it can be used; undefined where once is all there is, or there is no end of it. */
export const usesLeftOf = ({ offer, uses }: Grant, now: number) =>
  offer.per !== null || offer.usesMax === 1 ? undefined : offer.usesMax - usesThatCount(offer, uses, now).length

/** How a coupon stands that cannot simply be used; undefined: it can. */
export function stateLine(grant: Grant, now: number): string | undefined {
  const language = grant.memberLanguage
  const t = couponGuestTexts[language].state
  const state = guestState(grant, now)
  const left = usesLeftOf(grant, now)
  if (state.kind === 'usable') return left === undefined ? undefined : t.usesLeft(left)
  if (state.kind === 'used_for_now') return t.usedForNow(firstMoment(state.at, now, language))
  if (state.kind === 'not_yet') return t.notYet(firstMoment(state.at, now, language))
  if (state.kind === 'not_now')
    return state.at === undefined ? t.notAgain : t.notNow(firstMoment(state.at, now, language))
  if (state.kind === 'sold_out') return t.soldOut
  return couponTexts[language].page.stopped
}
