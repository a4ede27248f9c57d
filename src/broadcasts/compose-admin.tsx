import { Hono } from 'hono'
import { raw } from 'hono/html'
import { z } from 'zod'
import { EVERYONE } from '../segments/rule.ts'
import { findSegment, listSegments } from '../segments/segments.ts'
import { listStores, shopName } from '../stores/stores.ts'
import { broadcastTexts } from '../texts/broadcasts.ts'
import { isolated } from '../texts/format.ts'
import { toldTexts } from '../texts/person.ts'
import type { WebEnv } from '../web/env.ts'
import { type FormErrors, type FormValues, readForm, valueIn } from '../web/form.ts'
import { addresseeOf, isToPerson, ruleForPerson } from './addressee.ts'
import { type Admin, noteNames, ownStores, theDraft } from './asked.ts'
import { changeDraft, createDraft, type Draft, deleteDraft, listBroadcasts } from './drafts.ts'
import { ComposeForm, freshValues, type Kind, valuesOf } from './fields.tsx'
import { BroadcastsPage, ComposePage, PATH } from './pages.tsx'
import { previewWhileTyping } from './preview.tsx'
import { notice } from './views.tsx'

type Composed = { kind: Kind; broadcastId?: string; values: FormValues; errors?: FormErrors }

const Typed = z.looseObject({})

/** The list, and composing. */
export const composeAdmin = new Hono<WebEnv>()
  .get('/', async (c) => {
    const { deps, language, operator } = c.var
    const [createdAt, id] = [Number(c.req.query('before')), c.req.query('id')]
    const before = createdAt && id ? { before: { createdAt, id } } : {}
    const broadcasts = await listBroadcasts(deps.store, { storeId: operator.storeId, ...before })
    return c.html(
      <BroadcastsPage
        lang={language}
        operator={operator}
        broadcasts={broadcasts}
        notice={notice(c)}
        now={deps.now()}
      />,
    )
  })

  .get('/new', async (c) => {
    const { deps, operator } = c.var
    const storeIds = (await ownStores(c)).map(({ id }) => id)
    const segment = c.req.query('segment') ?? ''
    return showCompose(c, {
      kind: kindOf(c),
      values: freshValues({ storeIds, from: operator.name, segment, now: deps.now() }),
    })
  })

  .post('/', async (c) => {
    const { deps, operator } = c.var
    const composed = await readDraft(c)
    if ('errors' in composed) return showCompose(c, composed, 422)
    const id = await createDraft(deps.store, { draft: composed.draft, createdBy: operator.id, now: deps.now() })
    return c.redirect(`${PATH}/${id}`, 303)
  })

  /** What it will look like, while it is being composed. */
  .post('/previews', async (c) => {
    const { values } = await readForm(c, Typed)
    return c.html(raw((await typedPreview(c, kindOf(c), values)).html))
  })

  /** The same without JavaScript: the whole page, filled. */
  .post('/rehearsals', async (c) => showCompose(c, { kind: kindOf(c), values: (await readForm(c, Typed)).values }))
  .post('/:id/rehearsals', async (c) => {
    const { id } = await theDraft(c, c.req.param('id'))
    return showCompose(c, { kind: kindOf(c), broadcastId: id, values: (await readForm(c, Typed)).values })
  })

  .get('/:id/edit', async (c) => {
    const draft = await theDraft(c, c.req.param('id'))
    return showCompose(c, {
      kind: draft.content.kind === 'coupon' ? 'coupon' : 'text',
      broadcastId: draft.id,
      values: valuesOf(draft),
    })
  })

  .post('/:id/versions', async (c) => {
    const { deps } = c.var
    const { id: broadcastId } = await theDraft(c, c.req.param('id'))
    const composed = await readDraft(c)
    if ('errors' in composed) return showCompose(c, { ...composed, broadcastId }, 422)
    await changeDraft(deps.store, { broadcastId, draft: composed.draft, now: deps.now() })
    return c.redirect(`${PATH}/${broadcastId}`, 303)
  })

  .post('/:id/discards', async (c) => {
    const { id } = await theDraft(c, c.req.param('id'))
    await deleteDraft(c.var.deps.store, id)
    return c.redirect(`${PATH}?done=discarded`, 303)
  })

const kindOf = (c: Admin): Kind => (c.req.query('kind') === 'text' ? 'text' : 'coupon')

/** What was composed, with the people and stores that the operator may write to; or the form to show again. */
async function readDraft(c: Admin): Promise<{ draft: Draft } | (Composed & { errors: FormErrors })> {
  const { deps, language } = c.var
  const kind = kindOf(c)
  const t = broadcastTexts[language].errors
  const form = await readForm(c, ComposeForm(kind, language, deps.now()))
  if (!form.ok) return { kind, values: form.values, errors: form.errors }

  const { segment, ...rest } = form.data
  const audience = await audienceOfForm(c, segment)
  if (!audience) return { kind, values: form.values, errors: { segment: t.segment } }
  const stores = (await ownStores(c)).map(({ id }) => id)
  const coupon = rest.content.kind === 'coupon' ? rest.content.coupon : undefined
  if (coupon && !coupon.storeIds.every((id) => stores.includes(id)))
    return { kind, values: form.values, errors: { stores: t.stores } }
  return { draft: { ...rest, ...audience, storeId: c.var.operator.storeId } }
}

/** A segment, everybody, or the one person whom the draft is to. */
async function audienceOfForm(c: Admin, chosen: string): Promise<Pick<Draft, 'rule' | 'segmentId'> | undefined> {
  if (chosen === '') return { rule: EVERYONE, segmentId: null }
  const person = await addressee(c, chosen)
  if (person) return { rule: ruleForPerson(person.id), segmentId: null }
  const segment = await findSegment(c.var.deps.store, chosen)
  return segment && { rule: segment.rule, segmentId: segment.id }
}

const addressee = ({ var: { deps, operator } }: Admin, chosen: string) =>
  addresseeOf(deps.store, { chosen, storeId: operator.storeId, now: deps.now() })

const typedPreview = async (c: Admin, kind: Kind, values: FormValues) => {
  const { deps, language: lang } = c.var
  return previewWhileTyping(kind, values, {
    lang,
    now: deps.now(),
    shopName: await shopName(deps.store),
    stores: await listStores(deps.store),
  })
}

async function showCompose(c: Admin, { kind, broadcastId, values, errors = {} }: Composed, status: 200 | 422 = 200) {
  const { deps, language, operator } = c.var
  const chosen = valueIn(values, 'segment')
  const person = await addressee(c, chosen)
  if (person) await noteNames(c, 1)
  const { only, nobody } = toldTexts[language]
  // Whoever has left meanwhile is still whom it is to: without a line of their own, "everybody" would be chosen.
  const toPerson = isToPerson(chosen) && { id: chosen, name: person ? only(isolated(person.name ?? '')) : nobody }
  return c.html(
    <ComposePage
      lang={language}
      operator={operator}
      kind={kind}
      broadcastId={broadcastId}
      values={values}
      errors={errors}
      stores={await ownStores(c)}
      segments={[...(toPerson ? [toPerson] : []), ...(await listSegments(deps.store))]}
      isManager={operator.storeId !== null}
      shopName={await shopName(deps.store)}
      previewed={await typedPreview(c, kind, values)}
      nonce={c.get('secureHeadersNonce')}
    />,
    status,
  )
}
