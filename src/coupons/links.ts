import type { Config } from '../config.ts'
import { equalBytes, hmacHex } from '../crypto.ts'

/** Of the signature, so many hex digits stand in the link: 128 bits. */
const SIGNATURE_DIGITS = 32

const encoder = new TextEncoder()

type LinkConfig = Pick<Config, 'sessionSecret' | 'baseUrl' | 'liff'>

/**
 * What opens the page on which a person shows this coupon: made for one person. Without LIFF it works for who has it; with
 * LIFF it opens inside LINE, which says who that is (src/members/liff.tsx), and for anybody else it shows no code.
 */
export async function couponLink({ sessionSecret, baseUrl, liff }: LinkConfig, grantId: string) {
  const token = await couponToken(sessionSecret, grantId)
  return liff ? `https://liff.line.me/${liff.id}?coupon=${token}` : `${baseUrl}${couponPath(token)}`
}

export const couponPath = (token: string) => `/coupon/${token}`

export const couponToken = async (sessionSecret: string, grantId: string) =>
  `${grantId}.${await signature(sessionSecret, grantId)}`

/** The grant that a link names, or undefined when we did not make the link. */
export async function readCouponToken(sessionSecret: string, token: string): Promise<string | undefined> {
  const [, grantId, signed] = /^([0-9a-zA-Z-]{1,64})\.([0-9a-f]{32})$/.exec(token) ?? []
  if (grantId === undefined || signed === undefined) return undefined
  const expected = await signature(sessionSecret, grantId)
  return equalBytes(encoder.encode(signed), encoder.encode(expected)) ? grantId : undefined
}

const signature = async (sessionSecret: string, grantId: string) =>
  (await hmacHex(sessionSecret, `coupon link v1:${grantId}`)).slice(0, SIGNATURE_DIGITS)
