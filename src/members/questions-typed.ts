import { BIRTH_YEAR_MIN, DAYPARTS, MONTHS, type Question, WEEKDAYS, WILLING } from './questions.ts'
import { fits, readYesOrNo } from './typed.ts'
import type { ReadDay } from './typed-dates.ts'
import { fold, wordsOf } from './typed-words.ts'

/** What somebody typed at one of the optional questions. */
export type TypedAnswer = { kind: 'values'; values: readonly string[] } | { kind: 'skip' | 'later' | 'ok' }

type Readable = {
  roles: readonly { id: string; name: string }[]
  today: string
  readDay: ReadDay
}

/** Longer texts are letters, not answers. */
const TYPED_MAX = 200
/** Nobody younger has worked anywhere. */
const AGE_MIN = 10
const ERAS: readonly (readonly [RegExp, number])[] = [
  [/^(?:令和|R\.?)(\d{1,2})年?(?:生まれ)?$/i, 2018],
  [/^(?:平成|H\.?)(\d{1,2})年?(?:生まれ)?$/i, 1988],
  [/^(?:昭和|S\.?)(\d{1,2})年?(?:生まれ)?$/i, 1925],
]

const SKIP = wordsOf(
  '答えない|こたえない|答えたくない|答えたくないです|言いたくない|秘密|ひみつ|スキップ|とばす|飛ばす|パス|skip|rather not|rather not say',
  'prefer not to say|pass',
)
const LATER = wordsOf('またあとで|あとで|後で|やめる|もういい|おわり|終わり|later|maybe later|not now|cancel')
const OK = wordsOf(
  'これでOK|OK|オーケー|決まり|これで|これでいい|これでいいです|以上|以上です|done|thats it|that is it',
)
const ALL =
  /^(イツデモ|毎日|全部|スベテ|全テ|ドレデモ|ナンデモ|何デモ|ドノ曜日デモ|any ?(time|day)?|all|every ?day|everything|anything)(イイ|ok|大丈夫|可)?(デス)?$/i

const DAYS_BY_WORD: readonly (readonly [RegExp, readonly string[]])[] = [
  [/平日|weekdays?/g, ['1', '2', '3', '4', '5']],
  [/週末|土日|weekends?/g, ['6', '0']],
  [/sun(days?)?/g, ['0']],
  [/mon(days?)?/g, ['1']],
  [/tue(s(days?)?)?/g, ['2']],
  [/wed(nesdays?)?/g, ['3']],
  [/thu(r(s(days?)?)?)?/g, ['4']],
  [/fri(days?)?/g, ['5']],
  [/sat(urdays?)?/g, ['6']],
]
const DAY_SIGNS = '日月火水木金土'
const DAYPARTS_BY_WORD: readonly (readonly [RegExp, readonly string[]])[] = [
  [/深夜|夜中|夜遅ク|夜オソク|latenight|night/g, ['night']],
  [/午前|朝|モーニング|mornings?/g, ['morning']],
  [/昼|ランチ(タイム)?|午後|lunch(time)?|noon|afternoons?/g, ['lunch']],
  [/夕方|夜|晩|ディナー|evenings?|dinner/g, ['evening']],
]
const WILLING_BY_WORD: readonly (readonly [RegExp, readonly string[]])[] = [
  [/シフト|shifts?/g, ['shifts']],
  [/繁忙期|ヘルプ|手伝イ|忙シイ|イソガシイ|busy|help/g, ['busy_help']],
  [/試食|食ベル会|tastings?/g, ['tasting']],
  [/研修|講師|教エル|training|teach(ing)?/g, ['training']],
  [/相談(役)?|advice|advise/g, ['advice']],
]
/** What may stand between the words of a list. */
const FILLER =
  /(新シイ人|聞ク|曜日?|時間|時期|トキ|日|時|ト|ヤ|カ|モ|ノ|ガ|ハ|ニ|ヲ|タメ|ナラ|イイ|大丈夫|デキマス|デスネ?|可|new|staff|weeks?|times?|and|fine|please|ok|or|on|in|at|the|is|are|can|do|a|i)/g
const DENIED = /ナイ|ナカ|以外|無理|ダメ|駄目|マセン|除|not|no|except|but/

/** Reads what was typed at an optional question; undefined when it is no answer that we can be sure of. */
export function readAnswer(
  question: Question,
  typed: string,
  { roles, today, readDay }: Readable,
): TypedAnswer | undefined {
  if (typed.length > TYPED_MAX) return undefined
  const word = fold(typed)
  if (SKIP.has(word)) return { kind: 'skip' }
  if (LATER.has(word)) return { kind: 'later' }
  switch (question) {
    case 'birth_year': {
      const year = readBirthYear(typed, today, readDay)
      return year === undefined ? undefined : { kind: 'values', values: [String(year)] }
    }
    case 'birth_month': {
      const month = readBirthMonth(typed)
      return month === undefined ? undefined : { kind: 'values', values: [month] }
    }
    case 'main_job':
      return readMainJob(word)
    case 'weekdays':
      return OK.has(word) ? { kind: 'ok' } : values(word, WEEKDAYS, readWeekdays)
    case 'dayparts':
      return OK.has(word) ? { kind: 'ok' } : values(word, DAYPARTS, byWords(DAYPARTS_BY_WORD))
    case 'willing':
      return OK.has(word) ? { kind: 'ok' } : values(word, WILLING, byWords(WILLING_BY_WORD))
    case 'skills':
      return OK.has(word) ? { kind: 'ok' } : readSkills(typed, word, roles)
  }
}

