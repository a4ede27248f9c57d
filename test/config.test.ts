import { expect, it } from 'vitest'
import { loadConfig } from '../src/config.ts'

const usable = {
  BASE_URL: 'https://shop.example',
  LINE_CHANNEL_SECRET: '0'.repeat(32),
  LINE_CHANNEL_ACCESS_TOKEN: 'token',
  SESSION_SECRET: 's'.repeat(32),
}

it('names every wrong or missing variable at once', () => {
  const problem = problemWith({ BASE_URL: 'nope', PORT: 'many' })
  for (const name of ['BASE_URL', 'PORT', 'LINE_CHANNEL_SECRET', 'LINE_CHANNEL_ACCESS_TOKEN', 'SESSION_SECRET'])
    expect(problem).toContain(name)
})

it('shows a wrong value, but never a secret', () => {
  const problem = problemWith({
    ...usable,
    PORT: '99999',
    SESSION_SECRET: 'too-short',
    LINE_CHANNEL_SECRET: 'not-a-secret',
  })
  expect(problem).toContain('99999')
  expect(problem).not.toMatch(/too-short|not-a-secret/)
})

it('takes two channel secrets during a rotation, and no third', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((letter) => letter.repeat(32))
  expect(loadConfig({ ...usable, LINE_CHANNEL_SECRET: `${a}, ${b}` }).line.channelSecrets).toEqual([a, b])
  expect(problemWith({ ...usable, LINE_CHANNEL_SECRET: `${a},${b},${c}` })).toContain('at most two')
})

it('renews short-lived tokens by itself when only the channel id is given', () => {
  const { LINE_CHANNEL_ACCESS_TOKEN: _, ...without } = usable
  expect(loadConfig({ ...without, LINE_CHANNEL_ID: '1234567890' }).line.auth).toEqual({
    kind: 'stateless',
    channelId: '1234567890',
  })
})

it('talks to LINE itself unless told otherwise', () => {
  expect(loadConfig(usable).line).toMatchObject({
    apiBaseUrl: 'https://api.line.me',
    dataApiBaseUrl: 'https://api-data.line.me',
  })
})

it('treats an empty variable as a missing one', () => {
  expect(problemWith({ ...usable, SESSION_SECRET: '' })).toContain('SESSION_SECRET: is missing')
})

it('accepts no path in a base URL, which the SDK would silently drop', () => {
  expect(problemWith({ ...usable, LINE_API_BASE_URL: 'http://127.0.0.1:4000/line' })).toContain('LINE_API_BASE_URL')
})

function problemWith(env: Record<string, unknown>) {
  try {
    loadConfig(env)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
  return 'no problem'
}
