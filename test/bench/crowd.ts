import Sqlite from 'better-sqlite3'
import { confirmBroadcast } from '../../src/broadcasts/confirming.ts'
import type { BroadcastContent } from '../../src/broadcasts/content.ts'
import { createDraft, findBroadcast } from '../../src/broadcasts/drafts.ts'
import { workBroadcasts } from '../../src/broadcasts/sending.ts'
import { openSqlite } from '../../src/db/sqlite.ts'
import type { Deps } from '../../src/deps.ts'
import { EVERYONE } from '../../src/segments/rule.ts'
import { series } from './measure.ts'

export const TEXT: BroadcastContent = {
  kind: 'text',
  text: '新しいお店ができました。ぜひお立ち寄りください。',
  from: '店長の田中',
}
export const BY_NAME: BroadcastContent = { ...TEXT, text: '{名前}さん、お元気ですか。新しいお店ができました。' }

/** A migrated database with an owner and so many verified, following, consenting people. */
export function fillCrowd(path: string, people: number) {
  openSqlite(path).close()
  const sqlite = new Sqlite(path)
  // A bench runs at night too.
  sqlite.exec(`
    insert into settings values ('sending.quietFrom', '0'), ('sending.quietTo', '0');
    insert into operators (id, name, role, created_at) values ('owner', 'owner', 'owner', 0);
    insert into stores values ('store', '渋谷店', 1, 0);
    insert into members (id, state, name, name_folded, store_id, created_at)
      select printf('m%06d', value), 'verified', '花子', '花子', 'store', 0 from ${series(0, people - 1)};
    insert into line_identities select printf('U%032x', value), printf('m%06d', value), 'following', 0 from ${series(0, people - 1)};
    insert into consents (id, member_id, purpose, granted, text_version, channel, at)
      select purpose || id, id, purpose, 1, '1', 'line', 1 from members join (select 'privacy' as purpose union all select 'news');`)
  sqlite.close()
}

/** Drafted and confirmed to everybody, to leave at once. */
export async function confirmToAll(deps: Deps, content: BroadcastContent, people: number) {
  const { store, now } = deps
  // Filling keeps the event loop for seconds: connections that the platform closed meanwhile are noticed only now.
  await new Promise((noticed) => setTimeout(noticed, 100))
  const draft = { title: 'bench', purpose: 'news' as const, content, rule: EVERYONE, segmentId: null }
  const broadcastId = await createDraft(store, { draft, createdBy: 'owner', now: now() })
  const { updatedAt = 0 } = (await findBroadcast(store, { broadcastId })) ?? {}
  const confirmation = { broadcastId, people, typedPeople: people, draftedAt: updatedAt, confirmedBy: 'owner' }
  await confirmBroadcast(deps, { ...confirmation, now: now() })
  return broadcastId
}

/** Works until the broadcast is over; how it ended. */
export async function sendToTheEnd(deps: Deps, broadcastId: string) {
  for (;;) {
    const at = await workBroadcasts(deps)
    const state = (await findBroadcast(deps.store, { broadcastId }))?.state
    if (state !== 'planning' && state !== 'planned' && state !== 'sending') return state
    if (at !== undefined && at > deps.now()) await new Promise((due) => setTimeout(due, at - deps.now()))
  }
}
