import type { Draft } from '../../src/broadcasts/drafts.ts'
import type { ChunkState } from '../../src/db/schema.ts'
import type { Store } from '../../src/db/store.ts'
import type { ChatHandler, LineEvent } from '../../src/line/chat.ts'
import { pollChat } from '../../src/polls/chat.ts'
import { TEXT } from '../broadcasts/support.ts'
import { newDeps } from '../deps.ts'
import { NOON } from '../support.ts'

export const POLL: Draft = {
  ...TEXT,
  title: '次の新メニュー',
  content: { kind: 'poll', text: 'どれが食べたいですか。', answers: ['カレー', 'うどん', '丼'], from: '店長の田中' },
}
export const CHECK_IN: Draft = {
  ...TEXT,
  title: '最近どうですか',
  content: { kind: 'check_in', text: '最近どうですか。', from: '店長の田中' },
}

/** Sent to these people in one request, of which this became. */
export async function sentTo(
  store: Store,
  broadcastId: string,
  memberIds: readonly string[],
  state: ChunkState = 'accepted',
) {
  await store.db
    .insertInto('broadcast_chunks')
    .values({ broadcast_id: broadcastId, seq: 0, state, recipients: memberIds.length })
    .execute()
  for (const member_id of memberIds)
    await store.db.insertInto('deliveries').values({ broadcast_id: broadcastId, member_id, chunk_seq: 0 }).execute()
}

/** A tap on a button of a message, with all that comes of it. */
export async function tapped(
  store: Store,
  memberId: string,
  data: string,
  { at = NOON, handler = pollChat }: { at?: number; handler?: ChatHandler } = {},
) {
  const { line, config } = newDeps(store)
  const event: LineEvent = {
    webhookEventId: `${memberId}${at}`,
    type: 'postback',
    timestamp: at,
    replyToken: 'token',
    postback: { data },
  }
  const effect = await handler({ store, line, config, event, memberId, now: at })
  if (effect?.statements) await store.batch(effect.statements)
  return effect && JSON.stringify(effect.reply ?? [])
}
