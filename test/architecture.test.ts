import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'

type Import = { from: string; to: string }

const ENTRIES = /^src\/(node|worker|cli)\.ts$/
/** Files whose job is to touch a runtime: the database openers, what is kept beside it, digests, Node's HTTP, and the rich menus' files on disk. */
const ADAPTERS =
  /^src\/(digest|db\/(sqlite|d1|(tombstones|instance)-(file|kv))|images\/(files-(disk|r2)|redrawing-(apart|thread))|line\/(rich-menu-files|post-node))\.ts$/
const RUNTIME = /^(node:|better-sqlite3|node-cron|@hono\/node-server|cloudflare:|@cloudflare\/)/
const OWN_PROGRAMS = /^src\/(simulator|demo)\//
const WIRING = /^src\/(app\.tsx|work\.ts|jobs\.ts|node\.ts|worker\.ts|cli\.ts)$/
const CAPABILITIES =
  'members|consent|roster|segments|broadcasts|coupons|interactions|operators|stores|inbox|board|polls|images|stories|events|sending|labour|shifts|returns'
const CAPABILITY = new RegExp(`^src/(${CAPABILITIES})/`)
/** A face speaks to one audience: the chat, an operator, a member or a till on the web. Everything else in a capability is rules. */
const FACE = /\.tsx$|[/-]chat\.ts$/

/** What several faces and a broadcast say alike, such as a coupon's terms: rules that may know the texts. */
const WORDING = /[/-](card|words)\.ts$/

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file))
  .map((file) => join('src', file))
const imports = files.flatMap(importsOf)
const product = imports.filter(({ from }) => !OWN_PROGRAMS.test(from))

const isRule = (file: string) => CAPABILITY.test(file) && !FACE.test(file)
const isFace = (file: string) => CAPABILITY.test(file) && FACE.test(file)
const folderOf = (file: string) => CAPABILITY.exec(file)?.[1]

describe('the import rules', () => {
  it('name a runtime only in the entries and the adapters', () => {
    expect(product.filter(({ from, to }) => RUNTIME.test(to) && !ENTRIES.test(from) && !ADAPTERS.test(from))).toEqual(
      [],
    )
  })

  it('let nothing import an entry', () => {
    expect(imports.filter(({ from, to }) => ENTRIES.test(to) && !ENTRIES.test(from))).toEqual([])
  })

  it('keep the simulator and the demo out of the product', () => {
    expect(product.filter(({ to }) => OWN_PROGRAMS.test(to))).toEqual([])
  })

  it('let the simulator know nothing of the product but its rendering of LINE messages', () => {
    const inside = /^src\/(simulator|flex)\//
    expect(
      imports.filter(({ from, to }) => from.startsWith('src/simulator/') && to.startsWith('src/') && !inside.test(to)),
    ).toEqual([])
  })

  it('let src/flex import nothing', () => {
    expect(imports.filter(({ from, to }) => from.startsWith('src/flex/') && !to.startsWith('src/flex/'))).toEqual([])
  })

  it('let a capability reach another one only through its rules, never its faces', () => {
    const offenders = product.filter(
      ({ from, to }) => isFace(to) && folderOf(from) !== folderOf(to) && !WIRING.test(from),
    )
    expect(offenders).toEqual([])
  })

  it('keep rules free of HTTP, HTML, texts and the LINE SDK', () => {
    const offenders = product.filter(
      ({ from, to }) =>
        isRule(from) &&
        /^(hono|@line)|^src\/(web|texts|flex)\//.test(to) &&
        !(WORDING.test(from) && /^src\/texts\//.test(to)),
    )
    expect(offenders).toEqual([])
  })

  it('let only the gateway know the LINE SDK', () => {
    expect(product.filter(({ from, to }) => to.startsWith('@line/') && from !== 'src/line/gateway.ts')).toEqual([])
  })

  it('let db, line and web import no capability', () => {
    expect(product.filter(({ from, to }) => /^src\/(db|line|web)\//.test(from) && CAPABILITY.test(to))).toEqual([])
  })

  it('allow no cycle among the capabilities, and nothing below the interactions', () => {
    const edges = product
      .filter(({ from, to }) => isRule(from) && isRule(to) && folderOf(from) !== folderOf(to))
      .map(({ from, to }) => ({ from: String(folderOf(from)), to: String(folderOf(to)) }))
    expect(edges.filter(({ from }) => from === 'interactions')).toEqual([])
    expect(CAPABILITIES.split('|').filter((folder) => reaches(edges, folder, folder))).toEqual([])
  })
})

describe('the house style', () => {
  it('takes time, randomness and the network as arguments in rules', () => {
    const forbidden = /\b(Date\.now|Math\.random|process\.|setTimeout|setInterval)|\bfetch\(/
    expect(files.filter((file) => isRule(file) && forbidden.test(code(file)))).toEqual([])
  })

  it('never opens a transaction: D1 has none', () => {
    expect(
      files.filter(
        (file) => !OWN_PROGRAMS.test(file) && file !== 'src/db/sqlite.ts' && /\.transaction\(/.test(code(file)),
      ),
    ).toEqual([])
  })

  it('asserts no type but const', () => {
    const assertion = /\)? as (?!const\b)[A-Za-z{[(]+.*/g
    const renames = /import|export|\* as |from ''/
    const offenders = files.flatMap((file) =>
      code(file)
        .split('\n')
        .filter((line) => !renames.test(line) && line.match(assertion))
        .map((line) => `${file}: ${line.trim()}`),
    )
    expect(offenders).toEqual([])
  })

  it('has no file over 300 lines', () => {
    expect(files.filter((file) => readFileSync(file, 'utf8').split('\n').length > 301)).toEqual([])
  })

  it('has exactly the agreed top level', () => {
    const top = readdirSync('.').filter((name) => !name.startsWith('.') && !['node_modules', 'data'].includes(name))
    expect(top.sort()).toEqual(
      [
        'LICENSE',
        'README.md',
        'migrations',
        'package-lock.json',
        'package.json',
        'rich-menus',
        'src',
        'test',
        'tsconfig.json',
        'wrangler.toml',
      ].sort(),
    )
  })
})

/** The file without its comments and strings of one line. */
function code(file: string) {
  return readFileSync(file, 'utf8')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(^|\s)\/\/.*$/gm, '')
    .replace(/`[^`]*`/g, "''")
    .replace(/'[^'\n]*'/g, "''")
    .replace(/"[^"\n]*"/g, "''")
}

function importsOf(from: string): Import[] {
  return [...readFileSync(from, 'utf8').matchAll(/(?:from|import|import\() ?'([^']+)'/g)].map(([, specifier = '']) => ({
    from,
    to: specifier.startsWith('.') ? join(dirname(from), specifier) : specifier,
  }))
}

function reaches(
  edges: { from: string; to: string }[],
  start: string,
  goal: string,
  seen = new Set<string>(),
): boolean {
  return edges
    .filter(({ from }) => from === start)
    .some(({ to }) => to === goal || (!seen.has(to) && reaches(edges, to, goal, seen.add(to))))
}
