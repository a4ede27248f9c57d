import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { ACCESS_TOKEN, CHANNEL_SECRET } from './deps.ts'

/** A LINE simulator in a process of its own, with so many friends and more messages a month than are sent. It calls the webhook, if any. */
export async function startPlatform(people: number, webhookUrl?: string) {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const simulator = spawn(process.execPath, ['--import', 'tsx', 'src/simulator/main.ts'], {
    env: {
      ...process.env,
      ...(webhookUrl && { SIMULATOR_WEBHOOK_URL: webhookUrl, SIMULATOR_CHANNEL_SECRET: CHANNEL_SECRET }),
      SIMULATOR_PORT: String(port),
      SIMULATOR_ACCESS_TOKEN: ACCESS_TOKEN,
      SIMULATOR_QUOTA: '100000000',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const stop = () => void simulator.kill('SIGTERM')
  try {
    await ready(url)
    await befriend(url, people)
  } catch (error) {
    stop()
    throw error
  }
  return { url, stop }
}

export const userId = (index: number) => `U${index.toString(16).padStart(32, '0')}`

async function befriend(url: string, people: number) {
  const users = Array.from({ length: people }, (_, i) => ({ id: userId(i), displayName: 'friend', friend: true }))
  for (let i = 0; i < people; i += 10_000) {
    const response = await fetch(`${url}/_simulator/users`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ users: users.slice(i, i + 10_000) }),
    })
    if (!response.ok) throw new Error(`The simulator answered ${response.status}.`)
    await response.arrayBuffer()
  }
}

async function ready(url: string) {
  for (let i = 0; i < 300; i++) {
    const response = await fetch(`${url}/_simulator/state`).catch(() => undefined)
    if (response?.ok) return
    await new Promise((later) => setTimeout(later, 100))
  }
  throw new Error('The simulator did not start.')
}

export async function freePort() {
  const server = createServer()
  await new Promise<void>((free) => server.listen(0, '127.0.0.1', free))
  const address = server.address()
  await new Promise((closed) => server.close(closed))
  if (address === null || typeof address === 'string') throw new Error('No port.')
  return address.port
}
