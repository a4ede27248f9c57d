import { formatNumber } from '../../texts/format.ts'
import type { Language } from '../../texts/language.ts'
import { shiftViewTexts } from '../../texts/shift-view.ts'
import { Stat, Stats } from '../../web/ui-parts.tsx'
import type { Opening } from '../openings.ts'
import type { Asked } from './asked-waves.ts'
import type { Candidate } from './candidates.ts'
import { openingPath } from './view-parts.tsx'

export type GlanceProps = { lang: Language; opening: Opening; counts: Counts }
export type Counts = { applied: number; standby: number; offered: number; board: Asked['board'] }

export function countsOf(candidates: readonly Candidate[], { board }: Asked): Counts {
  const count = (state: Candidate['state']) => candidates.filter((one) => one.state === state).length
  return { applied: count('applied'), standby: count('standby'), offered: count('offered'), board }
}

/** Counts as they come in, while anything moves. */
export const Glance = (props: GlanceProps) => {
  const { opening } = props
  const glance = <GlancePart {...props} />
  if (opening.state !== 'open' && opening.state !== 'closed') return <div class="glance">{glance}</div>
  return (
    <div class="glance" data-refresh={`${openingPath(opening.id)}/places`} data-refresh-seconds="10">
      {glance}
    </div>
  )
}

/** Also the answer that replaces it every few seconds. */
export const GlancePart = ({ lang, opening, counts }: GlanceProps) => {
  const t = shiftViewTexts[lang].glance
  const { headcount, taken } = opening
  const { applied, standby, offered, board } = counts
  const free = Math.max(0, headcount - taken)
  return (
    <Stats tiles>
      <Stat
        label={t.confirmed}
        value={`${formatNumber(taken - offered)}/${formatNumber(headcount)}`}
        unit={t.people}
        hint={free === 0 ? t.full : t.free(formatNumber(free))}
      />
      {(opening.mode === 'approve' || applied > 0) && (
        <Stat label={t.applied} value={formatNumber(applied)} unit={t.people} hint={applied > 0 ? t.appliedHint : ''} />
      )}
      {standby + offered > 0 && (
        <Stat
          label={t.standby}
          value={formatNumber(standby + offered)}
          unit={t.people}
          hint={offered > 0 ? t.offered(formatNumber(offered)) : ''}
        />
      )}
      <Stat
        label={t.asked}
        value={formatNumber(board.people)}
        unit={t.people}
        hint={t.read(formatNumber(board.read))}
      />
    </Stats>
  )
}
