import { type ChildProcess, spawn } from 'node:child_process'

/** Twenty times what it takes on a small machine that has nothing else to do. */
const READY_WITHIN_MS = 120_000
const STOP_WITHIN_MS = 5_000

/**
 * Starts a TypeScript program of this repository with the Node that runs us. With `readyUrl` it resolves once that
 * answers; without, once the program has ended well. Throws when the program ends before.
 */
export async function startProgram(
  file: string,
  args: readonly string[],
  settings: Readonly<Record<string, string>>,
  readyUrl?: string,
): Promise<ChildProcess> {
  const program = spawn(process.execPath, ['--import', 'tsx', file, ...args], {
    env: { ...process.env, ...settings },
    stdio: ['ignore', 'pipe', readyUrl === undefined ? 'pipe' : 'inherit'],
  })
  let output = ''
  const keep = (lines: Buffer) => {
    output += lines.toString()
  }
  program.stdout?.on('data', readyUrl === undefined ? keep : (lines: Buffer) => showOnlyTrouble(lines.toString()))
  program.stderr?.on('data', keep)

  const ended = new Promise<number>((end) => void program.once('exit', (code) => end(code ?? 1)))
  if (readyUrl === undefined) {
    if ((await ended) !== 0) throw new Error(`${file} ${args.join(' ')} failed:\n${output}`)
    return program
  }
  await Promise.race([
    answers(readyUrl),
    ended.then(() => Promise.reject(new Error(`${file} did not start; see above.`))),
  ]).catch(async (error: unknown) => {
    await stopPrograms([program], 1)
    throw error
  })
  return program
}

/** Stops the programs, gently first. Returns the exit code to end with. */
export async function stopPrograms(programs: readonly ChildProcess[], code: number) {
  const running = programs.filter((program) => program.exitCode === null && program.signalCode === null)
  for (const program of running) program.removeAllListeners('exit').kill('SIGTERM')
  const late = setTimeout(() => {
    for (const program of running) program.kill('SIGKILL')
  }, STOP_WITHIN_MS)
  await Promise.all(running.map((program) => new Promise((ended) => program.once('exit', ended))))
  clearTimeout(late)
  return code
}

async function answers(url: string) {
  const deadline = Date.now() + READY_WITHIN_MS
  while (Date.now() < deadline) {
    const response = await fetch(url).catch(() => undefined)
    if (response?.ok) return
    await new Promise((later) => setTimeout(later, 100))
  }
  throw new Error(`${url} did not answer within ${READY_WITHIN_MS / 1000} s.`)
}

/** The product logs every event as JSON; the demo shows what went wrong and keeps the rest quiet. */
function showOnlyTrouble(lines: string) {
  for (const line of lines.split('\n')) if (/"severity":"(warn|error)"/.test(line)) console.log(line)
}
