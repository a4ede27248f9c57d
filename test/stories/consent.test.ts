import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { eraseMember } from '../../src/consent/erasing.ts'
import type { Store } from '../../src/db/store.ts'
import { filesInMemory } from '../../src/images/files.ts'
import { storyData } from '../../src/stories/question-chat.ts'
import { storyFor, storyIsUsable, usableStories } from '../../src/stories/stories.ts'
import { kindsOf, owedTo } from '../members/support.ts'
import { addMember, addStore, DAY, engines, NOON } from '../support.ts'
import { addOperator } from '../web/doors.ts'
import { ALL, aShop, ask, rewrite, stateOf, tapped, write } from './support.ts'

let store: Store
beforeEach(async () => {
  store = await aShop()
})
const isUsable = async (id: string) => (await storyFor(store, id))?.usable
const guard = async (id: string) =>
  (await store.db.selectFrom('settings').select('key').where(storyIsUsable(store.db, id)).limit(1).execute()).length > 0

describe('a story of one of the alumni', () => {
  it('may be told only while they agree to exactly its words, and the guard says the same', async () => {
    const id = await write(store)
    const may = async () => [await isUsable(id), await guard(id), (await usableStories(store, ALL)).length > 0]
    expect(await may()).toEqual([false, false, false])
    const yes = await ask(store, id)
    expect([await stateOf(store, id), ...(await may())]).toEqual(['asked', false, false, false])
    expect(await tapped(store, yes)).toContain('ありがとうございます')
    expect([await stateOf(store, id), ...(await may())]).toEqual(['agreed', true, true, true])
    await tapped(store, storyData(id, 'revoke'), { at: NOON + 2 })
    expect([await stateOf(store, id), ...(await may())]).toEqual(['revoked', false, false, false])
    expect(await kindsOf(store, 'hana')).toEqual(['story_asked', 'story_agreed', 'story_revoked'])
  })

  it.each([
    { title: '別の題名' },
    { words: '別の言葉' },
    { imageId: 'a'.repeat(32) },
  ])('needs a new yes when it is changed: %j', async (change) => {
    await store.db
      .insertInto('images')
      .values({ id: 'a'.repeat(32), media_type: 'image/png', width: 9, height: 9, bytes: 9, sha256: '', created_at: 1 })
      .execute()
    const id = await write(store)
    const yes = await ask(store, id)
    await tapped(store, yes)
    await rewrite(store, id, change)
    expect([await stateOf(store, id), await isUsable(id), await guard(id)]).toEqual(['changed', false, false])
    // The old card does not agree to the new words, before and after they are asked for.
    expect(await tapped(store, yes, { at: NOON + 2 })).toContain('内容が変わりました')
    await ask(store, id, NOON + 3)
    expect(await tapped(store, yes, { at: NOON + 4 })).toContain('内容が変わりました')
    expect([await stateOf(store, id), await isUsable(id)]).toEqual(['asked', false])
  })

  it('is not agreed to by a yes to words that were never asked for', async () => {
    const id = await write(store)
    const sha = (await store.db.selectFrom('stories').select('content_sha').executeTakeFirstOrThrow()).content_sha
    await tapped(store, storyData(id, 'agree', sha))
    expect([await stateOf(store, id), await isUsable(id)]).toEqual(['draft', false])
  })

  it('is nobody else’s to agree to, decline or take back', async () => {
    await addMember(store, 'taro', { consents: ['news'] })
    const id = await write(store)
    const yes = await ask(store, id)
    expect(await tapped(store, yes, { memberId: 'taro' })).toContain('もうありません')
    expect(await stateOf(store, id)).toBe('asked')
    await tapped(store, yes)
    await tapped(store, storyData(id, 'revoke'), { at: NOON + 2, memberId: 'taro' })
    expect(await isUsable(id)).toBe(true)
  })

  it('is declined kindly, and the same words are not asked for again', async () => {
    const id = await write(store)
    await ask(store, id)
    expect(await tapped(store, storyData(id, 'decline'))).toContain('承知しました')
    expect(await stateOf(store, id)).toBe('declined')
    await expect(ask(store, id, NOON + 90 * DAY)).rejects.toThrow('story_not_askable')
    await rewrite(store, id, { words: '直しました' })
    await ask(store, id, NOON + 90 * DAY)
    expect(await stateOf(store, id)).toBe('asked')
    expect(await kindsOf(store, 'hana')).toEqual(['story_asked', 'story_declined', 'story_asked'])
  })

  it('counts a no of any card, and the later answer, however they arrive', async () => {
    const id = await write(store)
    const yes = await ask(store, id)
    await tapped(store, yes, { at: NOON + 5 })
    // Said before the yes, arrived after it.
    await tapped(store, storyData(id, 'decline'), { at: NOON + 4 })
    expect(await isUsable(id)).toBe(true)
    await tapped(store, storyData(id, 'decline'), { at: NOON + 6 })
    expect([await stateOf(store, id), await isUsable(id)]).toEqual(['revoked', false])
    // A yes of before, delivered late, and one of the same instant.
    await tapped(store, yes, { at: NOON + 5 })
    await tapped(store, yes, { at: NOON + 6 })
    expect(await isUsable(id)).toBe(false)
    await tapped(store, yes, { at: NOON + 7 })
    expect(await isUsable(id)).toBe(true)
  })

  it('records the same answer once', async () => {
    const id = await write(store)
    const yes = await ask(store, id)
    await tapped(store, yes)
    expect(await tapped(store, yes, { at: NOON + 2 })).toContain('もう同意いただいています')
    await tapped(store, storyData(id, 'revoke'), { at: NOON + 3 })
    await tapped(store, storyData(id, 'revoke'), { at: NOON + 4 })
    expect(await kindsOf(store, 'hana')).toEqual(['story_asked', 'story_agreed', 'story_revoked'])
  })

  it.each(['left', 'declined', 'applied'] as const)('is not told once they are %s', async (state) => {
    const id = await write(store)
    await tapped(store, await ask(store, id))
    await store.db.updateTable('members').set({ state }).execute()
    expect([await isUsable(id), await guard(id), await usableStories(store, ALL)]).toEqual([false, false, []])
  })

  it('is emptied when they leave, and told no more', async () => {
    const id = await write(store)
    await tapped(store, await ask(store, id))
    await eraseMember({ store, files: filesInMemory() }, { memberId: 'hana', now: NOON + 5 })
    expect([(await storyFor(store, id))?.usable ?? false, await guard(id)]).toEqual([false, false])
  })
})

