import { z } from 'zod'
import { findBroadcast } from '../broadcasts/drafts.ts'
import type { Chat, ChatHandler, Effect } from '../line/chat.ts'
import { text } from '../line/messages.ts'
import { findMember } from '../members/members.ts'
import { tapStatement } from '../taps/taps.ts'
import { pollTexts } from '../texts/polls.ts'
import { pollResults } from './polls.ts'
import { CHECK_IN_ANSWERS, checkInStatement, findVote, mayAnswer, voteStatements } from './voting.ts'

/** From so many votes on a voter sees how the others voted: of fewer, everybody would know who it was. */
const SHOWN_FROM = 5

const PollTap = z.tuple([z.literal('poll'), z.string().min(1).max(64), z.string().regex(/^[0-4]$/)])
const CheckInTap = z.tuple([z.literal('checkin'), z.string().min(1).max(64), z.enum(CHECK_IN_ANSWERS)])

/** One tap on a poll's answer, or on one of 「最近どうですか」: free, and changed by another tap. */
export const pollChat: ChatHandler = async (chat) => {
  if (chat.event.type !== 'postback') return undefined
  const parts = chat.event.postback?.data.split(':')
  const poll = PollTap.safeParse(parts)
  if (poll.success) return vote(chat, poll.data[1], Number(poll.data[2]))
  const checkIn = CheckInTap.safeParse(parts)
  return checkIn.success ? answerCheckIn(chat, checkIn.data[1], checkIn.data[2]) : undefined
}

async function vote(chat: Chat, broadcastId: string, answer: number): Promise<Effect> {
  const { store, memberId, event, now } = chat
  const { t, content } = await look(chat, broadcastId)
  const label = content?.kind === 'poll' ? content.answers[answer] : undefined
  if (content?.kind !== 'poll' || label === undefined) return say(t.over)
  if (!(await mayAnswer(store, { broadcastId, memberId }))) return say(t.notAsked)

  const before = await findVote(store, { broadcastId, memberId })
  const results = await pollResults(store, broadcastId)
  // An older tap that arrives late, and one that says the same again, change nothing.
  const counts = !before || (before.votedAt <= event.timestamp && before.answer !== answer)
  const votes = new Map(results.votes)
  if (counts) {
    if (before) votes.set(before.answer, (votes.get(before.answer) ?? 0) - 1)
    votes.set(answer, (votes.get(answer) ?? 0) + 1)
  }
  const standing = counts ? label : (content.answers[before.answer] ?? label)
  const people = results.people + (before ? 0 : 1)
  return {
    ...say([(counts ? t.thanks : t.again)(standing), ...resultLines(t, content.answers, votes, people)].join('\n')),
    statements: [
      ...(counts ? voteStatements(store.db, { broadcastId, memberId, answer, at: event.timestamp }) : []),
      tapStatement(store.db, { broadcastId, memberId, target: `poll:${answer}`, now }),
    ],
  }
}

type Words = (typeof pollTexts)['ja']

function resultLines(t: Words, answers: readonly string[], votes: ReadonlyMap<number, number>, people: number) {
  if (people < SHOWN_FROM) return []
  const lines = answers.map((answer, n) => {
    const count = votes.get(n) ?? 0
    return t.line(answer, count, Math.round((count / people) * 100))
  })
  return ['', t.results(people), ...lines]
}

async function answerCheckIn(chat: Chat, broadcastId: string, answer: (typeof CHECK_IN_ANSWERS)[number]) {
  const { store, memberId, event, now } = chat
  const { t, content } = await look(chat, broadcastId)
  if (content?.kind !== 'check_in') return say(t.over)
  if (!(await mayAnswer(store, { broadcastId, memberId }))) return say(t.notAsked)
  return {
    ...say(t[answer]),
    statements: [
      checkInStatement(store.db, { broadcastId, memberId, answer, at: event.timestamp }),
      tapStatement(store.db, { broadcastId, memberId, target: `check_in:${answer}`, now }),
    ],
  }
}

async function look({ store, memberId }: Chat, broadcastId: string) {
  const [member, broadcast] = await Promise.all([findMember(store, memberId), findBroadcast(store, { broadcastId })])
  return { t: pollTexts[member?.language ?? 'ja'], content: broadcast?.content }
}

const say = (words: string): Effect => ({ reply: [text(words)] })
