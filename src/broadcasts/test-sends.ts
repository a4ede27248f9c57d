import { sql } from 'kysely'
import { isAborted, mustHaveChangedOne, type Store } from '../db/store.ts'
import type { Deps } from '../deps.ts'
import { text } from '../line/messages.ts'
import { owePush } from '../line/outbox.ts'
import { Refusal } from '../refusal.ts'
import { costOf } from '../sending/cost.ts'
import { messagesOfOne, mustBeValid } from './confirm-guards.ts'
import type { Broadcast } from './drafts.ts'

/** So many tests one operator may send in an hour: each is a message of the month. */
export const TESTS_HOUR_MAX = 5
const HOUR_MS = 3_600_000

/**
 * Owes an operator the draft as one recipient would get it, with the mark of a test before it: one push, to nobody else. Nothing is granted
 * or counted by it. Refusal test_without_line when the operator has no LINE we know of that follows us, tests_too_many
 * above five an hour, quota_too_small when not even one message is left.
 */
export async function sendTest(
  deps: Pick<Deps, 'store' | 'line' | 'config'>,
  { draft, operatorId, mark, now }: { draft: Broadcast; operatorId: string; mark: string; now: number },
) {
  const { store, line } = deps
  const recipient = await testRecipient(store, operatorId)
  if (!recipient) throw new Refusal('test_without_line')
  const { before } = await costOf({ store, line }, { messages: 1, now })
  if (before === 0) throw new Refusal('quota_too_small', { left: 0, people: 1 })
  await mustBeValid(deps, draft, now)

  const { db, batch } = store
  const messages = [text(mark), ...(await messagesOfOne(deps, draft, { person: recipient, links: false, now }))]
  const noted = {
    compile: () =>
      sql`insert into test_sends (id, broadcast_id, operator_id, sent_at)
        select ${crypto.randomUUID()}, ${draft.id}, ${operatorId}, ${now}
        where (select count(*) from test_sends where operator_id = ${operatorId} and sent_at > ${now - HOUR_MS})
          < ${TESTS_HOUR_MAX}`.compile(db),
  }
  try {
    await batch([noted, mustHaveChangedOne(db), owePush(db, { memberId: recipient.memberId, messages, now })])
  } catch (error) {
    throw isAborted(error) ? new Refusal('tests_too_many') : error
  }
}

/** Whose LINE a test goes to: the operator's own; undefined when none of it is known, or it does not follow us. */
export const testRecipient = ({ db }: Store, operatorId: string) =>
  db
    .selectFrom('operators')
    .innerJoin('members', 'members.id', 'operators.member_id')
    .innerJoin('line_identities', 'line_identities.member_id', 'members.id')
    .leftJoin('stores', 'stores.id', 'members.store_id')
    .select(['members.id as memberId', 'members.name', 'stores.name as store'])
    .where('operators.id', '=', operatorId)
    .where('operators.revoked_at', 'is', null)
    .where('line_identities.follow_state', '=', 'following')
    .executeTakeFirst()
