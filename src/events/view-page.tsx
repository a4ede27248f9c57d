import { eventViewTexts } from '../texts/event-guests.ts'
import { formatDateTime, formatNumber, formatYen } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import type { Operator } from '../web/env.ts'
import { type Flash, Page } from '../web/ui.tsx'
import { Actions, Button } from '../web/ui-forms.tsx'
import { Card, Definition, Notice, Progress, Stat, Stats } from '../web/ui-parts.tsx'
import type { ShopEvent } from './events.ts'
import type { Allergy, GuestCounts } from './guest-counts.ts'
import type { Step } from './next-step.ts'
import type { SeatCount } from './standing.ts'
import { FeedbackCard, MissedCard } from './view-after.tsx'
import { type Ahead, AheadCard, MoreCard, ToldCard } from './view-ahead.tsx'
import { ListsCard, type ListsProps } from './view-lists.tsx'
import { EventStateBadge, guestPath, guestsPath, NameOf, PATH, whenOf } from './view-parts.tsx'

export type GlanceProps = { lang: Language; event: ShopEvent; seats: SeatCount; counts: GuestCounts }

export type ViewProps = GlanceProps &
  ListsProps &
  Ahead &
  Parameters<typeof FeedbackCard>[0] &
  Parameters<typeof MissedCard>[0] & {
    operator: Operator
    allergies: readonly Allergy[]
    step: Step
    notice: Flash | undefined
  }

/** One event at a glance: how many come, how many seats are left, who drinks, allergies, and what to do next. */
export const EventPage = (props: ViewProps) => {
  const { lang, operator, event, allergies, step, notice } = props
  const t = eventViewTexts[lang]
  const path = `${PATH}/${event.id}`
  return (
    <Page
      lang={lang}
      title={event.title}
      operator={operator}
      path={path}
      back={{ href: PATH, label: t.back }}
      notice={notice}
      wide
    >
      <p class="when-where">
        <EventStateBadge lang={lang} state={event.state} /> <b>{whenOf(event, lang)}</b> <span>{event.place}</span>
      </p>
      {event.state !== 'draft' && <Live {...props} />}
      <Notice tone={step === 'cancelled' ? 'warn' : 'info'} title={t.next.title}>
        {t.next.steps[step].words}
      </Notice>
      {allergies.length > 0 && <AllergyCard lang={lang} event={event} allergies={allergies} />}
      <div class="split">
        <div>
          {event.state !== 'draft' && <ListsCard {...props} />}
          <FeedbackCard {...props} />
          <MissedCard {...props} />
        </div>
        <aside>
          {event.state !== 'draft' && <AheadCard {...props} />}
          <ToldCard {...props} />
          <FactsCard lang={lang} event={event} />
          <MoreCard lang={lang} event={event} step={step} />
        </aside>
      </div>
      <NextAction lang={lang} event={event} step={step} />
    </Page>
  )
}

/** Counts as they come in, while anything moves. */
const Live = (props: GlanceProps) => {
  const { event } = props
  const glance = <GlancePart {...props} />
  if (event.state !== 'open' && event.state !== 'closed') return <div>{glance}</div>
  return (
    <div data-refresh={`${PATH}/${event.id}/seats`} data-refresh-seconds="5">
      {glance}
    </div>
  )
}

/** Also the answer that replaces it every few seconds. */
export const GlancePart = ({ lang, event, seats, counts }: GlanceProps) => {
  const t = eventViewTexts[lang].seats
  const { capacity, going, offered } = seats
  const over = going + offered - capacity
  return (
    <>
      <Tiles lang={lang} event={event} seats={seats} counts={counts} />
      <Progress
        label={t.title}
        value={Math.min(going + offered, capacity)}
        max={capacity}
        text={t.held(formatNumber(going), formatNumber(offered), formatNumber(capacity))}
      />
      {over > 0 && (
        <Notice tone="warn" title={t.over(formatNumber(over))}>
          {t.overNote}
        </Notice>
      )}
    </>
  )
}

