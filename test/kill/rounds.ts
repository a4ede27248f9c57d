import { confirmBroadcast } from '../../src/broadcasts/confirming.ts'
import { createDraft, type Draft } from '../../src/broadcasts/drafts.ts'
import { releaseBroadcast, resumeBroadcast } from '../../src/broadcasts/running.ts'
import type { BroadcastState } from '../../src/db/schema.ts'
import type { Store } from '../../src/db/store.ts'
import { SendingSettings, saveSendingSettings } from '../../src/sending/sending-settings.ts'
import { addMembers, addOwner, CONFIG, COUPON, OWNER, openFakeLine, TEXT } from '../broadcasts/support.ts'

const DAY_MS = 86_400_000
const ANY_TIME = { quietFrom: 0, quietTo: 0, capDay: 1_000, capMonth: 10_000 }
const NAMED: Draft = {
  ...TEXT,
  title: 'お名前で',
  content: { kind: 'text', text: '{名前}さん、お元気ですか。', from: '店長の田中' },
}
/** Equal letters in multicasts of 500; a coupon and a name, one push each. */
const ROUNDS: readonly Draft[] = [COUPON, TEXT, NAMED]

/** A shop whose people may be written to at any hour, round after round. */
export async function openShop(store: Store, people: number) {
  await addOwner(store)
  await saveSendingSettings(store, { ...SendingSettings.parse({}), ...ANY_TIME })
  for (let from = 0; from < people; from += 5_000) await addMembers(store, Math.min(5_000, people - from), { from })
}

/** Confirms so many broadcasts to everybody. */
export async function releaseAll(
  store: Store,
  { broadcasts, people, now }: { broadcasts: number; people: number; now: () => number },
) {
  const ids: string[] = []
  for (let i = 0; i < broadcasts; i++) ids.push(await release(store, ROUNDS[i % ROUNDS.length] ?? TEXT, people, now()))
  return ids
}

async function release(store: Store, draft: Draft, people: number, now: number) {
  const content =
    draft.content.kind === 'coupon' && draft.content.coupon
      ? { ...draft.content, coupon: { ...draft.content.coupon, endsAt: now + 365 * DAY_MS } }
      : draft.content
  const broadcastId = await createDraft(store, { draft: { ...draft, content }, createdBy: OWNER, now })
  await confirmBroadcast(
    { store, line: openFakeLine().line, config: CONFIG },
    { broadcastId, people, draftedAt: now, confirmedBy: OWNER, typedPeople: people, now },
  )
  return broadcastId
}

/**
 * The owner, who taps 再開 whenever the month or the token stopped a broadcast, and 送る when none of the senders lived long
 * enough to start it in time. Tells whether all are over.
 */
export function openOwner(store: Store, now: () => number) {
  let taps = 0
  const isOver = async (ids: readonly string[]) => {
    const states = await store.db.selectFrom('broadcasts').select(['id', 'state']).where('id', 'in', ids).execute()
    for (const { id: broadcastId, state } of states) {
      const tap = TAPS[state]
      if (tap) await tap(store, { broadcastId, now: now() }).catch(() => {})
      taps += tap ? 1 : 0
    }
    return states.every(({ state }) => ['done', 'needs_decision', 'paused_error'].includes(state))
  }
  return { isOver, taps: () => taps }
}

const TAPS: Partial<Record<BroadcastState, typeof resumeBroadcast>> = {
  missed: releaseBroadcast,
  paused_quota: resumeBroadcast,
  paused_auth: resumeBroadcast,
}
