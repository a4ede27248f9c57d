const DAY_MS = 86_400_000
const TOKYO_OFFSET_MS = 9 * 3_600_000
/** Day 0 of a spreadsheet's calendar, and the numbers in it that are taken for a day: 1954 to 2064. */
const SERIAL_ZERO_MS = Date.UTC(1899, 11, 30)
const SERIAL_MIN = 20_000
const SERIAL_MAX = 60_000
/** Above this, what was typed is not looked at any further. */
const TYPED_MAX = 40

/** A calendar day, 'YYYY-MM-DD'. Of a month alone it is the last day. */
export type ReadDay = { day: string; monthOnly: boolean }

type Era = { zero: number; from: string; to: string }
const ERAS: Readonly<Record<string, Era>> = {
  R: { zero: 2018, from: '2019-05-01', to: '9999-12-31' },
  H: { zero: 1988, from: '1989-01-08', to: '2019-04-30' },
  S: { zero: 1925, from: '1926-12-25', to: '1989-01-07' },
  T: { zero: 1911, from: '1912-07-30', to: '1926-12-24' },
}
const ERA_NAMES: readonly (readonly [RegExp, string])[] = [
  [/^(令和|令)/, 'R'],
  [/^(平成|平)/, 'H'],
  [/^(昭和|昭)/, 'S'],
  [/^(大正|大)/, 'T'],
]

const TIME = /[T\s]+\d{1,2}:\d{2}(:\d{2})?(\.0+)?$/i
const WEEKDAY = /\(?([日月火水木金土]曜日?|\([日月火水木金土]\)|\((sun|mon|tue|wed|thu|fri|sat)\))\)?$/i
const WESTERN = /^(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?$/
const OF_ERA = /^([RHST])\.?(元|\d{1,2})[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?$/i
const EIGHT_DIGITS = /^(\d{4})(\d{2})(\d{2})$/

/** A day as people write it in Japan, in any width; undefined when there is no such day, or more than one it could be. */
export function readDay(typed: string): ReadDay | undefined {
  if (typed.length > TYPED_MAX) return undefined
  const folded = fold(typed)
  const ofEra = OF_ERA.exec(folded)
  if (ofEra) return dayOfEra(ofEra)
  const [, year, month, day] = WESTERN.exec(folded) ?? EIGHT_DIGITS.exec(folded) ?? []
  if (year !== undefined) return dayOf(Number(year), Number(month), day)
  return /^\d{5}$/.test(folded) ? dayOfSerial(Number(folded)) : undefined
}

/** The calendar day in Tokyo, which has had no daylight saving time since 1951. */
export const dayInTokyo = (atMs: number) => isoDay(atMs + TOKYO_OFFSET_MS)

function fold(typed: string) {
  const words = typed
    .normalize('NFKC')
    .trim()
    .replace(TIME, '')
    .replace(/\s+/gu, '')
    .replace(WEEKDAY, '')
    .replace(/[\p{Pd}−ー]/gu, '-')
  return ERA_NAMES.reduce((said, [name, letter]) => said.replace(name, letter), words)
}

function dayOfEra([, letter = '', said, month, day]: RegExpExecArray) {
  const era = ERAS[letter.toUpperCase()]
  const year = said === '元' ? 1 : Number(said)
  if (era === undefined || year === 0) return undefined
  const read = dayOf(era.zero + year, Number(month), day)
  if (read === undefined) return undefined
  const first = read.monthOnly ? `${read.day.slice(0, 7)}-01` : read.day
  return first <= era.to && read.day >= era.from ? read : undefined
}

function dayOf(year: number, month: number, day: string | undefined): ReadDay | undefined {
  if (year < 1900 || year > 2100 || month < 1 || month > 12) return undefined
  if (day === undefined) return { day: isoDay(Date.UTC(year, month, 0)), monthOnly: true }
  const read = isoDay(Date.UTC(year, month - 1, Number(day)))
  // A 30 February must not slide into March.
  return Number(day) > 0 && Number(read.slice(5, 7)) === month ? { day: read, monthOnly: false } : undefined
}

const dayOfSerial = (serial: number): ReadDay | undefined =>
  serial >= SERIAL_MIN && serial <= SERIAL_MAX
    ? { day: isoDay(SERIAL_ZERO_MS + serial * DAY_MS), monthOnly: false }
    : undefined

const isoDay = (atMs: number) => new Date(atMs).toISOString().slice(0, 10)
