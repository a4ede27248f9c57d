import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { MemberLanguage } from '../db/schema.ts'
import type { CorrectionField } from '../db/schema-rights.ts'
import { record } from '../interactions/interactions.ts'
import { MEMBER_LANGUAGES } from '../members/languages.ts'
import { readMemberToken } from '../members/links.ts'
import { findMember } from '../members/members.ts'
import { cleanName } from '../members/names.ts'
import { answerQuestion, BIRTH_YEAR_MIN, preferencesOf, QUESTIONS } from '../members/questions.ts'
import { Refusal } from '../refusal.ts'
import { returnToken } from '../returns/links.ts'
import { ownLimits, saveOwnLimits } from '../shifts/page/own-limits.ts'
import { listRoles, listStores, shopName } from '../stores/stores.ts'
import { answerStory, storiesOf } from '../stories/answering.ts'
import { tokyoDay } from '../texts/format.ts'
import { leavingTexts } from '../texts/leaving.ts'
import { myDataTexts } from '../texts/my-data.ts'
import type { WebEnv } from '../web/env.ts'
import { type FormErrors, type FormValues, readForm, valueIn, valuesIn } from '../web/form.ts'
import { currentConsents, PURPOSES, recordConsent } from './consent.ts'
import { askCorrection, CORRECTION_FIELDS, correctionsOf, NO_ROLE } from './corrections.ts'
import { type Export, exportOf } from './export.ts'
import { leave } from './leaving.ts'
import { CorrectionsPage, LeavingPage, PreferencesPage } from './my-data-forms.tsx'
import { HoursPage, hoursSchema, hoursValues } from './my-data-hours.tsx'
import { LastPage, MyDataPage } from './my-data-pages.tsx'
import { answersOf, valuesOf } from './my-data-parts.tsx'
import { isRenewable, renewalStatements } from './renewal.ts'

type C = Context<WebEnv, '/:token'>
type Opened = { data: Export; memberId: string; path: string; shop: string }

const Turn = z.object({ purpose: z.enum(PURPOSES), to: z.enum(['on', 'off']) })
const Revocation = z.object({ story: z.string().min(1).max(100) })
const Anything = z.object({})

