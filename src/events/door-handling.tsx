import { type Context, Hono } from 'hono'
import type { Child } from 'hono/jsx'
import type { HtmlEscapedString } from 'hono/utils/html'
import { z } from 'zod'
import { cleanName } from '../members/names.ts'
import { Refusal } from '../refusal.ts'
import { doorTexts } from '../texts/event-door.ts'
import type { WebEnv } from '../web/env.ts'
import { readForm } from '../web/form.ts'
import {
  type CheckedIn,
  checkIn,
  findCheckIn,
  isDoorNear,
  isDoorOpen,
  type Keeper,
  undoCheckIn,
  WALK_IN_PEOPLE_MAX,
  walkIn,
} from './check-ins.ts'
import { countDoor, findDoorGuest, listDoor } from './door.ts'
import { DoorBody, DoorList, type DoorShown } from './door-pages.tsx'
import { Asked, type Door, NotHere, Outcome, type Told } from './door-parts.tsx'
import { findEvent, type ShopEvent } from './events.ts'
import { doorToken, readDoorToken } from './links.ts'

/** What is searched for, in UTF-16 code units. */
const SEARCH_MAX = 100
/** What a scan is named by: random, or the page's and how often it was tried. */
const Nonce = z.string().regex(/^[\w.-]{8,80}$/)
const ScanForm = z.object({ code: z.string().max(1_000), scan: Nonce })
const GuestForm = z.object({
  scan: Nonce,
  member: z.string().min(1).max(100),
  people: z.coerce.number().int().min(1).max(WALK_IN_PEOPLE_MAX),
  anyway: z.literal('yes').optional(),
})
const Search = z.string().trim().max(SEARCH_MAX).catch('')
const Page = Nonce.optional().catch(undefined)
const How = z.enum(['in', 'already', 'undone', 'undone_before']).catch('in')

type C = Context<WebEnv>

/** Who keeps a door, and how its page looks there. */
export type Keeping = {
  by: Keeper
  /** Where their rights end; null: nowhere. */
  storeId: string | null
  /** They see who comes on the day alone, not weeks before or after. */
  onTheDay: boolean
  base: string
  listHref?: string
  /** Names are about to be shown. */
  note(people: number): Promise<void>
  frame(page: { event: ShopEvent; body: Child }): HtmlEscapedString | Promise<HtmlEscapedString>
}
type Here = { keeping: Keeping; event: ShopEvent }

/** A door: of the admin below /:id/door, of a till below /:id. Looking changes nothing but who looked. */
export const doorRoutes = (at: '/:id/door' | '/:id', keepingOf: (c: C) => Keeping) => {
  const here = async (c: C): Promise<Here> => {
    const keeping = keepingOf(c)
    const event = await findEvent(c.var.deps.store, { eventId: c.req.param('id') ?? '', storeId: keeping.storeId })
    if (!event) throw new Refusal('not_found')
    if (keeping.onTheDay && !isDoorNear(event, c.var.deps.now())) throw new Refusal('door_closed')
    return { keeping, event }
  }
  return new Hono<WebEnv>()
    .get(at, async (c) => {
      const opened = await here(c)
      return show(c, opened, await toldOf(c, opened))
    })

    .get(`${at}/guests`, async (c) => {
      const shown = await doorShown(c, await here(c), Page.parse(c.req.query('page')))
      if (!shown.open) c.header('x-refresh', 'reload')
      return c.html(<DoorList {...shown} />)
    })

    .post(`${at}/scans`, async (c) => scan(c, await here(c)))

    .post(`${at}/check-ins`, async (c) => {
      const opened = await here(c)
      return orSay(c, opened, () => admit(c, opened))
    })

    .post(`${at}/check-ins/:checkIn/undoings`, async (c) => {
      const opened = await here(c)
      return orSay(c, opened, async () => {
        const undone = await undoCheckIn(c.var.deps.store, { ...atDoor(c, opened), id: c.req.param('checkIn') ?? '' })
        return c.redirect(`${opened.keeping.base}?${new URLSearchParams({ done: undone.id, how: 'undone' })}`, 303)
      })
    })
}

