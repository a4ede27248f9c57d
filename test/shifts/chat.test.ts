import { beforeEach, describe, expect, it } from 'vitest'
import { boardChat } from '../../src/board/chat.ts'
import type { Store } from '../../src/db/store.ts'
import type { Work } from '../../src/deps.ts'
import { shiftChat } from '../../src/shifts/chat.ts'
import { claimShift } from '../../src/shifts/claims/claims.ts'
import { approveClaims } from '../../src/shifts/claims/deciding.ts'
import { answerCancel } from '../../src/shifts/claims/requests.ts'
import { openPhone, type Phone } from '../members/phone.ts'
import { HOUR, MINUTE, NOON, newStore } from '../support.ts'
import { addCrew, addShift, CLOSES, claimsOf, OWNER, placesOf, STARTS, stateOf } from './claims-support.ts'

let store: Store
let woken: Work[]
let hana: Phone
let ken: Phone
beforeEach(async () => {
  store = newStore()
  woken = []
  await addCrew(store, ['hana', 'ken'])
  hana = phoneOf('hana')
  ken = phoneOf('ken')
})

const phoneOf = (name: string) => openPhone(store, name, [shiftChat], { wake: (work) => void woken.push(work) })
const NIGHT = { starts_at: STARTS, ends_at: STARTS + 7 * HOUR, id: 'night' }
const readOf = async () =>
  (await store.db.selectFrom('shift_asks').select(['member_id', 'read_at']).orderBy('member_id').execute()).map(
    ({ member_id, read_at }) => [member_id, read_at !== null],
  )
const lastReply = () =>
  store.db
    .selectFrom('outbox_messages')
    .select(['important', 'body'])
    .where('kind', '=', 'reply')
    .orderBy('created_at', 'desc')
    .executeTakeFirstOrThrow()
const noticesOf = async () =>
  (await store.db.selectFrom('shift_notices').select(['kind', 'member_id']).execute()).map(
    ({ kind, member_id }) => `${kind} ${member_id}`,
  )
const approve = (memberIds: readonly string[]) =>
  approveClaims(store, { openingId: 'shift', memberIds, operatorId: OWNER, storeId: null, now: NOON + 10 * MINUTE })

describe('シフト', () => {
  it.each(['シフト', 'ｼﾌﾄ', ' 求人 ', 'Shifts', 'shift', 'work'])('is asked for by typing %s', async (typed) => {
    await addShift(store)
    expect(await hana.say(typed)).toContain('株式会社おかえり')
  })

  it('shows the whole ad, marks it as read for this person alone, and gives the ordinary menu back', async () => {
    await addShift(store)
    const said = await hana.tapData('shifts')
    for (const item of ['東京都渋谷区神南1-1-1', '03-0000-0000', 'ホールでの接客', '1,300円'])
      expect(said).toContain(item)
    expect(hana.labels()).toEqual(['応募する', '今回は見送る', 'くわしく'])
    expect(await readOf()).toEqual([
      ['hana', true],
      ['ken', false],
    ])
    expect(hana.menu()).toBe('member')
  })

  it('is read when it was shown first', async () => {
    await addShift(store)
    await hana.tapData('shifts')
    const first = hana.clock.now
    await hana.tapData('shifts')
    const [ask] = await store.db.selectFrom('shift_asks').select('read_at').where('member_id', '=', 'hana').execute()
    expect(ask?.read_at).toBe(first)
  })

  it('says kindly that there is none', async () => {
    expect(await hana.tapData('shifts')).toContain('今、あなたへのシフト募集はありません')
  })

  it('shows no ads to who stopped them, and how to get them again; but what they have', async () => {
    await addShift(store)
    await store.db.deleteFrom('current_consents').where('member_id', '=', 'hana').execute()
    expect(await hana.tapData('shifts')).toContain('受け取らない設定です')
    expect(hana.labels()).toEqual(['シフト募集を受け取る'])
    expect(await readOf()).toContainEqual(['hana', false])
  })

  it('puts what somebody has or waits for first, and what they passed on last', async () => {
    for (const id of ['a', 'b', 'c']) await addShift(store, { id })
    await hana.tapData('shift:a:pass')
    await hana.tapData('shift:c:claim')
    const heads = (await hana.tapData('shifts')).split('\n').filter((line) => /^(△|－|募集中)/.test(line))
    expect(heads).toEqual(['△ 応募中（1番目）', '募集中', '－ 今回は見送り'])
  })

  it('hides nights from who is not yet 18', async () => {
    await addShift(store, NIGHT)
    await store.db.updateTable('members').set({ birth_year: 2012 }).where('id', '=', 'hana').execute()
    expect(await hana.tapData('shifts')).toContain('今、あなたへのシフト募集はありません')
  })

  it('marks nothing as read by a reply that comes too late for LINE', async () => {
    await addShift(store)
    await hana.happen({ type: 'postback', timestamp: NOON - HOUR, postback: { data: 'shifts' } })
    expect(await readOf()).toContainEqual(['hana', false])
  })

  it('asks who is no alumnus to register first', async () => {
    await addShift(store)
    await store.db.updateTable('members').set({ state: 'applied' }).where('id', '=', 'hana').execute()
    expect(await hana.tapData('shifts')).toContain('登録が済むと')
    expect(await hana.tapData('shift:shift:claim')).toContain('登録が済むと')
    expect(await claimsOf(store)).toEqual([])
  })
})

