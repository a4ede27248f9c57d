import { type Compilable, type Expression, type SqlBool, sql } from 'kysely'
import type { BroadcastPurpose, ConsentPurpose } from '../db/schema.ts'
import type { Db, Store } from '../db/store.ts'
import { record } from '../interactions/interactions.ts'

/** What the shop may write about, in the order it is asked; each has its own consent and its own stop button. */
export const PURPOSES: readonly BroadcastPurpose[] = ['news', 'coupons', 'events', 'shifts']

/** Every version of the consent texts there was; src/texts/consent.ts keeps the words of each. A new text is a new version. */
export const CONSENT_VERSIONS = ['1', '2', '3', '4', '5'] as const
export type ConsentVersion = (typeof CONSENT_VERSIONS)[number]
/** The version that is shown and agreed to today. */
export const CONSENT_VERSION: ConsentVersion = '5'

/** Typed anywhere, one of these offers the choice of what to stop. */
const STOP_WORDS = ['停止', '配信停止', '配信を停止', '解除', '配信解除', 'ストップ', 'stop', 'unsubscribe']

/** Typed anywhere, one of these explains what leaving means. */
const LEAVE_WORDS = [
  '退会',
  '退会する',
  'データを消',
  'データを消して',
  '情報を消',
  '情報を消して',
  'leave',
  'deletemydata',
]

type Answer = {
  memberId: string
  purpose: ConsentPurpose
  granted: boolean
  channel: 'line' | 'web' | 'admin'
  /** The webhook event that it was said with. */
  eventId?: string
  /** When the person said it, which may be before it reached us: the latest answer counts, and a withdrawal when equal. */
  at: number
}

export type CurrentConsent = { granted: boolean; version: string; changedAt: number }

/** The statements that keep an answer for good, and tell the timeline. What holds now follows in the database. */
export const recordConsent = (
  db: Db,
  { memberId, purpose, granted, channel, eventId, at }: Answer,
): readonly Compilable[] => [
  db.insertInto('consents').values({
    id: crypto.randomUUID(),
    member_id: memberId,
    purpose,
    granted: granted ? 1 : 0,
    text_version: CONSENT_VERSION,
    channel,
    source_event_id: eventId ?? null,
    at,
  }),
  record(db, {
    memberId,
    kind: granted ? 'consent_granted' : 'consent_withdrawn',
    ref: purpose,
    detail: { version: CONSENT_VERSION, channel },
    at,
  }),
]

/** What the person's answers add up to; a purpose that was never answered is missing. */
export async function currentConsents(
  { db }: Store,
  memberId: string,
): Promise<Partial<Record<ConsentPurpose, CurrentConsent>>> {
  const rows = await db.selectFrom('current_consents').selectAll().where('member_id', '=', memberId).execute()
  return Object.fromEntries(
    rows.map(({ purpose, granted, text_version: version, changed_at: changedAt }) => [
      purpose,
      { granted: granted === 1, version, changedAt },
    ]),
  )
}

/** Every answer that a person ever gave, newest first. */
export const consentHistory = ({ db }: Store, memberId: string) =>
  db
    .selectFrom('consents')
    .select(['id', 'purpose', 'granted', 'text_version', 'channel', 'at'])
    .where('member_id', '=', memberId)
    .orderBy('at', 'desc')
    .orderBy('id')
    .execute()

/**
 * Since when a "no" said at `saidAt` must count that only now arrives: if the person agreed to a new text meanwhile, their
 * purposes were carried over with a "yes" they had already taken back. At the same instant the "no" wins.
 */
export async function noCountsFrom(
  { db }: Store,
  { memberId, purpose, saidAt }: { memberId: string; purpose: BroadcastPurpose; saidAt: number },
): Promise<number> {
  const carriedOver = await db
    .selectFrom('consents as carried')
    .innerJoin('consents as agreed', (join) =>
      join
        .onRef('agreed.member_id', '=', 'carried.member_id')
        .onRef('agreed.at', '=', 'carried.at')
        .onRef('agreed.channel', '=', 'carried.channel')
        .on('agreed.purpose', '=', 'privacy')
        .on('agreed.granted', '=', 1),
    )
    .select(({ fn }) => fn.max('carried.at').as('at'))
    .where('carried.member_id', '=', memberId)
    .where('carried.purpose', '=', purpose)
    .where('carried.granted', '=', 1)
    .where('carried.at', '>', saidAt)
    .executeTakeFirst()
  return carriedOver?.at ?? saidAt
}

/**
 * For a `where` over members: whether the person agreed to the purpose, and to the privacy notice, in whatever version, and
 * neither was withdrawn: what was agreed to holds until something else is. `memberId` is the column: `where(hasConsent('news', eb.ref('members.id')))`.
 */
export const hasConsent = (purpose: BroadcastPurpose, memberId: Expression<string>) =>
  sql<SqlBool>`exists (select 1 from current_consents as asked
    where asked.purpose = ${purpose} and asked.member_id = ${memberId} and asked.granted = 1)
  and exists (select 1 from current_consents as base
    where base.purpose = 'privacy' and base.member_id = ${memberId} and base.granted = 1)`

/** Whether a typed message asks to be left in peace. */
export const isStopWord = (typed: string) => STOP_WORDS.includes(foldWish(typed))

/** Whether a typed message asks to leave for good. */
export const isLeaveWord = (typed: string) => LEAVE_WORDS.includes(foldWish(typed))

/** A wish as people put it, without width, case, spaces, full stops and politeness. */
const foldWish = (typed: string) =>
  typed
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s。.!！、]/gu, '')
    .replace(/(して)?(ください|下さい|したい(です)?|希望|お願いします)$/u, '')
