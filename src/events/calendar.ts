import { googleUrl, icalendar } from '../line/calendar.ts'
import type { ShopEvent } from './events.ts'

/** A sequence is a number of 32 bits: seconds since we began last until 2094. */
const SEQUENCE_FROM_MS = Date.UTC(2026, 0)

/** `hint`: how one changes one's mind, in the guest's language. */
type Shown = { event: ShopEvent; shop: string; hint: string }

/** The event for any calendar (RFC 5545). It names nobody and carries no link of the guest's, for calendars are shared. */
export const calendarFile = ({ host, ...shown }: Shown & { host: string }): string =>
  icalendar(
    {
      ...entryOf(shown),
      id: shown.event.id,
      updatedAt: shown.event.updatedAt,
      sequence: Math.max(0, Math.floor((shown.event.updatedAt - SEQUENCE_FROM_MS) / 1_000)),
      isCancelled: shown.event.state === 'cancelled',
    },
    { host, product: 'Events' },
  )

/** Google's form for a new entry, filled in. */
export const googleCalendarUrl = (shown: Shown): string => googleUrl(entryOf(shown))

/** Where it is, in one line. */
export const placeOf = ({ storeName, place }: Pick<ShopEvent, 'storeName' | 'place'>) =>
  storeName === null || place.includes(storeName) ? place : `${storeName} ${place}`.trim()

const entryOf = ({ event, shop, hint }: Shown) => ({
  title: `${event.title}（${shop}）`,
  place: placeOf(event),
  words: [event.words, event.mapUrl ?? '', hint].filter(Boolean).join('\n\n'),
  startsAt: event.startsAt,
  endsAt: event.endsAt,
})
