import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { CONSENT_VERSIONS } from '../../src/consent/consent.ts'
import { agreedTexts } from '../../src/texts/consent.ts'
import { privacyNotices } from '../../src/texts/privacy.ts'

/** What people were shown when they agreed. Other words need another version: then a line is added here, none is changed. */
const SHOWN: Record<(typeof CONSENT_VERSIONS)[number], string> = {
  '1': '3f107e124088236c',
  '2': 'b1b346f9d5bd86db',
  '3': '19998255bc5405bb',
  '4': 'ecec68955cb8ec7e',
  '5': 'b8c54050a0f4b107',
}

describe('the words of a version', () => {
  it.each(CONSENT_VERSIONS)('%s are those that people agreed to', (version) => {
    const words = JSON.stringify([agreedTexts[version], privacyNotices[version]], (_, value: unknown) =>
      typeof value === 'function' ? value('お店') : value,
    )
    expect(createHash('sha256').update(words).digest('hex').slice(0, 16)).toBe(SHOWN[version])
  })
})
