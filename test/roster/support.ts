import type { Store } from '../../src/db/store.ts'
import { foldName } from '../../src/members/names.ts'
import { EARLIER, LATER } from '../support.ts'

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
