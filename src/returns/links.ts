import { equalBytes, hmacHex } from '../crypto.ts'

/** Of the signature, so many hex digits stand in the link: 128 bits. */
const SIGNATURE_DIGITS = 32
/** The person, the signature. */
const TOKEN = /^([0-9a-zA-Z-]{1,64})\.([0-9a-f]{32})$/

const encoder = new TextEncoder()

/** The address of a person's own page of また働きたい; made for one person, and works for who has it. */
export const returnUrl = async (
  { sessionSecret, baseUrl }: { sessionSecret: string; baseUrl: string },
  memberId: string,
) => `${baseUrl}/return/${await returnToken(sessionSecret, memberId)}`

export const returnToken = async (sessionSecret: string, memberId: string) =>
  `${memberId}.${await signature(sessionSecret, memberId)}`

/** Whose page a link names, or undefined when we did not make the link. */
export async function readReturnToken(sessionSecret: string, token: string): Promise<string | undefined> {
  const [, memberId, signed] = TOKEN.exec(token) ?? []
  if (memberId === undefined || signed === undefined) return undefined
  const expected = await signature(sessionSecret, memberId)
  return equalBytes(encoder.encode(signed), encoder.encode(expected)) ? memberId : undefined
}

const signature = async (sessionSecret: string, memberId: string) =>
  (await hmacHex(sessionSecret, `return page v1:${memberId}`)).slice(0, SIGNATURE_DIGITS)
