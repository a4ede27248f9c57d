import { equalBytes, hmacHex } from '../crypto.ts'

/** Of the signature, so many hex digits stand in the link: 128 bits. */
const SIGNATURE_DIGITS = 32

/** The opening, the person, the signature. */
const TOKEN = /^([0-9a-zA-Z-]{1,64})\.([0-9a-zA-Z-]{1,64})\.([0-9a-f]{32})$/

const LABEL = 'shift page v1'

const encoder = new TextEncoder()

type Config = { sessionSecret: string; baseUrl: string }
type Asked = { openingId: string; memberId: string }

/** The address of a person's own page of an opening; made for one person, and works for who has it. */
export const shiftUrl = async ({ sessionSecret, baseUrl }: Config, asked: Asked) =>
  `${baseUrl}/shift/${await shiftToken(sessionSecret, asked)}`

export const shiftToken = async (sessionSecret: string, { openingId, memberId }: Asked) =>
  `${openingId}.${memberId}.${await signature(sessionSecret, { openingId, memberId })}`

/** Whose page of which opening a link names, or undefined when we did not make the link. */
export async function readShiftToken(sessionSecret: string, token: string): Promise<Asked | undefined> {
  const [, openingId, memberId, signed] = TOKEN.exec(token) ?? []
  if (openingId === undefined || memberId === undefined || signed === undefined) return undefined
  const expected = await signature(sessionSecret, { openingId, memberId })
  return equalBytes(encoder.encode(signed), encoder.encode(expected)) ? { openingId, memberId } : undefined
}

/** The public ad of an opening, for anybody: it names no person. */
export const publicAdUrl = ({ baseUrl }: Pick<Config, 'baseUrl'>, openingId: string) =>
  `${baseUrl}/openings/${openingId}`

/** LINE's own screen on which somebody chooses whom to send words to; who that was, nobody tells us. */
export const shareUrl = (words: string) => `https://line.me/R/share?text=${encodeURIComponent(words)}`

/** LINE's page of the shop's account, from which anybody may add it; undefined when its basic ID is not known. */
export const friendUrl = ({ lineBasicId }: { lineBasicId: string | undefined }) =>
  lineBasicId === undefined ? undefined : `https://line.me/R/ti/p/${encodeURIComponent(lineBasicId)}`

const signature = async (sessionSecret: string, { openingId, memberId }: Asked) =>
  (await hmacHex(sessionSecret, `${LABEL}:${openingId}.${memberId}`)).slice(0, SIGNATURE_DIGITS)
