import type { LineUserId, MemberLanguage } from '../db/schema.ts'
import type { LineMessage } from './messages.ts'

/**
 * What became of one request to LINE. Remote failures are data.
 * accepted: LINE has it (2xx, or 409: an earlier attempt with the same retry key was accepted).
 * refused: known not to have taken effect. unknown: nobody knows (timeout, reset, 5xx, unreadable answer).
 */
export type Outcome =
  | ({ kind: 'accepted'; status: number; requestId?: string; acceptedRequestId?: string } & Answered)
  | ({ kind: 'refused'; status: number; reason: RefusedReason; message: string; requestId?: string } & Answered)
  | ({ kind: 'unknown'; status?: number; message: string; requestId?: string } & Answered)
/** When LINE answered, by LINE's clock (its Date header), UTC epoch ms; src/db/clock.ts compares. */
type Answered = { at?: number }

/** auth: 401 even after one renewal. rate: slow down. quota: the month's messages are used up. invalid: 400 and the rest. */
export type RefusedReason = 'auth' | 'rate' | 'quota' | 'invalid'

export type Quota = {
  /** null: the plan has no limit. */
  limit: number | null
  /** LINE's own figure; LINE calls it approximate. */
  used: number
}

export type Profile = { displayName: string; language?: string }

/** A request body that is sent byte for byte: for broadcasts it was committed before the first byte leaves. */
export type PushBody = { to: LineUserId; messages: readonly LineMessage[]; customAggregationUnits?: readonly string[] }
export type MulticastBody = {
  to: readonly LineUserId[]
  messages: readonly LineMessage[]
  customAggregationUnits?: readonly string[]
}

/** Whose menu it is: what a person is owed. */
export type RichMenuName = 'guest' | 'member'
/** The menus that there are; 'member-new' says that there is something to read. Each is drawn in every language of the bot. */
export const RICH_MENUS = ['guest', 'member', 'member-new'] as const
export type DrawnMenu = (typeof RICH_MENUS)[number]
export type RichMenuVariant = DrawnMenu | `${DrawnMenu}-${Exclude<MemberLanguage, 'ja'>}`

/** The menu of that name for who reads that language. */
export const menuIn = (menu: DrawnMenu, language: MemberLanguage): RichMenuVariant =>
  language === 'ja' ? menu : `${menu}-${language}`

/** What stands for a menu that was not brought to LINE yet, the next best first: its Japanese one, then one without 新着あり. */
export function menusInstead(menu: RichMenuVariant): readonly RichMenuVariant[] {
  const calm: RichMenuVariant = menu.startsWith('guest') ? 'guest' : 'member'
  const better: RichMenuVariant[] = menu.startsWith('member-new')
    ? ['member-new', menuIn('member', languageOf(menu))]
    : []
  return [...new Set([...better, calm])].filter((instead) => instead !== menu)
}

const languageOf = (menu: RichMenuVariant): MemberLanguage =>
  menu.endsWith('-plain-ja') ? 'plain-ja' : menu.endsWith('-en') ? 'en' : 'ja'

/** Everything the product asks of LINE. Implemented by src/line/gateway.ts; no other module knows the SDK. */
export type LineGateway = {
  /** Free of charge, once, within a minute of the event; never retried by itself. */
  reply(replyToken: string, messages: readonly LineMessage[]): Promise<Outcome>
  /** `body` is JSON of a PushBody. The same key and body may be sent again for 24 h. */
  push(body: string, retryKey: string): Promise<Outcome>
  /** `body` is JSON of a MulticastBody. The same key and body may be sent again for 24 h. */
  multicast(body: string, retryKey: string): Promise<Outcome>
  /** Asks LINE whether the messages are well-formed; costs nothing. */
  validatePush(messages: readonly LineMessage[]): Promise<Outcome>
  /** Throws Refusal('line_unreachable') when LINE does not answer. */
  quota(): Promise<Quota>
  /**
   * How many messages LINE counted as sent on a day in Tokyo ('YYYY-MM-DD'), by anybody of this account; people who blocked
   * it are not in it. undefined: LINE does not tell, as before the next day.
   */
  delivered(kind: 'push' | 'multicast', day: string): Promise<number | undefined>
  /** undefined when LINE does not tell (blocked, unknown, or no answer). */
  profile(lineUserId: string): Promise<Profile | undefined>
  /** Gives the person the current menu of that name, or the Japanese one where LINE has none in their language; repeating it is harmless. */
  linkRichMenu(lineUserId: LineUserId, menu: RichMenuVariant): Promise<Outcome>
  /** Takes the person's own menu away; repeating it is harmless. */
  unlinkRichMenu(lineUserId: LineUserId): Promise<Outcome>
  /** The public keys (JWKS) that LINE's ID tokens are signed with. Throws Refusal('line_unreachable') when LINE does not answer. */
  certs(): Promise<unknown>
}