/** Mounted at /me: all that is kept of a person, by a link that is theirs for half an hour. Looking changes nothing. */
export const myDataPages = new Hono<WebEnv>()
  .use(async (c, next) => {
    await next()
    c.header('cache-control', 'no-store')
  })

  .get('/:token', async (c) => {
    const { memberId, ...opened } = await open(c)
    const { store, config } = c.var.deps
    const { language, state } = opened.data.person
    const [current, corrections, preferences, roles, stories] = await Promise.all([
      currentConsents(store, memberId),
      correctionsOf(store, memberId),
      preferencesOf(store, memberId),
      listRoles(store),
      storiesOf(store, memberId),
    ])
    const answers = answersOf(preferences, roles, language)
    const renewable = isRenewable(current)
    const done = c.req.query('done')
    const returnHref = state === 'verified' ? `/return/${await returnToken(config.sessionSecret, memberId)}` : undefined
    const shown = { current, corrections, answers, stories, renewable, returnHref, done }
    return c.html(<MyDataPage {...opened} {...shown} />)
  })

  .get('/:token/data.json', async (c) => {
    const { data, shop } = await open(c)
    c.header('content-disposition', 'attachment; filename="okaeri-my-data.json"')
    c.header('x-content-type-options', 'nosniff')
    return c.json({ shop, exported_at: new Date(c.var.deps.now()).toISOString(), ...data })
  })

  .post('/:token/downloads', async (c) => {
    const { memberId, path } = await open(c)
    const { store, now } = c.var.deps
    await store.batch([record(store.db, { memberId, kind: 'data_downloaded', at: now() })])
    return c.redirect(`${path}/data.json`, 303)
  })

  .post('/:token/consents', async (c) => {
    const { memberId, path } = await open(c)
    const form = await readForm(c, Turn)
    if (!form.ok) throw new Refusal('form_invalid')
    const { store, now } = c.var.deps
    const { purpose, to } = form.data
    const { privacy } = await currentConsents(store, memberId)
    if (to === 'on' && !privacy?.granted) throw new Refusal('form_invalid')
    const said = { memberId, purpose, granted: to === 'on', channel: 'web', at: now() } as const
    await store.batch(recordConsent(store.db, said))
    return c.redirect(`${path}?done=consents#consents`, 303)
  })

  .post('/:token/renewals', async (c) => {
    const { memberId, path } = await open(c)
    const { store, now } = c.var.deps
    await store.batch(await renewalStatements(store, { memberId, channel: 'web', at: now() }))
    return c.redirect(`${path}?done=renewals`, 303)
  })

  .get('/:token/preferences', async (c) => {
    const opened = await open(c)
    const { store } = c.var.deps
    const preferences = await preferencesOf(store, opened.memberId)
    const values = Object.fromEntries(QUESTIONS.map((question) => [question, valuesOf(preferences, question)]))
    return c.html(<PreferencesPage {...opened} roles={await listRoles(store)} values={values} errors={{}} />)
  })

  .post('/:token/preferences', async (c) => {
    const opened = await open(c)
    const { store, now } = c.var.deps
    const current = await currentConsents(store, opened.memberId)
    if (!current.privacy?.granted || isRenewable(current)) throw new Refusal('form_invalid')
    const { values } = await readForm(c, Anything)
    const year = valueIn(values, 'birth_year').normalize('NFKC').trim()
    if (year !== '' && !isYear(year, now())) {
      const errors = { birth_year: myDataTexts[opened.data.person.language].birthYearWrong }
      return c.html(<PreferencesPage {...opened} roles={await listRoles(store)} values={values} errors={errors} />, 422)
    }
    await savePreferences(c, opened.memberId, { ...values, birth_year: year })
    return c.redirect(`${opened.path}?done=preferences`, 303)
  })

  .get('/:token/hours', async (c) => {
    const opened = await open(c)
    const values = hoursValues(await ownLimits(c.var.deps.store, opened.memberId))
    return c.html(<HoursPage {...opened} values={values} errors={{}} />)
  })

  .post('/:token/hours', async (c) => {
    const opened = await open(c)
    const { store, now } = c.var.deps
    const current = await currentConsents(store, opened.memberId)
    if (!current.privacy?.granted || isRenewable(current)) throw new Refusal('form_invalid')
    const form = await readForm(c, hoursSchema(opened.data.person.language))
    if (!form.ok) return c.html(<HoursPage {...opened} values={form.values} errors={form.errors} />, 422)
    const { mainJob, ...hours } = form.data
    // Who names hours of another job has one.
    const hasMainJob = mainJob === '' ? (hours.mainJobHours === null ? null : true) : mainJob === 'yes'
    await saveOwnLimits(store, { memberId: opened.memberId, ...hours, hasMainJob, now: now() })
    return c.redirect(`${opened.path}?done=hours#hours`, 303)
  })

  .get('/:token/corrections', async (c) => {
    const opened = await open(c)
    return showCorrections(c, opened, { values: factsOf(opened.data), errors: {} })
  })

  .post('/:token/corrections', async (c) => {
    const opened = await open(c)
    const { values } = await readForm(c, Anything)
    const { changes, errors } = await readCorrections(c, opened.data, values)
    if (Object.keys(errors).length > 0) return showCorrections(c, opened, { values, errors })
    const { store, now } = c.var.deps
    for (const change of changes) await askCorrection(store, { memberId: opened.memberId, ...change, now: now() })
    return c.redirect(`${opened.path}?done=corrections`, 303)
  })

  .post('/:token/story-revocations', async (c) => {
    const { memberId, path } = await open(c)
    const form = await readForm(c, Revocation)
    if (!form.ok) throw new Refusal('form_invalid')
    const { store, now } = c.var.deps
    const said = { storyId: form.data.story, memberId, at: now(), yes: false } as const
    const { statements, outcome } = await answerStory(store, said)
    if (outcome === 'unknown') throw new Refusal('form_invalid')
    if (statements.length > 0) await store.batch(statements)
    return c.redirect(`${path}?done=stories#stories`, 303)
  })

  .get('/:token/leaving', async (c) => c.html(<LeavingPage {...(await open(c))} />))

  .post('/:token/leavings', async (c) => {
    const opened = await open(c)
    const { store, now, wake } = c.var.deps
    try {
      await leave(store, { memberId: opened.memberId, now: now() })
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'operator_cannot_leave') throw error
      return c.html(<LeavingPage {...opened} error={leavingTexts[opened.data.person.language].operator} />, 422)
    }
    wake('erasures')
    return c.redirect(`${opened.path}?language=${opened.data.person.language}`, 303)
  })

/** Thrown to the last page: nothing is left to be shown. */
class Gone extends Error {
  override readonly name = 'Gone'
}

