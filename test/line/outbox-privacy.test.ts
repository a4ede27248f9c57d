import { expect, it } from 'vitest'
import type { Outcome } from '../../src/line/line.ts'
import { text } from '../../src/line/messages.ts'
import { oweReply } from '../../src/line/outbox.ts'
import { workOutbox } from '../../src/line/outbox-sender.ts'
import { addMember, newStore } from '../support.ts'
import { lineThatAnswers, newDeps, outboxRows } from './support.ts'

it.each<[string, Outcome]>([
  ['was accepted', { kind: 'accepted', status: 200 }],
  ['was refused', { kind: 'refused', status: 400, reason: 'invalid', message: 'Invalid reply token' }],
  ['may have been accepted', { kind: 'unknown', message: 'timeout' }],
])('keeps nothing of a reply that %s: it may have held a login link', async (_, outcome) => {
  const store = newStore()
  await addMember(store, 'hana')
  const { deps, clock } = newDeps(store, { line: lineThatAnswers(() => outcome) })
  const link = 'https://shop.example/login/0123456789abcdef'
  await store.batch([oweReply(store.db, { memberId: 'hana', replyToken: 't', messages: [text(link)], now: clock.now })])

  await workOutbox(deps)
  expect(JSON.stringify(await outboxRows(store))).not.toContain('/login/')
})
