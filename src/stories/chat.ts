import { z } from 'zod'
import type { ChatHandler, Effect } from '../line/chat.ts'
import { text } from '../line/messages.ts'
import { findMember } from '../members/members.ts'
import { storyTexts } from '../texts/stories.ts'
import { answerStory } from './answering.ts'
import { agreedCard } from './question-chat.ts'

const Tap = z.union([
  z.tuple([z.literal('story'), z.string(), z.literal('agree'), z.string()]),
  z.tuple([z.literal('story'), z.string(), z.enum(['decline', 'revoke'])]),
])

/** A person's answer to a story of theirs; anybody else's tap finds none. The reply is free, and kind either way. */
export const storyChat: ChatHandler = async ({ event, store, memberId }): Promise<Effect | undefined> => {
  if (event.type !== 'postback') return undefined
  const tapped = Tap.safeParse(event.postback?.data.split(':'))
  if (!tapped.success) return undefined
  const [, storyId, answer, sha] = tapped.data
  const said = answer === 'agree' ? { yes: true as const, sha: sha ?? '' } : { yes: false as const }
  const [member, answered] = await Promise.all([
    findMember(store, memberId),
    answerStory(store, { storyId, memberId, at: event.timestamp, ...said }),
  ])
  const language = member?.language ?? 'ja'
  const { outcome, title, statements } = answered
  const t = storyTexts[language]
  if (outcome === 'agreed') return { statements, reply: [agreedCard({ id: storyId, title, language })] }
  const words = outcome === 'stale' || outcome === 'unknown' ? t[outcome] : t[outcome](title)
  return { statements, reply: [text(words)] }
}
