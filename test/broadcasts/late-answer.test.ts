import { expect, it } from 'vitest'
import { finishChunk } from '../../src/broadcasts/finishing.ts'
import { workBroadcasts } from '../../src/broadcasts/sending.ts'
import type { Outcome } from '../../src/line/line.ts'
import { lineUserId, MINUTE, newStore } from '../support.ts'
import { addMembers, confirmed, ledger, memberId, openClock, openFakeLine, senderOf } from './support.ts'

const LATE: readonly Outcome[] = [
  { kind: 'refused', status: 429, reason: 'rate', message: 'slow down' },
  { kind: 'refused', status: 429, reason: 'quota', message: 'used up' },
  { kind: 'refused', status: 400, reason: 'invalid', message: 'no' },
  { kind: 'unknown', message: 'timeout' },
]

it.each(
  LATE,
)('an answer that comes after another process took over changes nothing: $kind $status', async (outcome) => {
  const [store, clock] = [newStore(), openClock()]
  const fake = openFakeLine({ faults: () => 'after' })
  await addMembers(store, 2)
  const id = await confirmed(store, fake, { people: 2 })
  await workBroadcasts(senderOf(store, fake, clock))
  clock.pass(MINUTE)
  fake.accepted.clear()
  await workBroadcasts(senderOf(store, fake, clock))

  const [before] = (await ledger(store, id)).chunks
  expect(before).toMatchObject({ state: 'inflight', attempt: 2, body: expect.any(String) })
  const claim = {
    broadcastId: id,
    seq: 0,
    epoch: 0,
    attempt: 1,
    leaseUntil: clock.at,
    state: 'inflight',
    body: before?.body ?? null,
    retryKey: before?.retry_key ?? null,
    failure: null,
  } as const
  const to = [0, 1].map((i) => lineUserId(memberId(i)))
  await finishChunk(store, { claim, outcome, title: '', method: 'multicast', to, now: clock.at })
  expect((await ledger(store, id)).chunks).toEqual([before])
})
