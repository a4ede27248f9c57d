import type { Cost } from '../sending/cost.ts'
import type { QuietHours } from '../sending/quiet.ts'
import { formatDateTime, formatNumber, formatYen } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import { shiftWaveTexts } from '../texts/shift-waves.ts'
import { Card, Definition, Notice, Table } from '../web/ui-parts.tsx'
import { reasonsOf } from './fit.ts'
import type { Preview } from './wave-preview.ts'

/** So many waves stand in a row each; the rest in one line. */
const WAVES_SHOWN = 8

type Props = { lang: Language; preview: Preview; quiet: QuietHours }

/**
 * Who would be asked when, and what it costs at most: stands before the button that sends. It names people: the page around it
 * notes the access (`preview.named`).
 */
export const WavesPreview = (props: Props) => {
  const { lang, preview } = props
  const t = shiftWaveTexts[lang]
  const { board, messages, plan } = preview
  const isBoardOnly = messages === 0 && plan.over === 'confirmed'
  const people = formatNumber(board)
  return (
    <Card title={isBoardOnly ? t.boardOnly(people) : t.title(people, formatNumber(messages))} id="waves">
      <p>{isBoardOnly ? t.introBoard : t.intro}</p>
      {!isBoardOnly && <Planned {...props} />}
      {preview.named.length > 0 && <Order {...props} />}
    </Card>
  )
}

const Planned = (props: Props) => {
  const { lang, preview, quiet } = props
  const t = shiftWaveTexts[lang]
  const { plan, messages, cost, usable } = preview
  if (messages === 0) return <Nobody {...props} />
  return (
    <>
      <PlanTable {...props} />
      <p>
        {plan.over === 'deadline' ? <strong>{t.over.deadline}</strong> : t.over[plan.over]} {t.stops}{' '}
        {quiet.quietFrom % 24 !== quiet.quietTo % 24 && t.quiet(String(quiet.quietFrom), String(quiet.quietTo))}
      </p>
      <Definition
        items={[
          { term: t.cost, detail: <CostLines lang={lang} cost={cost} /> },
          { term: t.leftOut, detail: <LeftOut {...props} /> },
        ]}
      />
      {usable !== null && usable < messages && <Notice tone="warn">{t.short(formatNumber(usable))}</Notice>}
    </>
  )
}

const Nobody = (props: Props) => {
  const t = shiftWaveTexts[props.lang]
  const isLate = props.preview.plan.over === 'deadline'
  return (
    <>
      <Notice tone={isLate ? 'warn' : 'info'}>{isLate ? t.over.deadline : t.nobody}</Notice>
      <Definition items={[{ term: t.leftOut, detail: <LeftOut {...props} /> }]} />
    </>
  )
}

const PlanTable = ({ lang, preview: { plan } }: Props) => {
  const t = shiftWaveTexts[lang]
  const shown = plan.waves.slice(0, WAVES_SHOWN).map((wave, i) => ({ ...wave, nth: i + 1 }))
  const later = plan.waves.slice(WAVES_SHOWN)
  const people = later.reduce((sum, wave) => sum + wave.people, 0)
  return (
    <>
      <Table
        caption={t.caption}
        rows={shown}
        columns={[
          { label: t.wave, cell: ({ nth }) => t.nth(formatNumber(nth)) },
          { label: t.at, cell: ({ at }) => formatDateTime(at, lang) },
          { label: t.people, number: true, cell: (wave) => t.persons(formatNumber(wave.people)) },
        ]}
      />
      {later.length > 0 && <p class="muted">{t.more(formatNumber(later.length), formatNumber(people))}</p>}
    </>
  )
}

const Order = ({ lang, preview: { named } }: Props) => {
  const t = shiftWaveTexts[lang]
  return (
    <details>
      <summary>{t.order}</summary>
      <Table
        caption={t.orderCaption}
        rows={named}
        columns={[
          { label: t.person, cell: ({ name }) => name ?? t.noName },
          { label: t.wave, cell: ({ wave }) => t.nth(formatNumber(wave)) },
          {
            label: t.why,
            cell: (fit) =>
              reasonsOf(fit)
                .map((reason) => t.fits[reason])
                .join(t.separator) || t.noReason,
          },
        ]}
      />
    </details>
  )
}

const LeftOut = ({ lang, preview: { leftOut } }: Props) => {
  const t = shiftWaveTexts[lang]
  const { asked = 0, answered = 0, clash = 0, cap_day = 0, cap_month = 0 } = leftOut
  const { no_consent = 0, blocked = 0, not_verified = 0 } = leftOut
  const counts = { asked, answered, clash, cap_day, cap_month, no_consent, blocked, not_verified }
  const lines = REASONS.filter((reason) => counts[reason] > 0).map((reason) =>
    t.reasons[reason](formatNumber(counts[reason])),
  )
  if (lines.length === 0) return <>{t.none}</>
  return (
    <>
      {lines.map((line, i) => (
        <>
          {i > 0 && <br />}
          {line}
        </>
      ))}
    </>
  )
}

const REASONS = ['asked', 'answered', 'clash', 'cap_day', 'cap_month', 'no_consent', 'blocked', 'not_verified'] as const

const CostLines = ({ lang, cost }: { lang: Language; cost: Cost | undefined }) => {
  const t = shiftWaveTexts[lang]
  if (!cost) return <>{t.unknown}</>
  const { before, after, yen } = cost
  return (
    <>
      {before === null || after === null ? t.unlimited : t.left(formatNumber(before), formatNumber(Math.max(0, after)))}
      <br />
      {yen.max === 0 ? t.noExtra : t.extra(formatYen(yen.max, lang))}
    </>
  )
}
