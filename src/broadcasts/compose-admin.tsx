import { Hono } from 'hono'
import { raw } from 'hono/html'
import { z } from 'zod'
import { faultIn, storeImage } from '../images/images.ts'
import { imageTexts } from '../texts/images.ts'
import { templateTexts } from '../texts/templates.ts'
import { CursorSaid } from '../web/cursor.ts'
import type { WebEnv } from '../web/env.ts'
import { readForm, valueIn } from '../web/form.ts'
import { readPictureForm } from '../web/upload.ts'
import { approvalsFor } from './approvals.ts'
import { type Admin, ownStores, theDraft } from './asked.tsx'
import { attentionOf, waitingIn } from './attention.ts'
import { KindsPage } from './compose-page.tsx'
import { couponFor, type Form, readDraft, showCompose, typedPreview } from './compose-show.tsx'
import { contentAnew, contentValues, freshValues, valuesOf } from './compose-values.tsx'
import { type BroadcastContent, MOMENTS } from './content.ts'
import { chooseCoupon } from './coupon-choosing.tsx'
import { changeDraft, createDraft, deleteDraft, listBroadcasts } from './drafts.ts'
import { chooseEvent } from './event-choosing.tsx'
import { eventValues } from './event-form.tsx'
import { type Kind, kindIn } from './kinds.ts'
import { BroadcastsPage, PATH } from './pages.tsx'
import { findTemplate, listTemplates, saveTemplate } from './templates.ts'
import { notice } from './views.tsx'

/** Templates offered beside the kinds; all of them are on their own page. */
const TEMPLATES_SHOWN = 6

const Typed = z.looseObject({})

/** The list, and composing. */
export const composeAdmin = new Hono<WebEnv>()
  .get('/', async (c) => {
    const { deps, language, operator } = c.var
    const before = CursorSaid.parse(c.req.query('before'))
    const { lines: broadcasts, next } = await listBroadcasts(deps.store, { storeId: operator.storeId, before })
    return c.html(
      <BroadcastsPage
        lang={language}
        operator={operator}
        broadcasts={broadcasts}
        next={next}
        notice={notice(c)}
        approvals={await approvalsFor(deps.store, { operatorId: operator.id, storeId: operator.storeId })}
        attention={await attentionOf(deps.store, { storeId: operator.storeId })}
        waiting={await waitingIn(deps.store, broadcasts)}
        now={deps.now()}
      />,
    )
  })

  .get('/new', async (c) => {
    const template = await findTemplate(c.var.deps.store, c.req.query('template') ?? '')
    const kind = template?.content.kind ?? kindIn(c.req.query('kind'))
    if (!kind) return showKinds(c)
    const fresh = await freshForm(c, kind)
    const eventId = valueIn(fresh, 'eventId')
    if (kind === 'event' && !eventId) return chooseEvent(c, momentOf(template?.content) ?? momentAsked(c))
    if (!template) return (kind === 'coupon' && (await chooseCoupon(c))) || showCompose(c, { kind, values: fresh })
    const { name, purpose, content } = template
    const kept = contentValues(contentAnew(content, c.var.deps.now()))
    return showCompose(c, { kind, values: { ...fresh, title: name, purpose, ...kept, eventId } })
  })

  .post('/', async (c) => {
    const { deps, operator } = c.var
    const read = await readDraft(c, kindOf(c))
    if ('errors' in read) return showCompose(c, read, 422)
    const id = await createDraft(deps.store, { draft: read.draft, createdBy: operator.id, now: deps.now() })
    return c.redirect(`${PATH}/${id}`, 303)
  })

  /** What it will look like, while it is being composed. */
  .post('/previews', async (c) => showPreview(c))
  .post('/:id/previews', async (c) => showPreview(c, (await theDraft(c, c.req.param('id'))).id))

  /** The same without JavaScript: the whole page, filled. */
  .post('/rehearsals', async (c) => showCompose(c, await typedForm(c)))
  .post('/:id/rehearsals', async (c) => showCompose(c, await typedForm(c, (await theDraft(c, c.req.param('id'))).id)))

  /** A picture brought by a form without JavaScript: the form again, with the picture chosen. */
  .post('/pictures', async (c) => takePicture(c))
  .post('/:id/pictures', async (c) => takePicture(c, (await theDraft(c, c.req.param('id'))).id))

  /** Kept to be used again; the form goes on. */
  .post('/templates', async (c) => keepTemplate(c))
  .post('/:id/templates', async (c) => keepTemplate(c, (await theDraft(c, c.req.param('id'))).id))

  .get('/:id/edit', async (c) => {
    const draft = await theDraft(c, c.req.param('id'))
    return showCompose(c, { kind: draft.content.kind, broadcastId: draft.id, values: valuesOf(draft) })
  })

  .post('/:id/versions', async (c) => {
    const { deps } = c.var
    const { id: broadcastId, content } = await theDraft(c, c.req.param('id'))
    const read = await readDraft(c, kindIn(c.req.query('kind')) ?? content.kind)
    if ('errors' in read) return showCompose(c, { ...read, broadcastId }, 422)
    await changeDraft(deps.store, { broadcastId, draft: read.draft, now: deps.now() })
    return c.redirect(`${PATH}/${broadcastId}`, 303)
  })

  .post('/:id/discards', async (c) => {
    const { id } = await theDraft(c, c.req.param('id'))
    await deleteDraft(c.var.deps.store, id)
    return c.redirect(`${PATH}?done=discarded`, 303)
  })

