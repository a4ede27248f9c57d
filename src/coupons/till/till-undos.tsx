import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { noteAccess } from '../../interactions/access-log.ts'
import { Refusal } from '../../refusal.ts'
import { tillMoreTexts } from '../../texts/till-more.ts'
import type { WebEnv } from '../../web/env.ts'
import { readForm, valueIn } from '../../web/form.ts'
import { UNDO_REASONS } from './reasons.ts'
import { recentRedemptions } from './redemptions.ts'
import { atTill, here, withStaff } from './till-here.tsx'
import { reasonForm } from './till-reasons.tsx'
import { UndonePage } from './till-results.tsx'
import { RECENT_PATH, RecentPage, UndoPage } from './till-undo-pages.tsx'
import { undoRedemption } from './undoing.ts'

const Which = z.object({ redemption: z.string().max(100) })

/** Mounted at /till: the uses of the last ten minutes at this store, and taking one back with a reason. */
export const undoPages = new Hono<WebEnv>()
  .get('/recent', atTill, withStaff, async (c) => {
    const { deps, till } = c.var
    const now = deps.now()
    const recent = await recentRedemptions(deps.store, { storeId: till.storeId, now })
    await noteSeen(c, recent.length)
    return c.html(<RecentPage {...here(c)} recent={recent} now={now} />)
  })

  .get('/undos/:id', atTill, withStaff, async (c) => {
    const redemption = await recentUse(c, c.req.param('id'))
    if (redemption.undoneAt !== null) return c.redirect(RECENT_PATH, 303)
    await noteSeen(c, 1)
    return c.html(<UndoPage {...here(c)} redemption={redemption} now={c.var.deps.now()} />)
  })

  .post('/undos', atTill, withStaff, async (c) => {
    const { deps, till, staff, language: lang } = c.var
    const form = await readForm(c, reasonForm(tillMoreTexts[lang].recent, UNDO_REASONS, Which))
    if (!form.ok) {
      const redemption = await recentUse(c, valueIn(form.values, 'redemption'))
      return c.html(<UndoPage {...here(c)} redemption={redemption} typed={form} now={deps.now()} />, 422)
    }
    const { redemption: redemptionId, reason } = form.data
    const redemption = await undoRedemption(deps.store, { redemptionId, till, staff, reason, now: deps.now() })
    return c.html(<UndonePage lang={lang} till={till} redemption={redemption} reason={reason} />)
  })

/** One of the last ten minutes at this store, undone or not. Refusal: redemption_not_undoable. */
async function recentUse(c: Context<WebEnv>, id: string) {
  const { deps, till } = c.var
  const recent = await recentRedemptions(deps.store, { storeId: till.storeId, now: deps.now() })
  const found = recent.find((redemption) => redemption.id === id)
  if (!found) throw new Refusal('redemption_not_undoable')
  return found
}

/** Names are about to be shown, to somebody who signed in. */
async function noteSeen(c: Context<WebEnv>, count: number) {
  const { deps, staff } = c.var
  if (count === 0) return
  const detail = { page: 'till-recent', count }
  await noteAccess(deps.store, { operatorId: staff.id, action: 'members_listed', detail, now: deps.now() })
}
