import { beforeEach, describe, expect, it } from 'vitest'
import { createApp } from '../../src/app.tsx'
import type { Store } from '../../src/db/store.ts'
import type { Deps } from '../../src/deps.ts'
import { IMAGES_PAGE, imageUrl } from '../../src/images/images.ts'
import { BASE_URL, newDeps } from '../deps.ts'
import { addStore, NOON, newStore } from '../support.ts'
import { addOperator, get, post, signIn } from '../web/doors.ts'
import { type Bytes, joined, jpeg, seen } from './pictures.ts'

let store: Store
let deps: Deps
let app: ReturnType<typeof createApp>
let owner: string
let manager: string
beforeEach(async () => {
  store = newStore()
  deps = newDeps(store)
  app = createApp(deps)
  await addStore(store)
  await addOperator(store, 'owner')
  await addOperator(store, 'manager', { role: 'manager', storeId: 'shibuya' })
  await addOperator(store, 'staff', { role: 'staff', storeId: 'shibuya' })
  owner = await signIn(store, 'owner')
  manager = await signIn(store, 'manager')
})

type Form = { bytes?: Bytes; fields?: Record<string, string>; cookie?: string; origin?: string; name?: string }
function bring(
  path: string,
  { bytes = jpeg(), fields = {}, cookie = owner, origin = BASE_URL, name = 'IMG.JPG' }: Form = {},
) {
  const body = new FormData()
  for (const [field, value] of Object.entries(fields)) body.append(field, value)
  body.append('picture', new File([bytes], name, { type: 'image/jpeg' }))
  return app.request(path, { method: 'POST', body, headers: { origin, cookie } })
}
const kept = () => store.db.selectFrom('images').select('id').execute()

describe('the page of pictures', () => {
  it('takes a picture and shows it, with its use and the button that deletes it', async () => {
    const answer = await bring('/admin/images/pictures', { cookie: manager })
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/admin/images?done=added'])
    const [image] = await kept()
    const page = await (await get(app, '/admin/images', manager)).text()
    expect(page).toContain(`/images/${image?.id}`)
    expect(page).toContain('未使用')
    const gone = await post(app, `/admin/images/${image?.id}/removals`, {}, { cookie: manager })
    expect([gone.status, await kept()]).toEqual([303, []])
  })

  it.each<[string, Bytes, string]>([
    ['none was chosen', joined(), '写真を選んでから'],
    ['it is no picture', joined('GIF89a'), 'JPEGでもPNGでもない'],
    ['it is cut off', jpeg().slice(0, 400), '途中で切れている'],
    ['it is a little too large', joined(jpeg(), new Uint8Array(10_000_001)), '10MBより大きい'],
    ['it is much too large', joined(jpeg(), new Uint8Array(16_000_001)), 'この写真は使えませんでした'],
  ])('says what to do when %s, and keeps nothing', async (_, bytes, words) => {
    const answer = await bring('/admin/images/pictures', { bytes })
    expect([answer.status, await kept()]).toEqual([422, []])
    expect(await answer.text()).toContain(words)
  })

  it('answers a field of another form with its choices, the new one chosen, or with a sentence', async () => {
    const answer = await bring('/admin/images/choices/pictures?name=imageId')
    const [image] = await kept()
    expect(await answer.text()).toMatch(new RegExp(`name="imageId" value="${image?.id}" checked`))
    const refused = await bring('/admin/images/choices/pictures?name="><script>', { bytes: joined('GIF89a') })
    expect([refused.status, refused.headers.get('content-type'), await refused.text()]).toEqual([
      422,
      expect.stringContaining('text/plain'),
      expect.stringMatching(/^JPEGでもPNGでもない/),
    ])
    expect(await (await bring('/admin/images/choices/pictures?name="><script>')).text()).toContain('name="imageId"')
  })

  it('is for managers and owners, and takes nothing from other sites or from somebody not signed in', async () => {
    const staff = await signIn(store, 'staff')
    for (const path of ['/admin/images/pictures', '/admin/images/choices/pictures', '/admin/faces/staff/pictures']) {
      expect((await bring(path, { cookie: staff })).status).toBe(403)
      expect((await bring(path, { cookie: '' })).status).toBe(401)
      expect((await bring(path, { origin: 'https://evil.example' })).status).toBe(403)
    }
    expect(await kept()).toEqual([])
  })

  it('leaves other forms their own limit', async () => {
    const answer = await bring('/admin/images/x/removals', { bytes: joined(new Uint8Array(300_000)) })
    expect(answer.status).toBe(422)
  })
})

