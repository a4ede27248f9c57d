import { cleanName, foldName } from '../members/names.ts'
import { type ReadDay, readDay } from './dates.ts'
import type { Field, Mapping } from './headers.ts'
import { CELL_MAX } from './import-table.ts'
import { readDigits } from './secrets.ts'

const NOTE_MAX = 200
const LEFT_MIN = '1950-01-01'

/** Why a line cannot become an entry. */
export const WRONGS = [
  'cell_too_long',
  'too_many_cells',
  'name_missing',
  'name_unusable',
  'left_missing',
  'left_unclear',
  'left_in_future',
  'left_too_early',
  'joined_unclear',
  'joined_after_left',
  'store_missing',
  'store_unknown',
  'store_foreign',
  'digits_unclear',
  'repeated',
  'ambiguous',
  'staff_no_other',
] as const
export type Wrong = { code: (typeof WRONGS)[number]; field?: Field; said?: string; line?: number }

/** What is taken, but not quite as it stands in the file. */
export const REMARKS = ['month_only', 'role_unknown', 'kana_unusable', 'store_implied'] as const
export type Remark = { code: (typeof REMARKS)[number]; said?: string }

export type Draft = {
  name: string
  nameFolded: string
  kana: string | null
  kanaFolded: string | null
  storeId: string
  roleId: string | null
  joinedOn: string | null
  leftOn: string
  staffNo: string | null
  digits: string | null
  note: string | null
}
export type ReadRow = { wrong: Wrong } | { draft: Draft; remarks: readonly Remark[] }

type Named = { id: string; name: string }
/** What a line is read by. */
export type RowContext = {
  mapping: Mapping
  width: number
  stores: readonly Named[]
  roles: readonly Named[]
  shopName: string
  /** A manager's store: lines of others are wrong. */
  onlyStoreId: string | null
  /** 'YYYY-MM-DD' in Tokyo. */
  today: string
}

/** Reads the lines of one file: names and stores are folded once, not for each line. */
export function rowReader(context: RowContext): (cells: readonly string[]) => ReadRow {
  const places = new Map(context.mapping.flatMap((field, i) => (field === null ? [] : [[field, i] as const])))
  const storeOf = storeFinder(context)
  const roleOf = roleFinder(context.roles)

  return (cells) => {
    const said = (field: Field) => {
      const place = places.get(field)
      return place === undefined ? '' : (cells[place] ?? '')
    }
    const tooLong = [...places.keys()].find(
      (field) => said(field).length > CELL_MAX && [...said(field)].length > CELL_MAX,
    )
    if (tooLong) return { wrong: { code: 'cell_too_long', field: tooLong } }
    if (cells.length > context.width) return { wrong: { code: 'too_many_cells' } }
    return readWords(said, context.today, storeOf, roleOf)
  }
}

type Said = (field: Field) => string
type StoreOf = (said: string) => { id: string; implied: boolean } | { wrong: Wrong }
type RoleOf = (said: string) => string | null

function readWords(said: Said, today: string, storeOf: StoreOf, roleOf: RoleOf): ReadRow {
  const name = readName(said)
  if ('wrong' in name) return name
  const left = readLeft(said('left'), today)
  if ('wrong' in left) return left
  const store = storeOf(said('store'))
  if ('wrong' in store) return store
  const joined = said('joined') === '' ? undefined : readDay(said('joined'))
  if (said('joined') !== '' && joined === undefined)
    return { wrong: { code: 'joined_unclear', field: 'joined', said: said('joined') } }
  const joinedOn = joined === undefined ? null : firstOf(joined)
  if (joinedOn !== null && joinedOn > left.day) return { wrong: { code: 'joined_after_left', field: 'joined' } }
  const digits = digitsOf(said('digits'))
  if (digits === undefined) return { wrong: { code: 'digits_unclear', field: 'digits' } }

  const kanaSaid = joinedWords(said('kana'), said('familyKana'), said('givenKana'))
  const kana = kanaSaid === '' ? null : (cleanName(kanaSaid) ?? null)
  const roleId = roleOf(said('role'))
  const remarks: Remark[] = [
    ...(left.monthOnly ? [{ code: 'month_only' as const, said: left.day }] : []),
    ...(said('role') !== '' && roleId === null ? [{ code: 'role_unknown' as const, said: said('role') }] : []),
    ...(kanaSaid !== '' && kana === null ? [{ code: 'kana_unusable' as const }] : []),
    ...(store.implied ? [{ code: 'store_implied' as const }] : []),
  ]
  const draft: Draft = {
    name: name.name,
    nameFolded: foldName(name.name),
    kana,
    kanaFolded: kana === null ? null : foldName(kana),
    storeId: store.id,
    roleId,
    joinedOn,
    leftOn: left.day,
    staffNo: said('staffNo') === '' ? null : said('staffNo'),
    digits,
    note: noteOf(said('note')),
  }
  return { draft, remarks }
}

