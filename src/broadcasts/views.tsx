import { z } from 'zod'
import type { Store } from '../db/store.ts'
import type { Deps } from '../deps.ts'
import { noteAccess } from '../interactions/access-log.ts'
import { listMembers } from '../members/directory.ts'
import { findMember } from '../members/members.ts'
import { pollResults } from '../polls/polls.ts'
import { Refusal } from '../refusal.ts'
import { namesFor } from '../segments/names.ts'
import { readSendingSettings } from '../sending/sending-settings.ts'
import { showsNames } from '../taps/results.tsx'
import { tapResults } from '../taps/taps.ts'
import { progressTexts } from '../texts/broadcast-progress.ts'
import { broadcastTexts } from '../texts/broadcasts.ts'
import { type Admin, noteNames, sentence } from './asked.tsx'
import { AnswersPart, DetailPage, type Results } from './detail-pages.tsx'
import type { Standing } from './detail-progress.tsx'
import { type Outsider, RecipientsPage, WhyPage } from './detail-recipients.tsx'
import { type Broadcast, findBroadcast } from './drafts.ts'
import { progressOf, readOn } from './progress.ts'
import { listRecipients, type RecipientLine, SHOWN, type Shown } from './recipients.ts'
import { situationOf } from './situation.ts'
import { type WhyOf, whyNot } from './why.ts'
import { whoIs, whySentence } from './why-words.ts'

/** Of people whom a broadcast was not for, so many are explained beside those whom it was. */
const OUTSIDERS_MAX = 10

/** Whom a page of the list comes after; at its beginning also where it makes no sense. */
const After = z
  .string()
  .regex(/^[\w-]{1,100}$/)
  .catch('')

/** A broadcast with what became of it so far; undefined: there is none. */
export async function standingOf(
  { store, now }: Pick<Deps, 'store' | 'now'>,
  broadcastId: string,
): Promise<Standing | undefined> {
  const broadcast = await findBroadcast(store, { broadcastId })
  return broadcast && standing({ store, now }, broadcast)
}

export async function standing({ store, now }: Pick<Deps, 'store' | 'now'>, broadcast: Broadcast): Promise<Standing> {
  const { id: broadcastId, confirmedCount } = broadcast
  const progress = await progressOf(store, { broadcastId, confirmedCount: confirmedCount ?? 0 })
  const settings = await readSendingSettings(store)
  return { broadcast, progress, situation: situationOf({ broadcast, progress, settings, now: now() }) }
}

/** A confirmed broadcast with what became of it so far. */
export async function showDetail(c: Admin, broadcast: Broadcast) {
  const { deps, language, operator } = c.var
  const results = await resultsOf(deps.store, broadcast, operator.storeId)
  if (showsNames(results.taps))
    await noteNames(
      c,
      results.taps.reduce((sum, { named }) => sum + named, 0),
    )
  return c.html(
    <DetailPage
      lang={language}
      operator={operator}
      {...(await standing(deps, broadcast))}
      results={results}
      sentence={await sentence(c, broadcast)}
      notice={notice(c)}
      now={deps.now()}
    />,
  )
}

/** What goes on being answered after the last message left: counts alone, for the page to ask for again. */
export async function showAnswers(c: Admin, broadcast: Broadcast) {
  const { deps, language: lang } = c.var
  const { progress } = await standing(deps, broadcast)
  return c.html(<AnswersPart {...{ lang, broadcast, progress }} results={await answersOf(deps.store, broadcast)} />)
}

const resultsOf = async (store: Store, broadcast: Broadcast, storeId: string | null): Promise<Results> => ({
  taps: await tapResults(store, { broadcastId: broadcast.id, storeId }),
  ...(await answersOf(store, broadcast)),
})

const answersOf = async (store: Store, { id: broadcastId, content, channel }: Broadcast) => ({
  poll: content.kind === 'poll' ? await pollResults(store, broadcastId) : undefined,
  read: channel === 'board' ? await readOn(store, broadcastId) : 0,
})