const atDoor = (c: C, { keeping, event }: Here) => ({
  eventId: event.id,
  storeId: keeping.storeId,
  by: keeping.by,
  now: c.var.deps.now(),
})

/** Lets in whom a form names: a guest of the list, or a walk-in. */
async function admit(c: C, opened: Here) {
  const { store, config } = c.var.deps
  const form = await readForm(c, GuestForm)
  if (form.values.member === undefined) return admitWalkIn(c, opened)
  if (!form.ok) throw new Refusal('form_invalid')

  const { scan: nonce, member: memberId, people, anyway } = form.data
  const id = `${nonce}.${memberId}`
  const guest = { ...atDoor(c, opened), id, memberId, people, anyway: anyway === 'yes' }
  const answer = await checkIn(store, guest)
  if (answer.outcome !== 'not_going') return leadBack(c, opened, answer)
  const token = await doorToken(config.sessionSecret, { eventId: opened.event.id, memberId })
  return c.redirect(`${opened.keeping.base}?${new URLSearchParams({ guest: token })}`, 303)
}

async function admitWalkIn(c: C, opened: Here) {
  const { deps, language } = c.var
  const form = await readForm(c, walkInForm(language))
  if (!form.ok) return show(c, opened, { walkIn: form, status: 422 })
  const { scan: nonce, ...guest } = form.data
  const answer = await walkIn(deps.store, { ...atDoor(c, opened), ...guest, id: `${nonce}.walk-in` })
  return leadBack(c, opened, answer)
}

const walkInForm = (language: 'ja' | 'en') => {
  const t = doorTexts[language]
  const count = (min: number) =>
    z.coerce.number(t.walkInWrong).int(t.walkInWrong).min(min, t.walkInWrong).max(WALK_IN_PEOPLE_MAX, t.walkInWrong)
  return z.object({
    scan: Nonce,
    name: z
      .string()
      .optional()
      .transform((typed, context) => {
        if (typed === undefined || typed.trim() === '') return null
        const name = cleanName(typed)
        if (name === undefined) context.addIssue({ code: 'custom', message: t.walkInName60 })
        return name ?? null
      }),
    people: count(1),
    drinkers: count(0).default(0),
  })
}

function leadBack(c: C, { keeping }: Here, answer: CheckedIn) {
  if (answer.outcome === 'not_going') return c.redirect(keeping.base, 303)
  const query = new URLSearchParams({ done: answer.checkIn.id, how: howOf(answer.outcome) })
  return c.redirect(`${keeping.base}?${query}`, 303)
}

const howOf = (outcome: Exclude<CheckedIn['outcome'], 'not_going'>): Told =>
  outcome === 'already' ? 'already' : outcome === 'undone' ? 'undone_before' : 'in'

/** A code that the camera read: answered with what is shown above the list. */
async function scan(c: C, opened: Here) {
  const { deps, language: lang } = c.var
  const { event } = opened
  const t = doorTexts[lang]
  const form = await readForm(c, ScanForm)
  const read = form.ok ? await readDoorToken(deps.config.sessionSecret, tokenIn(form.data.code)) : undefined
  if (!form.ok || !read) return c.html(<NotHere lang={lang} words={t.unknown} />, 422)
  if (read.eventId !== event.id) {
    const other = await findEvent(deps.store, { eventId: read.eventId, storeId: opened.keeping.storeId })
    return c.html(<NotHere lang={lang} words={other ? t.otherEvent(other.title) : t.unknown} />, 422)
  }
  try {
    const { memberId } = read
    const id = `${form.data.scan}.${memberId}`
    const answer = await checkIn(deps.store, { ...atDoor(c, opened), id, memberId })
    const guest = await findDoorGuest(deps.store, { eventId: event.id, memberId })
    await opened.keeping.note(1)
    const door = doorOf(c, opened)
    if (answer.outcome === 'not_going')
      return guest
        ? c.html(<Asked door={door} guest={guest} />)
        : c.html(<NotHere lang={lang} words={t.unknown} />, 422)
    return c.html(<Outcome door={door} told={howOf(answer.outcome)} checkIn={answer.checkIn} guest={guest} />)
  } catch (error) {
    const words = wordsOf(c, error)
    if (!words) throw error
    return c.html(<NotHere lang={lang} words={words} />, 422)
  }
}

