import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { userId } from './support.ts'

let folder = ''
const running: { child: ChildProcess; ended: Promise<unknown> }[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'simulator-'))
})
afterEach(async () => {
  for (const { child, ended } of running.splice(0)) {
    child.kill('SIGKILL')
    await ended
  }
  rmSync(folder, { recursive: true })
})

function run(env: Record<string, string>) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/simulator/main.ts'], {
    env: { PATH: process.env.PATH ?? '', SIMULATOR_PORT: '0', ...env },
  })
  const written = { out: '', err: '' }
  child.stdout.on('data', (part) => {
    written.out += part
  })
  child.stderr.on('data', (part) => {
    written.err += part
  })
  // Not when it ends: what it wrote may still be on its way.
  const ended = once(child, 'close').then(([code]) => ({ code, ...written }))
  running.push({ child, ended })
  const url = async () => {
    await expect.poll(() => written.out).toMatch(/LINE simulator on http/)
    return /http:\/\/127\.0\.0\.1:\d+/.exec(written.out)?.[0] ?? ''
  }
  return { child, ended, url }
}

it.each(['SIGTERM', 'SIGINT'] as const)('keeps its state over a restart after %s', async (signal) => {
  const env = { SIMULATOR_STATE: join(folder, 'state.json'), SIMULATOR_QUOTA: '100', SIMULATOR_QUOTA_USED: '58' }
  const first = run(env)
  const body = JSON.stringify({ id: userId(1), displayName: 'さくら' })
  expect((await fetch(`${await first.url()}/_simulator/users`, { method: 'POST', body })).status).toBe(201)
  first.child.kill(signal)
  expect((await first.ended).code).toBe(0)

  const second = await run(env).url()
  expect(await (await fetch(`${second}/_simulator/users/${userId(1)}`)).json()).toMatchObject({
    user: { displayName: 'さくら' },
  })
  const state = await (await fetch(`${second}/_simulator/state`)).json()
  expect(state.quota).toMatchObject({ quota: 100, used: 58 })
})

it('says in one line why it does not start', async () => {
  const broken = join(folder, 'broken.json')
  writeFileSync(broken, '{')
  const busy = new URL(await run({}).url()).port
  for (const [env, words] of [
    [{ SIMULATOR_PORT: busy }, `Port ${busy} is in use`],
    [{ SIMULATOR_PORT: 'door' }, 'SIMULATOR_PORT'],
    [{ SIMULATOR_STATE: broken }, 'is not JSON'],
    [{ SIMULATOR_STATE: join(folder, 'no', 'state.json') }, 'cannot be used'],
  ] as const) {
    const { code, err } = await run({ ...env }).ended
    expect([code, err.trim().split('\n').length]).toEqual([1, 1])
    expect(err).toContain(words)
  }
})
