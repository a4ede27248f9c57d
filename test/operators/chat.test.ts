import { describe, expect, it } from 'vitest'
import { sha256Hex } from '../../src/crypto.ts'
import { isAborted, type Store } from '../../src/db/store.ts'
import type { Effect } from '../../src/line/chat.ts'
import type { Profile } from '../../src/line/line.ts'
import { operatorChat } from '../../src/operators/chat.ts'
import { inviteOperator, revokeInvitation } from '../../src/operators/invitations.ts'
import { ownerClaimCode } from '../../src/operators/operators.ts'
import { openSession } from '../../src/operators/sessions.ts'
import { setShopName } from '../../src/stores/stores.ts'
import { configFor, newDeps } from '../deps.ts'
import { addMember, lineUserId, NOON, newStore } from '../support.ts'
import { addOperator } from '../web/doors.ts'

const config = configFor()
const CODE = await ownerClaimCode(config.sessionSecret)

async function aShop({ owner = true } = {}) {
  const store = newStore()
  await addMember(store, 'tanaka')
  await addMember(store, 'hana')
  if (owner) await addOperator(store, 'owner', { memberId: 'tanaka' })
  return store
}

function say(store: Store, memberId: string, typed: string, profile?: Profile) {
  const deps = newDeps(store, { config })
  return operatorChat({
    store,
    config,
    line: { ...deps.line, profile: async () => profile },
    event: {
      webhookEventId: 'e1',
      type: 'message',
      timestamp: NOON,
      replyToken: 'r1',
      source: { type: 'user', userId: lineUserId(memberId) },
      message: { id: '1', type: 'text', text: typed },
    },
    memberId,
    now: NOON,
  })
}

const linkIn = (effect: Effect | undefined) =>
  /https:\/\/shop\.example\/login\/([0-9a-f]{64})\?openExternalBrowser=1/.exec(JSON.stringify(effect?.reply))?.[1]
const commit = (store: Store, effect: Effect | undefined) => store.batch(effect?.statements ?? [])
const operators = ({ db }: Store) =>
  db.selectFrom('operators').select(['member_id', 'name', 'role']).orderBy('created_at').execute()

describe('管理', () => {
  it.each([
    '管理',
    ' 管理\n',
    '管 理',
    'かんり',
    'カンリ',
    'ｶﾝﾘ',
    'admin',
    'Admin',
    'ＡＤＭＩＮ',
    '管理画面',
  ])('written %j gives an operator a link that signs them in once', async (typed) => {
    const store = await aShop()
    const effect = await say(store, 'tanaka', typed)
    const token = linkIn(effect) ?? ''
    expect(await openSession(store, { token, now: NOON })).toBeUndefined()
    await commit(store, effect)

    expect(effect?.important ?? false).toBe(false)
    expect(await openSession(store, { token, now: NOON })).toBeDefined()
    expect(await openSession(store, { token, now: NOON })).toBeUndefined()
  })

  it('comes from the shop, and keeps of its link only the hash', async () => {
    const store = await aShop()
    await setShopName(store, { name: '居酒屋はな' })
    const effect = await say(store, 'tanaka', '管理')
    await commit(store, effect)
    expect(JSON.stringify(effect?.reply)).toContain('居酒屋はな')
    const links = await store.db.selectFrom('login_links').select(['token_hash', 'operator_id']).execute()
    expect(links).toEqual([{ token_hash: await sha256Hex(linkIn(effect) ?? ''), operator_id: 'owner' }])
  })

  it('is answered in the language that the operator reads', async () => {
    const store = await aShop()
    await store.db.updateTable('members').set({ language: 'en' }).execute()
    expect(JSON.stringify((await say(store, 'tanaka', 'admin'))?.reply)).toContain('Open the admin page')
  })

  it('means nothing from anybody else, nor from an operator of the past', async () => {
    const store = await aShop()
    expect(await say(store, 'hana', '管理')).toBeUndefined()
    await store.db.updateTable('operators').set({ revoked_at: NOON }).execute()
    expect(await say(store, 'tanaka', '管理')).toBeUndefined()
    expect(await store.db.selectFrom('login_links').selectAll().execute()).toEqual([])
  })

  it('opens no door for an operator who is revoked before the answer is committed', async () => {
    const store = await aShop()
    const effect = await say(store, 'tanaka', '管理')
    await store.db.updateTable('operators').set({ revoked_at: NOON }).execute()
    await expect(commit(store, effect)).rejects.toSatisfy(isAborted)
  })

  it.each([
    '管理さん',
    '店を管理したい',
    'administrator',
    '',
    '管',
    '管理'.repeat(30),
    '管理,管理',
  ])('is not meant by %j', async (typed) => expect(await say(await aShop(), 'tanaka', typed)).toBeUndefined())

  it('is not said by a sticker, a tap or a new friend', async () => {
    const store = await aShop()
    const deps = newDeps(store, { config })
    for (const event of [
      { type: 'message', message: { id: '1', type: 'sticker' } },
      { type: 'postback', postback: { data: '管理' } },
      { type: 'follow' },
    ])
      expect(
        await operatorChat({
          ...{ store, config, line: deps.line, memberId: 'tanaka', now: NOON },
          event: { webhookEventId: 'e1', timestamp: NOON, replyToken: 'r1', ...event },
        }),
      ).toBeUndefined()
  })
})

