import { cutTo, LIMITS } from '../../line/limits.ts'
import type { CarouselMessage, FlexBubble, FlexMessage } from '../../line/messages.ts'

/** More are not swiped through. LINE takes twelve. */
export const CARDS_MAX = 10
/** LINE takes a carousel of up to 50 KB; some of it is the frame. */
const CAROUSEL_BYTES_MAX = 49_000

const encoder = new TextEncoder()

/** Cards side by side, as many of the first as LINE takes in one message; undefined: there is none. */
export function sideBySide(
  cards: readonly FlexMessage[],
  altText: string,
): { message: CarouselMessage | FlexMessage; count: number } | undefined {
  const bubbles: FlexBubble[] = []
  let bytes = 0
  for (const { contents } of cards.slice(0, CARDS_MAX)) {
    bytes += encoder.encode(JSON.stringify(contents)).length
    if (bubbles.length > 0 && bytes > CAROUSEL_BYTES_MAX) break
    bubbles.push(contents)
  }
  const [first] = cards
  if (!first) return undefined
  if (bubbles.length === 1) return { message: first, count: 1 }
  return {
    message: {
      type: 'flex',
      altText: cutTo(altText, LIMITS.altText),
      contents: { type: 'carousel', contents: bubbles },
    },
    count: bubbles.length,
  }
}
