import { sql } from 'kysely'
import type { Store } from '../../src/db/store.ts'
import { DAY, EARLIER, NOON } from '../support.ts'
import { addTheirCoupons, addTheirPin } from './canaries-coupons.ts'
import { addTheirShifts } from './canaries-shifts.ts'

export type Person = { id: string; canaries: readonly string[]; lineUserId: string }

const hex = (digits: number) => crypto.randomUUID().replaceAll('-', '').slice(0, digits)

/** A shop in which people can have a past: a store, a role, a coupon that was sent, an owner and a till. */
export async function openShop({ db }: Store) {
  await db.insertInto('stores').values({ id: 's', name: '渋谷店', position: 1, created_at: EARLIER }).execute()
  await db.insertInto('roles').values({ id: 'r', name: 'ホール', position: 1 }).execute()
  await db.insertInto('operators').values({ id: 'owner', name: '田中', role: 'owner', created_at: EARLIER }).execute()
  await db.insertInto('tills').values({ id: 't', store_id: 's', name: 'レジ', created_at: EARLIER }).execute()
  await db
    .insertInto('coupons')
    .values({
      id: 'c',
      title: '一杯目',
      kind: 'yen',
      value: 500,
      conditions: '{}',
      starts_at: EARLIER,
      ends_at: NOON + DAY,
      created_at: EARLIER,
    })
    .execute()
  await db
    .insertInto('coupon_issues')
    .values({ id: 'issue', coupon_id: 'c', how: 'person', confirmed_count: 1, issued_by: 'owner', at: EARLIER })
    .execute()
}

/** Somebody of whom every column that can say something of a person says something that nothing else says. */
export async function addPersonWithPast(store: Store, id: string): Promise<Person> {
  const { db } = store
  const canaries: string[] = []
  const canary = (what: string) => {
    const said = `${what}-${hex(20)}`
    canaries.push(said)
    return said
  }
  const lineUserId = `U${hex(32)}`
  canaries.push(lineUserId)
  const name = canary('名前')
  const ids = { member_id: id }

  await db
    .insertInto('roster_entries')
    .values({
      id: `entry-${id}`,
      name: canary('名簿の名前'),
      name_folded: canary('folded'),
      kana: canary('カナ'),
      kana_folded: canary('kana'),
      store_id: 's',
      role_id: 'r',
      left_on: '2023-03-31',
      joined_on: '2020-04-01',
      staff_no_hmac: canary('staff'),
      digits_hmac: canary('digits'),
      note: canary('備考'),
      created_at: EARLIER,
    })
    .execute()
  await db
    .insertInto('members')
    .values({
      id,
      state: 'verified',
      name,
      name_folded: canary('member-folded'),
      store_id: 's',
      role_id: 'r',
      left_on: '2023-03-31',
      joined_on: '2020-04-01',
      roster_entry_id: `entry-${id}`,
      digits_hmac: canary('member-digits'),
      birth_year: 1987,
      birth_month: 11,
      has_main_job: 1,
      main_job_hours: 37,
      shift_hours_max: 13,
      said_adult: 1,
      said_adult_at: EARLIER,
      notice_by: 'electronic',
      language: 'en',
      created_at: EARLIER,
      last_seen_at: EARLIER,
    })
    .execute()
  await db
    .insertInto('line_identities')
    .values({ line_user_id: lineUserId, ...ids, follow_state: 'following', follow_changed_at: EARLIER })
    .execute()
  await addWhatTheyTold(store, id, canary)
  await addWhatWasSent(store, { id, lineUserId, canary })
  await addWhatTheShopNoted(store, { id, name, canary })
  await addWhatWasTold(store, { id, canary })
  await addTheirEvents(store, { id, canary })
  await addTheirShifts(store, { id, canary })
  return { id, canaries, lineUserId }
}

export type Canary = (what: string) => string

