import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { MUTANTS, type Mutant } from './list.ts'

/**
 * `npm run test:mutants`: puts each defect into a copy, one at a time, and runs the tests that should notice it. The last
 * line is one JSON object; the program fails unless all are noticed. MUTANT=fence runs those whose name holds that word.
 */
const WHAT_IS_COPIED = ['src', 'test', 'migrations', 'rich-menus', 'package.json', 'tsconfig.json', 'wrangler.toml']
/** The rules on the engine that is quick to open: the real D1 is tested on its own. */
const NOT_ON_D1 = '^(?!.*\\bon D1\\b)'
const TEST_MS_MAX = 10 * 60_000

/** stale: the line was rewritten, and the mutant must be too. unjudged: its tests fail as they are. */
type Verdict = 'killed' | 'survived' | 'stale' | 'unjudged'

const folder = mkdtempSync(join(tmpdir(), 'okaeri-mutants-'))
for (const name of WHAT_IS_COPIED) cpSync(name, join(folder, name), { recursive: true })
symlinkSync(resolve('node_modules'), join(folder, 'node_modules'))

const mutants = MUTANTS.filter(({ name }) => name.includes(process.env.MUTANT ?? ''))
const verdicts: { name: string; verdict: Verdict }[] = []
try {
  const green = await greenOf([...new Set(mutants.flatMap(({ tests }) => tests))])
  for (const mutant of mutants) {
    const startedAt = Date.now()
    const verdict = await judge(mutant, green)
    verdicts.push({ name: mutant.name, verdict })
    console.log(`${verdict.padEnd(9)} ${mutant.name} (${Math.round((Date.now() - startedAt) / 1_000)} s)`)
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
const count = (verdict: Verdict) => verdicts.filter((one) => one.verdict === verdict).length
const left = verdicts.filter(({ verdict }) => verdict !== 'killed').map(({ name }) => name)
console.log(JSON.stringify({ mutants: verdicts.length, killed: count('killed'), survived: left.length, left }))
if (left.length > 0) process.exitCode = 1

/** Those that pass as they are: only they can tell anything of a mutant. */
async function greenOf(tests: readonly string[]) {
  const green = new Set<string>()
  for (const test of tests) {
    if (await passes(test)) green.add(test)
    else console.log(`red       ${test} fails as it is`)
  }
  return green
}

async function judge({ file, find, replace, tests }: Mutant, green: ReadonlySet<string>): Promise<Verdict> {
  const path = join(folder, file)
  const text = readFileSync(path, 'utf8')
  if (text.split(find).length !== 2) return 'stale'
  const telling = tests.filter((test) => green.has(test))
  if (telling.length === 0) return 'unjudged'
  writeFileSync(
    path,
    text.replace(find, () => replace),
  )
  try {
    for (const test of telling) if (!(await passes(test))) return 'killed'
    return 'survived'
  } finally {
    writeFileSync(path, text)
  }
}

function passes(test: string) {
  const args = ['run', '--config', 'test/vitest.config.ts', '--bail', '1', '-t', NOT_ON_D1, test]
  const child = spawn(process.execPath, [join(folder, 'node_modules/vitest/vitest.mjs'), ...args], {
    cwd: folder,
    stdio: 'ignore',
    timeout: TEST_MS_MAX,
  })
  return new Promise<boolean>((over) => void child.once('exit', (code) => over(code === 0)))
}
