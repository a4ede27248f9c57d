import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { z } from 'zod'
import { noteAccess } from '../interactions/access-log.ts'
import { Refusal } from '../refusal.ts'
import { listRoles, listStores } from '../stores/stores.ts'
import { rosterImportTexts } from '../texts/roster-import.ts'
import { rosterUploadTexts } from '../texts/roster-upload.ts'
import { csvResponse } from '../web/csv.ts'
import type { WebEnv } from '../web/env.ts'
import { readForm, valueIn } from '../web/form.ts'
import { FIELDS, type Lack, lacksOf, type Mapping } from './headers.ts'
import { applyImport } from './import-apply.ts'
import { FILE_BYTES_MAX, type FileFault, readText } from './import-file.ts'
import { planImport, ROW_STATES } from './import-plan.ts'
import { readTable } from './import-table.ts'
import { wrongWords } from './import-words.ts'
import { findImport, keepImport, mapColumns, type RosterImport } from './imports.ts'
import { IMPORTS_PATH } from './list-page.tsx'
import { DonePage, MappingPage, PreviewPage } from './preview-page.tsx'
import { previewImport } from './previewing.ts'
import { UploadPage } from './upload-page.tsx'

/** The file, and what a form puts around it. */
const UPLOAD_BYTES_MAX = FILE_BYTES_MAX + 65_536

const Tab = z.enum(ROW_STATES).optional().catch(undefined)
const After = z.coerce.number().int().min(0).optional().catch(undefined)
const MappingForm = z.record(z.string(), z.union([z.string(), z.array(z.string())]))
const Choice = z.enum(FIELDS).nullable().catch(null)

type C = Context<WebEnv>

/** Mounted at /admin/roster/imports, for managers and above: from a file to the roster, with a look in between. */
export const importAdmin = new Hono<WebEnv>()
  .get('/', (c) => c.html(<UploadPage lang={c.var.language} operator={c.var.operator} />))

  .get('/example', async (c) => {
    const { deps, language: lang, operator } = c.var
    const stores = (await listStores(deps.store)).filter(({ id }) => [null, id].includes(operator.storeId))
    const roles = await listRoles(deps.store)
    return csvResponse(c, exampleFile(lang, { store: stores[0]?.name, role: roles[0]?.name }))
  })

  .post('/', bodyLimit({ maxSize: UPLOAD_BYTES_MAX, onError: (c) => refuse(c, { code: 'too_large' }) }), async (c) => {
    const { deps, operator } = c.var
    const bytes = await uploaded(c)
    if (bytes === undefined) return refuse(c, { code: 'missing' })
    const read = readText(bytes)
    if ('fault' in read) return refuse(c, read.fault)
    const parsed = readTable(read.text)
    if ('fault' in parsed) return refuse(c, parsed.fault)
    const kept = { table: parsed.table, encoding: read.encoding, operatorId: operator.id, now: deps.now() }
    return c.redirect(`${IMPORTS_PATH}/${await keepImport(deps.store, kept)}`, 303)
  })

  .get('/:id', async (c) => {
    const { deps, language: lang, operator } = c.var
    const file = await fileOf(c)
    if (file.appliedAt !== null) return c.html(<DonePage lang={lang} operator={operator} file={file} />)
    const stores = await listStores(deps.store)
    const lacks = lacksFor(c, file.mapping, stores.length)
    if (lacks.length > 0) return askForMapping(c, file, file.mapping, lacks)
    const tab = Tab.parse(c.req.query('tab'))
    const after = After.parse(c.req.query('after'))
    const preview = await previewImport(deps.store, { ...planning(c, file), tab, after })
    return c.html(<PreviewPage lang={lang} operator={operator} file={file} preview={preview} stores={stores} />)
  })

  .post('/:id/mappings', async (c) => {
    const { deps, operator } = c.var
    const file = await fileOf(c)
    const form = await readForm(c, MappingForm)
    if (!form.ok) throw new Refusal('form_invalid')
    const mapping = file.headings.map((_, i) => Choice.parse(valueIn(form.values, `c${i}`)))
    const lacks = lacksFor(c, mapping, (await listStores(deps.store)).length)
    if (lacks.length > 0) return askForMapping(c, file, mapping, lacks, 422)
    await mapColumns(deps.store, { id: file.id, operatorId: operator.id, mapping, now: deps.now() })
    return c.redirect(`${IMPORTS_PATH}/${file.id}`, 303)
  })

  .post('/:id/applications', async (c) => {
    const { deps, operator } = c.var
    const file = await fileOf(c)
    const lacks = lacksFor(c, file.mapping, (await listStores(deps.store)).length)
    if (lacks.length > 0) return askForMapping(c, file, file.mapping, lacks, 422)
    const { sessionSecret } = deps.config
    await applyImport(deps.store, { id: file.id, operator, sessionSecret, now: deps.now() })
    return c.redirect(`${IMPORTS_PATH}/${file.id}`, 303)
  })

  .get('/:id/wrong-rows', async (c) => {
    const { deps, language: lang, operator } = c.var
    const t = rosterImportTexts[lang].preview
    const file = await fileOf(c)
    await noteAccess(deps.store, { operatorId: operator.id, action: 'roster_exported', now: deps.now() })
    const header = [...file.headings.map(({ label }) => label), t.wrongLine, t.wrongReason]
    return csvResponse(c, { filename: t.wrongFile, header, rows: wrongRows(c, file) })
  })

