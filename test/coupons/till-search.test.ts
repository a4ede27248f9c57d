import { beforeEach, describe, expect, it } from 'vitest'
import { MINUTE } from '../support.ts'
import { openPages, previewIn } from './pages.ts'
import { redemptions } from './support.ts'

let pages: Awaited<ReturnType<typeof openPages>>
let here: string
let grantId: string
beforeEach(async () => {
  pages = await openPages()
  here = await pages.enrolled('shibuya')
  ;({ grantId } = await pages.given('佐藤花'))
})

const search = async (q: string, cookie = here) =>
  (await pages.get(`/till/guests?${new URLSearchParams({ q })}`, { cookie })).text()
const choose = (form: Record<string, string>) =>
  pages.till(here, '/name-previews', { q: '佐藤', grant: grantId, why: 'battery_empty', ...form })
const accesses = () => pages.store.db.selectFrom('access_log').select(['operator_id', 'action', 'detail']).execute()

describe('searching a guest by name at the till', () => {
  it('goes from the name to the reason to the use, and the reason stays with it', async () => {
    const found = await search('佐藤')
    for (const words of ['佐藤花さん', '卒業生おかえり割・お会計から20%引き', '電池切れ', `value="${grantId}" checked`])
      expect(found).toContain(words)

    const preview = await (await choose({})).text()
    for (const words of ['名前で探しました（電池切れ）', '佐藤花さん', '今使えます', '確定'])
      expect(preview).toContain(words)
    expect(await redemptions(pages.store)).toEqual([])

    const used = await pages.till(here, '/redemptions', { preview: previewIn(preview) })
    expect(await used.text()).toContain('使用できました')
    expect(await redemptions(pages.store)).toMatchObject([{ grant_id: grantId, via: 'name' }])
  })

  it('keeps reason and name on a preview that is asked again', async () => {
    const preview = previewIn(await (await choose({ words: '機種変更中' })).text())
    const again = await pages.till(here, '/redemptions', { preview, bill: '1' })
    expect(again.status).toBe(422)
    expect(await again.text()).toContain('名前で探しました（機種変更中）')
  })

  it('keeps a usual reason as its code, so that it reads in any language later', async () => {
    here += '; lang=en'
    const preview = await (await choose({})).text()
    expect(preview).toContain('Found by name (Battery is empty)')
    await pages.till(here, '/redemptions', { preview: previewIn(preview) })
    expect(await redemptions(pages.store)).toMatchObject([{ via_reason: 'battery_empty' }])
  })

  it('wants a reason and a coupon first, keeps what was typed, and uses nothing', async () => {
    for (const [form, words] of [
      [{ why: '' }, '理由を選ぶか、入力してください'],
      [{ why: 'wrong_amount' }, '理由を選ぶか、入力してください'],
      [{ words: 'あ'.repeat(101) }, '理由は100文字までです'],
      [{ grant: 'nobodys' }, 'このクーポンは、今は使えなくなりました'],
    ] as const) {
      const answer = await choose(form)
      expect(answer.status).toBe(422)
      const page = await answer.text()
      for (const said of [words, 'まだ使用されていません', '佐藤花さん', 'value="佐藤"']) expect(page).toContain(said)
    }
    const noCoupon = await pages.till(here, '/name-previews', { q: '佐藤', why: 'battery_empty' })
    expect(noCoupon.status).toBe(422)
    expect(await noCoupon.text()).toContain('クーポンを選んでください')
    expect(await redemptions(pages.store)).toEqual([])
  })

  it('finds nobody by one letter, by nothing, or who has nothing to use here', async () => {
    expect(await search('佐')).toContain('2文字以上で入力してください')
    expect(await search('')).toContain('だれが、なぜ使ったかが記録されます')
    expect(await search('佐藤', await pages.enrolled('ueno'))).toContain('見つかりません')
    expect(await accesses()).toMatchObject([{ operator_id: 'staff-ueno', detail: '{"page":"till-search","count":0}' }])
  })

  it('notes who searched, and how many they saw, before it shows them', async () => {
    await search('佐藤')
    expect(await accesses()).toEqual([
      { operator_id: 'staff-shibuya', action: 'members_listed', detail: '{"page":"till-search","count":1}' },
    ])
  })

  it('says in the till’s own way that a coupon was used meanwhile', async () => {
    await pages.useAt('shibuya', grantId, here)
    pages.clock.now += MINUTE
    const answer = await choose({})
    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain('12:00に渋谷店で使用済みです')
  })
})
