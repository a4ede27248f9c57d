import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { exportOf } from '../../src/consent/export.ts'
import type { Store } from '../../src/db/store.ts'
import { newStore } from '../support.ts'
import { addPersonWithPast, foundIn, openShop } from './canaries.ts'

/** Tables that say nothing of a member: the shop's own, and what belongs to its operators and devices. */
const NOT_OF_A_PERSON: Readonly<Record<string, string>> = {
  settings: 'the installation’s',
  stores: 'the shop’s; the names are in the export',
  roles: 'the shop’s; the names are in the export',
  segments: 'rules, not people',
  coupons: 'the shop’s; the titles are in the export',
  coupon_stores: 'the shop’s',
  coupon_issues: 'the shop’s acts of giving; how and when a coupon was given is in the export',
  automatic_coupons: 'the shop’s; what was given on which occasion is in the export',
  paper_modes: 'the shop’s',
  paper_mode_ends: 'the shop’s',
  paper_gaps: 'the shop’s',
  pin_tries: 'wrong PINs at a till, whoever tried them',
  broadcasts: 'the shop’s; titles and purposes are in the export',
  message_templates: 'the shop’s own words',
  automatic_messages: 'the shop’s own words; what of them was sent is in deliveries',
  broadcast_chunks: 'requests to LINE for many people at once; who got what is in deliveries',
  send_attempts: 'requests to LINE for many people at once',
  events: 'the shop’s; titles, times and places are in the export',
  event_dishes: 'the shop’s; the names of what they spoke of are in the export',
  event_tellings: 'the shop’s own words, to everybody who answered',
  workplaces: 'the shop’s, as an employer',
  wage_floors: 'minimum wages by law',
  shift_templates: 'the shop’s own words',
  shift_openings: 'the shop’s; stores, times and wages are in the export, and what was agreed with the person',
  welcome_items: 'the shop’s own words',
  rehire_rules: 'the shop’s own words',
  job_runs: 'the clock’s',
  tills: 'devices of the shop',
  operator_invitations: 'of operators, before anybody knows which member they are',
  test_sends: 'what an operator did for the shop, under the operator’s id; what LINE was given is in owed',
  login_links: 'opens a door: only a hash of what was sent',
  roster_imports: 'a file being looked at, gone within the hour',
  roster_import_pieces: 'a file being looked at, gone within the hour',
  coupon_codes: 'opens a door: a hash of a code that lives for a minute',
  used_tokens: 'hashes of LINE’s tokens, without a person',
  d1_migrations: 'the installation’s',
  migration_checksums: 'the installation’s',
}

