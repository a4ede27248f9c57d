import ICAL from 'ical.js'
import { describe, expect, it } from 'vitest'
import { calendarFile, googleCalendarUrl } from '../../src/events/calendar.ts'
import { findEvent, type ShopEvent } from '../../src/events/events.ts'
import { joinEvent, leaveEvent } from '../../src/events/seats.ts'
import { HOUR, MINUTE, NOON } from '../support.ts'
import { openPages } from './pages.ts'
import { openEventFor, TASTING } from './support.ts'

const HINT = 'LINEのトークで「イベント」と送ってください。'
const WORDS =
  '一行目、カンマ,とセミコロン;とバックスラッシュ\\、\n二行目。とても長いので、七十五オクテットを超えて折り返されるはずの行です。'

async function anEvent(more: Partial<ShopEvent> = {}): Promise<ShopEvent> {
  const { store } = await openPages()
  const event = await findEvent(store, {
    eventId: await openEventFor(store, { title: '秋の、新メニュー;試食会', words: WORDS }),
  })
  if (!event) throw new Error('no event')
  return { ...event, ...more }
}

const fileOf = (event: ShopEvent) => calendarFile({ event, shop: 'おかえり食堂', hint: HINT, host: 'shop.example' })

/** As an independent reader understands it. */
function read(file: string) {
  const calendar = new ICAL.Component(ICAL.parse(file))
  for (const zone of calendar.getAllSubcomponents('vtimezone'))
    ICAL.TimezoneService.register(
      new ICAL.Timezone({ component: zone, tzid: String(zone.getFirstPropertyValue('tzid')) }),
    )
  const component = calendar.getFirstSubcomponent('vevent')
  if (!component) throw new Error('no event in the file')
  return { calendar, component, event: new ICAL.Event(component) }
}

describe('the calendar file', () => {
  it('says the same to an independent reader: when by the clocks of Tokyo, what, where', async () => {
    const planned = await anEvent()
    const { event, component } = read(fileOf(planned))

    expect(event.summary).toBe('秋の、新メニュー;試食会（おかえり食堂）')
    expect(event.location).toBe('渋谷店')
    expect(event.description).toBe(`${WORDS}\n\nhttps://maps.example/shibuya\n\n${HINT}`)
    expect(event.startDate.zone?.tzid).toBe('Asia/Tokyo')
    expect(event.startDate.toString()).toBe('2026-04-08T18:00:00')
    expect(event.startDate.toJSDate().getTime()).toBe(TASTING.startsAt)
    expect(event.endDate.toJSDate().getTime()).toBe(TASTING.endsAt)
    expect(component.getFirstPropertyValue('status')).toBe('CONFIRMED')
    expect(String(component.getFirstPropertyValue('dtstamp'))).toMatch(/Z$/)
  })

  it('rings two hours before', async () => {
    const { component } = read(fileOf(await anEvent()))
    const trigger = component.getFirstSubcomponent('valarm')?.getFirstPropertyValue('trigger')
    expect(String(trigger)).toBe('-PT2H')
  })

  it('is the same entry with a higher sequence after a change, and takes itself back when called off', async () => {
    const before = await anEvent()
    const changed = { ...before, startsAt: before.startsAt + HOUR, updatedAt: before.updatedAt + MINUTE }
    const [first, second] = [read(fileOf(before)).event, read(fileOf(changed)).event]
    expect(second.uid).toBe(first.uid)
    expect(first.uid).toBe(`${before.id}@shop.example`)
    expect(Number(second.sequence)).toBeGreaterThan(Number(first.sequence))
    expect(second.startDate.toJSDate().getTime()).toBe(before.startsAt + HOUR)

    const off = read(fileOf({ ...changed, state: 'cancelled' })).component
    expect(off.getFirstPropertyValue('status')).toBe('CANCELLED')
    expect(off.getFirstSubcomponent('valarm')).toBeNull()
  })

  it('keeps to the letter of the format: CRLF, and no line over 75 octets', async () => {
    const file = fileOf(await anEvent())
    expect(file.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
    const long = file.split('\r\n').filter((line) => new TextEncoder().encode(line).length > 75)
    expect(long).toEqual([])
  })

  it('reads the same wherever the process runs', async () => {
    const event = await anEvent({
      startsAt: Date.parse('2026-03-29T02:30+09:00'),
      endsAt: Date.parse('2026-03-29T03:30+09:00'),
    })
    const zone = process.env.TZ
    const files = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Tokyo'].map((at) => {
      process.env.TZ = at
      return fileOf(event)
    })
    if (zone === undefined) delete process.env.TZ
    else process.env.TZ = zone
    expect(new Set(files).size).toBe(1)
    expect(files[0]).toContain('DTSTART;TZID=Asia/Tokyo:20260329T023000')
  })
})

describe('the link to Google’s calendar', () => {
  it('fills in the same, in the browser of the phone', async () => {
    const url = new URL(googleCalendarUrl({ event: await anEvent(), shop: 'おかえり食堂', hint: HINT }))
    expect(url.host).toBe('calendar.google.com')
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      action: 'TEMPLATE',
      dates: '20260408T180000/20260408T200000',
      ctz: 'Asia/Tokyo',
      location: '渋谷店',
      openExternalBrowser: '1',
    })
  })
})

describe('the file behind a guest’s link', () => {
  it('is for who has a seat, names nobody and carries no link of theirs', async () => {
    const pages = await openPages()
    await pages.guests('hana')
    const eventId = await openEventFor(pages.store, { invited: ['hana'] })
    const path = await pages.pathOf(eventId, 'hana')
    expect((await pages.get(`${path}/calendar.ics`)).headers.get('location')).toBe(path)
    await joinEvent(pages.store, { eventId, memberId: 'hana', party: 1, at: NOON, now: NOON })

    const page = await pages.text(path)
    expect(page).toContain(`${path}/calendar.ics?openExternalBrowser=1`)
    const answered = await pages.get(`${path}/calendar.ics?openExternalBrowser=1`)
    expect(answered.headers.get('content-type')).toBe('text/calendar; charset=utf-8; method=PUBLISH')
    const file = await answered.text()
    expect(read(file).event.uid).toBe(`${eventId}@shop.example`)
    const google = new URL(/href="(https:\/\/calendar\.google[^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? '')
    for (const told of [file.replaceAll('\r\n ', ''), decodeURIComponent(google.search)])
      expect(told).not.toMatch(/hana|\/event\/|\/d\//)

    await leaveEvent(pages.store, { eventId, memberId: 'hana', at: NOON + 1, now: NOON + 1 })
    expect((await pages.get(`${path}/calendar.ics`)).status).toBe(303)
  })
})
