import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MEMBER_LINK_MINUTES, memberLink, memberToken, readMemberToken, signedLink } from '../../src/members/links.ts'
import { BASE_URL, configFor } from '../deps.ts'
import { NOON } from '../support.ts'

const { sessionSecret } = configFor()
const END = NOON + MEMBER_LINK_MINUTES * 60_000
const link = { page: 'register', memberId: 'hana', now: NOON } as const

describe('a link of one person to one page', () => {
  it('is read until its last millisecond, and never after', async () => {
    const token = await memberToken(sessionSecret, link)
    for (const now of [NOON, END - 1]) expect(await readMemberToken(sessionSecret, 'register', token, now)).toBe('hana')
    for (const now of [END, END + 1])
      expect(await readMemberToken(sessionSecret, 'register', token, now)).toBeUndefined()
  })

  it('opens no other page', async () => {
    const token = await memberToken(sessionSecret, link)
    expect(await readMemberToken(sessionSecret, 'me', token, NOON)).toBeUndefined()
  })

  it('is nothing under another secret', async () => {
    const token = await memberToken(sessionSecret, link)
    expect(await readMemberToken(`${sessionSecret}!`, 'register', token, NOON)).toBeUndefined()
  })

  it('cannot be made over to somebody else, nor prolonged', async () => {
    const [id, expiry, signed] = (await memberToken(sessionSecret, link)).split('.')
    for (const token of [
      `ken.${expiry}.${signed}`,
      `${id}.${Number(expiry) + 1}.${signed}`,
      `${id}.0${expiry}.${signed}`,
    ])
      expect(await readMemberToken(sessionSecret, 'register', token, NOON)).toBeUndefined()
  })

  it('is refused with any letter changed, left out or added', async () => {
    const token = await memberToken(sessionSecret, link)
    const letters = fc.constantFrom(...'0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-/%')
    await fc.assert(
      fc.asyncProperty(fc.nat(token.length - 1), letters, fc.constantFrom(0, 1), async (at, letter, taken) => {
        const changed = token.slice(0, at) + letter + token.slice(at + taken)
        fc.pre(changed !== token)
        expect(await readMemberToken(sessionSecret, 'register', changed, NOON)).toBeUndefined()
      }),
    )
    for (const end of [0, 1, token.length - 1])
      expect(await readMemberToken(sessionSecret, 'register', token.slice(0, end), NOON)).toBeUndefined()
  })

  it('is refused whatever else it is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (token) => {
        expect(await readMemberToken(sessionSecret, 'me', token, NOON)).toBeUndefined()
      }),
    )
  })

  it('leads to the shop, or into LINE where LIFF is set up', async () => {
    const token = await memberToken(sessionSecret, { ...link, page: 'me' })
    expect(await memberLink(configFor(), { ...link, page: 'me' })).toBe(`${BASE_URL}/me/${token}`)
    const config = configFor({ LIFF_ID: '2000000001-AbCdEfGh' })
    expect(await memberLink(config, link)).toBe('https://liff.line.me/2000000001-AbCdEfGh?page=register')
    expect(await signedLink(config, link)).toBe(`${BASE_URL}/register/${await memberToken(sessionSecret, link)}`)
  })
})
