import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { z } from 'zod'
import { memberId } from '../broadcasts/support.ts'
import { lineUserId } from '../support.ts'

const Body = z.object({
  to: z.union([z.string(), z.array(z.string())]).transform((to) => [to].flat()),
  customAggregationUnits: z.array(z.string()).length(1),
})

/** Everything that can happen to a request: nothing was taken, or it was and the answer is lost, false or unreadable. */
const FAULTS = ['500', 'reset', 'rate', '500 after', 'reset after', 'garbage after', 'truncated after'] as const
type Fault = (typeof FAULTS)[number] | (typeof RARE_FAULTS)[number]

export type Sink = Awaited<ReturnType<typeof openSink>>

/** Each stops a broadcast, or holds it up for a minute: a few of them in a run. */
const RARE_FAULTS = ['quota', 'auth'] as const
const RARE_MAX = 6
const RARE_SHARE = 0.02

type Options = { faultRate: number; random: () => number; now: () => number; poisoned: number }

/**
 * LINE's sending endpoints as far as the ledger needs them: retry keys, faults before and after acceptance, the month's
 * limit, a refused token, people whose ids it refuses; by the senders' clock.
 */
export async function openSink({ faultRate, random, now, poisoned }: Options) {
  const bodies = new Map<string, Set<string>>()
  const accepted = new Map<string, string>()
  /** How often each person got each broadcast. */
  const deliveries = new Map<string, number>()
  const faults: Partial<Record<Fault, number>> = {}
  let requests = 0
  const isPoisoned = (id: string) => poisonedIds.has(id)
  const poisonedIds = new Set<string>(Array.from({ length: poisoned }, (_, i) => lineUserId(memberId(i * 7))))

  const pick = (): Fault | undefined => {
    if (random() >= faultRate) return undefined
    const rare = random() < RARE_SHARE ? RARE_FAULTS[Math.floor(random() * RARE_FAULTS.length)] : undefined
    const common = FAULTS[Math.floor(random() * FAULTS.length)] ?? '500'
    const fault = rare && (faults[rare] ?? 0) < RARE_MAX ? rare : common
    faults[fault] = (faults[fault] ?? 0) + 1
    return fault
  }
  const take = (key: string, body: string) => {
    const { to, customAggregationUnits } = Body.parse(JSON.parse(body))
    accepted.set(key, crypto.randomUUID())
    for (const person of to) {
      const delivery = `${customAggregationUnits[0]} ${person}`
      deliveries.set(delivery, (deliveries.get(delivery) ?? 0) + 1)
    }
  }
  const answerSend = (key: string, body: string, response: ServerResponse) => {
    requests++
    const fault = pick()
    bodies.set(key, (bodies.get(key) ?? new Set()).add(createHash('sha256').update(body).digest('hex')))
    if (fault === '500') return say(response, 500, { message: 'server error' })
    if (fault === 'reset') return void response.destroy()
    const before = accepted.get(key)
    if (before)
      return say(
        response,
        409,
        { message: 'The retry key is already accepted' },
        { 'x-line-accepted-request-id': before },
      )
    const at = [JSON.parse(body).to].flat().findIndex(isPoisoned)
    if (at >= 0) return say(response, 400, { message: `The property, to[${at}], in the request body is invalid` })
    if (fault === 'quota') return say(response, 429, { message: 'You have reached your monthly limit.' })
    if (fault === 'auth') return say(response, 401, { message: 'Authentication failed' })
    if (fault === 'rate')
      return say(response, 429, { message: 'The API rate limit has been exceeded. Try again later.' })

    take(key, body)
    if (fault === '500 after') return say(response, 500, { message: 'server error' })
    if (fault === 'reset after') return void response.destroy()
    if (fault === 'garbage after')
      return void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>busy</html>')
    if (fault === 'truncated after') {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' })
      response.write('{"sentMess')
      return void setTimeout(() => response.destroy(), 5)
    }
    return say(response, 200, body.includes('"to":[') ? {} : { sentMessages: [{ id: '1', quoteToken: 'q' }] })
  }

  const server = createServer(async (request, response) => {
    response.setHeader('date', new Date(now()).toUTCString())
    const body = await read(request).catch(() => undefined)
    if (body === undefined) return // the sender was killed while it was sending: LINE never saw a whole request
    if (request.url?.endsWith('/quota')) return say(response, 200, { type: 'none' })
    if (request.url?.endsWith('/consumption')) return say(response, 200, { totalUsage: 0 })
    return answerSend(String(request.headers['x-line-retry-key']), body, response)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const address = server.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    bodies,
    accepted,
    deliveries,
    faults,
    isPoisoned,
    requests: () => requests,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

function say(response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}) {
  response.writeHead(status, {
    'content-type': 'application/json',
    'x-line-request-id': crypto.randomUUID(),
    ...headers,
  })
  response.end(JSON.stringify(body))
}

async function read(request: IncomingMessage) {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part)
  return Buffer.concat(parts).toString('utf8')
}
