import { recordConsent } from '../consent/consent.ts'
import type { ConsentPurpose } from '../db/schema.ts'
import { record } from '../interactions/interactions.ts'
import type { Chat, Effect } from '../line/chat.ts'
import { forgetTyped } from '../line/inbox-effects.ts'
import { tap, text, withQuickReplies } from '../line/messages.ts'
import { readDay } from '../roster/dates.ts'
import { handIn } from '../roster/registering.ts'
import { hmacOfDigits } from '../roster/secrets.ts'
import { registrationTexts } from '../texts/registration.ts'
import { registrationHelpTexts } from '../texts/registration-help.ts'
import { ask, askAgain, hint, lookUp, mediaOf, resume, SILENCE_MS } from './asking-chat.ts'
import { askWhatToFix, question, whatToTap } from './card.ts'
import { findMember } from './members.ts'
import {
  asksDigits,
  endRegistration,
  findRegistration,
  firstRev,
  keepAnswer,
  type Registration,
  startRegistration,
} from './registration.ts'
import { type Answer, advance, agreedTo, complete, FIRST, type Invited, invite, isPurpose, type Step } from './steps.ts'
import { readTap } from './taps.ts'
import { readTyped, type Typed } from './typed.ts'

/** After so long, what a person writes is no longer taken for the name that was asked for: it could be anything. */
const NAME_AWAITED_MS = 12 * 3_600_000

/** Begins, or goes on where the person stopped. */
export async function begin(chat: Chat): Promise<Effect> {
  const { store, memberId, event, now } = chat
  const open = await findRegistration(store, { memberId, now })
  if (open) return askAgain(chat, open)
  const asking = await lookUp(chat, { ...FIRST, rev: firstRev(now), updatedAt: now, pickedUpAt: null })
  if (asking.stores.length === 0) return { reply: [text(registrationTexts[asking.language].notReady)] }
  return { statements: startRegistration(store.db, { memberId, at: event.timestamp, now }), reply: [question(asking)] }
}

/** Begins, or goes on, with what the roster says of the person whom an invitation names. */
export async function beginInvited(chat: Chat, invited: Invited & { storeName: string }): Promise<Effect> {
  const { store, memberId, event, now } = chat
  const { storeName, ...facts } = invited
  const open = await findRegistration(store, { memberId, now })
  const from = invite(open ?? FIRST, facts)
  const rev = open ? open.rev + 1 : firstRev(now)
  const asking = await lookUp(chat, { ...from, rev, updatedAt: now, pickedUpAt: null })
  const { invitation } = registrationHelpTexts[asking.language]
  const words = open ? invitation.filledIn : invitation.hello(facts.name, storeName)
  return {
    statements: open
      ? keepAnswer(store.db, { memberId, rev: open.rev, ...from, now })
      : startRegistration(store.db, { memberId, from, at: event.timestamp, now }),
    reply: [text(words), question(asking)],
  }
}

/** A tap inside a registration. One that names an older revision is late or doubled: the open question is put again. */
export async function answerTapInside(chat: Chat, data: string): Promise<Effect | 'over' | undefined> {
  const { store, memberId, event, now } = chat
  const tapped = readTap(data, event.postback?.params?.date)
  if (!tapped) return undefined
  const open = await findRegistration(store, { memberId, now })
  if (!open) return 'over'
  if (tapped.rev !== open.rev) return (await resume(chat, open)) ?? ask(chat, open, { lead: ({ stale }) => stale })
  const { asks } = tapped
  if (asks.kind === 'page') return { reply: [question({ ...(await lookUp(chat, open)), page: asks.page })] }
  return asks.kind === 'answer' ? take(chat, open, asks.answer) : goAround(chat, open, asks.kind)
}

/**
 * What was written while a registration is open: an answer where it can be one, else a kind word and the question again.
 * Undefined when none is open.
 */
export async function answerTyped(chat: Chat): Promise<Effect | undefined> {
  const { store, memberId, event, now } = chat
  const open = await findRegistration(store, { memberId, now })
  if (!open) return undefined
  const typed = event.message?.text
  if (typed === undefined) return (await resume(chat, open)) ?? hint(chat, open, mediaOf(event.message?.type))
  const asking = await lookUp(chat, open)
  const read = readTyped(open.step, typed, { ...asking, readDay })
  const late = now - open.updatedAt >= awaitedMs(open.step) && !isWayAround(read)
  if (late) return (await resume(chat, open)) ?? askAgain(chat, open)
  if (!read) return (await resume(chat, open)) ?? hint(chat, open)
  return answerRead(chat, open, read)
}

async function answerRead(chat: Chat, open: Registration, read: Typed): Promise<Effect> {
  const { store, config, event } = chat
  switch (read.kind) {
    case 'answer':
      return take(chat, open, read.answer)
    case 'digits': {
      const effect = await take(chat, open, {
        kind: 'digits',
        hmac: await hmacOfDigits(config.sessionSecret, read.digits),
      })
      const forget = forgetTyped(store.db, { eventId: event.webhookEventId })
      return { ...effect, statements: [...(effect.statements ?? []), forget] }
    }
    case 'which': {
      const asking = await lookUp(chat, open)
      const { which } = registrationHelpTexts[asking.language]
      return { reply: [text(which), question({ ...asking, only: read.ids })] }
    }
    case 'refuses': {
      const asking = await lookUp(chat, open)
      return { reply: [text(registrationHelpTexts[asking.language].refused), question(asking)] }
    }
    default:
      return goAround(chat, open, read.kind)
  }
}

