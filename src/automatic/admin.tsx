import { type Context, Hono } from 'hono'
import { raw } from 'hono/html'
import { messagesFor } from '../broadcasts/card.ts'
import type { BroadcastContent } from '../broadcasts/content.ts'
import type { Occasion } from '../db/schema.ts'
import { renderMessages } from '../flex/messages.ts'
import { Refusal } from '../refusal.ts'
import { type Cost, costOf } from '../sending/cost.ts'
import { listStores, shopName } from '../stores/stores.ts'
import { automaticTexts } from '../texts/automatic.ts'
import type { WebEnv } from '../web/env.ts'
import { type FormErrors, type FormValues, readForm } from '../web/form.ts'
import { allow } from '../web/session.ts'
import type { Flash } from '../web/ui.tsx'
import { automaticMessages, OCCASIONS, startAutomatic, stopAutomatic, wordAutomatic } from './automatic.ts'
import { forecastOf, PURPOSE } from './due.ts'
import { automaticForm, valuesOf } from './form.ts'
import { EditPage, ListPage, PATH } from './pages.tsx'
import { defaultContent } from './words.ts'

type C = Context<WebEnv>

const DONE = ['started', 'stopped', 'saved'] as const

/** Mounted at /admin/automatic-messages: what is sent by itself on a person's days. The owner's alone. */
export const automaticAdmin = new Hono<WebEnv>()
  .use(allow('owner'))

  .get('/', async (c) => {
    const { deps, language, operator } = c.var
    const now = deps.now()
    const messages = await automaticMessages(deps.store)
    const lines = await Promise.all(
      OCCASIONS.map(async (occasion) => {
        const message = messages.find((one) => one.occasion === occasion)
        return {
          occasion,
          content: message?.content ?? defaultContent(occasion, operator.name),
          enabledAt: message?.enabledAt ?? null,
          people: await forecastOf(deps.store, { occasion, now }),
        }
      }),
    )
    const sum = lines.reduce((all, { enabledAt, people }) => all + (enabledAt === null ? 0 : people), 0)
    const cost = await costIfTold(c, sum)
    return c.html(<ListPage lang={language} operator={operator} lines={lines} cost={cost} notice={notice(c)} />)
  })

  .get('/:occasion', async (c) => {
    const { content } = await wordsOf(c)
    return showForm(c, { values: valuesOf(content), content })
  })

  .post('/:occasion/versions', async (c) => {
    const { store, now } = c.var.deps
    const { occasion, content } = await wordsOf(c)
    const form = await readForm(c, formOf(c))
    if (!form.ok) return showForm(c, { values: form.values, errors: form.errors, content }, 422)
    await wordAutomatic(store, { occasion, content: form.data, now: now() })
    return c.redirect(`${PATH}?done=saved#${occasion}`, 303)
  })

  /** What it will look like, while it is being worded; what is wrong is shown as it stood before. */
  .post('/:occasion/previews', async (c) => {
    const { content } = await typed(c)
    return c.html(raw((await previewOf(c, content)).html))
  })

  /** The same without JavaScript: the whole page, filled. */
  .post('/:occasion/rehearsals', async (c) => showForm(c, await typed(c)))

  .post('/:occasion/starts', async (c) => {
    const { deps, operator } = c.var
    const { occasion, content } = await wordsOf(c)
    await startAutomatic(deps.store, { occasion, content, startedBy: operator.id, now: deps.now() })
    return c.redirect(`${PATH}?done=started#${occasion}`, 303)
  })

  .post('/:occasion/stops', async (c) => {
    const { deps } = c.var
    const { occasion } = await wordsOf(c)
    await stopAutomatic(deps.store, { occasion, now: deps.now() })
    return c.redirect(`${PATH}?done=stopped#${occasion}`, 303)
  })

const formOf = (c: C) => automaticForm(automaticTexts[c.var.language].errors)

/** The occasion that an address names, with its words. Refusal not_found when there is none of that name. */
async function wordsOf(c: C): Promise<{ occasion: Occasion; content: BroadcastContent }> {
  const { deps, operator } = c.var
  const occasion = OCCASIONS.find((known) => known === c.req.param('occasion'))
  if (!occasion) throw new Refusal('not_found')
  const messages = await automaticMessages(deps.store)
  const message = messages.find((one) => one.occasion === occasion)
  return { occasion, content: message?.content ?? defaultContent(occasion, operator.name) }
}

async function typed(c: C) {
  const { content } = await wordsOf(c)
  const form = await readForm(c, formOf(c))
  return { values: form.values, content: form.ok ? form.data : content }
}

type Shown = { values: FormValues; content: BroadcastContent; errors?: FormErrors }

async function showForm(c: C, { values, content, errors = {} }: Shown, status: 200 | 422 = 200) {
  const { deps, language, operator } = c.var
  const { occasion } = await wordsOf(c)
  const page = (
    <EditPage
      lang={language}
      operator={operator}
      occasion={occasion}
      values={values}
      errors={errors}
      shop={await shopName(deps.store)}
      previewed={await previewOf(c, content)}
      nonce={c.get('secureHeadersNonce')}
    />
  )
  return c.html(page, status)
}

/** What one person will see, by the renderer of every broadcast. */
async function previewOf(c: C, content: BroadcastContent) {
  const { deps, language } = c.var
  const shop = await shopName(deps.store)
  const [store] = await listStores(deps.store)
  const person = { name: automaticTexts[language].sampleName, store: store?.name ?? null }
  const messages = messagesFor({ content, purpose: PURPOSE, shopName: shop, person })
  return renderMessages(messages, { preview: true, sender: { name: shop } })
}

/** What so many messages cost; undefined when LINE does not tell what is left. */
async function costIfTold({ var: { deps } }: C, messages: number): Promise<Cost | undefined> {
  try {
    return await costOf(deps, { messages, now: deps.now() })
  } catch (error) {
    if (error instanceof Refusal && error.code === 'line_unreachable') return undefined
    throw error
  }
}

function notice(c: C): Flash | undefined {
  const done = DONE.find((known) => known === c.req.query('done'))
  return done && { tone: 'success', text: automaticTexts[c.var.language][done] }
}
