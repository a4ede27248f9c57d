import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import { MINUTE, NOON, newStore } from '../support.ts'
import { type Model, openModel } from './claims-model.ts'
import { act, actOnPaper, anyStep, NAMES, unlessRefused } from './claims-steps.ts'
import { addCrew, addShift, stateOf } from './claims-support.ts'

async function standings(store: Store) {
  const { rows: claims } = await sql<object>`select member_id as name, state, offer_no as "offerNo",
      iif(state = 'offered' and offer_ends_at is not null, 1, 0) as told,
      (select count(*) from shift_claims as line where line.place <= shift_claims.place) as nth
    from shift_claims order by member_id`.execute(store.db)
  const { rows: places } = await sql<object>`select slot, member_id as name from assignments
    where state = 'confirmed' order by slot`.execute(store.db)
  return { state: await stateOf(store), claims, places }
}

const onPaper = ({ state, claims, line, places }: Model) => ({
  state,
  claims: [...claims]
    .map(([name, { state, offerNo, told }]) => ({
      name,
      state,
      offerNo,
      told: told ? 1 : 0,
      nth: line.indexOf(name) + 1,
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1)),
  places: [...places].map(([slot, name]) => ({ slot, name })).sort((a, b) => a.slot - b.slot),
})

it('leaves the places of a shift after any history as one would keep them on paper', async () => {
  const mode = fc.constantFrom('approve' as const, 'approve' as const, 'first_come' as const)
  await fc.assert(
    fc.asyncProperty(mode, fc.array(anyStep, { minLength: 10, maxLength: 50 }), async (mode, steps) => {
      const store = newStore()
      const model = openModel(mode, 2)
      await addCrew(store, NAMES)
      await addShift(store, { headcount: 2, mode })
      for (const [i, step] of steps.entries()) {
        await unlessRefused(act(store, step, NOON + (i + 1) * MINUTE))
        actOnPaper(model, step)
        expect(await standings(store)).toEqual(onPaper(model))
        expect(model.places.size).toBeLessThanOrEqual(model.headcount)
      }
      store.close()
    }),
    { numRuns: Number(process.env.RUNS ?? 40) },
  )
})
