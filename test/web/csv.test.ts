import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import { csvResponse, csvText } from '../../src/web/csv.ts'

const FORMULA_SIGNS = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠', '−', '﹦']
const cell = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.tuple(fc.constantFrom(...FORMULA_SIGNS), fc.string()).map(([sign, words]) => sign + words),
  fc.constantFrom('', '"', '""', '","', '\r\n', '\ufeff', '髙橋', '👩‍🍳', "'=1"),
)
const table = fc.integer({ min: 1, max: 5 }).chain((width) => {
  const row = fc.array(cell, { minLength: width, maxLength: width })
  return fc.tuple(row, fc.array(row, { maxLength: 6 }))
})
const read = (text: string): string[][] =>
  parse(text, { bom: true, relax_column_count: true, record_delimiter: '\r\n' })

describe('a CSV file for Excel', () => {
  it('gives back what was put in, but that no cell is a formula', () => {
    fc.assert(
      fc.property(table, ([header, rows]) => {
        const back = read(csvText(header, rows))
        const all = [header, ...rows]
        expect(back.length).toBe(all.length)
        for (const [i, row] of back.entries())
          for (const [j, words] of row.entries()) {
            const put = all[i]?.[j]
            expect([put, `'${put}`]).toContain(words)
            expect(FORMULA_SIGNS).not.toContain(words.trimStart().charAt(0))
            expect(FORMULA_SIGNS).not.toContain(words.charAt(0))
          }
      }),
      { numRuns: 500 },
    )
  })

  it.each([
    '=1+1',
    '+81 3 1234',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '\n=1',
    ' =1',
    '\u0000=1',
    '\u200b=1',
    '＝1',
    '＋1',
    '－1',
    '＠x',
    `=HYPERLINK("http://evil.example","x")`,
  ])('makes %j text', (words) => expect(read(csvText(['a'], [[words]]))[1]?.[0]).toBe(`'${words}`))

  it.each(['山田 花子', '2023-03-31', '0901', "O'Neill", 'a=b', ''])('leaves %j alone', (words) =>
    expect(read(csvText(['a'], [[words]]))[1]?.[0]).toBe(words))

  it('has a BOM, quotes and Windows line ends, and nothing for what is not there', () =>
    expect(
      csvText(
        ['氏名', '数'],
        [
          ['山"田', 3],
          [null, undefined],
        ],
      ),
    ).toBe('\ufeff"氏名","数"\r\n"山""田","3"\r\n"",""\r\n'))
})

describe('the answer with a CSV file', () => {
  const answer = (rows: Parameters<typeof csvResponse>[1]['rows']) =>
    new Hono().get('/', (c) => csvResponse(c, { filename: '名簿（案）.csv', header: ['n'], rows })).request('/')

  it('is a file to keep, of that name, in no cache', async () => {
    const { status, headers } = await answer([])
    expect(status).toBe(200)
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(headers.get('content-disposition')).toMatch(/^attachment; filename="[\w.]+"; filename\*=UTF-8''[%\w.]+$/)
    expect(headers.get('content-disposition')).toContain(encodeURIComponent('名簿（案）.csv'))
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('cache-control')).toBe('no-store')
  })

  it('begins with the BOM and carries many rows as they come', async () => {
    async function* rows() {
      for (let i = 0; i < 20_000; i++) yield [i]
    }
    const bytes = new Uint8Array(await (await answer(rows())).arrayBuffer())
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
    const back = read(new TextDecoder().decode(bytes))
    expect([back.length, back[20_000]]).toEqual([20_001, ['19999']])
  })

  it('reads no further when nobody listens any more', async () => {
    let given = 0
    let ended = false
    async function* rows() {
      try {
        for (;;) yield [given++]
      } finally {
        ended = true
      }
    }
    const reader = (await answer(rows())).body?.getReader()
    await reader?.read()
    await reader?.cancel()
    expect(ended).toBe(true)
    expect(given).toBeLessThan(50_000)
  })
})
