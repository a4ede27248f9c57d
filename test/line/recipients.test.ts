import { describe, expect, it } from 'vitest'
import type { Recipient } from '../../src/broadcasts/sealing.ts'
import type { LineUserId } from '../../src/db/schema.ts'
import type { LineGateway, MulticastBody, PushBody } from '../../src/line/line.ts'
import { addEntry } from '../roster/support.ts'
import { addMember, addStore, newStore } from '../support.ts'

/** `tsc` is the one that runs these: a line below an expectation that compiled after all would be an error. */
describe('who a message can be sent to', () => {
  it('is read from line_identities, as anybody’s id there', async () => {
    const store = newStore()
    await addMember(store, 'hana')
    const { line_user_id: to } = await store.db
      .selectFrom('line_identities')
      .select('line_user_id')
      .executeTakeFirstOrThrow()
    const recipient: Recipient = { memberId: 'hana', lineUserId: to, language: 'ja' }
    const push: PushBody = { to, messages: [] }
    const multicast: MulticastBody = { to: [recipient.lineUserId], messages: [] }
    expect([push.to, ...multicast.to]).toEqual([to, to])
  })

  it('is never an entry of the roster, nor anything in it, nor a text', async () => {
    const store = newStore()
    await addStore(store)
    await addEntry(store, { name: '佐藤花', leftOn: '2023-03-31' })
    const entry = await store.db.selectFrom('roster_entries').selectAll().executeTakeFirstOrThrow()
    const text: string = 'U0123456789abcdef0123456789abcdef'

    const impossible = (line: LineGateway) => {
      // @ts-expect-error an entry is nobody that anything could be sent to
      const one: PushBody = { to: entry, messages: [] }
      // @ts-expect-error nor is its id
      const two: PushBody = { to: entry.id, messages: [] }
      // @ts-expect-error nor its name, in a list
      const three: MulticastBody = { to: [entry.name], messages: [] }
      // @ts-expect-error a delivery takes none of them either
      const four: Recipient = { memberId: 'hana', lineUserId: entry.id, language: 'ja' }
      // @ts-expect-error nor a text that only looks like an id
      const five: LineUserId = text
      // @ts-expect-error nor does a menu
      const six = () => line.linkRichMenu(entry.id, 'member')
      // @ts-expect-error nor does taking it away
      const seven = () => line.unlinkRichMenu(text)
      return [one, two, three, four, five, six, seven]
    }
    expect(impossible).toBeTypeOf('function')
  })
})