describe('応募する', () => {
  it('lines up, says the place and that nothing is agreed yet, and must arrive', async () => {
    await addShift(store, { headcount: 1 })
    await hana.tapData('shift:shift:claim')
    const said = await ken.tapData('shift:shift:claim')
    expect(said).toContain('△ 応募中（2番目）')
    expect(said).toContain('お店が決めしだい')
    expect(ken.labels()).toEqual(['くわしく', 'ひとこと添える', '応募を取り下げる'])
    expect(await claimsOf(store)).toEqual(['hana applied', 'ken applied'])
    expect(await lastReply()).toMatchObject({ important: 1 })
    expect(woken).toContain('shifts')
  })

  it('is heard once when LINE delivers the tap twice, and is withdrawn with one tap', async () => {
    await addShift(store)
    const tap = hana.event({ type: 'postback', postback: { data: 'shift:shift:claim' } })
    await hana.arrive(tap, tap)
    expect(await claimsOf(store)).toEqual(['hana applied'])
    expect(await hana.tapData('shift:shift:withdraw')).toContain('－ 取り下げました')
    expect(await claimsOf(store)).toEqual(['hana withdrawn'])
    expect(await hana.tap('応募する')).toContain('△ 応募中（1番目）')
  })

  it('first come is agreed at the tap: the reply says all of it, so that no message is spent', async () => {
    await addShift(store, { mode: 'first_come' })
    const said = await hana.tapData('shift:shift:claim')
    for (const item of ['株式会社おかえり', '03-0000-0000', '2026年4月4日（土） 17:00〜22:00', '1,300円'])
      expect(said).toContain(item)
    expect(await placesOf(store)).toEqual(['1 hana confirmed'])
    expect(await noticesOf()).toEqual(['confirmed hana'])
  })

  it('after the last place is gone, every tap says 募集終了, kindly', async () => {
    await addShift(store, { mode: 'first_come' })
    await hana.tapData('shift:shift:claim')
    for (const what of ['claim', 'pass', 'show', 'note', 'withdraw', 'accept:1', 'refuse:1', 'cancel', 'adult:yes'])
      expect(await ken.tapData(`shift:shift:${what}`), what).toContain('募集終了')
    expect(await placesOf(store)).toEqual(['1 hana confirmed'])
    expect(ken.labels()).toEqual(['ほかの募集を見る'])
  })

  it('after the deadline says so, before any clock has closed it', async () => {
    await addShift(store)
    hana.clock.now = CLOSES
    expect(await hana.tapData('shift:shift:claim')).toContain('募集終了')
    expect(await claimsOf(store)).toEqual([])
  })

  it('explains in a sentence what keeps somebody from it, and offers no button that would not work', async () => {
    await addShift(store)
    await addShift(store, { id: 'other', mode: 'first_come' })
    await hana.tapData('shift:other:claim')
    const said = await hana.tapData('shift:shift:claim')
    expect(said).toContain('同じ時間に、決まったシフトがあるため')
    expect(hana.labels()).not.toContain('応募する')
    expect(await claimsOf(store)).toEqual([])
  })

  it('shows nothing of an opening to whom it was never meant for', async () => {
    await addShift(store)
    await store.db.deleteFrom('shift_asks').where('member_id', '=', 'ken').execute()
    for (const what of ['claim', 'show']) {
      const said = await ken.tapData(`shift:shift:${what}`)
      expect(said).toContain('ほかの方へのご案内')
      expect(said).not.toContain('渋谷店')
    }
    expect(await ken.tapData('shift:nowhere:show')).toContain('見つかりませんでした')
    expect(await claimsOf(store)).toEqual([])
  })

  it('shows nothing of a draft', async () => {
    await addShift(store, { state: 'draft' })
    expect(await hana.tapData('shift:shift:show')).toContain('見つかりませんでした')
  })
})

