import type { Child } from 'hono/jsx'
import { formatNumber } from '../../texts/format.ts'
import { shiftViewTexts } from '../../texts/shift-view.ts'
import type { Operator } from '../../web/env.ts'
import { type Flash, Page } from '../../web/ui.tsx'
import { Button } from '../../web/ui-forms.tsx'
import { Badge, Card, Notice } from '../../web/ui-parts.tsx'
import { shiftTitle } from '../ad/shift-words.ts'
import { AskedCard, type AskedProps } from './view-asked.tsx'
import { AssignedCard, type AssignedProps } from './view-assigned.tsx'
import { CandidatesCard, type CandidatesProps, OthersCard } from './view-candidates.tsx'
import { FactsCard, type FactsProps, MoreCard } from './view-facts.tsx'
import { Glance, type GlanceProps } from './view-glance.tsx'
import type { Step } from './view-next.ts'
import { OpeningBadge, openingPath, PATH } from './view-parts.tsx'
import { RequestsCard } from './view-requests.tsx'

export type ViewProps = GlanceProps &
  CandidatesProps &
  AssignedProps &
  AskedProps &
  FactsProps & {
    operator: Operator
    step: Step
    notice: Flash | undefined
    /** What could not be done to whom, after a yes to several. */
    failures?: Child
    /** Where a coupon to thank them is written. */
    thanksHref: string | undefined
  }

/** One opening at a glance: who applied, who comes, what waits for an answer, and what to do next. */
export const OpeningPage = (props: ViewProps) => {
  const { lang, operator, opening, notice, failures } = props
  const t = shiftViewTexts[lang]
  return (
    <Page
      lang={lang}
      title={shiftTitle(lang, opening)}
      operator={operator}
      current="shifts"
      path={openingPath(opening.id)}
      back={{ href: PATH, label: t.back }}
      notice={notice}
      wide
    >
      {failures}
      <p class="when-where">
        <OpeningBadge lang={lang} opening={opening} /> <b>{opening.storeName}</b>{' '}
        {opening.urgent && <Badge tone="wait">{t.urgent}</Badge>}
      </p>
      {opening.state !== 'draft' && <Glance {...props} />}
      <NextStep {...props} />
      {opening.state === 'draft' ? <Planned {...props} /> : <Known {...props} />}
    </Page>
  )
}

/** Nobody can have answered a draft. */
const Planned = (props: ViewProps) => (
  <>
    <FactsCard {...props} />
    <MoreCard {...props} />
  </>
)

/** Who is still to be chosen comes first; once all places are given, who comes. */
const Known = (props: ViewProps) => {
  const isFull = props.opening.taken >= props.opening.headcount
  return (
    <div class="split">
      <div>
        <RequestsCard {...props} />
        {isFull ? (
          <>
            <AssignedCard {...props} />
            <CandidatesCard {...props} />
          </>
        ) : (
          <>
            <CandidatesCard {...props} />
            <AssignedCard {...props} />
          </>
        )}
        <OthersCard {...props} />
      </div>
      <aside>
        <ThanksCard {...props} />
        <AskedCard {...props} />
        <FactsCard {...props} />
        <MoreCard {...props} />
      </aside>
    </div>
  )
}

const NextStep = ({ lang, opening, step, counts }: ViewProps) => {
  const t = shiftViewTexts[lang].next
  const free = formatNumber(Math.max(0, opening.headcount - opening.taken))
  const applied = formatNumber(counts.applied)
  const words: Record<Step, string> = {
    ...t,
    decide: t.decide(applied),
    decideLate: t.decideLate(applied),
    short: t.short(free),
  }
  const path = openingPath(opening.id)
  return (
    <Notice tone={step === 'cancelled' || step === 'request' ? 'warn' : 'info'} title={t.title}>
      <p>{words[step]}</p>
      {step === 'draft' && <Button href={`${path}/open`}>{t.draftButton}</Button>}
      {step === 'hours' && <Button href={`${path}/hours`}>{t.hoursButton}</Button>}
    </Notice>
  )
}

const ThanksCard = ({ lang, thanksHref }: ViewProps) => {
  const t = shiftViewTexts[lang].more
  if (thanksHref === undefined) return null
  return (
    <Card title={t.thanks} id="thanks">
      <p>{t.thanksNote}</p>
      <Button kind="secondary" href={thanksHref}>
        {t.thanks}
      </Button>
    </Card>
  )
}