async function goAround(
  chat: Chat,
  open: Registration,
  way: 'cancel' | 'fix' | 'stay' | 'restart' | 'done',
): Promise<Effect> {
  switch (way) {
    case 'fix':
      return { reply: [askWhatToFix(await lookUp(chat, open))] }
    case 'stay':
      return askAgain(chat, open, { silently: true })
    case 'restart':
      return startOver(chat, open)
    case 'cancel':
      return giveUp(chat, open)
    case 'done':
      return finish(chat, open)
  }
}

async function take(chat: Chat, open: Registration, answer: Answer): Promise<Effect> {
  const { store, memberId, now } = chat
  const asking = await lookUp(chat, open)
  const { stores, roles, today } = asking
  const choices = {
    storeIds: stores.map(({ id }) => id),
    roleIds: roles.map(({ id }) => id),
    asksDigits: await asksDigits(store),
    today,
  }
  const next = advance(open, answer, choices)
  if (!next) return { reply: [question({ ...asking, unclear: true })] }
  const { consent, step, answers } = next
  return {
    statements: [
      ...keepAnswer(store.db, { memberId, rev: open.rev, step, answers, now }),
      ...(consent ? answered(chat, [consent.purpose], consent.granted) : []),
    ],
    reply: [
      question({ ...asking, registration: { step, answers, rev: open.rev + 1, updatedAt: now, pickedUpAt: null } }),
    ],
  }
}

/** Hands the registration in. Whether it verifies is decided by the statement; if it says otherwise than we read, all of this is done again. */
async function finish(chat: Chat, open: Registration): Promise<Effect> {
  const { store, memberId, event, now } = chat
  const facts = complete(open)
  if (open.step !== 'confirm' || !facts) return ask(chat, open)
  const { state, menu, statements } = await handIn(store, {
    memberId,
    ...facts,
    rev: open.rev,
    at: event.timestamp,
    now,
  })
  const language = (await findMember(store, memberId))?.language ?? 'ja'
  const { verified, waiting } = registrationTexts[language]
  const words = state === 'verified' ? verified(facts.name) : waiting(facts.name)
  return {
    statements,
    reply: [withQuickReplies(text(words), whatToTap(state, language))],
    important: true,
    richMenu: menu,
  }
}

/** Stops half-way: the answers go, and what was agreed to on the way is taken back. */
async function giveUp(chat: Chat, open: Registration): Promise<Effect> {
  const { store, memberId, event, now } = chat
  const texts = registrationTexts[(await findMember(store, memberId))?.language ?? 'ja']
  return {
    statements: [
      ...endRegistration(store.db, { memberId, rev: open.rev, now }),
      ...answered(chat, agreedTo(open), false),
      record(store.db, { memberId, kind: 'registration_cancelled', at: event.timestamp }),
    ],
    reply: [withQuickReplies(text(texts.cancelled), [tap(texts.begin, 'register')])],
  }
}

/** As giving up and beginning again; who came by an invitation keeps what it says. */
async function startOver(chat: Chat, open: Registration): Promise<Effect> {
  const { store, memberId, event, now } = chat
  const { invitationId, name, storeId, roleId, leftOn } = open.answers
  const facts = invitationId === undefined ? {} : { invitationId, name, storeId, roleId, leftOn }
  const from = { ...FIRST, answers: { ...FIRST.answers, ...facts } }
  return {
    statements: [
      ...endRegistration(store.db, { memberId, rev: open.rev, now }),
      ...answered(chat, agreedTo(open), false),
      ...startRegistration(store.db, { memberId, from, at: event.timestamp, now }),
    ],
    reply: [question(await lookUp(chat, { ...from, rev: firstRev(now), updatedAt: now, pickedUpAt: null }))],
  }
}

/** How long words are an answer: a name could be anything, and no consent is guessed from what is said days later. */
function awaitedMs(step: Step) {
  if (step === 'name') return NAME_AWAITED_MS
  return isPurpose(step) || step === 'privacy' || step === 'confirm' ? SILENCE_MS : Number.POSITIVE_INFINITY
}

/** Words that mean the same however long ago the question was put. */
const isWayAround = (read: Typed | undefined) =>
  read?.kind === 'cancel' ||
  read?.kind === 'stay' ||
  read?.kind === 'restart' ||
  (read?.kind === 'answer' && read.answer.kind === 'back')

const answered = ({ store, memberId, event }: Chat, purposes: readonly ConsentPurpose[], granted: boolean) =>
  purposes.flatMap((purpose) =>
    recordConsent(store.db, {
      memberId,
      purpose,
      granted,
      channel: 'line',
      eventId: event.webhookEventId,
      at: event.timestamp,
    }),
  )
