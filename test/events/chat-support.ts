import type { Store } from '../../src/db/store.ts'
import type { Deps, Work } from '../../src/deps.ts'
import { eventChat } from '../../src/events/chat.ts'
import { openPhone, type Phone } from '../members/phone.ts'
import { NOON } from '../support.ts'

/** The phones of people who know each other: one clock, and what their taps leave to be worked on. Each deed takes a minute. */
export function openPhones(store: Store) {
  const clock = { now: NOON }
  const woken: Work[] = []
  const phones = new Map<string, Phone>()
  const config: Partial<Deps> = { wake: (work) => void woken.push(work) }
  const phoneOf = (name: string) => {
    const phone = phones.get(name) ?? openPhone(store, name, [eventChat], config)
    phones.set(name, phone)
    return phone
  }
  const act = async <T>(name: string, deed: (phone: Phone) => Promise<T>) => {
    const phone = phoneOf(name)
    phone.clock.now = clock.now
    const said = await deed(phone)
    clock.now = phone.clock.now
    return said
  }
  return {
    clock,
    woken,
    phoneOf,
    act,
    /** Taps what is shown; of a card or under a message. */
    tap: (name: string, label: string) => act(name, (phone) => phone.tap(label)),
    /** Sends what a button of another message would. */
    post: (name: string, data: string) => act(name, (phone) => phone.tapData(data)),
    say: (name: string, words: string) => act(name, (phone) => phone.say(words)),
    labels: (name: string) => phoneOf(name).labels(),
  }
}

export type Phones = ReturnType<typeof openPhones>

export const rsvpOf = ({ db }: Store, memberId: string) =>
  db.selectFrom('rsvps').selectAll().where('member_id', '=', memberId).executeTakeFirst()

export const repliesOf = ({ db }: Store) =>
  db.selectFrom('outbox_messages').select(['kind', 'important', 'body']).orderBy('created_at', 'desc').execute()
