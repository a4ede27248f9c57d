import { Hono } from 'hono'
import { z } from 'zod'
import { noteAccess } from '../../interactions/access-log.ts'
import { Refusal } from '../../refusal.ts'
import { shiftHoursTexts } from '../../texts/shift-hours.ts'
import type { WebEnv } from '../../web/env.ts'
import { type FormErrors, type FormValues, readForm } from '../../web/form.ts'
import { confirmHours } from '../claims/hours.ts'
import type { Opening } from '../openings.ts'
import { payMonth, unconfirmedShifts, workedPeople } from '../payroll/payroll.ts'
import { exportHours } from '../payroll/payroll-export.tsx'
import { MonthPage } from '../payroll/payroll-page.tsx'
import { readSavings } from '../payroll/savings.ts'
import { SavingsPage } from '../payroll/savings-page.tsx'
import { listAssigned } from './assigned.ts'
import { fieldOf, readHours, type WorkedHours } from './hours-form.tsx'
import { HoursPage } from './view-hours.tsx'
import { openingPath } from './view-parts.tsx'
import { type C, costIfTold, noteNames, theOpening } from './view-show.tsx'

/** What was worked: a month's hours, the file for the payroll, what it saved, and the hours of one shift. */
export const hoursAdmin = new Hono<WebEnv>()
  .get('/hours', async (c) => {
    const { deps, language: lang, operator } = c.var
    const now = deps.now()
    const month = payMonth(c.req.query('month'), now)
    const { storeId } = operator
    const people = await workedPeople(deps.store, { month, storeId })
    const unconfirmed = await unconfirmedShifts(deps.store, { storeId, now })
    const detail = { page: 'shiftHours', count: people.length }
    if (people.length > 0)
      await noteAccess(deps.store, { operatorId: operator.id, action: 'members_listed', detail, now })
    return c.html(<MonthPage {...{ lang, operator, month, people, unconfirmed, now }} />)
  })

  .get('/hours.csv', exportHours)

  .get('/savings', async (c) => {
    const { deps, language: lang, operator } = c.var
    const months = await readSavings(deps.store, { storeId: operator.storeId, now: deps.now() })
    return c.html(<SavingsPage {...{ lang, operator, months }} />)
  })

  .get('/:id/hours', async (c) => showHours(c, await theBegun(c)))

  .post('/:id/hours', async (c) => {
    const { deps, language } = c.var
    const opening = await theBegun(c)
    const form = await readForm(c, z.looseObject({}))
    const assigned = await theirs(c, opening)
    const { hours, thanks, errors } = readHours(form.values, assigned, { lang: language, now: deps.now() })
    if (Object.values(errors).some(Boolean)) return showHours(c, opening, { values: form.values, errors })
    const failed = await confirmAll(c, hours, thanks)
    deps.wake('shifts')
    if (Object.keys(failed).length > 0) return showHours(c, opening, { values: form.values, errors: failed })
    return c.redirect(`${openingPath(opening.id)}?done=hours&n=${hours.length}`, 303)
  })

/** Refusal shift_not_in_state: nobody can have worked it yet. */
async function theBegun(c: C): Promise<Opening> {
  const opening = await theOpening(c)
  if (opening.state === 'draft' || opening.startsAt > c.var.deps.now()) throw new Refusal('shift_not_in_state')
  return opening
}

/** Everybody who was to come, whether they did or not. */
const theirs = async (c: C, { id }: Opening) =>
  (await listAssigned(c.var.deps.store, id)).filter(
    ({ state }) => state === 'confirmed' || state === 'worked' || state === 'missed',
  )

/** Each on their own: one that cannot be confirmed any more keeps nobody else's from being so. */
async function confirmAll(c: C, hours: readonly WorkedHours[], thanksWords: string | undefined): Promise<FormErrors> {
  const { deps, operator, language } = c.var
  const acting = { storeId: operator.storeId, operatorId: operator.id, now: deps.now(), thanksWords }
  const failed: Record<string, string> = {}
  for (const one of hours)
    try {
      await confirmHours(deps.store, { ...one, ...acting })
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      failed[fieldOf('from', { id: one.assignmentId })] = shiftHoursTexts[language].form.changed
    }
  return failed
}

type Typed = { values: FormValues; errors: FormErrors }

async function showHours(c: C, opening: Opening, typed?: Typed) {
  const { language: lang, operator } = c.var
  const assigned = await theirs(c, opening)
  await noteNames(c, assigned.length)
  const cost = await costIfTold(c)
  const { values, errors = {} } = typed ?? {}
  return c.html(<HoursPage {...{ lang, operator, opening, assigned, cost, values, errors }} />, typed ? 422 : 200)
}