describe('a night', () => {
  it('asks who is not known to be 18 first, keeps the answer, and goes on with the application', async () => {
    await addShift(store, NIGHT)
    expect(await hana.tapData('shift:night:claim')).toContain('18歳以上ですか')
    expect(await claimsOf(store, 'night')).toEqual([])
    expect(await hana.tap('はい、18歳以上です')).toContain('△ 応募中（1番目）')
    expect(await claimsOf(store, 'night')).toEqual(['hana applied'])
    const said = await store.db
      .selectFrom('members')
      .select(['said_adult', 'said_adult_at'])
      .where('id', '=', 'hana')
      .execute()
    expect(said).toEqual([{ said_adult: 1, said_adult_at: hana.clock.now }])
  })

  it('is not for who says that they are not yet, and they are not asked again', async () => {
    await addShift(store, NIGHT)
    await hana.tapData('shift:night:claim')
    expect(await hana.tap('いいえ')).toContain('18歳になってから')
    expect(await hana.tapData('shift:night:claim')).toContain('18歳になってから')
    expect(await claimsOf(store, 'night')).toEqual([])
  })
})

describe('今回は見送る', () => {
  it('is one tap, thanked for, and changed by another', async () => {
    await addShift(store)
    const said = await hana.tapData('shift:shift:pass')
    expect(said).toContain('今回は見送りますね')
    expect(said).toContain('4月3日（金） 12:00まで応募できます')
    expect(await hana.tap('応募する')).toContain('△ 応募中')
  })
})

describe('a note', () => {
  it('is the next thing they type, and goes with the application', async () => {
    await addShift(store)
    await hana.tapData('shift:shift:claim')
    expect(await hana.tap('ひとこと添える')).toContain('このあと送ってください')
    expect(await hana.say('17時半からなら確実です')).toContain('ひとこと：17時半からなら確実です')
    expect(await noteOf()).toBe('17時半からなら確実です')
    expect(await hana.say('あと、靴はありますか')).toBe('')
    expect(await noteOf()).toBe('17時半からなら確実です')
  })

  it('is no word that means something everywhere, and nothing that comes much later', async () => {
    await addShift(store)
    await hana.tapData('shift:shift:claim')
    await hana.tapData('shift:shift:note')
    expect(await hana.say('マイページ')).toBe('')
    hana.clock.now += HOUR
    expect(await hana.say('よろしくお願いします')).toBe('')
    expect(await noteOf()).toBeNull()
  })

  it('that comes after the decision is not kept, and says so', async () => {
    await addShift(store)
    await hana.tapData('shift:shift:claim')
    await hana.tapData('shift:shift:note')
    await approve(['hana'])
    expect(await hana.say('少し遅れます')).toContain('添えられませんでした')
    expect(await noteOf()).toBeNull()
  })

  const noteOf = async () =>
    (await store.db.selectFrom('shift_claims').select('note').where('member_id', '=', 'hana').executeTakeFirstOrThrow())
      .note
})

