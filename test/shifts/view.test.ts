import { beforeEach, describe, expect, it } from 'vitest'
import { askCancel } from '../../src/shifts/claims/requests.ts'
import { knownStatement } from '../../src/shifts/notices/notices.ts'
import { readAsked } from '../../src/shifts/view/asked-waves.ts'
import { nextStep } from '../../src/shifts/view/view-next.ts'
import { DAY, HOUR, MINUTE, NOON } from '../support.ts'
import { claimsOf, OWNER, placesOf, STARTS } from './claims-support.ts'
import { openShop, PAGE } from './view-support.ts'

let shop: Awaited<ReturnType<typeof openShop>>

beforeEach(async () => {
  shop = await openShop()
  await shop.shift()
})

const post = (path: string, fields: readonly (readonly [string, string])[]) =>
  shop.as(OWNER).then((cookie) =>
    shop.app.request(path, {
      method: 'POST',
      body: new URLSearchParams(fields.map(([name, value]) => [name, value])),
      headers: { origin: 'https://shop.example', cookie },
    }),
  )

describe('the page of an opening', () => {
  it('is there for its store alone, and for nobody who is staff', async () => {
    for (const path of ['', '/places', '/hours', '/decline?member=hana', '/assignments/x/cancel'])
      expect([path, (await shop.open(`${PAGE}${path}`, 'other')).status]).toEqual([path, 404])
    for (const path of ['/approvals', '/declines', '/requests/x/answers', '/assignments/x/cancellations', '/hours'])
      expect([path, (await shop.send(`${PAGE}${path}`, { member: 'hana' }, 'other')).status]).toEqual([path, 404])
    for (const path of [PAGE, '/admin/shifts/hours', '/admin/shifts/hours.csv', '/admin/shifts/savings'])
      expect([path, (await shop.open(path, 'staff')).status]).toEqual([path, 403])
    expect((await shop.open(PAGE, 'manager')).status).toBe(200)
  })

  it('notes that names were seen, and the counts alone are nobody’s name', async () => {
    await shop.claim('hana')
    await shop.page(`${PAGE}/places`)
    expect(await shop.seen()).toEqual([])
    await shop.page(PAGE)
    expect(await shop.seen()).toEqual([
      { operator_id: OWNER, action: 'members_listed', detail: JSON.stringify({ page: 'shift', count: 1 }) },
    ])
  })

  it('lists who applied in their order, with what they wrote', async () => {
    for (const memberId of ['ken', 'hana']) {
      await shop.claim(memberId, `${memberId}です`)
      shop.clock.now += MINUTE
    }
    const page = await shop.page(PAGE)
    expect(page.indexOf('kenです')).toBeLessThan(page.indexOf('hanaです'))
    expect(page).toContain('1番目')
    expect(page).toContain('2名の応募に、まだ返事をしていません')
  })

  it('is named on the home page while somebody waits for an answer, to nobody who cannot give it', async () => {
    const said = (page: string) => page.includes('1名がシフト「') && page.includes(`href="${PAGE}"`)
    expect(said(await shop.page('/admin'))).toBe(false)
    await shop.claim('hana')
    expect(said(await shop.page('/admin'))).toBe(true)
    for (const who of ['staff', 'other'] as const)
      expect(said(await (await shop.open('/admin', who)).text())).toBe(false)
  })

  it('announces no wave that would come after the deadline', async () => {
    const shop = await openShop()
    await shop.shift()
    const { closes_at } = await shop.store.db.selectFrom('shift_openings').select('closes_at').executeTakeFirstOrThrow()
    const next = (at: number) =>
      shop.store.db.updateTable('shift_openings').set({ asks_max: 5, next_wave_at: at }).execute()
    await next(closes_at - 1)
    expect(await shop.page(PAGE)).toContain('/wave-stops')
    await next(closes_at)
    const page = await shop.page(PAGE)
    expect(page).toContain('次に送れるのは締切のあとなので、これ以上は送りません。')
    expect(page).not.toContain('/wave-stops')
  })

  it('tells how far the asking has come, by wave', async () => {
    await shop.store.db
      .updateTable('shift_asks')
      .set({ wave: 1, pushed_at: NOON - HOUR, run: 'first', read_at: NOON })
      .where('member_id', 'in', ['hana', 'ken'])
      .execute()
    await shop.claim('hana')
    // What a reply said already is no message.
    await shop.store.batch([
      knownStatement(shop.store.db, { openingId: 'shift', memberId: 'hana', kind: 'confirmed', ref: '', now: NOON }),
    ])
    const wave = { wave: 1, at: NOON - HOUR, people: 2, read: 2, answered: 1 }
    expect(await readAsked(shop.store, 'shift')).toEqual({
      waves: [wave],
      board: { people: 3, read: 2, answered: 1 },
      pushes: 2,
      outcomes: 0,
    })
    expect(await shop.page(PAGE)).toContain('2名に送信・見た方2名・返事1名')
  })
})

