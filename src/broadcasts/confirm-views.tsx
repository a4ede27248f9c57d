import type { Refusal } from '../refusal.ts'
import { listStores, shopName } from '../stores/stores.ts'
import { type Admin, refusalOf, sentence } from './asked.ts'
import { ConfirmPage, type Obstacle } from './confirm-pages.tsx'
import type { Broadcast } from './drafts.ts'
import { previewOf } from './preview.tsx'
import { type QuotaLeft, quotaLeft, type Reach, reachOf } from './reach.ts'

/** A draft with what it would cost, as things stand now. */
export async function showConfirm(c: Admin, broadcast: Broadcast, refused?: Refusal) {
  const { deps, language, operator } = c.var
  const { rule, storeId, purpose } = broadcast
  const reach = await reachOf(deps.store, { rule, storeId, purpose, now: deps.now() })
  const quota = await quotaLeft(deps, reach.people).catch((error) => void refusalOf(error))
  const shop = { shopName: await shopName(deps.store), stores: await listStores(deps.store) }
  return c.html(
    <ConfirmPage
      lang={language}
      operator={operator}
      broadcast={broadcast}
      reach={reach}
      quota={quota}
      obstacle={obstacleOf(broadcast, reach, quota, deps.now())}
      changed={refused?.code === 'broadcast_reach_changed'}
      sentence={await sentence(c, broadcast)}
      shopName={shop.shopName}
      previewed={await previewOf(deps, broadcast, { lang: language, now: deps.now() })}
      nonce={c.get('secureHeadersNonce')}
    />,
    refused ? 422 : 200,
  )
}

function obstacleOf(
  { content }: Broadcast,
  { people }: Reach,
  quota: QuotaLeft | undefined,
  now: number,
): Obstacle | undefined {
  if (people === 0) return 'empty'
  if (content.kind === 'coupon' && content.coupon && content.coupon.endsAt <= now) return 'couponExpired'
  if (!quota) return 'unreachable'
  return quota.after !== null && quota.after < 0 ? 'quotaShort' : undefined
}
