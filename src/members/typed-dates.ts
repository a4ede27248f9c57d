import { LAST_DAY_MIN } from './steps.ts'

/** Reads a day that is written in full, such as 令和5年3月31日 or 2023/3: src/roster/dates.ts. Of a month alone the last day. */
export type ReadDay = (typed: string) => { day: string; monthOnly: boolean } | undefined

const MONTHS: readonly string[] = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const YEARS_AGO: readonly (readonly [RegExp, number])[] = [
  [/^(今年|ことし|this year)$/, 0],
  [/^(去年|昨年|きょねん|last year)$/, 1],
  [/^(一昨年|おととし|year before last)$/, 2],
]
/** Words around a date that do not change it. */
const BEFORE = /^(最終日は|最後は|最後の日は|だいたい|大体|たぶん|多分|おそらく|確か|たしか|約)+/
const BEFORE_EN = /^((i left|it was|in|on|at|the|around|about|maybe|end of|late|early|mid)[ -])+/
const AFTER =
  /(だったと思います|だと思います|だったと思う|と思います|と思う|に(辞|や)めました|に退職しました|に卒業しました|付け?|ですね|でした|です|だった|かな|かも|まで|頃|ごろ|ころ|くらい|ぐらい|[。、.!?])+$/
const PART_OF_MONTH = /の?(末日?|終わり|おわり|下旬|中旬|上旬|初め|はじめ|頭|半ば|なかば)$/

const JAPANESE =
  /^(?:(今年|ことし|去年|昨年|きょねん|一昨年|おととし)の?|(\d{1,2})年前の?)?(\d{1,2})(?:月|[/.-](?=\d))(?:(\d{1,2})日?)?$/
const YEAR_AND_MONTH = /^((?:19|20)\d{2})(\d{2})$/
const MONTHS_AGO = /^(?:(先月|last month)|(先々月)|(今月|this month)|(\d{1,2})(?:[ヶケか]月前| months? ago))(?:末)?$/
const DAYS_AGO = /^(?:(今日|きょう|本日|today)|(昨日|きのう|yesterday))$/
const ENGLISH = new RegExp(
  `^(?:(\\d{1,2})(?:st|nd|rd|th)? (?:of )?)?(?:(last) )?(${MONTHS.join('|')})[a-z]*\\.?,? ?(?:(\\d{1,2})(?:st|nd|rd|th)?(?:, ?| |$))?(?:of |in )?(?:((?:19|20)\\d{2})|(last year|this year|year before last))?$`,
)
const SLASHES = /^(\d{1,2})[/.-](?:(\d{1,2})[/.-])?((?:19|20)\d{2})$/

/**
 * The day ('YYYY-MM-DD') that a typed answer means; of a month alone its last, of the one that is running today. Undefined
 * when no month is sure, or it lies ahead.
 */
export function readLastDay(typed: string, today: string, readDay: ReadDay): string | undefined {
  const said = tidy(typed)
  const read = written(said.replace(/ /g, ''), readDay) ?? toDay(spoken(said, today))
  if (!read || read.day < LAST_DAY_MIN) return undefined
  if (read.day <= today) return read.day
  return read.monthOnly && read.day.slice(0, 7) === today.slice(0, 7) ? today : undefined
}

type Said = { year: number; month: number; day?: number | undefined }

/** Five digits are a day to a spreadsheet only. */
const written = (said: string, readDay: ReadDay) =>
  /^\d{5}$/.test(said) ? undefined : readDay(said.replace(/(年|年度)の/, '年').replace(PART_OF_MONTH, ''))

const spoken = (said: string, today: string) =>
  readJapanese(said.replace(/ /g, ''), today) ?? readEnglish(said, today) ?? readAgo(said, today)

function toDay(said: Said | undefined) {
  if (!said || said.month < 1 || said.month > 12) return undefined
  const last = lastOfMonth(said.year, said.month)
  if (said.day !== undefined && (said.day < 1 || said.day > last)) return undefined
  return { day: `${said.year}-${two(said.month)}-${two(said.day ?? last)}`, monthOnly: said.day === undefined }
}