/** Who got it and who did not; with a name, also those of that name whom it was not for. */
export async function showRecipients(c: Admin, broadcast: Broadcast) {
  const { deps, language, operator } = c.var
  const asked = askedOf(c, broadcast)
  const { lines: recipients, next } = await listRecipients(deps.store, asked)
  const isWhole = asked.after === '' && asked.shown === 'all' && !next
  const outsiders = isWhole && asked.search !== '' ? await outsidersOf(c, broadcast, recipients) : []
  const count = recipients.length + outsiders.length
  if (count > 0) await noteNames(c, count)
  return c.html(
    <RecipientsPage
      lang={language}
      operator={operator}
      broadcast={broadcast}
      recipients={recipients}
      outsiders={outsiders}
      next={next}
      search={asked.search}
      shown={asked.shown}
      later={asked.after !== ''}
    />,
  )
}

/** What a list of recipients was asked for. */
export function askedOf(c: Admin, { id: broadcastId, channel }: Broadcast) {
  const shown: Shown = SHOWN.find((one) => one === c.req.query('show')) ?? 'all'
  const search = (c.req.query('q') ?? '').trim()
  const after = After.parse(c.req.query('after'))
  return { broadcastId, channel, storeId: c.var.operator.storeId, search, shown, after }
}

async function outsidersOf(c: Admin, { id: broadcastId }: Broadcast, recipients: readonly RecipientLine[]) {
  const { deps, operator } = c.var
  const search = (c.req.query('q') ?? '').trim()
  const { members } = await listMembers(deps.store, { tab: 'all', search, storeId: operator.storeId })
  const known = new Set(recipients.map(({ memberId }) => memberId))
  const outsiders: Outsider[] = []
  for (const { id: memberId, name } of members.filter(({ id }) => !known.has(id)).slice(0, OUTSIDERS_MAX)) {
    const why = await whyNot(deps.store, { broadcastId, memberId, now: deps.now() })
    outsiders.push({ memberId, name, why: await said(c, why) })
  }
  return outsiders
}

/** One person and one sentence. Refusal not_found: of another store than the operator's, or nobody. */
export async function showWhy(c: Admin, broadcast: Broadcast, memberId: string) {
  const { deps, language, operator } = c.var
  const member = await findMember(deps.store, memberId)
  if (!member || (operator.storeId !== null && member.store_id !== operator.storeId)) throw new Refusal('not_found')
  const detail = { page: 'broadcast' }
  await noteAccess(deps.store, { operatorId: operator.id, action: 'member_viewed', memberId, detail, now: deps.now() })
  const why = await whyNot(deps.store, { broadcastId: broadcast.id, memberId, now: deps.now() })
  return c.html(
    <WhyPage
      lang={language}
      operator={operator}
      broadcast={broadcast}
      memberId={memberId}
      who={whoIs(why.name, language)}
      why={await said(c, why)}
      isReachable={member.state !== 'left' && member.state !== 'erased'}
    />,
  )
}

async function said(c: Admin, why: WhyOf) {
  const { deps, language, operator } = c.var
  const rules = why.code === 'not_meant' ? [why.rule] : []
  const names = await namesFor(deps.store, { rules, storeId: operator.storeId })
  return whySentence(why, { language, names, now: deps.now() })
}

export function notice(c: Admin) {
  const said = c.req.query('done')
  const { done } = progressTexts[c.var.language]
  const { confirmed, discarded } = broadcastTexts[c.var.language].done
  if (said === 'confirmed') return { tone: 'success', text: confirmed } as const
  if (said === 'discarded') return { tone: 'success', text: discarded } as const
  if (said === 'not_undoable') return { tone: 'warn', text: done.not_undoable } as const
  const happened = (['undone', 'decided', 'resent', 'taken_down'] as const).find((one) => one === said)
  return happened && ({ tone: 'success', text: done[happened] } as const)
}
