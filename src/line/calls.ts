import type { Config } from '../config.ts'
import type { Log } from '../log.ts'
import type { Outcome } from './line.ts'
import { acceptedBy, failedWith } from './outcome.ts'
import { openRateLimits } from './rate-limit.ts'
import { fixedToken, renewingTokens, type Tokens } from './tokens.ts'

/** The SDK has no timeout of its own. Well under half of every lease under which a call is made. */
export const CALL_TIMEOUT_MS = 10_000

/** How a stored body is posted, where the runtime has a cheaper way than fetch. Throws when there was no whole answer. */
export type Post = (
  url: URL,
  headers: Record<string, string>,
  body: string,
) => Promise<{ status: number; headers: Headers; body: string }>

export type LineOptions = {
  config: Config['line']
  log: Log
  now(): number
  sleep?(ms: number): Promise<void>
  timeoutMs?: number
  post?: Post
}

/** What the gateway puts behind the calls: a client that carries a token, and where short-lived tokens come from. */
export type Wire<Client> = {
  clientFor(token: string): Client
  issueToken(channelId: string, channelSecret: string): Promise<{ token: string; seconds: number }>
}
export type Sent = { httpResponse: Pick<Response, 'status' | 'headers'>; body: unknown }
/** `body` is LINE's answer, unchecked; undefined unless accepted by a 2xx. */
export type Answer = { outcome: Outcome; body?: unknown }
export type Call<Client> = (endpoint: string, send: (client: Client) => Promise<Sent>) => Promise<Answer>

/**
 * The one way out to LINE: waits for the rate limit, takes a living token, sends, and tells the outcome. Never throws.
 * After a 401 the token is renewed and the call sent once more: LINE did nothing.
 */
export function openCalls<Client>(options: LineOptions, wire: Wire<Client>): Call<Client> {
  const { log, now, sleep = pause, timeoutMs = CALL_TIMEOUT_MS } = options
  const takeTurn = openRateLimits({ now, sleep })
  const tokens = openTokens(options, wire, timeoutMs)
  const clientFor = keepLast(wire.clientFor)

  const attempt = async (endpoint: string, token: string, send: Parameters<Call<Client>>[1]): Promise<Answer> => {
    await takeTurn(endpoint)
    const startedAt = now()
    const answer = await within(timeoutMs, () => send(clientFor(token))).then(
      ({ httpResponse, body }): Answer => ({ outcome: acceptedBy(httpResponse), body }),
      (error: unknown): Answer => ({ outcome: failedWith(error) }),
    )
    logCall(log, endpoint, answer.outcome, now() - startedAt)
    return answer
  }

  return async (endpoint, send) => {
    const token = await tokens.current().catch(noToken)
    if (typeof token !== 'string') return token
    const answer = await attempt(endpoint, token, send)
    if (answer.outcome.kind !== 'refused' || answer.outcome.reason !== 'auth') return answer

    const renewed = await tokens.replace(token).catch(() => undefined)
    return renewed === undefined ? answer : attempt(endpoint, renewed, send)
  }
}

/** Without a token nothing left for LINE, so nothing can have taken effect. */
function noToken(error: unknown): Answer {
  const outcome = failedWith(error)
  return outcome.kind === 'refused' && outcome.reason !== 'rate'
    ? { outcome: { ...outcome, reason: 'auth' } }
    : { outcome: { kind: 'refused', status: 0, reason: 'rate', message: 'No channel access token could be had.' } }
}

function openTokens<Client>({ config, now }: LineOptions, wire: Wire<Client>, timeoutMs: number): Tokens {
  const { auth, channelSecrets } = config
  if (auth.kind === 'token') return fixedToken(auth.token)
  return renewingTokens(async () => {
    // LINE takes the newest secret only, and during a rotation nobody says which of the two that is.
    for (const secret of channelSecrets.slice(0, -1)) {
      const issued = await within(timeoutMs, () => wire.issueToken(auth.channelId, secret)).catch(unlessRefused)
      if (issued) return issued
    }
    return within(timeoutMs, () => wire.issueToken(auth.channelId, channelSecrets.at(-1) ?? ''))
  }, now)
}

function unlessRefused(error: unknown) {
  const outcome = failedWith(error)
  if (outcome.kind !== 'refused' || outcome.reason === 'rate') throw error
}

/** The SDK binds a token to a client; one is kept, for the token in use. */
function keepLast<Client>(clientFor: (token: string) => Client) {
  let kept: { token: string; client: Client } | undefined
  return (token: string) => {
    if (kept?.token !== token) kept = { token, client: clientFor(token) }
    return kept.client
  }
}

function logCall(log: Log, endpoint: string, outcome: Outcome, duration_ms: number) {
  log[outcome.kind === 'accepted' ? 'info' : 'warn']('line call', {
    endpoint,
    outcome: outcome.kind,
    duration_ms,
    ...(outcome.status === undefined ? {} : { status: outcome.status }),
    ...(outcome.kind === 'refused' ? { reason: outcome.reason } : {}),
    ...(outcome.requestId ? { line_request_id: outcome.requestId } : {}),
  })
}

async function within<T>(ms: number, start: () => Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('timeout')), ms)
  })
  try {
    return await Promise.race([start(), timeout])
  } finally {
    clearTimeout(timer)
  }
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
