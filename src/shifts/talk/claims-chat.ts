import type { Chat, Effect } from '../../line/chat.ts'
import { type LineMessage, tap, text } from '../../line/messages.ts'
import type { RefusalCode } from '../../refusal.ts'
import { shopName } from '../../stores/stores.ts'
import { shiftChatTexts } from '../../texts/shift-chat.ts'
import { sayAdult } from '../claims/assignments.ts'
import { type Answered, claimShift, passShift, withdrawClaim } from '../claims/claims.ts'
import { acceptOffer, refuseOffer } from '../claims/standby.ts'
import { noticeCard } from '../notices/notice-card.ts'
import { knownStatement } from '../notices/notices.ts'
import { findOpening } from '../openings.ts'
import { agree, cancel, come, notice } from './agreed-chat.ts'
import { askAdult, withNoticeWays } from './asking-chat.ts'
import { askNoteStatement, isMeantFor, type Worker } from './listing.ts'
import { look, pageOf, readOf, refusalOf, type Scene, say, stand, whyMessage } from './scene-chat.ts'
import { kindOf, type View, whyWords } from './standing-words.ts'
import { detailsCard, stateCard } from './state-card.ts'
import { toldOf, unlessLapsed } from './viewing.ts'

/** What a tap on a button of an opening asks for. */
export const SAID = [
  'claim',
  'pass',
  'show',
  'withdraw',
  'accept',
  'refuse',
  'note',
  'cancel',
  'come',
  'adult',
  'change-yes',
  'change-no',
  'notice',
] as const
export type Tapped = { openingId: string; what: (typeof SAID)[number]; about: string }

type Said = { openingId: string; memberId: string; at: number; now: number }

/** What a tap comes to. An opening that was never meant for this person is not shown to them. */
export async function answerTap(chat: Chat, worker: Worker, { openingId, what, about }: Tapped): Promise<Effect> {
  const { store, memberId } = chat
  const t = shiftChatTexts[worker.language]
  const others = tap(t.buttons.others, 'shifts')
  const [opening, isFor] = await Promise.all([
    findOpening(store, { openingId }),
    isMeantFor(store, { openingId, memberId }),
  ])
  if (!opening || opening.state === 'draft') return say(text(t.gone), [others])
  if (!isFor) return say(text(t.notForYou), [others])
  return ANSWERS[what]({ chat, worker, opening, about })
}

const ANSWERS: Record<Tapped['what'], (scene: Scene) => Promise<Effect>> = {
  claim: tapClaim,
  pass: (scene) => settle(scene, (said) => passShift(scene.chat.store, said)),
  show,
  withdraw: (scene) => settle(scene, (said) => withdrawClaim(scene.chat.store, said)),
  accept: (scene) => settle(scene, (said) => acceptOffer(scene.chat.store, { ...said, offerNo: Number(scene.about) })),
  refuse: (scene) => settle(scene, (said) => refuseOffer(scene.chat.store, { ...said, offerNo: Number(scene.about) })),
  note: askNote,
  cancel,
  come,
  adult: tellAge,
  'change-yes': (scene) => agree(scene, true),
  'change-no': (scene) => agree(scene, false),
  notice,
}

/** 応募する, on a card: of what it is now, or they read that first. */
async function tapClaim(scene: Scene): Promise<Effect> {
  const { worker, opening, about } = scene
  if (opening.state !== 'open' || about === String(opening.conditionsAt ?? '')) return claim({ ...scene, about: '' })
  const view = await look(scene)
  if (['applied', 'standby', 'offered', 'confirmed'].includes(view.standing.claim?.state ?? ''))
    return stand(scene, view)
  const shown = await show(scene)
  return { ...shown, reply: [text(whyWords(worker.language, 'shift_changed_meanwhile')), ...(shown.reply ?? [])] }
}

/** Whose age matters and is not known is asked first; their yes goes on to the same. */
async function claim(scene: Scene): Promise<Effect> {
  return settle(scene, (said) => claimShift(scene.chat.store, said))
}

