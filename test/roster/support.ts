import type { Store } from '../../src/db/store.ts'
import { foldName } from '../../src/members/names.ts'
import { issueInvitations } from '../../src/roster/invitations.ts'
import { EARLIER, LATER, NOON } from '../support.ts'

/** A line of the shop's roster; its store must exist. */
export async function addEntry(
  { db }: Store,
  {
    id = crypto.randomUUID(),
    name,
    kana = null,
    storeId = 'shibuya',
    leftOn,
    excluded = false,
    digitsHmac = null,
    joinedOn = null,
  }: {
    id?: string
    name: string
    kana?: string | null
    storeId?: string
    leftOn: string
    excluded?: boolean
    digitsHmac?: string | null
    joinedOn?: string | null
  },
) {
  await db
    .insertInto('roster_entries')
    .values({
      id,
      name,
      name_folded: foldName(name),
      kana,
      kana_folded: kana === null ? null : foldName(kana),
      store_id: storeId,
      role_id: null,
      left_on: leftOn,
      excluded_at: excluded ? EARLIER : null,
      created_at: EARLIER,
      digits_hmac: digitsHmac,
      joined_on: joinedOn,
    })
    .execute()
  return id
}

/** An invitation as src/roster/invitations.ts issues them, live for a month unless said otherwise. */
export async function addInvitation(
  { db }: Store,
  entryId: string,
  more: {
    createdAt?: number
    expiresAt?: number
    usedAt?: number
    usedBy?: string
    revokedAt?: number
  } = {},
) {
  const id = crypto.randomUUID()
  await db
    .insertInto('roster_invitations')
    .values({
      id,
      entry_id: entryId,
      code_hmac: id,
      created_at: more.createdAt ?? EARLIER,
      expires_at: more.expiresAt ?? LATER,
      used_at: more.usedAt ?? null,
      used_by: more.usedBy ?? null,
      revoked_at: more.revokedAt ?? null,
    })
    .execute()
  return id
}

/** An invitation whose code a person can type: as the owner of the shop issues it. */
export async function addRealInvitation(store: Store, entryId: string, sessionSecret: string) {
  const operator = { id: 'inviter', storeId: null }
  await store.db
    .insertInto('operators')
    .values({ id: operator.id, name: '田中', role: 'owner', created_at: EARLIER })
    .onConflict((clash) => clash.doNothing())
    .execute()
  await issueInvitations(store, { entryIds: [entryId], operator, sessionSecret, days: 30, now: NOON })
  const { id } = await store.db
    .selectFrom('roster_invitations')
    .select('id')
    .where('entry_id', '=', entryId)
    .where('revoked_at', 'is', null)
    .executeTakeFirstOrThrow()
  return id
}
