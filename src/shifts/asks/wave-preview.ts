import type { Deps } from '../../deps.ts'
import { Refusal } from '../../refusal.ts'
import { type Cost, costOf } from '../../sending/cost.ts'
import { readSendingSettings } from '../../sending/sending-settings.ts'
import type { Opening } from '../openings.ts'
import { countAskable } from './asks.ts'
import { countByPush, type Fitting, findFitting, type NoPush } from './wave-people.ts'
import { firstWaveAt, planWaves, type WavePlan, waveTime } from './wave-plan.ts'

/** So many of those who would be asked are named. */
export const NAMED_MAX = 60

export type Preview = {
  /** On whose board it stands, or would. */
  board: number
  /** Who may get a push, whoever is held until the next day included. */
  people: number
  /** Who gets none, and why. */
  leftOut: Partial<Record<NoPush, number>>
  /** Messages at most: one a person, never more than the owner says yes to. */
  messages: number
  plan: WavePlan
  /** The first of them, who fits best first; `wave`: in which of the plan's, from 1. For operators who may see names. */
  named: readonly (Fitting & { wave: number })[]
  /** What those messages cost; undefined: LINE does not tell now. */
  cost: Cost | undefined
  /** Messages of the month that this opening may use: those kept for urgent ones are none of it, unless it is one. null: no limit known. */
  usable: number | null
}

type Asked = {
  /** A draft, or one that is open: then it tells what is still to come. */
  opening: Opening
  /** Messages at most, where the owner did not yet say yes to a number; without it, as many as there are people. */
  asksMax?: number
  now: number
}

/** Who would be asked when, if nobody answered, and what it would cost. It changes nothing. */
export async function previewWaves(
  deps: Pick<Deps, 'store' | 'line'>,
  { opening, asksMax, now }: Asked,
): Promise<Preview> {
  const { store } = deps
  const settings = await readSendingSettings(store)
  const firstAt = firstOf(opening, settings, now)
  const asking = { opening, settings, now: firstAt }
  const [board, counts] = [await countAskable(store, opening, now), await countByPush(store, asking)]
  const leftOut: Preview['leftOut'] = Object.fromEntries(
    counts.flatMap(({ reason, people }) => (reason === null ? [] : [[reason, people]])),
  )
  const people = (counts.find(({ reason }) => reason === null)?.people ?? 0) + (leftOut.cap_day ?? 0)
  const asked = leftOut.asked ?? 0
  const most = asksMax ?? (opening.state === 'draft' ? people : opening.asksMax)
  const plan = planWaves({ ...opening, asksMax: most }, { people, asked, firstAt, quiet: settings })
  const messages = plan.waves.reduce((sum, wave) => sum + wave.people, 0)
  const cost = await costIfKnown(deps, { messages, urgent: opening.urgent, now })
  const fitting = await findFitting(store, { ...asking, limit: Math.min(NAMED_MAX, messages) })
  return {
    board,
    people,
    leftOut,
    messages,
    plan,
    named: inWaves(plan, fitting),
    cost,
    usable: cost && cost.before !== null ? Math.max(0, cost.before - (opening.urgent ? 0 : cost.reserve)) : null,
  }
}

const firstOf = (opening: Opening, settings: Parameters<typeof waveTime>[0], now: number) =>
  opening.state === 'draft'
    ? firstWaveAt(settings, { leadMinutes: opening.leadMinutes, now })
    : waveTime(settings, Math.max(now, opening.nextWaveAt ?? now))

/** Everybody with the number of the wave that would be theirs. */
function inWaves({ waves }: WavePlan, fitting: readonly Fitting[]) {
  const ends = waves.map((_, i) => waves.slice(0, i + 1).reduce((sum, { people }) => sum + people, 0))
  return fitting.map((person, i) => ({ ...person, wave: ends.findIndex((end) => i < end) + 1 }))
}

async function costIfKnown(
  deps: Pick<Deps, 'store' | 'line'>,
  asked: { messages: number; urgent: boolean; now: number },
) {
  try {
    return await costOf(deps, asked)
  } catch (error) {
    if (error instanceof Refusal && error.code === 'line_unreachable') return undefined
    throw error
  }
}