describe('the pages of pictures', () => {
  const nameOf = (i: number) => i.toString(16).padStart(32, '0')
  const add = (from: number, until: number) =>
    store.db
      .insertInto('images')
      .values(
        Array.from({ length: until - from }, (_, i) => ({
          id: nameOf(from + i),
          media_type: 'image/jpeg' as const,
          width: 160,
          height: 120,
          bytes: 1_000,
          sha256: nameOf(from + i),
          created_by: 'owner',
          created_at: NOON - ((from + i) % 3),
        })),
      )
      .execute()
  const read = async (path = '/admin/images') => (await get(app, path, manager)).text()
  const shown = (html: string) => [...html.matchAll(/src="\/images\/([0-9a-f]{32})"/g)].map(([, id = '']) => id)
  const nextOf = (html: string) => /href="([^"]*before=[^"]*)"/.exec(html)?.[1]

  it('lead on only where there is one more, and show each picture once', async () => {
    await add(0, IMAGES_PAGE)
    const full = await read()
    expect([shown(full).length, nextOf(full)]).toEqual([IMAGES_PAGE, undefined])
    await add(IMAGES_PAGE, IMAGES_PAGE + 1)
    const first = await read()
    const second = await read(nextOf(first))
    expect([shown(first).length, shown(second).length, nextOf(second)]).toEqual([IMAGES_PAGE, 1, undefined])
    expect(new Set([...shown(first), ...shown(second)]).size).toBe(IMAGES_PAGE + 1)
  })

  it.each([
    '',
    'x',
    '1',
    '1.',
    '.x',
    '1.a.b',
    "1.'",
    `${'9'.repeat(16)}.a`,
    `1.${'a'.repeat(101)}`,
  ])('begin at the beginning where “%s” is to say where', async (said) => {
    await add(0, 1)
    expect(shown(await read(`/admin/images?before=${encodeURIComponent(said)}`))).toEqual([nameOf(0)])
  })
})

describe('a picture’s address', () => {
  it('shows it to anybody, for a year, as nothing but a picture', async () => {
    await bring('/admin/images/pictures')
    const [image] = await kept()
    const url = imageUrl(deps.config, image?.id ?? '')
    const answer = await app.request(new URL(url).pathname)
    expect(seen(new Uint8Array(await answer.arrayBuffer()))).toMatchObject({ quarters: 'rgby' })
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/jpeg',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
    })
    expect(answer.headers.get('set-cookie')).toBeNull()
    const again = await app.request(new URL(url).pathname, {
      headers: { 'if-none-match': answer.headers.get('etag') ?? '' },
    })
    expect(again.status).toBe(304)
  })

  it.each([
    ['0'.repeat(32), 404],
    ['..%2f..%2fokaeri.db', 404],
    ['okaeri.db', 404],
    [`${'0'.repeat(32)}.part`, 404],
  ])('of %s leads nowhere', async (name, status) => {
    const answer = await app.request(`/images/${name}`)
    expect([answer.status, answer.headers.get('x-content-type-options')]).toEqual([status, 'nosniff'])
  })
})

describe('a face', () => {
  const face = async (id: string) =>
    (await store.db.selectFrom('operators').select('face_image_id').where('id', '=', id).executeTakeFirstOrThrow())
      .face_image_id

  it('is one’s own to set, to change and to take away; the former one is not kept', async () => {
    expect((await get(app, '/admin/faces', manager)).headers.get('location')).toBe('/admin/faces/manager')
    await bring('/admin/faces/manager/pictures', { cookie: manager, bytes: jpeg(600, 400) })
    const first = await face('manager')
    expect(await (await get(app, '/admin/faces/manager?done=saved', manager)).text()).toContain(`/images/${first}`)
    expect(await (await get(app, '/admin/operators', owner)).text()).toContain(`/images/${first}`)
    await bring('/admin/faces/manager/pictures', { cookie: manager, bytes: jpeg(400, 600) })
    expect(await face('manager')).not.toBe(first)
    expect([await kept(), await deps.files.get(first ?? '')]).toEqual([[{ id: await face('manager') }], undefined])
    await post(app, '/admin/faces/manager/removals', {}, { cookie: manager })
    expect([await face('manager'), await kept()]).toEqual([null, []])
  })

  it('is an owner’s to set for everybody, and nobody else’s', async () => {
    await bring('/admin/faces/manager/pictures', { cookie: owner })
    expect(await face('manager')).not.toBeNull()
    for (const path of ['/admin/faces/owner', '/admin/faces/nobody'])
      expect((await get(app, path, manager)).status).toBe(404)
    expect((await bring('/admin/faces/owner/pictures', { cookie: manager })).status).toBe(404)
    expect((await post(app, '/admin/faces/owner/removals', {}, { cookie: manager })).status).toBe(404)
    expect(await face('owner')).toBeNull()
  })

  it('is not taken from a file that is none', async () => {
    const answer = await bring('/admin/faces/owner/pictures', { bytes: joined('GIF89a') })
    expect([answer.status, await face('owner')]).toEqual([422, null])
    expect(await answer.text()).toContain('JPEGでもPNGでもない')
  })
})
