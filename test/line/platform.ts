import type { Post } from '../../src/line/calls.ts'
import { openLine } from '../../src/line/gateway.ts'
import { openLog } from '../../src/log.ts'
import { armFault, Fault } from '../../src/simulator/faults.ts'
import { addUser } from '../../src/simulator/people.ts'
import { issueReplyToken } from '../../src/simulator/reply-tokens.ts'
import { type SimulatorOptions, startSimulator } from '../../src/simulator/simulator.ts'
import { lineUserId, NOON } from '../support.ts'

const TOKEN = 'token-of-the-shop'
/** Longer than anything takes in a process that stands still now and then. */
const PATIENCE_MS = 100_000
const HASTE_MS = 300
const CHANNEL = { channelId: '2000000001', channelSecret: 'f'.repeat(32) }

type Auth = 'token' | 'stateless'
type Options = SimulatorOptions & {
  auth?: Auth
  /** Makes the gateway's way to post, with as much patience. */
  postWithin?: (timeoutMs: number) => Post
  secrets?: readonly string[]
}

/**
 * A LINE platform on a port, and the product's gateway to it. Both go by one clock; sleeping moves it on. Only how long the
 * gateway waits for an answer is real time: `hasty` makes another one that hardly waits at all.
 */
export async function startPlatform({
  auth = 'token',
  postWithin,
  secrets = [CHANNEL.channelSecret],
  ...options
}: Options = {}) {
  const clock = { now: NOON }
  const slept: number[] = []
  const simulator = await startSimulator({ accessToken: TOKEN, ...CHANNEL, now: () => clock.now, ...options })
  const logged: string[] = []
  const openWithin = (timeoutMs: number) =>
    openLine({
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
      ...(postWithin && { post: postWithin(timeoutMs) }),
    })
  const { world } = simulator

  return {
    ...simulator,
    line: openWithin(PATIENCE_MS),
    hasty: () => openWithin(HASTE_MS),
    clock,
    slept,
    logged,
    addPerson: (name: string, friend = true) => addUser(world, { id: lineUserId(name), displayName: name, friend }),
    replyTokenOf: (name: string) => issueReplyToken(world, lineUserId(name), clock.now),
    fail: (fault: Partial<Fault>) => void world.faults.push(armFault(Fault.parse({ kind: 'status', ...fault }))),
    /** Whatever was armed; what struck already goes on. */
    failNoMore: () => void world.faults.splice(0),
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
