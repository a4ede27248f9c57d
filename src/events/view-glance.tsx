import { eventViewTexts } from '../texts/event-guests.ts'
import { formatNumber } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import { Notice, Progress, Stat, Stats } from '../web/ui-parts.tsx'
import { PATH } from './event-pages.tsx'
import type { ShopEvent } from './events.ts'
import type { GuestCounts } from './guest-counts.ts'
import type { SeatCount } from './standing.ts'
import { isOver } from './view-parts.tsx'

export type GlanceProps = { lang: Language; event: ShopEvent; seats: SeatCount; counts: GuestCounts }

/** Counts as they come in, while anything moves. */
export const Glance = (props: GlanceProps) => {
  const { event } = props
  const glance = <GlancePart {...props} />
  if (event.state !== 'open' && event.state !== 'closed') return <div class="glance">{glance}</div>
  return (
    <div class="glance" data-refresh={`${PATH}/${event.id}/seats`} data-refresh-seconds="5">
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
  const isLive = !isOver(event)
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
      {isLive && (
        <Stat
          label={t.free}
          value={free === 0 ? t.full : formatNumber(free)}
          {...(free === 0 ? {} : { unit: t.seatsUnit })}
          hint={t.ofCapacity(formatNumber(capacity))}
        />
      )}
      {isLive && (waiting > 0 || offered > 0) && (
        <Stat
          label={t.line}
          value={formatNumber(waiting)}
          unit={t.people}
          hint={offered > 0 ? t.offeredHint(formatNumber(offered)) : t.parties(formatNumber(parties.waiting))}
        />
      )}
      {isLive && event.alcohol && (
        <Stat
          label={t.drinkers}
          value={formatNumber(counts.drinkers)}
          unit={t.people}
          hint={<Drinks {...{ lang, counts }} />}
        />
      )}
      {isLive && (event.asksAllergies || counts.allergies > 0) && (
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