/** Columns of a person's tables that a person is not given, and why. */
const NOT_GIVEN: Readonly<Record<string, string>> = {
  'coupon_grants.secret': 'opens a door: codes are made from it',
  'coupon_grants.member_id': 'the person’s own id, given once',
  'coupon_grants.voided_by': 'who of the shop: somebody else',
  'automatic_grants.member_id': 'the person’s own id, given once',
  'coupon_devices.member_id': 'the person’s own id, given once',
  'coupon_devices.device_hash': 'a hash of a random mark in a browser; of how many devices, and when, is given',
  'redemptions.voided_by': 'who of the shop: somebody else',
  'redemptions.voided_till_id': 'a device of the shop',
  'paper_scans.till_id': 'a device of the shop',
  'paper_scans.operator_id': 'who of the shop: somebody else',
  'paper_scans.settled_by': 'who of the shop: somebody else',
  'paper_scans.code_hmac': 'opens a door: a hash of a code',
  'operator_pins.operator_id': 'the operator’s own id, given once',
  'operator_pins.set_by': 'who of the shop: somebody else',
  'operator_pins.salt': 'opens a door: what a PIN is tried with',
  'operator_pins.hash': 'opens a door: a hash of the PIN',
  'till_sessions.token_hash': 'opens a door: a hash of the token',
  'till_sessions.till_id': 'a device of the shop',
  'till_sessions.operator_id': 'the operator’s own id, given once',
  'redemptions.till_id': 'a device of the shop',
  'redemptions.operator_id': 'who of the shop: somebody else',
  'redemptions.idempotency_key': 'a device’s own',
  'redemptions.request_sha': 'a device’s own',
  'deliveries.member_id': 'the person’s own id, given once',
  'deliveries.chunk_seq': 'which of our requests to LINE',
  'deliveries.chunk_epoch': 'which of our requests to LINE',
  'interactions.member_id': 'the person’s own id, given once',
  'stories.member_id': 'the person’s own id, given once',
  'stories.created_by': 'who of the shop: somebody else',
  'images.created_by': 'who of the shop: somebody else',
  'board_notices.member_id': 'the person’s own id, given once',
  'poll_votes.member_id': 'the person’s own id, given once',
  'broadcast_taps.member_id': 'the person’s own id, given once',
  'automatic_sends.member_id': 'the person’s own id, given once',
  'rsvps.member_id': 'the person’s own id, given once',
  'rsvps.place': 'given as place_in_line: a place is also where the event is',
  'event_notices.member_id': 'the person’s own id, given once',
  'event_notices.run': 'how we worked on it',
  'check_ins.member_id': 'the person’s own id, given once',
  'check_ins.operator_id': 'who of the shop: somebody else',
  'check_ins.till_id': 'a device of the shop',
  'check_ins.undone_by': 'who of the shop: somebody else',
  'check_ins.undone_till_id': 'a device of the shop',
  'dish_feedback.member_id': 'the person’s own id, given once',
  'shift_asks.member_id': 'the person’s own id, given once',
  'shift_asks.run': 'how we worked on it',
  'shift_claims.member_id': 'the person’s own id, given once',
  'shift_claims.decided_by': 'who of the shop: somebody else',
  'shift_claims.note_asked_at': 'how we worked on it',
  'shift_notices.member_id': 'the person’s own id, given once',
  'shift_notices.run': 'how we worked on it',
  'assignments.member_id': 'the person’s own id, given once',
  'assignments.confirmed_by': 'who of the shop: somebody else',
  'assignments.ended_by': 'who of the shop: somebody else',
  'assignments.hours_confirmed_by': 'who of the shop: somebody else',
  'assignment_requests.asked_by': 'who of the shop: somebody else',
  'assignment_requests.answered_by': 'who of the shop: somebody else',
  'notice_deliveries.operator_id': 'who of the shop: somebody else',
  'return_wishes.member_id': 'the person’s own id, given once',
  'return_steps.operator_id': 'who of the shop: somebody else',
  'inbox_events.attempts': 'how we worked on it',
  'inbox_events.next_at': 'how we worked on it',
  'inbox_events.lease_until': 'how we worked on it',
  'inbox_events.claim_id': 'how we worked on it',
  'inbox_events.failure': 'how we worked on it',
  'outbox_messages.member_id': 'the person’s own id, given once',
  'outbox_messages.topic': 'how we worked on it',
  'outbox_messages.important': 'how we worked on it',
  'outbox_messages.reply_token': 'opens a door: LINE’s token to answer with',
  'outbox_messages.retry_key': 'how we worked on it',
  'outbox_messages.attempts': 'how we worked on it',
  'outbox_messages.first_attempt_at': 'how we worked on it',
  'outbox_messages.next_at': 'how we worked on it',
  'outbox_messages.lease_until': 'how we worked on it',
  'outbox_messages.last_status': 'how we worked on it',
  'outbox_messages.failure': 'how we worked on it',
  'roster_invitations.code_hmac': 'opens a door: a hash of the code',
  'roster_invitations.created_by': 'who of the shop: somebody else',
  'sessions.token_hash': 'opens a door: a hash of the token',
  'sessions.operator_id': 'the operator’s own id, given once',
  'access_log.operator_id': 'who of the shop: somebody else; their role is given',
  'access_log.member_id': 'the person’s own id, given once',
}