myDataPages.onError(async (error, c) => {
  const language = await languageOf(c)
  const goodbye = leavingTexts[language]
  if (error instanceof Gone)
    return c.html(
      <LastPage language={language} title={goodbye.goodbyeTitle}>
        <p>{goodbye.goodbye}</p>
        <p>{goodbye.goodbyeBack}</p>
      </LastPage>,
    )
  if (!(error instanceof Refusal) || error.code !== 'not_found') throw error
  return c.html(
    <LastPage language={language} title={myDataTexts[language].overTitle}>
      <p>{myDataTexts[language].over}</p>
    </LastPage>,
    404,
  )
})

/** Of the person whose link it was, as long as it is one of ours; who has just left brings it along, for we forget it. */
async function languageOf(c: Context<WebEnv>): Promise<MemberLanguage> {
  const { store, config } = c.var.deps
  const said = MEMBER_LANGUAGES.find((language) => language === c.req.query('language'))
  if (said) return said
  const memberId = await readMemberToken(config.sessionSecret, 'me', c.req.param('token') ?? '', 0)
  const member = memberId === undefined ? undefined : await findMember(store, memberId)
  return member?.language ?? c.var.language
}

/** Whoever the link is of. Refusal not_found when it is over or was never ours. */
async function open(c: C): Promise<Opened> {
  const { store, config, now } = c.var.deps
  const token = c.req.param('token')
  const memberId = await readMemberToken(config.sessionSecret, 'me', token, now())
  const data = memberId === undefined ? undefined : await exportOf(store, memberId)
  if (memberId === undefined || !data) throw new Refusal('not_found')
  if (data.person.state === 'left' || data.person.state === 'erased') throw new Gone()
  return { data, memberId, path: `/me/${token}`, shop: await shopName(store) }
}

const isYear = (year: string, now: number) =>
  /^\d{4}$/.test(year) && Number(year) >= BIRTH_YEAR_MIN && year <= tokyoDay(now).slice(0, 4)

/** What differs from before, each as its own answer. */
async function savePreferences({ var: { deps } }: C, memberId: string, values: FormValues) {
  const { store, now } = deps
  const before = await preferencesOf(store, memberId)
  const same = (a: readonly string[], b: readonly string[]) => [...a].sort().join() === [...b].sort().join()
  await store.batch(
    QUESTIONS.flatMap((question) => {
      const given = valuesIn(values, question).filter((value) => value !== '')
      if (same(given, valuesOf(before, question))) return []
      return answerQuestion(store.db, { memberId, question, values: given, at: now() })
    }),
  )
}

const factsOf = ({ person }: Export): Record<CorrectionField, string> => ({
  name: person.name ?? '',
  store: person.store_id ?? '',
  role: person.role_id ?? NO_ROLE,
  left_on: person.left_on ?? '',
})

async function showCorrections(c: C, opened: Opened, form: { values: FormValues; errors: FormErrors }) {
  if (opened.data.person.state === 'guest') throw new Refusal('not_found')
  const { store, now } = c.var.deps
  const [stores, roles] = await Promise.all([listStores(store), listRoles(store)])
  const status = Object.keys(form.errors).length > 0 ? 422 : 200
  return c.html(<CorrectionsPage {...opened} {...form} {...{ stores, roles }} today={tokyoDay(now())} />, status)
}

/** The facts that differ from what is kept, or why they cannot be. */
async function readCorrections({ var: { deps } }: C, data: Export, values: FormValues) {
  const t = myDataTexts[data.person.language]
  const [stores, roles] = await Promise.all([listStores(deps.store), listRoles(deps.store)])
  const facts = factsOf(data)
  const name = cleanName(valueIn(values, 'name'))
  const asked = { ...facts, ...Object.fromEntries(CORRECTION_FIELDS.map((field) => [field, valueIn(values, field)])) }
  const wrong: Record<CorrectionField, string | undefined> = {
    name: name === undefined ? t.nameWrong : undefined,
    store: stores.some(({ id }) => id === asked.store) ? undefined : t.choiceWrong,
    role: asked.role === NO_ROLE || roles.some(({ id }) => id === asked.role) ? undefined : t.choiceWrong,
    left_on: isPastDay(asked.left_on, tokyoDay(deps.now())) ? undefined : t.dateWrong,
  }
  const clean = { ...asked, name: name ?? '' }
  const changes = CORRECTION_FIELDS.filter((field) => clean[field] !== facts[field]).map((field) => ({
    field,
    value: clean[field],
  }))
  const errors: Record<string, string> = {}
  for (const { field } of changes) if (wrong[field] !== undefined) errors[field] = wrong[field]
  if (changes.length === 0) errors[''] = t.nothingChanged
  return { changes, errors }
}

const isPastDay = (on: string, today: string) => z.iso.date().safeParse(on).success && on >= '1950-01-01' && on <= today