describe('what is agreed', () => {
  beforeEach(async () => {
    await addShift(store)
    await hana.tapData('shift:shift:claim')
    await ken.tapData('shift:shift:claim')
    await approve(['hana'])
    hana.clock.now = ken.clock.now = NOON + HOUR
  })

  it('is given back only by asking, with a reason in one tap; the shop reads it in its language', async () => {
    await store.db.updateTable('members').set({ language: 'en' }).where('id', '=', 'hana').execute()
    expect(await hana.tapData('shift:shift:cancel')).toContain('Why is it?')
    expect(await hana.tap('I am not well')).toContain('△ Asking to cancel')
    const asked = await store.db.selectFrom('assignment_requests').select(['kind', 'words', 'state']).execute()
    expect(asked).toEqual([{ kind: 'cancel', words: '体調が悪いため', state: 'pending' }])
    expect(woken).toContain('shifts')
    expect(await hana.tap('I can come after all')).toContain('○ Confirmed')
    expect(await placesOf(store)).toEqual(['1 hana confirmed'])
  })

  it('is not withdrawn by the button of an old card', async () => {
    expect(await hana.tapData('shift:shift:withdraw')).toContain('○ 確定')
    expect(await placesOf(store)).toEqual(['1 hana confirmed'])
  })

  it('is not cancelled here once it has begun', async () => {
    hana.clock.now = STARTS
    expect(await hana.tapData('shift:shift:cancel:sick')).toContain('お店へ直接お電話ください')
    expect(await store.db.selectFrom('assignment_requests').selectAll().execute()).toEqual([])
  })

  it('asks how the notice of working conditions is wanted, and keeps the choice', async () => {
    await hana.tapData('shift:shift:show')
    expect(hana.labels()).toEqual(expect.arrayContaining(['画面で受け取る', '紙で受け取る']))
    expect(await hana.tap('画面で受け取る')).toContain('画面で受け取ると承りました')
    expect(hana.labels()).not.toContain('紙で受け取る')
    const [kept] = await store.db.selectFrom('assignments').select('notice_by').execute()
    expect(kept).toEqual({ notice_by: 'electronic' })
  })

  it('tells who stands by, and an offer that they see by looking is told by that: its window runs', async () => {
    expect(await ken.tapData('shift:shift:show')).toContain('△ 補欠（1番目）')
    await offerToKen()
    expect(await ken.tapData('shift:shift:show')).toContain('◎ 空きが出ました')
    expect(await noticesOf()).toEqual(['offer ken'])
    const [offer] = await store.db
      .selectFrom('shift_claims')
      .select('offer_ends_at')
      .where('member_id', '=', 'ken')
      .execute()
    expect(offer?.offer_ends_at).toBe(ken.clock.now + 2 * HOUR)
  })

  it('is taken by the button of the offer; that of an older one says how things stand', async () => {
    await offerToKen()
    expect(await ken.tapData('shift:shift:accept:7')).toContain('期限が過ぎたか、新しいものに変わっています')
    expect(await placesOf(store)).not.toContain('1 ken confirmed')
    await ken.tapData('shift:shift:show')
    expect(await ken.tap('引き受ける')).toContain('株式会社おかえり')
    expect(await placesOf(store)).toContain('1 ken confirmed')
    expect(await stateOf(store)).toBe('closed filled')
  })

  it('is no offer any more once its hour is over, before any clock has ended it', async () => {
    await offerToKen()
    await ken.tapData('shift:shift:show')
    ken.clock.now += 3 * HOUR
    expect(await ken.tapData('shift:shift:show')).not.toContain('◎ 空きが出ました')
    expect(await ken.tapData('shift:shift:accept:1')).not.toContain('○ 確定')
    expect(await placesOf(store)).not.toContain('1 ken confirmed')
  })

  it('changes only with a yes to the very request', async () => {
    await propose({ startsAt: STARTS + HOUR })
    expect(await hana.tapData('shift:shift:show')).toContain('◎ 変更のお願い')
    expect(await hana.tapData(`shift:shift:change-yes:${'0'.repeat(32)}`)).toContain('◎ 変更のお願い')
    expect(await hana.tap('変更に同意する')).toContain('18:00〜22:00')
    const [agreed] = await store.db.selectFrom('assignments').select(['starts_at', 'version']).execute()
    expect(agreed).toEqual({ starts_at: STARTS + HOUR, version: 2 })
  })

  it('stays as it was with a no', async () => {
    await propose({ startsAt: STARTS + HOUR })
    await hana.tapData('shift:shift:show')
    expect(await hana.tap('元のままにする')).toContain('○ 確定')
    const [agreed] = await store.db.selectFrom('assignments').select(['starts_at', 'version']).execute()
    expect(agreed).toEqual({ starts_at: STARTS, version: 1 })
  })

  const propose = (proposal: Record<string, number>) =>
    store.db
      .insertInto('assignment_requests')
      .columns(['id', 'assignment_id', 'kind', 'words', 'proposal', 'asked_at', 'answer_until'])
      .expression((eb) =>
        eb
          .selectFrom('assignments')
          .select((of) => [
            of.val('request').as('id'),
            'id as assignment_id',
            of.val('change' as const).as('kind'),
            of.val('仕込みが早く終わりそうです').as('words'),
            of.val(JSON.stringify(proposal)).as('proposal'),
            of.val(NOON).as('asked_at'),
            of.val(STARTS - HOUR).as('answer_until'),
          ]),
      )
      .execute()

  /** Hana is let off; the place goes to Ken, who stands by, and nobody has told him yet. */
  const offerToKen = async () => {
    await hana.tapData('shift:shift:cancel:sick')
    const { id } = await store.db.selectFrom('assignment_requests').select('id').executeTakeFirstOrThrow()
    await answerCancel(store, { requestId: id, accept: true, operatorId: OWNER, now: hana.clock.now })
  }
})

