import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { Refusal } from '../../refusal.ts'
import { listStores } from '../../stores/stores.ts'
import { tokyoDay } from '../../texts/format.ts'
import type { Language } from '../../texts/language.ts'
import { welcomeAdminTexts } from '../../texts/welcome.ts'
import { cleanLines } from '../../web/clean-words.ts'
import type { WebEnv } from '../../web/env.ts'
import { type FormErrors, type FormValues, readForm } from '../../web/form.ts'
import { allow } from '../../web/session.ts'
import {
  addWelcomeItem,
  changeWelcomeItem,
  getWelcomeItem,
  listWelcomeItems,
  removeWelcomeItem,
  WELCOME_ITEMS_MAX,
  WELCOME_TOPICS,
  WELCOME_WORDS_MAX,
} from './welcome.ts'
import { NoStoresPage, WELCOME_PATH, WelcomeItemPage, WelcomePackPage } from './welcome-pages.tsx'

type C = Context<WebEnv>
type Typed = { values: FormValues; errors: FormErrors }

const ItemForm = (lang: Language) => {
  const t = welcomeAdminTexts[lang].errors
  return z.object({
    topic: z.enum(WELCOME_TOPICS, t.topic),
    words: z
      .string(t.words)
      .overwrite(cleanLines)
      .trim()
      .min(1, t.words)
      .max(WELCOME_WORDS_MAX, t.tooLong(WELCOME_WORDS_MAX)),
    changedOn: z.iso.date(t.date).refine((day) => day >= '1950-01-01' && day <= '2100-12-31', t.date),
  })
}

/** Mounted at /admin/welcome-packs: what who comes back to a store should know. A manager's is the own store's. */
export const welcomeAdmin = new Hono<WebEnv>()
  .use(allow('manager'))

  .get('/', async (c) => {
    const stores = await storesOf(c)
    const asked = c.req.query('store') ?? stores[0]?.id
    if (asked === undefined) return c.html(<NoStoresPage lang={c.var.language} operator={c.var.operator} />)
    return showPack(c, asked)
  })

  .post('/:storeId/items', async (c) => {
    const { deps, language, operator } = c.var
    const store = await storeOf(c, c.req.param('storeId'))
    const form = await readForm(c, ItemForm(language))
    if (!form.ok) return showPack(c, store.id, form)
    const added = { ...form.data, storeId: store.id, operatorId: operator.id, now: deps.now() }
    if ((await addWelcomeItem(deps.store, added)) === undefined)
      return showPack(c, store.id, {
        values: form.values,
        errors: { '': welcomeAdminTexts[language].errors.full(WELCOME_ITEMS_MAX) },
      })
    return seePack(c, store.id, 'added')
  })

  .get('/items/:id', (c) => showItem(c, c.req.param('id')))

  .post('/items/:id/versions', async (c) => {
    const { deps, language, operator } = c.var
    const itemId = c.req.param('id')
    const item = await getWelcomeItem(deps.store, { itemId, storeId: operator.storeId })
    const form = await readForm(c, ItemForm(language))
    if (!form.ok) return showItem(c, itemId, form)
    const changed = { ...form.data, itemId, storeId: operator.storeId, operatorId: operator.id, now: deps.now() }
    await changeWelcomeItem(deps.store, changed)
    return seePack(c, item.storeId, 'saved')
  })

  .post('/items/:id/removals', async (c) => {
    const { deps, operator } = c.var
    const itemId = c.req.param('id')
    const item = await getWelcomeItem(deps.store, { itemId, storeId: operator.storeId })
    await removeWelcomeItem(deps.store, { itemId, storeId: operator.storeId })
    return seePack(c, item.storeId, 'removed')
  })

async function storesOf({ var: { deps, operator } }: C) {
  const stores = await listStores(deps.store)
  return stores.filter(({ id }) => operator.storeId === null || operator.storeId === id)
}

async function storeOf(c: C, storeId: string) {
  const found = (await storesOf(c)).find(({ id }) => id === storeId)
  if (!found) throw new Refusal('not_found')
  return found
}

const seePack = (c: C, storeId: string, done: keyof (typeof welcomeAdminTexts)['ja']['done']) =>
  c.redirect(`${WELCOME_PATH}?${new URLSearchParams({ store: storeId, done })}`, 303)

async function showPack(c: C, storeId: string, typed?: Typed) {
  const { deps, language: lang, operator } = c.var
  const store = await storeOf(c, storeId)
  const [stores, items] = await Promise.all([storesOf(c), listWelcomeItems(deps.store, { storeId })])
  const [, text] = Object.entries(welcomeAdminTexts[lang].done).find(([key]) => key === c.req.query('done')) ?? []
  return c.html(
    <WelcomePackPage
      {...{ lang, operator, store, stores, items }}
      values={typed?.values ?? { changedOn: tokyoDay(deps.now()) }}
      errors={typed?.errors ?? {}}
      notice={text === undefined ? undefined : { tone: 'success', text }}
    />,
    typed ? 422 : 200,
  )
}

async function showItem(c: C, itemId: string, typed?: Typed) {
  const { deps, language: lang, operator } = c.var
  const item = await getWelcomeItem(deps.store, { itemId, storeId: operator.storeId })
  const { topic, words, changedOn } = item
  const values = typed?.values ?? { topic, words, changedOn }
  return c.html(
    <WelcomeItemPage {...{ lang, operator, item, values }} errors={typed?.errors ?? {}} />,
    typed ? 422 : 200,
  )
}
