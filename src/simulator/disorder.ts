import { z } from 'zod'
import { seededRandom } from './faults.ts'
import { CannotDo } from './people.ts'
import { deliverEvents, redeliver, type WebhookEvent, type WebhookResult } from './webhooks.ts'
import type { World } from './world.ts'

const COPIES_MAX = 1_000

/** How held events are let go. LINE promises neither order nor that an event comes once. */
export const Release = z.object({
  order: z.enum(['given', 'reversed', 'shuffled']).default('given'),
  seed: z.number().int().default(1),
  /** Each event so many times. */
  copies: z.number().int().min(1).max(COPIES_MAX).default(1),
  /** Events a webhook request. */
  perRequest: z.number().int().min(1).max(100).default(1),
  /** Requests at the same time. */
  concurrency: z.number().int().min(1).max(COPIES_MAX).default(1),
})

export const Resend = z.object({
  eventIds: z.array(z.string()).min(1),
  times: z.number().int().min(1).max(COPIES_MAX).default(1),
  concurrency: z.number().int().min(1).max(COPIES_MAX).default(1),
  isRedelivery: z.boolean().default(false),
})

/** Sends everything that was held, in that order and that often, and goes on without holding. */
export async function release(world: World, how: z.input<typeof Release> = {}): Promise<WebhookResult[]> {
  const { order, seed, copies, perRequest, concurrency } = Release.parse(how)
  const held = world.held.splice(0)
  world.switches.hold = false
  const events = Array.from({ length: copies }, () => held).flat()
  if (order === 'reversed') events.reverse()
  if (order === 'shuffled') shuffle(events, seededRandom(seed))
  const requests: WebhookEvent[][] = []
  for (let from = 0; from < events.length; from += perRequest) requests.push(events.slice(from, from + perRequest))
  return inParallel(requests, concurrency, (batch) => deliverEvents(world, batch))
}

/** Sends events that went out before once more: as duplicates, or as LINE's redelivery. */
export async function resend(world: World, how: z.input<typeof Resend>): Promise<WebhookResult[]> {
  const { eventIds, times, concurrency, isRedelivery } = Resend.parse(how)
  const events = eventIds.map((id) => {
    const event = world.events.get(id)
    if (!event) throw new CannotDo(`no event ${id}`, 404)
    return event
  })
  const requests = Array.from({ length: times }, () => events).flat()
  return inParallel(requests, concurrency, (event) =>
    isRedelivery ? redeliver(world, [event]) : deliverEvents(world, [event]),
  )
}

function shuffle<Item>(items: Item[], random: () => number) {
  for (let end = items.length; end > 1; ) {
    const pick = Math.floor(random() * end--)
    const [picked] = items.splice(pick, 1)
    if (picked !== undefined) items.push(picked)
  }
}

async function inParallel<Item, Result>(
  items: readonly Item[],
  concurrency: number,
  run: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const queue = items.values()
  const results: Result[] = []
  const work = async () => {
    for (const item of queue) results.push(await run(item))
  }
  await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, work))
  return results
}
