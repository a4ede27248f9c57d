import { z } from 'zod'
import { loadConfig } from '../../src/config.ts'
import type { LineUserId } from '../../src/db/schema.ts'
import type { Store } from '../../src/db/store.ts'
import { EVERYONE } from '../../src/segments/rule.ts'

export const EVENTS = ['tasting', 'anniversary', 'wine', 'autumn', 'kitchen', 'farewell'] as const
export const PEOPLE = Array.from({ length: 48 }, (_, i) => `guest-${i}`)
export const OWNER = 'owner'
export const CONFIG = loadConfig({
  BASE_URL: 'https://shop.example',
  LINE_CHANNEL_SECRET: '8c570fa6dd201bb328f1c1eac23a96d8',
  LINE_CHANNEL_ACCESS_TOKEN: 'a-long-lived-token',
  SESSION_SECRET: 'a secret of more than thirty-two characters',
})
const YEARS_MS = 5 * 365 * 86_400_000
const AnyRecipient = z.custom<LineUserId>((id) => typeof id === 'string')

/** People whom LINE reaches, and open events that all of them may come to, years ahead. */
export async function openTown({ db, batch }: Store, { now }: { now: number }) {
  const at = now + YEARS_MS
  await batch([
    db.insertInto('stores').values({ id: 'shibuya', name: '渋谷店', position: 1, created_at: now }),
    db.insertInto('operators').values({ id: OWNER, name: '店長', role: 'owner', created_at: now }),
    ...PEOPLE.flatMap((id, i) => [
      db
        .insertInto('members')
        .values({ id, state: 'verified', name: id, name_folded: id, store_id: 'shibuya', created_at: now }),
      db.insertInto('line_identities').values({
        line_user_id: AnyRecipient.parse(`U${String(i).padStart(32, '0')}`),
        member_id: id,
        follow_state: 'following',
        follow_changed_at: now,
      }),
    ]),
    ...EVENTS.map((id, i) =>
      db.insertInto('events').values({
        id,
        title: id,
        words: '',
        place: '渋谷店',
        closes_at: at,
        starts_at: at,
        ends_at: at + 1,
        capacity: 6 + i,
        guests_max: 5,
        audience: JSON.stringify({ rule: EVERYONE, storeId: null }),
        listed: 1,
        state: 'open',
        created_at: now,
        updated_at: now,
      }),
    ),
  ])
}
