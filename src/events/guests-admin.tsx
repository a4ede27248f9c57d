import { Hono } from 'hono'
import { z } from 'zod'
import { Refusal } from '../refusal.ts'
import { errorTexts } from '../texts/errors.ts'
import { cleanLines } from '../web/clean-words.ts'
import type { WebEnv } from '../web/env.ts'
import { readForm } from '../web/form.ts'
import { ANSWER_MAX, saveDetails } from './answering.ts'
import { showHistory } from './chart.tsx'
import type { ShopEvent } from './events.ts'
import { LeavingPage } from './guest-page.tsx'
import { exportedGuests } from './guests-export.tsx'
import { type C, showEvent, showGuest, showGuests, showSeats, theEvent, theGuest } from './guests-show.tsx'
import { type Answered, leaveEvent, seatByHand } from './seats.ts'
import { guestPath } from './view-parts.tsx'

/** As the tables have it: a person and five guests. */
const PARTY_MAX = 6

const Count = z.coerce.number().int().min(0).max(PARTY_MAX)
const AnswerForm = z.discriminatedUnion('answer', [
  z.object({
    answer: z.literal('coming'),
    member: z.string().min(1).max(100),
    party: Count.min(1),
    drinkers: z.union([z.literal('').transform(() => undefined), Count]).optional(),
    allergies: z.string().overwrite(cleanLines).trim().max(ANSWER_MAX).optional(),
  }),
  z.object({ answer: z.literal('not_coming'), member: z.string().min(1).max(100) }),
])
type Coming = Extract<z.output<typeof AnswerForm>, { answer: 'coming' }>

/** One event as its shop sees it, who answered, and answers taken by hand. A manager's: the own store's events. */
export const guestsAdmin = new Hono<WebEnv>()
  // Before '/:id', which would take its name for an event's.
  .get('/history', showHistory)
  .get('/:id', showEvent)
  .get('/:id/seats', showSeats)
  .get('/:id/guests', showGuests)
  .get('/:id/guests.csv', exportedGuests)
  .get('/:id/guests/:memberId', async (c) => showGuest(c, await theEvent(c), c.req.param('memberId')))
  .get('/:id/guests/:memberId/leaving', async (c) => {
    const { language: lang, operator } = c.var
    const event = await theEvent(c)
    const guest = await theGuest(c, event, c.req.param('memberId'))
    return c.html(<LeavingPage {...{ lang, operator, event, guest }} />)
  })

  .post('/:id/answers', async (c) => {
    const event = await theEvent(c)
    const form = await readForm(c, AnswerForm)
    if (!form.ok) throw new Refusal('form_invalid')
    const { member: memberId } = form.data
    await theGuest(c, event, memberId)
    try {
      const done = form.data.answer === 'coming' ? await seat(c, event, form.data) : await leave(c, event, memberId)
      c.var.deps.wake('events')
      return c.redirect(`${guestPath(event.id, memberId)}?done=${done}`, 303)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const { values } = form
      return showGuest(c, event, memberId, { values, problem: errorTexts[c.var.language][error.code] })
    }
  })

/** Somebody comes, as they told the shop; with what they said for the kitchen. Answers what to say of it. */
async function seat({ var: { deps, operator } }: C, { id: eventId }: ShopEvent, coming: Coming) {
  const { member: memberId, party, drinkers, allergies } = coming
  const now = deps.now()
  const answered = await seatByHand(deps.store, { eventId, memberId, party, operatorId: operator.id, now })
  if (answered.outcome !== 'answered') return answered.outcome
  if (drinkers !== undefined || allergies !== undefined) {
    const said = { ...(drinkers === undefined ? {} : { drinkers }), ...(allergies === undefined ? {} : { allergies }) }
    const saved = await saveDetails(deps.store, { eventId, memberId, ...said, at: now, now })
    if (saved === 'unchanged') return 'drinkers'
  }
  return stateOf(answered)
}

async function leave({ var: { deps, operator } }: C, { id: eventId }: ShopEvent, memberId: string) {
  const now = deps.now()
  const answered = await leaveEvent(deps.store, { eventId, memberId, operatorId: operator.id, at: now, now })
  return answered.outcome === 'outdated' ? 'outdated' : 'left'
}

const stateOf = ({ standing: { state } }: Answered) => (state === 'waiting' || state === 'offered' ? state : 'going')
