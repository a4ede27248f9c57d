import { describe, expect, it } from 'vitest'
import { LEASE_MS } from '../../src/broadcasts/chunks.ts'
import { workBroadcasts } from '../../src/broadcasts/sending.ts'
import { openSqlite } from '../../src/db/sqlite.ts'
import { openMortal } from '../mortal.ts'
import { DAY, instanceOf } from '../support.ts'
import { begin, bytesAfter, expectEnds, type Plot, prepare } from './ends.ts'
import { COUPON, confirmed, openClock, openFakeLine, senderOf, TEXT, workToTheEnd } from './support.ts'

describe('a process that dies once, at any statement or request of a broadcast', () => {
  const plots: Plot[] = [
    { what: 'three personal letters', draft: COUPON, people: 3 },
    { what: 'three personal letters, one answer lost', draft: COUPON, people: 3, fault: 'after' },
    { what: 'three personal letters, one server error', draft: COUPON, people: 3, fault: 'before' },
    { what: 'three personal letters, one told to slow down', draft: COUPON, people: 3, fault: 'rate' },
    { what: 'three personal letters, one monthly limit that is none', draft: COUPON, people: 3, fault: 'quota' },
    { what: 'personal letters, one refused', draft: COUPON, people: 3, refuses: 'unnamed' },
    { what: 'three personal letters, two held', draft: COUPON, people: 3, held: true },
    { what: 'personal letters sent again', draft: COUPON, people: 2, isSilent: true },
    { what: 'three multicasts', draft: TEXT, people: 1_001 },
    { what: 'three multicasts, one answer lost', draft: TEXT, people: 1_001, fault: 'after' },
    { what: 'a multicast, one named by LINE', draft: TEXT, people: 3, refuses: 'named' },
    { what: 'a multicast, one refused unnamed', draft: TEXT, people: 4, refuses: 'unnamed' },
    { what: 'a multicast, two held', draft: TEXT, people: 4, held: true },
    { what: 'a multicast sent again', draft: TEXT, people: 3, isSilent: true },
  ]

  it.each(plots)('sends to everybody once: $what', async (plot) => {
    let broadcastId = ''
    const bytes = await bytesAfter(async (store) => {
      await prepare(store, plot)
      broadcastId = await confirmed(store, openFakeLine(), plot)
    })
    let deaths = 0
    while (await diesAt(deaths, { plot, bytes, broadcastId })) deaths++
    expect(deaths).toBeGreaterThan(25)
  })
})

type Life = { plot: Plot; bytes: Buffer; broadcastId: string }

/** Runs a broadcast in a process that dies at that point, then in one that lives. False when the point was never reached. */
async function diesAt(point: number, { plot, bytes, broadcastId }: Life) {
  const [store, clock] = [openSqlite(bytes), openClock()]
  const { fake, decide } = begin(plot)
  const immortal = senderOf(store, fake, clock)
  const mortal = openMortal({ ...immortal, instance: instanceOf(store) }, point)
  const live = async (sender: typeof immortal) => {
    if (plot.isSilent) {
      await workBroadcasts(sender)
      clock.pass(DAY)
    }
    await workToTheEnd(store, fake, clock, { sender })
    // Where LINE refused somebody and that was not written down, the owner is asked as well.
    if (!plot.isSilent && !plot.refuses) return
    await decide(sender.store, broadcastId, clock.at)
    await workToTheEnd(store, fake, clock, { sender })
  }

  await live({ ...immortal, ...mortal.sees }).catch((error) => {
    if (!mortal.isDead()) throw error
  })
  clock.pass(LEASE_MS)
  // What LINE refused when nobody lived to write it down is repeated for most of a day.
  if (plot.refuses) await workToTheEnd(store, fake, clock, { turns: 15 }).catch(() => clock.pass(DAY))
  await live(immortal)
  await expectEnds(store, broadcastId, plot, { fake, told: { point } })
  store.close()
  return mortal.isDead()
}
