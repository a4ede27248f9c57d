import { beforeEach, describe, expect, it } from 'vitest'
import { messagesFor } from '../../src/broadcasts/card.ts'
import { previewWhileTyping } from '../../src/broadcasts/compose-preview.tsx'
import type { BroadcastContent } from '../../src/broadcasts/content.ts'
import { createDraft, findBroadcast } from '../../src/broadcasts/drafts.ts'
import { KINDS } from '../../src/broadcasts/kinds.ts'
import { openDesk } from '../../src/broadcasts/letters.ts'
import { previewLetter, previewOf } from '../../src/broadcasts/preview.tsx'
import { couponStatements } from '../../src/coupons/coupons.ts'
import type { Store } from '../../src/db/store.ts'
import { contentSha } from '../../src/stories/stories.ts'
import { addMember, addRole, EARLIER, lineUserId, NOON, newStore } from '../support.ts'
import { addOwner, addTasting, CONFIG, COUPON, OWNER, TEXT } from './support.ts'

const IMAGE = 'a'.repeat(32)
const from = '店長の田中'
const signed = { from, senderId: OWNER }
const HELLO = '{名前}さん、{店舗}です。'
const coupon = COUPON.content.kind === 'coupon' ? COUPON.content.coupon : undefined
const CONTENTS: Record<(typeof KINDS)[number], BroadcastContent> = {
  text: { kind: 'text', text: HELLO, ...signed },
  news: {
    kind: 'news',
    heading: '{店舗}より',
    text: HELLO,
    imageId: IMAGE,
    link: { label: '見る', url: 'https://shop.example/menu' },
    ...signed,
  },
  story: { kind: 'story', storyId: 's1', text: HELLO, ...signed },
  coupon: { kind: 'coupon', greeting: HELLO, coupon, ...signed },
  poll: { kind: 'poll', text: HELLO, answers: ['4月', '5月'], ...signed },
  check_in: { kind: 'check_in', text: HELLO, ...signed },
  event: { kind: 'event', eventId: 'tasting', moment: 'invite', text: HELLO, ...signed },
}

let store: Store
beforeEach(async () => {
  store = newStore()
  await addOwner(store)
  await addTasting(store)
  await addMember(store, 'hanako')
  await store.db.updateTable('members').set({ name: '山田 花子' }).execute()
  await addRole(store)
  const image = { id: IMAGE, media_type: 'image/jpeg' as const, width: 900, height: 600, bytes: 1, sha256: IMAGE }
  await store.db
    .insertInto('images')
    .values({ ...image, created_by: OWNER, created_at: NOON })
    .execute()
  await store.db.updateTable('operators').set({ face_image_id: IMAGE }).execute()
  const told = { title: '厨房から', words: '元気にしています。', imageId: IMAGE }
  const sha = await contentSha(told)
  await store.db
    .insertInto('stories')
    .values({
      id: 's1',
      member_id: 'hanako',
      title: told.title,
      words: told.words,
      image_id: IMAGE,
      content_sha: sha,
      agreed_sha: sha,
      agreed_at: NOON,
      created_at: EARLIER,
      updated_at: EARLIER,
    })
    .execute()
})

const deps = () => ({ store, config: CONFIG })
const shown = { lang: 'ja', now: NOON } as const

/** What stands in the place of a link of one's own, in the preview. */
const withoutOwnLinks = (json: string) =>
  json
    .replace(/\{"type":"uri","label":"([^"]*)","uri":"[^"]*"\}/g, '[$1]')
    .replace(/\{"type":"postback","label":"([^"]*)","data":"coupons","displayText":"[^"]*"\}/g, '[$1]')

