import { type ChildProcess, fork } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { build } from 'esbuild'
import type { Order } from './tapper.ts'

export type Programs = Awaited<ReturnType<typeof openPrograms>>

/** Processes that do as they are told. One file starts faster than a tree of modules. */
export async function openPrograms() {
  const directory = mkdtempSync(join(tmpdir(), 'okaeri-tills-'))
  const program = join(directory, 'tapper.mjs')
  const files = { entryPoints: ['test/tills/tapper.ts'], outfile: program, bundle: true }
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
