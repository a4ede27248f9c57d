import { LineBotClient } from '@line/bot-sdk'
import { createSimulator, type SimulatorOptions, startSimulator } from '../../src/simulator/simulator.ts'

export const NOON = Date.parse('2026-04-01T12:00+09:00')
export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR
export const TOKEN = 'token-of-the-shop'

export const userId = (n: number) => `U${n.toString(16).padStart(32, '0')}`
export const text = (words = 'こんにちは') => ({ type: 'text' as const, text: words })

/** A platform in this process whose clock stands still unless advanced. */
export function newSimulator(options: SimulatorOptions = {}) {
  const simulator = createSimulator({ accessToken: TOKEN, now: () => NOON, ...options })
  const call = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    simulator.app.request(path, {
      method,
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
  const post = (path: string, body: unknown, headers?: Record<string, string>) => call('POST', path, body, headers)
  const get = (path: string) => call('GET', path)
  return { ...simulator, call, post, get }
}

/** The same on a real port, with LINE's own client. */
export async function newRunningSimulator(options: SimulatorOptions = {}) {
  const simulator = await startSimulator({ accessToken: TOKEN, now: () => NOON, ...options })
  const line = LineBotClient.fromChannelAccessToken({
    channelAccessToken: TOKEN,
    apiBaseURL: simulator.url,
    dataApiBaseURL: simulator.url,
  })
  return { ...simulator, line }
}
