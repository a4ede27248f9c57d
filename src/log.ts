/** What may stand in a log line. Never names, texts, tokens, LINE user ids or coupon codes: ids of ours, counts, statuses. */
export type LogFields = Partial<{
  reference: string
  method: string
  route: string
  status: number
  outcome: string
  endpoint: string
  line_request_id: string
  event_id: string
  event_type: string
  member_id: string
  operator_id: string
  broadcast_id: string
  seq: number
  attempt: number
  job: string
  count: number
  bytes: number
  duration_ms: number
  reason: string
  stack: string
}>

export type Log = {
  info(what: string, fields?: LogFields): void
  warn(what: string, fields?: LogFields): void
  error(what: string, fields?: LogFields): void
}

/** One JSON object per line. Works on Node and on Workers alike. */
export function openLog(write: (line: string) => void, now: () => number): Log {
  const level =
    (severity: 'info' | 'warn' | 'error') =>
    (what: string, fields: LogFields = {}) =>
      write(JSON.stringify({ at: new Date(now()).toISOString(), severity, what, ...fields }))
  return { info: level('info'), warn: level('warn'), error: level('error') }
}

/** What of a thrown thing may be logged: its kind and where, never its message, which may quote a person's data. */
export const failureFields = (error: unknown): LogFields =>
  error instanceof Error
    ? { reason: error.name, stack: (error.stack ?? '').split('\n').slice(1, 8).join('\n') }
    : { reason: typeof error }
