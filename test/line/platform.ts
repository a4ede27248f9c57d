import type { Post } from '../../src/line/calls.ts'
import { openLine } from '../../src/line/gateway.ts'
import { openLog } from '../../src/log.ts'
import { armFault, Fault } from '../../src/simulator/faults.ts'
import { addUser } from '../../src/simulator/people.ts'
import { issueReplyToken } from '../../src/simulator/reply-tokens.ts'
import { type SimulatorOptions, startSimulator } from '../../src/simulator/simulator.ts'
import { lineUserId, NOON } from '../support.ts'

const TOKEN = 'token-of-the-shop'
const CHANNEL = { channelId: '2000000001', channelSecret: 'f'.repeat(32) }

type Auth = 'token' | 'stateless'
type Options = SimulatorOptions & { auth?: Auth; timeoutMs?: number; post?: Post; secrets?: readonly string[] }

/** A LINE platform on a port, and the product's gateway to it. Both go by one clock; sleeping moves it on. */
export async function startPlatform({
  auth = 'token',
  timeoutMs = 2_000,
  post,
  secrets = [CHANNEL.channelSecret],
  ...options
}: Options = {}) {
  const clock = { now: NOON }
  const slept: number[] = []
  const simulator = await startSimulator({ accessToken: TOKEN, ...CHANNEL, now: () => clock.now, ...options })
  const logged: string[] = []
  const line = openLine({
    config: {
      channelSecrets: secrets,
      auth: auth === 'token' ? { kind: 'token', token: TOKEN } : { kind: 'stateless', channelId: CHANNEL.channelId },
      apiBaseUrl: simulator.url,
      dataApiBaseUrl: simulator.url,
    },
    log: openLog(
      (line) => logged.push(line),
      () => clock.now,
    ),
    now: () => clock.now,
    sleep: async (ms) => {
      slept.push(ms)
      clock.now += ms
    },
    timeoutMs,
    ...(post && { post }),
  })
  const { world } = simulator

  return {
    ...simulator,
    line,
    clock,
    slept,
    logged,
    addPerson: (name: string, friend = true) => addUser(world, { id: lineUserId(name), displayName: name, friend }),
    replyTokenOf: (name: string) => issueReplyToken(world, lineUserId(name), clock.now),
    fail: (fault: Partial<Fault>) => void world.faults.push(armFault(Fault.parse({ kind: 'status', ...fault }))),
    /** What the platform was asked, as `endpoint status`. */
    asked: () => world.ledger.requests.map(({ endpoint, status }) => `${endpoint} ${status}`),
    /** The words that reached a person, in order. */
    received: (name: string) =>
      (world.users.get(lineUserId(name))?.chat ?? []).flatMap((item) =>
        item.from === 'bot' ? item.messages.map(({ message }) => String(message.text ?? message.altText)) : [],
      ),
  }
}

export type Platform = Awaited<ReturnType<typeof startPlatform>>
