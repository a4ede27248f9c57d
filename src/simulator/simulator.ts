import { createHash } from 'node:crypto'
import { createAdaptorServer } from '@hono/node-server'
import { Hono } from 'hono'
import { accountEndpoints } from './account-api.ts'
import { controlError, mountControl } from './control.ts'
import { setQuota } from './control-platform.ts'
import { ConnectionReset } from './errors.ts'
import { type Env, mount } from './gate.ts'
import { hex32 } from './ids.ts'
import { mountLiff } from './liff.ts'
import { loginEndpoints } from './login-api.ts'
import { messageEndpoints } from './message-api.ts'
import { mountPhone } from './phone.tsx'
import { richMenuEndpoints } from './rich-menu-api.ts'
import { richMenuBatchEndpoints } from './rich-menu-batch.ts'
import { createWorld, type Settings, type Switches, type World } from './world.ts'

export type SimulatorOptions = Partial<Settings> &
  Partial<Switches> & {
    /** UTC epoch ms; default: the machine's clock. */
    now?: () => number
    /** The shop's name on the phone page. */
    accountName?: string
    quotaUsed?: number
  }

export type Simulator = {
  world: World
  /** Everything, from the origin's root: the Messaging API, login, and the control API under /_simulator/. */
  app: Hono<Env>
  close: () => void
}

/** A LINE platform in memory. It talks to the bot only by webhooks, and is talked to only by HTTP requests. */
export function createSimulator(options: SimulatorOptions = {}): Simulator {
  const { now = Date.now, quotaUsed } = options
  const world = createWorld(settingsOf(options), switchesOf(options), now)
  if (quotaUsed !== undefined) setQuota(world, { quota: world.switches.quota, used: quotaUsed })
  const app = new Hono<Env>()
  app.onError((error, c) => {
    if (error instanceof ConnectionReset) throw error
    const answer = controlError(error, c)
    if (answer) return answer
    throw error
  })
  mountControl(app, world)
  mountPhone(app, world, options.accountName)
  mountLiff(app, world)
  for (const endpoints of [
    messageEndpoints,
    accountEndpoints,
    richMenuEndpoints,
    richMenuBatchEndpoints,
    loginEndpoints,
  ])
    mount(app, world, endpoints)
  app.notFound((c) => c.json({ message: 'Not found' }, 404, { 'x-line-request-id': crypto.randomUUID() }))
  return { world, app, close: () => stopTimers(world) }
}

export type RunningSimulator = Simulator & { url: string; port: number; close: () => Promise<void> }

/** The same on 127.0.0.1. Port 0 takes a free one. Rejects when the port is taken. */
export async function startSimulator({ port = 0, ...options }: SimulatorOptions & { port?: number } = {}) {
  return listen(createSimulator(options), port)
}

export async function listen(simulator: Simulator, port: number): Promise<RunningSimulator> {
  const server = createAdaptorServer({ fetch: simulator.app.fetch })
  // An idle connection is the other side's to end: one that this side ends after a process stood still may be in use again.
  if ('keepAliveTimeout' in server) server.keepAliveTimeout = 0
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const address = server.address()
  const bound = typeof address === 'object' && address !== null ? address.port : port
  const close = async () => {
    simulator.close()
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    if ('closeAllConnections' in server) server.closeAllConnections()
    await closed
  }
  return { ...simulator, port: bound, url: `http://127.0.0.1:${bound}`, close }
}

const settingsOf = (options: SimulatorOptions): Settings => {
  const { channelId = '2000000001', channelSecret = hex32() } = options
  return {
    channelId,
    channelSecret,
    accessToken: options.accessToken ?? `long-lived.${hex32()}`,
    loginChannelId: options.loginChannelId ?? channelId,
    loginChannelSecret: options.loginChannelSecret ?? channelSecret,
    botUserId: options.botUserId ?? botUserId(channelId),
    liffEndpointUrl: options.liffEndpointUrl ?? null,
    ledger: options.ledger ?? 'full',
    chatItemsMax: options.chatItemsMax ?? 1_000,
    requestsMax: options.requestsMax ?? 10_000,
    rateLimits: options.rateLimits ?? true,
    webhookTimeoutMs: options.webhookTimeoutMs ?? 2_000,
    redeliveryDelaysMs: options.redeliveryDelaysMs ?? [1_000, 10_000, 60_000],
    deliver: options.deliver ?? fetch,
  }
}

/** The same channel is the same bot, also after a restart. */
const botUserId = (channelId: string) => `U${createHash('md5').update(channelId).digest('hex')}`

const switchesOf = (options: SimulatorOptions): Switches => ({
  webhookUrl: options.webhookUrl ?? null,
  quota: options.quota === undefined ? 200 : options.quota,
  quotaSettleMs: options.quotaSettleMs ?? 0,
  redelivery: options.redelivery ?? false,
  hold: options.hold ?? false,
  adversarial: options.adversarial ?? false,
  adversarialWindowMs: options.adversarialWindowMs ?? 20,
})

function stopTimers({ timers, listeners }: World) {
  for (const timer of timers) clearTimeout(timer)
  timers.clear()
  listeners.clear()
}
