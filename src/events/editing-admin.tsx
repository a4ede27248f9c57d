import { Hono } from 'hono'
import { z } from 'zod'
import { faultIn, storeImage } from '../images/images.ts'
import { Refusal } from '../refusal.ts'
import { eventFormTexts } from '../texts/event-form.ts'
import { imageTexts } from '../texts/images.ts'
import type { WebEnv } from '../web/env.ts'
import { readForm } from '../web/form.ts'
import { readPictureForm } from '../web/upload.ts'
import { NumbersList } from './event-costs.tsx'
import { PATH } from './event-pages.tsx'
import { type Admin, notice, readDraft, showForm, tellingOf, theEvent, typedNumbers } from './event-show.tsx'
import { freshValues, valuesOf } from './event-values.tsx'
import type { ShopEvent } from './events.ts'
import { changeEvent } from './events-change.ts'
import { copyEvent, createEvent } from './events-draft.ts'
import { type EventCursor, listEvents } from './events-list.ts'
import { EventsPage } from './events-list-pages.tsx'
import { stateAdmin } from './state-admin.tsx'

const Typed = z.looseObject({})

/** The list, and planning: new, changed, copied, and from state to state. A manager's are the own store's. */
export const editingAdmin = new Hono<WebEnv>()
  .get('/', async (c) => {
    const { deps, language: lang, operator } = c.var
    const { when, after } = cursorOf(c)
    const list = (which: 'coming' | 'past') =>
      when !== undefined && when !== which
        ? undefined
        : listEvents(deps.store, { when: which, storeId: operator.storeId, after, now: deps.now() })
    const lines = { coming: await list('coming'), past: await list('past') }
    return c.html(<EventsPage {...{ lang, operator, ...lines }} isFirst={when === undefined} notice={notice(c)} />)
  })

  .get('/new', async (c) => {
    const { operator } = c.var
    return showForm(c, { values: freshValues({ store: operator.storeId ?? '', segment: c.req.query('segment') }) })
  })

  .post('/', async (c) => {
    const { deps, operator } = c.var
    const read = await readDraft(c)
    if ('errors' in read) return showForm(c, read, 422)
    const id = await createEvent(deps.store, { event: read.draft, createdBy: operator.id, now: deps.now() })
    return c.redirect(`${PATH}/${id}?done=created`, 303)
  })

  /** The numbers beside the form while it is being filled in. */
  .post('/counts', (c) => showNumbers(c))
  .post('/:id/counts', async (c) => showNumbers(c, await theEvent(c, c.req.param('id'))))

  /** A picture brought by a form without JavaScript: the form again, with the picture chosen. */
  .post('/pictures', (c) => takePicture(c))
  .post('/:id/pictures', async (c) => takePicture(c, await theEvent(c, c.req.param('id'))))

  .get('/:id/edit', async (c) => {
    const event = await theEvent(c, c.req.param('id'))
    if (isOver(event)) throw new Refusal('event_not_in_state')
    return showForm(c, { event, values: valuesOf(event), notice: notice(c) })
  })

  .post('/:id/versions', async (c) => saveVersion(c, await theEvent(c, c.req.param('id'))))

  .post('/:id/copies', async (c) => {
    const { deps, operator } = c.var
    const { id: eventId } = await theEvent(c, c.req.param('id'))
    const { id: createdBy, storeId } = operator
    const copy = await copyEvent(deps.store, { eventId, storeId, createdBy, now: deps.now() })
    return c.redirect(`${PATH}/${copy}/edit?done=copied`, 303)
  })

  .route('/', stateAdmin)

const isOver = ({ state }: ShopEvent) => state === 'done' || state === 'cancelled'

/** What was typed is kept when somebody else was faster: it is shown again, over what they did. */
async function saveVersion(c: Admin, event: ShopEvent) {
  const { deps, operator } = c.var
  const read = await readDraft(c, event)
  if ('errors' in read) return showForm(c, read, 422)
  const { draft, told: words, version: updatedAt, values } = read
  const asked = { eventId: event.id, storeId: operator.storeId, updatedAt, now: deps.now() }
  const telling = hasMoved(event, draft) && event.state !== 'draft' ? await tellingOf(c, event, 'changed') : undefined
  try {
    await changeEvent(deps.store, { ...asked, event: draft, words, changedBy: operator.id })
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'event_changed_meanwhile') throw error
    const { changed } = eventFormTexts[c.var.language].errors
    const now = await theEvent(c, event.id)
    return showForm(
      c,
      { event: now, values: { ...values, version: String(now.updatedAt) }, errors: { '': changed } },
      422,
    )
  }
  deps.wake('events')
  return c.redirect(`${PATH}/${event.id}?done=${telling && telling.people > 0 ? 'savedTelling' : 'saved'}`, 303)
}

const hasMoved = (event: ShopEvent, { startsAt, endsAt, place }: Pick<ShopEvent, 'startsAt' | 'endsAt' | 'place'>) =>
  event.startsAt !== startsAt || event.endsAt !== endsAt || event.place !== place

async function showNumbers(c: Admin, event?: ShopEvent) {
  const { values } = await readForm(c, Typed)
  return c.html(<NumbersList lang={c.var.language} numbers={await typedNumbers(c, values, event)} />)
}

async function takePicture(c: Admin, event?: ShopEvent) {
  const { deps, operator, language } = c.var
  const { values, bytes } = await readPictureForm(c)
  try {
    const { id } = await storeImage(deps, { bytes, use: 'card', operatorId: operator.id, now: deps.now() })
    return showForm(c, { event, values: { ...values, imageId: id } })
  } catch (error) {
    return showForm(c, { event, values, errors: { imageId: imageTexts[language].faults[faultIn(error)] } }, 422)
  }
}

/** A later page is of one of the two lists alone. */
function cursorOf(c: Admin): { when: 'coming' | 'past' | undefined; after: EventCursor | undefined } {
  const [when, startsAt, id] = [c.req.query('when'), Number(c.req.query('at')), c.req.query('id')]
  if ((when !== 'coming' && when !== 'past') || !Number.isFinite(startsAt) || !id)
    return { when: undefined, after: undefined }
  return { when, after: { startsAt, id } }
}
