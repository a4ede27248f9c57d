import { couponReportTexts } from '../../texts/coupon-report.ts'
import { formatDate, formatNumber } from '../../texts/format.ts'
import type { Language } from '../../texts/language.ts'
import type { Column, Unit } from './period.ts'

const WIDTH = 340
const HEIGHT = 150
/** Above the bars for their numbers, below them for their days. */
const TOP = 18
const FOOT = 20
const BAR_MAX = 32
/** Of what a column is wide, the bar. */
const BAR_SHARE = 0.72
/** More columns than this have room for the greatest number alone. */
const NUMBERED_MAX = 14
/** At least so much room has a day's name. */
const NAME_WIDTH = 44

type Props = { lang: Language; unit: Unit; columns: readonly Column[] }

/** Uses as columns, each with its number, or where there are many the greatest alone; its words are for who cannot see it. */
export const UsesChart = ({ lang, unit, columns }: Props) => {
  const { chart: t } = couponReportTexts[lang]
  const most = columns.reduce((top, column) => (column.used > top.used ? column : top), { day: '', used: 0 })
  if (most.used === 0) return <p>{t.none}</p>
  const used = columns.reduce((sum, column) => sum + column.used, 0)
  const when = formatDate(most.day, lang)
  return (
    <svg
      class="columns"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={t.said(columns.length, formatNumber(used), formatNumber(most.used), when)}
    >
      {columns.map((column, n) => (
        <Bar {...{ lang, unit, column, n, count: columns.length, most }} />
      ))}
      <line x1="0" x2={WIDTH} y1={HEIGHT - FOOT} y2={HEIGHT - FOOT} />
    </svg>
  )
}

type BarProps = { lang: Language; unit: Unit; column: Column; n: number; count: number; most: Column }

const Bar = ({ lang, unit, column: { day, used }, n, count, most }: BarProps) => {
  const step = WIDTH / count
  const width = Math.min(BAR_MAX, round(step * BAR_SHARE))
  const middle = round(step * (n + 0.5))
  const height = round((used * (HEIGHT - TOP - FOOT)) / most.used)
  const isNumbered = used > 0 && (count <= NUMBERED_MAX || day === most.day)
  const every = Math.max(1, Math.ceil(NAME_WIDTH / step))
  return (
    <g>
      {used > 0 && (
        <rect x={round(middle - width / 2)} y={HEIGHT - FOOT - height} width={width} height={height} rx="2" />
      )}
      {isNumbered && (
        <text class="number" x={clamped(middle)} y={HEIGHT - FOOT - height - 5} text-anchor="middle">
          {formatNumber(used)}
        </text>
      )}
      {n % every === 0 && (
        <text x={clamped(middle)} y={HEIGHT - 5} text-anchor="middle">
          {nameOf(day, unit, lang, n === 0)}
        </text>
      )}
    </g>
  )
}

/** 11/28; of a month 11月, the first with its year: 2025/11. */
function nameOf(day: string, unit: Unit, lang: Language, isFirst: boolean) {
  const [year = '', month, date] = day.split('-').map(Number)
  if (unit !== 'month') return `${month}/${date}`
  if (lang === 'ja') return isFirst ? `${year}/${month}` : `${month}月`
  return `${month}/${String(year).slice(2)}`
}

const clamped = (x: number) => Math.min(Math.max(x, NAME_WIDTH / 2 - 4), WIDTH - NAME_WIDTH / 2 + 4)
const round = (value: number) => Math.round(value * 10) / 10
