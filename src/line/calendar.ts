import ical, { ICalAlarmType, ICalCalendarMethod, type ICalDayJsStub, ICalEventStatus } from 'ical-generator'

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

/** As long before as the way there may take. */
const ALARM_SECONDS_BEFORE = 2 * 3_600

/** Google signs nobody in inside of LINE's browser; LINE opens the phone's own for such links. */
export const OUTSIDE = { openExternalBrowser: '1' } as const

/** Something with an hour, as a calendar keeps it. It names nobody and carries no link of theirs, for calendars are shared. */
export type CalendarEntry = {
  id: string
  title: string
  place: string
  words: string
  startsAt: number
  endsAt: number
  /** When it was changed last. */
  updatedAt: number
  /** Rises with every change. */
  sequence: number
  isCancelled: boolean
}

/**
 * The entry for any calendar (RFC 5545). The same UID and a higher SEQUENCE at every change: a calendar that knows it
 * takes the new hour.
 */
export function icalendar(entry: CalendarEntry, { host, product }: { host: string; product: string }): string {
  const calendar = ical({
    prodId: { company: 'Okaeri', product, language: 'JA' },
    method: ICalCalendarMethod.PUBLISH,
    timezone: { name: null, generator: () => VTIMEZONE },
  })
  calendar.createEvent({
    id: `${entry.id}@${host}`,
    sequence: entry.sequence,
    stamp: new Date(entry.updatedAt),
    lastModified: new Date(entry.updatedAt),
    timezone: ZONE,
    start: inTokyo(entry.startsAt),
    end: inTokyo(entry.endsAt),
    summary: entry.title,
    location: entry.place,
    description: entry.words,
    status: entry.isCancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    ...(entry.isCancelled
      ? {}
      : { alarms: [{ type: ICalAlarmType.display, trigger: ALARM_SECONDS_BEFORE, description: entry.title }] }),
  })
  return calendar.toString()
}

/** Google's form for a new entry, filled in. */
export function googleUrl({
  title,
  place,
  words,
  startsAt,
  endsAt,
}: Omit<CalendarEntry, 'id' | 'updatedAt' | 'sequence' | 'isCancelled'>): string {
  const query = new URLSearchParams({
    action: 'TEMPLATE',
    text: title,
    dates: `${compact(startsAt)}/${compact(endsAt)}`,
    ctz: ZONE,
    location: place,
    details: words,
    ...OUTSIDE,
  })
  return `https://calendar.google.com/calendar/render?${query}`
}

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
