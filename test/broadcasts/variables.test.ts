import { describe, expect, it } from 'vitest'
import { BroadcastContent, isPersonal, methodFor } from '../../src/broadcasts/content.ts'
import { fallbacksOf, fill, strangeVariable } from '../../src/broadcasts/variables.ts'

const FALLBACKS = { name: 'みな', store: 'おかえり' }
const hello = (name: string | null, store: string | null = '渋谷店') =>
  fill('{名前}さん、{店舗}です。', { name, store }, FALLBACKS)

describe('variables', () => {
  it('become the name and the store of each person', () => {
    expect(hello('山田 花子')).toBe('山田 花子さん、渋谷店です。')
    expect(hello('Nguyễn Văn An', '新宿東口店')).toBe('Nguyễn Văn Anさん、新宿東口店です。')
  })

  it('become the fallback where there is no name, no store, and nobody', () => {
    expect(hello(null, null)).toBe('みなさん、おかえりです。')
    expect(hello('　 ')).toBe('みなさん、渋谷店です。')
    expect(fill('{名前}さん', undefined, FALLBACKS)).toBe('みなさん')
  })

  it.each([
    ['a control character', '花子\u0007'],
    ['a line of its own', '花子\n店長より'],
    ['a turned direction', '花子\u202eさん'],
    ['an unseen space', '花\u200b子'],
    ['half of a character', '花\ud83d'],
    ['an address', 'https://bad.example'],
    ['a site', 'bad.com'],
    ['a handle', '@someone'],
    ['more than a name', '花'.repeat(41)],
    ['a variable', '{店舗}'],
  ])('never carry %s from a name into the words of the shop', (_, name) => {
    expect(hello(name)).toBe('みなさん、渋谷店です。')
  })

  it('take the fallbacks that were chosen, else words that fit most sentences', () => {
    expect(fallbacksOf({ name: '卒業生' }, 'おかえり')).toEqual({ name: '卒業生', store: 'おかえり' })
    expect(fallbacksOf(undefined, 'おかえり')).toEqual({ name: 'みな', store: 'おかえり' })
  })

  it('are the two that there are: anything else in braces is told apart', () => {
    expect(strangeVariable('{名前}さん、{店舗}です')).toBeUndefined()
    expect(strangeVariable('{お名前}さん')).toBe('{お名前}')
    expect(strangeVariable('｛名前｝さん')).toBe('｛名前｝')
    expect(strangeVariable('{name}さん')).toBe('{name}')
  })

  it('make a letter personal, also in the heading of a news card; so does a link', () => {
    const content = (more: object) =>
      BroadcastContent.parse({ kind: 'news', heading: 'あ', text: 'い', from: 'う', ...more })
    expect(isPersonal(content({}))).toBe(false)
    expect(isPersonal(content({ heading: '{店舗}より' }))).toBe(true)
    expect(isPersonal(content({ text: '{名前}さん' }))).toBe(true)
    expect(methodFor(content({ link: { label: '見る', url: 'https://shop.example/a' } }))).toBe('push')
  })

  it('stand in one text at most ten times', () => {
    const text = (times: number) =>
      BroadcastContent.safeParse({ kind: 'text', text: '{名前}'.repeat(times), from: 'あ' }).success
    expect([text(10), text(11)]).toEqual([true, false])
  })
})
