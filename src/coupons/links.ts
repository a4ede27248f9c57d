import { equalBytes, hmacHex } from '../crypto.ts'

/** Of the signature, so many hex digits stand in the link: 128 bits. */
const SIGNATURE_DIGITS = 32

const encoder = new TextEncoder()

/** The address of the page on which a person shows this coupon; made for one person, and works for who has it. */
export const couponLink = async (
  { sessionSecret, baseUrl }: { sessionSecret: string; baseUrl: string },
  grantId: string,
) => `${baseUrl}/coupon/${await couponToken(sessionSecret, grantId)}`

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
