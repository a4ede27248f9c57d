import { type Context, Hono } from 'hono'
import type { z } from 'zod'
import { MEMBER_LANGUAGES } from '../members/languages.ts'
import { Refusal } from '../refusal.ts'
import { shiftPageTexts } from '../texts/shift-page.ts'
import type { WebEnv } from '../web/env.ts'
import { type FormErrors, type FormValues, readForm } from '../web/form.ts'
import { shiftTitle } from './ad/shift-words.ts'
import { chooseNotice, sayAdult } from './claims/assignments.ts'
import { type Answered, claimShift, noteClaim, passShift, withdrawClaim } from './claims/claims.ts'
import { answerChange, askCancel, takeBackCancel } from './claims/requests.ts'
import { acceptOffer, lapseOffers, refuseOffer } from './claims/standby.ts'
import { readShiftToken } from './links.ts'
import { noteDelivery } from './page/agreement.ts'
import { shiftCalendarFile } from './page/calendar.ts'
import { NoticeOf } from './page/member-after.tsx'
import { ShiftPage } from './page/member-page.tsx'
import {
  AnswerSchema,
  cancelSchema,
  claimSchema,
  limitsSchema,
  NoticeChoice,
  noteSchema,
  Offer,
} from './page/member-schemas.tsx'
import { NoPage, type Visited } from './page/member-shell.tsx'
import { saveOwnLimits } from './page/own-limits.ts'
import { openVisit } from './page/visit.ts'
import { ownOpening, whyWords } from './talk/standing-words.ts'

type C = Context<WebEnv, '/:token'>
type Done = keyof (typeof shiftPageTexts)['ja']['done']

/** Mounted at /shift: a person's own page of an opening, by a link that is theirs. Looking changes nothing. */
export const shiftPages = new Hono<WebEnv>()
  .use(async (c, next) => {
    await next()
    c.header('cache-control', 'no-store')
  })

  .get('/:token', async (c) => show(c, await open(c)))

  .post('/:token/claims', async (c) => {
    const visit = await open(c)
    const form = await readForm(c, claimSchema(visit))
    if (!form.ok) return show(c, visit, { ...form, status: 422 })
    return act(c, visit, form.values, () => claim(c, visit, form.data))
  })

  .post('/:token/passes', async (c) => answer(c, passShift, 'passed'))

  .post('/:token/withdrawals', async (c) => answer(c, withdrawClaim, 'withdrawn'))

  .post('/:token/notes', async (c) => {
    const visit = await open(c)
    const form = await readForm(c, noteSchema(visit))
    if (!form.ok) return show(c, visit, { ...form, status: 422 })
    const kept = await noteClaim(c.var.deps.store, { ...who(visit), note: form.data.note })
    return seeOther(c, visit, kept ? 'noted' : 'outdated')
  })

  .post('/:token/acceptances', async (c) => answerOffer(c, acceptOffer, 'accepted'))

  .post('/:token/refusals', async (c) => answerOffer(c, refuseOffer, 'passed'))

  .post('/:token/cancellations', async (c) => {
    const visit = await open(c)
    const form = await readForm(c, cancelSchema(visit))
    if (!form.ok) return show(c, visit, { ...form, status: 422 })
    return act(c, visit, form.values, async () => {
      const asked = { ...said(visit), assignmentId: assignmentOf(visit), words: form.data.words }
      await askCancel(c.var.deps.store, asked)
      return 'asked'
    })
  })

  .post('/:token/cancellation-withdrawals', async (c) => {
    const visit = await open(c)
    return act(c, visit, {}, async () => {
      await takeBackCancel(c.var.deps.store, { ...said(visit), assignmentId: assignmentOf(visit) })
      return 'stays'
    })
  })

  .post('/:token/change-answers', async (c) => {
    const visit = await open(c)
    const form = await readForm(c, AnswerSchema)
    if (!form.ok) throw new Refusal('form_invalid')
    const { request: requestId, answer } = form.data
    return act(c, visit, {}, async () => {
      const outcome = await answerChange(c.var.deps.store, { ...said(visit), requestId, accept: answer === 'yes' })
      return outcome === 'outdated' ? 'outdated' : outcome === 'accepted' ? 'change_yes' : 'change_no'
    })
  })

  .post('/:token/notice-choices', async (c) => {
    const visit = await open(c)
    const form = await readForm(c, NoticeChoice)
    if (!form.ok) throw new Refusal('form_invalid')
    const { by } = form.data
    return act(c, visit, {}, async () => {
      await chooseNotice(c.var.deps.store, { ...said(visit), assignmentId: assignmentOf(visit), by })
      return 'notice'
    })
  })

  /** Opening the notice is what the shop keeps as its delivery: so it is a POST, and the page itself only shows it. */
  .post('/:token/notice-openings', async (c) => {
    const visit = await open(c)
    const { agreement, now, path } = visit
    if (agreement)
      await noteDelivery(c.var.deps.store, 'opened', { assignmentId: agreement.id, version: agreement.version, now })
    return c.redirect(`${path}/notice`, 303)
  })

  .get('/:token/notice', async (c) => {
    const visit = await open(c)
    if (!isAgreed(visit)) return c.redirect(visit.path, 303)
    return c.html(<NoticeOf visit={visit} />)
  })

  .post('/:token/limits', async (c) => {
    const visit = await open(c)
    const form = await readForm(c, limitsSchema(visit))
    if (!form.ok) return show(c, visit, { ...form, status: 422 })
    await saveOwnLimits(c.var.deps.store, { ...form.data, memberId: visit.member.id, now: visit.now })
    return seeOther(c, visit, 'limits')
  })

  .get('/:token/calendar.ics', async (c) => {
    const visit = await open(c)
    const { agreement, language, path } = visit
    if (!agreement) return c.redirect(path, 303)
    const { host } = new URL(c.var.deps.config.baseUrl)
    const title = shiftTitle(language, ownOpening(visit))
    return c.body(shiftCalendarFile({ agreement, title, hint: shiftPageTexts[language].calendarHint, host }), 200, {
      'content-type': 'text/calendar; charset=utf-8; method=PUBLISH',
      'content-disposition': 'inline; filename="shift.ics"',
      'x-content-type-options': 'nosniff',
    })
  })

