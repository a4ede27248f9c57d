import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MONTHS, QUESTIONS, type Question } from '../../src/members/questions.ts'
import { readAnswer } from '../../src/members/questions-typed.ts'
import { readDay } from '../../src/roster/dates.ts'
import { questionTexts } from '../../src/texts/registration-questions.ts'

const ROLES = [
  { id: 'hall', name: 'ホール' },
  { id: 'kitchen', name: 'キッチン' },
]
const read = (question: Question, typed: string) =>
  readAnswer(question, typed, { roles: ROLES, today: '2026-04-10', readDay })
const values = (question: Question, typed: string) => {
  const said = read(question, typed)
  return said?.kind === 'values' ? said.values : said?.kind
}

describe('what is typed at an optional question', () => {
  it.each([
    ['1998', '1998'],
    ['１９９８年', '1998'],
    ['1998年生まれです', '1998'],
    ['平成10年', '1998'],
    ['H10', '1998'],
    ['昭和63年生まれ', '1988'],
    ['平成元年', '1989'],
    ['1998/5/3', '1998'],
    ['平成10年5月3日', '1998'],
  ])('is a year in %j', (typed, year) => expect(values('birth_year', typed)).toEqual([year]))
  it.each([
    '98',
    '25歳',
    '2020',
    '1800',
    '3000',
    'ひみつの年',
    '45000',
    '平成0年',
    'はい',
  ])('is no year in %j', (typed) => expect(values('birth_year', typed)).toBeUndefined())

  it.each([
    ['5', '5'],
    ['１１月です', '11'],
    ['05月', '5'],
    ['五月', '5'],
    ['十二月生まれ', '12'],
    ['May', '5'],
    ['sept.', '9'],
    ['December', '12'],
    ['5月3日', '5'],
    ['1998年5月3日', '5'],
    ['1998/5/3', '5'],
    ['12-31', '12'],
  ])('is a month in %j', (typed, month) => expect(values('birth_month', typed)).toEqual([month]))
  it.each([
    '0',
    '13',
    '13月',
    '5月40日',
    '1998',
    'maybe',
    'marvellous',
    '十三月',
    '春',
    'はい',
  ])('is no month in %j', (typed) => expect(values('birth_month', typed)).toBeUndefined())

  it.each([
    ['ある', 'yes'],
    ['あります', 'yes'],
    ['はい', 'yes'],
    ['本業があります', 'yes'],
    ['ないです', 'no'],
    ['いいえ', 'no'],
    ['No', 'no'],
  ])('is a main job or none in %j', (typed, said) => expect(values('main_job', typed)).toEqual([said]))

  it.each([
    ['土日', ['6', '0']],
    ['月水金', ['1', '3', '5']],
    ['月・水・金曜日です', ['1', '3', '5']],
    ['火曜と木曜', ['2', '4']],
    ['平日', ['1', '2', '3', '4', '5']],
    ['週末ならOK', ['6', '0']],
    ['日曜日', ['0']],
    ['Mon, Wed and Sat', ['1', '3', '6']],
    ['weekends', ['6', '0']],
    ['いつでも', ['1', '2', '3', '4', '5', '6', '0']],
    ['anytime', ['1', '2', '3', '4', '5', '6', '0']],
  ])('is days in %j', (typed, days) => expect(values('weekdays', typed)).toEqual(days))
  it.each([
    '土日以外',
    '月はだめ',
    '金曜は無理',
    '来月',
    '月末',
    '1',
    '忙しい',
    'not mondays',
  ])('is no days in %j', (typed) => expect(values('weekdays', typed)).toBeUndefined())

  it.each([
    ['夜', ['evening']],
    ['夕方から', undefined],
    ['朝と昼', ['morning', 'lunch']],
    ['ランチタイム', ['lunch']],
    ['深夜', ['night']],
    ['夜、深夜', ['evening', 'night']],
    ['morning or evening', ['morning', 'evening']],
    ['夜はできない', undefined],
  ])('is parts of the day in %j', (typed, parts) => expect(values('dayparts', typed)).toEqual(parts))

  it.each([
    ['ホール', ['hall']],
    ['ホールとキッチンです', ['hall', 'kitchen']],
    ['ホール、キッチン', ['hall', 'kitchen']],
    ['全部できます', undefined],
    ['全部', ['hall', 'kitchen']],
    ['パイロット', undefined],
    ['ホール、パイロット', undefined],
  ])('is roles in %j', (typed, roles) => expect(values('skills', typed)).toEqual(roles))

  it.each([
    ['試食', ['tasting']],
    ['シフトと試食', ['shifts', 'tasting']],
    ['繁忙期のヘルプ', ['busy_help']],
    ['忙しい時期の手伝い', ['busy_help']],
    ['相談役なら', ['advice']],
    ['シフト以外', undefined],
  ])('is what to be asked in %j', (typed, willing) => expect(values('willing', typed)).toEqual(willing))

  it.each(QUESTIONS)('can be a way out of %s', (question) => {
    for (const typed of ['答えない', 'スキップ', 'skip', 'Rather not say'])
      expect(read(question, typed)?.kind).toBe('skip')
    for (const typed of ['またあとで', 'later']) expect(read(question, typed)?.kind).toBe('later')
  })

  it.each(['ja', 'plain-ja', 'en'] as const)('means in %s what the buttons mean', (language) => {
    const t = questionTexts[language]
    expect(read('weekdays', t.ok)).toEqual({ kind: 'ok' })
    expect(read('weekdays', t.skip)).toEqual({ kind: 'skip' })
    expect(read('weekdays', t.later)).toEqual({ kind: 'later' })
    expect(values('main_job', t.yes)).toEqual(['yes'])
    expect(values('main_job', t.no)).toEqual(['no'])
    for (const [day, name] of Object.entries(t.weekdays)) expect(values('weekdays', name)).toEqual([day])
    for (const [part, name] of Object.entries(t.dayparts)) expect(values('dayparts', name)).toEqual([part])
    for (const [thing, name] of Object.entries(t.willing)) expect(values('willing', name)).toEqual([thing])
  })

  it('is a value that was offered, or nothing', () => {
    const part = fc.constantFrom(
      ...[
        '月',
        '火',
        '土日',
        '朝',
        '夜',
        'ない',
        '1998',
        '平成',
        '10',
        '年',
        'ホール',
        'と',
        '、',
        'シフト',
        'all',
        ' ',
        'x',
      ],
    )
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), fc.constantFrom(...QUESTIONS), (parts, question) => {
        const said = values(question, parts.join(''))
        if (question === 'weekdays' && Array.isArray(said)) for (const day of said) expect('0123456').toContain(day)
        if (question === 'birth_year' && Array.isArray(said)) expect(Number(said[0])).toBeGreaterThan(1899)
        if (question === 'birth_month' && Array.isArray(said)) expect(MONTHS).toContain(said[0])
        if (question === 'skills' && Array.isArray(said))
          for (const id of said) expect(['hall', 'kitchen']).toContain(id)
      }),
      { numRuns: 2_000 },
    )
  })
})
