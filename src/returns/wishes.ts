import { type Compilable, type RawBuilder, type SqlBool, sql } from 'kysely'
import type { ReturnKind, ReturnStage } from '../db/schema-shifts.ts'
import { type Db, isAborted, mustHaveChangedOne, type Store } from '../db/store.ts'
import { record } from '../interactions/interactions.ts'
import { Refusal, type RefusalCode } from '../refusal.ts'
import { rulesAreStill } from './rules.ts'

export const SINCE_MAX = 60
export const NOTE_MAX = 300

export const RETURN_KINDS: readonly ReturnKind[] = ['full_time', 'part_time', 'seasonal', 'adviser', 'project']
/** The pipeline, in its order. */
export const STAGES: readonly ReturnStage[] = ['wished', 'talking', 'meeting', 'offered', 'returned']

export const isOver = (stage: ReturnStage) => stage === 'returned' || stage === 'closed'

export type WishWords = { kind: ReturnKind; sinceWords: string; storeId: string | null; note: string | null }

/** A wish to come back as whose it is sees it. */
export type Wish = WishWords & {
  id: string
  storeName: string | null
  ruleVersion: number | null
  stage: ReturnStage
  closeWords: string | null
  createdAt: number
  stageAt: number
  updatedAt: number
  /** Ended by the person, not by the shop. */
  isTakenBack: boolean
  /** What the shop said with the last step. */
  stepWords: string | null
}

/** The newest wish of a person; undefined: they have none, and never had. */
export const wishOf = async ({ db }: Store, memberId: string): Promise<Wish | undefined> => {
  const row = await db
    .selectFrom('return_wishes')
    .leftJoin('stores', 'stores.id', 'return_wishes.store_id')
    .select(['return_wishes.id', 'kind', 'since_words as sinceWords', 'store_id as storeId', 'note', 'stage'])
    .select(['stores.name as storeName', 'rule_version as ruleVersion', 'close_words as closeWords'])
    .select(['return_wishes.created_at as createdAt', 'stage_at as stageAt', 'updated_at as updatedAt'])
    .select([takenBack.as('takenBack'), lastStep('words').as('stepWords')])
    .where('member_id', '=', memberId)
    .orderBy('return_wishes.created_at', 'desc')
    .orderBy('return_wishes.id')
    .limit(1)
    .executeTakeFirst()
  if (!row) return undefined
  const { takenBack: isTakenBack, ...wish } = row
  return { ...wish, isTakenBack: isTakenBack === 1 }
}

type Said = {
  memberId: string
  /** When they said so: what is older than what happened since changes nothing. */
  at: number
}
export type Wishing = Said & {
  wish: WishWords
  /** The version of the rules that they had before them; null: there was none. */
  rulesSeen: number | null
}

/**
 * Keeps that somebody would like to work here again: one open wish a person, under the rules that they read. Refusals:
 * rehire_rules_changed, return_open_already, return_not_in_stage (said before what happened since), not_found.
 */
export const wishReturn = (store: Store, wishing: Wishing) =>
  guarded(store, wishStatements(store.db, wishing), () => whyNoWish(store, wishing))

/** Why a wish cannot be kept now; undefined: it can. */
export async function whyNoWish(
  store: Store,
  { memberId, wish, rulesSeen, at }: Wishing,
): Promise<RefusalCode | undefined> {
  const [before, facts] = await Promise.all([wishOf(store, memberId), factsFor(store, { memberId, wish, rulesSeen })])
  if (!facts.known) return 'not_found'
  if (before && !isOver(before.stage)) return 'return_open_already'
  if (before && before.updatedAt > at) return 'return_not_in_stage'
  return facts.same ? undefined : 'rehire_rules_changed'
}

/** The same as statements; `mustHaveChangedOne` among them. */
export function wishStatements(db: Db, { memberId, wish, rulesSeen, at }: Wishing): readonly Compilable[] {
  const id = crypto.randomUUID()
  const { kind, sinceWords, storeId, note } = wish
  return [
    statement(
      db,
      sql`insert into return_wishes
          (id, member_id, kind, since_words, note, store_id, rule_version, created_at, stage_at, updated_at)
        select ${id}, ${memberId}, ${kind}, ${sinceWords}, ${note}, ${storeId}, ${rulesSeen}, ${at}, ${at}, ${at}
        where ${isKnown(memberId, storeId)} and ${rulesAreStill(rulesSeen)}
          and not exists (select 1 from return_wishes
            where member_id = ${memberId} and (${isOpen} or updated_at > ${at}))`,
    ),
    mustHaveChangedOne(db),
    stepStatement(db, { wishId: id, stage: 'wished', at }),
    record(db, { memberId, kind: 'return_wished', ref: id, at }),
  ]
}

