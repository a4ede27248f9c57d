import { beforeEach, describe, expect, it } from 'vitest'
import { takeDown } from '../../src/board/board.ts'
import { readStatements } from '../../src/board/reading.ts'
import type { SqliteStore } from '../../src/db/sqlite.ts'
import { text } from '../../src/line/messages.ts'
import { oweReply, oweRichMenu } from '../../src/line/outbox.ts'
import { workOutbox } from '../../src/line/outbox-sender.ts'
import { withdraw } from '../broadcasts/support.ts'
import { type Called, lineThatAnswers, newDeps } from '../line/support.ts'
import { addMember, lineUserId, NOON, newStore } from '../support.ts'
import { confirmedForBoard, onBoard, planned } from './support.ts'

let store: SqliteStore
let calls: Called[]
beforeEach(async () => {
  store = newStore()
  calls = []
  for (const id of ['hana', 'ken']) await addMember(store, id)
})

describe('the menu with 新着あり', () => {
  it('is given to whoever has something to read, in their language', async () => {
    await store.db.updateTable('members').set({ language: 'en' }).where('id', '=', 'ken').execute()
    await onBoard(store)
    expect(await menus()).toEqual({ hana: ['member-new'], ken: ['member-new-en'] })
  })

  it('is decided when it leaves: who read meanwhile, or said no, gets the ordinary one', async () => {
    const id = await onBoard(store)
    await store.batch(readStatements(store.db, { memberId: 'hana', broadcastIds: [id], now: NOON }))
    await withdraw(store, 'ken', 'news')
    expect(await menus()).toEqual({ hana: ['member'], ken: ['member'] })
  })

  it('comes with any menu that is owed while something is unread, as after a change of the language', async () => {
    await onBoard(store)
    await menus()
    await store.batch([oweRichMenu(store.db, { memberId: 'hana', menu: 'member', now: NOON })])
    expect(await menus()).toEqual({ hana: ['member-new'] })
  })

  it('goes again when the notice is taken down', async () => {
    const id = await onBoard(store)
    await menus()
    await takeDown(store, { broadcastId: id, now: NOON })
    expect(await menus()).toEqual({ hana: ['member'], ken: ['member'] })
  })

  it('is not given before the notice is shown, nor to a guest', async () => {
    await planned(store, await confirmedForBoard(store))
    await store.batch([
      oweRichMenu(store.db, { memberId: 'hana', menu: 'member', now: NOON }),
      oweRichMenu(store.db, { memberId: 'ken', menu: 'guest', now: NOON }),
    ])
    expect(await menus()).toEqual({ hana: ['member'], ken: ['guest'] })
  })
})

it('a reply leaves before the menus that a notice owes to everybody, also to who is owed one', async () => {
  await onBoard(store)
  const reply = { memberId: 'hana', replyToken: 'token', messages: [text('はい')], now: NOON }
  await store.batch([oweReply(store.db, reply)])
  await menus()
  expect(calls.map(({ what }) => what)).toEqual(['reply', 'rich_menu', 'rich_menu'])
})

/** What leaves now, by person. */
async function menus() {
  calls = []
  const { deps } = newDeps(store, { line: lineThatAnswers(undefined, calls) })
  await workOutbox(deps)
  const names = new Map(['hana', 'ken'].map((id) => [String(lineUserId(id)), id]))
  const given: Record<string, string[]> = {}
  for (const call of calls)
    if (call.what === 'rich_menu')
      given[names.get(call.to) ?? ''] = [...(given[names.get(call.to) ?? ''] ?? []), call.menu]
  return given
}
