import { Hono } from 'hono'
import { z } from 'zod'
import { Refusal } from '../refusal.ts'
import type { WebEnv } from '../web/env.ts'
import { readForm } from '../web/form.ts'
import { type Admin, refusalOf, theBroadcast } from './asked.tsx'
import { decideUnknown } from './deciding.ts'
import { DecisionPage, ResendPage } from './detail-decision.tsx'
import type { Broadcast } from './drafts.ts'
import { evidenceOf } from './evidence.ts'
import { PATH } from './pages.tsx'

const Decision = z.object({
  decision: z.enum(['treated_as_sent', 'resend']),
  /** How many people the owner was shown. */
  people: z.coerce.number().int().min(0),
})

/** What is to become of people of whom nobody knows whether they got it. */
export const decisionAdmin = new Hono<WebEnv>()
  .get('/:id/decision', async (c) => {
    const { language, operator } = c.var
    const { broadcast, evidence } = await found(c, c.req.param('id'))
    return c.html(<DecisionPage lang={language} operator={operator} broadcast={broadcast} evidence={evidence} />)
  })

  .get('/:id/decision/resend', async (c) => {
    const { language, operator } = c.var
    const { broadcast, evidence } = await found(c, c.req.param('id'))
    return c.html(<ResendPage lang={language} operator={operator} broadcast={broadcast} evidence={evidence} />)
  })

  .post('/:id/decisions', async (c) => {
    const { deps, operator } = c.var
    const form = await readForm(c, Decision)
    if (!form.ok) throw new Refusal('form_invalid')
    const { id: broadcastId } = await theBroadcast(c, c.req.param('id'))
    const path = `${PATH}/${broadcastId}`
    const { decision, people } = form.data
    const decided = { broadcastId, decision, people, decidedBy: operator.id, now: deps.now() }
    const refused = await decideUnknown(deps.store, decided).then(() => undefined, refusalOf)
    // Others than were shown: they are shown first.
    if (refused?.code === 'broadcast_reach_changed') return c.redirect(`${path}/decision`, 303)
    if (refused) throw refused
    deps.wake('broadcasts')
    return c.redirect(`${path}?done=${decision === 'resend' ? 'resent' : 'decided'}`, 303)
  })

async function found(
  c: Admin,
  id: string,
): Promise<{ broadcast: Broadcast; evidence: Awaited<ReturnType<typeof evidenceOf>> }> {
  const broadcast = await theBroadcast(c, id)
  if (broadcast.state === 'draft') throw new Refusal('not_found')
  const { id: broadcastId, method } = broadcast
  return { broadcast, evidence: await evidenceOf(c.var.deps, { broadcastId, method }) }
}
