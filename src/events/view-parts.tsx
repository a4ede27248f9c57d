import { guestListTexts } from '../texts/event-guest-lists.ts'
import { eventViewTexts } from '../texts/event-guests.ts'
import { formatDateTime, formatDay, formatNumber, formatTime } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import { Badge } from '../web/ui-parts.tsx'
import { PATH } from './event-pages.tsx'
import type { ShopEvent } from './events.ts'
import type { Guest, GuestList } from './guests.ts'

export const HISTORY_PATH = `${PATH}/history`
export const guestsPath = (eventId: string, list?: GuestList) =>
  `${PATH}/${eventId}/guests${list === undefined ? '' : `?show=${list}`}`
export const guestPath = (eventId: string, memberId: string) => `${guestsPath(eventId)}/${memberId}`

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
            {guest.nth !== null && <small>{guestListTexts[lang].lists.nth(guest.nth)}</small>}
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
  const { state, drinkers, allergies, roleName, refusedSeats, isReachable } = guest
  const comes = isComing(guest)
  const drinks = drinkers === null ? t.unsaid : drinkers === 0 ? t.noDrinks : t.drinkers(drinkers)
  const words = [
    ...(comes && event.alcohol ? [drinks] : []),
    ...(comes || roleName === null ? [] : [roleName]),
    ...(state === 'waiting' && refusedSeats > 0 ? [t.refused(refusedSeats)] : []),
    ...(isReachable ? [] : [t.unreachable]),
  ]
  return (
    <>
      {words.length > 0 && <small>{words.join(t.separator)}</small>}
      <Offered lang={lang} guest={guest} />
      {comes && allergies !== null && <Badge tone="wait">{allergies}</Badge>}
    </>
  )
}

const Offered = ({ lang, guest: { state, seats, offerEndsAt } }: { lang: Language; guest: Guest }) => {
  const t = guestListTexts[lang].lists
  if (state !== 'offered') return null
  const words = offerEndsAt === null ? t.offered(seats) : t.offeredUntil(seats, formatDateTime(offerEndsAt, lang))
  return <Badge tone="info">{words}</Badge>
}

const Standing = ({ lang, guest }: { lang: Language; guest: Guest }) => {
  const t = guestListTexts[lang]
  const { state, party, people } = guest
  if (people !== null) return <Badge tone="done">{t.lists.cameWith(people)}</Badge>
  if (isComing(guest)) return <span class="people">{t.lists.people(party)}</span>
  return <small>{state === null ? '' : t.guest.states[state]}</small>
}

/** Whether nothing changes any more. */
export const isOver = ({ state }: ShopEvent) => state === 'done' || state === 'cancelled'

/** Whether somebody has a seat, or would take one. */
export const isComing = ({ state }: Guest) => state === 'going' || state === 'waiting' || state === 'offered'

/** A list's name with how many are on it: parties of those who would come, people of the others. */
export function listLabel(lang: Language, list: GuestList, count: number) {
  const t = guestListTexts[lang].lists
  const words = list === 'going' || list === 'line' ? t.countParties : t.countPeople
  return words(t[list], formatNumber(count))
}
