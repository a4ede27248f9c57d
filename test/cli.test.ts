import { mkdtempSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { startProgram } from './programs.ts'

const env = (more: Record<string, string> = {}) => ({
  BASE_URL: 'https://shop.example',
  LINE_CHANNEL_SECRET: '0'.repeat(32),
  LINE_CHANNEL_ACCESS_TOKEN: 'a-token',
  LINE_API_BASE_URL: 'http://127.0.0.1:9',
  LINE_DATA_API_BASE_URL: 'http://127.0.0.1:9',
  SESSION_SECRET: 'a secret of more than thirty-two characters',
  DATABASE_PATH: join(mkdtempSync(join(tmpdir(), 'okaeri-cli-')), 'okaeri.db'),
  PORT: '0',
  ...more,
})

describe('npm start', () => {
  it('names every variable that is missing, and the demo that needs none', async () => {
    const { ended, output } = startProgram('src/cli.ts', { args: ['start'] })
    expect(await ended).toBe(1)
    for (const name of [
      'BASE_URL',
      'LINE_CHANNEL_SECRET',
      'LINE_CHANNEL_ACCESS_TOKEN',
      'SESSION_SECRET',
      'npm run demo',
    ])
      expect(output()).toContain(name)
  })

  it('prints the owner’s code at the first start, and stops when told to', async () => {
    const { program, says, ended } = startProgram('src/cli.ts', { args: ['start'], env: env() })
    await says(/code to the bot in LINE: [0-9A-Z]{5}-[0-9A-Z]{5}/)
    program.kill('SIGTERM')
    expect(await ended).toBe(0)
  })

  it('says in one line that its port is in use', async () => {
    const server = createServer()
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    const address = server.address()
    const port = typeof address === 'object' ? String(address?.port) : ''
    const { ended, output } = startProgram('src/cli.ts', { args: ['start'], env: env({ PORT: port }) })
    expect(await ended).toBe(1)
    expect(output()).toMatch(new RegExp(`^Port ${port} is in use.*\\n$`))
    server.close()
  })

  it('says in one line that its folder cannot be written to', async () => {
    const { ended, output } = startProgram('src/cli.ts', {
      args: ['start'],
      env: env({ DATABASE_PATH: '/dev/null/okaeri.db' }),
    })
    expect(await ended).toBe(1)
    expect(output()).toMatch(/^The folder of DATABASE_PATH \(\/dev\/null\/okaeri\.db\) cannot be written to\.\n$/)
  })

  it('says in one line that Node is too old, before the database’s driver would end it without a word', async () => {
    const { ended, output } = startProgram('src/cli.ts', { args: ['start'], env: env(), oldNode: true })
    expect(await ended).toBe(1)
    expect(output()).toMatch(/^Okaeri needs Node 22\.12 or newer; this is 20\.20\.2\.\n$/)
  })
})
