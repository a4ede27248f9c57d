import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { Refusal } from '../refusal.ts'
import type { Language } from '../texts/language.ts'
import { tillStaffTexts } from '../texts/till-staff.ts'
import type { Operator, WebEnv } from '../web/env.ts'
import { readForm } from '../web/form.ts'
import { allow, STAFF_PATH } from '../web/session.ts'
import type { Typed } from './fields.tsx'
import { cleanLabel, isTooLong } from './labels.ts'
import { isUsablePin, randomPin, readPin } from './pin-hash.ts'
import { openPins } from './pin-tries.ts'
import { removePin, setPin } from './pins.ts'
import { isNameOnly, NewPinPage, PersonPage, StaffPage, StaffRemovalPage } from './staff-admin-pages.tsx'
import {
  addTillPerson,
  closedPins,
  findTillPerson,
  listTillStaff,
  removeTillPerson,
  type TillPerson,
} from './staff-people.ts'
import { listStores } from './stores.ts'

const TYPED_MAX = 400
const ID_MAX = 100

const PersonForm = (lang: Language) => {
  const t = tillStaffTexts[lang].admin.errors
  return z.object({
    name: z
      .string(t.missing)
      .max(TYPED_MAX, t.tooLong)
      .transform(cleanLabel)
      .pipe(
        z
          .string()
          .min(1, t.missing)
          .refine((name) => !isTooLong(name), t.tooLong),
      ),
    storeId: z.string(t.store).min(1, t.store).max(ID_MAX, t.store),
  })
}
const PinForm = (lang: Language) => {
  const { pinError } = tillStaffTexts[lang].admin
  return z.object({ pin: z.string(pinError).refine((typed) => isUsablePin(readPin(typed) ?? ''), pinError) })
}
const StoreForm = z.object({ storeId: z.string().min(1).max(ID_MAX) })

/** Mounted at /admin/till-staff: who may stand at the tills, and their PINs. Everybody may set their own. */
export const tillStaffAdmin = new Hono<WebEnv>()
  .get('/', (c) => showStaff(c))

  .post('/own-pins', async (c) => {
    const { deps, language, operator } = c.var
    const form = await readForm(c, PinForm(language))
    if (!form.ok) return showStaff(c, { values: {}, errors: form.errors })
    await setPin(deps.store, { operatorId: operator.id, ...pinOf(c, form.data.pin) })
    return c.redirect(`${STAFF_PATH}?done=own`, 303)
  })

  .post('/people', allow('manager'), async (c) => {
    const { deps, language, operator } = c.var
    const form = await readForm(c, PersonForm(language))
    if (!form.ok) return showStaff(c, form)
    const { name, storeId } = form.data
    if (operator.storeId !== null && operator.storeId !== storeId) throw new Refusal('not_found')
    const { id } = await addTillPerson(deps.store, { name, storeId, now: deps.now() })
    return newPin(c, { id, name })
  })

  .post('/store-openings', allow('manager'), async (c) => {
    const { deps, operator } = c.var
    const form = await readForm(c, StoreForm)
    if (!form.ok) throw new Refusal('form_invalid')
    const opening = { scope: 'store', subjectId: form.data.storeId } as const
    await openPins(deps.store, { ...opening, storeId: operator.storeId })
    return c.redirect(`${STAFF_PATH}?done=opened`, 303)
  })

  .get('/:id', allow('manager'), async (c) => showPerson(c))

  .post('/:id/new-pins', allow('manager'), async (c) => newPin(c, await theirPerson(c)))

  .post('/:id/pins', allow('manager'), async (c) => {
    const { deps, language } = c.var
    const person = await theirPerson(c)
    const form = await readForm(c, PinForm(language))
    if (!form.ok) return showPerson(c, { values: {}, errors: form.errors })
    await setPin(deps.store, { operatorId: person.id, ...pinOf(c, form.data.pin) })
    return c.redirect(`${STAFF_PATH}?done=pin`, 303)
  })

  .post('/:id/openings', allow('manager'), async (c) => {
    const { deps, operator } = c.var
    const subjectId = c.req.param('id')
    await openPins(deps.store, { scope: 'operator', subjectId, storeId: operator.storeId })
    return c.redirect(`${STAFF_PATH}?done=opened`, 303)
  })

  .get('/:id/removal', allow('manager'), async (c) => {
    const { language: lang, operator } = c.var
    return c.html(<StaffRemovalPage lang={lang} operator={operator} person={await theirPerson(c)} />)
  })

  .post('/:id/removals', allow('manager'), async (c) => {
    const { deps, operator } = c.var
    const person = await theirPerson(c)
    const who = { operatorId: person.id, storeId: operator.storeId, now: deps.now() }
    await (isNameOnly(person) ? removeTillPerson(deps.store, who) : removePin(deps.store, { ...who, by: operator.id }))
    return c.redirect(`${STAFF_PATH}?done=removed`, 303)
  })

async function showStaff(c: Context<WebEnv>, typed?: Typed) {
  const { deps, language, operator } = c.var
  const { store, now } = deps
  const { role, storeId } = operator
  const inCharge = role !== 'staff'
  const people = inCharge ? await listTillStaff(store, { storeId }) : []
  const shown = {
    people: people.filter((person) => person.id === operator.id || isTheirs(operator, person)),
    own: await findTillPerson(store, { operatorId: operator.id, storeId: null }),
    stores: (await listStores(store)).filter(({ id }) => storeId === null || id === storeId),
    closed: inCharge ? await closedPins(store, { storeId, now: now() }) : [],
    done: c.req.query('done'),
  }
  return c.html(
    <StaffPage lang={language} operator={operator} {...shown} now={now()} typed={typed} />,
    typed ? 422 : 200,
  )
}

async function showPerson(c: Context<WebEnv>, typed?: Typed) {
  const { deps, language: lang, operator } = c.var
  const person = await theirPerson(c)
  return c.html(
    <PersonPage lang={lang} operator={operator} person={person} now={deps.now()} typed={typed} />,
    typed ? 422 : 200,
  )
}

/** The one page that answers a POST: only a hash of the PIN is kept, so no later GET could show it. */
async function newPin(c: Context<WebEnv>, { id, name }: { id: string; name: string }) {
  const pin = randomPin()
  await setPin(c.var.deps.store, { operatorId: id, ...pinOf(c, pin) })
  return c.html(<NewPinPage lang={c.var.language} operator={c.var.operator} name={name} pin={pin} />, 201)
}

const pinOf = (c: Context<WebEnv>, pin: string) => {
  const { deps, operator } = c.var
  return {
    pin,
    setBy: operator.id,
    storeId: operator.storeId,
    pepper: deps.config.sessionSecret,
    now: deps.now(),
  }
}

/** The person of the address, if who asks keeps their PIN. Refusal: not_found. */
async function theirPerson(c: Context<WebEnv>): Promise<TillPerson> {
  const { deps, operator } = c.var
  const operatorId = c.req.param('id') ?? ''
  const person = await findTillPerson(deps.store, { operatorId, storeId: operator.storeId })
  if (!person || !isTheirs(operator, person)) throw new Refusal('not_found')
  return person
}

/** As `setPin` holds it: those below oneself, a manager's in their store. */
const isTheirs = ({ role, storeId }: Operator, person: TillPerson) =>
  person.role === 'staff'
    ? role !== 'staff' && (storeId === null || person.store_id === storeId)
    : person.role === 'manager' && role === 'owner'
