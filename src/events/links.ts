import { equalBytes, hmacHex } from '../crypto.ts'

/** Of the signature, so many hex digits stand in the link: 128 bits. */
const SIGNATURE_DIGITS = 32

/** The event, the person, the signature. */
const TOKEN = /^([0-9a-zA-Z-]{1,64})\.([0-9a-zA-Z-]{1,64})\.([0-9a-f]{32})$/

const encoder = new TextEncoder()

type Config = { sessionSecret: string; baseUrl: string }
type Guest = { eventId: string; memberId: string }
type Label = 'event page v1' | 'event door v1'

/** The address of a guest's own page of an event; made for one person, and works for who has it. */
export const eventUrl = async ({ sessionSecret, baseUrl }: Config, guest: Guest) =>
  `${baseUrl}/event/${await eventToken(sessionSecret, guest)}`

export const eventToken = (sessionSecret: string, guest: Guest) => tokenOf(sessionSecret, 'event page v1', guest)

/** Whose page of which event a link names, or undefined when we did not make the link. */
export const readEventToken = (sessionSecret: string, token: string) => readToken(sessionSecret, 'event page v1', token)

/** What a guest's QR says: names them to the door and opens nothing of theirs to who photographs it. */
export const doorUrl = async ({ sessionSecret, baseUrl }: Config, guest: Guest) =>
  `${baseUrl}/d/${await doorToken(sessionSecret, guest)}`

export const doorToken = (sessionSecret: string, guest: Guest) => tokenOf(sessionSecret, 'event door v1', guest)

/** Who stands at the door of which event, or undefined when we did not make the link. */
export const readDoorToken = (sessionSecret: string, token: string) => readToken(sessionSecret, 'event door v1', token)

const tokenOf = async (sessionSecret: string, label: Label, { eventId, memberId }: Guest) =>
  `${eventId}.${memberId}.${await signature(sessionSecret, label, { eventId, memberId })}`

async function readToken(sessionSecret: string, label: Label, token: string): Promise<Guest | undefined> {
  const [, eventId, memberId, signed] = TOKEN.exec(token) ?? []
  if (eventId === undefined || memberId === undefined || signed === undefined) return undefined
  const expected = await signature(sessionSecret, label, { eventId, memberId })
  return equalBytes(encoder.encode(signed), encoder.encode(expected)) ? { eventId, memberId } : undefined
}

const signature = async (sessionSecret: string, label: Label, { eventId, memberId }: Guest) =>
  (await hmacHex(sessionSecret, `${label}:${eventId}.${memberId}`)).slice(0, SIGNATURE_DIGITS)
