import { type Context, Hono } from 'hono'
import { findSession } from '../operators/sessions.ts'
import { findTill } from '../stores/tills.ts'
import { doorTexts } from '../texts/event-door.ts'
import type { WebEnv } from '../web/env.ts'
import { sessionTokenOf, tillTokenOf } from '../web/session.ts'
import { PlainPage } from '../web/ui.tsx'
import { findEvent } from './events.ts'
import { readDoorToken } from './links.ts'

/**
 * Mounted at /d: what a guest's QR says, read by any phone's camera. Leads who keeps a door of that event to it; says to
 * anybody else what the code is for, and nothing of whose it is. Changes nothing.
 */
export const doorLinks = new Hono<WebEnv>().get('/:token', async (c) => {
  const { deps, language: lang } = c.var
  const t = doorTexts[lang]
  c.header('cache-control', 'no-store')
  const token = c.req.param('token')
  const read = await readDoorToken(deps.config.sessionSecret, token)
  if (!read)
    return c.html(
      <PlainPage lang={lang} title={t.wrongTitle} screen="login" path={c.req.path}>
        <p>{t.wrongBody}</p>
      </PlainPage>,
      404,
    )
  const door = await doorFor(c, read.eventId)
  if (door) return c.redirect(`${door}?${new URLSearchParams({ guest: token })}`, 303)
  return c.html(
    <PlainPage lang={lang} title={t.guestTitle} screen="login" path={c.req.path}>
      <p>{t.guestBody}</p>
      <p>
        <small>{t.guestStaff}</small>
      </p>
    </PlainPage>,
  )
})

/** The door that this device may keep: of who is signed in, else of the till that it is. */
async function doorFor(c: Context<WebEnv>, eventId: string) {
  const { store, now } = c.var.deps
  const session = await findSession(store, { token: sessionTokenOf(c) ?? '', now: now() })
  if (session && (await findEvent(store, { eventId, storeId: session.operator.storeId })))
    return `/admin/events/${eventId}/door`
  const till = await findTill(store, { token: tillTokenOf(c) ?? '' })
  if (till && (await findEvent(store, { eventId, storeId: till.till.storeId }))) return `/till/door/${eventId}`
  return undefined
}
