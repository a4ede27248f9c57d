import { expect, it } from 'vitest'
import { isolated } from '../../src/texts/format.ts'

it.each([
  ['佐藤 花', '佐藤 花'],
  ['花\u202eabc\u2066', '花abc'],
  ['محمد', '\u2068محمد\u2069'],
  ['\u2069محمد\u202e', '\u2068محمد\u2069'],
])('puts %j into a sentence as %j', (name, safe) => expect(isolated(name)).toBe(safe))
