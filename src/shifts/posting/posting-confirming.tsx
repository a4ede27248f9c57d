import { z } from 'zod'
import { noteAccess } from '../../interactions/access-log.ts'
import { Refusal } from '../../refusal.ts'
import { shopName } from '../../stores/stores.ts'
import type { Language } from '../../texts/language.ts'
import { shiftFormTexts } from '../../texts/shift-form.ts'
import { shiftStepTexts } from '../../texts/shift-steps.ts'
import { cleanLines } from '../../web/clean-words.ts'
import { type FormErrors, type FormValues, readForm } from '../../web/form.ts'
import { previewed } from '../../web/ui-preview.tsx'
import { askMessages } from '../ad/shift-card.ts'
import { openingObjection } from '../asks/asks.ts'
import { type Preview, previewWaves } from '../asks/wave-preview.ts'
import type { Opening } from '../openings.ts'
import { openingPath } from '../view/view-parts.tsx'
import { BALANCE_REASON_MAX } from './balance-reason.tsx'
import { ConfirmPage } from './posting-confirm.tsx'
import { whole } from './posting-form.tsx'
import { type Admin, notice } from './posting-show.tsx'
import { lawOf, openOpening, withRoleIds } from './states.ts'

/** LINE accounts with more people than this have another tool. */
const ASKS_MAX = 100_000

type Typed = { values: FormValues; errors: FormErrors }

/** The page before sending: who, how many messages, what is left, and the ad itself. Names are seen, so it is noted. */
export async function showConfirm(c: Admin, opening: Opening, typed?: Typed, status: 200 | 422 = 200) {
  const { deps, language: lang, operator } = c.var
  const now = deps.now()
  const { faults } = await lawOf(deps.store, { draft: withRoleIds(opening), now })
  const all = await previewWaves(deps, { opening, now })
  const asked = Number(typed?.values.asksMax ?? Number.NaN)
  const asksMax = Number.isInteger(asked) && asked >= 0 ? asked : affordable(all, opening)
  const preview = asksMax === all.messages ? all : await previewWaves(deps, { opening, asksMax, now })
  await noteNames(c, opening, preview.named.length)
  const name = await shopName(deps.store)
  const page = (
    <ConfirmPage
      lang={lang}
      operator={operator}
      opening={opening}
      faults={faults}
      preview={preview}
      most={all.people}
      objection={await openingObjection(deps.store, { opening, people: asksMax, now })}
      values={{ asksMax: String(asksMax), ...typed?.values, version: String(opening.updatedAt) }}
      errors={typed?.errors ?? {}}
      notice={notice(c)}
      shopName={name}
      card={previewed(askMessages(lang, opening), { lang, shopName: name })}
      nonce={c.get('secureHeadersNonce')}
    />
  )
  return c.html(page, status)
}

/** As many messages as are left, those kept for urgent openings left alone. */
function affordable({ messages, cost }: Preview, { urgent }: Opening) {
  if (!cost || cost.before === null) return messages
  return Math.min(messages, Math.max(0, cost.before - (urgent ? 0 : cost.reserve)))
}

async function noteNames({ var: { deps, operator } }: Admin, { id }: Opening, count: number) {
  const detail = { page: 'shift_open', opening: id, count }
  if (count > 0)
    await noteAccess(deps.store, { operatorId: operator.id, action: 'members_listed', detail, now: deps.now() })
}

const SendForm = (lang: Language) => {
  const t = shiftStepTexts[lang].confirm
  return z.object({
    version: z.coerce.number().int(),
    asksMax: whole(lang, 0, ASKS_MAX),
    balanceReason: z.string().overwrite(cleanLines).trim().max(BALANCE_REASON_MAX, t.reasonWrong).optional(),
  })
}

/** Sends it out as it was shown; what keeps it from going is said on the same page. */
export async function sendOut(c: Admin, opening: Opening) {
  const { deps, language: lang, operator } = c.var
  const form = await readForm(c, SendForm(lang))
  if (!form.ok) return showConfirm(c, opening, form, 422)
  const { version: updatedAt, ...said } = form.data
  const asked = {
    openingId: opening.id,
    storeId: operator.storeId,
    operatorId: operator.id,
    updatedAt,
    now: deps.now(),
  }
  try {
    await openOpening(deps.store, { ...asked, ...said })
  } catch (error) {
    const errors = error instanceof Refusal ? explained(lang, error) : undefined
    if (!errors) throw error
    return showConfirm(c, opening, { values: form.values, errors }, 422)
  }
  deps.wake('shifts')
  return c.redirect(`${openingPath(opening.id)}?done=opened`, 303)
}

/** What the page itself explains: the list of faults stands on it anyway. */
function explained(lang: Language, { code }: Refusal): FormErrors | undefined {
  const t = shiftStepTexts[lang].confirm
  if (code === 'broadcast_reason_needed') return { balanceReason: t.reasonWrong }
  if (code === 'shift_unlawful' || code === 'shift_times_past') return { '': t.faults }
  return code === 'shift_changed_meanwhile' ? { '': shiftFormTexts[lang].errors.changed } : undefined
}
