import { Hono } from 'hono'
import { z } from 'zod'
import { Refusal } from '../refusal.ts'
import { shopName } from '../stores/stores.ts'
import { templateTexts } from '../texts/templates.ts'
import type { WebEnv } from '../web/env.ts'
import { type FormErrors, readForm, valueIn } from '../web/form.ts'
import type { Admin } from './asked.tsx'
import { previewOf } from './preview.tsx'
import { TEMPLATES_PATH, TemplatePage, TemplatesPage } from './template-pages.tsx'
import {
  deleteTemplate,
  findTemplate,
  type Keeper,
  listTemplates,
  mayChange,
  renameTemplate,
  TEMPLATE_NAME_MAX,
} from './templates.ts'

/** Words that are used again: everybody who writes sees them all; they are kept from the compose form. */
export const templateAdmin = new Hono<WebEnv>()
  .get('/templates', async (c) => {
    const { deps, language: lang, operator } = c.var
    const t = templateTexts[lang]
    const notice = c.req.query('done') === 'removed' ? ({ tone: 'success', text: t.removed } as const) : undefined
    const templates = await listTemplates(deps.store)
    return c.html(
      <TemplatesPage lang={lang} operator={operator} notice={notice} templates={templates} now={deps.now()} />,
    )
  })

  .get('/templates/:id', (c) => showTemplate(c, c.req.param('id')))

  .post('/templates/:id/names', async (c) => {
    const { deps, language } = c.var
    const templateId = c.req.param('id')
    const t = templateTexts[language]
    const Name = z.object({ name: z.string().trim().min(1, t.nameWrong).max(TEMPLATE_NAME_MAX, t.nameWrong) })
    const form = await readForm(c, Name)
    if (!form.ok) return showTemplate(c, templateId, { name: valueIn(form.values, 'name'), errors: form.errors })
    const { name } = form.data
    const renamed = await renameTemplate(deps.store, { templateId, name, ...keeper(c), now: deps.now() })
    if (!renamed) return showTemplate(c, templateId, { name, errors: { name: t.nameTaken } })
    return c.redirect(`${TEMPLATES_PATH}/${templateId}?done=renamed`, 303)
  })

  .post('/templates/:id/removals', async (c) => {
    await deleteTemplate(c.var.deps.store, { templateId: c.req.param('id'), ...keeper(c) })
    return c.redirect(`${TEMPLATES_PATH}?done=removed`, 303)
  })

const keeper = ({ var: { operator } }: Admin): Keeper => ({
  operatorId: operator.id,
  isOwner: operator.role === 'owner',
})

async function showTemplate(c: Admin, templateId: string, refused?: { name: string; errors: FormErrors }) {
  const { deps, language: lang, operator } = c.var
  const template = await findTemplate(deps.store, templateId)
  if (!template) throw new Refusal('not_found')
  const isRenamed = !refused && c.req.query('done') === 'renamed'
  return c.html(
    <TemplatePage
      lang={lang}
      operator={operator}
      notice={isRenamed ? { tone: 'success', text: templateTexts[lang].renamed } : undefined}
      template={template}
      isOwn={mayChange(template, keeper(c))}
      name={refused?.name ?? template.name}
      errors={refused?.errors ?? {}}
      previewed={
        await previewOf(deps, { content: template.content, purpose: template.purpose }, { lang, now: deps.now() })
      }
      shopName={await shopName(deps.store)}
      nonce={c.get('secureHeadersNonce')}
    />,
    refused ? 422 : 200,
  )
}
