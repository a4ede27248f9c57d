import { Hono } from 'hono'
import { z } from 'zod'
import { Refusal } from '../refusal.ts'
import { readSendingSettings } from '../sending/sending-settings.ts'
import { confirmTexts } from '../texts/confirm.ts'
import type { WebEnv } from '../web/env.ts'
import { readForm } from '../web/form.ts'
import { askApproval, findForConfirming, withdrawApproval } from './approvals.ts'
import { type Admin, noteAddressee, refusalOf, theDraft } from './asked.tsx'
import { ConfirmForm } from './confirm-form.tsx'
import { chooseHolding } from './confirm-holding.ts'
import { showConfirm } from './confirm-views.tsx'
import { confirmBroadcast } from './confirming.ts'
import { findBroadcast } from './drafts.ts'
import { PATH } from './pages.tsx'
import { sendTest } from './test-sends.ts'

const HoldingForm = z.object({ holding: z.enum(['morning', 'skip']) })
const AskForm = z.looseObject({ people: z.coerce.number().int().min(0), draftedAt: z.coerce.number().int() })

/** From a draft to what is paid for. */
export const confirmAdmin = new Hono<WebEnv>()
  .get('/:id', async (c, next) => {
    const draft = await forConfirming(c, c.req.param('id'))
    return draft?.state === 'draft' ? showConfirm(c, draft) : next()
  })

  .post('/:id/confirmations', async (c) => {
    const { deps, operator, language } = c.var
    const broadcast = await mustFind(c, c.req.param('id'))
    const now = deps.now()
    const form = await readForm(c, ConfirmForm(language, { settings: await readSendingSettings(deps.store), now }))
    const isDraft = broadcast.state === 'draft'
    if (!form.ok && isDraft && !form.errors.people && !form.errors.draftedAt) return showConfirm(c, broadcast, form)
    if (!form.ok) throw new Refusal('form_invalid')
    const refused = await confirmBroadcast(deps, {
      broadcastId: broadcast.id,
      ...form.data,
      confirmedBy: operator.id,
      storeId: operator.storeId,
      now,
    })
      .then(() => undefined)
      .catch(refusalOf)
    if (refused && isDraft && refused.code !== 'broadcast_not_draft')
      return showConfirm(c, await mustFind(c, broadcast.id), { values: form.values, refused })
    deps.wake('broadcasts')
    return c.redirect(`${await pathAfter(c, broadcast.id)}${refused ? '' : '?done=confirmed'}`, 303)
  })

  .post('/:id/holdings', async (c) => {
    const { id: broadcastId } = await theDraft(c, c.req.param('id'))
    const form = await readForm(c, HoldingForm)
    if (!form.ok) throw new Refusal('form_invalid')
    await chooseHolding(c.var.deps.store, { broadcastId, ...form.data, now: c.var.deps.now() })
    return c.redirect(`${PATH}/${broadcastId}`, 303)
  })

  .post('/:id/approval-requests', async (c) => {
    const { deps, operator } = c.var
    const draft = await theDraft(c, c.req.param('id'))
    const form = await readForm(c, AskForm)
    if (!form.ok) throw new Refusal('form_invalid')
    const { people, draftedAt } = form.data
    const { id: askedBy, storeId } = operator
    const refused = await askApproval(deps.store, {
      broadcastId: draft.id,
      people,
      draftedAt,
      askedBy,
      storeId,
      now: deps.now(),
    })
      .then(() => undefined)
      .catch(refusalOf)
    if (refused) return showConfirm(c, await theDraft(c, draft.id), { values: form.values, refused })
    return c.redirect(`${PATH}/${draft.id}?done=asked`, 303)
  })

  .post('/:id/approval-withdrawals', async (c) => {
    const { id: broadcastId } = await theDraft(c, c.req.param('id'))
    await withdrawApproval(c.var.deps.store, { broadcastId })
    return c.redirect(`${PATH}/${broadcastId}?done=withdrawn`, 303)
  })

  .post('/:id/test-sends', async (c) => {
    const { deps, language, operator } = c.var
    const draft = await mustFind(c, c.req.param('id'))
    if (draft.state !== 'draft') throw new Refusal('broadcast_not_draft')
    const refused = await sendTest(deps, {
      draft,
      operatorId: operator.id,
      mark: confirmTexts[language].test.mark,
      now: deps.now(),
    })
      .then(() => undefined)
      .catch(refusalOf)
    if (refused) return showConfirm(c, draft, { refused })
    deps.wake('outbox')
    return c.redirect(`${PATH}/${draft.id}?done=tested`, 303)
  })

/** What may be confirmed: one's own, and for a manager also what an owner asked to be approved. */
async function forConfirming(c: Admin, broadcastId: string) {
  const { deps, operator } = c.var
  const { id: operatorId, storeId } = operator
  const found = await findForConfirming(deps.store, { broadcastId, operatorId, storeId })
  if (found?.broadcast.state === 'draft') await noteAddressee(c, found.broadcast)
  return found?.broadcast
}

async function mustFind(c: Admin, broadcastId: string) {
  const found = await forConfirming(c, broadcastId)
  if (!found) throw new Refusal('not_found')
  return found
}

/** Who approved what is not theirs is led to the list: the broadcast itself they no longer see. */
async function pathAfter({ var: { deps, operator } }: Admin, broadcastId: string) {
  const own = await findBroadcast(deps.store, { broadcastId, storeId: operator.storeId })
  return own ? `${PATH}/${broadcastId}` : PATH
}