function readName(said: Said): { name: string } | { wrong: Wrong } {
  const words = joinedWords(said('name'), said('family'), said('given'))
  if (words === '') return { wrong: { code: 'name_missing', field: 'name' } }
  const name = cleanName(words)
  return name === undefined ? { wrong: { code: 'name_unusable', field: 'name', said: words } } : { name }
}

/** A whole name where there is one, else its two halves. */
const joinedWords = (whole: string, family: string, given: string) =>
  whole === '' ? `${family} ${given}`.trim() : whole

function readLeft(said: string, today: string): ReadDay | { wrong: Wrong } {
  if (said === '') return { wrong: { code: 'left_missing', field: 'left' } }
  const left = readDay(said)
  if (left === undefined) return { wrong: { code: 'left_unclear', field: 'left', said } }
  // The last day of this month is ahead, but the month is not.
  const day = left.monthOnly && firstOf(left) <= today && left.day > today ? today : left.day
  if (day > today) return { wrong: { code: 'left_in_future', field: 'left', said } }
  return day < LEFT_MIN ? { wrong: { code: 'left_too_early', field: 'left', said } } : { ...left, day }
}

const firstOf = ({ day, monthOnly }: ReadDay) => (monthOnly ? `${day.slice(0, 7)}-01` : day)

/** The last four of a whole number are all that is kept of it; a leading zero may have been lost by a spreadsheet. */
function digitsOf(said: string): string | null | undefined {
  if (said === '') return null
  const numerals = said.normalize('NFKC').replace(/\D/g, '')
  if (/^\d{9,15}$/.test(numerals)) return numerals.slice(-4)
  return readDigits(/^\d{1,3}$/.test(said.normalize('NFKC')) ? numerals.padStart(4, '0') : said)
}

const noteOf = (said: string) => {
  const words = said
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .replace(/(?![\u200c\u200d])\p{Cf}/gu, '')
    .trim()
  return words === '' ? null : [...words].slice(0, NOTE_MAX).join('')
}

function storeFinder({ stores, shopName, onlyStoreId }: RowContext): StoreOf {
  const own = stores.filter(({ id }) => onlyStoreId === null || id === onlyStoreId)
  const [only, second] = own
  const shop = foldName(shopName)
  const exact = uniqueBy(stores, (name) => foldName(name))
  const loose = uniqueBy(stores, (name) => looseStore(foldName(name), shop))
  const known = new Map<string, ReturnType<StoreOf>>()

  const find: StoreOf = (said) => {
    if (said === '' && only && !second) return { id: only.id, implied: stores.length > 1 }
    if (said === '') return { wrong: { code: 'store_missing', field: 'store' } }
    const folded = foldName(said)
    const id = exact.get(folded) ?? loose.get(looseStore(folded, shop))
    if (!id) return { wrong: { code: 'store_unknown', field: 'store', said } }
    const foreign = onlyStoreId !== null && id !== onlyStoreId
    return foreign ? { wrong: { code: 'store_foreign', field: 'store', said } } : { id, implied: false }
  }
  return (said) => remembered(known, said, find)
}

/** 渋谷 and 渋谷店 are one place, and so is the shop's name with the place behind it. */
const looseStore = (folded: string, shop: string) =>
  (folded.length > shop.length && folded.startsWith(shop) ? folded.slice(shop.length) : folded).replace(/店$/, '')

function roleFinder(roles: readonly Named[]): RoleOf {
  const exact = uniqueBy(roles, (name) => foldName(name))
  const loose = uniqueBy(roles, (name) => looseRole(foldName(name)))
  const known = new Map<string, string | null>()
  return (said) =>
    remembered(known, said, (words) => exact.get(foldName(words)) ?? loose.get(looseRole(foldName(words))) ?? null)
}

const looseRole = (folded: string) => folded.replace(/(スタッフ|担当|係)$/, '')

/** By folded name; '' where two have the same. */
function uniqueBy(list: readonly Named[], fold: (name: string) => string) {
  const found = new Map<string, string>()
  for (const { id, name } of list) found.set(fold(name), found.has(fold(name)) ? '' : id)
  return new Map([...found].filter(([, id]) => id !== ''))
}

function remembered<T>(known: Map<string, T>, said: string, find: (said: string) => T): T {
  const before = known.get(said)
  if (before !== undefined) return before
  const found = find(said)
  if (known.size < 1_000) known.set(said, found)
  return found
}
