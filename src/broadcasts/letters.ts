import type { Config } from '../config.ts'
import { grantIdFor } from '../coupons/grants.ts'
import { couponLink } from '../coupons/links.ts'
import type { MemberLanguage, SkipReason } from '../db/schema.ts'
import { listOf, type Store } from '../db/store.ts'
import { tapUrl } from '../taps/links.ts'
import { messagesFor } from './card.ts'
import { isFilledIn } from './content.ts'
import type { Broadcast } from './drafts.ts'
import { materialFor } from './material.ts'
import type { Letter, Recipient } from './sealing.ts'
import type { Person } from './variables.ts'

export type Desk = {
  /** Why nobody may get it any more. */
  closed: SkipReason | undefined
  /** One letter, to all of these. */
  write(recipients: readonly Recipient[]): Promise<Letter>
  /** A letter for each of these: what is theirs is read once for all of them. */
  writeEach(recipients: readonly Recipient[]): Promise<readonly Letter[]>
}

type Deps = { store: Store; config: Pick<Config, 'sessionSecret' | 'baseUrl'> }

/** Opens what is needed to write the letters of a broadcast, as things stand at this moment. */
export async function openDesk(deps: Deps, broadcast: Broadcast, now: number): Promise<Desk> {
  const { closed, ...material } = await materialFor(deps, { ...broadcast, broadcastId: broadcast.id, now })
  const writeEach: Desk['writeEach'] = async (recipients) => {
    const [people, grants] = await Promise.all([
      peopleOf(deps.store, broadcast, recipients),
      grantsOf(deps.store, broadcast, recipients),
    ])
    return Promise.all(
      recipients.map(async (recipient) => {
        const grant = await grantFor(broadcast, recipient, grants)
        const links = await linksOf(deps.config, broadcast, recipient, grant)
        const person = people.get(recipient.memberId)
        const messages = messagesFor({ ...material, ...links, person, language: recipient.language })
        return { body: bodyFor(broadcast, [recipient], messages), ...(grant && { grant }) }
      }),
    )
  }
  return {
    closed,
    writeEach,
    write: async (recipients) => {
      const [only] = broadcast.method === 'push' ? await writeEach(recipients.slice(0, 1)) : []
      if (only) return only
      const messages = messagesFor({ ...material, language: sharedLanguage(recipients) })
      return { body: bodyFor(broadcast, recipients, messages) }
    },
  }
}

/** The language of the buttons in a letter to many: theirs when they all read the same, else the shop's own. */
function sharedLanguage([first, ...others]: readonly Recipient[]): MemberLanguage {
  return first && others.every(({ language }) => language === first.language) ? first.language : 'ja'
}

/** Names and stores, when the words ask for them. */
async function peopleOf({ db }: Store, { content }: Broadcast, recipients: readonly Recipient[]) {
  const people = new Map<string, Person>()
  if (!isFilledIn(content)) return people
  const rows = await db
    .selectFrom('members')
    .leftJoin('stores', 'stores.id', 'members.store_id')
    .select(['members.id', 'members.name', 'stores.name as store'])
    .where('members.id', 'in', listOf(recipients.map(({ memberId }) => memberId)))
    .execute()
  for (const { id, name, store } of rows) people.set(id, { name, store })
  return people
}

/** The grants that people have of the coupon already. */
async function grantsOf({ db }: Store, { couponId }: Broadcast, recipients: readonly Recipient[]) {
  if (couponId === null) return new Map<string, string>()
  const rows = await db
    .selectFrom('coupon_grants')
    .select(['id', 'member_id'])
    .where('coupon_id', '=', couponId)
    .where('member_id', 'in', listOf(recipients.map(({ memberId }) => memberId)))
    .execute()
  return new Map(rows.map(({ id, member_id }) => [member_id, id]))
}

/** The grant that the person has already, or the one that the seal will store. */
async function grantFor({ couponId }: Broadcast, { memberId }: Recipient, grants: ReadonlyMap<string, string>) {
  if (couponId === null) return undefined
  return { couponId, grantId: grants.get(memberId) ?? (await grantIdFor({ couponId, memberId })) }
}

async function linksOf(
  config: Deps['config'],
  { id: broadcastId, content }: Broadcast,
  { memberId }: Recipient,
  grant: { grantId: string } | undefined,
) {
  if (grant) return { url: await couponLink(config, grant.grantId) }
  return content.kind === 'news' && content.link ? { tapUrl: await tapUrl(config, { broadcastId, memberId }) } : {}
}

function bodyFor({ id, method }: Broadcast, recipients: readonly Recipient[], messages: readonly unknown[]) {
  const to = recipients.map(({ lineUserId }) => lineUserId)
  return JSON.stringify({
    to: method === 'push' ? to[0] : to,
    messages,
    customAggregationUnits: [aggregationUnit(id)],
  })
}

/** LINE's statistics under a name of ours: later evidence for requests without an answer. At most 30 of A-Z a-z 0-9 _. */
export const aggregationUnit = (broadcastId: string) => `bc_${broadcastId.replace(/[^0-9a-zA-Z]/g, '').slice(0, 20)}`
