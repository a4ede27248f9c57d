import { type QuietHours, quietUntil } from '../../sending/quiet.ts'

const MINUTE_MS = 60_000

/** How an opening asks: on the board at once, a push after `leadMinutes`, and again after so many, never more than `asksMax`. */
export type Pace = { leadMinutes: number; waveSize: number; waveMinutes: number; asksMax: number; closesAt: number }
export type Wave = { at: number; people: number }
/** `over`: why nobody else is asked. confirmed: more messages were not said yes to. deadline: the others come too late. */
export type WavePlan = { waves: readonly Wave[]; over: 'everybody' | 'confirmed' | 'deadline' }

/** When a wave leaves that is due at an instant: at once, or when the quiet hours end. */
export const waveTime = (quiet: QuietHours, at: number) => quietUntil(quiet, at) ?? at

/** When the first wave leaves of what is opened now. */
export const firstWaveAt = (quiet: QuietHours, { leadMinutes, now }: { leadMinutes: number; now: number }) =>
  waveTime(quiet, now + leadMinutes * MINUTE_MS)

/** When the next one leaves after a wave. */
export const nextWaveAt = (quiet: QuietHours, { waveMinutes, now }: { waveMinutes: number; now: number }) =>
  waveTime(quiet, now + waveMinutes * MINUTE_MS)

/**
 * Who would be asked when, if nobody answered: so many at a time, each person once, silent in the quiet hours, nobody from the
 * deadline on. `people`: who may get a push; `asked`: how many of the messages were sent before.
 */
export function planWaves(
  pace: Pick<Pace, 'waveSize' | 'waveMinutes' | 'asksMax' | 'closesAt'>,
  { people, asked = 0, firstAt, quiet }: { people: number; asked?: number; firstAt: number; quiet: QuietHours },
): WavePlan {
  const { waveSize, waveMinutes, asksMax, closesAt } = pace
  const allowed = Math.max(0, asksMax - asked)
  const waves: Wave[] = []
  let left = Math.min(people, allowed)
  for (let at = waveTime(quiet, firstAt); left > 0 && at < closesAt; at = nextWaveAt(quiet, { waveMinutes, now: at })) {
    const now = Math.min(left, waveSize)
    waves.push({ at, people: now })
    left -= now
  }
  if (left > 0) return { waves, over: 'deadline' }
  return { waves, over: people > allowed ? 'confirmed' : 'everybody' }
}
