export type Clock = { now(): number; sleep(ms: number): Promise<void> }

/**
 * A token bucket that refills without pause, as LINE's do. The returned function resolves when the call may leave;
 * calls leave in the order in which they asked. `burst` is how many may leave at once after a quiet time.
 */
export function openBucket({ perHour, burst }: { perHour: number; burst: number }, { now, sleep }: Clock) {
  const interval = 3_600_000 / perHour
  let seenAt = now()
  /** When a bucket that is drawn from no more would be full again. */
  let fullAt = seenAt

  return async (): Promise<void> => {
    const at = now()
    // A clock that was set back must not make us wait for it to catch up.
    if (at < seenAt) fullAt -= seenAt - at
    seenAt = at
    fullAt = Math.max(fullAt, at) + interval
    const wait = fullAt - burst * interval - at
    if (wait > 0) await sleep(wait)
  }
}

const perSecond = (calls: number) => ({ perHour: calls * 3_600, burst: calls })

/** LINE's limits per channel, endpoint and method (Messaging API reference, "Rate limits"). The hourly bursts are undisclosed: ours. */
const LIMITS = {
  multicast: perSecond(200),
  'rich-menu-list': perSecond(10),
  'rich-menu-create': { perHour: 100, burst: 100 },
  'rich-menu-delete': { perHour: 100, burst: 100 },
  'rich-menu-progress': { perHour: 100, burst: 100 },
  other: perSecond(2_000),
}

/** Waits until LINE's rate limit lets a call of that endpoint leave. Endpoints do not hold each other back. */
export function openRateLimits(clock: Clock) {
  const buckets = new Map<string, () => Promise<void>>()
  const limits = new Map<string, { perHour: number; burst: number }>(Object.entries(LIMITS))

  return (endpoint: string): Promise<void> => {
    const bucket = buckets.get(endpoint) ?? openBucket(limits.get(endpoint) ?? LIMITS.other, clock)
    buckets.set(endpoint, bucket)
    return bucket()
  }
}
