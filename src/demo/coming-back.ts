import type { Compilable } from 'kysely'
import type { Db } from '../db/store.ts'
import { record } from '../interactions/interactions.ts'
import { tokyoDay } from '../texts/format.ts'
import { memberIdOf, OWNER } from './people.ts'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000

/** What is new at a store for who works there again, the rules for it, and one who would like to. */
export const comingBack = (db: Db, now: number): readonly Compilable[] => [...news(db, now), ...wish(db, now)]

const news = (db: Db, now: number): Compilable[] =>
  (
    [
      ['register', 'レジがタッチパネルになりました。最初に5分ほどご説明します。', 200],
      ['menu', '冬の献立に変わりました。炉端焼きは8種類です。', 20],
      ['locker', 'ロッカーは事務所の奥に移りました。暗証番号は当日お伝えします。', 120],
    ] as const
  ).map(([topic, words, daysAgo]) =>
    db.insertInto('welcome_items').values({
      id: `demo-welcome-${topic}`,
      store_id: 'shibuya',
      topic,
      words,
      changed_on: tokyoDay(now - daysAgo * DAY_MS),
      updated_by: OWNER.operatorId,
      updated_at: now - 10 * DAY_MS,
    }),
  )

function wish(db: Db, now: number): Compilable[] {
  const [at, index] = [now - 26 * HOUR_MS, 1]
  const asked = { id: 'demo-wish', member_id: memberIdOf(index), store_id: 'shibuya' }
  return [
    db.insertInto('rehire_rules').values({
      version: 1,
      wage: '辞めたときの時給から始めます。経験に応じて、3か月後に見直します。',
      position: '前と同じ役割から始めます。ほかの役割もご相談ください。',
      tenure: '前の勤続年数を通算します（有給休暇の日数は法律のとおりです）。',
      published_by: OWNER.operatorId,
      published_at: now - 9 * DAY_MS,
    }),
    db.insertInto('return_wishes').values({
      ...asked,
      kind: 'part_time',
      since_words: '来年の4月ごろから',
      note: '週2日、夜に入れます。',
      rule_version: 1,
      created_at: at,
      stage_at: at,
      updated_at: at,
    }),
    db.insertInto('return_steps').values({ id: 'demo-wish-step', wish_id: asked.id, stage: 'wished', at }),
    record(db, { memberId: asked.member_id, kind: 'return_wished', ref: asked.id, at }),
  ]
}
