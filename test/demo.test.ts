import { mkdirSync, mkdtempSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openSqlite } from '../src/db/sqlite.ts'
import { startProgram } from './programs.ts'
import { freePort } from './whole-path/node-house.ts'

const LINKS = /スマホ +(\S+)[\s\S]*管理画面 +(\S+)[\s\S]*レジ +(\S+)/

it('starts a believable shop with three links, goes on with it the next time, and starts over when asked to', async () => {
  const env = await demoEnv()
  const first = await start(env)
  expect(first.output()).toContain('デモのお店を用意しました')
  for (const link of first.links) expect((await fetch(link)).status).toBe(200)
  await stop(first)

  const shop = await count(env.DEMO_FOLDER)
  expect(shop).toMatchObject({ stores: 3, roster: 60, verified: 25, applied: 1, broadcasts: 6 })
  expect(shop.redemptions).toBeGreaterThan(3)

  const second = await start(env)
  expect(second.output()).toContain('前回の続きから')
  await stop(second)
  expect(await count(env.DEMO_FOLDER)).toEqual(shop)

  const fresh = await start(env, ['--fresh'])
  expect(fresh.output()).toContain('デモのお店を用意しました')
  await stop(fresh)
})

it('says in one line that a port is in use', async () => {
  const env = await demoEnv()
  const server = createServer()
  await new Promise<void>((listening) => server.listen(Number(env.PORT), '127.0.0.1', listening))
  const { ended, output } = startProgram('src/demo/main.ts', { env })
  expect(await ended).toBe(1)
  expect(output()).toMatch(new RegExp(`^Port ${env.PORT} is in use.*\\n$`))
  server.close()
})

it('says in one line that its folder cannot be written to', async () => {
  const { ended, output } = startProgram('src/demo/main.ts', {
    env: { ...(await demoEnv()), DEMO_FOLDER: '/dev/null/demo' },
  })
  expect(await ended).toBe(1)
  expect(output()).toMatch(/^The folder \/dev\/null\/demo cannot be written to\..*\n$/)
})

it('leaves nothing running when it cannot go on', async () => {
  const env = await demoEnv()
  mkdirSync(join(env.DEMO_FOLDER, 'okaeri.db'), { recursive: true })
  const { ended } = startProgram('src/demo/main.ts', { env })
  expect(await ended).toBe(1)
  await expect(fetch(`http://127.0.0.1:${env.SIMULATOR_PORT}/`)).rejects.toThrow()
})

it('says in one line that Node is too old', async () => {
  const { ended, output } = startProgram('src/demo/main.ts', { env: await demoEnv(), oldNode: true })
  expect(await ended).toBe(1)
  expect(output()).toMatch(/^Okaeri needs Node 22\.12 or newer; this is 20\.20\.2\..*\n$/)
})

async function start(env: Record<string, string>, args: readonly string[] = []) {
  const demo = startProgram('src/demo/main.ts', { env, args })
  const [, phone = '', admin = '', till = ''] = await demo.says(LINKS)
  return { ...demo, links: [phone, admin, till] }
}

async function stop({ program, ended }: ReturnType<typeof startProgram>) {
  program.kill('SIGINT')
  expect(await ended).toBe(0)
}

const demoEnv = async () => ({
  DEMO_FOLDER: join(mkdtempSync(join(tmpdir(), 'okaeri-demo-')), 'demo'),
  PORT: String(await freePort()),
  SIMULATOR_PORT: String(await freePort()),
})

async function count(folder: string) {
  const { db, close } = openSqlite(join(folder, 'okaeri.db'))
  const of = async (table: 'stores' | 'roster_entries' | 'broadcasts' | 'redemptions') =>
    (
      await db
        .selectFrom(table)
        .select(({ fn }) => fn.countAll<number>().as('n'))
        .executeTakeFirstOrThrow()
    ).n
  const members = await db.selectFrom('members').select('state').execute()
  const are = (state: string) => members.filter((one) => one.state === state).length
  const counted = {
    stores: await of('stores'),
    roster: await of('roster_entries'),
    broadcasts: await of('broadcasts'),
    redemptions: await of('redemptions'),
    verified: are('verified'),
    applied: are('applied'),
  }
  close()
  return counted
}
