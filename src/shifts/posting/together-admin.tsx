import { Hono } from 'hono'
import { z } from 'zod'
import { Refusal } from '../../refusal.ts'
import { isolated } from '../../texts/format.ts'
import { shiftStepTexts } from '../../texts/shift-steps.ts'
import { shiftTogetherTexts } from '../../texts/shift-together.ts'
import { cleanLines } from '../../web/clean-words.ts'
import type { WebEnv } from '../../web/env.ts'
import { type FormErrors, type FormValues, readForm, valueIn, valuesIn } from '../../web/form.ts'
import { shiftTitle } from '../ad/shift-words.ts'
import { PATH } from '../view/view-parts.tsx'
import { costIfTold } from '../view/view-show.tsx'
import { BALANCE_REASON_MAX } from './balance-reason.tsx'
import { type Admin, notice, theOpening } from './posting-show.tsx'
import { openOpening } from './states.ts'
import { draftsTogether, type Together } from './together.ts'
import { TogetherPage } from './together-page.tsx'

const Count = z.coerce.number().int().min(0).max(100_000)

/** Several days of the same shift: looked at on one page, and sent out with one yes. */
export const togetherAdmin = new Hono<WebEnv>()
  .get('/:id/copies', async (c) => {
    const drafts = await theDrafts(c)
    return drafts.length === 0 ? c.redirect(PATH, 303) : show(c, drafts)
  })
  .post('/:id/copies/openings', async (c) => sendOut(c, await theDrafts(c)))

/** Refusal not_found: there is no such opening, or it is another store's. */
async function theDrafts(c: Admin) {
  const { deps, operator } = c.var
  const { id: openingId } = await theOpening(c)
  return draftsTogether(deps, { openingId, storeId: operator.storeId, now: deps.now() })
}

type Typed = { values: FormValues; errors: FormErrors }

async function show(c: Admin, drafts: readonly Together[], typed: Typed = { values: {}, errors: {} }) {
  const { language: lang, operator } = c.var
  const page = { lang, operator, openingId: c.req.param('id') ?? '', drafts, cost: await costIfTold(c) }
  const isAgain = Object.keys(typed.errors).length > 0
  return c.html(<TogetherPage {...page} {...typed} notice={notice(c)} />, isAgain ? 422 : 200)
}

/** Each on its own, of the version and with the messages that were shown: one that cannot go keeps no other from going. */
async function sendOut(c: Admin, drafts: readonly Together[]) {
  const { deps, language: lang } = c.var
  const t = shiftTogetherTexts[lang]
  const { values } = await readForm(c, z.looseObject({}))
  const chosen = drafts.filter(({ opening }) => valuesIn(values, 'opening').includes(opening.id))
  if (chosen.length === 0) return show(c, drafts, { values, errors: { opening: t.none } })
  const reason = cleanLines(valueIn(values, 'balanceReason')).trim().slice(0, BALANCE_REASON_MAX)
  const errors: Record<string, string> = {}
  const failed: string[] = []
  for (const { opening } of chosen) {
    const why = await trySending(c, opening.id, values, reason)
    if (why === 'broadcast_reason_needed') errors.balanceReason = shiftStepTexts[lang].confirm.reasonWrong
    if (why !== undefined) failed.push(t.failed(isolated(shiftTitle(lang, opening))))
  }
  deps.wake('shifts')
  if (failed.length === 0) return c.redirect(`${PATH}?done=opened`, 303)
  const left = await theDrafts(c)
  return show(c, left, { values, errors: { '': failed.join(' '), ...errors } })
}

/** Why it did not go out; undefined: it did. */
async function trySending(c: Admin, openingId: string, values: FormValues, balanceReason: string) {
  const { deps, operator } = c.var
  const version = z.coerce
    .number()
    .int()
    .safeParse(valueIn(values, `version-${openingId}`)).data
  const asksMax = Count.safeParse(valueIn(values, `asks-${openingId}`)).data
  if (version === undefined || asksMax === undefined) return 'form_invalid'
  const asked = { openingId, storeId: operator.storeId, operatorId: operator.id, updatedAt: version, now: deps.now() }
  try {
    await openOpening(deps.store, { ...asked, asksMax, balanceReason })
    return undefined
  } catch (error) {
    if (error instanceof Refusal) return error.code
    throw error
  }
}
