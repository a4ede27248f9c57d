import type { Outcome, RefusedReason } from './line.ts'

/** Answers that say for sure: nothing was sent. Whatever is neither here nor accepted is unknown. */
const REFUSED = [400, 401, 403, 404, 413, 415, 429]
const QUOTA_USED_UP = 'You have reached your monthly limit.'
const MESSAGE_MAX = 500

export const acceptedBy = (response: Pick<Response, 'status' | 'headers'>): Outcome => ({
  kind: 'accepted',
  status: response.status,
  ...requestId(response.headers),
  ...answeredAt(response.headers),
})

/** What a failed call came to. 409 is a success: an earlier attempt with the same retry key was accepted. */
export function failedWith(error: unknown): Outcome {
  const answer = answerIn(error)
  if (!answer) return { kind: 'unknown', message: error instanceof Error ? error.name : typeof error }

  const { status, headers, body } = answer
  const named = { ...requestId(headers), ...answeredAt(headers) }
  if (status === 409) {
    const accepted = headers.get('x-line-accepted-request-id')
    return { kind: 'accepted', status, ...named, ...(accepted ? { acceptedRequestId: accepted } : {}) }
  }
  const message = messageIn(body)
  return REFUSED.includes(status)
    ? { kind: 'refused', status, reason: reasonOf(status, message), message, ...named }
    : { kind: 'unknown', status, message, ...named }
}

/** The SDK throws an error with LINE's answer in it; anything else that is thrown is not an answer. */
function answerIn(error: unknown) {
  if (!(error instanceof Error && 'status' in error && 'headers' in error && 'body' in error)) return undefined
  const { status, headers, body } = error
  return typeof status === 'number' && headers instanceof Headers && typeof body === 'string'
    ? { status, headers, body }
    : undefined
}

function reasonOf(status: number, message: string): RefusedReason {
  if (status === 401) return 'auth'
  if (status !== 429) return 'invalid'
  return message.startsWith(QUOTA_USED_UP) ? 'quota' : 'rate'
}

/** LINE's own sentence, with the first details: they name properties, not people. */
function messageIn(body: string) {
  try {
    const answer: unknown = JSON.parse(body)
    if (typeof answer !== 'object' || answer === null) return ''
    const details = 'details' in answer && Array.isArray(answer.details) ? JSON.stringify(answer.details) : ''
    return 'message' in answer ? `${String(answer.message)} ${details}`.trim().slice(0, MESSAGE_MAX) : ''
  } catch {
    return ''
  }
}

function requestId(headers: Headers) {
  const id = headers.get('x-line-request-id')
  return id ? { requestId: id } : {}
}

function answeredAt(headers: Headers) {
  const at = Date.parse(headers.get('date') ?? '')
  return Number.isNaN(at) ? {} : { at }
}