it('an older tap that arrives late changes nothing', async () => {
  await addShift(store)
  await hana.tapData('shift:shift:claim')
  await claimShift(store, { openingId: 'shift', memberId: 'ken', at: NOON, now: NOON })
  const late = { type: 'postback', timestamp: NOON, postback: { data: 'shift:shift:pass' } }
  expect(await hana.happen(late)).toContain('△ 応募中')
  expect(await claimsOf(store)).toContain('hana applied')
})

it('leaves what is none of ours to others', async () => {
  for (const data of ['shift:shift:fly', 'shifts:all', 'shift::claim']) expect(await hana.tapData(data)).toBe('')
  expect(await hana.say('シフトありますか')).toBe('')
})

describe('お知らせ', () => {
  it('shows a shift that is unread first, and only until it was read', async () => {
    await addShift(store)
    const board = openPhone(store, 'hana', [boardChat])
    expect(await board.tapData('board')).toContain('株式会社おかえり')
    expect(await readOf()).toContainEqual(['hana', true])
    expect(await board.tapData('board')).not.toContain('株式会社おかえり')
    expect(await hana.tapData('shifts')).toContain('株式会社おかえり')
  })
})

describe('an ad whose conditions changed', () => {
  it('is not agreed to by who applied before, with another tap on the old card', async () => {
    await addShift(store)
    await hana.tapData('shift:shift:claim')
    await store.db
      .updateTable('shift_openings')
      .set({ wage_yen: 1250, conditions_at: hana.clock.now + 1 })
      .execute()
    hana.clock.now += MINUTE
    expect(await hana.tapData('shift:shift:claim')).toContain('応募中')
    expect(await approve(['hana'])).toEqual([{ memberId: 'hana', outcome: 'shift_changed_meanwhile' }])
  })

  it('is no yes to what they are now: an old card shows them first, then one more tap counts', async () => {
    await addShift(store, { mode: 'first_come' })
    await hana.tapData('shifts')
    await store.db
      .updateTable('shift_openings')
      .set({ wage_yen: 1250, conditions_at: NOON - HOUR })
      .execute()
    const shown = await hana.tapData('shift:shift:claim')
    expect(shown).toContain('募集の条件が変わりました')
    expect(shown).toContain('1,250円')
    expect(await claimsOf(store)).toEqual([])
    await hana.tap('応募する（先着で確定）')
    expect(await placesOf(store)).toEqual(['1 hana confirmed'])
  })
})
