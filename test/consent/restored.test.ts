import { mkdtempSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { openSqlite } from '../../src/db/sqlite.ts'
import { text } from '../../src/line/messages.ts'
import { owePush } from '../../src/line/outbox.ts'
import { startProgram } from '../programs.ts'
import { MINUTE } from '../support.ts'
import { addPersonWithPast, everything, foundIn, openShop } from './canaries.ts'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

it('the program, started on a backup of before, sends those who left nothing and has erased them before it listens', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'okaeri-')), 'okaeri.db')
  const store = openSqlite(path)
  await openShop(store)
  const hana = await addPersonWithPast(store, 'hana')
  // Owed when the backup was made: without the tombstone it would leave at once.
  const now = Date.now() - MINUTE
  await store.batch([owePush(store.db, { memberId: 'hana', messages: [text('お元気ですか')], now })])
  store.close()
  writeFileSync(`${path}.erased`, 'hana\n')

  const asked: string[] = []
  const line = createServer((request, response) => {
    asked.push(String(request.url))
    response.end('{}')
  }).listen(0, '127.0.0.1')
  ends.push(() => line.close())
  await new Promise((listening) => line.once('listening', listening))
  const address = line.address()
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`

  const { program, says, ended } = startProgram('src/cli.ts', {
    args: ['start'],
    env: {
      LINE_CHANNEL_SECRET: '8c570fa6dd201bb328f1c1eac23a96d8',
      LINE_CHANNEL_ACCESS_TOKEN: 'token',
      LINE_API_BASE_URL: url,
      LINE_DATA_API_BASE_URL: url,
      SESSION_SECRET: 'a secret of more than thirty-two characters',
      BASE_URL: 'http://127.0.0.1:3000',
      PORT: '0',
      DATABASE_PATH: path,
    },
  })
  ends.push(() => program.kill('SIGKILL'))
  await says('listening')
  program.kill('SIGTERM')
  await ended

  const after = openSqlite(path)
  ends.push(() => after.close())
  expect(foundIn(await everything(after), [hana])).toEqual([])
  expect(asked.filter((one) => one.includes('message'))).toEqual([])
})
