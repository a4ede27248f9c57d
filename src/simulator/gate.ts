import { createHash } from 'node:crypto'
import type { HttpBindings } from '@hono/node-server'
import type { Context, Hono } from 'hono'
import { readBody } from './body.ts'
import { type Limit, perSecond, takeToken } from './buckets.ts'
import { ApiError, ConnectionReset, INVALID_TOKEN, RATE_LIMITED } from './errors.ts'
import { type ArmedFault, faultMessage, strike } from './faults.ts'
import { type RequestEntry, record } from './ledger.ts'
import { announce, type World } from './world.ts'

export type Env = { Bindings: Partial<HttpBindings> }

/** One request to the platform, as an endpoint sees it. */
export type Call = {
  world: World
  now: number
  requestId: string
  headers: Headers
  param: (name: string) => string
  query: (name: string) => string | undefined
  body: Buffer
  /** The request's line in the ledger; the endpoint adds what only it knows. */
  entry: RequestEntry
  /** Runs when the answer leaves, or would have left. */
  onAnswered: (() => void)[]
}

export type Answer = {
  status?: number
  json?: object
  bytes?: Uint8Array<ArrayBuffer>
  headers?: Record<string, string>
}

export type Endpoint = {
  name: string
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  path: string
  /** Default: 2,000 a second, LINE's "everything else". */
  limit?: Limit
  /** Open endpoints need no channel access token. */
  open?: true
  /** Runs without a pause between reading and writing the world, unless it says otherwise: that makes retry keys atomic. */
  answer: (call: Call) => Answer | Promise<Answer>
}

const EVERYTHING_ELSE = perSecond(2_000)

/** Puts endpoints on the app, each behind the same gate: faults, token, rate, size, ledger, request id. */
export function mount(app: Hono<Env>, world: World, endpoints: readonly Endpoint[]) {
  for (const endpoint of endpoints) app.on(endpoint.method, endpoint.path, (c) => pass(world, endpoint, c))
}

async function pass(world: World, endpoint: Endpoint, c: Context<Env>): Promise<Response> {
  const requestId = crypto.randomUUID()
  const entry: RequestEntry = {
    seq: 0,
    at: world.now(),
    endpoint: endpoint.name,
    method: endpoint.method,
    path: c.req.path,
    requestId,
    status: 0,
    accepted: false,
    notes: [],
  }
  const onAnswered: (() => void)[] = []
  const fault = strike(world.faults, endpoint.name)
  if (fault) entry.fault = `${fault.when} ${fault.kind}${fault.kind === 'status' ? ` ${fault.status}` : ''}`
  try {
    const response = await answer(world, endpoint, c, { entry, onAnswered, fault })
    entry.status = response.status
    return response
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    entry.status = error.status
    entry.message = error.message
    return respond(requestId, { status: error.status, json: error.body, headers: error.headers })
  } finally {
    for (const run of onAnswered) run()
    record(world.ledger, entry)
    if (endpoint.method !== 'GET') announce(world, { type: 'request' })
  }
}

type Passage = { entry: RequestEntry; onAnswered: (() => void)[]; fault: ArmedFault | undefined }

async function answer(world: World, endpoint: Endpoint, c: Context<Env>, { entry, onAnswered, fault }: Passage) {
  if (fault?.when === 'before') {
    const faulty = await suffer(fault, c, entry)
    if (faulty) return faulty
  }
  const body = await readBody(c.req.raw)
  admit(world, endpoint, c)
  entry.at = world.now()
  if (body.length > 0) entry.bodySha = createHash('sha256').update(body).digest('hex')
  const answered = await endpoint.answer({
    world,
    now: entry.at,
    requestId: entry.requestId,
    headers: c.req.raw.headers,
    param: (name) => c.req.param(name) ?? '',
    query: (name) => c.req.query(name),
    body,
    entry,
    onAnswered,
  })
  entry.accepted = true
  if (fault?.when === 'after') {
    const faulty = await suffer(fault, c, entry)
    if (faulty) return faulty
  }
  return respond(entry.requestId, answered)
}

/** Who may come in: a valid channel access token, and not too often. */
function admit(world: World, { name, method, limit = EVERYTHING_ELSE, open }: Endpoint, c: Context<Env>) {
  if (!open && !isTokenValid(world, c.req.header('authorization'))) throw new ApiError(401, INVALID_TOKEN)
  if (world.settings.rateLimits && !takeToken(world.buckets, `${method} ${name}`, limit, world.now()))
    throw new ApiError(429, RATE_LIMITED)
}

function isTokenValid({ settings, statelessTokens, now }: World, authorization = '') {
  const [, token] = /^Bearer +(\S+)$/i.exec(authorization) ?? []
  if (token === undefined) return false
  return token === settings.accessToken || (statelessTokens.get(token) ?? 0) > now()
}

/** Does what the fault says; undefined when the request may go on. */
async function suffer(fault: ArmedFault, c: Context<Env>, { requestId }: RequestEntry) {
  if (fault.ms > 0) await new Promise((resolve) => setTimeout(resolve, fault.ms))
  if (fault.kind === 'status')
    return respond(requestId, { status: fault.status, json: { message: faultMessage(fault) } })
  if (fault.kind === 'garbage')
    return new Response('<html><body>Bad gateway', {
      headers: { 'x-line-request-id': requestId, 'content-type': 'text/html' },
    })
  if (fault.kind === 'reset') {
    c.env?.incoming?.socket.resetAndDestroy()
    throw new ConnectionReset()
  }
  return undefined
}

function respond(requestId: string, { status = 200, json = {}, bytes, headers = {} }: Answer) {
  return new Response(bytes ?? JSON.stringify(json), {
    status,
    headers: { 'x-line-request-id': requestId, ...(bytes ? {} : { 'content-type': 'application/json' }), ...headers },
  })
}
