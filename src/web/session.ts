import type { Context, MiddlewareHandler } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { OperatorRole } from '../db/schema.ts'
import type { Store } from '../db/store.ts'
import { failureFields } from '../log.ts'
import { Refusal } from '../refusal.ts'
import type { Operator, Staff, Till, WebEnv } from './env.ts'

export const LOGIN_PATH = '/login'
const TILL_COOKIE = 'okaeri-till'
const STAFF_COOKIE = 'okaeri-till-staff'
/** Where staff say who they are; the code that brought them there comes back as `?next=`. */
export const TILL_STAFF_PATH = '/till/staff'
/** Where it is kept who may. */
export const STAFF_PATH = '/admin/till-staff'
/** A coupon's code as a link may bring it: never an address. */
const CODE_KEPT = /^[0-9A-Za-z -]{1,20}$/
/** As long as browsers keep any cookie; a till that is used gets a new one. */
const TILL_COOKIE_SECONDS = 400 * 86_400
/** How exactly it is known when a session or till was last used. */
const SEEN_EVERY_MS = 60_000

/** staff may do what staff may, managers that too, owners everything. */
const RANKS: Record<OperatorRole, number> = { staff: 0, manager: 1, owner: 2 }

type Sessions = {
  find(
    store: Store,
    by: { token: string; now: number },
  ): Promise<{ operator: Operator; lastSeenAt: number } | undefined>
  touch(store: Store, seen: { sessionId: string; now: number }): Promise<void>
}
type Tills = {
  find(store: Store, by: { token: string }): Promise<{ till: Till; lastSeenAt: number } | undefined>
  /** Whether it was one, and was revoked. */
  was(store: Store, by: { token: string }): Promise<boolean>
  touch(store: Store, seen: { tillId: string; now: number }): Promise<void>
}
type StaffSessions = {
  find(store: Store, by: { token: string; tillId: string; now: number }): Promise<Staff | undefined>
}

/**
 * In front of everything under /admin: sets `c.var.operator`, or leads to the login page; what would change something is
 * refused (session_needed). Nothing behind it stays in a browser's memory for who comes next.
 */
export const requireSession =
  (sessions: Sessions): MiddlewareHandler<WebEnv> =>
  async (c, next) => {
    const { store, now } = c.var.deps
    c.header('cache-control', 'no-store')
    const found = await sessions.find(store, { token: sessionTokenOf(c) ?? '', now: now() })
    if (!found) {
      if (c.req.method === 'GET' || c.req.method === 'HEAD') return c.redirect(LOGIN_PATH, 303)
      throw new Refusal('session_needed')
    }
    c.set('operator', found.operator)
    await next()
    if (found.lastSeenAt <= now() - SEEN_EVERY_MS)
      await harmless(c, () => sessions.touch(store, { sessionId: found.operator.sessionId, now: now() }))
    return
  }

/** Behind `requireSession`: only for that role and those above it. Refusal: not_allowed. */
export const allow =
  (role: OperatorRole): MiddlewareHandler<WebEnv> =>
  async (c, next) => {
    if (RANKS[c.var.operator.role] < RANKS[role]) throw new Refusal('not_allowed')
    await next()
  }

/** In front of everything a till does: sets `c.var.till`. Refusal: till_not_enrolled { was: 1 when this device was one }. */
export const requireTill =
  (tills: Tills): MiddlewareHandler<WebEnv> =>
  async (c, next) => {
    const { store, now } = c.var.deps
    c.header('cache-control', 'no-store')
    const token = tillTokenOf(c) ?? ''
    const found = await tills.find(store, { token })
    if (!found) throw new Refusal('till_not_enrolled', (await tills.was(store, { token })) ? { was: 1 } : {})
    c.set('till', found.till)
    const seenLongAgo = found.lastSeenAt <= now() - SEEN_EVERY_MS
    if (seenLongAgo) rememberTill(c, token)
    await next()
    if (seenLongAgo) await harmless(c, () => tills.touch(store, { tillId: found.till.id, now: now() }))
  }

/**
 * Behind `requireTill`: sets `c.var.staff`, who stands at this till. Without one, what only looks leads to the names and
 * the PIN, with the code it brought; what would change something is refused (staff_needed).
 */
export const requireStaff =
  (sessions: StaffSessions): MiddlewareHandler<WebEnv> =>
  async (c, next) => {
    const { store, now } = c.var.deps
    const by = { token: staffTokenOf(c) ?? '', tillId: c.var.till.id, now: now() }
    const staff = await sessions.find(store, by)
    if (!staff) {
      if (c.req.method !== 'GET' && c.req.method !== 'HEAD') throw new Refusal('staff_needed')
      const code = keptCode(c.req.query('code'))
      return c.redirect(code ? `${TILL_STAFF_PATH}?next=${encodeURIComponent(code)}` : TILL_STAFF_PATH, 303)
    }
    c.set('staff', staff)
    await next()
    return
  }

/** What of a link's code may be carried through the sign-in; '' when it cannot be a code. */
export const keptCode = (code: string | undefined) => (code !== undefined && CODE_KEPT.test(code) ? code : '')

/** Keeps who stands at the till in the device, for a shift. */
export const rememberStaff = (c: Context<WebEnv>, { token, seconds }: { token: string; seconds: number }) =>
  setCookie(c, STAFF_COOKIE, token, { ...attributes(c), maxAge: seconds })
export const forgetStaff = (c: Context<WebEnv>) => void deleteCookie(c, STAFF_COOKIE, attributes(c))
export const staffTokenOf = (c: Context<WebEnv>) => getCookie(c, STAFF_COOKIE)

/** Keeps the token of a session in the browser until the session is over at the latest. */
export function rememberSession(c: Context<WebEnv>, { token, expiresAt }: { token: string; expiresAt: number }) {
  const maxAge = Math.max(0, Math.floor((expiresAt - c.var.deps.now()) / 1_000))
  setCookie(c, sessionCookie(c), token, { ...attributes(c), maxAge })
}

export const forgetSession = (c: Context<WebEnv>) => void deleteCookie(c, sessionCookie(c), attributes(c))
export const sessionTokenOf = (c: Context<WebEnv>) => getCookie(c, sessionCookie(c))
export const tillTokenOf = (c: Context<WebEnv>) => getCookie(c, TILL_COOKIE)

/** Keeps the token of a till in its device. */
export const rememberTill = (c: Context<WebEnv>, token: string) =>
  setCookie(c, TILL_COOKIE, token, { ...attributes(c), maxAge: TILL_COOKIE_SECONDS })

/** The prefix makes browsers hold us to Secure, Path=/ and no Domain; it cannot be had on http://localhost. */
const sessionCookie = (c: Context<WebEnv>) => (isHttps(c) ? '__Host-okaeri' : 'okaeri')
const attributes = (c: Context<WebEnv>) => ({ path: '/', httpOnly: true, sameSite: 'Lax', secure: isHttps(c) }) as const
const isHttps = (c: Context<WebEnv>) => c.var.deps.config.baseUrl.startsWith('https:')

/** When somebody was last seen is nice to know; not knowing it must not cost them their answer. */
async function harmless(c: Context<WebEnv>, note: () => Promise<void>) {
  try {
    await note()
  } catch (error) {
    c.var.deps.log.warn('could not note the last use', failureFields(error))
  }
}
