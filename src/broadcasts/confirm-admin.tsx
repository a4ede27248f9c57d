import { Hono } from 'hono'
import { z } from 'zod'
import { Refusal } from '../refusal.ts'
import type { WebEnv } from '../web/env.ts'
import { readForm } from '../web/form.ts'
import { isDraft, refusalOf, theBroadcast } from './asked.ts'
import { showConfirm } from './confirm-views.tsx'
import { confirmBroadcast } from './confirming.ts'
import { PATH } from './pages.tsx'

const ConfirmForm = z.object({ people: z.coerce.number().int().min(0), draftedAt: z.coerce.number().int() })

/** From a draft to what is paid for. */
export const confirmAdmin = new Hono<WebEnv>()
  .get('/:id', async (c, next) => {
    const id = c.req.param('id')
    return (await isDraft(c, id)) ? showConfirm(c, await theBroadcast(c, id)) : next()
  })

  .post('/:id/confirmations', async (c) => {
    const { deps, operator } = c.var
    const broadcast = await theBroadcast(c, c.req.param('id'))
    const form = await readForm(c, ConfirmForm)
    if (!form.ok) throw new Refusal('form_invalid')
    const refused = await confirmBroadcast(deps, {
      broadcastId: broadcast.id,
      ...form.data,
      confirmedBy: operator.id,
      storeId: operator.storeId,
      now: deps.now(),
    })
      .then(() => undefined)
      .catch(refusalOf)
    if (refused && broadcast.state === 'draft' && refused.code !== 'broadcast_not_draft')
      return showConfirm(c, await theBroadcast(c, broadcast.id), refused)
    deps.wake('broadcasts')
    return c.redirect(`${PATH}/${broadcast.id}${refused ? '' : '?done=confirmed'}`, 303)
  })
