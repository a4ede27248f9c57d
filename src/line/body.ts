/** What was read, or why it was not: `too_large`, or `broken` when the sender went away. */
export type ReadBody = { bytes: Uint8Array<ArrayBuffer> } | 'too_large' | 'broken'

/**
 * Reads a body of at most `max` bytes and never holds more. A length that was announced is refused unread when it is too
 * large; one that was not (chunked) is counted while reading.
 */
export async function readCapped(request: Request, max: number): Promise<ReadBody> {
  const announced = request.headers.get('content-length')
  if (announced !== null && Number(announced) > max) return 'too_large'
  try {
    // A body of announced length ends there: HTTP itself counts. This way is several times faster than the stream.
    const counted = announced !== null && request.headers.get('transfer-encoding') === null
    const bytes = counted ? new Uint8Array(await request.arrayBuffer()) : await drain(request, max)
    return bytes === undefined || bytes.byteLength > max ? 'too_large' : { bytes }
  } catch {
    return 'broken'
  }
}

async function drain({ body }: Request, max: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (body === null) return new Uint8Array()
  const reader = body.getReader()
  const chunks: Uint8Array[] = []
  let size = 0
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    size += next.value.byteLength
    if (size > max) {
      await reader.cancel().catch(() => {})
      return undefined
    }
    chunks.push(next.value)
  }
  return join(chunks, size)
}

function join(chunks: readonly Uint8Array[], size: number) {
  const whole = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.byteLength
  }
  return whole
}
