import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { MEMBER_LANGUAGES } from '../members/languages.ts'
import { Refusal } from '../refusal.ts'
import { eventPageTexts } from '../texts/event-page.ts'
import type { WebEnv } from '../web/env.ts'
import { type FormErrors, type FormValues, readForm } from '../web/form.ts'
import { answerSchema, isAsked, partyMax, valuesOf } from './answer-form.tsx'
import { mostDrinkers, saveDetails } from './answering.ts'
import { calendarFile } from './calendar.ts'
import { type DishRating, rateDishes, ratingsOf } from './feedback.ts'
import { FeedbackPage, ratingSchema, ratingValues } from './feedback-pages.tsx'
import { doorUrl, readEventToken } from './links.ts'
import { type Guest, GuestPage, NoPage } from './member-page.tsx'
import { acceptOffer, keepWaiting, lapseOffers, toldStatement } from './offers.ts'
import { openGuest } from './opening.ts'
import { type Answered, joinEvent, leaveEvent } from './seats.ts'
import { offerEndsAt } from './windows.ts'

type C = Context<WebEnv, '/:token'>
type Done = keyof (typeof eventPageTexts)['ja']['done']

const Offer = z.object({
  offer: z
    .string()
    .regex(/^\d{1,6}$/)
    .transform(Number),
})

/** Mounted at /event: a guest's own page of an event, by a link that is theirs. Looking changes nothing. */
export const eventPages = new Hono<WebEnv>()
  .use(async (c, next) => {
    await next()
    c.header('cache-control', 'no-store')
  })

  .get('/:token', async (c) => show(c, await open(c)))

  .post('/:token/answers', async (c) => {
    const guest = await openInTime(c)
    if (!isAsked(guest)) return refuse(c, guest, new Refusal('event_not_open'), {})
    const form = await readForm(c, answerSchema(guest))
    if (!form.ok) return show(c, guest, { ...form, status: 422 })
    try {
      return seeOther(c, guest, await answer(c, guest, form.data))
    } catch (error) {
      return refuse(c, guest, error, form.values)
    }
  })

  .post('/:token/leavings', async (c) => {
    const guest = await open(c)
    try {
      return seeOther(c, guest, doneOf(await heard(c, leaveEvent(c.var.deps.store, said(guest))), 'left'))
    } catch (error) {
      return refuse(c, guest, error, {})
    }
  })

  .post('/:token/acceptances', async (c) => answerOffer(c, acceptOffer))

  .post('/:token/waits', async (c) => answerOffer(c, keepWaiting))

  .get('/:token/calendar.ics', async (c) => {
    const { event, shop, member, standing, path } = await open(c)
    if (standing.state !== 'going') return c.redirect(path, 303)
    const { host } = new URL(c.var.deps.config.baseUrl)
    const hint = eventPageTexts[member.language].calendar.changes
    return c.body(calendarFile({ event, shop, hint, host }), 200, {
      'content-type': 'text/calendar; charset=utf-8; method=PUBLISH',
      'content-disposition': 'inline; filename="event.ics"',
      'x-content-type-options': 'nosniff',
    })
  })

  .get('/:token/feedback', async (c) => {
    const guest = await open(c, { isFeedback: true })
    const ratings = await ratingsOf(c.var.deps.store, { eventId: guest.event.id, memberId: guest.member.id })
    const isDone = c.req.query('done') === 'rated'
    return c.html(<FeedbackPage guest={guest} values={ratingValues(ratings)} errors={{}} isDone={isDone} />)
  })

  .post('/:token/feedback', async (c) => {
    const guest = await open(c, { isFeedback: true })
    const { event, member, path, now } = guest
    const form = await readForm(c, ratingSchema(guest))
    if (!form.ok) return c.html(<FeedbackPage guest={guest} values={form.values} errors={form.errors} />, 422)
    const ratings: readonly DishRating[] = form.data
    if (guest.tastes) await rateDishes(c.var.deps.store, { eventId: event.id, memberId: member.id, ratings, now })
    return c.redirect(`${path}/feedback${guest.tastes ? '?done=rated' : ''}`, 303)
  })

eventPages.onError((error, c) => {
  if (!(error instanceof Refusal) || error.code !== 'event_link_unusable') throw error
  const language = MEMBER_LANGUAGES.find((known) => known === error.facts.language) ?? c.var.language
  return c.html(<NoPage language={language} over={error.facts.over === 1} />, 404)
})