/** Where each table of a person is in the export. */
const GIVEN_AS: Readonly<Record<string, string>> = {
  members: 'person',
  line_identities: 'line',
  registrations: 'registration',
  consents: 'consents',
  current_consents: 'current_consents',
  member_preferences: 'preferences',
  profile_questions: 'questions',
  corrections: 'corrections',
  coupon_grants: 'coupons',
  redemptions: 'redemptions',
  automatic_grants: 'coupon_occasions',
  coupon_devices: 'coupon_devices',
  paper_scans: 'paper_scans',
  operator_pins: 'till_pin',
  till_sessions: 'till_sessions',
  deliveries: 'deliveries',
  interactions: 'timeline',
  stories: 'stories',
  images: 'pictures',
  board_notices: 'board',
  poll_votes: 'votes',
  broadcast_taps: 'taps',
  automatic_sends: 'automatic',
  rsvps: 'events',
  event_notices: 'event_notices',
  check_ins: 'check_ins',
  dish_feedback: 'dish_feedback',
  shift_asks: 'shifts_asked',
  shift_claims: 'shift_claims',
  shift_notices: 'shift_notices',
  assignments: 'assignments',
  assignment_requests: 'shift_requests',
  notice_deliveries: 'working_conditions',
  return_wishes: 'returns',
  return_steps: 'return_steps',
  inbox_events: 'written',
  outbox_messages: 'owed',
  wrong_codes: 'wrong_codes',
  member_tags: 'tags',
  member_notes: 'notes',
  roster_entries: 'roster_entry',
  roster_invitations: 'invitations',
  operators: 'operator',
  sessions: 'sessions',
  access_log: 'looked',
  erasures: 'leaving',
}

async function columnsOf({ db }: Store) {
  const { rows } = await sql<{ at: string; col: string }>`select m.name as at, c.name as col
    from sqlite_master as m, pragma_table_info(m.name) as c where m.type = 'table' and m.name not like 'sqlite%'`.execute(
    db,
  )
  return rows
}

async function aPerson() {
  const store = newStore()
  await openShop(store)
  const [hana, kenji] = [await addPersonWithPast(store, 'hana'), await addPersonWithPast(store, 'kenji')]
  await store.db.insertInto('erasures').values({ member_id: 'hana', asked_at: 0, next_at: 0 }).execute()
  const data: Record<string, unknown> = (await exportOf(store, 'hana')) ?? {}
  return { store, hana, kenji, data }
}

describe('what a person can take along', () => {
  it('has every column of every table that can say something of them, but for those that are named here with a reason', async () => {
    const { store, data } = await aPerson()
    const missing = (await columnsOf(store)).filter(({ at, col }) => {
      if (at in NOT_OF_A_PERSON || `${at}.${col}` in NOT_GIVEN) return false
      const [row] = [data[GIVEN_AS[at] ?? '']].flat()
      return typeof row !== 'object' || row === null || !(col in row)
    })
    expect(missing).toEqual([])
  })

  it('names no table or column that there is not', async () => {
    const { store } = await aPerson()
    const columns = await columnsOf(store)
    const tables = new Set(columns.map(({ at }) => at))
    expect([...Object.keys(NOT_OF_A_PERSON), ...Object.keys(GIVEN_AS)].filter((name) => !tables.has(name))).toEqual([])
    const known = new Set(columns.map(({ at, col }) => `${at}.${col}`))
    expect(Object.keys(NOT_GIVEN).filter((name) => !known.has(name))).toEqual([])
  })

  it('has what was said by and about them, and nothing about anybody else', async () => {
    const { data, hana, kenji } = await aPerson()
    const file = JSON.stringify(data)
    expect(foundIn(file, [kenji])).toEqual([])
    for (const said of [
      '名前',
      'カナ',
      '備考',
      'メモ',
      '訂正',
      '答え',
      '書いたこと',
      '送ったこと',
      'timeline',
      '担当者',
      '紹介文',
      'タップ',
      'アレルギー',
      'イベントの答え',
      '料理の感想',
      '写真',
      '応募のメモ',
      '取り消しの理由',
      'お店からのお礼',
      'お願いの理由',
      '復帰の時期',
      '復帰のメモ',
      '取り下げの言葉',
      '名前で探した理由',
      '使用を取り消した理由',
      '食い違いの言葉',
    ])
      expect(foundIn(file, [hana]).some((found) => found.startsWith(said))).toBe(true)
    for (const door of ['secret', 'token', 'code', 'operator code', 'roster code', 'pin', 'device'])
      expect(foundIn(file, [hana]).filter((found) => found.startsWith(`${door}-`))).toEqual([])
  })

  it('is nothing for nobody', async () => {
    expect(await exportOf(newStore(), 'nobody')).toBeUndefined()
  })
})
