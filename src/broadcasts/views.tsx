import type { Context } from 'hono'
import { noteAccess } from '../interactions/access-log.ts'
import { Refusal } from '../refusal.ts'
import { namesFor } from '../segments/names.ts'
import { ruleSentence } from '../segments/words.ts'
import { listStores, shopName } from '../stores/stores.ts'
import { broadcastTexts } from '../texts/broadcasts.ts'
import type { WebEnv } from '../web/env.ts'
import { DetailPage } from './detail-pages.tsx'
import type { Broadcast } from './drafts.ts'
import { ConfirmPage, type Obstacle } from './pages.tsx'
import { previewOf } from './preview.tsx'
import { progressOf, recipientsOf } from './progress.ts'
import { type QuotaLeft, quotaLeft, type Reach, reachOf } from './reach.ts'

type Admin = Context<WebEnv>

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
      previewed={previewOf(broadcast, shop)}
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

/** A confirmed broadcast with what became of it so far. */
export async function showDetail(c: Admin, broadcast: Broadcast) {
  const { deps, language, operator } = c.var
  const after = c.req.query('after')
  const recipients = await recipientsOf(deps.store, {
    broadcastId: broadcast.id,
    storeId: operator.storeId,
    ...(after ? { after } : {}),
  })
  if (recipients.length > 0) await noteNames(c, recipients.length)
  return c.html(
    <DetailPage
      lang={language}
      operator={operator}
      broadcast={broadcast}
      progress={await progress(c, broadcast)}
      recipients={recipients}
      sentence={await sentence(c, broadcast)}
      notice={notice(c)}
    />,
  )
}

/** Notes that names are about to be shown. */
export const noteNames = ({ var: { deps, operator } }: Admin, count: number) =>
  noteAccess(deps.store, {
    operatorId: operator.id,
    action: 'members_listed',
    detail: { page: 'broadcast', count },
    now: deps.now(),
  })

export const progress = (c: Admin, { id, confirmedCount }: Broadcast) =>
  progressOf(c.var.deps.store, { broadcastId: id, confirmedCount: confirmedCount ?? 0 })

async function sentence(c: Admin, { rule, storeId }: Broadcast) {
  const { deps, language, operator } = c.var
  const names = await namesFor(deps.store, { rules: [rule], storeId: operator.storeId })
  return ruleSentence(rule, names, language, storeId)
}

/** A "no" as a value; anything else thrown is a bug. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  throw error
}

export function notice(c: Admin) {
  const { done } = broadcastTexts[c.var.language]
  const said = c.req.query('done')
  if (said === 'confirmed') return { tone: 'success', text: done.confirmed } as const
  return said === 'discarded' ? ({ tone: 'success', text: done.discarded } as const) : undefined
}