describe('a yes to several', () => {
  it('confirms those who were chosen, and says so', async () => {
    for (const memberId of ['hana', 'ken', 'yui']) await shop.claim(memberId)
    const answer = await post(`${PAGE}/approvals`, [
      ['member', 'yui'],
      ['member', 'ken'],
    ])
    expect(answer.headers.get('location')).toBe(`${PAGE}?done=approved&n=2`)
    expect(await placesOf(shop.store)).toEqual(['1 yui confirmed', '2 ken confirmed'])
    expect(await shop.page(`${PAGE}?done=approved&n=2`)).toContain('2名を確定しました')
    expect(shop.woken).toContain('shifts')
  })

  it('never confirms more than there are places, and names who could not be, and why', async () => {
    for (const memberId of ['hana', 'ken', 'yui']) await shop.claim(memberId)
    const answer = await post(
      `${PAGE}/approvals`,
      ['hana', 'ken', 'yui'].map((memberId) => ['member', memberId] as const),
    )
    expect(answer.status).toBe(422)
    const page = await answer.text()
    expect(page).toContain('yuiさん：募集人数に達しています')
    expect(page).toContain('2名は確定しました')
    expect(await placesOf(shop.store)).toEqual(['1 hana confirmed', '2 ken confirmed'])
  })

  it('asks to choose somebody when nobody was chosen, and tells nobody anything', async () => {
    await shop.claim('hana')
    for (const noun of ['approvals', 'declines']) {
      const answer = await post(`${PAGE}/${noun}`, [])
      expect(answer.status).toBe(422)
      expect(await answer.text()).toContain('先に、応募した方を選んでください')
    }
    expect(await claimsOf(shop.store)).toEqual(['hana applied'])
  })
})

describe('a kind no', () => {
  it('names who it is for first, and changes nothing until it is sent', async () => {
    await shop.claim('hana')
    const page = await shop.page(`${PAGE}/decline?member=hana&member=nobody`)
    expect(page).toContain('1名を今回は見送りますか')
    expect(page).toContain('hana')
    expect(await claimsOf(shop.store)).toEqual(['hana applied'])
  })

  it('goes with own words instead of the template, and with none in the person’s own language', async () => {
    for (const memberId of ['hana', 'ken', 'yui']) await shop.claim(memberId)
    const words = async () =>
      (await shop.store.db.selectFrom('shift_claims').select('decline_words').orderBy('member_id').execute()).map(
        ({ decline_words }) => decline_words,
      )
    await shop.send(`${PAGE}/declines`, { member: 'hana', template: 'また次に。', own: 'ありがとう。' })
    await shop.send(`${PAGE}/declines`, { member: 'ken', template: 'また次に。', own: '' })
    const last = await shop.send(`${PAGE}/declines`, { member: 'yui' })
    expect(last.headers.get('location')).toBe(`${PAGE}?done=declined&n=1`)
    expect(await words()).toEqual(['ありがとう。', 'また次に。', null])
  })

  it('comes back filled when the words are too long', async () => {
    await shop.claim('hana')
    const long = 'あ'.repeat(301)
    const answer = await shop.send(`${PAGE}/declines`, { member: 'hana', own: long })
    expect(answer.status).toBe(422)
    const page = await answer.text()
    expect(page).toContain(long)
    expect(page).toContain('value="hana"')
    expect(await claimsOf(shop.store)).toEqual(['hana applied'])
  })
})

