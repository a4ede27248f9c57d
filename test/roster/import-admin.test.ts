import { parse } from 'csv-parse/sync'
import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { createApp } from '../../src/app.tsx'
import type { Store } from '../../src/db/store.ts'
import { FILE_FAULTS } from '../../src/roster/import-file.ts'
import { CHANGES } from '../../src/roster/import-plan.ts'
import { REMARKS, WRONGS } from '../../src/roster/import-rows.ts'
import { rosterImportTexts } from '../../src/texts/roster-import.ts'
import { rosterUploadTexts } from '../../src/texts/roster-upload.ts'
import { BASE_URL, newDeps } from '../deps.ts'
import { utf8 } from '../fixtures/bytes.ts'
import { HOUR, NOON } from '../support.ts'
import { signIn } from '../web/doors.ts'
import { type As, aShop, importsIn, keep, rosterApp, rosterSize, upload } from './import-support.ts'

const PATH = '/admin/roster/imports'
const HEAD = '氏名,店舗,退職日,備考'
const FILE = [HEAD, '山田 花子,渋谷,2023/3/31,', '佐藤 太郎,新宿,2023/3/31,=1+1', '<b>渡辺</b>,渋谷,2023/3/31,']
const SHIBUYA: As = { role: 'manager', storeId: 'shibuya' }

let store: Store
beforeEach(async () => {
  store = await aShop()
})

const get = async (path: string, as?: As) => rosterApp(store, as).request(path)
const html = async (path: string, as?: As) => (await get(path, as)).text()
const post = (path: string, fields: Record<string, string> = {}, as?: As) =>
  rosterApp(store, as).request(path, { method: 'POST', body: new URLSearchParams(fields) })
const accesses = async () =>
  (await store.db.selectFrom('access_log').select(['action', 'operator_id']).execute()).map(({ action }) => action)

describe('the way from a file to the roster', () => {
  it('leads from the upload to the preview to the roster, and asks nothing twice', async () => {
    const uploaded = await upload(store, utf8(FILE.join('\r\n')))
    const place = uploaded.headers.get('location') ?? ''
    const preview = await html(place)
    expect(preview).toContain('「新宿」という店舗は登録されていません')
    expect(preview).toContain('2人を名簿に入れる')
    expect(await rosterSize(store)).toBe(0)

    const applied = await post(`${place}/applications`)
    expect([applied.status, applied.headers.get('location')]).toEqual([303, place])
    expect(await rosterSize(store)).toBe(2)
    await post(`${place}/applications`)
    expect(await rosterSize(store)).toBe(2)
    expect(await html(place)).toContain('名簿に入れました')
  })

  it('says when there is nothing to do', async () => {
    const first = await keep(store, FILE)
    await post(`${PATH}/${first}/applications`)
    const again = await html(`${PATH}/${await keep(store, FILE)}`)
    expect(again).toContain('名簿に入れる行はありません')
    expect(again).not.toContain('applications')
  })

  it('shows what stands in the file harmlessly', async () => {
    const page = await html(`${PATH}/${await keep(store, FILE)}?tab=new`)
    expect(page).toContain('&lt;b&gt;渡辺&lt;/b&gt;')
    expect(page).not.toContain('<b>渡辺')
  })

  it('is forgotten after an hour, with a sentence that says so', async () => {
    const id = await keep(store, FILE)
    const later = { now: NOON + HOUR }
    for (const response of [await get(`${PATH}/${id}`, later), await post(`${PATH}/${id}/applications`, {}, later)])
      expect(await response.text()).toBe('import_over')
    expect(await rosterSize(store)).toBe(0)
  })

  it.each(['tab=nothing', 'after=x', 'after=-1', 'tab=new&after=99999999'])('does not stumble over %s', async (query) =>
    expect((await get(`${PATH}/${await keep(store, FILE)}?${query}`)).status).toBe(200))

  it.each([
    ['no file', new FormData()],
    ['a word for a file', form('file', '山田')],
    ['an empty choice', form('file', new File([], ''))],
  ])('asks for a file when it got %s', async (_, body) => {
    const response = await rosterApp(store).request(PATH, { method: 'POST', body })
    expect(response.status).toBe(422)
    expect(await response.text()).toContain('ファイルを選んでください')
  })

  it('takes another kind of body for a form that is wrong', async () => {
    const headers = { 'content-type': 'application/json' }
    const response = await rosterApp(store).request(PATH, { method: 'POST', headers, body: '{}' })
    expect([response.status, await response.text()]).toEqual([422, 'form_invalid'])
  })
})