/** 1998, 1998年, 平成10年, H10, or a whole date; undefined for what is no year of anybody who can have worked here. */
export function readBirthYear(typed: string, today: string, readDay: ReadDay): number | undefined {
  const said = typed
    .normalize('NFKC')
    .replace(/\s+|(です|生まれ|うまれ|年生まれ)+[。.]?$/gu, '')
    .replace('元年', '1年')
  const western = /^(\d{4})年?$/.exec(said)?.[1]
  const era = ERAS.flatMap(([pattern, zero]) => {
    const year = pattern.exec(said)?.[1]
    return year === undefined || year === '0' ? [] : [zero + Number(year)]
  })[0]
  const whole = /^\d{5}$/.test(said) ? undefined : readDay(said)?.day.slice(0, 4)
  const year = western === undefined ? (era ?? (whole === undefined ? undefined : Number(whole))) : Number(western)
  return year !== undefined && year >= BIRTH_YEAR_MIN && year <= Number(today.slice(0, 4)) - AGE_MIN ? year : undefined
}

/** 5, 5月, 五月, May, or a whole birthday: of that only the month is kept. */
export function readBirthMonth(typed: string): string | undefined {
  const said = typed
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\s+|(です|生まれ|うまれ)+[。.]?$/gu, '')
  const named = MONTH_NAMES.findIndex((name) => said.length >= 3 && MONTH_WORD.test(said) && said.startsWith(name))
  if (named >= 0) return String(named + 1)
  const kanji = /^(十[一二]?|[一二三四五六七八九])月$/.exec(said)?.[1]
  if (kanji !== undefined) return String(KANJI_MONTHS.indexOf(kanji) + 1)
  const [, month = '', day = '1'] = /^(?:\d{4}[年/.-])?0?(\d{1,2})(?:月|(?:[月/.-]0?(\d{1,2})日?))?$/.exec(said) ?? []
  return Number(day) <= 31 ? MONTHS.find((known) => known === month) : undefined
}
const MONTH_NAMES = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const MONTH_WORD =
  /^(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?|dec(ember)?)\.?$/
const KANJI_MONTHS = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '十一', '十二']

function readMainJob(word: string): TypedAnswer | undefined {
  const said = word.replace(/デス$/, '')
  if (/^(本業|仕事|ホカノ仕事)?(ガ|ハ|モ)?(アル|アリマス|有リ|アリ)$/.test(said))
    return { kind: 'values', values: ['yes'] }
  if (/^(本業|仕事|ホカノ仕事)?(ガ|ハ|モ)?(ナイ|アリマセン|無シ|ナシ)$/.test(said))
    return { kind: 'values', values: ['no'] }
  const yes = readYesOrNo(word)
  return yes === undefined ? undefined : { kind: 'values', values: [yes ? 'yes' : 'no'] }
}

function values(
  word: string,
  all: readonly string[],
  read: (word: string) => readonly string[],
): TypedAnswer | undefined {
  if (ALL.test(word)) return { kind: 'values', values: all }
  const found = DENIED.test(word) ? [] : read(word)
  return found.length === 0 ? undefined : { kind: 'values', values: all.filter((value) => found.includes(value)) }
}

function readWeekdays(word: string): readonly string[] {
  const { found, rest } = takeWords(word, DAYS_BY_WORD)
  // 月水金, 月曜と水曜, 土日: what is left must be signs of days and what stands between them.
  const signs = [...rest.replace(/曜日?/g, '曜').replace(FILLER_KANA, '')].filter((sign) => sign !== '曜')
  if (signs.some((sign) => !DAY_SIGNS.includes(sign))) return []
  return [...found, ...signs.map((sign) => String(DAY_SIGNS.indexOf(sign)))]
}
const FILLER_KANA = /(ト|ヤ|カ|モ|ノ|ガ|ハ|ナラ|イイ|ok|大丈夫|デスネ?|可|and|or|on)/g

const byWords = (words: readonly (readonly [RegExp, readonly string[]])[]) => (word: string) => {
  const { found, rest } = takeWords(word, words)
  return rest.replace(FILLER, '') === '' ? found : []
}

/** What is meant by the words that are known, and what is left without them. */
function takeWords(word: string, words: readonly (readonly [RegExp, readonly string[]])[]) {
  let rest = word
  const found: string[] = []
  for (const [pattern, meant] of words) {
    const without = rest.replace(pattern, '')
    if (without !== rest) found.push(...meant)
    rest = without
  }
  return { found, rest }
}

/** One role, or several with something between them; all of them must be known. */
function readSkills(typed: string, word: string, roles: Readable['roles']): TypedAnswer | undefined {
  if (ALL.test(word)) return { kind: 'values', values: roles.map(({ id }) => id) }
  const parts = typed
    .normalize('NFKC')
    .split(/[、,・/\n]|と(?=[^\s])|\band\b/u)
    .map((part) => part.trim())
    .filter((part) => part !== '')
  const found = parts.map((part) => fits(part, roles))
  const sure = found.length > 0 && found.every((ids) => ids.length === 1)
  return sure ? { kind: 'values', values: [...new Set(found.flat())] } : undefined
}