async function tellAge(scene: Scene): Promise<Effect> {
  const { chat, worker, opening, about } = scene
  const { store, memberId, event, now } = chat
  if (about !== 'yes' && about !== 'no') return stand(scene)
  await sayAdult(store, { memberId, adult: about === 'yes', at: event.timestamp, now })
  if (about === 'yes') return claim(scene)
  const t = shiftChatTexts[worker.language]
  return {
    ...say(text(t.minorNow), [tap(t.buttons.others, 'shifts')]),
    statements: readOf(chat, opening),
    important: true,
  }
}

/** All that the ad says; read by being shown. */
async function show(scene: Scene): Promise<Effect> {
  const { chat, opening } = scene
  const view = await look(scene)
  return {
    reply: [withNoticeWays(detailsCard(view, { url: await pageOf(scene) }), view)],
    statements: [...toldOf(chat, view), ...readOf(chat, opening)],
  }
}

async function askNote(scene: Scene): Promise<Effect> {
  const { chat, worker, opening } = scene
  const view = await look(scene)
  if (!['applied', 'standby', 'offered'].includes(kindOf(view))) return stand(scene, view)
  const { store, memberId, now } = chat
  return {
    ...say(text(shiftChatTexts[worker.language].askNote), []),
    statements: [askNoteStatement(store.db, { openingId: opening.id, memberId, now })],
  }
}

/**
 * Does what changes claims, and answers with how they stand now; repeated, it is the same answer. What it frees or fills is
 * worked on at once. Who has the shift by it reads all of what is agreed, so that no message need be spent on it.
 */
async function settle(scene: Scene, act: (said: Said) => Promise<Answered>): Promise<Effect> {
  const { chat, worker, opening } = scene
  const { memberId, event, now } = chat
  let answered: Answered | undefined
  const why = await refusalOf(async () => {
    answered = await act({ openingId: opening.id, memberId, at: event.timestamp, now })
  })
  if (why === 'shift_age_unknown') return { reply: [askAdult(opening.id, worker.language)], important: true }
  if (!answered) return { ...(await stand(scene, undefined, lead(scene, why))), important: true }
  const standing = await unlessLapsed(chat, opening.id, answered.standing)
  const isFresh = answered.outcome === 'answered'
  const view = await look(scene, standing)
  const effect =
    isFresh && kindOf(view) === 'confirmed' ? await confirmed(scene, view) : await state(scene, view, isFresh)
  const stale = !isFresh && scene.about !== '' ? [text(shiftChatTexts[worker.language].stale)] : []
  return {
    reply: [...stale, ...effect.reply],
    statements: [...effect.statements, ...readOf(chat, opening)],
    important: true,
    wakes: ['shifts'],
  }
}

const state = async (scene: Scene, view: View, fresh: boolean) => ({
  reply: [withNoticeWays(stateCard(view, { url: await pageOf(scene), fresh }), view)],
  statements: toldOf(scene.chat, view, { surely: true }),
})

/** What is agreed, all of it, as the message of it would say it (src/shifts/notice-card.ts). */
async function confirmed(scene: Scene, view: View) {
  const { chat, worker, opening } = scene
  const { store, memberId, event, now } = chat
  const { assignment } = view.standing
  if (!assignment) return state(scene, view, true)
  const { id: openingId } = opening
  const [shop, url] = await Promise.all([shopName(store), pageOf(scene)])
  const message = noticeCard({
    kind: 'confirmed',
    opening,
    agreed: assignment,
    notice: {
      openingId,
      memberId,
      ref: assignment.id,
      language: worker.language,
      version: '',
      assignmentId: assignment.id,
      words: null,
      person: null,
      proposal: null,
      answerUntil: null,
    },
    shopName: shop,
    url,
    now,
  })
  const known = { openingId, memberId, kind: 'confirmed', ref: assignment.id, now } as const
  return { reply: [message], statements: event.replyToken === undefined ? [] : [knownStatement(store.db, known)] }
}

/** Why not, in a sentence; that it is over, the card itself says. */
function lead(scene: Scene, why: RefusalCode | undefined): readonly LineMessage[] {
  return why === undefined || why === 'shift_not_open' ? [] : [whyMessage(scene, why)]
}
