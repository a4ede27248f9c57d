import { z } from 'zod'
import { INTERNAL_ERROR, INVALID_TOKEN, MONTHLY_LIMIT, RATE_LIMITED } from './errors.ts'

const MS_MAX = 600_000

/** Something that goes wrong on purpose. `before`: the platform did nothing; `after`: it did everything, and the answer is lost. */
export const Fault = z.object({
  /** The name of an endpoint (`push`, `multicast`, `reply`, `quota`, …) or `*`. */
  endpoint: z.string().min(1).default('*'),
  kind: z.enum(['status', 'slow', 'reset', 'garbage']),
  when: z.enum(['before', 'after']).default('before'),
  status: z.number().int().min(400).max(599).default(500),
  /** Default: LINE's text for the status. `monthly` and `rate` name the two texts of 429. */
  message: z.string().optional(),
  /** Waits so long first, whatever the kind. */
  ms: z.number().int().min(0).max(MS_MAX).default(0),
  /** Only so many times; default: until cleared. */
  times: z.number().int().positive().optional(),
  /** The first so many matching requests pass. */
  skip: z.number().int().nonnegative().default(0),
  probability: z.number().min(0).max(1).default(1),
  seed: z.number().int().default(1),
})
export type Fault = z.output<typeof Fault>
export type ArmedFault = Fault & { id: string; left: number; skipped: number; random: () => number }

export const armFault = (fault: Fault): ArmedFault => ({
  ...fault,
  id: crypto.randomUUID(),
  left: fault.times ?? Number.POSITIVE_INFINITY,
  skipped: 0,
  random: seededRandom(fault.seed),
})

/** The fault that strikes this request, if any; the first armed one wins. */
export function strike(faults: readonly ArmedFault[], endpoint: string): ArmedFault | undefined {
  for (const fault of faults) {
    if (fault.left === 0 || (fault.endpoint !== '*' && fault.endpoint !== endpoint)) continue
    if (fault.skipped < fault.skip) {
      fault.skipped++
      continue
    }
    if (fault.random() >= fault.probability) continue
    fault.left--
    return fault
  }
  return undefined
}

/** The text LINE would give with this status. */
export function faultMessage({ status, message }: Fault) {
  if (message === 'monthly') return MONTHLY_LIMIT
  if (message === 'rate') return RATE_LIMITED
  if (message !== undefined) return message
  if (status === 429) return RATE_LIMITED
  return status === 401 ? INVALID_TOKEN : INTERNAL_ERROR
}

/** mulberry32: the same seed gives the same faults. */
export function seededRandom(seed: number) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
