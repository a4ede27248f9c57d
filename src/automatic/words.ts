import { type BroadcastContent, FROM_MAX } from '../broadcasts/content.ts'
import type { Occasion } from '../db/schema.ts'
import { automaticWords } from '../texts/automatic.ts'

/** What the broadcast of an occasion is called: in the shop's list, and in the person's own history. */
export const titleOf = (occasion: Occasion) => automaticWords[occasion].title

/** What an occasion says until the owner words it. `from`: who signs. */
export const defaultContent = (occasion: Occasion, from: string): BroadcastContent => ({
  kind: 'text',
  text: automaticWords[occasion].text,
  from: from.slice(0, FROM_MAX),
})
