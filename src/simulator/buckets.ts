/** `count` calls per `perMs`; the bucket holds as many, and is refilled continuously. */
export type Limit = { count: number; perMs: number }
export type Bucket = { tokens: number; at: number }

const HOUR = 3_600_000
const MINUTE = 60_000
const SECOND = 1_000

export const perHour = (count: number): Limit => ({ count, perMs: HOUR })
export const perMinute = (count: number): Limit => ({ count, perMs: MINUTE })
export const perSecond = (count: number): Limit => ({ count, perMs: SECOND })

/** Takes one token, or says no. LINE does not disclose the size of a bucket; here it is the count itself. */
export function takeToken(buckets: Map<string, Bucket>, name: string, { count, perMs }: Limit, now: number) {
  const bucket = buckets.get(name) ?? { tokens: count, at: now }
  const refilled = Math.min(count, bucket.tokens + (Math.max(0, now - bucket.at) * count) / perMs)
  const taken = refilled >= 1
  buckets.set(name, { tokens: taken ? refilled - 1 : refilled, at: Math.max(now, bucket.at) })
  return taken
}