const Tiles = ({ lang, event, seats, counts }: GlanceProps) => {
  const t = eventViewTexts[lang].seats
  const { going, free, offered, waiting, parties, declined, cancelled, lapsed, capacity } = seats
  const isOver = event.state === 'done' || event.state === 'cancelled'
  return (
    <Stats tiles>
      {counts.isDoorUsed && (
        <Stat
          label={t.came}
          value={formatNumber(counts.came)}
          unit={t.people}
          hint={counts.walkIns > 0 ? t.walkIns(formatNumber(counts.walkIns)) : t.expected(formatNumber(going))}
        />
      )}
      <Stat label={t.going} value={formatNumber(going)} unit={t.people} hint={t.parties(formatNumber(parties.going))} />
      {!isOver && (
        <Stat
          label={t.free}
          value={free === 0 ? t.full : formatNumber(free)}
          {...(free === 0 ? {} : { unit: t.seatsUnit })}
          hint={t.ofCapacity(formatNumber(capacity))}
        />
      )}
      {(waiting > 0 || offered > 0) && (
        <Stat
          label={t.line}
          value={formatNumber(waiting)}
          unit={t.people}
          hint={offered > 0 ? t.offeredHint(formatNumber(offered)) : t.parties(formatNumber(parties.waiting))}
        />
      )}
      {event.alcohol && (
        <Stat
          label={t.drinkers}
          value={formatNumber(counts.drinkers)}
          unit={t.people}
          hint={<Drinks {...{ lang, counts }} />}
        />
      )}
      {(event.asksAllergies || counts.allergies > 0) && (
        <Stat
          label={t.allergies}
          value={formatNumber(counts.allergies)}
          unit={t.cases}
          hint={counts.allergies > 0 && <a href="#allergies">{t.look}</a>}
        />
      )}
      <Stat
        label={t.silent}
        value={formatNumber(counts.silent)}
        unit={t.persons}
        hint={t.declinedHint(formatNumber(declined + cancelled + lapsed))}
      />
    </Stats>
  )
}

const Drinks = ({ lang, counts }: { lang: Language; counts: GuestCounts }) => {
  const t = eventViewTexts[lang].seats
  return (
    <>
      {t.nonDrinkers(formatNumber(counts.nonDrinkers))}
      {counts.unsaid > 0 && (
        <>
          <br />
          {t.unsaid(formatNumber(counts.unsaid))}
        </>
      )}
    </>
  )
}

type AllergyProps = { lang: Language; event: ShopEvent; allergies: readonly Allergy[] }

const AllergyCard = ({ lang, event, allergies }: AllergyProps) => {
  const t = eventViewTexts[lang].allergies
  return (
    <Card title={t.title} id="allergies">
      <ul class="allergies">
        {allergies.map(({ memberId, name, party, isComing, words }) => (
          <li>
            <strong>{words}</strong>{' '}
            <a href={guestPath(event.id, memberId)}>
              <NameOf lang={lang} name={name} />
            </a>{' '}
            <small>
              {t.party(party)}
              {!isComing && ` ${t.inLine}`}
            </small>
          </li>
        ))}
      </ul>
      <small>{t.forgotten}</small>
    </Card>
  )
}

const FactsCard = ({ lang, event }: { lang: Language; event: ShopEvent }) => {
  const t = eventViewTexts[lang]
  return (
    <Card title={t.facts} aside={<a href={`${PATH}/${event.id}/edit`}>{t.more.edit}</a>}>
      <Definition
        items={[
          {
            term: t.place,
            detail: (
              <>
                {event.place} {event.mapUrl !== null && <a href={event.mapUrl}>{t.map}</a>}
              </>
            ),
          },
          { term: t.deadline, detail: t.until(formatDateTime(event.closesAt, lang)) },
          { term: t.store, detail: event.storeName ?? t.company },
          { term: t.fee, detail: event.feeYen === 0 ? t.free : formatYen(event.feeYen, lang) },
          { term: t.words, detail: <span class="lines">{event.words}</span> },
          ...(event.cancelWords
            ? [{ term: t.cancelWords, detail: <span class="lines">{event.cancelWords}</span> }]
            : []),
        ]}
      />
    </Card>
  )
}

/** The one thing to do now, at the thumb. */
const NextAction = ({ lang, event, step }: { lang: Language; event: ShopEvent; step: Step }) => {
  const { button } = eventViewTexts[lang].next.steps[step]
  if (step === 'copy' || step === 'cancelled')
    return (
      <form method="post" action={`${PATH}/${event.id}/copies`}>
        <Actions>
          <Button>{button}</Button>
        </Actions>
      </form>
    )
  return (
    <Actions>
      <Button href={hrefOf(step, event.id)} kind={step === 'wait' || step === 'full' ? 'secondary' : 'primary'}>
        {button}
      </Button>
    </Actions>
  )
}

function hrefOf(step: Exclude<Step, 'copy' | 'cancelled'>, id: string) {
  const compose = `/admin/broadcasts/new?event=${encodeURIComponent(id)}`
  return {
    opening: `${PATH}/${id}/edit`,
    invite: `${compose}&kind=event`,
    remind: `${compose}&kind=event&to=silent`,
    full: guestsPath(id, 'line'),
    wait: guestsPath(id, 'going'),
    door: `${PATH}/${id}/door`,
    print: `${PATH}/${id}/door/list`,
    thanks: `${compose}&kind=event&moment=thanks`,
    results: `${compose}&kind=text&moment=results`,
  }[step]
}
