import { CsvError, parse } from 'csv-parse/sync'
import { findHeadings, type Mapping, PREAMBLE_MAX, recognise } from './headers.ts'
import type { FileFault } from './import-file.ts'

export const ROWS_MAX = 20_000
export const COLUMNS_MAX = 100
/** Of a cell that is read, in characters. */
export const CELL_MAX = 200
/** A piece is one row of the database (D1 takes 2,000,000 bytes) and one batch of statements. */
const PIECE_CHARACTERS_MAX = 400_000
const PIECE_ROWS_MAX = 1_000
/** Enough of a cell to see that it is too long, in UTF-16 code units. */
const CELL_KEPT = 2 * CELL_MAX + 1
const EXAMPLE_MAX = 20
/** What is looked at to tell commas from tabs. */
const SAMPLE_CHARACTERS = 4_000

/** A line of the file: where it stands, and its cells, of which the empty ones at the end are left out. */
export type FileRow = { line: number; cells: readonly string[] }
export type Heading = { label: string; example: string }
export type Table = {
  headings: readonly Heading[]
  mapping: Mapping
  rows: number
  /** The rows in order, as JSON: `[[line, cell, cell], ...]` */
  pieces: readonly string[]
}
export type ReadTable = { fault: FileFault } | { table: Table }

/** The rows of a file in one pass, with what its headings mean. Lines without any words are no rows. */
export function readTable(text: string): ReadTable {
  const rows = rowGatherer()
  try {
    parse(text, {
      bom: true,
      delimiter: delimiterOf(text),
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      skip_empty_lines: true,
      on_record: (cells: string[], { lines }) => {
        rows.add(cells, lines)
        return null
      },
    })
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    // Where the trouble begins, not where it is noticed: an open quote swallows all that follows.
    return { fault: { code: 'quotes', line: rows.endLine() + 1 } }
  }
  return rows.finish()
}

/** Excel saves "Unicode text" with tabs. */
function delimiterOf(text: string) {
  const sample = text.slice(0, SAMPLE_CHARACTERS)
  return sample.split('\t').length > sample.split(',').length ? '\t' : ','
}

function rowGatherer() {
  const waiting: FileRow[] = []
  const pieces = pieceWriter()
  let headings: string[] | undefined
  let examples: string[] = []
  let fault: FileFault | undefined
  let lastLine = 0

  const keep = (row: FileRow) => {
    pieces.add(row)
    if (pieces.rows() > ROWS_MAX) fault ??= { code: 'too_many_rows', line: row.line }
    if (pieces.rows() === 1) examples = row.cells.map((cell) => cell.slice(0, EXAMPLE_MAX))
  }
  const settle = () => {
    const at = findHeadings(waiting.map(({ cells }) => cells))
    const width = Math.max(0, ...waiting.slice(Math.max(at, 0)).map(({ cells }) => cells.length))
    headings = at === -1 ? Array.from({ length: width }, () => '') : [...(waiting[at]?.cells ?? [])]
    for (const row of waiting.slice(at + 1)) keep(row)
  }

  return {
    endLine: () => lastLine,
    add(read: readonly string[], endLine: number) {
      lastLine = endLine
      if (fault) return
      const cells = trimmed(read)
      if (cells.length === 0) return
      const line = endLine - read.join('').split(/\r\n|\r|\n/).length + 1
      if (cells.length > COLUMNS_MAX) fault = { code: 'too_many_columns', line }
      else if (headings) keep({ line, cells })
      else if (waiting.push({ line, cells }) === PREAMBLE_MAX) settle()
    },
    finish(): ReadTable {
      if (!fault && !headings) settle()
      const names = headings ?? []
      if (!fault && pieces.rows() === 0) fault = { code: 'no_rows' }
      if (fault) return { fault }
      const shown = names.map((label, i) => ({ label: label.slice(0, CELL_MAX), example: examples[i] ?? '' }))
      return { table: { headings: shown, mapping: recognise(names), rows: pieces.rows(), pieces: pieces.all() } }
    },
  }
}

function trimmed(read: readonly string[]) {
  let width = read.length
  while (width > 0 && read[width - 1]?.trim() === '') width--
  return read.slice(0, width).map((cell) => cell.trim().slice(0, CELL_KEPT))
}

function pieceWriter() {
  const done: string[] = []
  let open: string[] = []
  let characters = 0
  let rows = 0
  const close = () => {
    if (open.length > 0) done.push(`[${open.join(',')}]`)
    open = []
    characters = 0
  }
  return {
    add({ line, cells }: FileRow) {
      const words = JSON.stringify([line, ...cells])
      if (open.length === PIECE_ROWS_MAX || characters + words.length > PIECE_CHARACTERS_MAX) close()
      open.push(words)
      characters += words.length + 1
      rows++
    },
    rows: () => rows,
    all: () => {
      close()
      return done
    },
  }
}
