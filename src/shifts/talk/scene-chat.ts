import type { Chat, Effect } from '../../line/chat.ts'
import { type Action, type LineMessage, text, withQuickReplies } from '../../line/messages.ts'
import { Refusal, type RefusalCode } from '../../refusal.ts'
import type { Standing } from '../claims/standing.ts'
import { shiftUrl } from '../links.ts'
import { findOpening, type Opening } from '../openings.ts'
import { withNoticeWays } from './asking-chat.ts'
import { readStatement, type Worker } from './listing.ts'
import { type View, whyWords } from './standing-words.ts'
import { stateCard } from './state-card.ts'
import { currentStanding, isInTime, toldOf, viewOf } from './viewing.ts'

/** One person before one opening. */
export type Scene = { chat: Chat; worker: Worker; opening: Opening; about: string }

/** How they stand after something was said of an agreed shift. */
export async function changed(scene: Scene, before: readonly LineMessage[]): Promise<Effect> {
  return { ...(await stand(scene, undefined, before)), important: true, wakes: ['shifts'] }
}

/** How they stand, when there is nothing to change. */
export async function stand(scene: Scene, seen?: View, before: readonly LineMessage[] = []): Promise<Effect> {
  const view = seen ?? (await look(scene))
  return {
    reply: [...before, withNoticeWays(stateCard(view, { url: await pageOf(scene) }), view)],
    statements: [...toldOf(scene.chat, view), ...readOf(scene.chat, scene.opening)],
  }
}

export const whyMessage = ({ worker }: Scene, why: RefusalCode) => text(whyWords(worker.language, why))

/** The code of what was refused; undefined: it was done. */
export async function refusalOf(act: () => Promise<unknown>): Promise<RefusalCode | undefined> {
  try {
    await act()
    return undefined
  } catch (error) {
    if (error instanceof Refusal) return error.code
    throw error
  }
}

/** The opening as it is now: an answer may have filled it. */
export async function look({ chat, worker, opening }: Scene, standing?: Standing): Promise<View> {
  const { store, now } = chat
  const [current, stands] = await Promise.all([
    findOpening(store, { openingId: opening.id }),
    standing ?? currentStanding(chat, opening.id),
  ])
  return viewOf({ opening: current ?? opening, standing: stands, language: worker.language, now })
}

export const readOf = (chat: Chat, { id }: Opening) =>
  isInTime(chat) ? [readStatement(chat.store.db, { memberId: chat.memberId, openingIds: [id], now: chat.now })] : []

export const pageOf = ({ chat: { config, memberId }, opening }: Scene) =>
  shiftUrl(config, { openingId: opening.id, memberId })

export const say = (message: LineMessage, actions: readonly Action[]) => ({
  reply: [actions.length > 0 ? withQuickReplies(message, actions) : message],
})
