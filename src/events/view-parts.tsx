import type { Child } from 'hono/jsx'
import type { EventState } from '../db/schema-events.ts'
import { guestListTexts } from '../texts/event-guest-lists.ts'
import { eventViewTexts } from '../texts/event-guests.ts'
import { formatDateTime, formatDay, formatNumber, formatTime } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import { Badge, type BadgeTone } from '../web/ui-parts.tsx'
import type { ShopEvent } from './events.ts'
import type { Guest, GuestList } from './guests.ts'

export const PATH = '/admin/events'
export const HISTORY_PATH = `${PATH}/history`
export const guestsPath = (eventId: string, list?: GuestList) =>
  `${PATH}/${eventId}/guests${list === undefined ? '' : `?show=${list}`}`
export const guestPath = (eventId: string, memberId: string) => `${guestsPath(eventId)}/${memberId}`

const TONES: Record<EventState, BadgeTone> = {
  draft: 'plain',
  open: 'done',
  closed: 'wait',
  done: 'plain',
  cancelled: 'stop',
}

export const EventStateBadge = ({ lang, state }: { lang: Language; state: EventState }) => (
  <Badge tone={TONES[state]}>{eventViewTexts[lang].states[state]}</Badge>
)

/** 4月8日（水） 18:00〜20:00 */
export function whenOf({ startsAt, endsAt }: Pick<ShopEvent, 'startsAt' | 'endsAt'>, lang: Language) {
  const isOneDay = formatDay(startsAt, lang) === formatDay(endsAt, lang)
  const end = isOneDay ? formatTime(endsAt) : formatDateTime(endsAt, lang)
  return eventViewTexts[lang].range(formatDay(startsAt, lang), formatTime(startsAt), end)
}

export const NameOf = ({ lang, name }: { lang: Language; name: string | null }) => (
  <bdi>{name ?? guestListTexts[lang].lists.unnamed}</bdi>
)

type RowsProps = { lang: Language; event: ShopEvent; guests: readonly Guest[] }

/** People, one line each, whole lines to tap: how many they are, who drinks, allergies, and their place in the line. */
export const GuestRows = ({ lang, event, guests }: RowsProps) => (
  <ul class="comers">
    {guests.map((guest) => (
      <li>
        <a href={guestPath(event.id, guest.memberId)}>
          <span class="who-comes">
            <b>
              <NameOf lang={lang} name={guest.name} />
            </b>
            <Said lang={lang} event={event} guest={guest} />
          </span>
          <Standing lang={lang} guest={guest} />
        </a>
      </li>
    ))}
  </ul>
)

const Said = ({ lang, event, guest }: { lang: Language; event: ShopEvent; guest: Guest }) => {
  const t = guestListTexts[lang].lists
  const { state, drinkers, allergies, roleName, isReachable } = guest
  const comes = state === 'going' || state === 'waiting' || state === 'offered'
  const drinks = drinkers === null ? t.unsaid : drinkers === 0 ? t.noDrinks : t.drinkers(drinkers)
  const words = [
    ...(comes && event.alcohol ? [drinks] : []),
    ...(comes || roleName === null ? [] : [roleName]),
    ...(isReachable ? [] : [t.unreachable]),
  ]
  return (
    <>
      {words.length > 0 && <small>{words.join(t.separator)}</small>}
      {comes && allergies !== null && <Badge tone="wait">{allergies}</Badge>}
    </>
  )
}

const Standing = ({ lang, guest }: { lang: Language; guest: Guest }) => {
  const t = guestListTexts[lang]
  const { state, party, nth, seats, offerEndsAt, refusedSeats, people } = guest
  if (people !== null) return <Badge tone="done">{t.lists.cameWith(people)}</Badge>
  if (state === 'going') return <span class="people">{t.lists.people(party)}</span>
  if (state === 'offered') {
    const until = offerEndsAt === null ? undefined : formatDateTime(offerEndsAt, lang)
    const words = until === undefined ? t.lists.offered(seats) : t.lists.offeredUntil(seats, until)
    return <Waiting head={t.lists.people(party)} badge={<Badge tone="info">{words}</Badge>} />
  }
  if (state === 'waiting')
    return (
      <Waiting
        head={t.lists.people(party)}
        badge={<Badge tone="wait">{t.lists.nth(nth ?? 0)}</Badge>}
        more={refusedSeats > 0 && t.lists.refused(refusedSeats)}
      />
    )
  return <small>{state === null ? '' : t.guest.states[state]}</small>
}

const Waiting = ({ head, badge, more }: { head: string; badge: Child; more?: string | false }) => (
  <span class="in-line">
    <span class="people">{head}</span> {badge}
    {more && <small>{more}</small>}
  </span>
)

/** 12人 with the word of the list before it. */
export const listLabel = (lang: Language, list: GuestList, people: number) =>
  guestListTexts[lang].lists.count(guestListTexts[lang].lists[list], formatNumber(people))
