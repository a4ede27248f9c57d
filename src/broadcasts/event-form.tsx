import type { Context } from 'hono'
import { sql } from 'kysely'
import { findEvent, type ShopEvent } from '../events/events.ts'
import { namesFor } from '../segments/names.ts'
import { membersOf } from '../segments/rule.ts'
import { ruleSentence } from '../segments/words.ts'
import { composeEventTexts } from '../texts/compose-event.ts'
import type { WebEnv } from '../web/env.ts'
import type { FormValues } from '../web/form.ts'
import { TITLE_MAX, WORDS_MAX } from './content.ts'
import type { Draft } from './drafts.ts'
import { choiceForEvent, eventChoiceIn, ruleForAnswers } from './event-audience.ts'
import type { Kind } from './kinds.ts'

type Admin = Context<WebEnv>
type Choice = { id: string; name: string }

/** An event that the operator may write of: a manager of those of the own store. */
export const eventFor = ({ var: { deps, operator } }: Admin, eventId: string | undefined) =>
  eventId ? findEvent(deps.store, { eventId, storeId: operator.storeId }) : undefined

/** What a form from the page of an event starts with: whom it is to, the subject, and the first words. */
export async function eventValues(c: Admin, kind: Kind): Promise<FormValues> {
  const event = await eventFor(c, c.req.query('event'))
  if (!event) return {}
  const { titles, start } = composeEventTexts[c.var.language]
  const { title, words } = event
  const values = (who: 'own' | 'silent' | 'came', subject: string, said: string): FormValues => ({
    eventId: event.id,
    purpose: 'events',
    segment: c.req.query('segment') || choiceForEvent(event.id, who),
    title: subject.slice(0, TITLE_MAX),
    text: said.slice(0, WORDS_MAX),
    greeting: said.slice(0, WORDS_MAX),
  })
  if (kind === 'coupon') return values('came', titles.thanks(title), start.coupon(title))
  if (kind !== 'event') return values('came', titles.results(title), start.results(title))
  if (c.req.query('moment') === 'thanks')
    return { ...values('came', titles.thanks(title), start.thanks(title)), moment: 'thanks' }
  if (c.req.query('to') === 'silent')
    return { ...values('silent', titles.silent(title), start.silent(title)), moment: 'invite' }
  return { ...values('own', titles.invite(title), words), moment: 'invite' }
}

/** The audiences of an event among which its messages choose, beside the segments. */
export async function eventChoices(c: Admin, { event, chosen }: { event: ShopEvent | undefined; chosen: string }) {
  const named = eventChoiceIn(chosen)
  const about = event ?? (await eventFor(c, named?.eventId))
  if (!about) return []
  const offered = about.state === 'open' || about.state === 'draft' ? (['own', 'silent'] as const) : (['came'] as const)
  const all = named && !offered.some((who) => who === named.who) ? [...offered, named.who] : offered
  const choices: Choice[] = []
  for (const who of all) choices.push({ id: choiceForEvent(about.id, who), name: await choiceName(c, about, who) })
  return choices
}

async function choiceName(c: Admin, event: ShopEvent, who: 'own' | 'silent' | 'came') {
  const { deps, language, operator } = c.var
  const rule = who === 'own' ? event.rule : ruleForAnswers(event.id, who)
  const names = await namesFor(deps.store, { rules: [rule], storeId: operator.storeId })
  const people = ruleSentence(rule, names, language)
  if (who === 'own') return composeEventTexts[language].toOwn(event.title, people)
  const { count } = await membersOf(deps.store.db, { rule, storeId: operator.storeId, now: deps.now() })
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return composeEventTexts[language].counted(people, count)
}

/** The store beyond which an event is for nobody: that of a manager who planned it. */
async function storeOf({ var: { deps } }: Admin, eventId: string) {
  const event = await deps.store.db
    .selectFrom('events')
    .select(sql<string | null>`audience ->> '$.storeId'`.as('storeId'))
    .where('id', '=', eventId)
    .executeTakeFirst()
  return event?.storeId ?? null
}

type OfEvent = Pick<Draft, 'rule' | 'segmentId' | 'storeId'>

/** The people whom a value of the form names; undefined: it names none of an event that the operator may write of. */
export async function audienceOfEvent(c: Admin, chosen: string): Promise<OfEvent | undefined> {
  const named = eventChoiceIn(chosen)
  const event = named && (await eventFor(c, named.eventId))
  if (!named || !event) return undefined
  const ends = { storeId: c.var.operator.storeId ?? (await storeOf(c, event.id)) }
  if (named.who === 'own') return { rule: event.rule, segmentId: event.segmentId, ...ends }
  return { rule: ruleForAnswers(event.id, named.who), segmentId: null, ...ends }
}
