import type { Config } from '../config.ts'
import { equalBytes, hmacHex } from '../crypto.ts'

/** Of the signature, so many hex digits stand in the link: 128 bits. */
const SIGNATURE_DIGITS = 32

/** Whose copy of which broadcast a link belongs to. Where it leads is not in it: that stands in the broadcast. */
export type TapLink = { broadcastId: string; memberId: string }

const encoder = new TextEncoder()

/** The address behind the link of a broadcast, of one person's copy: it counts the tap and goes on to the broadcast's target. */
export const tapUrl = async ({ sessionSecret, baseUrl }: Pick<Config, 'sessionSecret' | 'baseUrl'>, link: TapLink) =>
  `${baseUrl}/l/${await tapToken(sessionSecret, link)}`

export const tapToken = async (sessionSecret: string, link: TapLink) =>
  `${link.broadcastId}.${link.memberId}.${await signature(sessionSecret, link)}`

/** The copy that a link names, or undefined when we did not make the link. */
export async function readTapToken(sessionSecret: string, token: string): Promise<TapLink | undefined> {
  const [, broadcastId, memberId, signed] =
    /^([0-9a-zA-Z-]{1,64})\.([0-9a-zA-Z-]{1,64})\.([0-9a-f]{32})$/.exec(token) ?? []
  if (broadcastId === undefined || memberId === undefined || signed === undefined) return undefined
  const expected = await signature(sessionSecret, { broadcastId, memberId })
  return equalBytes(encoder.encode(signed), encoder.encode(expected)) ? { broadcastId, memberId } : undefined
}

const signature = async (sessionSecret: string, { broadcastId, memberId }: TapLink) =>
  (await hmacHex(sessionSecret, `tap link v1:${broadcastId}:${memberId}`)).slice(0, SIGNATURE_DIGITS)
