import type { Compilable } from 'kysely'
import type { Chat } from '../../line/chat.ts'
import type { CarouselMessage, FlexMessage } from '../../line/messages.ts'
import { findOpening } from '../openings.ts'
import { readStatement, shiftsFor, type Worker } from './listing.ts'
import { kindOf, type View } from './standing-words.ts'
import { listMessage } from './state-card.ts'
import { currentStanding, isInTime, toldOf, viewOf } from './viewing.ts'

/** So many cards side by side: more are not swiped through. */
const CARDS_MAX = 5
/** Beyond them shifts are only counted, up to so many. */
const COUNTED_MAX = 25

export type Board = {
  /** The first of them, side by side; undefined: there is none. */
  message: CarouselMessage | FlexMessage | undefined
  /** How many there are, shown and not. */
  left: number
  /** What being shown means: they are read, and an offer is told. */
  statements: readonly Compilable[]
}

/**
 * The first shifts on somebody's board, as they would be shown now, and how many more there are. `unreadOnly`: those alone
 * that they have not read. Nights are not there for who is not yet 18.
 */
export async function lookAtBoard(
  chat: Chat,
  worker: Worker,
  { unreadOnly = false }: { unreadOnly?: boolean } = {},
): Promise<Board> {
  const { store, memberId, now } = chat
  const listed = await shiftsFor(store, { memberId, limit: COUNTED_MAX, now })
  const meant = listed.filter(({ isUnread }) => isUnread || !unreadOnly)
  const seen = (await Promise.all(meant.map(({ openingId }) => look(chat, worker, openingId)))).flat()
  const views = seen.filter((view) => !isHidden(view))
  const { message, shown } =
    views.length > 0 ? listMessage(views.slice(0, CARDS_MAX)) : { message: undefined, shown: [] }
  // What is not for them does not wait to be read either.
  const openingIds = [...shown, ...seen.filter(isHidden)].map(({ opening }) => opening.id)
  const isRead = isInTime(chat) && openingIds.length > 0
  return {
    message,
    left: views.length - shown.length,
    statements: isRead
      ? [readStatement(store.db, { memberId, openingIds, now }), ...shown.flatMap((view) => toldOf(chat, view))]
      : [],
  }
}

const isHidden = (view: View) => kindOf(view) === 'none' && view.standing.conflicts.includes('shift_minor')

async function look(chat: Chat, { language }: Worker, openingId: string): Promise<readonly View[]> {
  const [opening, standing] = await Promise.all([
    findOpening(chat.store, { openingId }),
    currentStanding(chat, openingId),
  ])
  return opening ? [viewOf({ opening, standing, language, now: chat.now })] : []
}
