import { type ChildProcess, spawn } from 'node:child_process'

const OLD_NODE = `data:text/javascript,Object.defineProperty(process,'versions',{value:{...process.versions,node:'20.20.2'}})`

type Options = { env?: Record<string, string>; args?: readonly string[]; oldNode?: boolean }

/** Starts one of the repository's programs with nothing of this environment but PATH and HOME. */
export function startProgram(file: string, { env = {}, args = [], oldNode = false }: Options = {}) {
  const { PATH = '', HOME = '' } = process.env
  const program = spawn(
    process.execPath,
    [...(oldNode ? ['--import', OLD_NODE] : []), '--import', 'tsx', file, ...args],
    {
      env: { PATH, HOME, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  let output = ''
  for (const stream of [program.stdout, program.stderr])
    stream.on('data', (part: Buffer) => {
      output += part.toString()
    })
  const ended = new Promise<number | null>((end) => void program.once('close', (code) => end(code)))
  return {
    program,
    output: () => output,
    ended,
    says: (words: string | RegExp) => waitFor(program, () => output, words),
  }
}

/** For most of a test's own time, so that its failure says what was heard. */
async function waitFor(program: ChildProcess, output: () => string, words: string | RegExp) {
  for (let i = 0; i < 2_000; i++) {
    const found = output().match(words)
    if (found) return found
    if (program.exitCode !== null) break
    await new Promise((later) => setTimeout(later, 100))
  }
  throw new Error(`It never said ${words}:\n${output()}`)
}
