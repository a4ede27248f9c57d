import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSqlite } from '../../src/db/sqlite.ts'
import { sendEqualBare, sendPersonalBare } from './bare.ts'
import { BY_NAME, confirmToAll, fillCrowd, sendToTheEnd, TEXT } from './crowd.ts'
import { benchDeps } from './deps.ts'
import { median } from './measure.ts'
import { startPlatform, userId } from './platform.ts'

const { EQUAL_PEOPLE = '100000', PERSONAL_PEOPLE = '20000', ROUNDS = '2' } = process.env
/** So many seconds after a burst LINE's bucket is full again: neither of the two starts with the other's debt. */
const BUCKET_MS = 1_500

export type Sending = {
  equal: { ours: number; bare: number; ratio: number }
  personal: { ours: number; bare: number; ratio: number; refused: number }
}

/** Both measured by turns against one simulator, seconds for equal messages, messages a second for personal ones. */
export async function benchSending(): Promise<Sending> {
  const platform = await startPlatform(Number(EQUAL_PEOPLE))
  const folder = mkdtempSync(join(tmpdir(), 'okaeri-sending-'))
  try {
    return {
      equal: await equal(platform.url, folder, Number(EQUAL_PEOPLE)),
      personal: await personal(platform.url, folder, Number(PERSONAL_PEOPLE)),
    }
  } finally {
    platform.stop()
    rmSync(folder, { recursive: true })
  }
}

async function equal(url: string, folder: string, people: number) {
  const times = { ours: [] as number[], bare: [] as number[] }
  for (let round = 0; round < Number(ROUNDS); round++) {
    const [mine, theirs] = [join(folder, `equal-${round}.db`), join(folder, `bare-${round}.db`)]
    fillCrowd(mine, people)
    fillCrowd(theirs, people)
    const { seconds, body } = await ours(mine, url, people, TEXT)
    const { to: _, ...words } = JSON.parse(body)
    const start = performance.now()
    await sendEqualBare(theirs, url, { words: JSON.stringify(words), people })
    times.bare.push((performance.now() - start) / 1_000)
    times.ours.push(seconds)
    rmSync(mine)
    rmSync(theirs)
  }
  const [a, b] = [median(times.ours), median(times.bare)]
  return { ours: a, bare: b, ratio: a / b }
}

async function personal(url: string, folder: string, people: number) {
  const rates = { ours: [] as number[], bare: [] as number[] }
  let refused = 0
  for (let round = 0; round < Number(ROUNDS); round++) {
    const path = join(folder, `personal-${round}.db`)
    fillCrowd(path, people)
    const sent = await ours(path, url, people, BY_NAME)
    refused += sent.refused
    await pause(BUCKET_MS)
    const { to: _, ...words } = JSON.parse(sent.body)
    const requests = Array.from({ length: people }, (_, i) => ({
      key: crypto.randomUUID(),
      body: JSON.stringify({ to: userId(i), ...words }),
    }))
    const start = performance.now()
    await sendPersonalBare(url, requests)
    rates.bare.push((people * 1_000) / (performance.now() - start))
    rates.ours.push(people / sent.seconds)
    await pause(BUCKET_MS)
    rmSync(path)
  }
  const [a, b] = [median(rates.ours), median(rates.bare)]
  return { ours: a, bare: b, ratio: a / b, refused }
}

/** From the confirmed broadcast to the last row of what became of it: planning, deciding, sealing, sending, finishing. */
async function ours(path: string, url: string, people: number, content: typeof TEXT) {
  const store = openSqlite(path)
  const deps = benchDeps(store, url)
  let body = ''
  const line = { ...deps.line }
  const keep =
    (send: typeof line.push): typeof line.push =>
    (json, key) => {
      body = json
      return send(json, key)
    }
  const watched = { ...deps, line: { ...line, push: keep(line.push), multicast: keep(line.multicast) } }
  const broadcastId = await confirmToAll(watched, content, people)
  const start = performance.now()
  const state = await sendToTheEnd(watched, broadcastId)
  const seconds = (performance.now() - start) / 1_000
  if (state !== 'done') throw new Error(`The broadcast ended as ${state}.`)

  const { refused } = await store.db
    .selectFrom('send_attempts')
    .select((eb) => eb.fn.countAll<number>().as('refused'))
    .where('outcome', '<>', 'accepted')
    .executeTakeFirstOrThrow()
  store.close()
  return { seconds, body, refused }
}

const pause = (ms: number) => new Promise<void>((over) => setTimeout(over, ms))
