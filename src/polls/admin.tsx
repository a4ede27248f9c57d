import { Hono } from 'hono'
import { z } from 'zod'
import { noteAccess } from '../interactions/access-log.ts'
import { Refusal } from '../refusal.ts'
import { talkTexts } from '../texts/polls.ts'
import type { WebEnv } from '../web/env.ts'
import { readForm } from '../web/form.ts'
import { allow } from '../web/session.ts'
import { openTalks, settleTalk } from './talks.ts'
import { PATH, TalksPage } from './talks-page.tsx'

const SettlementForm = z.object({ member: z.string().min(1).max(100), said: z.coerce.number().int().nonnegative() })

/** Mounted at /admin/talks: who answered 「最近どうですか」 with the wish to talk. A manager's own store's people. */
export const talkAdmin = new Hono<WebEnv>()
  .use(allow('manager'))

  .get('/', async (c) => {
    const { deps, language: lang, operator } = c.var
    const talks = await openTalks(deps.store, { storeId: operator.storeId, now: deps.now() })
    if (talks.length > 0)
      await noteAccess(deps.store, {
        operatorId: operator.id,
        action: 'members_listed',
        detail: { page: 'talks', count: talks.length },
        now: deps.now(),
      })
    const notice =
      c.req.query('done') === 'settled' ? ({ tone: 'success', text: talkTexts[lang].settled } as const) : undefined
    return c.html(<TalksPage lang={lang} operator={operator} talks={talks} notice={notice} />)
  })

  .post('/settlements', async (c) => {
    const { deps, operator } = c.var
    const form = await readForm(c, SettlementForm)
    if (!form.ok) throw new Refusal('form_invalid')
    const { member: memberId, said } = form.data
    await settleTalk(deps.store, { memberId, said, operator, now: deps.now() })
    return c.redirect(`${PATH}?done=settled`, 303)
  })
