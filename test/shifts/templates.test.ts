import { beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import { EVERYONE } from '../../src/segments/rule.ts'
import { changeSegment, createSegment, deleteSegment } from '../../src/segments/segments.ts'
import { findOpening } from '../../src/shifts/openings.ts'
import {
  deadlineOf,
  forgetTemplate,
  keepTemplate,
  listTemplates,
  openFromTemplate,
  TEMPLATES_MAX,
} from '../../src/shifts/posting/templates.ts'
import { saveWorkplace } from '../../src/shifts/posting/workplaces.ts'
import { fromTokyo, tokyoDateTime } from '../../src/texts/format.ts'
import { HOUR, MINUTE, NOON, newStore } from '../support.ts'
import { addCrew, OWNER } from './claims-support.ts'
import { EVENING, WORKPLACE } from './posting-support.ts'

let store: Store
beforeEach(async () => {
  store = newStore()
  await addCrew(store, [])
})

const at = (typed: string) => fromTokyo(typed) ?? 0
const keep = (name: string, more: Partial<typeof EVENING> = {}) =>
  keepTemplate(store, { name, draft: { ...EVENING, ...more }, operatorId: OWNER, now: NOON })
const use = async (templateId: string | undefined, day: string, now = NOON) => {
  const openingId = await openFromTemplate(store, { templateId: templateId ?? '', day, createdBy: OWNER, now })
  const opening = await findOpening(store, { openingId })
  if (!opening) throw new Error('there is none')
  return opening
}

describe('a template', () => {
  it('makes a draft on any day, past midnight too, with a deadline just as long before', async () => {
    const late = { startsAt: at('2026-04-04T22:00'), endsAt: at('2026-04-05T02:00'), closesAt: at('2026-04-03T12:00') }
    const made = await use(await keep('深夜', late), '2026-04-30')
    expect([made.startsAt, made.endsAt, made.closesAt].map(tokyoDateTime)).toEqual([
      '2026-04-30T22:00',
      '2026-05-01T02:00',
      '2026-04-29T12:00',
    ])
    expect(made).toMatchObject({ state: 'draft', wageYen: 1300, headcount: 1, mode: 'approve' })
    expect(made.terms.duties).toBe(EVENING.terms.duties)
  })

  it("reaches nobody beyond a manager's own store, whoever kept it", async () => {
    const templateId = (await keep('ホール')) ?? ''
    const made = (storeId: string | null) =>
      openFromTemplate(store, { templateId, storeId, day: '2026-04-10', createdBy: OWNER, now: NOON })
    const whose = async (openingId: string) => (await findOpening(store, { openingId }))?.audienceStoreId
    expect([await whose(await made('shibuya')), await whose(await made(null))]).toEqual(['shibuya', null])
  })

  it('says of the employer what is true today', async () => {
    const templateId = await keep('ホール')
    const workplace = { ...WORKPLACE, contact: '03-9999-9999' }
    await saveWorkplace(store, { storeId: 'shibuya', workplace, operatorId: OWNER, now: NOON })
    expect((await use(templateId, '2026-04-10')).terms.contact).toBe('03-9999-9999')
  })

  it('means the people whom its segment means by now, and keeps its rule when that is gone', async () => {
    const saving = { name: '渋谷', rule: EVERYONE, now: NOON }
    const segmentId = await createSegment(store, { ...saving, createdBy: OWNER })
    const templateId = await keep('ホール', { segmentId })
    const rule = { match: 'all' as const, conditions: [{ kind: 'left_within' as const, months: 3 }] }
    await changeSegment(store, { ...saving, segmentId, rule })
    expect((await use(templateId, '2026-04-10')).rule).toEqual(rule)
    await store.db.deleteFrom('shift_openings').execute()
    await deleteSegment(store, segmentId)
    expect(await use(templateId, '2026-04-11')).toMatchObject({ rule: EVERYONE, segmentId: null })
  })

  it('replaces the one of the same name, and there are so many a store and no more', async () => {
    const first = await keep('ホール')
    expect(await keep('ホール', { wageYen: 1400 })).toBe(first)
    expect((await listTemplates(store, {})).map(({ content }) => content.wageYen)).toEqual([1400])
    for (let n = 1; n < TEMPLATES_MAX; n++) await keep(`ひな形${n}`)
    expect(await keep('ひとつ多い')).toBeUndefined()
    expect(await keep('ホール')).toBe(first)
  })

  it("is neither seen, used nor forgotten beyond its store's rights; the one used last comes first", async () => {
    const hall = await keep('ホール')
    const kitchen = await keep('キッチン')
    await use(hall, '2026-04-10', NOON + MINUTE)
    expect((await listTemplates(store, { storeId: 'shibuya' })).map(({ name }) => name)).toEqual(['ホール', 'キッチン'])
    expect(await listTemplates(store, { storeId: 'ueno' })).toEqual([])
    const asked = { templateId: hall ?? '', storeId: 'ueno', day: '2026-04-10', createdBy: OWNER, now: NOON }
    await expect(openFromTemplate(store, asked)).rejects.toThrow('not_found')
    await forgetTemplate(store, { templateId: kitchen ?? '', storeId: 'ueno' })
    expect(await listTemplates(store, {})).toHaveLength(2)
    await forgetTemplate(store, { templateId: kitchen ?? '', storeId: 'shibuya' })
    expect(await listTemplates(store, {})).toHaveLength(1)
  })

  it('does not make a draft on a day that does not exist', async () => {
    const templateId = await keep('ホール')
    await expect(use(templateId, '2026-02-31')).rejects.toThrow('form_invalid')
  })

  it('used too late for its own deadline, takes applications until half an hour before, or until it starts', () => {
    const startsAt = NOON + 5 * HOUR
    const closesBefore = 3 * 60
    const closes = (now: number) => (startsAt - deadlineOf({ startsAt, closesBefore, now })) / MINUTE
    expect([NOON, NOON + 2 * HOUR, startsAt - 20 * MINUTE].map(closes)).toEqual([180, 30, 0])
  })
})
