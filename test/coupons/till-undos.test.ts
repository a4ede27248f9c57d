import { beforeEach, describe, expect, it } from 'vitest'
import { addTillStaff } from '../stores/at-till.ts'
import { MINUTE, NOON } from '../support.ts'
import { openPages, previewIn } from './pages.ts'
import { codeOf, redemptions } from './support.ts'

let pages: Awaited<ReturnType<typeof openPages>>
let here: string
let grantId: string
let id: string
beforeEach(async () => {
  pages = await openPages()
  here = await pages.enrolled('shibuya')
  ;({ grantId } = await pages.given('花'))
  await pages.useAt('shibuya', grantId, here)
  id = (await redemptions(pages.store))[0]?.id ?? ''
  pages.clock.now += MINUTE
})

const text = async (path: string, cookie = here) => (await pages.get(`/till${path}`, { cookie })).text()
const previewOf = async (grantId: string) =>
  previewIn(
    await (await pages.till(here, '/previews', { code: await codeOf(pages.store, grantId, pages.clock.now) })).text(),
  )
const undo = (form: Record<string, string>, cookie = here) =>
  pages.till(cookie, '/undos', { redemption: id, why: 'pressed_by_mistake', ...form })

describe('undoing a use at the till', () => {
  it('goes from the list to the reason to undone, and the guest can use the coupon again', async () => {
    const list = await text('/recent')
    for (const words of ['花さん', '卒業生おかえり割', '12:00', 'shibuyaの佐藤さん', `/till/undos/${id}`])
      expect(list).toContain(words)
    const asked = await text(`/undos/${id}`)
    for (const words of ['この使用を取り消しますか', '花さん', '12:10まで取り消せます', '押し間違い'])
      expect(asked).toContain(words)
    expect(await redemptions(pages.store), 'looking undoes nothing').toMatchObject([{ voided_at: null }])

    const done = await undo({})
    expect(done.status).toBe(200)
    const words = await done.text()
    for (const said of ['取り消しました', 'till-wait', '花さん', '理由：押し間違い', '次のお客さまへ'])
      expect(words).toContain(said)
    expect(await redemptions(pages.store)).toMatchObject([
      { voided_at: pages.clock.now, voided_by: 'staff-shibuya', void_reason: 'pressed_by_mistake' },
    ])
    expect(await text('/recent')).toContain('取り消し済み')
    pages.clock.now += MINUTE
    const again = await pages.till(here, '/previews', { code: await codeOf(pages.store, grantId, pages.clock.now) })
    expect(again.status).toBe(200)
  })

  it('says that it was taken back when the form of the use is sent once more', async () => {
    const preview = await previewOf((await pages.given('林')).grantId)
    await pages.till(here, '/redemptions', { preview })
    id =
      (await redemptions(pages.store)).find(({ voided_at, redeemed_at }) => !voided_at && redeemed_at > NOON)?.id ?? ''
    await undo({})
    const again = await (await pages.till(here, '/redemptions', { preview })).text()
    expect(again).toContain('取り消しました')
    expect(again).not.toContain('使用できました')
  })

  it('tells how many uses are left, not by the number of the use that is given again', async () => {
    const { grantId } = await pages.given('林', { usesMax: 3 })
    await pages.useAt('shibuya', grantId, here)
    id = (await redemptions(pages.store)).find(({ grant_id }) => grant_id === grantId)?.id ?? ''
    pages.clock.now += MINUTE
    await pages.useAt('shibuya', grantId, here)
    await undo({})
    pages.clock.now += MINUTE
    const preview = await previewOf(grantId)
    expect(await (await pages.till(here, '/redemptions', { preview })).text()).toContain('あと1回使えます')
  })

  it('takes words before a tap, and says the same when it is sent again', async () => {
    const first = await (await undo({ words: ' 別の会計だった ' })).text()
    expect(first).toContain('理由：別の会計だった')
    expect(await (await undo({ words: ' 別の会計だった ' })).text()).toBe(first)
    expect(await redemptions(pages.store)).toMatchObject([{ void_reason: '別の会計だった' }])
  })

  it.each([
    ['no reason', { why: '', words: '  ' }, '理由を選ぶか、入力してください'],
    ['a reason that we never offered', { why: 'constructor', words: '' }, '理由を選ぶか、入力してください'],
    ['too many words', { words: 'あ'.repeat(101) }, '理由は100文字までです'],
  ])('asks again for %s, with what was typed, and undoes nothing', async (_, form, words) => {
    const answer = await undo(form)
    expect(answer.status).toBe(422)
    const page = await answer.text()
    for (const said of [words, 'まだ取り消していません', '花さん', form.words.trim()]) expect(page).toContain(said)
    expect(await redemptions(pages.store)).toMatchObject([{ voided_at: null }])
  })

  it('shows and undoes nothing of another store, nor after ten minutes', async () => {
    const there = await pages.enrolled('shinjuku')
    expect(await text('/recent', there)).toContain('10分以内の使用はありません')
    for (const answer of [await pages.get(`/till/undos/${id}`, { cookie: there }), await undo({}, there)]) {
      expect(answer.status).toBe(422)
      const words = await answer.text()
      expect(words).toContain('取り消せません')
      expect(words).not.toContain('花')
    }
    pages.clock.now = NOON + 10 * MINUTE
    expect(await text('/recent')).toContain('10分以内の使用はありません')
    expect((await undo({})).status).toBe(422)
    expect(await redemptions(pages.store)).toMatchObject([{ voided_at: null }])
  })

  it('leads from the result there by one small link, and from one that is undone back to the list', async () => {
    expect(await text(`/undos/${id}`)).toContain('name="redemption"')
    await undo({})
    const answer = await pages.get(`/till/undos/${id}`, { cookie: here })
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/till/recent'])
  })

  it('notes whose names staff looked at, and nothing else', async () => {
    const before = await pages.store.db.selectFrom('access_log').selectAll().execute()
    await text('/recent')
    const noted = await pages.store.db.selectFrom('access_log').selectAll().execute()
    expect(noted.slice(before.length)).toMatchObject([
      { operator_id: 'staff-shibuya', action: 'members_listed', detail: '{"page":"till-recent","count":1}' },
    ])
  })

  it('keeps the words of names from turning the page', async () => {
    await addTillStaff(pages.store, { operatorId: 'x', name: '<b>' })
    await pages.store.db.updateTable('operators').set({ name: '<b>' }).where('id', '=', 'staff-shibuya').execute()
    expect(await text('/recent')).toContain('&lt;b&gt;')
  })
})
