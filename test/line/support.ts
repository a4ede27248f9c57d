import { createHmac } from 'node:crypto'
import { Hono } from 'hono'
import { loadConfig } from '../../src/config.ts'
import type { Store } from '../../src/db/store.ts'
import { tombstonesInMemory } from '../../src/db/tombstones.ts'
import type { Deps, Work } from '../../src/deps.ts'
import { filesInMemory } from '../../src/images/files.ts'
import { redrawHere } from '../../src/images/redrawing-here.ts'
import { webhook } from '../../src/line/intake.ts'
import type { LineGateway, Outcome } from '../../src/line/line.ts'
import { openLog } from '../../src/log.ts'
import type { WebEnv } from '../../src/web/env.ts'
import { instanceOf, lineUserId, NOON } from '../support.ts'

export const SECRET = '8c570fa6dd201bb328f1c1eac23a96d8'
export const OTHER_SECRET = '00112233445566778899aabbccddeeff'

export const config = loadConfig({
  LINE_CHANNEL_SECRET: `${SECRET},${OTHER_SECRET}`,
  LINE_CHANNEL_ACCESS_TOKEN: 'token',
  BASE_URL: 'https://okaeri.example',
  SESSION_SECRET: 'x'.repeat(32),
})

/** What the product is given, with a clock that tests set and a log and wake-ups that they read. */
export function newDeps(store: Store, more: Partial<Deps> = {}) {
  const clock = { now: NOON }
  const logged: string[] = []
  const woken: Work[] = []
  const deps: Deps = {
    store,
    line: lineThatAnswers(),
    tombstones: tombstonesInMemory(),
    instance: instanceOf(store),
    files: filesInMemory(),
    redraw: redrawHere,
    config,
    log: openLog(
      (line) => logged.push(line),
      () => clock.now,
    ),
    now: () => clock.now,
    wake: (work) => void woken.push(work),
    ...more,
  }
  return { deps, clock, logged, woken }
}

/** A call to LINE as the product made it. */
export type Called =
  | { what: 'reply'; token: string; messages: string }
  | { what: 'push'; body: string; retryKey: string }
  | { what: 'rich_menu'; to: string; menu: string }

const ACCEPTED: Outcome = { kind: 'accepted', status: 200 }

/** A gateway that answers as told and remembers what it was asked; the wire itself is tested in gateway.test.ts. */
export function lineThatAnswers(
  answer: (called: Called) => Outcome | Promise<Outcome> = () => ACCEPTED,
  calls: Called[] = [],
) {
  const call = async (called: Called) => {
    calls.push(called)
    return answer(called)
  }
  const line: LineGateway & { calls: Called[] } = {
    calls,
    reply: (token, messages) => call({ what: 'reply', token, messages: JSON.stringify(messages) }),
    push: (body, retryKey) => call({ what: 'push', body, retryKey }),
    linkRichMenu: (to, menu) => call({ what: 'rich_menu', to, menu }),
    multicast: async () => ACCEPTED,
    validatePush: async () => ACCEPTED,
    quota: async () => ({ limit: 200, used: 0 }),
    profile: async () => undefined,
    delivered: async () => undefined,
    unlinkRichMenu: async () => ACCEPTED,
    certs: async () => ({ keys: [] }),
  }
  return line
}

export const newApp = (deps: Deps) =>
  new Hono<WebEnv>()
    .use(async (c, next) => {
      c.set('deps', deps)
      await next()
    })
    .route('/webhook', webhook)

export const sign = (body: string | Uint8Array, secret = SECRET) =>
  createHmac('sha256', secret).update(body).digest('base64')

type Headers = Record<string, string>
/** Posts a body to the webhook as LINE does; `headers` replace what LINE would send. */
export const post = (deps: Deps, body: string | Uint8Array<ArrayBuffer>, headers: Headers = {}) =>
  newApp(deps).request('/webhook', {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json; charset=utf-8', 'x-line-signature': sign(body), ...headers },
  })

export const bodyOf = (...events: unknown[]) => JSON.stringify({ destination: `U${'0'.repeat(32)}`, events })

let count = 0
/** A text message that someone wrote in the one-to-one chat. */
export const messageEvent = (from: string, words: string, more: Record<string, unknown> = {}) => ({
  type: 'message',
  mode: 'active',
  timestamp: NOON,
  webhookEventId: `01EVENT${String(++count).padStart(19, '0')}`,
  deliveryContext: { isRedelivery: false },
  source: { type: 'user', userId: lineUserId(from) },
  replyToken: `reply-token-${count}`,
  message: { id: String(count), type: 'text', text: words, quoteToken: 'q' },
  ...more,
})

export const inboxRows = ({ db }: Store) => db.selectFrom('inbox_events').selectAll().orderBy('event_id').execute()
export const outboxRows = ({ db }: Store) =>
  db.selectFrom('outbox_messages').selectAll().orderBy('created_at').execute()
