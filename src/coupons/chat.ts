import type { Chat, Effect } from '../line/chat.ts'
import { type LineMessage, text } from '../line/messages.ts'
import { shopName } from '../stores/stores.ts'
import { couponTexts } from '../texts/coupons.ts'
import { formatDateTime } from '../texts/format.ts'
import { htmlLang } from '../texts/language.ts'
import { couponCard } from './card.ts'
import { type Grant, grantState, listGrants } from './grants.ts'
import { couponLink } from './links.ts'

/** A reply has five messages; the last is for what was used and what is left out. */
const CARDS_MAX = 4
const USED_TOLD_MAX = 5
const DAY_MS = 86_400_000
/** So long after its end a used coupon is still told of. */
const ENDED_SHOWN_MS = 30 * DAY_MS
const ASKED = /^(マイ)?クーポン$|^(my )?coupons?$/i

/** マイクーポン: what can be used, soonest to expire first, and where and when the others were. A free reply. */
export async function couponChat({ store, config, event, memberId, now }: Chat): Promise<Effect | undefined> {
  if (!isAsked(event)) return undefined

  const grants = await listGrants(store, { memberId, endedSince: now - ENDED_SHOWN_MS, now })
  const live = grants.filter((grant) => ['usable', 'not_yet'].includes(grantState(grant, now)))
  const cards = await Promise.all(live.slice(0, CARDS_MAX).map((grant) => cardOf(grant)))
  const others = otherWords(grants, live.length)
  return { reply: [...cards, ...(others === '' ? [] : [text(others)])] }

  async function cardOf(grant: Grant): Promise<LineMessage> {
    return couponCard({
      coupon: grant.offer,
      shopName: await shopName(store),
      storeNames: grant.storeNames,
      url: await couponLink(config, grant.id),
      now,
      language: grant.memberLanguage,
    })
  }
}

const isAsked = ({ type, postback, message }: Chat['event']) =>
  type === 'postback'
    ? postback?.data === 'coupons' || postback?.data.startsWith('coupons:') === true
    : type === 'message' && ASKED.test(message?.text?.normalize('NFKC').trim() ?? '')

/** What stands under the cards, or instead of them. */
function otherWords(grants: readonly Grant[], liveCount: number) {
  const language = grants[0]?.memberLanguage ?? 'ja'
  const t = couponTexts[language].list
  const used = grants.flatMap(({ offer, uses }) => uses.map((use) => ({ ...use, title: offer.title })))
  const lines = used
    .sort((a, b) => b.at - a.at)
    .slice(0, USED_TOLD_MAX)
    .map(({ at, title, storeName }) => t.used(title, formatDateTime(at, htmlLang(language)), storeName))
  return [
    ...(liveCount === 0 ? [t.empty] : []),
    ...(liveCount > CARDS_MAX ? [t.more(liveCount - CARDS_MAX)] : []),
    ...lines,
  ].join('\n\n')
}
