import { type Expression, type SqlBool, sql } from 'kysely'
import { foldName } from '../members/names.ts'

/** What a match is looked for with, each a value or a column. */
export type Asked = {
  memberId: Expression<string>
  nameFolded: Expression<string>
  storeId: Expression<string>
  /** 'YYYY-MM' */
  leftMonth: Expression<string>
  digitsHmac: Expression<string | null>
  invitationId: Expression<string | null>
  now: Expression<number>
}

/**
 * The id of the one roster entry that is this person's beyond doubt, or null. An invitation that is live now names it,
 * whatever else was said. Without one: exactly one entry has that name (or kana), store and month of leaving, and no other
 * last four digits than were given; it is neither excluded nor somebody's already, which for namesakes is doubt enough.
 * Only a guest is matched; whom an operator declined, by an invitation made after that alone.
 */
export const matchOf = (asked: Asked) => sql<string | null>`coalesce(${invited(asked)}, ${onlyFit(asked)})`

export const sameName = (nameFolded: Expression<string>) =>
  sql<SqlBool>`(roster_entries.name_folded = ${nameFolded} or roster_entries.kana_folded is ${nameFolded})`

export const folded = (name: string) => sql.val(foldName(name))

const invited = ({ memberId, invitationId, now }: Asked) => sql<string | null>`(
  select roster_entries.id from roster_invitations
  join roster_entries on roster_entries.id = roster_invitations.entry_id
  join members as asking on asking.id = ${memberId}
  left join members as owner on owner.roster_entry_id = roster_entries.id
  where roster_invitations.id = ${invitationId}
    and roster_invitations.used_at is null and roster_invitations.revoked_at is null
    and roster_invitations.expires_at > ${now}
    and roster_entries.excluded_at is null and owner.id is null
    and (asking.state = 'guest' or asking.state = 'declined' and roster_invitations.created_at > asking.decided_at))`

/** All fitting entries are counted, also excluded and taken ones: a namesake is a doubt whoever they are. */
const onlyFit = ({ memberId, nameFolded, storeId, leftMonth, digitsHmac }: Asked) => sql<string | null>`(
  select min(roster_entries.id) from roster_entries
  left join members as owner on owner.roster_entry_id = roster_entries.id
  where ${sameName(nameFolded)} and roster_entries.store_id = ${storeId}
    and roster_entries.left_on between ${leftMonth} || '-01' and ${leftMonth} || '-31'
    and coalesce(roster_entries.digits_hmac = ${digitsHmac}, true)
    and exists (select 1 from members as asking where asking.id = ${memberId} and asking.state = 'guest')
  having count(*) = 1 and count(roster_entries.excluded_at) = 0 and count(owner.id) = 0)`
