import { beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import { chooseLanguage } from '../../src/members/languages.ts'
import { codeOf } from '../../src/roster/invitations.ts'
import { hmacOfDigits } from '../../src/roster/secrets.ts'
import { addEntry, addRealInvitation } from '../roster/support.ts'
import { addRole, addStore, MINUTE, NOON, newStore } from '../support.ts'
import { FILLED, openForm, SECRET } from './form-support.ts'
import { openPhone, register, registerUpToConfirm } from './phone.ts'
import { addPerson, kindsOf, memberRow, owedTo } from './support.ts'

let store: Store
let form: ReturnType<typeof openForm>
let hana: string
let link: string
beforeEach(async () => {
  store = newStore()
  await addStore(store)
  await addStore(store, 'ebisu', '恵比寿店', 2)
  await addRole(store)
  form = openForm(store)
  hana = await addPerson(store, 'hana', { state: 'guest' })
  link = await form.linkFor(hana)
})

const html = async (response: Response | Promise<Response>) => (await response).text()
const send = (more: Record<string, string> = {}) => form.post(link, { ...FILLED, ...more })
const consents = async (id: string) =>
  (
    await store.db
      .selectFrom('consents')
      .select(['purpose', 'granted', 'text_version', 'channel'])
      .where('member_id', '=', id)
      .execute()
  ).sort((a, b) => a.purpose.localeCompare(b.purpose))

describe('the form', () => {
  it('asks everything on one page, with nothing chosen beforehand', async () => {
    const page = await html(form.get(link))
    for (const words of [
      '情報の取り扱い',
      '近況・お知らせ',
      'クーポン',
      '試食会・イベント',
      'シフト募集',
      '渋谷店',
      'ホール',
    ])
      expect(page).toContain(words)
    expect(page).toContain('月が合っていれば')
    expect(page).toContain('href="/privacy')
    expect(page).not.toMatch(/ (checked|selected)[ >=]/)
    expect(Buffer.byteLength(page)).toBeLessThan(40_000)
  })

  it('registers who is on the roster, and gives them their menu without a push', async () => {
    await addEntry(store, { id: 'entry', name: '佐藤花', leftOn: '2023-03-01', joinedOn: '2020-04-01' })
    const response = await send()
    expect([response.status, response.headers.get('location')]).toEqual([303, link])
    expect(await memberRow(store, hana)).toMatchObject({
      state: 'verified',
      roster_entry_id: 'entry',
      joined_on: '2020-04-01',
      name: '佐藤 花',
      store_id: 'shibuya',
      role_id: 'hall',
      left_on: '2023-03-31',
    })
    expect((await consents(hana)).map(({ purpose, granted, channel }) => [purpose, granted, channel])).toEqual([
      ['coupons', 1, 'web'],
      ['events', 0, 'web'],
      ['news', 1, 'web'],
      ['privacy', 1, 'web'],
      ['shifts', 1, 'web'],
    ])
    expect(await owedTo(store, hana)).toEqual(['member'])
    expect(form.woken).toContain('outbox')
    expect(await html(form.get(link))).toContain('登録ができました')
  })

  it('lets anybody else wait, in the same words whatever the roster says', async () => {
    const pages: string[] = []
    const someone = async (name: string) => {
      const id = await addPerson(store, name, { state: 'guest' })
      link = await form.linkFor(id)
      await send()
      expect((await memberRow(store, id)).state).toBe('applied')
      expect(await owedTo(store, id)).toEqual(['guest'])
      pages.push(await html(form.get(link)))
    }
    await someone('not on the roster')
    await addEntry(store, { id: 'one', name: '佐藤花', leftOn: '2023-03-01', excluded: true })
    await someone('excluded')
    await addEntry(store, { name: '佐藤花', leftOn: '2023-03-20' })
    await someone('ambiguous')
    expect(new Set(pages).size).toBe(1)
    expect(pages[0]).toContain('登録を受け付けました')
  })

  it.each<[string, Record<string, string>]>([
    ['the agreement', { privacy: '' }],
    ['an answer to a purpose', { news: '' }],
    ['a name', { name: '090-1234-5678' }],
    ['a store', { store: 'nowhere' }],
    ['a day', { last_day: '' }],
    ['a day that has come', { last_day: '2026-04-02' }],
    ['four digits', { digits: '12a4' }],
    ['a code that works', { code: 'ABCD-2345' }],
  ])('comes back filled in without %s, and nothing is kept', async (_, more) => {
    const response = await send({ ...more, ...('name' in more ? {} : { name: '<b>花</b>' }) })
    expect(response.status).toBe(422)
    const page = await response.text()
    expect(page).toContain('class="error"')
    if (!('name' in more)) expect(page).toContain('value="&lt;b&gt;花&lt;/b&gt;"')
    expect((await memberRow(store, hana)).state).toBe('guest')
    expect(await consents(hana)).toEqual([])
    expect(await kindsOf(store, hana)).toEqual([])
  })

  it.each([
    ['2023-03', '2023-03-31'],
    ['2023年3月', '2023-03-31'],
    ['2026-04', '2026-04-01'],
  ])('takes a month alone (%s) for %s', async (last_day, day) => {
    expect((await send({ last_day })).status).toBe(303)
    expect((await memberRow(store, hana)).left_on).toBe(day)
  })

  it('keeps the last four digits as an HMAC alone, and matches by them', async () => {
    const digitsHmac = await hmacOfDigits(SECRET, '0123')
    await addEntry(store, { id: 'hers', name: '佐藤花', leftOn: '2023-03-01', digitsHmac })
    await addEntry(store, { name: '佐藤花', leftOn: '2023-03-20', digitsHmac: 'of another' })
    await send({ digits: '０１２３' })
    expect(await memberRow(store, hana)).toMatchObject({ roster_entry_id: 'hers', digits_hmac: digitsHmac })
  })

  it('takes a code for sure, whatever else was written, and once', async () => {
    await addEntry(store, { id: 'hers', name: '鈴木華子', leftOn: '2019-08-31' })
    const invitationId = await addRealInvitation(store, 'hers', SECRET)
    const code = (await codeOf(SECRET, invitationId)).toLowerCase()
    expect((await send({ code: `招待コード ${code}` })).status).toBe(303)
    expect(await memberRow(store, hana)).toMatchObject({ state: 'verified', name: '佐藤 花', roster_entry_id: 'hers' })
    expect(await kindsOf(store, hana)).toContain('invitation_used')

    const ken = await addPerson(store, 'ken', { state: 'guest' })
    link = await form.linkFor(ken)
    const again = await send({ code })
    expect(again.status).toBe(422)
    const words = await again.text()
    expect(words).toContain('このコードは使えませんでした')
    expect((await store.db.selectFrom('wrong_codes').selectAll().execute())[0]).toMatchObject({ count: 1 })
    const wrong = await html(send({ code: 'ZZZZ-9999' }))
    expect(wrong.replaceAll('ZZZZ-9999', code)).toBe(words)
  })

  it('stops looking at codes after ten wrong ones', async () => {
    for (let i = 0; i < 10; i++) await send({ code: `ZZZZ-999${i}` })
    expect(await html(send({ code: 'ZZZZ-9999' }))).toContain('1時間ほど')
  })

  it('counts once when it is sent twice, also at the same moment', async () => {
    const both = await Promise.all([send(), send()])
    expect(both.map(({ status }) => status)).toEqual([303, 303])
    await send({ name: '別の名前' })
    expect((await memberRow(store, hana)).name).toBe('佐藤 花')
    expect((await kindsOf(store, hana)).filter((kind) => kind === 'applied')).toHaveLength(1)
    expect(await consents(hana)).toHaveLength(5)
    expect(await owedTo(store, hana)).toEqual(['guest'])
  })

  it('takes up what was answered in the chat, and ends the registration there', async () => {
    const phone = openPhone(store, 'hana')
    await registerUpToConfirm(phone)
    const page = await html(form.get(link))
    expect(page).toContain('value="佐藤 花"')
    expect(page).toContain('value="2023-03-31"')
    expect(page.match(/ checked/g)).toHaveLength(6)
    const before = await consents(hana)
    await send({ events: 'yes' })
    expect(await consents(hana)).toHaveLength(before.length + 1)
    expect(await store.db.selectFrom('registrations').selectAll().execute()).toEqual([])
    expect((await kindsOf(store, hana)).filter((kind) => kind === 'registration_started')).toHaveLength(1)
    expect(await phone.tap('この内容で登録する')).toContain('マイページ')
  })

  it('keeps to the invitation and the digits that were sent in the chat', async () => {
    await addEntry(store, { id: 'hers', name: '鈴木華子', leftOn: '2019-08-31' })
    const invitationId = await addRealInvitation(store, 'hers', SECRET)
    await registerUpToConfirm(openPhone(store, 'hana'))
    await store.db
      .updateTable('registrations')
      .set({ answers: JSON.stringify({ purposes: {}, invitationId, digitsHmac: 'hmac of 1111' }) })
      .execute()
    expect(await html(form.get(link))).toContain('トークですでにお聞きしています')
    await send()
    expect(await memberRow(store, hana)).toMatchObject({ roster_entry_id: 'hers', digits_hmac: 'hmac of 1111' })
  })

  it('is over after half an hour, kindly; what is being filled in is still taken for a while', async () => {
    form.clock.now += 30 * MINUTE
    const over = await form.get(link)
    expect(over.status).toBe(404)
    expect(await over.text()).toContain('トークで「登録」と送ると')
    expect((await send({ name: '' })).status).toBe(422)
    form.clock.now += 30 * MINUTE
    expect((await send()).status).toBe(404)
    expect((await memberRow(store, hana)).state).toBe('guest')
  })

  it.each(['me', 'nothing', '%2e%2e'])('does not open for %s', async (token) => {
    expect((await form.get(`/register/${token}`)).status).toBe(404)
  })

  it('is closed for who has left', async () => {
    await store.db.updateTable('members').set({ state: 'left' }).where('id', '=', hana).execute()
    expect((await form.get(link)).status).toBe(404)
    expect((await send()).status).toBe(404)
  })

  it('opens for whom an operator declined, who is then looked at again', async () => {
    await store.db.updateTable('members').set({ state: 'declined' }).where('id', '=', hana).execute()
    await addEntry(store, { name: '佐藤花', leftOn: '2023-03-01' })
    expect((await form.get(link)).status).toBe(200)
    await send()
    expect((await memberRow(store, hana)).state).toBe('applied')
  })

  it('says so when the shop has no store yet', async () => {
    await store.db.updateTable('members').set({ store_id: null }).execute()
    await store.db.deleteFrom('stores').execute()
    expect(await html(form.get(link))).toContain('準備をしています')
  })
})

describe('the form’s language', () => {
  it('is the person’s, whatever the browser says', async () => {
    await store.batch(chooseLanguage(store.db, { memberId: hana, language: 'en', at: NOON }))
    const page = await html(form.get(link))
    expect(page).toContain('<html lang="en">')
    expect(page).toContain('Register this')
  })

  it('is the person’s on a link that is over, too', async () => {
    await store.batch(chooseLanguage(store.db, { memberId: hana, language: 'en', at: NOON }))
    form.clock.now += 30 * MINUTE
    expect(await html(form.get(link))).toContain('we will send you a new link')
  })

  it.each([
    ['plain-ja', 'これで 登録する', 'ja'],
    ['en', 'Register this', 'en'],
  ])('changes to %s on the page, where everything stays filled in', async (language, words, lang) => {
    const response = await form.post(`${link}/languages`, { ...FILLED, name: '花', language })
    const page = await response.text()
    expect(response.status).toBe(200)
    expect(page).toContain(`<html lang="${lang}">`)
    expect(page).toContain(words)
    expect(page).toContain('value="花"')
    expect((await memberRow(store, hana)).language).toBe(language)
    expect(await html(form.get(link))).toContain(words)
  })

  it('is one that we have', async () => {
    expect((await form.post(`${link}/languages`, { language: 'xx' })).status).toBe(422)
    expect((await memberRow(store, hana)).language).toBe('ja')
  })
})

describe('the same answers by chat and by form', () => {
  const rowsOf = async (id: string) => {
    const { id: _, created_at, applied_at, decided_at, last_seen_at, ...member } = await memberRow(store, id)
    const interactions = await store.db
      .selectFrom('interactions')
      .select(['kind', 'ref', 'detail', 'operator_id', 'store_id'])
      .where('member_id', '=', id)
      .where('kind', 'not in', ['followed', 'message_received'])
      .orderBy('kind')
      .orderBy('ref')
      .execute()
    return {
      member: { ...member, applied: applied_at !== null, decided: decided_at !== null, roster_entry_id: null },
      consents: (await consents(id)).map(({ channel, ...consent }) => consent),
      interactions: interactions.map(({ detail, ref, ...line }) => ({
        ...line,
        ref: line.kind === 'verified' ? null : ref,
        detail: detail.replace(/"(line|web)"/, '""'),
      })),
      menus: (await owedTo(store, id)).filter((what) => what === 'member' || what === 'guest').slice(-1),
      open: await store.db.selectFrom('registrations').selectAll().where('member_id', '=', id).execute(),
    }
  }

  it.each([
    ['somebody on the roster', true],
    ['somebody who is not', false],
  ])('write the same rows for %s', async (_, listed) => {
    if (listed) await addEntry(store, { name: '佐藤花', leftOn: '2023-03-01', joinedOn: '2020-04-01' })
    await send()
    if (listed) {
      await store.db.updateTable('members').set({ roster_entry_id: null }).execute()
    }
    const phone = openPhone(store, 'by chat')
    await register(phone)
    expect(await rowsOf(await phone.memberId())).toEqual(await rowsOf(hana))
  })
})
