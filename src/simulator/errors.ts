export type ErrorDetail = { message: string; property: string }
type Extra = { details?: readonly ErrorDetail[]; body?: object; headers?: Record<string, string> }

/** An answer of the platform that refuses: LINE's status and literal text. Anything else thrown is a bug of the simulator. */
export class ApiError extends Error {
  readonly status: number
  readonly body: object
  readonly headers: Record<string, string>

  constructor(status: number, message: string, { details, body, headers = {} }: Extra = {}) {
    super(message)
    this.name = 'ApiError'
    this.status = status
    this.body = { message, ...(details ? { details } : {}), ...body }
    this.headers = headers
  }
}

/** The connection breaks instead of an answer. */
export class ConnectionReset extends Error {
  constructor() {
    super('connection reset by the simulator')
    this.name = 'ConnectionReset'
  }
}

export const RATE_LIMITED = 'The API rate limit has been exceeded. Try again later.'
export const MONTHLY_LIMIT = 'You have reached your monthly limit.'
export const INVALID_TOKEN =
  'Authentication failed due to the following reason: invalid token. Confirm that the access token in the authorization header is valid.'
export const INTERNAL_ERROR = 'Internal server error'

export const notFound = () => new ApiError(404, 'Not found')

/** The value has the wrong JSON type or shape: LINE names the property and no position. */
export const invalidProperty = (property: string) =>
  new ApiError(400, `The property, ${property}, in the request body is invalid (line: -, column: -)`)

export const invalidParameter = (name: string) => new ApiError(400, `The value for the '${name}' parameter is invalid`)

/** Refuses when anything was found wrong; all of it at once. */
export function refuseProblems(problems: readonly ErrorDetail[]) {
  if (problems.length === 0) return
  throw new ApiError(400, `The request body has ${problems.length} error(s)`, { details: problems })
}
