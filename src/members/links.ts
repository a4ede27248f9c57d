import type { Config } from '../config.ts'
import { equalBytes, hmacHex } from '../crypto.ts'

/** How long a link from the chat opens its page. */
export const MEMBER_LINK_MINUTES = 30
const MINUTE_MS = 60_000
/** Of the signature, so many hex digits stand in the link: 128 bits. */
const SIGNATURE_DIGITS = 32

export const MEMBER_PAGES = ['register', 'me'] as const
export type MemberPage = (typeof MEMBER_PAGES)[number]

type Link = { page: MemberPage; memberId: string; now: number }

const encoder = new TextEncoder()

/**
 * What a button in the chat opens: the person's own page, by a link that ends after 30 minutes; with LIFF the same page
 * inside LINE, which asks LINE who the person is (src/members/liff.tsx), so that this address is everybody's and never ends.
 */
export const memberLink = async (config: Pick<Config, 'baseUrl' | 'sessionSecret' | 'liff'>, link: Link) =>
  config.liff ? `https://liff.line.me/${config.liff.id}?page=${link.page}` : signedLink(config, link)

/** The person's page for 30 minutes. The link is made for one person and one page, and works for who has it. */
export const signedLink = async ({ baseUrl, sessionSecret }: Pick<Config, 'baseUrl' | 'sessionSecret'>, link: Link) =>
  `${baseUrl}/${link.page}/${await memberToken(sessionSecret, link)}`

export async function memberToken(sessionSecret: string, { page, memberId, now }: Link) {
  const expiresAt = now + MEMBER_LINK_MINUTES * MINUTE_MS
  return `${memberId}.${expiresAt}.${await signature(sessionSecret, page, memberId, expiresAt)}`
}

/** The member whom a link to this page names; undefined when we did not make it so, or its time is over. */
export async function readMemberToken(
  sessionSecret: string,
  page: MemberPage,
  token: string,
  now: number,
): Promise<string | undefined> {
  const [, memberId, expiry, signed] = /^([0-9a-zA-Z-]{1,64})\.([1-9]\d{0,14})\.([0-9a-f]{32})$/.exec(token) ?? []
  if (memberId === undefined || expiry === undefined || signed === undefined) return undefined
  const expected = await signature(sessionSecret, page, memberId, Number(expiry))
  const genuine = equalBytes(encoder.encode(signed), encoder.encode(expected))
  return genuine && now < Number(expiry) ? memberId : undefined
}

const signature = async (sessionSecret: string, page: MemberPage, memberId: string, expiresAt: number) =>
  (await hmacHex(sessionSecret, `member link v1:${page}:${memberId}:${expiresAt}`)).slice(0, SIGNATURE_DIGITS)
