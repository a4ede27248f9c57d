import type { Context } from 'hono'

export type CsvCell = string | number | null | undefined
export type CsvRow = readonly CsvCell[]

/** Without it Excel reads UTF-8 as the code page of its machine. */
const BOM = '\ufeff'
const LINE_END = '\r\n'
/** What is handed to the browser at a time. */
const CHUNK_CHARACTERS = 32_768
/** What a spreadsheet takes for the beginning of a formula, also in full width and behind blanks, marks and controls. */
const FORMULA = /^[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠﹢﹣﹦﹫−]|^[\t\r\n]/u

/** A whole file for Excel: UTF-8 with BOM, every cell quoted, none of them a formula. */
export const csvText = (header: CsvRow, rows: Iterable<CsvRow>) =>
  BOM + [header, ...rows].map((row) => lineOf(row)).join('')

/**
 * Answers with a file to keep. Rows may come as they are read from the database: they are never held all at once.
 * Who exports what is the caller's to note before.
 */
export function csvResponse(
  c: Context,
  { filename, header, rows }: { filename: string; header: CsvRow; rows: Iterable<CsvRow> | AsyncIterable<CsvRow> },
) {
  const headers = {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="${ascii(filename)}"; filename*=UTF-8''${percent(filename)}`,
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  }
  return c.body(streamOf(chunks(header, rows)), 200, headers)
}

const lineOf = (row: CsvRow) => row.map(quoted).join(',') + LINE_END
const quoted = (cell: CsvCell) => `"${harmless(String(cell ?? '')).replaceAll('"', '""')}"`
/** The apostrophe makes it text in every spreadsheet. */
const harmless = (words: string) => (FORMULA.test(words) ? `'${words}` : words)

async function* chunks(header: CsvRow, rows: Iterable<CsvRow> | AsyncIterable<CsvRow>) {
  let waiting = BOM + lineOf(header)
  for await (const row of rows) {
    waiting += lineOf(row)
    if (waiting.length < CHUNK_CHARACTERS) continue
    yield waiting
    waiting = ''
  }
  yield waiting
}

function streamOf(texts: AsyncGenerator<string>) {
  const encoder = new TextEncoder()
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await texts.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    async cancel() {
      await texts.return(undefined)
    },
  })
}

const ascii = (name: string) => name.replace(/[^\w.-]/g, '_')
const percent = (name: string) =>
  encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)