describe('columns that are not known', () => {
  const unknown = ['なまえ,どこ,いつまで', '山田 花子,渋谷,2023/3/31']

  it('are asked for, with what is lacking and an example of each', async () => {
    const page = await html(`${PATH}/${await keep(store, unknown)}`)
    for (const words of ['の列を選んでください', '例：山田 花子', 'なまえ']) expect(page).toContain(words)
    expect(page).not.toContain('applications')
  })

  it('are not put on the roster unasked', async () => {
    const id = await keep(store, unknown)
    expect((await post(`${PATH}/${id}/applications`)).status).toBe(422)
    expect(await rosterSize(store)).toBe(0)
  })

  it('are as they are said to be', async () => {
    const id = await keep(store, unknown)
    const lacking = await post(`${PATH}/${id}/mappings`, { c0: 'name', c1: '', c2: 'name' })
    expect(lacking.status).toBe(422)
    expect(await lacking.text()).toContain('同じ内容の列が2つあります')
    const said = await post(`${PATH}/${id}/mappings`, { c0: 'name', c1: 'store', c2: 'left', c99: 'note', x: 'y' })
    expect(said.status).toBe(303)
    expect(await html(`${PATH}/${id}`)).toContain('1人を名簿に入れる')
  })

  it('need no store where there is only one to be', async () => {
    const lines = ['氏名,退職日', '山田 花子,2023/3/31']
    expect(await html(`${PATH}/${await keep(store, lines)}`)).toContain('「店舗」の列を選んでください')
    const theirs = await keep(store, lines, { operatorId: 'manager-shibuya' })
    expect(await html(`${PATH}/${theirs}`, SHIBUYA)).toContain('1人を名簿に入れる')
  })
})

describe('a manager', () => {
  it('puts nobody of another store on the roster', async () => {
    const id = await keep(store, [HEAD, '山田 花子,恵比寿,2023/3/31,'], { operatorId: 'manager-shibuya' })
    expect(await html(`${PATH}/${id}`, SHIBUYA)).toContain('ほかの店舗です')
    await post(`${PATH}/${id}/applications`, {}, SHIBUYA)
    expect(await rosterSize(store)).toBe(0)
  })

  it('sees no file of somebody else', async () => {
    const id = await keep(store, FILE)
    for (const path of ['', '/wrong-rows']) expect(await html(`${PATH}/${id}${path}`, SHIBUYA)).toBe('import_over')
    for (const path of ['applications', 'mappings'])
      expect(await (await post(`${PATH}/${id}/${path}`, {}, SHIBUYA)).text()).toBe('import_over')
  })

  it('is more than staff', async () => {
    for (const path of ['', '/example', '/x', '/x/wrong-rows'])
      expect((await get(`${PATH}${path}`, { role: 'staff', storeId: 'shibuya' })).status).toBe(403)
  })
})

describe('files to take along', () => {
  const read = async (response: Response): Promise<string[][]> => parse(await response.text(), { bom: true })

  it('have the lines that cannot be taken, with why, and no formula; it is noted', async () => {
    const response = await get(`${PATH}/${await keep(store, FILE)}/wrong-rows`)
    const [header, ...rows] = await read(response)
    expect(header).toEqual(['氏名', '店舗', '退職日', '備考', '行', '理由'])
    expect(rows).toEqual([
      [
        '佐藤 太郎',
        '新宿',
        '2023/3/31',
        "'=1+1",
        '3',
        expect.stringContaining('「新宿」という店舗は登録されていません'),
      ],
    ])
    expect(await accesses()).toEqual(['roster_exported'])
  })

  it('can be read again once they are corrected', async () => {
    const text = await (await get(`${PATH}/${await keep(store, FILE)}/wrong-rows`)).text()
    const id = await keep(store, [text.replace('新宿', '恵比寿')])
    await post(`${PATH}/${id}/applications`)
    const entry = await store.db.selectFrom('roster_entries').select(['name', 'store_id']).executeTakeFirst()
    expect(entry).toEqual({ name: '佐藤 太郎', store_id: 'ebisu' })
  })

  it.each(['ja', 'en'] as const)('have an example (%s) that can be read as it is', async (language) => {
    const text = await html(`${PATH}/example`, { language })
    expect(text).toContain('渋谷店')
    const id = await keep(store, [text])
    await post(`${PATH}/${id}/applications`)
    expect(await rosterSize(store)).toBe(2)
  })

  it('have a manager’s own store in the example', async () => {
    const text = await html(`${PATH}/example`, { role: 'manager', storeId: 'ebisu' })
    expect(text).toContain('恵比寿店')
    expect(text).not.toContain('渋谷店')
  })
})

