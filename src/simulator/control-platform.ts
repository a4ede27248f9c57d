import type { Context, Hono } from 'hono'
import { z } from 'zod'
import { Release, Resend, release, resend } from './disorder.ts'
import { armFault, Fault } from './faults.ts'
import type { Env } from './gate.ts'
import { monthOf } from './jst.ts'
import { allDeliveries, ledgerSummary, quotaView } from './views.ts'
import { announce, type World } from './world.ts'

const PAGE_MAX = 10_000

const SwitchChanges = z
  .object({
    webhookUrl: z.url().max(500).nullable(),
    redelivery: z.boolean(),
    hold: z.boolean(),
    adversarial: z.boolean(),
    adversarialWindowMs: z.number().int().min(0).max(10_000),
    quotaSettleMs: z.number().int().min(0),
  })
  .partial()
const Quota = z.object({
  quota: z.number().int().nonnegative().nullable(),
  used: z.number().int().nonnegative().optional(),
})
const Advance = z.object({ advanceMs: z.number().int().nonnegative() })
const Page = z.object({
  after: z.coerce.number().int().nonnegative().default(0),
  limit: z.coerce.number().int().min(1).max(PAGE_MAX).default(1_000),
})

/** Sets the month's limit, and if given what was used of it. */
export function setQuota(world: World, { quota, used }: z.output<typeof Quota>) {
  world.switches.quota = quota
  if (used !== undefined) world.usage.set(monthOf(world.now()), used)
  announce(world, { type: 'request' })
}

/** Moves the platform's clock forward; it never goes back. */
export function advanceClock(world: World, ms: number) {
  world.clockOffsetMs += Math.max(0, ms)
  announce(world, { type: 'request' })
}

/** Changes what was given, and leaves the rest. */
export function changeSwitches(world: World, changes: z.input<typeof SwitchChanges>) {
  Object.assign(world.switches, SwitchChanges.parse(changes))
  announce(world, { type: 'request' })
}

/** The platform's own knobs and books. Documented in control.ts. */
export function mountPlatform(app: Hono<Env>, world: World) {
  app.get('/_simulator/state', (c) => c.json(stateView(world)))
  app.patch('/_simulator/switches', async (c) => {
    changeSwitches(world, await c.req.json())
    return c.json(stateView(world))
  })
  app.post('/_simulator/clock', async (c) => {
    advanceClock(world, Advance.parse(await c.req.json()).advanceMs)
    return c.json({ now: world.now() })
  })
  app.put('/_simulator/quota', async (c) => {
    setQuota(world, Quota.parse(await c.req.json()))
    return c.json(quotaView(world))
  })

  app.get('/_simulator/faults', (c) => c.json({ faults: faultViews(world) }))
  app.post('/_simulator/faults', async (c) => {
    world.faults.push(armFault(Fault.parse(await c.req.json())))
    return c.json({ fault: faultViews(world).at(-1) }, 201)
  })
  app.delete('/_simulator/faults', (c) => {
    world.faults.length = 0
    return c.json({})
  })
  app.delete('/_simulator/tokens', (c) => {
    world.statelessTokens.clear()
    return c.json({})
  })

  app.get('/_simulator/webhooks', (c) => c.json({ webhooks: world.webhookLog.slice(-page(c).limit) }))
  app.post('/_simulator/webhooks/release', async (c) =>
    c.json({ results: await release(world, Release.parse(await c.req.json())) }),
  )
  app.post('/_simulator/webhooks/resend', async (c) =>
    c.json({ results: await resend(world, Resend.parse(await c.req.json())) }),
  )

  app.get('/_simulator/ledger', (c) => c.json(ledgerSummary(world)))
  app.get('/_simulator/ledger/requests', (c) => {
    const { after, limit } = page(c)
    return c.json({ requests: world.ledger.requests.filter(({ seq }) => seq > after).slice(0, limit) })
  })
  app.get('/_simulator/ledger/deliveries', (c) => {
    const { endpoint, unit, retryKey } = c.req.query()
    return c.json({ deliveries: allDeliveries(world, { endpoint, unit, retryKey }) })
  })
}

const page = (c: Context<Env>) => Page.parse(c.req.query())

const faultViews = ({ faults }: World) =>
  faults.map(({ random, left, ...fault }) => ({ ...fault, left: Number.isFinite(left) ? left : null }))

const stateView = (world: World) => ({
  now: world.now(),
  clockOffsetMs: world.clockOffsetMs,
  switches: world.switches,
  quota: quotaView(world),
  held: world.held.length,
  faults: faultViews(world),
})
