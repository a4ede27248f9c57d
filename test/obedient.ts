import { type ChildProcess, fork } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { build } from 'esbuild'

export type Programs<Order extends object> = Awaited<ReturnType<typeof openPrograms<Order>>>

/** Processes that run `entry` and do as they are told, beside a place for a database. One file starts faster than a tree of modules. */
export async function openPrograms<Order extends object>(entry: string) {
  const directory = mkdtempSync(join(tmpdir(), 'okaeri-orders-'))
  const program = join(directory, 'program.mjs')
  const files = { entryPoints: [entry], outfile: program, bundle: true }
  await build({ ...files, platform: 'node', format: 'esm', packages: 'external', logLevel: 'error' })
  symlinkSync(resolve('node_modules'), join(directory, 'node_modules'))
  const all: ChildProcess[] = []
  const start = async (env: Record<string, string>) => {
    const child = fork(program, { env: { ...process.env, ...env } })
    all.push(child)
    await said(child)
    const ask = (order: Order) => {
      const answer = said(child)
      child.send(order)
      return answer
    }
    return { ask, end: () => child.kill('SIGKILL') }
  }
  const end = () => {
    for (const child of all) child.kill('SIGKILL')
    rmSync(directory, { recursive: true, force: true })
  }
  return { path: join(directory, 'okaeri.db'), start, end }
}

const said = (child: ChildProcess) =>
  new Promise<unknown>((resolve, reject) => {
    const ended = (code: number | null) => reject(new Error(`A process ended with ${code}.`))
    child.once('exit', ended)
    child.once('message', (words) => {
      child.off('exit', ended)
      resolve(words)
    })
  })