describe('the claim code', () => {
  it('makes who sends it the owner, by the name they have in LINE, and gives them a link', async () => {
    const store = await aShop({ owner: false })
    const effect = await say(store, 'hana', CODE.toLowerCase(), { displayName: ' 山田\u202eはな\n' })
    expect(await operators(store)).toEqual([])
    await commit(store, effect)

    expect(await operators(store)).toEqual([{ member_id: 'hana', name: '山田はな', role: 'owner' }])
    expect(JSON.stringify(effect?.reply)).toContain('山田はなさん、オーナーとして登録しました')
    expect(await openSession(store, { token: linkIn(effect) ?? '', now: NOON })).toBeDefined()
  })

  it.each([
    undefined,
    { displayName: '' },
    { displayName: 'https://evil.example' },
    { displayName: '\u200b' },
  ])('calls them オーナー when their name in LINE is %j', async (profile) => {
    const store = await aShop({ owner: false })
    await commit(store, await say(store, 'hana', CODE, profile))
    expect(await operators(store)).toEqual([{ member_id: 'hana', name: 'オーナー', role: 'owner' }])
  })

  it('means nothing once there is an owner', async () => {
    const store = await aShop()
    expect(await say(store, 'hana', CODE)).toBeUndefined()
    expect(await say(store, 'tanaka', CODE)).toBeUndefined()
  })

  it('means nothing when it is wrong', async () => {
    const store = await aShop({ owner: false })
    expect(await say(store, 'hana', `${CODE.slice(0, -1)}${CODE.endsWith('X') ? 'Y' : 'X'}`)).toBeUndefined()
    expect(await say(store, 'hana', '管理')).toBeUndefined()
  })

  it('makes one of two people who send it at the same moment the owner; the other one is told nothing', async () => {
    const store = await aShop({ owner: false })
    const effects = await Promise.all([say(store, 'hana', CODE), say(store, 'tanaka', CODE)])
    const outcomes = await Promise.allSettled(effects.map((effect) => commit(store, effect)))

    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const lost = outcomes.findIndex(({ status }) => status === 'rejected')
    expect(await openSession(store, { token: linkIn(effects[lost]) ?? '', now: NOON })).toBeUndefined()
    expect(await operators(store)).toHaveLength(1)
    // Tried again by the inbox, it means nothing any more.
    expect(await say(store, lost === 0 ? 'hana' : 'tanaka', CODE)).toBeUndefined()
  })
})

describe('an invitation’s code', () => {
  const invite = (store: Store, role: 'manager' | 'staff' = 'manager') =>
    inviteOperator(store, {
      sessionSecret: config.sessionSecret,
      ...{ name: '山田', role, storeId: 'shibuya', operatorId: 'owner', now: NOON },
    })

  it('makes who sends it an operator, and gives them a link that signs them in once', async () => {
    const store = await aShop()
    const { code } = await invite(store)
    const effect = await say(store, 'hana', ` ${code.toLowerCase()}\n`, { displayName: 'はなちゃん' })
    expect(await operators(store)).toHaveLength(1)
    await commit(store, effect)

    expect(await operators(store)).toContainEqual({ member_id: 'hana', name: '山田', role: 'manager' })
    expect(JSON.stringify(effect?.reply)).toContain('山田さん、shibuyaの店長として登録しました')
    expect(effect?.important ?? false).toBe(false)
    const token = linkIn(effect) ?? ''
    expect(await openSession(store, { token, now: NOON })).toBeDefined()
    expect(await openSession(store, { token, now: NOON })).toBeUndefined()
  })

  it('is answered in the language that the person reads', async () => {
    const store = await aShop()
    await store.db.updateTable('members').set({ language: 'en' }).execute()
    const { code } = await invite(store, 'staff')
    expect(JSON.stringify((await say(store, 'hana', code))?.reply)).toContain('you are now on the staff of shibuya')
  })

  it('means nothing when it is wrong, was used or was revoked', async () => {
    const store = await aShop()
    await addMember(store, 'ken')
    const [used, revoked] = [await invite(store), await invite(store)]
    await commit(store, await say(store, 'hana', used.code))
    await revokeInvitation(store, { invitationId: revoked.id, now: NOON })
    for (const typed of [used.code, revoked.code, '00000-00000', used.code.slice(1)])
      expect(await say(store, 'ken', typed), typed).toBeUndefined()
    expect(await operators(store)).toHaveLength(2)
  })

  it('means nothing from an operator, and still works for whom it was meant for', async () => {
    const store = await aShop()
    const { code } = await invite(store)
    expect(await say(store, 'tanaka', code)).toBeUndefined()
    expect(linkIn(await say(store, 'hana', code))).toBeDefined()
  })

  it('makes one of two people who send it at the same moment an operator; the other one is told nothing', async () => {
    const store = await aShop()
    await addMember(store, 'ken')
    const { code } = await invite(store)
    const senders = ['hana', 'ken']
    const effects = await Promise.all(senders.map((memberId) => say(store, memberId, code)))
    const outcomes = await Promise.allSettled(effects.map((effect) => commit(store, effect)))

    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const lost = outcomes.findIndex(({ status }) => status === 'rejected')
    expect(await openSession(store, { token: linkIn(effects[lost]) ?? '', now: NOON })).toBeUndefined()
    expect(await operators(store)).toHaveLength(2)
    // Tried again by the inbox, it means nothing any more.
    expect(await say(store, senders[lost] ?? '', code)).toBeUndefined()
  })

  it('lets nobody in who is not invited, though the shop has no owner', async () => {
    const store = await aShop({ owner: false })
    expect(await say(store, 'hana', '12345-67890')).toBeUndefined()
    expect(await operators(store)).toEqual([])
  })
})
