import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { Refusal } from '../refusal.ts'
import type { Language } from '../texts/language.ts'
import { storeTexts } from '../texts/stores.ts'
import type { WebEnv } from '../web/env.ts'
import { readForm } from '../web/form.ts'
import { allow } from '../web/session.ts'
import type { Typed } from './fields.tsx'
import { cleanLabel, isTooLong } from './labels.ts'
import { EditPage, StoresPage } from './list-pages.tsx'
import {
  addRole,
  addStore,
  listRoles,
  listStores,
  moveRole,
  moveStore,
  renameRole,
  renameStore,
  setShopName,
  shopName,
} from './stores.ts'
import { LinkPage, RevocationPage } from './till-pages.tsx'
import { createTill, getTill, listTills, revokeTill } from './tills.ts'

const PATH = '/admin/stores'
const TYPED_MAX = 400

const label = (lang: Language) => {
  const t = storeTexts[lang].errors
  return z
    .string(t.missing)
    .max(TYPED_MAX, t.tooLong)
    .transform(cleanLabel)
    .pipe(
      z
        .string()
        .min(1, t.missing)
        .refine((name) => !isTooLong(name), t.tooLong),
    )
}
const ShopForm = (lang: Language) => z.object({ shopName: label(lang) })
const StoreForm = (lang: Language) => z.object({ storeName: label(lang) })
const RoleForm = (lang: Language) => z.object({ roleName: label(lang) })
const RenamingForm = (lang: Language) => z.object({ name: label(lang) })
const TillForm = (lang: Language) =>
  z.object({
    storeId: z.string(storeTexts[lang].errors.store).min(1, storeTexts[lang].errors.store).max(100),
    tillName: label(lang),
  })
const MoveForm = z.object({ direction: z.enum(['up', 'down']) })

/** Mounted at /admin/stores. Managers keep the tills of their store; the rest is the owner's. */
export const storeAdmin = new Hono<WebEnv>()
  .use(allow('manager'))

  .get('/', (c) => showStores(c))

  .post('/tills', async (c) => {
    const { deps, language, operator } = c.var
    const form = await readForm(c, TillForm(language))
    if (!form.ok) return showStores(c, form)
    const { storeId, tillName: name } = form.data
    if (operator.storeId !== null && operator.storeId !== storeId) throw new Refusal('not_found')
    const { id, token } = await createTill(deps.store, { storeId, name, operatorId: operator.id, now: deps.now() })
    const till = await getTill(deps.store, { tillId: id, storeId })
    // The one page that answers a POST: the token is not kept, so no later GET could show it.
    const url = `${deps.config.baseUrl}/till/enrol/${token}`
    return c.html(<LinkPage lang={language} operator={operator} till={till} url={url} />, 201)
  })

  .get('/tills/:id', async (c) => {
    const { deps, language, operator } = c.var
    const till = await getTill(deps.store, { tillId: c.req.param('id'), storeId: operator.storeId })
    return c.html(<RevocationPage lang={language} operator={operator} till={till} />)
  })

  .post('/tills/:id/revocations', async (c) => {
    const { deps, operator } = c.var
    await revokeTill(deps.store, { tillId: c.req.param('id'), storeId: operator.storeId, now: deps.now() })
    return c.redirect(`${PATH}?done=revoked`, 303)
  })

  .post('/shop-names', allow('owner'), async (c) => {
    const form = await readForm(c, ShopForm(c.var.language))
    if (!form.ok) return showStores(c, form)
    await setShopName(c.var.deps.store, { name: form.data.shopName })
    return c.redirect(`${PATH}?done=saved`, 303)
  })

  .post('/stores', allow('owner'), async (c) => {
    const { deps, language } = c.var
    const form = await readForm(c, StoreForm(language))
    if (!form.ok) return showStores(c, form)
    const added = await addStore(deps.store, { name: form.data.storeName, now: deps.now() })
    return added ? c.redirect(`${PATH}?done=added`, 303) : showStores(c, taken(c, form, 'storeName'))
  })

  .get('/stores/:id', allow('owner'), (c) => showEdit(c, 'stores', c.req.param('id')))

  .post('/stores/:id/names', allow('owner'), async (c) => {
    const id = c.req.param('id')
    const form = await readForm(c, RenamingForm(c.var.language))
    if (!form.ok) return showEdit(c, 'stores', id, form)
    const renamed = await renameStore(c.var.deps.store, { id, name: form.data.name })
    return renamed ? c.redirect(`${PATH}?done=saved`, 303) : showEdit(c, 'stores', id, taken(c, form, 'name'))
  })

  .post('/stores/:id/moves', allow('owner'), async (c) => {
    const form = await readForm(c, MoveForm)
    if (!form.ok) throw new Refusal('form_invalid')
    await moveStore(c.var.deps.store, { id: c.req.param('id'), direction: form.data.direction })
    return c.redirect(`${PATH}/stores/${encodeURIComponent(c.req.param('id'))}`, 303)
  })

  .post('/roles', allow('owner'), async (c) => {
    const form = await readForm(c, RoleForm(c.var.language))
    if (!form.ok) return showStores(c, form)
    const added = await addRole(c.var.deps.store, { name: form.data.roleName })
    return added ? c.redirect(`${PATH}?done=added`, 303) : showStores(c, taken(c, form, 'roleName'))
  })

  .get('/roles/:id', allow('owner'), (c) => showEdit(c, 'roles', c.req.param('id')))

  .post('/roles/:id/names', allow('owner'), async (c) => {
    const id = c.req.param('id')
    const form = await readForm(c, RenamingForm(c.var.language))
    if (!form.ok) return showEdit(c, 'roles', id, form)
    const renamed = await renameRole(c.var.deps.store, { id, name: form.data.name })
    return renamed ? c.redirect(`${PATH}?done=saved`, 303) : showEdit(c, 'roles', id, taken(c, form, 'name'))
  })

  .post('/roles/:id/moves', allow('owner'), async (c) => {
    const form = await readForm(c, MoveForm)
    if (!form.ok) throw new Refusal('form_invalid')
    await moveRole(c.var.deps.store, { id: c.req.param('id'), direction: form.data.direction })
    return c.redirect(`${PATH}/roles/${encodeURIComponent(c.req.param('id'))}`, 303)
  })

async function showStores(c: Context<WebEnv>, typed?: Typed) {
  const { deps, language, operator } = c.var
  const { store, now } = deps
  const shown = {
    shop: await shopName(store),
    stores: await listStores(store),
    roles: await listRoles(store),
    tills: await listTills(store, { storeId: operator.storeId, now: now() }),
    done: c.req.query('done'),
  }
  return c.html(
    <StoresPage lang={language} operator={operator} {...shown} now={now()} typed={typed} />,
    typed ? 422 : 200,
  )
}

async function showEdit(c: Context<WebEnv>, list: 'stores' | 'roles', id: string, typed?: Typed) {
  const { deps, language, operator } = c.var
  const lines = await (list === 'stores' ? listStores : listRoles)(deps.store)
  const place = lines.findIndex((line) => line.id === id)
  const line = lines[place]
  if (!line) throw new Refusal('not_found')
  return c.html(
    <EditPage
      lang={language}
      operator={operator}
      list={list}
      line={line}
      isFirst={place === 0}
      isLast={place === lines.length - 1}
      typed={typed}
    />,
    typed ? 422 : 200,
  )
}

/** The form again, with the message at the field whose name another one has. */
const taken = (c: Context<WebEnv>, { values }: Pick<Typed, 'values'>, field: string): Typed => ({
  values,
  errors: { [field]: storeTexts[c.var.language].errors.taken },
})
