/** What became of one request to the platform: what it did (`accepted`), and what the caller saw (`status`, 0 for a broken connection). */
export type RequestEntry = {
  seq: number
  at: number
  endpoint: string
  method: string
  path: string
  requestId: string
  status: number
  /** It took effect, even if the caller was told otherwise. */
  accepted: boolean
  retryKey?: string
  bodySha?: string
  /** Asked for, and reached. */
  recipients?: number
  delivered?: number
  fault?: string
  message?: string
  /** bodyMismatch: a key came again with another body. overlap: two requests with one key were both delivered. */
  notes: ('bodyMismatch' | 'overlap')[]
}

export type Ledger = {
  seq: number
  requestsMax: number
  requests: RequestEntry[]
  /** By `endpoint status`, and `endpoint accepted`; never forgotten. */
  counts: Map<string, number>
}

export const createLedger = (requestsMax: number): Ledger => ({ seq: 0, requestsMax, requests: [], counts: new Map() })

/** Writes down a request when its answer is known. Only the last `requestsMax` are kept; the counts are of all. */
export function record(ledger: Ledger, entry: RequestEntry) {
  entry.seq = ++ledger.seq
  ledger.requests.push(entry)
  // Trimmed in large steps: shifting one by one would cost the whole list each time.
  if (ledger.requests.length >= ledger.requestsMax * 2)
    ledger.requests.splice(0, ledger.requests.length - ledger.requestsMax)
  count(ledger, `${entry.endpoint} ${entry.status}`)
  if (entry.accepted) count(ledger, `${entry.endpoint} accepted`)
  for (const note of entry.notes) count(ledger, `${entry.endpoint} ${note}`)
}

const count = ({ counts }: Ledger, name: string) => counts.set(name, (counts.get(name) ?? 0) + 1)
