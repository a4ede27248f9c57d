import { foldName } from '../members/names.ts'
import { readDay } from './dates.ts'

/** What a column of the shop's file may hold. */
export const FIELDS = [
  'name',
  'family',
  'given',
  'kana',
  'familyKana',
  'givenKana',
  'store',
  'role',
  'joined',
  'left',
  'staffNo',
  'digits',
  'note',
] as const
export type Field = (typeof FIELDS)[number]
/** Which column means what, by its place; null: it is not read. */
export type Mapping = readonly (Field | null)[]

/** Lines in front of the headings (a title, the day it was printed) that are put up with. */
export const PREAMBLE_MAX = 10

const WORDS: Record<Field, string> = {
  name: '氏名 名前 お名前 姓名 氏名漢字 名前漢字 漢字氏名 従業員名 従業員氏名 社員名 社員氏名 スタッフ名 スタッフ氏名 フルネーム name fullname',
  family: '姓 苗字 名字 姓漢字 漢字姓 lastname familyname surname',
  given: '名 名漢字 漢字名 下の名前 firstname givenname',
  kana: 'フリガナ 振り仮名 振仮名 カナ カナ氏名 氏名カナ 氏名フリガナ 名前カナ 名前フリガナ カナ名 ヨミガナ 読み仮名 読みガナ ヨミ 読み kana',
  familyKana: 'セイ フリガナセイ 姓カナ 姓フリガナ カナ姓 フリガナ姓 苗字カナ 苗字フリガナ 名字カナ 名字フリガナ',
  givenKana: 'メイ フリガナメイ 名カナ 名フリガナ フリガナ名',
  store:
    '店舗 店 店名 店舗名 所属店舗 所属店 勤務店舗 勤務店 配属店舗 配属店 所属 配属先 勤務先 勤務地 事業所 store shop branch',
  role: '役職 職種 役職職種 職種役職 担当 ポジション 役割 職務 業務 仕事 仕事内容 担当業務 role position job',
  joined:
    '入社日 入社年月日 入社 入社年月 採用日 採用年月日 雇用開始日 勤務開始日 入店日 雇入日 雇入年月日 雇入れ日 joined hiredate startdate',
  left: '退職日 退職年月日 退職 退職年月 退社日 退社年月日 退社 退店日 離職日 最終出勤日 最終勤務日 最終日 最後の日 卒業日 left lastday enddate',
  staffNo:
    '社員番号 社員no 社員コード 社員id 従業員番号 従業員no 従業員コード 従業員id スタッフ番号 スタッフno スタッフコード スタッフid staffno employeeid',
  digits:
    '電話番号下4桁 電話番号下四桁 電話番号の下4桁 電話番号末尾4桁 電話下4桁 携帯下4桁 携帯番号下4桁 携帯電話番号下4桁 下4桁 下四桁 電話番号 電話 携帯 携帯電話 携帯番号 携帯電話番号 tel phone',
  note: '備考 備考欄 メモ 特記事項 コメント note notes memo remarks',
}

/** A heading as it is compared: width, kana, spaces, signs and "required" make no difference. */
const foldHeading = (heading: string) => foldName(heading.slice(0, 100)).replace(/必須|任意|[^\p{L}\p{N}]/gu, '')

const KNOWN: ReadonlyMap<string, Field> = new Map(
  FIELDS.flatMap((field) => WORDS[field].split(' ').map((word) => [foldHeading(word), field] as const)),
)

/** What headings mean; of two that mean the same the first one does. */
export function recognise(headings: readonly string[]): Mapping {
  const taken = new Set<Field>()
  return headings.map((heading) => {
    const field = KNOWN.get(foldHeading(heading))
    if (field === undefined || taken.has(field)) return null
    taken.add(field)
    return field
  })
}

/**
 * Which of a file's first lines has the headings: the one of which most is recognised. When nothing is, the first, unless
 * it has a day in it, as only people have: then none (-1).
 */
export function findHeadings(lines: readonly (readonly string[])[]): number {
  const counts = lines.map((cells) => recognise(cells).filter((field) => field !== null).length)
  const most = Math.max(0, ...counts)
  if (most > 0) return counts.indexOf(most)
  return (lines[0] ?? []).some((cell) => readDay(cell) !== undefined) ? -1 : 0
}

export type Lack = 'name' | 'left' | 'store' | 'twice'

/** What a mapping lacks before any line can be read. A shop, or a manager, with one store need not say which. */
export function lacksOf(mapping: Mapping, { storeNeeded }: { storeNeeded: boolean }): readonly Lack[] {
  const used = mapping.filter((field) => field !== null)
  const has = (field: Field) => used.includes(field)
  return [
    ...(has('name') || has('family') ? [] : ['name' as const]),
    ...(has('left') ? [] : ['left' as const]),
    ...(has('store') || !storeNeeded ? [] : ['store' as const]),
    ...(new Set(used).size === used.length ? [] : ['twice' as const]),
  ]
}