async function addWhatTheyTold({ db }: Store, id: string, canary: Canary) {
  const ids = { member_id: id }
  for (const purpose of ['privacy', 'news', 'coupons'] as const)
    await db
      .insertInto('consents')
      .values({
        id: crypto.randomUUID(),
        ...ids,
        purpose,
        granted: 1,
        text_version: '2',
        channel: 'line',
        source_event_id: canary('event'),
        at: EARLIER,
      })
      .execute()
  await db
    .insertInto('registrations')
    .values({
      ...ids,
      step: 'name',
      rev: 1,
      answers: JSON.stringify({ name: canary('答え') }),
      started_at: NOON,
      updated_at: NOON,
      expires_at: NOON + DAY,
    })
    .execute()
  await db
    .insertInto('wrong_codes')
    .values({ ...ids, count: 3, since_at: NOON })
    .execute()
  await db
    .insertInto('member_preferences')
    .values({ ...ids, kind: 'skill', value: canary('skill') })
    .execute()
  await db
    .insertInto('profile_questions')
    .values({ ...ids, question: canary('question'), state: 'answered', at: NOON })
    .execute()
  await db
    .insertInto('corrections')
    .values({ id: canary('correction'), ...ids, field: 'name', value: canary('訂正'), asked_at: NOON })
    .execute()
  await db
    .insertInto('inbox_events')
    .values({
      event_id: `event-${id}`,
      type: 'message',
      subject: (
        await db.selectFrom('line_identities').selectAll().where('member_id', '=', id).executeTakeFirstOrThrow()
      ).line_user_id,
      event_at: NOON,
      received_at: NOON,
      payload: JSON.stringify({ text: canary('書いたこと') }),
      state: 'dead',
      failure: canary('failure'),
    })
    .execute()
}

async function addWhatWasSent(
  { db }: Store,
  { id, lineUserId, canary }: { id: string; lineUserId: string; canary: Canary },
) {
  const ids = { member_id: id }
  for (const kind of ['reply', 'push'] as const)
    await db
      .insertInto('outbox_messages')
      .values({
        id: crypto.randomUUID(),
        ...ids,
        kind,
        reply_token: canary('token'),
        body: JSON.stringify([canary('送ったこと')]),
        retry_key: crypto.randomUUID(),
        next_at: NOON,
        created_at: NOON,
        state: 'unknown',
        failure: canary('line said'),
        line_request_id: canary('request'),
      })
      .execute()
  await db
    .insertInto('broadcasts')
    .values({
      id: `draft-${id}`,
      title: canary('下書き'),
      purpose: 'news',
      kind: 'text',
      state: 'draft',
      method: 'multicast',
      content: JSON.stringify({ kind: 'text', text: canary('下書きの文'), from: '店長' }),
      audience: JSON.stringify({ match: 'all', conditions: [{ kind: 'person', in: [id] }] }),
      created_at: NOON,
      updated_at: NOON,
    })
    .execute()
  for (const [of, audience] of [
    ['all', '{"match":"all","conditions":[]}'],
    ['one', JSON.stringify({ match: 'all', conditions: [{ kind: 'person', in: [id] }] })],
  ] as const) {
    const broadcastId = `${of}-${id}`
    const isTheirs = of === 'one'
    const conditions = { minimumSpendYen: 0, combinable: false, ...(isTheirs && { note: canary('条件') }) }
    const [couponId, title, item] = [
      `coupon-${of}-${id}`,
      isTheirs ? canary('贈る券') : '券',
      isTheirs ? canary('品') : null,
    ]
    await db
      .insertInto('coupons')
      .values({
        id: couponId,
        title,
        kind: 'yen',
        value: 500,
        item,
        conditions: JSON.stringify(conditions),
        starts_at: EARLIER,
        ends_at: NOON + DAY,
        created_at: EARLIER,
      })
      .execute()
    const named = isTheirs && { fallbacks: { name: canary('呼び名') }, coupon: { title: canary('券の名'), conditions } }
    await db
      .insertInto('broadcasts')
      .values({
        id: broadcastId,
        title: of === 'one' ? canary('最近') : 'お知らせ',
        purpose: 'news',
        kind: 'text',
        state: 'needs_decision',
        method: 'multicast',
        content: JSON.stringify({
          kind: 'text',
          text: of === 'one' ? canary('お元気ですか') : 'x',
          from: '店長',
          ...named,
        }),
        audience,
        coupon_id: couponId,
        created_at: NOON,
        updated_at: NOON,
      })
      .execute()
    await db
      .insertInto('broadcast_chunks')
      .values({
        broadcast_id: broadcastId,
        seq: 0,
        state: 'unknown',
        body: JSON.stringify({ to: [lineUserId] }),
        recipients: 1,
      })
      .execute()
    await db
      .insertInto('deliveries')
      .values({ broadcast_id: broadcastId, ...ids, chunk_seq: 0 })
      .execute()
  }
  const grantId = `grant-${id}`
  await db
    .insertInto('coupon_grants')
    .values({
      id: grantId,
      coupon_id: 'c',
      ...ids,
      broadcast_id: null,
      uses_max: 1,
      starts_at: NOON,
      ends_at: NOON + DAY,
      secret: canary('secret'),
      issue_id: 'issue',
      voided_at: NOON,
      void_words: canary('取り下げの言葉'),
      board_at: NOON,
      board_read_at: NOON,
      looked_at: NOON,
      seen_at: NOON,
      told_at: NOON,
      opens: 3,
      opened_at: NOON,
      created_at: NOON,
    })
    .execute()
  await addTheirCoupons({ db }, { id, grantId, canary })
}

