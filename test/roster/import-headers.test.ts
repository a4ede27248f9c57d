import { describe, expect, it } from 'vitest'
import { FIELDS, findHeadings, lacksOf, recognise } from '../../src/roster/headers.ts'

describe('the headings of a file', () => {
  it.each([
    ['氏名', 'name'],
    ['氏　名', 'name'],
    ['お名前', 'name'],
    ['氏名（漢字）', 'name'],
    ['氏名(必須)', 'name'],
    ['※氏名', 'name'],
    ['姓', 'family'],
    ['苗字', 'family'],
    ['名', 'given'],
    ['フリガナ', 'kana'],
    ['ふりがな', 'kana'],
    ['ﾌﾘｶﾞﾅ', 'kana'],
    ['カナ', 'kana'],
    ['氏名（フリガナ）', 'kana'],
    ['セイ', 'familyKana'],
    ['姓（カナ）', 'familyKana'],
    ['めい', 'givenKana'],
    ['店舗', 'store'],
    ['店', 'store'],
    ['所属店舗', 'store'],
    ['勤務先', 'store'],
    ['役職', 'role'],
    ['職種', 'role'],
    ['役職/職種', 'role'],
    ['入社日', 'joined'],
    ['入社年月日', 'joined'],
    ['退職日', 'left'],
    ['退職 年月日', 'left'],
    ['最終出勤日', 'left'],
    ['社員番号', 'staffNo'],
    ['社員ＮＯ．', 'staffNo'],
    ['スタッフID', 'staffNo'],
    ['電話番号下4桁', 'digits'],
    ['電話番号（下４桁）', 'digits'],
    ['携帯電話', 'digits'],
    ['備考', 'note'],
    ['備考欄', 'note'],
    ['Name', 'name'],
    ['No.', null],
    ['住所', null],
    ['生年月日', null],
    ['性別', null],
    ['', null],
    ['__proto__', null],
  ])('%s is %s', (heading, field) => expect(recognise([heading])).toEqual([field]))

  it('mean the same in any order', () => {
    const headings = ['備考', '退職日', '氏名', '店舗', '社員番号', '電話番号下4桁', 'フリガナ', '入社日', '職種']
    const fields = ['note', 'left', 'name', 'store', 'staffNo', 'digits', 'kana', 'joined', 'role']
    expect(recognise(headings)).toEqual(fields)
    expect(recognise(headings.toReversed())).toEqual(fields.toReversed())
  })

  it('of two that mean the same are the first', () =>
    expect(recognise(['氏名', '名前', '退職日', '退社日'])).toEqual(['name', null, 'left', null]))

  it('know every field by some word', () => {
    const found = recognise([
      '氏名',
      '姓',
      '名',
      'カナ',
      'セイ',
      'メイ',
      '店',
      '役職',
      '入社',
      '退職',
      '社員番号',
      '下4桁',
      'メモ',
    ])
    expect(found).toEqual([...FIELDS])
  })

  it('may stand below a title', () =>
    expect(
      findHeadings([['退職者名簿'], ['2026年4月1日現在'], ['氏名', '店舗', '退職日'], ['山田', '渋谷', '2023/3/31']]),
    ).toBe(2))

  it('may be missing, when the first line has a day', () =>
    expect(findHeadings([['山田 花子', '渋谷', '2023/3/31']])).toBe(-1))

  it('may be unknown', () =>
    expect(
      findHeadings([
        ['なまえ', 'やめた日'],
        ['山田', '2023/3/31'],
      ]),
    ).toBe(0))
})

describe('what a mapping lacks', () => {
  const asked = { storeNeeded: true }
  it('is nothing with a name, a last day and a store', () =>
    expect(lacksOf(['name', null, 'left', 'store'], asked)).toEqual([]))
  it('is nothing with the name in two columns', () =>
    expect(lacksOf(['family', 'given', 'left', 'store'], asked)).toEqual([]))
  it('is no store when there is only one', () => expect(lacksOf(['name', 'left'], { storeNeeded: false })).toEqual([]))
  it('is each of them else', () => expect(lacksOf([null, 'kana'], asked)).toEqual(['name', 'left', 'store']))
  it('is one meaning for one column', () =>
    expect(lacksOf(['name', 'left', 'store', 'left'], asked)).toEqual(['twice']))
})
