import { sql } from 'kysely'
import { CONSENT_VERSION } from '../../src/consent/consent.ts'
import { eventually, type House } from './house.ts'
import { openPhone } from './phone.ts'

/** A phone of somebody who registered in a store and agreed to be invited and asked. */
export async function alumnus(house: House, name: string, storeId: string) {
  const phone = await openPhone(house, name)
  await phone.follow()
  await makeAlumnus(house, { userId: phone.id, name, storeId })
  return phone
}

/** A friend of the account becomes an alumnus without the nine taps that a registration takes. */
export async function makeAlumnus(
  { store }: House,
  { userId, name, storeId }: Record<'userId' | 'name' | 'storeId', string>,
) {
  const { db } = store
  const { member_id: id } = await eventually(
    () =>
      db
        .selectFrom('line_identities')
        .select('member_id')
        .where(sql.ref<string>('line_user_id'), '=', userId)
        .executeTakeFirst(),
    'the member',
  )
  await store.batch([
    db
      .updateTable('members')
      .set({ state: 'verified', name, name_folded: name, store_id: storeId, decided_at: Date.now() })
      .where('id', '=', id),
    ...(['privacy', 'coupons', 'events', 'shifts'] as const).map((purpose) =>
      db.insertInto('consents').values({
        id: crypto.randomUUID(),
        member_id: id,
        purpose,
        granted: 1,
        text_version: CONSENT_VERSION,
        channel: 'line',
        at: Date.now(),
      }),
    ),
  ])
  return id
}
