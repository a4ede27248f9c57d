import { uuidV5 } from '../../crypto.ts'
import type { Store } from '../../db/store.ts'
import type { Deps } from '../../deps.ts'
import { shopName } from '../../stores/stores.ts'
import { shiftTitle } from '../ad/shift-words.ts'
import { findAssignment } from '../claims/standing.ts'
import { offerEndsAt } from '../claims/windows.ts'
import { shiftUrl } from '../links.ts'
import { findOpening, type Opening } from '../openings.ts'
import { alertCard, isAlert } from './alert-card.ts'
import { noticeCard } from './notice-card.ts'
import { type Due, findDue, findOpeningsDue, type Notice, tellStatements, type Worded } from './notices.ts'

/** Far more than an opening has people; where others keep changing what is told, the next minute goes on. */
const ROUNDS_MAX = 100

export type Desk = Pick<Deps, 'store' | 'config'>

/** Tells everybody who is due of something, opening by opening. Returns how many it told. */
export async function tellAll(desk: Desk, { due, now }: { due: Due; now: number }): Promise<number> {
  let told = 0
  for (const openingId of await findOpeningsDue(desk.store, due)) told += await tellDue(desk, { openingId, due, now })
  return told
}

/**
 * Tells everybody who is due of an opening, each once, in as many processes as there are: what was told is written with the
 * message that is owed, in batches. Killed anywhere, it goes on with who is left. Returns how many it told.
 */
async function tellDue(desk: Desk, { openingId, due, now }: { openingId: string; due: Due; now: number }) {
  const { store } = desk
  let told = 0
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const notices = await findDue(store, due, openingId)
    const opening = notices.length > 0 ? await findOpening(store, { openingId }) : undefined
    if (!opening) break
    const worded = await word(desk, { opening, kind: due.kind, notices, now })
    const [written = 0] = await store.batch(
      tellStatements(store.db, { due, notices: worded, run: crypto.randomUUID(), now }),
    )
    told += written
  }
  return told
}

type Wording = { opening: Opening; kind: Due['kind']; notices: readonly Notice[]; now: number }

/** Their cards, each in the person's language and with the person's own page. */
async function word(desk: Desk, { opening, kind, notices, now }: Wording): Promise<Worded[]> {
  const { store, config } = desk
  const [shop, instanceId] = [await shopName(store), await readInstanceId(store)]
  const endsAt = kind === 'offer' ? { offerEndsAt: offerEndsAt({ toldAt: now, startsAt: opening.startsAt }) } : {}
  return Promise.all(
    notices.map(async (notice) => {
      const { openingId, memberId, ref, assignmentId } = notice
      const about = { opening, notice, shopName: shop }
      const message = isAlert(kind)
        ? alertCard({ ...about, kind, baseUrl: config.baseUrl })
        : noticeCard({
            ...about,
            ...endsAt,
            kind,
            agreed: assignmentId === null ? undefined : await findAssignment(store, { assignmentId }),
            url: await shiftUrl(config, { openingId, memberId }),
            now,
          })
      return {
        ...notice,
        ...endsAt,
        title: shiftTitle('ja', opening),
        body: JSON.stringify([message]),
        key: await uuidV5(instanceId, `shift:${kind}:${openingId}:${memberId}:${ref}`),
      }
    }),
  )
}

const readInstanceId = async ({ db }: Store) =>
  (await db.selectFrom('settings').select('value').where('key', '=', 'instance_id').executeTakeFirstOrThrow()).value
