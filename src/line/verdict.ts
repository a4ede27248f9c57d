import type { Outcome } from './line.ts'
import { type Owed, RETRIED_MS_MAX } from './outbox-claims.ts'

const HOUR_MS = 3_600_000
const BACKOFF_MS = 1_000
const BACKOFF_MS_MAX = 10 * 60_000
/** A token that is refused is mended by a person. */
const AUTH_WAIT_MS = 10 * 60_000

/** What the outbox makes of an outcome: over, or to be tried again at `at`. `burnt`: LINE may have accepted this attempt. */
export type Verdict =
  | { kind: 'over'; state: 'accepted' | 'refused' | 'unknown'; failure: string | null }
  | { kind: 'again'; at: number; burnt: boolean; failure: string }

type Attempt = Pick<Owed, 'kind' | 'attempts' | 'retry_key'>

/** A reply is tried once. A push or menu is tried again until LINE's answer is known, always under its first key. */
export function judge(attempt: Attempt, outcome: Outcome, now: number): Verdict {
  if (outcome.kind === 'accepted') return { kind: 'over', state: 'accepted', failure: null }
  if (outcome.kind === 'unknown')
    return attempt.kind === 'reply'
      ? { kind: 'over', state: 'unknown', failure: outcome.message || 'unknown' }
      : { kind: 'again', at: now + backoff(attempt), burnt: true, failure: outcome.message || 'unknown' }

  const failure = outcome.reason === 'invalid' ? outcome.message || 'invalid' : outcome.reason
  if (attempt.kind === 'reply') return { kind: 'over', state: 'refused', failure }
  const wait = waitAfter(attempt, outcome, now)
  return wait === undefined
    ? { kind: 'over', state: 'refused', failure }
    : { kind: 'again', at: now + wait, burnt: false, failure }
}

function waitAfter(attempt: Attempt, { reason, status }: Outcome & { kind: 'refused' }, now: number) {
  if (reason === 'rate') return backoff(attempt)
  if (reason === 'auth') return AUTH_WAIT_MS
  if (reason === 'quota') return HOUR_MS - (now % HOUR_MS)
  // The menus are not at LINE yet, or are being drawn anew.
  return attempt.kind === 'rich_menu' && status === 404 ? HOUR_MS : undefined
}

/** Doubles up to 10 minutes; spread by the key, so that those who failed together do not come back together. */
function backoff({ attempts, retry_key }: Attempt) {
  const spread = 0.5 + Number.parseInt(retry_key.slice(0, 4), 16) / 0xffff / 2
  return Math.min(BACKOFF_MS * 2 ** Math.min(attempts, 20), BACKOFF_MS_MAX, RETRIED_MS_MAX) * spread
}
