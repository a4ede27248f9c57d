import ical, { ICalAlarmType, ICalCalendarMethod, type ICalDayJsStub, ICalEventStatus } from 'ical-generator'
import type { ShopEvent } from './events.ts'

const ZONE = 'Asia/Tokyo'
const TOKYO_OFFSET_MS = 9 * 3_600_000
/** Tokyo has had no daylight saving time since 1951. */
const VTIMEZONE = [
  'BEGIN:VTIMEZONE',
  `TZID:${ZONE}`,
  'BEGIN:STANDARD',
  'DTSTART:19510909T010000',
  'TZOFFSETFROM:+0900',
  'TZOFFSETTO:+0900',
  'TZNAME:JST',
  'END:STANDARD',
  'END:VTIMEZONE',
].join('\r\n')

/** A sequence is a number of 32 bits: seconds since we began last until 2094. */
const SEQUENCE_FROM_MS = Date.UTC(2026, 0)
/** As long before as the way there may take. */
const ALARM_SECONDS_BEFORE = 2 * 3_600

/** Google signs nobody in inside of LINE's browser; LINE opens the phone's own for such links. */
export const OUTSIDE = { openExternalBrowser: '1' } as const

/** `hint`: how one changes one's mind, in the guest's language. */
type Shown = { event: ShopEvent; shop: string; hint: string }

/**
 * The event for any calendar (RFC 5545). It names nobody and carries no link of the guest's, for calendars are shared.
 * The same UID and a higher SEQUENCE at every change: a calendar that knows the event takes the new hour.
 */
export function calendarFile({ event, shop, hint, host }: Shown & { host: string }): string {
  const calendar = ical({
    prodId: { company: 'Okaeri', product: 'Events', language: 'JA' },
    method: ICalCalendarMethod.PUBLISH,
    timezone: { name: null, generator: () => VTIMEZONE },
  })
  calendar.createEvent({
    id: `${event.id}@${host}`,
    sequence: Math.max(0, Math.floor((event.updatedAt - SEQUENCE_FROM_MS) / 1_000)),
    stamp: new Date(event.updatedAt),
    lastModified: new Date(event.updatedAt),
    timezone: ZONE,
    start: inTokyo(event.startsAt),
    end: inTokyo(event.endsAt),
    summary: titleOf({ event, shop }),
    location: placeOf(event),
    description: descriptionOf({ event, hint }),
    status: event.state === 'cancelled' ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    ...(event.state === 'cancelled'
      ? {}
      : {
          alarms: [
            { type: ICalAlarmType.display, trigger: ALARM_SECONDS_BEFORE, description: titleOf({ event, shop }) },
          ],
        }),
  })
  return calendar.toString()
}

/** Google's form for a new entry, filled in. */
export function googleCalendarUrl({ event, shop, hint }: Shown): string {
  const query = new URLSearchParams({
    action: 'TEMPLATE',
    text: titleOf({ event, shop }),
    dates: `${compact(event.startsAt)}/${compact(event.endsAt)}`,
    ctz: ZONE,
    location: placeOf(event),
    details: descriptionOf({ event, hint }),
    ...OUTSIDE,
  })
  return `https://calendar.google.com/calendar/render?${query}`
}

/** Where it is, in one line. */
export const placeOf = ({ storeName, place }: Pick<ShopEvent, 'storeName' | 'place'>) =>
  storeName === null || place.includes(storeName) ? place : `${storeName} ${place}`.trim()

const titleOf = ({ event, shop }: { event: ShopEvent; shop: string }) => `${event.title}（${shop}）`

const descriptionOf = ({ event, hint }: Pick<Shown, 'event' | 'hint'>) =>
  [event.words, event.mapUrl ?? '', hint].filter(Boolean).join('\n\n')

/** 20260405T180000, as Tokyo's clocks show it. */
const compact = (at: number) => new Date(at + TOKYO_OFFSET_MS).toISOString().replace(/[-:]|\.\d+Z$/g, '')

/** A moment that spells itself by Tokyo's clocks, wherever the process runs. */
const inTokyo = (at: number): ICalDayJsStub => ({
  format: (pattern) => compact(at).split('T')[pattern === 'HHmmss' ? 1 : 0] ?? '',
  isValid: () => true,
  toDate: () => new Date(at),
  toJSON: () => new Date(at).toISOString(),
  tz: () => inTokyo(at),
})
