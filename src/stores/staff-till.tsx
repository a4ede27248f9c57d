import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { Refusal } from '../refusal.ts'
import { tillStaffTexts } from '../texts/till-staff.ts'
import type { WebEnv } from '../web/env.ts'
import { readForm } from '../web/form.ts'
import { forgetStaff, keptCode, rememberStaff, requireTill, staffTokenOf, TILL_STAFF_PATH } from '../web/session.ts'
import { storeClosure } from './pin-tries.ts'
import { checkPin } from './pins.ts'
import { findTillPerson, listTillStaff } from './staff-people.ts'
import { ClosedPage, NamesPage, PinPage, wordStaffRefusal } from './staff-till-pages.tsx'
import { endTillSession, findTillStaff, startTillSession, TILL_SESSION_MS } from './till-sessions.ts'
import { findTill, touchTill, wasTill } from './tills.ts'

const SessionForm = z.object({ who: z.string().max(100), pin: z.string().max(100), next: z.string().optional() })

/** Mounted at /till/staff: picking a name and entering a PIN, once a shift. */
export const staffTillPages = new Hono<WebEnv>()
  .use(requireTill({ find: findTill, was: wasTill, touch: touchTill }))

  .get('/', async (c) => {
    const { language: lang, till } = c.var
    const next = keptCode(c.req.query('next'))
    const person = await personHere(c, c.req.query('who') ?? '')
    return person ? c.html(<PinPage lang={lang} till={till} next={next} person={person} />) : showNames(c, next)
  })

  .post('/sessions', async (c) => {
    const { deps, language: lang, till } = c.var
    const form = await readForm(c, SessionForm)
    const next = form.ok ? keptCode(form.data.next) : ''
    const person = form.ok ? await personHere(c, form.data.who) : undefined
    if (!form.ok || !person) return showNames(c, next)
    const tried = { operatorId: person.id, storeId: till.storeId, now: deps.now() }
    try {
      await checkPin(deps.store, { ...tried, pin: form.data.pin, pepper: deps.config.sessionSecret })
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'pin_wrong') throw error
      const wrong = tillStaffTexts[lang].till.wrong(Number(error.facts.left ?? 0))
      return c.html(<PinPage lang={lang} till={till} next={next} person={person} error={wrong} />, 422)
    }
    // As of before the PIN was looked at: who has a new one since does not stand there by the old one.
    const token = await startTillSession(deps.store, { tillId: till.id, operatorId: person.id, now: tried.now })
    rememberStaff(c, { token, seconds: TILL_SESSION_MS / 1_000 })
    return c.redirect(next ? `/till?code=${encodeURIComponent(next)}` : '/till', 303)
  })

  .post('/endings', async (c) => {
    const { store, now } = c.var.deps
    await endTillSession(store, { token: staffTokenOf(c) ?? '', now: now() })
    forgetStaff(c)
    return c.redirect(TILL_STAFF_PATH, 303)
  })

/** This page says no in the till's own way: full-bleed, with the reason and what to do. */
staffTillPages.onError(async (error, c) => {
  const { deps, language: lang } = c.var
  const till = c.get('till')
  const people = till ? await listTillStaff(deps.store, { storeId: till.storeId }) : []
  const no = error instanceof Refusal ? wordStaffRefusal(error, lang, people) : undefined
  if (!no) throw error
  return c.html(<ClosedPage lang={lang} till={till} no={no} />, error.message === 'till_not_enrolled' ? 403 : 429)
})

/** The names, with who stands here; also the answer of a till's POST that came without anybody (`needed`). */
export async function showNames(c: Context<WebEnv>, next: string, { needed = false } = {}) {
  const { deps, language: lang, till } = c.var
  const { store, now } = deps
  const people = await listTillStaff(store, { storeId: till.storeId })
  const standing = await findTillStaff(store, { token: staffTokenOf(c) ?? '', tillId: till.id, now: now() })
  const closure = await storeClosure(store, { storeId: till.storeId, now: now() })
  const closed = closure && wordStaffRefusal(closure, lang, people)
  return c.html(<NamesPage {...{ lang, till, next, people, standing, closed, needed }} />, needed ? 401 : 200)
}

/** Who of this store was chosen, if they have a PIN to enter. */
async function personHere(c: Context<WebEnv>, operatorId: string) {
  const { deps, till } = c.var
  const person = operatorId && (await findTillPerson(deps.store, { operatorId, storeId: till.storeId }))
  return person && person.pin_set_at !== null ? person : undefined
}
