import type { Store } from '../db/store.ts'

/** Which shifts they were asked for, what they answered and were told, what was agreed and worked, and whether they would come back. */
export async function shiftsOf(store: Store, memberId: string) {
  const [answered, agreed, wishes] = await Promise.all([
    answeredBy(store, memberId),
    agreedWith(store, memberId),
    wishedBy(store, memberId),
  ])
  return { ...answered, ...agreed, ...wishes }
}

async function answeredBy({ db }: Store, memberId: string) {
  const [asks, claims, notices] = await Promise.all([
    db
      .selectFrom('shift_asks')
      .innerJoin('shift_openings', 'shift_openings.id', 'shift_asks.opening_id')
      .innerJoin('stores', 'stores.id', 'shift_openings.store_id')
      .select(['opening_id', 'stores.name as store_name', 'starts_at', 'ends_at', 'wage_yen'])
      .select(['posted_at', 'read_at', 'wave', 'pushed_at'])
      .where('member_id', '=', memberId)
      .orderBy('posted_at', 'desc')
      .execute(),
    db
      .selectFrom('shift_claims')
      .innerJoin('shift_openings', 'shift_openings.id', 'shift_claims.opening_id')
      .innerJoin('stores', 'stores.id', 'shift_openings.store_id')
      .select(['opening_id', 'stores.name as store_name', 'starts_at', 'ends_at', 'shift_claims.state', 'place'])
      .select(['note', 'offer_no', 'offered_at', 'offer_ends_at', 'answered_at', 'decided_at', 'decline_words'])
      .select(['changed_at', 'shift_claims.created_at'])
      .where('member_id', '=', memberId)
      .orderBy('starts_at', 'desc')
      .execute(),
    db
      .selectFrom('shift_notices')
      .select(['opening_id', 'kind', 'ref', 'at'])
      .where('member_id', '=', memberId)
      .orderBy('at', 'desc')
      .execute(),
  ])
  return { shifts_asked: asks, shift_claims: claims, shift_notices: notices }
}

async function agreedWith({ db }: Store, memberId: string) {
  const [assignments, requests, deliveries] = await Promise.all([
    db
      .selectFrom('assignments')
      .innerJoin('shift_openings', 'shift_openings.id', 'assignments.opening_id')
      .innerJoin('stores', 'stores.id', 'shift_openings.store_id')
      .select(['assignments.id', 'opening_id', 'stores.name as store_name', 'slot', 'assignments.state'])
      .select(['assignments.starts_at', 'assignments.ends_at', 'assignments.break_minutes', 'assignments.wage_yen'])
      .select(['assignments.transport_yen', 'assignments.terms', 'version', 'confirmed_at', 'notice_by'])
      .select(['notice_chosen_at', 'ended_at', 'reason', 'allowance_yen', 'worked_from', 'worked_to'])
      .select(['worked_break_minutes', 'pay_yen', 'hours_confirmed_at', 'thanks_words'])
      .where('member_id', '=', memberId)
      .orderBy('assignments.starts_at', 'desc')
      .execute(),
    db
      .selectFrom('assignment_requests')
      .innerJoin('assignments', 'assignments.id', 'assignment_requests.assignment_id')
      .select(['assignment_requests.id', 'assignment_id', 'kind', 'words', 'proposal', 'assignment_requests.state'])
      .select(['asked_at', 'answer_until', 'answered_at'])
      .where('member_id', '=', memberId)
      .orderBy('asked_at', 'desc')
      .execute(),
    db
      .selectFrom('notice_deliveries')
      .innerJoin('assignments', 'assignments.id', 'notice_deliveries.assignment_id')
      .select(['notice_deliveries.id', 'assignment_id', 'notice_deliveries.version', 'how', 'at'])
      .where('member_id', '=', memberId)
      .orderBy('at', 'desc')
      .execute(),
  ])
  return { assignments, shift_requests: requests, working_conditions: deliveries }
}

async function wishedBy({ db }: Store, memberId: string) {
  const [wishes, steps] = await Promise.all([
    db
      .selectFrom('return_wishes')
      .leftJoin('stores', 'stores.id', 'return_wishes.store_id')
      .select(['return_wishes.id', 'kind', 'since_words', 'note', 'store_id', 'stores.name as store_name'])
      .select(['rule_version', 'stage', 'close_words', 'return_wishes.created_at', 'stage_at', 'updated_at'])
      .where('member_id', '=', memberId)
      .orderBy('return_wishes.created_at', 'desc')
      .execute(),
    db
      .selectFrom('return_steps')
      .innerJoin('return_wishes', 'return_wishes.id', 'return_steps.wish_id')
      .select(['return_steps.id', 'wish_id', 'return_steps.stage', 'words', 'at'])
      .where('member_id', '=', memberId)
      .orderBy('at', 'desc')
      .execute(),
  ])
  return { returns: wishes, return_steps: steps }
}