async function addWhatTheShopNoted({ db }: Store, { id, name, canary }: { id: string; name: string; canary: Canary }) {
  const ids = { member_id: id }
  for (let i = 0; i < 3; i++)
    await db
      .insertInto('interactions')
      .values({
        id: canary('line'),
        ...ids,
        kind: 'tag_added',
        ref: canary('ref'),
        detail: JSON.stringify({ tag: canary('timeline') }),
        at: NOON + i,
      })
      .execute()
  await db
    .insertInto('member_tags')
    .values({ ...ids, tag: canary('t').slice(0, 30), created_at: NOON })
    .execute()
  await db
    .insertInto('member_notes')
    .values({ id: canary('note'), ...ids, body: canary('メモ'), operator_id: 'owner', at: NOON })
    .execute()
  const operatorName = canary('担当者')
  await db
    .insertInto('operators')
    .values({
      id: `operator-${id}`,
      ...ids,
      name: operatorName,
      role: 'staff',
      store_id: 's',
      created_at: EARLIER,
      revoked_at: NOON,
    })
    .execute()
  await addTheirPin({ db }, { operatorId: `operator-${id}`, canary })
  await db
    .insertInto('operator_invitations')
    .values({
      id: canary('invitation'),
      code_hmac: canary('operator code'),
      name: operatorName,
      role: 'staff',
      store_id: 's',
      created_by: 'owner',
      created_at: EARLIER,
      expires_at: NOON,
      accepted_at: EARLIER,
    })
    .execute()
  await db
    .insertInto('sessions')
    .values({
      id: canary('session'),
      token_hash: canary('token hash'),
      operator_id: `operator-${id}`,
      user_agent: canary('browser'),
      created_at: EARLIER,
      last_seen_at: EARLIER,
      expires_at: NOON,
      revoked_at: null,
    })
    .execute()
  await db
    .insertInto('login_links')
    .values({
      token_hash: canary('login link'),
      operator_id: `operator-${id}`,
      created_at: EARLIER,
      expires_at: NOON,
    })
    .execute()
  await db
    .insertInto('roster_invitations')
    .values({
      id: canary('roster invitation'),
      entry_id: `entry-${id}`,
      code_hmac: canary('roster code'),
      created_by: 'owner',
      created_at: EARLIER,
      expires_at: NOON,
      used_at: NOON,
      used_by: id,
    })
    .execute()
  await db
    .insertInto('roster_imports')
    .values({ id: `import-${id}`, operator_id: 'owner', reading: '{}', created_at: NOON, expires_at: NOON + DAY })
    .execute()
  await db
    .insertInto('roster_import_pieces')
    .values({ import_id: `import-${id}`, seq: 0, words: `氏名,店舗\n${name},渋谷店,${canary('in the file')}` })
    .execute()
  await db
    .insertInto('access_log')
    .values({
      id: `looked-${id}`,
      operator_id: 'owner',
      ...ids,
      action: 'member_viewed',
      detail: JSON.stringify({ page: canary('looked') }),
      at: NOON,
    })
    .execute()
}