describe('a shift that the shop calls off', () => {
  const pathOf = (id: string | undefined) => `${PAGE}/assignments/${id}`

  it('shows 60 % of its pay, without the way there, with the formula before anything is done', async () => {
    const [id] = await shop.confirm('hana')
    const page = await shop.page(`${pathOf(id)}/cancel`)
    // Five hours at 1,300 yen.
    expect(page).toContain('交通費を除く見込み額 6,500円 × 60％ ＝ 3,900円')
    expect(await placesOf(shop.store)).toEqual(['1 hana confirmed'])
  })

  it('needs a reason and a tick, and nothing that was typed is lost', async () => {
    const [id] = await shop.confirm('hana')
    for (const fields of [
      { sure: 'yes', refill: 'yes' },
      { words: '台風のため', refill: 'yes' },
      { words: '  ', sure: 'yes' },
    ]) {
      const answer = await shop.send(`${pathOf(id)}/cancellations`, fields)
      expect(answer.status).toBe(422)
      if ('words' in fields) expect(await answer.text()).toContain(fields.words.trim())
    }
    expect(await placesOf(shop.store)).toEqual(['1 hana confirmed'])
  })

  it('stands as the shop’s own on the page, as openly as a person’s', async () => {
    const [hana, ken] = await shop.confirm('hana', 'ken')
    await shop.send(`${pathOf(hana)}/cancellations`, { words: '台風のため閉店します。', sure: 'yes', refill: 'yes' })
    const at = shop.clock.now + MINUTE
    await askCancel(shop.store, { assignmentId: ken ?? '', memberId: 'ken', words: '熱が出ました。', at, now: at })
    shop.clock.now = at
    const request = await shop.store.db.selectFrom('assignment_requests').select('id').executeTakeFirstOrThrow()
    const done = await shop.send(`${PAGE}/requests/${request.id}/answers`, { answer: 'accept' })
    expect(done.headers.get('location')).toBe(`${PAGE}?done=accepted`)
    const page = await shop.page(PAGE)
    for (const words of [
      'お店の都合で取り消し',
      '台風のため閉店します。',
      '3,900円',
      'ご本人の都合で取り消し',
      '熱が出ました。',
    ])
      expect(page).toContain(words)
  })

  it('is of this opening: another one’s path finds nobody', async () => {
    const [id] = await shop.confirm('hana')
    await shop.shift({ id: 'second' })
    expect((await shop.open(`/admin/shifts/second/assignments/${id}/cancel`)).status).toBe(404)
  })
})

describe('somebody who asks to be let off', () => {
  it('stands first, with the reason, until when an answer is waited for, and stays after a talk', async () => {
    const [id = ''] = await shop.confirm('hana')
    const { requestId } = await askCancel(shop.store, {
      assignmentId: id,
      memberId: 'hana',
      words: '熱が出ました。',
      at: NOON + MINUTE,
      now: NOON + MINUTE,
    })
    const page = await shop.page(PAGE)
    expect(page).toContain('取り消しのお願いが届いています')
    expect(page).toContain('4月1日（水） 13:01までに返事がないときは')
    await shop.send(`${PAGE}/requests/${requestId}/answers`, { answer: 'decline' })
    expect(await placesOf(shop.store)).toEqual(['1 hana confirmed'])
    expect(await shop.page(PAGE)).toContain('話して、来ていただけることに')
  })
})

describe('who did not come', () => {
  it('is noted after it began, for the shop alone', async () => {
    const [id] = await shop.confirm('hana')
    const path = `${PAGE}/assignments/${id}`
    expect(await shop.page(PAGE)).not.toContain('来なかったと記録する')
    expect((await shop.send(`${path}/misses`)).status).toBe(422)
    shop.clock.now = STARTS + HOUR
    expect(await shop.page(PAGE)).toContain('来なかったと記録する')
    await shop.send(`${path}/misses`)
    expect(await placesOf(shop.store)).toEqual(['1 hana missed'])
  })
})

describe('what to do next', () => {
  const opening = { state: 'open', startsAt: STARTS, endsAt: STARTS + 5 * HOUR, headcount: 2, taken: 0 } as const
  const facts = { opening, applied: 0, requests: 0, confirmed: 0, worked: 0, now: NOON }

  it.each([
    ['draft', { opening: { ...opening, state: 'draft' as const } }],
    ['cancelled', { opening: { ...opening, state: 'cancelled' as const }, now: STARTS + DAY }],
    ['wait', {}],
    ['decide', { applied: 1 }],
    ['decideLate', { applied: 1, opening: { ...opening, state: 'closed' as const } }],
    ['short', { opening: { ...opening, state: 'closed' as const } }],
    ['ready', { opening: { ...opening, taken: 2 }, applied: 1 }],
    ['request', { requests: 1, applied: 1 }],
    ['over', { now: STARTS }],
    ['hours', { now: STARTS + 5 * HOUR, confirmed: 1 }],
    ['thanks', { now: STARTS + 5 * HOUR, worked: 1 }],
  ] as const)('is %s', (step, more) => {
    expect(nextStep({ ...facts, ...more })).toBe(step)
  })
})
