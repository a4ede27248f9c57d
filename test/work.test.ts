import { describe, expect, it } from 'vitest'
import type { Store } from '../src/db/store.ts'
import { owePush } from '../src/line/outbox.ts'
import { openWorkshop } from '../src/work.ts'
import { newDeps } from './deps.ts'
import { lineThatAnswers } from './line/support.ts'
import { addMember, HOUR, MINUTE, NOON, newStore } from './support.ts'

/** A workshop whose timers a test rings by hand. */
function openShop(store: Store) {
  const clock = { at: NOON }
  const timers: { run(): void; delayMs: number }[] = []
  const deps = newDeps(store, { now: () => clock.at, line: lineThatAnswers() })
  const { wake, idle } = openWorkshop(
    () => deps,
    (run, delayMs) => void timers.push({ run, delayMs }),
  )
  return { clock, timers, wake, idle }
}

const oweLater = async (store: Store, at: number) => {
  const hana = await addMember(store, 'hana')
  await store.batch([owePush(store.db, { memberId: hana, messages: [], now: at })])
}

describe('work that is put off', () => {
  it('is looked at again by one timer, however often it is woken until then', async () => {
    const store = newStore()
    await oweLater(store, NOON + HOUR)
    const { timers, wake, idle } = openShop(store)
    for (let i = 0; i < 5; i++) {
      wake('outbox')
      await idle()
    }
    expect(timers.map(({ delayMs }) => delayMs)).toEqual([MINUTE])
  })

  it('is looked at again by one timer after that one rang, too', async () => {
    const store = newStore()
    await oweLater(store, NOON + HOUR)
    const { clock, timers, wake, idle } = openShop(store)
    wake('outbox')
    await idle()
    clock.at += MINUTE
    timers[0]?.run()
    await idle()
    expect(timers).toHaveLength(2)
  })

  it('is looked at sooner when something comes in that is due sooner; the later timer then does nothing', async () => {
    const store = newStore()
    await oweLater(store, NOON + HOUR)
    const { clock, timers, wake, idle } = openShop(store)
    wake('outbox')
    await idle()
    await store.db
      .updateTable('outbox_messages')
      .set({ next_at: NOON + 5_000 })
      .execute()
    wake('outbox')
    await idle()
    expect(timers.map(({ delayMs }) => delayMs)).toEqual([MINUTE, 5_000])

    clock.at = NOON + 5_000
    timers[1]?.run()
    await idle()
    expect(await store.db.selectFrom('outbox_messages').select('state').execute()).toEqual([{ state: 'accepted' }])
    timers[0]?.run()
    await idle()
    expect(timers).toHaveLength(2)
  })

  it('is tried again five seconds after it threw', async () => {
    const store = newStore()
    store.close()
    const { timers, wake, idle } = openShop(store)
    wake('outbox')
    await idle()
    expect(timers.map(({ delayMs }) => delayMs)).toEqual([5_000])
  })
})