/** Their story, sent and in a draft, with its picture; their face; what they answered and tapped. */
async function addWhatWasTold({ db }: Store, { id, canary }: { id: string; canary: Canary }) {
  const ids = { member_id: id }
  const picture = { media_type: 'image/jpeg', width: 1, height: 1, bytes: 1, created_at: EARLIER } as const
  const [photo, face] = [canary('写真'), canary('顔')]
  for (const [use, of] of [
    ['card', photo],
    ['face', face],
  ] as const)
    await db
      .insertInto('images')
      .values({ ...picture, id: of, use, sha256: canary('sha') })
      .execute()
  await db.updateTable('operators').set({ face_image_id: face }).where('member_id', '=', id).execute()
  const sha = canary('content')
  const story = { ...ids, image_id: photo, content_sha: sha, asked_sha: sha, agreed_sha: sha, agreed_at: NOON }
  for (const of of ['told', 'untold'])
    await db
      .insertInto('stories')
      .values({
        ...story,
        id: of === 'told' ? `story-${id}` : canary('story'),
        title: canary('紹介文の題'),
        words: canary('紹介文'),
        created_at: NOON,
        updated_at: NOON,
      })
      .execute()
  for (const state of ['draft', 'done'] as const)
    await db
      .insertInto('broadcasts')
      .values({
        id: state === 'draft' ? canary('story-draft') : `story-${id}`,
        title: canary('紹介の配信'),
        purpose: 'news',
        kind: 'story',
        state,
        method: 'multicast',
        content: JSON.stringify({ kind: 'story', storyId: `story-${id}`, text: canary('紹介の前置き'), from: '店長' }),
        audience: '{"match":"all","conditions":[]}',
        story_id: state === 'draft' ? null : `story-${id}`,
        created_at: NOON,
        updated_at: NOON,
      })
      .execute()
  await db
    .insertInto('broadcast_chunks')
    .values({ broadcast_id: `story-${id}`, seq: 0, state: 'accepted', body: canary('紹介を送った'), recipients: 1 })
    .execute()
  // A picture of theirs that was used again: the words stay the shop's, the picture goes.
  await db
    .insertInto('message_templates')
    .values({
      id: `template-${id}`,
      name: `template-${id}`,
      purpose: 'news',
      content: JSON.stringify({ kind: 'news', heading: 'x', text: 'x', from: '店長', imageId: photo }),
      created_at: NOON,
      updated_at: NOON,
    })
    .execute()
  const broadcast = { broadcast_id: `all-${id}`, ...ids }
  await db
    .insertInto('board_notices')
    .values({ ...broadcast, posted_at: NOON, read_at: NOON })
    .execute()
  await db
    .insertInto('poll_votes')
    .values({ ...broadcast, answer: 1, voted_at: NOON })
    .execute()
  await db
    .insertInto('broadcast_taps')
    .values({ ...broadcast, target: canary('タップ'), first_at: NOON, last_at: NOON })
    .execute()
  await db
    .insertInto('automatic_sends')
    .values({ ...broadcast, occasion: 'welcome', occurrence: canary('occurrence'), at: NOON })
    .execute()
}

/** An event that they answered, were told of, came to, and spoke of; and one whose card shows their picture. */
async function addTheirEvents({ db }: Store, { id, canary }: { id: string; canary: Canary }) {
  const ids = { member_id: id }
  const eventId = `event-of-${id}`
  const picture = await db.selectFrom('stories').select('image_id').where('member_id', '=', id).executeTakeFirst()
  await db
    .insertInto('events')
    .values({
      id: eventId,
      title: '試食会',
      words: 'どうぞ。',
      place: '渋谷店',
      image_id: picture?.image_id ?? null,
      starts_at: NOON,
      ends_at: NOON + 1,
      closes_at: NOON,
      capacity: 6,
      audience: '{"rule":{"match":"all","conditions":[]}}',
      state: 'done',
      created_at: EARLIER,
      updated_at: EARLIER,
    })
    .execute()
  await db
    .insertInto('rsvps')
    .values({
      ...ids,
      event_id: eventId,
      state: 'going',
      party: 2,
      seats: 2,
      drinkers: 1,
      allergies: canary('アレルギー'),
      answers: JSON.stringify([['送迎は', canary('イベントの答え')]]),
      answered_at: NOON,
      changed_at: NOON,
      created_at: NOON,
    })
    .execute()
  await db
    .insertInto('event_notices')
    .values({ ...ids, event_id: eventId, kind: 'reminder_day', ref: canary('知らせ'), run: 'run', at: NOON })
    .execute()
  await db
    .insertInto('check_ins')
    .values({
      ...ids,
      id: canary('受付'),
      event_id: eventId,
      name: canary('受付の名前'),
      people: 2,
      checked_in_at: NOON,
      operator_id: 'owner',
      undone_at: NOON,
      undone_by: 'owner',
    })
    .execute()
  await db
    .insertInto('event_dishes')
    .values({ id: `dish-${id}`, event_id: eventId, name: '栗ごはん', position: 0 })
    .execute()
  await db
    .insertInto('dish_feedback')
    .values({ ...ids, dish_id: `dish-${id}`, score: 5, words: canary('料理の感想'), said_at: NOON })
    .execute()
}

/** Every value of every column of every table. */
export async function everything({ db }: Store): Promise<string> {
  const tables = await sql<{ name: string }>`select name from sqlite_master where type = 'table'
    and name not like '_cf%' and name not like 'sqlite%'`.execute(db)
  const rows = await Promise.all(
    tables.rows.map(async ({ name }) => (await sql`select * from ${sql.table(name)}`.execute(db)).rows),
  )
  return JSON.stringify(rows)
}

/** Which of the canaries can still be found. */
export const foundIn = (haystack: string, people: readonly Person[]) =>
  people.flatMap(({ canaries }) => canaries.filter((said) => haystack.includes(said)))
