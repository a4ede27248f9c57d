import { guestListTexts } from '../texts/event-guest-lists.ts'
import { formatNumber } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import { Button, SearchField } from '../web/ui-forms.tsx'
import { Card } from '../web/ui-parts.tsx'
import type { ShopEvent } from './events.ts'
import type { GuestCounts } from './guest-counts.ts'
import type { Guest } from './guests.ts'
import type { SeatCount } from './standing.ts'
import { GuestRows, guestsPath, isOver, listLabel } from './view-parts.tsx'

/** People of a list that stand on the event's own page; the list has them all. */
export const PREVIEW_MAX = 12

export type ListsProps = {
  lang: Language
  event: ShopEvent
  seats: SeatCount
  counts: GuestCounts
  going: readonly Guest[]
  line: readonly Guest[]
}

type Untold = { lang: Language; event: ShopEvent; untold: readonly Guest[]; untoldCount: number }

/** Whom somebody has to phone: no message of the change, or of the cancellation, reaches them. */
export const UntoldCard = ({ lang, event, untold, untoldCount }: Untold) => {
  const t = guestListTexts[lang].lists
  if (untold.length === 0) return null
  return (
    <Card title={listLabel(lang, 'untold', untoldCount)} id="untold">
      <p>{event.state === 'cancelled' ? t.untoldCancelled : t.untoldChanged}</p>
      <GuestRows lang={lang} event={event} guests={untold} />
      {untoldCount > untold.length && (
        <p>
          <a href={guestsPath(event.id, 'untold')}>{t.allPeople(formatNumber(untoldCount))}</a>
        </p>
      )}
    </Card>
  )
}

/** Who comes and who waits, first come first; who said no, or nothing, behind a link. */
export const ListsCard = ({ lang, event, seats, counts, going, line }: ListsProps) => {
  const t = guestListTexts[lang].lists
  const { parties } = seats
  const inLine = parties.waiting + parties.offered
  const over = isOver(event)
  const no = seats.declined + seats.cancelled + seats.lapsed
  return (
    <>
      <Card
        title={t.going}
        id="going"
        aside={parties.going > 0 && <span>{t.parties(formatNumber(parties.going), formatNumber(seats.going))}</span>}
      >
        {going.length === 0 ? (
          <p class="muted">{over ? t.noneCame : t.noneGoing}</p>
        ) : (
          <GuestRows lang={lang} event={event} guests={going} />
        )}
        {parties.going > going.length && (
          <p>
            <a href={guestsPath(event.id, 'going')}>{t.all(formatNumber(parties.going))}</a>
          </p>
        )}
      </Card>
      {inLine > 0 && (
        <Card title={t.line} id="line" aside={<span>{t.inLine(formatNumber(inLine))}</span>}>
          <GuestRows lang={lang} event={event} guests={line} />
          {inLine > line.length && (
            <p>
              <a href={guestsPath(event.id, 'line')}>{t.all(formatNumber(inLine))}</a>
            </p>
          )}
        </Card>
      )}
      <Card title={over ? t.over : t.byHand}>
        {!over && <p class="muted">{t.byHandNote}</p>}
        <search>
          <form method="get" action={guestsPath(event.id)} class="filters">
            <input type="hidden" name="show" value="answered" />
            <SearchField lang={lang} label={t.search} value="" />
            <Button kind="secondary">{t.searchButton}</Button>
          </form>
        </search>
        <ul class="links">
          <li>
            <a href={guestsPath(event.id, 'declined')}>{listLabel(lang, 'declined', no)}</a>
          </li>
          <li>
            <a href={guestsPath(event.id, 'silent')}>{listLabel(lang, 'silent', counts.silent)}</a>
          </li>
          {parties.going + inLine + no > 0 && (
            <li>
              <a href={`${guestsPath(event.id)}.csv`}>{t.csv}</a>
              <br />
              <small>{t.csvNote}</small>
            </li>
          )}
        </ul>
      </Card>
    </>
  )
}