describe('asking', () => {
  it('costs one push, however often the button is pressed', async () => {
    const id = await write(store)
    const pressed = await Promise.allSettled([ask(store, id), ask(store, id), ask(store, id)])
    expect(pressed.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await owedTo(store, 'hana')).toEqual(['push'])
  })

  it('may be repeated after two weeks without an answer', async () => {
    const id = await write(store)
    await ask(store, id)
    await expect(ask(store, id, NOON + 14 * DAY - 1)).rejects.toThrow('story_not_askable')
    await ask(store, id, NOON + 14 * DAY)
    expect(await owedTo(store, 'hana')).toEqual(['push', 'push'])
  })

  it.each([
    ['blocked us', sql`update line_identities set follow_state = 'blocked'`],
    ['is not approved any more', sql`update members set state = 'declined'`],
    ['gets no news', sql`update current_consents set granted = 0 where purpose = 'news'`],
  ])('is not done of somebody who %s', async (_, change) => {
    const id = await write(store)
    const story = await store.db.selectFrom('stories').selectAll().executeTakeFirstOrThrow()
    await change.execute(store.db)
    const { askForStory } = await import('../../src/stories/asking.ts')
    const asking = askForStory(store, { story, messages: [], operatorId: 'owner', now: NOON })
    await expect(asking).rejects.toThrow('story_not_askable')
    expect([await owedTo(store, 'hana'), id]).toEqual([[], story.id])
  })
})

describe('a manager', () => {
  it('writes of the own store’s people only', async () => {
    await addStore(store, 'ueno', '上野店', 2)
    await addOperator(store, 'manager', { role: 'manager', storeId: 'ueno' })
    const { createStory, changeStory, deleteStory, findStory } = await import('../../src/stories/stories.ts')
    const content = { title: 'x', words: 'x', imageId: null }
    const theirs = { storeId: 'ueno', now: NOON, content }
    await expect(createStory(store, { memberId: 'hana', operatorId: 'manager', ...theirs })).rejects.toThrow(
      'not_found',
    )
    const storyId = await write(store)
    await expect(findStory(store, { storyId, storeId: 'ueno' })).rejects.toThrow('not_found')
    await expect(changeStory(store, { storyId, ...theirs })).rejects.toThrow('not_found')
    await expect(deleteStory(store, { storyId, storeId: 'ueno' })).rejects.toThrow('not_found')
    expect(await usableStories(store, { storeId: 'ueno' })).toEqual([])
  })
})

describe.each(engines)('the statements on $engine', ({ open }) => {
  let stores: Awaited<ReturnType<typeof open>>
  beforeAll(async () => {
    stores = await open()
  })
  afterAll(() => stores.close())

  it('agree, take back and ask as they do anywhere', async () => {
    store = await stores.openStore()
    await addOperator(store, 'owner')
    await addMember(store, 'hana', { consents: ['news'] })
    const id = await write(store)
    const yes = await ask(store, id)
    await expect(ask(store, id)).rejects.toThrow('story_not_askable')
    await tapped(store, yes)
    expect([await isUsable(id), await guard(id)]).toEqual([true, true])
    await tapped(store, storyData(id, 'decline'), { at: NOON + 2 })
    expect([await isUsable(id), await stateOf(store, id)]).toEqual([false, 'revoked'])
  })
})
