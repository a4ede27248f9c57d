import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { Refusal } from '../refusal.ts'
import { shopName } from '../stores/stores.ts'
import { errorTexts } from '../texts/errors.ts'
import { isolated } from '../texts/format.ts'
import type { WebEnv } from '../web/env.ts'
import { readForm } from '../web/form.ts'
import { DeclinePage } from './approval-page.tsx'
import { decisionMessages } from './card.ts'
import { approveMember, declineMember } from './decisions.ts'
import { PATH } from './list-page.tsx'
import type { Member } from './members.ts'
import { noteView, ofOwnStore, showPerson } from './showing.tsx'
import { nextWaiting } from './waiting.ts'

const ApprovalForm = z.object({ entry: z.string().max(100).default('') })

type C = Context<WebEnv>

/** Deciding about who waits, one after the other: after each decision the next person who waits is shown. */
export const approvalAdmin = new Hono<WebEnv>()
  .post('/:id/approvals', async (c) => {
    const { deps, operator } = c.var
    const form = await readForm(c, ApprovalForm)
    if (!form.ok) throw new Refusal('form_invalid')
    const member = await ofOwnStore(c)
    const rosterEntryId = form.data.entry === '' ? undefined : form.data.entry
    const messages = await messagesFor(c, member, 'approved')
    return decided(c, member, 'approved', () =>
      approveMember(deps.store, { memberId: member.id, rosterEntryId, operator, messages, now: deps.now() }),
    )
  })

  .get('/:id/decline', async (c) => {
    const { language, operator } = c.var
    const member = await ofOwnStore(c)
    if (member.state !== 'applied') return c.redirect(`${PATH}/${member.id}`, 303)
    const messages = await messagesFor(c, member, 'declined')
    await noteView(c, member, 'decline')
    return c.html(<DeclinePage lang={language} operator={operator} member={member} messages={messages} />)
  })

  .post('/:id/declines', async (c) => {
    const { deps, operator } = c.var
    const member = await ofOwnStore(c)
    const messages = await messagesFor(c, member, 'declined')
    return decided(c, member, 'declined', () =>
      declineMember(deps.store, { memberId: member.id, operator, messages, now: deps.now() }),
    )
  })

const messagesFor = async ({ var: { deps } }: C, { name, language }: Member, decision: 'approved' | 'declined') =>
  decisionMessages(decision, { shopName: await shopName(deps.store), name: isolated(name ?? ''), language })

/** Somebody else was quicker, or the roster's line is taken: the person's page as it is now, saying so. */
async function decided(c: C, { id }: Member, done: 'approved' | 'declined', decide: () => Promise<void>) {
  const { deps, language, operator } = c.var
  try {
    await decide()
  } catch (error) {
    if (!(error instanceof Refusal) || error.code === 'not_found') throw error
    return showPerson(c, await ofOwnStore(c), { errors: { '': errorTexts[language][error.code] } })
  }
  deps.wake('outbox')
  const next = await nextWaiting(deps.store, { storeId: operator.storeId })
  return c.redirect(next ? `${PATH}/${next}?done=${done}Next` : `${PATH}/${id}?done=${done}`, 303)
}