async function open(c: C, { isFeedback = false } = {}): Promise<Guest> {
  const { store, config, now } = c.var.deps
  const token = c.req.param('token')
  const who = await readEventToken(config.sessionSecret, token)
  if (!who) throw new Refusal('event_link_unusable')
  return { ...(await openGuest(store, { ...who, now: now(), isFeedback })), path: `/event/${token}` }
}

/** As they saw themselves on the page: an offer whose window is over has ended before they answer anew. */
async function openInTime(c: C): Promise<Guest> {
  const guest = await open(c)
  if (!guest.isOverdue) return guest
  await lapseOffers(c.var.deps.store, { now: guest.now })
  return open(c)
}

type Again = { values?: FormValues; errors?: FormErrors; status?: 200 | 422; refusal?: string }

/** The page as it is now, or as it came back. */
async function show(c: C, guest: Guest, { values, errors = {}, status = 200, refusal }: Again = {}) {
  const { event, member } = guest
  const { done } = eventPageTexts[member.language]
  const [said, words] = Object.entries(done).find(([key]) => key === c.req.query('done')) ?? []
  const tone = said === 'no_room' || said === 'outdated' ? ('warn' as const) : ('success' as const)
  const notice = refusal ? { tone: 'error' as const, text: refusal } : words ? { tone, text: words } : undefined
  const url = await doorUrl(c.var.deps.config, { eventId: event.id, memberId: member.id })
  return c.html(
    <GuestPage {...guest} values={values ?? valuesOf(guest)} errors={errors} notice={notice} doorUrl={url} />,
    status,
  )
}

const seeOther = (c: C, { path }: Guest, done: Done) => c.redirect(`${path}?done=${done}`, 303)

/** The page as it is by now, with why not; nothing typed is lost. */
async function refuse(c: C, guest: Guest, error: unknown, values: FormValues) {
  const { no } = eventPageTexts[guest.member.language]
  const code = error instanceof Refusal ? error.code : undefined
  if (code === 'event_party_too_large')
    return show(c, guest, { values, status: 422, refusal: no.event_party_too_large(partyMax(guest)) })
  if (code !== 'event_not_open' && code !== 'event_not_invited') throw error
  return show(c, await open(c), { values, status: 422, refusal: no[code] })
}

type Said = z.output<ReturnType<typeof answerSchema>>

/** First the seats, then what they tell for the evening: of as many as got them. */
async function answer(c: C, guest: Guest, { party, drinkers, allergies, answers }: Said): Promise<Done> {
  const { event, member, standing } = guest
  const { store } = c.var.deps
  const isIn = standing.state === 'going' || standing.state === 'waiting'
  const answered =
    isIn && party === standing.party ? undefined : await heard(c, joinEvent(store, { ...said(guest), party }))
  if (answered?.outcome === 'outdated') return 'outdated'
  const may = mostDrinkers({ ...member, party: answered?.standing.party ?? party, startsAt: event.startsAt })
  const saved = await saveDetails(store, {
    ...said(guest),
    ...(drinkers === undefined ? {} : { drinkers: Math.min(drinkers, may) }),
    ...(event.asksAllergies ? { allergies } : {}),
    ...(event.questions.length > 0 ? { answers } : {}),
  })
  if (saved === 'unchanged') return 'outdated'
  return answered ? doneOf(answered, 'saved') : 'saved'
}

async function answerOffer(c: C, verb: typeof acceptOffer) {
  const guest = await open(c)
  const form = await readForm(c, Offer)
  if (!form.ok) throw new Refusal('form_invalid')
  const answered = await heard(c, verb(c.var.deps.store, { ...said(guest), offerNo: form.data.offer }))
  return seeOther(c, guest, doneOf(answered, 'saved'))
}

/**
 * What they are offered at once, the page after this tells them: the window runs from now. Others may have been offered
 * seats as well.
 */
async function heard(c: C, answering: Promise<Answered>): Promise<Answered> {
  const { store, now, wake } = c.var.deps
  const answered = await answering
  const { state, offerNo, offerEndsAt: told } = answered.standing
  if (state === 'offered' && told === undefined) {
    const { event, member } = await open(c)
    const endsAt = offerEndsAt({ toldAt: now(), startsAt: event.startsAt, closesAt: event.closesAt })
    await store.batch([toldStatement(store.db, { eventId: event.id, memberId: member.id, offerNo, endsAt })])
  }
  if (answered.offers > 0) wake('events')
  return answered
}

const said = ({ event, member, now }: Guest) => ({ eventId: event.id, memberId: member.id, at: now, now })

const doneOf = ({ outcome }: Answered, done: Done): Done => (outcome === 'answered' ? done : outcome)
