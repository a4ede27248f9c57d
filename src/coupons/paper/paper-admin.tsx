import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { noteAccess } from '../../interactions/access-log.ts'
import { Refusal } from '../../refusal.ts'
import { formatNumber } from '../../texts/format.ts'
import type { Language } from '../../texts/language.ts'
import { paperAdminTexts } from '../../texts/paper-admin.ts'
import { CursorSaid } from '../../web/cursor.ts'
import type { WebEnv } from '../../web/env.ts'
import { type ReadForm, readForm } from '../../web/form.ts'
import { allow } from '../../web/session.ts'
import { getScan, listScans, SETTLE_WORDS_MAX, settleScan } from './conflicts.ts'
import { ModePage } from './mode-page.tsx'
import { endPaperMode, listPaperModes, PER_DAY_MAX, setPaperMode, VALUE_YEN_MAX } from './modes.ts'
import { PAPER_ADMIN_PATH as PATH, ScanPage } from './scan-page.tsx'
import { ScansPage } from './scans-page.tsx'

const whole = (max: number, message: string) =>
  z
    .string(message)
    .max(20, message)
    .transform((typed) => Number(typed.normalize('NFKC').replace(/[\s,]/g, '')))
    .pipe(z.number(message).int(message).min(1, message).max(max, message))

function ModeForm(lang: Language) {
  const t = paperAdminTexts[lang].edit
  return z.object({
    perDay: whole(PER_DAY_MAX, t.perDayWrong(PER_DAY_MAX)),
    value: whole(VALUE_YEN_MAX, t.valueWrong(formatNumber(VALUE_YEN_MAX))),
  })
}

const SettlingForm = (lang: Language) =>
  z.object({ words: z.string().trim().max(SETTLE_WORDS_MAX, paperAdminTexts[lang].scan.wordsWrong).default('') })

/** Mounted at /admin/paper: what is allowed while the net is down is the owner's; managers look at their store's scans. */
export const paperAdmin = new Hono<WebEnv>()
  .use(allow('manager'))

  .get('/', async (c) => {
    const { deps, operator, language: lang } = c.var
    const { storeId } = operator
    const all = c.req.query('show') === 'all'
    const [stores, { scans, next }] = await Promise.all([
      listPaperModes(deps.store, { storeId }),
      listScans(deps.store, { storeId, all, before: CursorSaid.parse(c.req.query('before')) }),
    ])
    const people = scans.filter(({ memberId }) => memberId !== null).length
    const detail = { page: 'paper', count: people }
    if (people > 0)
      await noteAccess(deps.store, { operatorId: operator.id, action: 'members_listed', detail, now: deps.now() })
    return c.html(<ScansPage {...{ lang, operator, stores, scans, next, all }} done={c.req.query('done')} />)
  })

  .get('/stores/:storeId', allow('owner'), (c) => showMode(c))

  .post('/stores/:storeId/modes', allow('owner'), async (c) => {
    const { deps, operator, language } = c.var
    const form = await readForm(c, ModeForm(language))
    if (!form.ok) return showMode(c, form)
    const mode = { perDayMax: form.data.perDay, valueMaxYen: form.data.value }
    const storeId = c.req.param('storeId')
    await setPaperMode(deps.store, { storeId, mode, operatorId: operator.id, now: deps.now() })
    return c.redirect(`${PATH}?done=saved`, 303)
  })

  .post('/stores/:storeId/removals', allow('owner'), async (c) => {
    const { deps, operator } = c.var
    await endPaperMode(deps.store, { storeId: c.req.param('storeId'), operatorId: operator.id, now: deps.now() })
    return c.redirect(`${PATH}?done=ended`, 303)
  })

  .get('/scans/:scanId', (c) => showScan(c))

  .post('/scans/:scanId/settlements', async (c) => {
    const { deps, operator, language } = c.var
    const form = await readForm(c, SettlingForm(language))
    if (!form.ok) return showScan(c, form)
    await settleScan(deps.store, {
      scanId: c.req.param('scanId'),
      storeId: operator.storeId,
      words: form.data.words || undefined,
      operatorId: operator.id,
      now: deps.now(),
    })
    return c.redirect(`${PATH}?done=settled`, 303)
  })

type Typed = Extract<ReadForm<unknown>, { ok: false }>

async function showMode(c: Context<WebEnv, '/:storeId'>, typed?: Typed) {
  const { deps, operator, language: lang } = c.var
  const [store] = await listPaperModes(deps.store, { storeId: c.req.param('storeId') })
  if (!store) throw new Refusal('not_found')
  return c.html(<ModePage {...{ lang, operator, store }} typed={typed} />, typed ? 422 : 200)
}

async function showScan(c: Context<WebEnv, '/:scanId'>, typed?: Typed) {
  const { deps, operator, language: lang } = c.var
  const found = await getScan(deps.store, { scanId: c.req.param('scanId'), storeId: operator.storeId })
  const { memberId } = found.scan
  if (memberId !== null)
    await noteAccess(deps.store, {
      operatorId: operator.id,
      action: 'member_viewed',
      memberId,
      detail: { page: 'paper' },
      now: deps.now(),
    })
  return c.html(<ScanPage {...{ lang, operator }} {...found} typed={typed} />, typed ? 422 : 200)
}
