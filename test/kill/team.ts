import { type ChildProcess, spawn } from 'node:child_process'
import { symlinkSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { build } from 'esbuild'

/** A lease of 60 s, which a killed sender leaves behind, is over in half a second. */
export const SPEED = 120
/** Between the first work of a sender and its death. */
const LIFE_MS_MAX = 500
const ROUND_MS_MAX = 60 * 60_000

type Team = { directory: string; path: string; url: string; clockFrom: number; senders: number; random: () => number }

/** One file starts several times faster than a tree of modules, and a killed sender starts often. */
async function bundleSender(directory: string) {
  const outfile = join(directory, 'sender.mjs')
  await build({
    entryPoints: ['test/kill/sender.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['better-sqlite3'],
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url)" },
    logLevel: 'error',
  })
  symlinkSync(resolve('node_modules'), join(directory, 'node_modules'))
  return outfile
}

/** The senders: each is killed with SIGKILL at a random moment, and replaced. */
export async function openTeam({ directory, path, url, clockFrom, senders, random }: Team) {
  const program = await bundleSender(directory)
  const env = { ...process.env, DATABASE: path, LINE_URL: url, SPEED: String(SPEED), CLOCK_FROM: String(clockFrom) }
  let killed = 0
  let members: ChildProcess[] = []

  const start = async () => {
    const child = spawn(process.execPath, [program], { env, stdio: ['ignore', 'pipe', 'inherit'] })
    members.push(child)
    await new Promise<void>((ready, failed) => {
      child.stdout.once('data', () => ready())
      child.once('exit', () => failed(new Error('A sender ended by itself.')))
    })
    return child
  }
  const kill = async (child: ChildProcess) => {
    members = members.filter((member) => member !== child)
    if (child.exitCode !== null || child.signalCode !== null) return
    child.removeAllListeners('exit')
    const gone = new Promise<void>((resolve) => void child.once('exit', () => resolve()))
    child.kill('SIGCONT')
    child.kill('SIGKILL')
    await gone
  }
  const live = async (isOver: () => Promise<boolean>, kills: number) => {
    const endsAt = Date.now() + ROUND_MS_MAX
    while (!(await isOver())) {
      if (Date.now() > endsAt) throw new Error('A round did not end.')
      const child = await start()
      const lifeMs = random() * LIFE_MS_MAX
      const mayDie = killed < kills
      await sleep(lifeMs)
      while (!mayDie && !(await isOver()) && Date.now() < endsAt) await sleep(50)
      if (mayDie) killed++
      await kill(child)
    }
  }
  return {
    start,
    killed: () => killed,
    workUntil: (isOver: () => Promise<boolean>, kills: number) =>
      Promise.all(Array.from({ length: senders }, () => live(isOver, kills))),
    stop: async () => void (await Promise.all(members.map(kill))),
  }
}
