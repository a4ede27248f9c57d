import type { SkipReason } from '../db/schema.ts'
import type { Cost } from '../sending/cost.ts'
import type { Reach } from '../sending/reach.ts'
import { broadcastTexts } from '../texts/broadcasts.ts'
import { confirmTexts } from '../texts/confirm.ts'
import { formatDateTime, formatNumber, formatYen, tokyoDay } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import { Button } from '../web/ui-forms.tsx'
import { Card, Definition, Notice } from '../web/ui-parts.tsx'
import type { Broadcast } from './drafts.ts'
import { PATH } from './pages.tsx'
import { PATH as SETTINGS_PATH } from './settings-page.tsx'

type CostProps = {
  lang: Language
  broadcast: Broadcast
  reach: Reach
  /** undefined: LINE did not tell. */
  cost: Cost | undefined
  sentence: string
  /** When whom today's message reached already is written to next. */
  morning: number
  isOwner: boolean
}

/** People, messages, what is left, yen: all that is to be known before anything is spent. */
export const CostCard = (props: CostProps) => {
  const { lang, broadcast, reach, cost, sentence } = props
  const t = confirmTexts[lang]
  return (
    <Card title={costLine(props)}>
      <Definition
        items={[
          { term: t.audience, detail: sentence },
          { term: t.purpose, detail: broadcastTexts[lang].purposes[broadcast.purpose] },
          ...(cost ? [{ term: t.cost, detail: extraCost(lang, cost) }] : []),
          { term: t.excluded, detail: <Excluded lang={lang} reach={reach} /> },
        ]}
      />
      <Held {...props} />
      {cost && <Figures {...props} cost={cost} />}
    </Card>
  )
}

/** 24人に配信・24通・今月の残り 142→118 */
function costLine({ lang, reach, cost }: Pick<CostProps, 'lang' | 'reach' | 'cost'>) {
  const t = confirmTexts[lang]
  const line = t.line(formatNumber(reach.people))
  if (!cost) return line
  const { before, after } = cost
  const month = monthName(lang, cost)
  if (before === null || after === null) return `${line}${t.noLimit(month)}`
  return after < 0
    ? `${line}${t.short(month, formatNumber(before), formatNumber(-after))}`
    : `${line}${t.quota(month, formatNumber(before), formatNumber(after))}`
}

export const monthName = (lang: Language, { month }: Cost) =>
  month.isCurrent ? confirmTexts[lang].thisMonth : confirmTexts[lang].month(Number(tokyoDay(month.start).slice(5, 7)))

function extraCost(lang: Language, { plan, yen: { min, max } }: Cost) {
  const t = confirmTexts[lang]
  if (max === 0) return t.noExtra(t.plans[plan])
  return min === max
    ? t.extra(t.plans[plan], formatYen(max, lang))
    : t.extraBetween(t.plans[plan], formatYen(min, lang), formatYen(max, lang))
}

const Figures = ({ lang, cost, isOwner }: { lang: Language; cost: Cost; isOwner: boolean }) => {
  const t = confirmTexts[lang]
  const { lineUsed, ourUsed, owed, limit, planDoubted, plan } = cost
  return (
    <>
      {planDoubted && (
        <Notice tone="info">
          {t.planDoubted(t.plans[plan])} {isOwner && <a href={SETTINGS_PATH}>{t.toSettings}</a>}
        </Notice>
      )}
      <details class="figures">
        <summary>{t.figuresTitle}</summary>
        <p>
          {t.figures(
            formatNumber(lineUsed),
            formatNumber(ourUsed),
            formatNumber(owed),
            limit === null ? '–' : formatNumber(limit),
          )}
        </p>
        <p>{t.approximate}</p>
      </details>
    </>
  )
}

/** Why who is meant is left out. Nobody is verified without being asked, so that reason never comes up here. */
const SHOWN = ['no_consent', 'blocked', 'cap_month', 'cap_day'] as const satisfies readonly SkipReason[]

const Excluded = ({ lang, reach: { excluded } }: { lang: Language; reach: Reach }) => {
  const t = confirmTexts[lang]
  const reasons = SHOWN.filter((reason) => (excluded[reason] ?? 0) > 0)
  if (reasons.length === 0) return <span>{t.nobodyExcluded}</span>
  return (
    <div>
      {reasons.map((reason) => (
        <div>
          {t.reasons[reason]} {t.people(formatNumber(excluded[reason] ?? 0))}
        </div>
      ))}
    </div>
  )
}

/** Who had their message of the day: next morning, or not at all. */
const Held = ({ lang, broadcast, reach, morning }: CostProps) => {
  const t = confirmTexts[lang]
  const isSkipped = broadcast.holding === 'skip'
  if (reach.heldToday === 0 && !(isSkipped && (reach.excluded.cap_day ?? 0) > 0)) return null
  return (
    <form method="post" action={`${PATH}/${broadcast.id}/holdings`}>
      {!isSkipped && (
        <Definition
          items={[
            {
              term: t.held,
              detail: t.heldCount(formatNumber(reach.heldToday), formatDateTime(morning, lang)),
            },
          ]}
        />
      )}
      <Button kind="secondary" name="holding" value={isSkipped ? 'morning' : 'skip'}>
        {isSkipped ? t.heldMorning : t.heldSkip}
      </Button>
    </form>
  )
}
