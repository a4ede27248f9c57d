import { Hono } from 'hono'
import { noteAccess, noteAccessAgain } from '../interactions/access-log.ts'
import { Refusal } from '../refusal.ts'
import { doorTexts } from '../texts/event-door.ts'
import type { WebEnv } from '../web/env.ts'
import { Page } from '../web/ui.tsx'
import { isDoorNear } from './check-ins.ts'
import { listDoors } from './door.ts'
import { doorRoutes } from './door-handling.tsx'
import { readDoorList } from './door-list.ts'
import { DoorListPage } from './door-list-page.tsx'
import { DoorHead, Doors } from './door-pages.tsx'
import { findEvent } from './events.ts'

const PATH = '/admin/events'
const DOORS_PATH = `${PATH}/doors`
/** Who keeps a door looks at it all evening: that is noted once in so long. */
const NOTED_EVERY_MS = 10 * 60_000

/** Mounted in /admin/events, in front of what is for managers: the doors, also for staff. */
export const doorAdmin = new Hono<WebEnv>()
  .get('/doors', async (c) => {
    const { deps, operator, language: lang } = c.var
    const doors = await listDoors(deps.store, { storeId: operator.storeId, now: deps.now() })
    return c.html(
      <Page
        lang={lang}
        title={doorTexts[lang].doors}
        operator={operator}
        current="events"
        path={DOORS_PATH}
        head={<DoorHead />}
      >
        <Doors lang={lang} doors={doors} hrefOf={(id) => `${PATH}/${id}/door`} />
      </Page>,
    )
  })

  /** The same on paper, for an evening without a connection. */
  .get('/:id/door/list', async (c) => {
    const { deps, operator, language: lang } = c.var
    const { store } = deps
    const event = await findEvent(store, { eventId: c.req.param('id'), storeId: operator.storeId })
    if (!event) throw new Refusal('not_found')
    if (operator.role === 'staff' && !isDoorNear(event, deps.now())) throw new Refusal('door_closed')
    const list = await readDoorList(store, event.id)
    const now = deps.now()
    const detail = { page: 'doorList', event: event.id, count: list.going.length + list.waiting.length }
    await noteAccess(store, { operatorId: operator.id, action: 'members_listed', detail, now })
    return c.html(<DoorListPage {...{ lang, operator, event, list, now }} back={`${PATH}/${event.id}/door`} />)
  })

  .route(
    '/',
    doorRoutes('/:id/door', (c) => {
      const { deps, operator, language: lang } = c.var
      const eventId = c.req.param('id') ?? ''
      const base = `${PATH}/${eventId}/door`
      const t = doorTexts[lang]
      const back =
        operator.role === 'staff'
          ? { href: DOORS_PATH, label: t.allDoors }
          : { href: `${PATH}/${eventId}`, label: t.back }
      return {
        by: { operatorId: operator.id },
        storeId: operator.storeId,
        onTheDay: operator.role === 'staff',
        base,
        listHref: `${base}/list`,
        note: (people) =>
          noteAccessAgain(deps.store, {
            operatorId: operator.id,
            action: 'members_listed',
            detail: { page: 'door', event: eventId, count: people },
            everyMs: NOTED_EVERY_MS,
            now: deps.now(),
          }),
        frame: ({ event, body }) => (
          <Page
            lang={lang}
            title={event.title}
            operator={operator}
            current="events"
            path={base}
            back={back}
            head={<DoorHead />}
          >
            {body}
          </Page>
        ),
      }
    }),
  )
