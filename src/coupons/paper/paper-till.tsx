import { Hono } from 'hono'
import { z } from 'zod'
import { Refusal } from '../../refusal.ts'
import {
  CSS_PATH,
  ICON_PATH,
  JS_PATH,
  PAPER_JS_PATH,
  QR_READER_PATH,
  SCAN_JS_PATH,
  TILL_CSS_PATH,
} from '../../web/assets.ts'
import type { WebEnv } from '../../web/env.ts'
import { fingerprint } from '../../web/fingerprint.ts'
import { readForm } from '../../web/form.ts'
import { tillWorker } from '../../web/worker-till.ts'
import { TILL_PATH } from '../till/till-frame.tsx'
import { atTill } from '../till/till-here.tsx'
import { readPaperMode, shareOfTill } from './modes.ts'
import { AWAY_PATH, AwayPage, LOST_PATH, LostPage, PAPER_PATH, PaperPage } from './paper-pages.tsx'
import { PaperScan, SCANS_PER_CALL_MAX, uploadScans } from './scans.ts'

/** All that the kept pages need. */
const FILES = [CSS_PATH, TILL_CSS_PATH, JS_PATH, SCAN_JS_PATH, PAPER_JS_PATH, QR_READER_PATH, ICON_PATH]
const WORKER = tillWorker({
  version: fingerprint(FILES.join()),
  files: FILES,
  page: PAPER_PATH,
  lost: LOST_PATH,
  away: AWAY_PATH,
})

const Scans = z.array(PaperScan).max(SCANS_PER_CALL_MAX)
const UploadForm = z.object({
  scans: z
    .string()
    .max(100_000)
    .transform((text, context) => {
      try {
        return Scans.parse(JSON.parse(text))
      } catch {
        context.addIssue({ code: 'custom' })
        return z.NEVER
      }
    }),
})

/** Mounted at /till/paper: logging scans while the net is down, and uploading them. Nobody needs to be signed in for that. */
export const paperTillPages = new Hono<WebEnv>()
  .get('/', atTill, async (c) => {
    const { deps, till, language: lang } = c.var
    const { storeId } = till
    const mode = await readPaperMode(deps.store, { storeId })
    const cap = mode ? await shareOfTill(deps.store, { storeId, mode, now: deps.now() }) : 0
    return c.html(<PaperPage lang={lang} till={till} mode={mode} cap={cap} />)
  })

  .get('/lost', atTill, (c) => c.html(<LostPage lang={c.var.language} till={c.var.till} />))

  // For a device that is no till any more: nothing of a store is on it.
  .get('/away', (c) => c.html(<AwayPage lang={c.var.language} />))

  // The browser asks for it anew by itself, and must never be told that the device is no till: it would keep the old one.
  .get('/worker.js', (c) =>
    c.body(WORKER, 200, {
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'no-cache',
      'service-worker-allowed': TILL_PATH,
    }),
  )

  // Asked by the script of the page: the answer names what the device need not keep any longer, and our time.
  .post('/uploads', atTill, async (c) => {
    const { deps, till } = c.var
    const form = await readForm(c, UploadForm)
    if (!form.ok) throw new Refusal('form_invalid')
    const { sessionSecret } = deps.config
    const { scans } = form.data
    const results = await uploadScans(deps.store, { sessionSecret, till, scans, now: deps.now() })
    return c.json({ now: deps.now(), taken: results.map(({ id }) => id) })
  })