const kindOf = (c: Admin): Kind => kindIn(c.req.query('kind')) ?? 'text'

const momentOf = (content: BroadcastContent | undefined) => (content?.kind === 'event' ? content.moment : undefined)
const momentAsked = (c: Admin) => MOMENTS.find((one) => one === c.req.query('moment')) ?? 'invite'

async function showKinds(c: Admin) {
  const { deps, language, operator } = c.var
  const templates = (await listTemplates(deps.store)).slice(0, TEMPLATES_SHOWN)
  const segment = c.req.query('segment') ?? ''
  return c.html(<KindsPage lang={language} operator={operator} segment={segment} templates={templates} />)
}

async function freshForm(c: Admin, kind: Kind) {
  const { deps, operator, language: lang } = c.var
  const storeIds = (await ownStores(c)).map(({ id }) => id)
  const fresh = freshValues({ kind, lang, storeIds, operator, segment: c.req.query('segment') ?? '', now: deps.now() })
  // From a story's own page.
  const storyId = c.req.query('story')
  const coupon = kind === 'coupon' ? await couponFor(c, c.req.query('coupon') ?? '') : undefined
  const given = coupon && { couponId: coupon.id, title: coupon.title }
  return { ...fresh, ...given, ...(storyId !== undefined && { storyId }), ...(await eventValues(c, kind)) }
}

const typedForm = async (c: Admin, broadcastId?: string): Promise<Form> => ({
  kind: kindOf(c),
  broadcastId,
  values: (await readForm(c, Typed)).values,
})

const showPreview = async (c: Admin, broadcastId?: string) =>
  c.html(raw((await typedPreview(c, await typedForm(c, broadcastId))).html))

async function takePicture(c: Admin, broadcastId?: string) {
  const { deps, operator, language } = c.var
  const { values, bytes } = await readPictureForm(c)
  const form = { kind: kindOf(c), broadcastId, values }
  try {
    const { id } = await storeImage(deps, { bytes, use: 'card', operatorId: operator.id, now: deps.now() })
    return showCompose(c, { ...form, values: { ...values, imageId: id } })
  } catch (error) {
    return showCompose(c, { ...form, errors: { imageId: imageTexts[language].faults[faultIn(error)] } }, 422)
  }
}

async function keepTemplate(c: Admin, broadcastId?: string) {
  const { deps, operator, language } = c.var
  const kind = kindOf(c)
  const read = await readDraft(c, kind)
  if ('errors' in read) return showCompose(c, { ...read, broadcastId }, 422)
  const { values, draft } = read
  const { title, purpose, content } = draft
  const t = templateTexts[language]
  const saved = await saveTemplate(deps.store, {
    name: title,
    purpose,
    content,
    createdBy: operator.id,
    now: deps.now(),
  })
  if (!saved) return showCompose(c, { kind, broadcastId, values, errors: { title: t.notSaved } }, 422)
  return showCompose(c, { kind, broadcastId, values, notice: { tone: 'success', text: t.saved(title) } })
}
