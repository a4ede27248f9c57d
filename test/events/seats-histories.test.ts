import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import { offerStatement } from '../../src/events/line.ts'
import { acceptOffer, keepWaiting, lapseOffers, toldStatement } from '../../src/events/offers.ts'
import { joinEvent, leaveEvent, seatByHand } from '../../src/events/seats.ts'
import { Refusal } from '../../src/refusal.ts'
import { HOUR, MINUTE, NOON, newStore } from '../support.ts'
import { accept, held, join, keep, lapse, leave, type Model, offerOn, openModel, tell } from './seats-model.ts'
import { addEvent, addPeople, block } from './seats-support.ts'

const NAMES = ['hana', 'ken', 'yui', 'rei', 'sora', 'mio', 'jun', 'aki']
const OWNER = 'owner'

const who = fc.constantFrom(...NAMES)
const party = fc.integer({ min: 1, max: 6 })
/** Mostly of the newest offer; at times of one before. */
const stale = fc.boolean().map((isNewest) => (isNewest ? 0 : 1))
const anyStep = fc.oneof(
  { weight: 8, arbitrary: fc.record({ step: fc.constant('join' as const), who, party }) },
  { weight: 4, arbitrary: fc.record({ step: fc.constant('leave' as const), who }) },
  { weight: 4, arbitrary: fc.record({ step: fc.constantFrom('accept' as const, 'keep' as const), who, stale }) },
  { weight: 2, arbitrary: fc.record({ step: fc.constant('seat' as const), who, party }) },
  { weight: 2, arbitrary: fc.record({ step: fc.constant('tell' as const), who, stale }) },
  { weight: 1, arbitrary: fc.record({ step: fc.constant('lapse' as const) }) },
  { weight: 1, arbitrary: fc.record({ step: fc.constantFrom('block' as const, 'follow' as const), who }) },
  { weight: 1, arbitrary: fc.record({ step: fc.constantFrom('close' as const, 'reopen' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({ step: fc.constant('capacity' as const), capacity: fc.integer({ min: 6, max: 12 }) }),
  },
)
type Step = typeof anyStep extends fc.Arbitrary<infer S> ? S : never

/** What a refusal says is in the model too: nothing changed. */
const unlessRefused = (answer: Promise<unknown>) =>
  answer.catch((error: unknown) => {
    if (!(error instanceof Refusal)) throw error
  })

/** Takes a step in the database and on paper. */
async function take(store: Store, model: Model, step: Step, now: number) {
  const { db } = store
  const event = { eventId: 'tasting', at: now, now }
  const newest = (name: string) => model.guests.get(name)?.offerNo ?? 0
  const set = (words: ReturnType<typeof sql>) =>
    store.batch([{ compile: () => sql`update events set ${words}`.compile(db) }, offerStatement(db, event)])
  switch (step.step) {
    case 'join':
      await unlessRefused(joinEvent(store, { ...event, memberId: step.who, party: step.party }))
      return join(model, step.who, step.party)
    case 'seat':
      await unlessRefused(seatByHand(store, { ...event, memberId: step.who, party: step.party, operatorId: OWNER }))
      return join(model, step.who, step.party, { byHand: true })
    case 'leave':
      await leaveEvent(store, { ...event, memberId: step.who })
      return leave(model, step.who)
    case 'accept':
    case 'keep': {
      const offerNo = newest(step.who) - step.stale
      const [answer, answerOnPaper] =
        step.step === 'accept' ? ([acceptOffer, accept] as const) : ([keepWaiting, keep] as const)
      await answer(store, { ...event, memberId: step.who, offerNo })
      return answerOnPaper(model, step.who, offerNo)
    }
    case 'tell': {
      const offerNo = newest(step.who) - step.stale
      await store.batch([
        toldStatement(db, { eventId: 'tasting', memberId: step.who, offerNo, endsAt: now + 12 * HOUR }),
      ])
      return tell(model, step.who, offerNo)
    }
    case 'lapse':
      await lapseOffers(store, { now: now + 12 * HOUR })
      return lapse(model)
    case 'block':
    case 'follow':
      await block(store, step.who, step.step === 'block' ? 'blocked' : 'following')
      await store.batch([offerStatement(db, event)])
      if (step.step === 'block') model.blocked.add(step.who)
      else model.blocked.delete(step.who)
      return offerOn(model)
    case 'close':
    case 'reopen':
      await set(step.step === 'close' ? sql`state = 'closed'` : sql`state = 'open'`)
      model.open = step.step === 'reopen'
      return offerOn(model)
    case 'capacity':
      await set(sql`capacity = ${step.capacity}`)
      model.capacity = step.capacity
      return offerOn(model)
  }
}

const standings = async ({ db }: Store) =>
  (
    await sql<object>`select member_id as name, state, party, seats, refused_seats as refused, offer_no as "offerNo",
      iif(state = 'offered' and offer_ends_at is not null, 1, 0) as told, (select count(*) from rsvps as line where line.place <= rsvps.place) as nth
    from rsvps order by member_id`.execute(db)
  ).rows

const onPaper = ({ guests, line }: Model) =>
  [...guests]
    .map(([name, { told, state, refused, ...guest }]) => ({
      name,
      state,
      ...guest,
      refused: ['waiting', 'offered'].includes(state) ? refused : 0,
      told: state === 'offered' && told ? 1 : 0,
      nth: line.indexOf(name) + 1,
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))

it('stand after any history as one would keep them on paper', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { minLength: 10, maxLength: 60 }), async (steps) => {
      const store = newStore()
      const model = openModel(6)
      await addPeople(store, NAMES)
      await store.db
        .insertInto('operators')
        .values({ id: OWNER, name: '店長', role: 'owner', created_at: NOON })
        .execute()
      await addEvent(store, { capacity: 6 })
      for (const [i, step] of steps.entries()) {
        const before = held(model)
        await take(store, model, step, NOON + i * MINUTE)
        expect(await standings(store)).toEqual(onPaper(model))
        if (held(model) > before) expect(held(model)).toBeLessThanOrEqual(model.capacity)
      }
      store.close()
    }),
    { numRuns: Number(process.env.RUNS ?? 60) },
  )
})
