import type { Context } from 'hono'
import { noteAccess } from '../interactions/access-log.ts'
import { Refusal } from '../refusal.ts'
import { namesFor } from '../segments/names.ts'
import { ruleSentence } from '../segments/words.ts'
import { listStores } from '../stores/stores.ts'
import type { WebEnv } from '../web/env.ts'
import { choiceOf, chosenIn } from './addressee.ts'
import { type Broadcast, findBroadcast } from './drafts.ts'

/** What the pages of broadcasts have in common. */
export type Admin = Context<WebEnv>

/** The broadcast that a path names, if whoever asks may see it. */
export async function theBroadcast(c: Admin, broadcastId: string): Promise<Broadcast> {
  const broadcast = await findBroadcast(c.var.deps.store, { broadcastId, storeId: c.var.operator.storeId })
  if (!broadcast) throw new Refusal('not_found')
  await noteAddressee(c, broadcast)
  return broadcast
}

/** The words and the people of a broadcast to one person, or to a few, name whom it is to. */
export async function noteAddressee(c: Admin, { rule }: Broadcast) {
  if (choiceOf(rule)) await noteNames(c, chosenIn(rule).length)
}

/** The same while it is not confirmed. */
export async function theDraft(c: Admin, broadcastId: string) {
  const broadcast = await theBroadcast(c, broadcastId)
  if (broadcast.state !== 'draft') throw new Refusal('broadcast_not_draft')
  return broadcast
}

/** The stores that whoever asks may give something out for. */
export async function ownStores(c: Admin) {
  const { deps, operator } = c.var
  return (await listStores(deps.store)).filter(({ id }) => operator.storeId === null || id === operator.storeId)
}

/** Notes that names are about to be shown. */
export const noteNames = ({ var: { deps, operator } }: Admin, count: number) =>
  noteAccess(deps.store, {
    operatorId: operator.id,
    action: 'members_listed',
    detail: { page: 'broadcast', count },
    now: deps.now(),
  })

/** Whom it is to, in words. */
export async function sentence(c: Admin, { rule, storeId }: Broadcast) {
  const { deps, language, operator } = c.var
  const names = await namesFor(deps.store, { rules: [rule], storeId: operator.storeId })
  return ruleSentence(rule, names, language, storeId)
}

/** A "no" as a value; anything else thrown is a bug. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  throw error
}