shiftPages.onError((error, c) => {
  if (!(error instanceof Refusal) || error.code !== 'shift_link_unusable') throw error
  const language = MEMBER_LANGUAGES.find((known) => known === error.facts.language) ?? c.var.language
  return c.html(<NoPage language={language} />, 404)
})

async function open(c: C): Promise<Visited> {
  const { store, config, now } = c.var.deps
  const token = c.req.param('token')
  const asked = await readShiftToken(config.sessionSecret, token)
  if (!asked) throw new Refusal('shift_link_unusable')
  const visit = await openVisit(store, { ...asked, now: now() })
  return { ...visit, path: `/shift/${token}`, baseUrl: config.baseUrl }
}

type Again = { values?: FormValues; errors?: FormErrors; status?: 200 | 422; refusal?: string }

/** The page as it is now, or as it came back. */
function show(c: C, visit: Visited, { values, errors = {}, status = 200, refusal }: Again = {}) {
  const { done } = shiftPageTexts[visit.language]
  const [said, words] = Object.entries(done).find(([key]) => key === c.req.query('done')) ?? []
  const tone = said === 'outdated' || said === 'minor' ? ('warn' as const) : ('success' as const)
  const notice = refusal ? { tone: 'error' as const, text: refusal } : words ? { tone, text: words } : undefined
  const kept = { note: visit.standing.claim?.note ?? '', ...values }
  return c.html(<ShiftPage visit={visit} values={kept} errors={errors} notice={notice} />, status)
}

const seeOther = (c: C, { path }: Visited, done: Done) => c.redirect(`${path}?done=${done}`, 303)

/** Does what they said, and shows what became of it; if it could not be, why, with nothing typed lost. */
async function act(c: C, visit: Visited, values: FormValues, doing: () => Promise<Done>) {
  const { wake } = c.var.deps
  try {
    const done = await doing()
    wake('shifts')
    return seeOther(c, visit, done)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const { language } = visit
    const t = shiftPageTexts[language]
    const words = whyWords(language, error.code)
    const refusal =
      error.code === 'shift_not_open' ? t.closedNow : words === whyWords(language, 'not_found') ? t.unheard : words
    return show(c, await open(c), { values, status: 422, refusal })
  }
}

type Claim = z.output<ReturnType<typeof claimSchema>>

/**
 * First how old they are, where it is asked: the answer is kept whatever it is. Then the application, to what they read: else
 * refusal shift_changed_meanwhile, and they read it anew.
 */
async function claim(c: C, visit: Visited, { note, adult, conditions }: Claim): Promise<Done> {
  const { store } = c.var.deps
  if (visit.stage === 'open' && conditions !== String(visit.opening.conditionsAt ?? ''))
    throw new Refusal('shift_changed_meanwhile')
  if (adult !== undefined) await sayAdult(store, { ...said(visit), adult: adult === 'yes' })
  if (adult === 'no') return 'minor'
  const answered = await claimShift(store, { ...said(visit), ...(note === '' ? {} : { note }) })
  if (answered.outcome === 'outdated') return 'outdated'
  return answered.standing.claim?.state === 'confirmed' ? 'taken' : 'applied'
}

async function answer(c: C, verb: typeof passShift, done: Done) {
  const visit = await open(c)
  return act(c, visit, {}, async () => doneOf(await verb(c.var.deps.store, said(visit)), done))
}

async function answerOffer(c: C, verb: typeof acceptOffer, done: Done) {
  const first = await open(c)
  const form = await readForm(c, Offer)
  if (!form.ok) throw new Refusal('form_invalid')
  // As they saw it on the page: a place whose time is over has gone on before they answer.
  if (first.isOverdue) await lapseOffers(c.var.deps.store, { now: first.now })
  return act(c, first, {}, async () =>
    doneOf(await verb(c.var.deps.store, { ...said(first), offerNo: form.data.offer }), done),
  )
}

const doneOf = ({ outcome }: Answered, done: Done): Done => (outcome === 'answered' ? done : 'outdated')

const who = ({ opening, member }: Visited) => ({ openingId: opening.id, memberId: member.id })
const said = (visit: Visited) => ({ ...who(visit), at: visit.now, now: visit.now })

/** Their agreed shift. Refusal shift_not_in_state: there is none (any more). */
function assignmentOf({ agreement }: Visited): string {
  if (agreement?.state !== 'confirmed') throw new Refusal('shift_not_in_state')
  return agreement.id
}

const isAgreed = ({ agreement }: Visited) => agreement?.state === 'confirmed' || agreement?.state === 'worked'
