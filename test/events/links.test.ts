import { beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../../src/app.tsx'
import type { EventState } from '../../src/db/schema-events.ts'
import { addOwner, openFakeLine } from '../broadcasts/support.ts'
import { newDeps } from '../deps.ts'
import { addMember, addStore, DAY, HOUR, NOON, newStore } from '../support.ts'
import { addOperator, get, signIn } from '../web/doors.ts'
import { addAnswer, addCheckIn } from './guests-support.ts'
import { openEventFor, TASTING } from './support.ts'

const store = newStore()
let now = NOON
const app = createApp(newDeps(store, { line: openFakeLine().line, now: () => now }))
const cookies: Record<string, string> = {}
let eventId = ''
beforeAll(async () => {
  await addStore(store)
  await addOwner(store)
  await addOperator(store, 'owner')
  await addOperator(store, 'manager', { role: 'manager', storeId: 'shibuya' })
  for (const id of ['aoi', 'ben', 'chie']) await addMember(store, id, { consents: ['events'] })
  const planned = { storeId: 'shibuya', capacity: 2, guestsMax: 1, alcohol: true, dishes: ['栗ごはん'] }
  eventId = await openEventFor(store, { ...planned, invited: ['aoi', 'ben', 'chie'] })
  await addAnswer(store, [eventId, 'aoi', 'going'], { party: 2, drinkers: 1, allergies: 'えび' })
  await addAnswer(store, [eventId, 'ben', 'waiting'], { place: 1 })
  await addCheckIn(store, eventId, 'aoi')
})

const HOURS: Record<EventState, number> = {
  draft: NOON,
  open: NOON,
  closed: TASTING.startsAt - HOUR,
  done: TASTING.endsAt + HOUR,
  cancelled: NOON + DAY,
}
const become = async (state: EventState) => {
  now = HOURS[state]
  await store.db.updateTable('events').set({ state }).execute()
  for (const who of ['owner', 'manager']) cookies[who] = await signIn(store, who, now)
}
/** Where the links of a page lead inside of the product. */
const linksOf = (html: string) => [
  ...new Set([...html.matchAll(/href="(\/(?!assets)[^"#]*)/g)].map(([, path = '']) => path.replaceAll('&amp;', '&'))),
]

describe.each(['draft', 'open', 'closed', 'done', 'cancelled'] as const)('an event that is %s', (state) => {
  it.each(['owner', 'manager'])('has no link on its pages that leads nowhere, for the %s', async (who) => {
    await become(state)
    const cookie = cookies[who] ?? ''
    const home = `/admin/events/${eventId}`
    const seen = new Map<string, number>()
    for (const page of [home, `${home}/guests`, `${home}/guests/aoi`, '/admin/events', '/admin'])
      for (const path of linksOf(await (await get(app, page, cookie)).text()))
        if (!seen.has(path)) seen.set(path, (await get(app, path, cookie)).status)
    expect([...seen].filter(([, status]) => status !== 200)).toEqual([])
    expect([...seen.keys()]).toContain(home)
  })
})

describe('the home page', () => {
  it('has the next event with how full it is, and none that began', async () => {
    await become('open')
    const words = async () => (await (await get(app, '/admin', cookies.owner)).text()).replace(/<[^>]*>/g, '')
    expect(await words()).toMatch(/次のイベント：4月8日（水） 18:00「新メニューの試食会」\s*2／2席\s*キャンセル待ち1名/)
    await become('draft')
    expect(await words()).toMatch(/「新メニューの試食会」\s*下書きのままです/)
    await become('cancelled')
    expect(await words()).not.toContain('次のイベント')
  })
})