/**
 * Other words for the open wish; where it stands does not change. Refusals: rehire_rules_changed, return_not_in_stage,
 * not_found.
 */
export const changeWish = (store: Store, { memberId, wish, rulesSeen, at }: Wishing) =>
  guarded(
    store,
    [
      statement(
        store.db,
        sql`update return_wishes set kind = ${wish.kind}, since_words = ${wish.sinceWords}, note = ${wish.note},
            store_id = ${wish.storeId}, rule_version = ${rulesSeen}, updated_at = ${at}
          where member_id = ${memberId} and ${isOpen} and updated_at <= ${at}
            and ${isKnown(memberId, wish.storeId)} and ${rulesAreStill(rulesSeen)}`,
      ),
      mustHaveChangedOne(store.db),
    ],
    async () => {
      const { known, same } = await factsFor(store, { memberId, wish, rulesSeen })
      if (!known) return 'not_found'
      return same ? 'return_not_in_stage' : 'rehire_rules_changed'
    },
  )

/** Ends the open wish, by who had it; they may have another one at any time. Refusal: return_not_in_stage. */
export async function takeBackWish(store: Store, { memberId, at }: Said) {
  const wish = await wishOf(store, memberId)
  if (!wish || isOver(wish.stage)) throw new Refusal('return_not_in_stage')
  await guarded(store, takeBackStatements(store.db, { memberId, wishId: wish.id, at }), async () => undefined)
}

export const takeBackStatements = (
  db: Db,
  { memberId, wishId, at }: Said & { wishId: string },
): readonly Compilable[] => [
  statement(
    db,
    sql`update return_wishes set stage = 'closed', close_words = null, stage_at = ${at}, updated_at = ${at}
      where id = ${wishId} and member_id = ${memberId} and ${isOpen} and updated_at <= ${at}`,
  ),
  mustHaveChangedOne(db),
  stepStatement(db, { wishId, stage: 'closed', at }),
  record(db, { memberId, kind: 'return_moved', ref: wishId, detail: { stage: 'closed' }, at }),
]

type Step = { wishId: string; stage: ReturnStage; words?: string | null; operatorId?: string; at: number }

/** One step of a wish: who and when. Without an operator it was the person. */
export const stepStatement = (db: Db, { wishId, stage, words = null, operatorId, at }: Step): Compilable =>
  db
    .insertInto('return_steps')
    .values({ id: crypto.randomUUID(), wish_id: wishId, stage, words, operator_id: operatorId ?? null, at })

/** Of `return_wishes`: nobody has ended it. */
export const isOpen = sql<SqlBool>`return_wishes.stage not in ('returned', 'closed')`

/** Of `return_wishes`: it was ended by the person. */
export const takenBack = sql<0 | 1>`iif(return_wishes.stage = 'closed' and ${lastStep('operator_id')} is null, 1, 0)`

function lastStep(column: 'words' | 'operator_id') {
  return sql<string | null>`(select ${sql.ref(column)} from return_steps
    where return_steps.wish_id = return_wishes.id order by at desc, rowid desc limit 1)`
}

const isKnown = (memberId: string, storeId: string | null) =>
  sql<SqlBool>`(exists (select 1 from members where id = ${memberId} and state = 'verified')
    and (${storeId} is null or exists (select 1 from stores where id = ${storeId})))`

async function factsFor(
  { db }: Store,
  { memberId, wish, rulesSeen }: Pick<Wishing, 'memberId' | 'wish' | 'rulesSeen'>,
) {
  const { rows } = await sql<{ known: 0 | 1; same: 0 | 1 }>`select ${isKnown(memberId, wish.storeId)} as known,
    ${rulesAreStill(rulesSeen)} as same`.execute(db)
  return { known: rows[0]?.known === 1, same: rows[0]?.same === 1 }
}

async function guarded(store: Store, statements: readonly Compilable[], why: () => Promise<RefusalCode | undefined>) {
  try {
    await store.batch(statements)
  } catch (error) {
    if (!isAborted(error)) throw error
    throw new Refusal((await why()) ?? 'return_not_in_stage')
  }
}

const statement = (db: Db, words: RawBuilder<unknown>): Compilable => ({ compile: () => words.compile(db) })