const fileOf = ({ req, var: { deps, operator } }: C) =>
  findImport(deps.store, { id: req.param('id') ?? '', operatorId: operator.id, now: deps.now() })

const planning = ({ var: { deps, operator } }: C, file: RosterImport) => ({
  file,
  onlyStoreId: operator.storeId,
  sessionSecret: deps.config.sessionSecret,
  now: deps.now(),
})

const lacksFor = ({ var: { operator } }: C, mapping: Mapping, stores: number) =>
  lacksOf(mapping, { storeNeeded: operator.storeId === null && stores !== 1 })

const askForMapping = (c: C, file: RosterImport, mapping: Mapping, lacks: readonly Lack[], status: 200 | 422 = 200) =>
  c.html(
    <MappingPage lang={c.var.language} operator={c.var.operator} file={file} mapping={mapping} lacks={lacks} />,
    status,
  )

const refuse = (c: C, fault: FileFault) =>
  c.html(<UploadPage lang={c.var.language} operator={c.var.operator} fault={fault} />, 422)

/** The bytes of the one file of the form; undefined when none was chosen. Refusal: form_invalid. */
async function uploaded(c: C): Promise<Uint8Array | undefined> {
  const posted = await c.req.formData().catch((error: unknown) => {
    if (error instanceof TypeError) throw new Refusal('form_invalid')
    throw error
  })
  const file = posted.get('file')
  if (file === null || typeof file === 'string' || (file.name === '' && file.size === 0)) return undefined
  return new Uint8Array(await file.arrayBuffer())
}

async function* wrongRows(c: C, file: RosterImport) {
  const width = file.headings.length
  for await (const rows of planImport(c.var.deps.store, planning(c, file)))
    for (const row of rows)
      if (row.state === 'wrong') {
        const cells = Array.from({ length: width }, (_, i) => row.cells[i] ?? '')
        yield [...cells, row.line, wrongWords(c.var.language, row.wrong)]
      }
}

function exampleFile(lang: 'ja' | 'en', { store, role }: { store: string | undefined; role: string | undefined }) {
  const t = rosterUploadTexts[lang]
  const { fields: f } = rosterImportTexts[lang]
  const place = store ?? t.exampleStore
  const work = role ?? t.exampleRole
  const [first, second] = t.exampleNames
  return {
    filename: t.exampleFile,
    header: [f.name, f.kana, f.store, f.role, f.joined, f.left, f.staffNo, f.digits, f.note],
    rows: [
      [first, t.exampleKana[0], place, work, '2019/4/1', '2023/3/31', '1024', '0412', t.exampleNote],
      [second, t.exampleKana[1], place, work, '令和2年10月1日', '令和5年3月31日', '', '', ''],
    ],
  }
}
