import type { BroadcastContent } from '../../src/broadcasts/content.ts'
import type { Store } from '../../src/db/store.ts'
import { NOON } from '../support.ts'

export const NEWS: BroadcastContent = {
  kind: 'news',
  heading: '春の新メニュー',
  text: '試食会のご案内です。',
  link: { label: '予約する', url: 'https://reserve.example/table?shop=1&x=あ#top' },
  from: '店長の田中',
}

/** A broadcast that was sent to these people. */
export async function addSent(
  { db }: Store,
  { id = 'news', content = NEWS, to = [] }: { id?: string; content?: unknown; to?: readonly string[] } = {},
) {
  await db
    .insertInto('broadcasts')
    .values({
      id,
      title: '春のお知らせ',
      purpose: 'news',
      kind: 'news',
      state: 'done',
      method: 'push',
      content: JSON.stringify(content),
      audience: '{"match":"all","conditions":[]}',
      created_at: NOON,
      updated_at: NOON,
    })
    .execute()
  for (const [seq, member] of to.entries())
    await db.insertInto('deliveries').values({ broadcast_id: id, member_id: member, chunk_seq: seq }).execute()
  return id
}

export const tapsOf = ({ db }: Store) =>
  db
    .selectFrom('broadcast_taps')
    .select(['broadcast_id', 'member_id', 'target', 'taps', 'first_at', 'last_at'])
    .execute()
