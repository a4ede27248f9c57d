import type { Store } from '../../src/db/store.ts'
import type { LineEvent } from '../../src/line/chat.ts'
import { text } from '../../src/line/messages.ts'
import { askForStory } from '../../src/stories/asking.ts'
import { storyChat } from '../../src/stories/chat.ts'
import { storyData } from '../../src/stories/question-chat.ts'
import { changeStory, createStory, findStory, type StoryContent, storyState } from '../../src/stories/stories.ts'
import { newDeps } from '../deps.ts'
import { addMember, NOON, newStore } from '../support.ts'
import { addOperator } from '../web/doors.ts'

export const CONTENT: StoryContent = {
  title: '管理栄養士になりました',
  words: '賄いで食の大切さを知りました。',
  imageId: null,
}
export const ALL = { storeId: null }

/** A shop with an owner and 花, who gets news. */
export async function aShop() {
  const store = newStore()
  await addOperator(store, 'owner')
  await addMember(store, 'hana', { consents: ['news'] })
  await store.db.updateTable('members').set({ name: '佐藤 花' }).execute()
  return store
}

export const write = (store: Store, content: Partial<StoryContent> = {}, memberId = 'hana') =>
  createStory(store, { memberId, content: { ...CONTENT, ...content }, operatorId: 'owner', ...ALL, now: NOON })

export const rewrite = (store: Store, storyId: string, content: Partial<StoryContent>, now = NOON) =>
  changeStory(store, { storyId, ...ALL, content: { ...CONTENT, ...content }, now })

export const storyOf = (store: Store, storyId: string) => findStory(store, { storyId, ...ALL })
export const stateOf = async (store: Store, storyId: string) => storyState(await storyOf(store, storyId))

export async function ask(store: Store, storyId: string, now = NOON) {
  const story = await storyOf(store, storyId)
  await askForStory(store, { story, messages: [text('よろしいでしょうか')], operatorId: 'owner', now })
  return storyData(storyId, 'agree', story.content_sha)
}

/** A tap in LINE, handled as the inbox does: the reply, and everything it comes to in one batch. */
export async function tapped(store: Store, data: string, { at = NOON + 1, memberId = 'hana' } = {}) {
  const { config, line } = newDeps(store)
  const event: LineEvent = { webhookEventId: crypto.randomUUID(), type: 'postback', timestamp: at, postback: { data } }
  const effect = await storyChat({ store, line, config, event, memberId, now: at })
  if (effect?.statements && effect.statements.length > 0) await store.batch(effect.statements)
  return effect && JSON.stringify(effect.reply)
}
