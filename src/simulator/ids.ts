const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const USER_ID = /^U[0-9a-f]{32}$/
const CHAT_ID = /^[CR][0-9a-f]{32}$/
const RETRY_KEY = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

export const isUserId = (id: unknown): id is string => typeof id === 'string' && USER_ID.test(id)
/** A group or a room. */
export const isChatId = (id: unknown): id is string => typeof id === 'string' && CHAT_ID.test(id)
export const isRetryKey = (key: string) => RETRY_KEY.test(key)

export const hex32 = () => crypto.randomUUID().replaceAll('-', '')

/** 26 characters, sortable by time, as in webhookEventId. */
export function ulid(at: number) {
  let time = ''
  for (let rest = at, n = 0; n < 10; n++, rest = Math.floor(rest / 32)) time = CROCKFORD.charAt(rest % 32) + time
  const random = crypto.getRandomValues(new Uint8Array(16))
  return time + Array.from(random, (byte) => CROCKFORD.charAt(byte % 32)).join('')
}
