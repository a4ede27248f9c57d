import { beforeEach, describe, expect, it } from 'vitest'
import { stopAction } from '../../src/consent/card.ts'
import { currentConsents, PURPOSES } from '../../src/consent/consent.ts'
import type { Store } from '../../src/db/store.ts'
import { openPhone, type Phone, register } from '../members/phone.ts'
import { addRole, addStore, MINUTE, newStore } from '../support.ts'
import { addSent, tapsOf } from '../taps/support.ts'

let store: Store
let phone: Phone
beforeEach(async () => {
  store = newStore()
  phone = openPhone(store)
  await addStore(store)
  await addRole(store)
})

const on = async () => {
  const current = await currentConsents(store, await phone.memberId())
  return PURPOSES.filter((purpose) => current[purpose]?.granted)
}

describe('お知らせの設定', () => {
  beforeEach(() => register(phone))

  it('shows each purpose with its state and one tap to change it', async () => {
    const words = await phone.tapData('consents')
    for (const name of ['近況・お知らせ', 'クーポン', '試食会・イベント', 'シフト募集']) expect(words).toContain(name)
    expect(words).toContain('○ 受け取っています（2026年4月1日から）')
    expect(words).toContain('– 受け取っていません')
    expect(phone.labels()).toEqual([
      '止める',
      '止める',
      '受け取る',
      '止める',
      'ことば・Language',
      'プライバシーについて',
    ])
  })

  it('changes one purpose by a tap and says so, and nothing else', async () => {
    expect(await phone.tapData('consent:coupons:off')).toContain('「クーポン」を止めました')
    expect(await on()).toEqual(['news', 'shifts'])
    expect(await phone.tap('もとに戻す')).toContain('「クーポン」をお送りします')
    expect(await on()).toEqual(['news', 'coupons', 'shifts'])
  })

  it('says how it stands when a tap changes nothing', async () => {
    expect(await phone.tapData('consent:events:off')).toContain('止まっています')
    expect(await phone.tapData('consent:news:on')).toContain('もう受け取る設定')
  })

  it('stops by the button of a card', async () => {
    const stop = stopAction('shifts')
    if (stop.type !== 'postback') throw new Error('not a postback')
    expect(stop.label).toBe('この種類のお知らせを止める')
    expect(await phone.tapData(stop.data)).toContain('「シフト募集」を止めました')
    expect(await on()).toEqual(['news', 'coupons'])
  })

  it('counts the stop with the broadcast that it was tapped in, of whoever got it', async () => {
    const memberId = await phone.memberId()
    await addSent(store, { to: [memberId] })
    await addSent(store, { id: 'of-others' })
    for (const broadcastId of ['news', 'of-others', 'nowhere'])
      expect(await phone.tapData(`consent:news:off:${broadcastId}`)).toContain('「近況・お知らせ」')
    expect(await on()).toEqual(['coupons', 'shifts'])
    expect((await tapsOf(store)).map(({ broadcast_id, target }) => `${broadcast_id} ${target}`)).toEqual(['news stop'])
  })

  it('lets what was said later hold, also when what was said before arrives later', async () => {
    await phone.tapData('consent:news:off')
    const late = phone.event({
      type: 'postback',
      postback: { data: 'consent:news:on' },
      timestamp: phone.clock.now - MINUTE / 2,
    })
    await phone.arrive(late)
    expect(await on()).toEqual(['coupons', 'shifts'])
  })

  it('keeps a "no" that changes nothing now, in case an earlier "yes" is still on its way', async () => {
    await phone.tapData('consent:events:off')
    await phone.arrive(
      phone.event({
        type: 'postback',
        postback: { data: 'consent:events:on' },
        timestamp: phone.clock.now - MINUTE / 2,
      }),
    )
    expect(await on()).not.toContain('events')
  })

  it.each(['停止', '配信停止', 'stop'])('offers the choice when somebody writes %s', async (typed) => {
    expect(await phone.say(typed)).toContain('どのお知らせを止めますか')
    expect(phone.labels()).toEqual(['近況・お知らせ', 'クーポン', 'シフト募集', 'すべて止める', '止めない'])
    await phone.tap('クーポン')
    expect(await on()).toEqual(['news', 'shifts'])
  })

  it('stops everything by one tap', async () => {
    await phone.say('停止')
    expect(await phone.tap('すべて止める')).toContain('すべてのお知らせを止めました')
    expect(await on()).toEqual([])
    expect(await phone.say('停止')).toContain('お送りしているお知らせはありません')
  })

  it.each([
    'consent:everything:off',
    'consent:news:maybe',
    'consent:news',
    'consent:privacy:off',
    'consent::',
  ])('takes %s for nothing', async (data) => {
    const before = await on()
    await phone.tapData(data)
    expect(await on()).toEqual(before)
  })
})

describe('somebody who has not registered', () => {
  beforeEach(() => phone.add())

  it('is invited to register before choosing', async () => {
    expect(await phone.tapData('consents')).toContain('登録が済むと')
    expect(await phone.tapData('consent:news:on')).toContain('登録が済むと')
    expect(await on()).toEqual([])
  })

  it('can always say no', async () => {
    expect(await phone.tapData('consent:news:off')).toContain('お送りすることはありません')
    expect(await phone.say('停止')).toContain('お送りしているお知らせはありません')
  })
})
