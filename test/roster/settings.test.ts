import { describe, expect, it } from 'vitest'
import { rosterSettings, setRosterSettings } from '../../src/roster/settings.ts'
import { newStore } from '../support.ts'

const USUAL = { greeting: undefined, thanks: undefined, invitationDays: 60, retentionDays: 90 }

describe('how the shop invites', () => {
  it('is as the house has it until the owner says otherwise, and again afterwards', async () => {
    const store = newStore()
    expect(await rosterSettings(store)).toEqual(USUAL)
    const own = { greeting: 'お元気ですか。', thanks: 'ありがとう。', invitationDays: 14, retentionDays: 365 }
    await setRosterSettings(store, own)
    expect(await rosterSettings(store)).toEqual(own)
    await setRosterSettings(store, USUAL)
    expect(await rosterSettings(store)).toEqual(USUAL)
  })

  it('is nothing that was never allowed, whatever the table says', async () => {
    const store = newStore()
    for (const value of ['0', '29', '366', 'x', '']) {
      await store.db.deleteFrom('settings').where('key', '=', 'roster_retention_days').execute()
      await store.db.insertInto('settings').values({ key: 'roster_retention_days', value }).execute()
      expect((await rosterSettings(store)).retentionDays).toBe(90)
    }
  })
})