describe('the preview', () => {
  it.each(
    KINDS,
  )('is what is sealed to a person of that name and store, byte for byte but for their own links: %s', async (kind) => {
    const purpose = kind === 'coupon' ? 'coupons' : 'news'
    const draft = { ...TEXT, purpose, content: CONTENTS[kind] } as const
    const id = await createDraft(store, { draft, createdBy: OWNER, now: NOON })
    const previewed = JSON.stringify(messagesFor(await previewLetter(deps(), { ...draft, id }, shown)))

    if (kind === 'coupon' && coupon) {
      const couponId = 'c1'
      await store.batch(couponStatements(store.db, { couponId, coupon, now: NOON }))
      await store.db.updateTable('broadcasts').set({ coupon_id: couponId }).execute()
    }
    const broadcast = await findBroadcast(store, { broadcastId: id })
    if (!broadcast) throw new Error('no draft')
    const desk = await openDesk(deps(), broadcast, NOON)
    const recipient = { memberId: 'hanako', lineUserId: lineUserId('hanako'), language: 'ja' } as const
    const [letter] = await desk.writeEach([recipient])
    const sent = JSON.stringify(JSON.parse(letter?.body ?? '').messages)

    expect(sent).toContain('山田 花子さん、')
    expect(withoutOwnLinks(previewed)).toBe(withoutOwnLinks(sent))
  })

  it('stays in step with the page’s own rules, whatever is added while composing', async () => {
    const names = (html: string) => new Set([...html.matchAll(/\blf-(?=[a-z0-9]{8,})[a-z0-9]+/g)].map(([name]) => name))
    for (const kind of KINDS) {
      const { css } = await previewWhileTyping(deps(), { kind, typed: {}, ...shown })
      const { html } = await previewOf(deps(), { content: CONTENTS[kind], purpose: 'news' }, shown)
      const missing = [...names(html)].filter((name) => /\d/.test(name) && !css.includes(`.${name}{`))
      expect(missing).toEqual([])
    }
  })

  it('shows the notification: the words that work alone, and who writes', async () => {
    const { html } = await previewOf(deps(), { content: CONTENTS.text, purpose: 'news' }, shown)
    expect(html).toContain('通知での見え方')
    expect(html).toContain('山田 花子さん、')
    expect(html).toContain(`（${from}）`)
  })
})

describe('the desk', () => {
  it('is closed for a story that was taken back', async () => {
    const draft = { ...TEXT, content: CONTENTS.story }
    const id = await createDraft(store, { draft, createdBy: OWNER, now: NOON })
    const open = async () => {
      const broadcast = await findBroadcast(store, { broadcastId: id })
      return broadcast && (await openDesk(deps(), broadcast, NOON)).closed
    }
    expect(await open()).toBeUndefined()
    await store.db.updateTable('stories').set({ revoked_at: NOON }).execute()
    expect(await open()).toBe('story_withdrawn')
  })

  it('reads what belongs to people once for all of them', async () => {
    const draft = { ...TEXT, content: CONTENTS.text }
    const id = await createDraft(store, { draft, createdBy: OWNER, now: NOON })
    const people = ['a', 'b', 'c']
    for (const name of people) await addMember(store, name)
    const broadcast = await findBroadcast(store, { broadcastId: id })
    if (!broadcast) throw new Error('no draft')
    const desk = await openDesk(deps(), broadcast, NOON)
    const recipients = people.map((memberId) => ({
      memberId,
      lineUserId: lineUserId(memberId),
      language: 'en' as const,
    }))
    const letters = await desk.writeEach(recipients)
    expect(letters.map(({ body }) => /"([abc])さん、/.exec(body)?.[1])).toEqual(people)
  })

  it('writes one letter to many, with buttons in the language that all of them read', async () => {
    const draft = { ...TEXT, content: { kind: 'check_in', text: 'お元気ですか。', from } as const }
    const id = await createDraft(store, { draft, createdBy: OWNER, now: NOON })
    const broadcast = await findBroadcast(store, { broadcastId: id })
    if (!broadcast) throw new Error('no draft')
    const desk = await openDesk(deps(), broadcast, NOON)
    const reader = (name: string, language: 'ja' | 'en') => ({ memberId: name, lineUserId: lineUserId(name), language })
    const [english, mixed] = await Promise.all([
      desk.write([reader('a', 'en'), reader('b', 'en')]),
      desk.write([reader('a', 'en'), reader('b', 'ja')]),
    ])
    expect(english.body).toContain('I’d like to talk')
    expect(mixed.body).toContain('話したいことがあります')
    expect(JSON.parse(mixed.body).to).toHaveLength(2)
  })
})
