import { Hono } from 'hono'
import { z } from 'zod'
import { Refusal } from '../refusal.ts'
import { eventFormTexts } from '../texts/event-form.ts'
import { cleanLines } from '../web/clean-words.ts'
import type { WebEnv } from '../web/env.ts'
import { type FormErrors, type FormValues, readForm } from '../web/form.ts'
import { noticesAhead } from './ahead.ts'
import { costIfTold, numbersOf, type Telling } from './event-costs.tsx'
import { PATH } from './event-pages.tsx'
import { type Admin, tellingOf, theEvent } from './event-show.tsx'
import type { ShopEvent } from './events.ts'
import { discardEvent } from './events-change.ts'
import { CancelPage, ClosePage, DiscardPage, OpenPage, ReopenPage } from './state-pages.tsx'
import { CANCEL_WORDS_MAX, cancelEvent, closeEvent, openEvent, reopenEvent } from './states.ts'

const Version = z.object({ version: z.coerce.number().int() })

/** From state to state: each first shows what it does and costs, and whom it tells. */
export const stateAdmin = new Hono<WebEnv>()
  .get('/:id/open', async (c) => {
    const event = await theEventIn(c, ['draft'])
    const reminders = [event.remindDay, event.remindHours].filter(Boolean).length
    const numbers = await numbersOf(c, { rule: event.rule, capacity: event.capacity, reminders })
    const isLate = event.closesAt <= c.var.deps.now()
    return c.html(<OpenPage {...asking(c)} event={event} numbers={numbers} isLate={isLate} />)
  })

  .post('/:id/openings', async (c) => {
    const form = await readForm(c, Version)
    if (!form.ok) throw new Refusal('form_invalid')
    await openEvent(c.var.deps.store, { ...acting(c), updatedAt: form.data.version })
    return done(c, 'opened')
  })

  .get('/:id/close', async (c) => {
    const event = await theEventIn(c, ['open'])
    return c.html(<ClosePage {...asking(c)} event={event} telling={await unseated(c, event)} />)
  })

  .post('/:id/closings', async (c) => {
    await closeEvent(c.var.deps.store, acting(c))
    return done(c, 'closed')
  })

  .get('/:id/reopen', async (c) => {
    const event = await theEventIn(c, ['closed'])
    return c.html(<ReopenPage {...asking(c)} event={event} isLate={event.closesAt <= c.var.deps.now()} />)
  })

  .post('/:id/reopenings', async (c) => {
    await reopenEvent(c.var.deps.store, acting(c))
    return done(c, 'reopened')
  })

  .get('/:id/cancel', async (c) => showCancel(c, await theEventIn(c, CANCELLABLE)))

  .post('/:id/cancellations', async (c) => {
    const event = await theEventIn(c, CANCELLABLE)
    const form = await readForm(c, CancelForm(eventFormTexts[c.var.language].errors.cancelWords(CANCEL_WORDS_MAX)))
    if (!form.ok) return showCancel(c, event, { values: form.values, errors: form.errors }, 422)
    const { people } = await tellingOf(c, event, 'cancelled')
    await cancelEvent(c.var.deps.store, { ...acting(c), words: form.data.words })
    return done(c, people > 0 ? 'cancelledTelling' : 'cancelled')
  })

  .get('/:id/discard', async (c) => c.html(<DiscardPage {...asking(c)} event={await theEventIn(c, ['draft'])} />))

  .post('/:id/discards', async (c) => {
    await discardEvent(c.var.deps.store, acting(c))
    return c.redirect(`${PATH}?done=discarded`, 303)
  })

const CANCELLABLE = ['draft', 'open', 'closed'] as const

const CancelForm = (wrong: string) =>
  z.object({
    words: z.string(wrong).overwrite(cleanLines).trim().min(1, wrong).max(CANCEL_WORDS_MAX, wrong),
  })

const eventIdOf = (c: Admin) => c.req.param('id') ?? ''
const asking = ({ var: { language: lang, operator } }: Admin) => ({ lang, operator })
const acting = (c: Admin) => ({
  eventId: eventIdOf(c),
  storeId: c.var.operator.storeId,
  operatorId: c.var.operator.id,
  now: c.var.deps.now(),
})

/** Refusals: not_found; event_not_in_state for what cannot be done to it any more. */
async function theEventIn(c: Admin, states: readonly ShopEvent['state'][]) {
  const event = await theEvent(c, eventIdOf(c))
  if (!states.includes(event.state)) throw new Refusal('event_not_in_state')
  return event
}

type Typed = { values: FormValues; errors: FormErrors }

async function showCancel(
  c: Admin,
  event: ShopEvent,
  typed: Typed = { values: {}, errors: {} },
  status: 200 | 422 = 200,
) {
  const telling = await tellingOf(c, event, 'cancelled')
  return c.html(<CancelPage {...asking(c)} event={event} telling={telling} {...typed} />, status)
}

/** Who still waits when the answers close is told that there was no seat. */
async function unseated(c: Admin, { id: eventId }: ShopEvent): Promise<Telling> {
  const ahead = await noticesAhead(c.var.deps.store, { eventId, now: c.var.deps.now() })
  const people = ahead.find(({ kind }) => kind === 'not_seated')?.messages ?? 0
  return { people, cost: await costIfTold(c, people) }
}

/** Back to the event's own page; what follows from it begins at once. */
function done(c: Admin, what: string) {
  c.var.deps.wake('events')
  return c.redirect(`${PATH}/${eventIdOf(c)}?done=${what}`, 303)
}
