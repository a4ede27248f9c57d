import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import { FILE_BYTES_MAX, FILE_FAULTS, readText } from '../../src/roster/import-file.ts'
import { CELL_MAX, COLUMNS_MAX, ROWS_MAX, readTable } from '../../src/roster/import-table.ts'
import { findImport } from '../../src/roster/imports.ts'
import { previewImport } from '../../src/roster/previewing.ts'
import { filled } from '../../src/texts/roster-import.ts'
import { rosterUploadTexts } from '../../src/texts/roster-upload.ts'
import { shiftJis, utf8 } from '../fixtures/bytes.ts'
import { FIXTURES } from '../fixtures/roster.ts'
import { NOON } from '../support.ts'
import { aShop, importsIn, rosterSize, upload } from './import-support.ts'

let store: Store
beforeEach(async () => {
  store = await aShop()
})

const faults = rosterUploadTexts.ja.faults
const onDisk = (name: string) => new Uint8Array(readFileSync(`test/fixtures/roster/${name}`))

/** Uploads as a browser does; the message of a refusal, or the preview of what was taken. */
async function read(bytes: Uint8Array) {
  const response = await upload(store, bytes)
  if (response.status !== 303) return { status: response.status, html: await response.text() }
  const id = response.headers.get('location')?.split('/').at(-1) ?? ''
  return { status: 303, id }
}

async function previewOf(id: string) {
  const file = await findImport(store, { id, operatorId: 'tanaka', now: NOON })
  const asked = { file, onlyStoreId: null, sessionSecret: 's', after: undefined, now: NOON }
  const wrong = await previewImport(store, { ...asked, tab: 'wrong' })
  const fresh = await previewImport(store, { ...asked, tab: 'new' })
  return { file, counts: wrong.counts, wrong: wrong.rows, fresh: fresh.rows }
}

async function expectFault(bytes: Uint8Array, { code, line }: { code: (typeof FILE_FAULTS)[number]; line?: number }) {
  const { status, html } = await read(bytes)
  expect(status).toBe(422)
  expect(html).toContain(filled(faults[code], { line: line ?? 1 }).replaceAll('"', '&quot;'))
  expect([await rosterSize(store), await importsIn(store)]).toEqual([0, 0])
}

describe('a nasty file', () => {
  it('is one of at least 30, which lie there as they are described', () => {
    expect(FIXTURES.length).toBeGreaterThanOrEqual(30)
    for (const { name, bytes } of FIXTURES) expect([name, onDisk(name)]).toEqual([name, bytes])
  })

  it.each(FIXTURES)('$name is refused or read as it should be, and nothing of it is on the roster', async ({
    name,
    outcome,
  }) => {
    const bytes = onDisk(name)
    if ('fault' in outcome) {
      const { fault: code, ...where } = outcome
      return expectFault(bytes, { code, ...where })
    }
    const { status, id = '' } = await read(bytes)
    expect(status).toBe(303)
    if ('asks' in outcome) {
      const { file } = await previewOf(id)
      return expect(file.mapping.includes('name') && file.mapping.includes('left')).toBe(false)
    }
    const { counts, wrong, fresh } = await previewOf(id)
    expect(wrong.map((row) => row.state === 'wrong' && row.wrong.code)).toEqual(outcome.wrong ?? [])
    expect(counts).toEqual({ new: outcome.taken, wrong: outcome.wrong?.length ?? 0, changed: 0, same: 0 })
    if (outcome.names)
      expect(fresh.map((row) => (row.state === 'new' ? row.entry.name : '')).sort()).toEqual([...outcome.names].sort())
    return expect(await rosterSize(store)).toBe(0)
  })
})

describe('a huge file', () => {
  it('of a million columns is refused', () =>
    expectFault(utf8(`氏名,退職日${','.repeat(1_000_000)}x\n山田,2023/3/31`), { code: 'too_many_columns', line: 1 }))

  it('of a million empty columns is like any other', async () => {
    const { id = '' } = await read(utf8(`氏名,店,退職日\n山田,渋谷,2023/3/31${','.repeat(1_000_000)}\n`))
    expect((await previewOf(id)).counts.new).toBe(1)
  })

  it('of 20,001 lines is refused, of 20,000 read', async () => {
    const of = (rows: number) => utf8(`氏名,店,退職日\n${'山田,渋谷,2023/3/31\n'.repeat(rows)}`)
    await expectFault(of(ROWS_MAX + 1), { code: 'too_many_rows' })
    expect((await previewOf((await read(of(ROWS_MAX))).id ?? '')).counts).toMatchObject({ new: 1, wrong: ROWS_MAX - 1 })
  })

  it('of more than 2 MB is refused', () =>
    expectFault(new Uint8Array(FILE_BYTES_MAX + 1).fill(0x41), { code: 'too_large' }))

  it('of one endless word is refused or read, but not kept whole', () => {
    const table = readTable(`氏名,退職日\n${'長'.repeat(600_000)},x\n`)
    expect('table' in table && table.table.pieces.join('').length).toBeLessThan(4 * CELL_MAX)
  })
})

describe('whatever bytes come', () => {
  const row = fc.constantFrom(
    '氏名',
    '退職日',
    '店舗',
    '"',
    '""',
    ',',
    '\t',
    '\n',
    '\r',
    '\0',
    '山田 花子',
    '2023/3/31',
    '渋谷',
    '=1',
    '\ufeff',
    'x',
  )
  const texts = fc.array(row, { maxLength: 60 }).map((parts) => parts.join(''))
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    texts.map((text) => utf8(text)),
    texts.map((text) => shiftJis(text.replaceAll('\ufeff', ''))),
    fc
      .tuple(texts, fc.uint8Array({ maxLength: 12 }))
      .map(([text, noise]) => Uint8Array.from([...utf8(text), ...noise])),
    fc
      .tuple(
        fc.constantFrom([0xff, 0xfe], [0xfe, 0xff], [0xef, 0xbb, 0xbf], [0x50, 0x4b, 3, 4]),
        fc.uint8Array({ maxLength: 200 }),
      )
      .map(([head, rest]) => Uint8Array.from([...head, ...rest])),
  )

  it('they are a table within its bounds, or a fault that has a message', () => {
    fc.assert(
      fc.property(bytes, (file) => {
        const read = readText(file)
        const table = 'fault' in read ? read : readTable(read.text)
        if ('fault' in table) {
          expect(FILE_FAULTS).toContain(table.fault.code)
          return
        }
        const { headings, mapping, rows, pieces } = table.table
        expect(mapping.length).toBe(headings.length)
        expect(headings.length).toBeLessThanOrEqual(COLUMNS_MAX)
        expect(pieces.flatMap((piece) => JSON.parse(piece)).length).toBe(rows)
      }),
      { numRuns: 5_000 },
    )
  })
})
