import { type SqlBool, sql } from 'kysely'
import { type Db, isAborted, mustHaveChangedOne, type Store } from '../../db/store.ts'
import type { Terms } from '../../labour/terms.ts'
import { Refusal } from '../../refusal.ts'
import type { Proposal } from '../claims/change-proposals.ts'
import { proposeStatement, takeBackStatement } from '../claims/change-requests.ts'
import { settlePlaces, takeBackOffers } from '../claims/places.ts'
import { findOpening, type Opening, takenPlaces } from '../openings.ts'
import { columnsOf, isForAnybody, OpeningDraft, ofStore } from './drafts.ts'
import { type Asked, lawOf, whyNot } from './states.ts'

type Changing = Asked & {
  draft: OpeningDraft
  /** What who is confirmed already reads with the proposal. */
  words?: string
}

/**
 * Replaces what is planned, of the version that was shown. What is out stays lawful, in its store and its mode; who is
 * confirmed already keeps what was agreed until they say yes to the proposal that goes to them in the same batch; who applied
 * or was offered a place before is asked whether they would come so, too. Refusals:
 * shift_changed_meanwhile; shift_not_in_state; shift_unlawful with the first fault; shift_full: more are coming than places.
 */
export async function changeOpening(store: Store, { draft: typed, words = '', ...asked }: Changing) {
  const { db } = store
  const { openingId, storeId = null, updatedAt, operatorId, now } = asked
  const draft = OpeningDraft.parse(typed)
  const opening = await findOpening(store, { openingId, storeId })
  if (!opening) throw new Refusal('not_found')
  const isDraft = opening.state === 'draft'
  if (!isDraft) await mustStayLawful(store, opening, { draft, now })
  const proposal = isDraft ? undefined : proposalOf(opening, draft)
  try {
    await store.batch([
      db
        .updateTable('shift_openings')
        .set({
          ...columnsOf(db, draft),
          ...(isDraft && { store_id: draft.storeId, mode: draft.mode }),
          audience: sql<string>`json_set(audience, '$.rule', json(${JSON.stringify(draft.rule)}),
            '$.storeId', case when ${storeId} is null then ${draft.audienceStoreId} when ${meansTheSame(draft)}
              then audience ->> '$.storeId' else ${storeId} end)`,
          updated_at: sql<number>`max(updated_at + 1, ${now})`,
          ...(proposal && { conditions_at: now }),
        })
        .where('id', '=', openingId)
        .where(ofStore(storeId))
        .where('updated_at', '=', updatedAt)
        .where('state', 'in', isDraft ? ['draft'] : ['open', 'closed'])
        .where(takenPlaces, '<=', draft.headcount),
      mustHaveChangedOne(db),
      ...(proposal ? proposeStatements(db, { openingId, proposal, words, operatorId, now }) : []),
      ...(proposal ? [takeBackOffers(db, { openingId, now })] : []),
      ...(isDraft ? [] : settlePlaces(db, { openingId, now })),
    ])
  } catch (error) {
    if (!isAborted(error)) throw error
    const why = await whyNot(store, { ...asked, from: isDraft ? ['draft'] : ['open', 'closed'] })
    const isSame = (await findOpening(store, { openingId, storeId }))?.updatedAt === updatedAt
    throw new Refusal(isSame && opening.taken > draft.headcount ? 'shift_full' : why)
  }
}

/** Of `shift_openings`: it is for the same people by their rule. A manager who chooses others chooses among the own store's. */
const meansTheSame = ({ segmentId, rule }: OpeningDraft) =>
  sql<SqlBool>`(segment_id is ${segmentId}
    and (segment_id is not null or json(audience -> '$.rule') = json(${JSON.stringify(rule)})))`

const proposeStatements = (db: Db, proposing: Parameters<typeof proposeStatement>[1]) => [
  proposeStatement(db, proposing),
  takeBackStatement(db, proposing),
]

/** What of a change somebody who is confirmed already has to say yes to; undefined: nothing of it. */
export function proposalOf(opening: Opening, draft: OpeningDraft): Proposal | undefined {
  const { startsAt, endsAt, breakMinutes, wageYen, transportYen, terms } = draft
  const proposal: Proposal = {
    ...((startsAt !== opening.startsAt || endsAt !== opening.endsAt) && { startsAt, endsAt }),
    ...(breakMinutes !== opening.breakMinutes && { breakMinutes }),
    ...(wageYen !== opening.wageYen && { wageYen }),
    ...(transportYen !== opening.transportYen && { transportYen }),
    ...(agreed(terms) !== agreed(opening.terms) && { terms }),
  }
  return Object.keys(proposal).length > 0 ? proposal : undefined
}

/** Of the words of an ad, what a contract is made of: not the word to those who are asked, nor what to bring. */
const agreed = ({ message: _, bring: __, ...terms }: Terms) => JSON.stringify(Object.entries(terms).sort())

async function mustStayLawful(store: Store, { state }: Opening, { draft, now }: { draft: OpeningDraft; now: number }) {
  if (state !== 'open' && state !== 'closed') throw new Refusal('shift_not_in_state')
  const { faults } = await lawOf(store, { draft, now })
  // What is closed may be put right after its deadline.
  const [fault] = faults.filter(({ rule }) => state === 'open' || rule !== 'deadline')
  if (fault) throw new Refusal('shift_unlawful', { field: fault.field, rule: fault.rule, ...fault.facts })
  if (!isForAnybody(draft.rule)) throw new Refusal('segment_rule_unknown')
}
