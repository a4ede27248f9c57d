import type { Compilable } from 'kysely'
import type { BroadcastContent } from '../broadcasts/content.ts'
import type { Db } from '../db/store.ts'
import { record } from '../interactions/interactions.ts'
import { MEMBERS_COUNT, memberIdOf, OWNER, wants } from './people.ts'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
const FROM = '店長の田中'
const EVERYONE = JSON.stringify({ rule: { match: 'all', conditions: [] }, storeId: null })

const POLL: BroadcastContent = {
  kind: 'poll',
  text: '秋の新メニュー、いちばん気になるのはどれですか。仕入れの参考にします。',
  answers: ['さんまの炊き込みごはん', 'きのこの土瓶蒸し', '里芋の揚げ出し'],
  from: FROM,
}
const BOARD: BroadcastContent = {
  kind: 'news',
  heading: 'まかない部、はじめました',
  text: '渋谷店の2階で、月に一度まかないを囲んでいます。次は来週の月曜、15時からです。ご都合が合えば、手ぶらでどうぞ。',
  from: FROM,
}

/** A poll that some answered, a notice on the board that most have not read, and words to use again. */
export function telling(db: Db, now: number): readonly Compilable[] {
  const readers = Array.from({ length: MEMBERS_COUNT }, (_, index) => index).filter((index) => wants(index, 'news'))
  return [
    ...poll(db, readers, now - 3 * DAY_MS),
    ...board(db, readers, now - 20 * HOUR_MS),
    ...template(
      db,
      { name: '周年のごあいさつ', text: '{名前}さん、お元気ですか。おかげさまで、{店舗}は今年も周年を迎えます。' },
      now,
    ),
    ...template(db, { name: '年末のお礼', text: '今年もお世話になりました。よいお年をお迎えください。' }, now),
  ]
}

function poll(db: Db, readers: readonly number[], at: number): Compilable[] {
  const id = 'demo-broadcast-poll'
  return [
    broadcast(db, { id, title: '秋の新メニュー', content: POLL, channel: 'push', people: readers.length, at }),
    db.insertInto('broadcast_chunks').values({
      broadcast_id: id,
      seq: 0,
      state: 'accepted',
      recipients: readers.length,
      attempt: 1,
      first_attempt_at: at,
      last_status: 200,
      finished_at: at + 1_000,
    }),
    ...readers.flatMap((index, n) => {
      const [memberId, votedAt] = [memberIdOf(index), at + (n + 1) * HOUR_MS]
      const answer = (index * 7) % 5 < 3 ? (index * 7) % 5 : undefined
      return [
        db.insertInto('deliveries').values({ broadcast_id: id, member_id: memberId, chunk_seq: 0 }),
        record(db, { memberId, kind: 'broadcast_accepted', ref: id, detail: { title: '秋の新メニュー' }, at }),
        ...(answer === undefined
          ? []
          : [
              db.insertInto('poll_votes').values({ broadcast_id: id, member_id: memberId, answer, voted_at: votedAt }),
              db.insertInto('broadcast_taps').values({
                broadcast_id: id,
                member_id: memberId,
                target: `poll:${answer}`,
                first_at: votedAt,
                last_at: votedAt,
              }),
              record(db, {
                memberId,
                kind: 'poll_answered',
                ref: id,
                detail: { title: '秋の新メニュー' },
                at: votedAt,
              }),
            ]),
      ]
    }),
  ]
}

function board(db: Db, readers: readonly number[], at: number): Compilable[] {
  const id = 'demo-broadcast-board'
  return [
    broadcast(db, { id, title: 'まかない部', content: BOARD, channel: 'board', people: readers.length, at }),
    ...readers.map((index) =>
      db.insertInto('board_notices').values({
        broadcast_id: id,
        member_id: memberIdOf(index),
        posted_at: at,
        read_at: index % 4 === 1 ? at + 2 * HOUR_MS : null,
      }),
    ),
  ]
}

type Sent = {
  id: string
  title: string
  content: BroadcastContent
  channel: 'push' | 'board'
  people: number
  at: number
}

const broadcast = (db: Db, { id, title, content, channel, people, at }: Sent) =>
  db.insertInto('broadcasts').values({
    id,
    title,
    purpose: 'news',
    kind: content.kind,
    state: 'done',
    method: 'multicast',
    channel,
    content: JSON.stringify(content),
    audience: EVERYONE,
    confirmed_count: people,
    confirmed_by: OWNER.operatorId,
    confirmed_at: at,
    send_at: at,
    planned_at: at,
    created_by: OWNER.operatorId,
    created_at: at - HOUR_MS,
    updated_at: at,
    finished_at: at + 4_000,
  })

const template = (db: Db, { name, text }: { name: string; text: string }, at: number) => [
  db.insertInto('message_templates').values({
    id: `demo-template-${name}`,
    name,
    purpose: 'news',
    content: JSON.stringify({ kind: 'text', text, from: FROM }),
    created_by: OWNER.operatorId,
    created_at: at,
    updated_at: at,
  }),
]