/** The token of a link as it is in the code, or what was typed of it. */
const tokenIn = (code: string) => /\/d\/([^/?#\s]+)/.exec(code)?.[1] ?? code.trim()

/** The page again, saying why nothing was done. */
async function orSay(c: C, opened: Here, act: () => Promise<Response>) {
  try {
    return await act()
  } catch (error) {
    const words = wordsOf(c, error)
    if (!words) throw error
    return show(c, opened, { told: <NotHere lang={c.var.language} words={words} />, status: 422 })
  }
}

function wordsOf(c: C, error: unknown) {
  const t = doorTexts[c.var.language]
  if (!(error instanceof Refusal)) return undefined
  return error.code === 'door_closed' ? t.closed : error.code === 'door_code_unknown' ? t.unknown : undefined
}

/** What just happened here, or who stands here, as the address says; and how many people that names. */
async function toldOf(c: C, opened: Here): Promise<Pick<More, 'told' | 'named'>> {
  const { deps, language: lang } = c.var
  const { event } = opened
  const eventId = event.id
  const door = doorOf(c, opened)
  const { done, guest: token } = c.req.query()
  if (done !== undefined) {
    const found = await findCheckIn(deps.store, { id: done, eventId })
    if (!found) return {}
    const said = How.parse(c.req.query('how'))
    const how = found.undone && said !== 'undone_before' ? 'undone' : said
    const guest =
      found.memberId === null ? undefined : await findDoorGuest(deps.store, { eventId, memberId: found.memberId })
    return { told: <Outcome door={door} told={how} checkIn={found} guest={guest} />, named: 1 }
  }
  if (token === undefined) return {}
  const read = await readDoorToken(deps.config.sessionSecret, token)
  const guest =
    read?.eventId === eventId ? await findDoorGuest(deps.store, { eventId, memberId: read.memberId }) : undefined
  return guest
    ? { told: <Asked door={door} guest={guest} />, named: 1 }
    : { told: <NotHere lang={lang} words={doorTexts[lang].unknown} /> }
}

const doorOf = (c: C, { keeping, event }: Here, page: string = crypto.randomUUID()): Door => ({
  lang: c.var.language,
  event,
  base: keeping.base,
  page,
  open: isDoorOpen(event, c.var.deps.now()),
})

async function doorShown(c: C, opened: Here, page?: string, named = 0): Promise<DoorShown> {
  const { store, now } = c.var.deps
  const { keeping, event } = opened
  const search = Search.parse(c.req.query('q') ?? '')
  const [listed, counts] = await Promise.all([
    listDoor(store, { eventId: event.id, search }),
    countDoor(store, event.id),
  ])
  const people = listed.expected.length + listed.arrived.length + named
  if (people > 0) await keeping.note(people)
  return { ...doorOf(c, opened, page), search, listed, counts, listHref: keeping.listHref, now: now() }
}

type More = Pick<DoorShown, 'told' | 'walkIn'> & { named?: number; status?: 422 }

async function show(c: C, opened: Here, { status, named, ...more }: More) {
  const shown = await doorShown(c, opened, undefined, named)
  return c.html(opened.keeping.frame({ event: opened.event, body: <DoorBody {...shown} {...more} /> }), status ?? 200)
}
