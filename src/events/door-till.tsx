import { Hono } from 'hono'
import { findTill, touchTill, wasTill } from '../stores/tills.ts'
import { doorTexts } from '../texts/event-door.ts'
import type { WebEnv } from '../web/env.ts'
import { requireTill } from '../web/session.ts'
import { PlainPage } from '../web/ui.tsx'
import { listDoors } from './door.ts'
import { doorRoutes } from './door-handling.tsx'
import { DoorHead, Doors } from './door-pages.tsx'

const PATH = '/till/door'

/** Mounted at /till/door: for a device that the owner enrolled, the doors of its own store's events. */
export const doorTillPages = new Hono<WebEnv>()
  .use(requireTill({ find: findTill, was: wasTill, touch: touchTill }))

  .get('/', async (c) => {
    const { deps, till, language: lang } = c.var
    const t = doorTexts[lang]
    const doors = await listDoors(deps.store, { storeId: till.storeId, now: deps.now() })
    const from = `${till.storeName} ${till.name}`
    return c.html(
      <PlainPage lang={lang} title={t.doors} screen="till" from={from} path={PATH} head={<DoorHead />} keepAwake>
        <Doors lang={lang} doors={doors} hrefOf={(id) => `${PATH}/${id}`} />
        <p>
          <a class="back" href="/till">
            <span aria-hidden="true">‹</span> {t.toTill}
          </a>
        </p>
      </PlainPage>,
    )
  })

  .route(
    '/',
    doorRoutes('/:id', (c) => {
      const { till, language: lang } = c.var
      const base = `${PATH}/${c.req.param('id') ?? ''}`
      const from = `${till.storeName} ${till.name}`
      return {
        by: { tillId: till.id },
        storeId: till.storeId,
        onTheDay: true,
        base,
        // The log of accesses is of persons who sign in; a till's check-ins say which till it was.
        note: async () => {},
        frame: ({ event, body }) => (
          <PlainPage
            lang={lang}
            title={event.title}
            screen="till"
            from={from}
            path={base}
            head={<DoorHead />}
            keepAwake
          >
            <a class="back" href={PATH}>
              <span aria-hidden="true">‹</span> {doorTexts[lang].allDoors}
            </a>
            {body}
          </PlainPage>
        ),
      }
    }),
  )
