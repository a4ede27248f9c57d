import { ApiError } from './errors.ts'
import type { Call } from './gate.ts'

/** LINE refuses larger request bodies. */
const BODY_BYTES_MAX = 2 * 1024 * 1024

const tooLarge = () => new ApiError(413, 'Request entity too large')

/** The whole body, at most 2 MB of it, counted while it comes in. */
export async function readBody(request: Request): Promise<Buffer> {
  if (Number(request.headers.get('content-length') ?? 0) > BODY_BYTES_MAX) throw tooLarge()
  if (request.headers.has('content-length')) return Buffer.from(await request.arrayBuffer())
  if (!request.body) return Buffer.alloc(0)
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of request.body) {
    size += part.length
    if (size > BODY_BYTES_MAX) throw tooLarge()
    parts.push(part)
  }
  return Buffer.concat(parts)
}

/** The body as a JSON object, or LINE's refusal: wrong content type, not JSON (with the place, where the parser tells it), not an object. */
export function readJson({ headers, body }: Call): Record<string, unknown> {
  const type = headers.get('content-type') ?? ''
  if (!/^application\/json\s*(;|$)/i.test(type))
    throw new ApiError(415, `The content type, ${type || 'application/octet-stream'}, is not supported`)
  const value = parse(body.toString('utf8'))
  if (!isObject(value)) throw unparsable(1, 1)
  return value
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const unparsable = (line: number, column: number) =>
  new ApiError(400, `The request body could not be parsed as JSON (line: ${line}, column: ${column})`)

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    const [, at] = /at position (\d+)/.exec(error instanceof Error ? error.message : '') ?? []
    const before = text.slice(0, at === undefined ? text.length : Number(at)).split('\n')
    throw unparsable(before.length, (before.at(-1) ?? '').length + 1)
  }
}