function readJapanese(said: string, today: string): Said | undefined {
  const [, compactYear, compactMonth] = YEAR_AND_MONTH.exec(said) ?? []
  if (compactYear) return { year: Number(compactYear), month: Number(compactMonth) }
  const [whole, relative, yearsAgo, month, day] = JAPANESE.exec(said.replace(PART_OF_MONTH, '')) ?? []
  if (whole === undefined) return undefined
  const years = relative === undefined ? yearsAgo : ago(relative)
  const year = years === undefined ? undefined : Number(today.slice(0, 4)) - Number(years)
  return latest({ year, month: Number(month), day: numberOf(day) }, today)
}

function readEnglish(said: string, today: string): Said | undefined {
  const [whole, dayBefore, , name, dayAfter, year, relative] = ENGLISH.exec(said) ?? []
  if (whole !== undefined) {
    const known = year ? Number(year) : relative ? Number(today.slice(0, 4)) - ago(relative) : undefined
    const month = MONTHS.indexOf(name ?? '') + 1
    return latest({ year: known, month, day: numberOf(dayBefore ?? dayAfter) }, today)
  }
  const [, first, second, slashYear] = SLASHES.exec(said) ?? []
  if (slashYear === undefined) return undefined
  if (second === undefined) return { year: Number(slashYear), month: Number(first) }
  // Day first or month first: only where one of them can be no month, or both are the same.
  const [a, b] = [Number(first), Number(second)]
  if (a > 12) return { year: Number(slashYear), month: b, day: a }
  return b > 12 || a === b ? { year: Number(slashYear), month: a, day: b } : undefined
}

function readAgo(said: string, today: string): Said | undefined {
  const [year, month] = [Number(today.slice(0, 4)), Number(today.slice(5, 7))]
  const [whole, last, beforeLast, running, counted] = MONTHS_AGO.exec(said) ?? []
  if (whole !== undefined) {
    const months = running ? 0 : last ? 1 : beforeLast ? 2 : Number(counted)
    const index = year * 12 + (month - 1) - months
    return { year: Math.floor(index / 12), month: (index % 12) + 1 }
  }
  const [day, , yesterday] = DAYS_AGO.exec(said) ?? []
  if (day === undefined) return undefined
  const on = new Date(Date.parse(`${today}T00:00:00Z`) - (yesterday ? 86_400_000 : 0)).toISOString()
  return { year: Number(on.slice(0, 4)), month: Number(on.slice(5, 7)), day: Number(on.slice(8, 10)) }
}

/** Without a year the last one that is not ahead is meant. */
function latest(
  { year, month, day }: { year: number | undefined; month: number; day: number | undefined },
  today: string,
): Said {
  if (year !== undefined) return { year, month, day }
  const thisYear = Number(today.slice(0, 4))
  const passed = `${two(month)}-${two(day ?? 1)}` <= today.slice(5)
  return { year: passed ? thisYear : thisYear - 1, month, day }
}

function tidy(typed: string) {
  const plain = typed
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[‐‑‒–—−ー]/g, '-')
    .replace(/\([日月火水木金土]\)|[日月火水木金土]曜日?/g, '')
    .replace(/元(?=年)/g, '1')
    .replace(/[〇零一二三四五六七八九十]+(?=[年月日ヶケか])/g, (numerals) => String(fromKanji(numerals)))
    .replace(/\s+/g, ' ')
    .trim()
  return plain.replace(BEFORE, '').replace(BEFORE_EN, '').replace(AFTER, '').trim()
}

/** 二〇二三, 十二, 二十五: as a year, a month or a day is written. */
function fromKanji(numerals: string) {
  const digits = [...numerals].map((numeral) => '〇一二三四五六七八九'.indexOf(numeral.replace('零', '〇')))
  const ten = numerals.indexOf('十')
  if (ten < 0) return Number(digits.join(''))
  return (ten === 0 ? 1 : (digits[ten - 1] ?? 0)) * 10 + (digits[ten + 1] ?? 0)
}

const ago = (words: string) => YEARS_AGO.find(([pattern]) => pattern.test(words))?.[1] ?? 0
const numberOf = (digits: string | undefined) => (digits === undefined ? undefined : Number(digits))
const lastOfMonth = (year: number, month: number) => new Date(Date.UTC(year, month, 0)).getUTCDate()
const two = (value: number) => String(value).padStart(2, '0')