describe('a body without an end', () => {
  /** As much as is asked for, up to 1 GB; how much that was. */
  function endless() {
    const chunk = new Uint8Array(65_536).fill(0x41)
    let given = 0
    const head = utf8('--x\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\n')
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        given += chunk.length
        if (given === chunk.length) controller.enqueue(head)
        if (given > 1_073_741_824) controller.close()
        else controller.enqueue(chunk)
      },
    })
    return { body, given: () => given }
  }
  const headers = { 'content-type': 'multipart/form-data; boundary=x' }

  it('is cut at the limit and refused with its message', async () => {
    const { body, given } = endless()
    const request = new Request(`http://x${PATH}`, { method: 'POST', headers, body, ...{ duplex: 'half' } })
    const response = await rosterApp(store).request(request)
    expect(response.status).toBe(422)
    expect(await response.text()).toContain('ファイルが大きすぎます')
    expect(given()).toBeLessThan(2_500_000)
    expect(await importsIn(store)).toBe(0)
  })

  it('is refused unread when it is announced', async () => {
    const { body, given } = endless()
    const announced = { ...headers, 'content-length': '1073741824' }
    const request = new Request(`http://x${PATH}`, { method: 'POST', headers: announced, body, ...{ duplex: 'half' } })
    const response = await rosterApp(store).request(request)
    expect(await response.text()).toContain('ファイルが大きすぎます')
    expect(given()).toBeLessThan(200_000)
  })

  it('is not read at all for who is not signed in, and 2 MB are for who is', async () => {
    const app = createApp(newDeps(store))
    const { body, given } = endless()
    const strange = new Request(`${BASE_URL}${PATH}`, {
      method: 'POST',
      headers: { ...headers, origin: BASE_URL },
      body,
      ...{ duplex: 'half' },
    })
    expect((await app.request(strange)).status).toBe(401)
    expect(given()).toBeLessThan(200_000)

    const form = new FormData()
    form.set('file', new File([`${HEAD}\n山田,渋谷,2023/3/31,\n`.padEnd(1_900_000, '\n')], 'a.csv'))
    const cookie = await signIn(store, 'tanaka')
    const own = await app.request(PATH, { method: 'POST', headers: { cookie, origin: BASE_URL }, body: form })
    expect(own.status).toBe(303)
  })
})

describe('the words', () => {
  it.each(['ja', 'en'] as const)('are there for every fault, wrong, remark and change (%s)', (language) => {
    expect(Object.keys(rosterUploadTexts[language].faults).sort()).toEqual([...FILE_FAULTS].sort())
    expect(Object.keys(rosterImportTexts[language].wrongs).sort()).toEqual([...WRONGS].sort())
    expect(Object.keys(rosterImportTexts[language].remarks).sort()).toEqual([...REMARKS].sort())
    expect(Object.keys(rosterImportTexts[language].changes).sort()).toEqual([...CHANGES].sort())
  })

  it('are in English too', async () => {
    expect(await html(PATH, { language: 'en' })).toContain('Choose a list of people who used to work here')
    expect(await html(`${PATH}/${await keep(store, FILE)}`, { language: 'en' })).toContain('There is no store called')
  })
})

describe('looking', () => {
  it('writes nothing but who looked', async () => {
    const id = await keep(store, FILE)
    const changes = async () =>
      (await sql<{ n: number }>`select total_changes() as n`.execute(store.db)).rows[0]?.n ?? Number.NaN
    const before = await changes()
    for (const path of ['', '/example', `/${id}`, `/${id}?tab=wrong`]) await html(`${PATH}${path}`)
    expect(await changes()).toBe(before)
  })
})

function form(name: string, value: string | File) {
  const body = new FormData()
  if (typeof value === 'string') body.set(name, value)
  else body.set(name, value)
  return body
}
