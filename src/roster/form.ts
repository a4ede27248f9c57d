import type { Compilable } from 'kysely'
import { CONSENT_VERSION, type CurrentConsent, currentConsents, recordConsent } from '../consent/consent.ts'
import type { ConsentPurpose } from '../db/schema.ts'
import { isAborted, type Store } from '../db/store.ts'
import { record } from '../interactions/interactions.ts'
import { oweRichMenu } from '../line/outbox.ts'
import { findMember } from '../members/members.ts'
import { findRegistration } from '../members/registration.ts'
import { type FormAnswers, purposesOf } from './form-answers.ts'
import { findInvitation, wrongCode } from './invitations.ts'
import { handIn } from './registering.ts'
import { hmacOfDigits } from './secrets.ts'

/** How often it is tried when the roster changes under it. */
const TRIES_MAX = 3

type Sent = { memberId: string; answers: FormAnswers; sessionSecret: string; now: number }

/** done: handed in, now or before. code_*: nothing happened but that a wrong code was counted. busy: nothing happened; once more. */
export type Registered = 'done' | 'code_unusable' | 'code_locked' | 'busy'

/**
 * Registers a person by what stands in the form, with everything that the chat does, each consent in their own words of the
 * form. Sent twice, at once or later, it counts once. No push: the person is looking.
 */
export async function registerByForm(store: Store, sent: Sent): Promise<Registered> {
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    if (!(await mayRegister(store, sent.memberId))) return 'done'
    const invitation = await readCode(store, sent)
    if (invitation.refused) return invitation.refused
    try {
      await store.batch(await statements(store, sent, invitation.id))
      return 'done'
    } catch (error) {
      if (!isAborted(error)) throw error
    }
  }
  return 'busy'
}

async function mayRegister(store: Store, memberId: string) {
  const state = (await findMember(store, memberId))?.state
  return state === 'guest' || state === 'declined'
}

async function statements(store: Store, sent: Sent, codeId: string | undefined): Promise<readonly Compilable[]> {
  const { memberId, answers, sessionSecret, now } = sent
  const open = await findRegistration(store, { memberId, now })
  const handed = await handIn(store, {
    memberId,
    name: answers.name,
    storeId: answers.store,
    roleId: answers.role,
    leftOn: answers.last_day,
    // Digits that were given in the chat are known by their HMAC alone, and hold until others are given.
    digitsHmac:
      answers.digits === '' ? (open?.answers.digitsHmac ?? null) : await hmacOfDigits(sessionSecret, answers.digits),
    invitationId: codeId ?? open?.answers.invitationId ?? null,
    at: now,
    now,
  })
  return [
    ...(open ? [] : [record(store.db, { memberId, kind: 'registration_started', at: now })]),
    ...(await newConsents(store, sent)),
    ...handed.statements,
    oweRichMenu(store.db, { memberId, menu: handed.menu, now }),
  ]
}

/** What was answered the same way in the chat, under the same text, is not said twice. */
async function newConsents(store: Store, { memberId, answers, now }: Sent) {
  const current = await currentConsents(store, memberId)
  const said: readonly { purpose: ConsentPurpose; granted: boolean }[] = [
    { purpose: 'privacy', granted: true },
    ...purposesOf(answers),
  ]
  return said
    .filter(({ purpose, granted }) => !isCurrent(current[purpose], granted))
    .flatMap(({ purpose, granted }) => recordConsent(store.db, { memberId, purpose, granted, channel: 'web', at: now }))
}

const isCurrent = (known: CurrentConsent | undefined, granted: boolean) =>
  known?.granted === granted && known.version === CONSENT_VERSION

/** The code that was typed: its invitation, nothing when none was, or why not. A wrong one counts, whatever was wrong with it. */
async function readCode(store: Store, { memberId, answers, sessionSecret, now }: Sent): Promise<Code> {
  if (answers.code === '') return {}
  const look = (typed: string) => findInvitation(store, { sessionSecret, typed, memberId, now })
  const found = (await look(answers.code)) ?? (await look(`招待コード ${answers.code}`))
  if (found?.kind === 'live') return { id: found.invitationId }
  if (found?.kind === 'locked') return { refused: 'code_locked' }
  await store.batch(wrongCode(store.db, { memberId, now }))
  return { refused: 'code_unusable' }
}
type Code = { id?: string; refused?: 'code_unusable' | 'code_locked' }
