import { Hono } from 'hono'
import { z } from 'zod'
import { correctionsOf, decideCorrection, openCorrections } from '../consent/corrections.ts'
import { noteAccess } from '../interactions/access-log.ts'
import { Refusal } from '../refusal.ts'
import { approvalTexts } from '../texts/approval.ts'
import type { WebEnv } from '../web/env.ts'
import { readForm } from '../web/form.ts'
import { CorrectionsPage } from './corrections-page.tsx'
import { PATH } from './list-page.tsx'
import { findMember } from './members.ts'
import { foldName } from './names.ts'
import { ofOwnStore, showPerson } from './showing.tsx'

const DecisionForm = z.object({
  correction: z.string().min(1).max(100),
  value: z.string().max(1_000),
  decision: z.enum(['accept', 'decline']),
})

/** What people asked to have corrected: the list, and the decision on a person's page. */
export const correctionAdmin = new Hono<WebEnv>()
  .get('/corrections', async (c) => {
    const { deps, language: lang, operator } = c.var
    const corrections = await openCorrections(deps.store, { storeId: operator.storeId })
    if (corrections.length > 0)
      await noteAccess(deps.store, {
        operatorId: operator.id,
        action: 'members_listed',
        detail: { page: 'corrections', count: corrections.length },
        now: deps.now(),
      })
    return c.html(<CorrectionsPage lang={lang} operator={operator} corrections={corrections} />)
  })

  .post('/:id/correction-decisions', async (c) => {
    const { deps, language, operator } = c.var
    const form = await readForm(c, DecisionForm)
    if (!form.ok) throw new Refusal('form_invalid')
    const member = await ofOwnStore(c)
    const { correction: correctionId, value, decision } = form.data
    const accepted = decision === 'accept'
    try {
      const theirs = await correctionsOf(deps.store, member.id)
      if (!theirs.some(({ id }) => id === correctionId)) throw new Refusal('not_found')
      await decideCorrection(deps.store, { correctionId, value, operator, accepted, foldName, now: deps.now() })
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'correction_decided') throw error
      return showPerson(c, await ofOwnStore(c), { errors: { '': approvalTexts[language].corrections.decided } })
    }
    // A person who moved to another store is not a manager's to see any more.
    const after = await findMember(deps.store, member.id)
    const theirs = operator.storeId === null || after?.store_id === operator.storeId
    return c.redirect(`${PATH}${theirs ? `/${member.id}` : ''}?done=${accepted ? 'corrected' : 'kept'}`, 303)
  })
