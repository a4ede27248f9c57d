import type { Store } from '../db/store.ts'
import { Refusal } from '../refusal.ts'
import { reachOf } from '../sending/reach.ts'
import { ruleForPerson } from './addressee.ts'
import { audienceColumn, createDraft } from './drafts.ts'

type Letter = {
  memberId: string
  title: string
  text: string
  /** Who of the shop signs. */
  from: string
  createdBy: string
  /** The store that the writer's rights end at; null: none. */
  storeId: string | null
  now: number
}

/**
 * A draft of news to one person, to be looked at and confirmed like every other; its id. Asked again while the writer has
 * such a draft to them, it is that one. Refusals: person_without_consent, person_blocked_us, and not_found when they are no
 * alumni (of the writer's store).
 */
export async function draftToPerson(store: Store, letter: Letter): Promise<string> {
  const { memberId, title, text, from, createdBy, storeId, now } = letter
  const rule = ruleForPerson(memberId)
  const { people, excluded } = await reachOf(store, { purpose: 'news', rule, storeId, now })
  if (people === 0) {
    if (excluded.blocked) throw new Refusal('person_blocked_us')
    throw new Refusal(excluded.no_consent ? 'person_without_consent' : 'not_found')
  }

  const begun = await store.db
    .selectFrom('broadcasts')
    .select('id')
    .where('state', '=', 'draft')
    .where('created_by', '=', createdBy)
    .where('title', '=', title)
    .where('audience', '=', audienceColumn({ rule, storeId }))
    .executeTakeFirst()
  if (begun) return begun.id
  const content = { kind: 'text' as const, text, from }
  return createDraft(store, {
    draft: { title, purpose: 'news', content, rule, segmentId: null, storeId },
    createdBy,
    now,
  })
}
