import type { Effect } from '../../line/chat.ts'
import { text } from '../../line/messages.ts'
import { shiftChatTexts } from '../../texts/shift-chat.ts'
import { shiftStandingTexts } from '../../texts/shift-standing.ts'
import { chooseNotice } from '../claims/assignments.ts'
import { answerChange, askCancel, takeBackCancel } from '../claims/requests.ts'
import { askReason, REASONS } from './asking-chat.ts'
import { changed, look, pageOf, refusalOf, type Scene, say, stand, whyMessage } from './scene-chat.ts'
import { pendingOf } from './standing-words.ts'
import { stateCard } from './state-card.ts'

/** 行けなくなった: the reason first; with it the shop is asked at once. */
export async function cancel(scene: Scene): Promise<Effect> {
  const { chat, worker, about } = scene
  const { store, memberId, event, now } = chat
  const view = await look(scene)
  const { assignment } = view.standing
  if (assignment?.state !== 'confirmed') return stand(scene, view)
  const t = shiftChatTexts[worker.language]
  if (now >= assignment.startsAt) return say(text(t.tooLate), [])
  if (pendingOf(view.standing, 'cancel')) return stand(scene, view)
  const reason = REASONS.find((known) => known === about)
  if (!reason) return { reply: [askReason(view, await pageOf(scene))] }
  // For the shop, so in its language.
  const words = shiftStandingTexts.ja.reasons[reason]
  const asked = { assignmentId: assignment.id, memberId, words, at: event.timestamp, now }
  const why = await refusalOf(() => askCancel(store, asked))
  return changed(scene, why === undefined ? [] : [whyMessage(scene, why)])
}

/** They can come after all, as long as the shop has not answered. */
export async function come(scene: Scene): Promise<Effect> {
  const { chat, worker } = scene
  const { store, memberId, now } = chat
  const { assignment } = (await look(scene)).standing
  if (!assignment) return stand(scene)
  const why = await refusalOf(() => takeBackCancel(store, { assignmentId: assignment.id, memberId, now }))
  return changed(scene, why === undefined ? [text(shiftChatTexts[worker.language].comes)] : [])
}

/** A yes or a no to what the shop proposes to change. */
export async function agree(scene: Scene, accept: boolean): Promise<Effect> {
  const { chat, worker, about } = scene
  const { store, memberId, event, now } = chat
  const answer = { requestId: about, memberId, at: event.timestamp, now, accept }
  let outcome: string | undefined
  const why = await refusalOf(async () => {
    outcome = await answerChange(store, answer)
  })
  if (why !== undefined) return changed(scene, [whyMessage(scene, why)])
  return changed(scene, outcome === 'outdated' ? [text(shiftChatTexts[worker.language].stale)] : [])
}

/** 労働条件通知書: on screen only if they say so. */
export async function notice(scene: Scene): Promise<Effect> {
  const { chat, worker, about } = scene
  const { store, memberId, event, now } = chat
  const view = await look(scene)
  const { assignment } = view.standing
  if ((about !== 'electronic' && about !== 'paper') || !assignment) return stand(scene, view)
  await chooseNotice(store, { assignmentId: assignment.id, memberId, by: about, at: event.timestamp, now })
  const t = shiftChatTexts[worker.language]
  const words = about === 'electronic' ? t.noticeElectronic : t.noticePaper
  const after = await look(scene)
  return { reply: [text(words), stateCard(after, { url: await pageOf(scene) })], important: true }
}
