import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addOperator, signIn } from '../web/doors.ts'
import type { House } from '../whole-path/house.ts'
import { openWorkerHouse } from '../whole-path/worker-house.ts'
import { exif, joined, jpeg, seen, withSegment } from './pictures.ts'

describe('a picture inside workerd, in R2', () => {
  let house: House
  beforeAll(async () => {
    house = await openWorkerHouse()
  })
  afterAll(() => house.close())

  it('is drawn anew, kept and served to anybody; one that is none is refused with a page', async () => {
    const { store, request, baseUrl } = house
    await addOperator(store, 'owner')
    const cookie = (await signIn(store, 'owner', Date.now())).replace('__Host-', '')
    const bring = async (bytes: Uint8Array<ArrayBuffer>) => {
      const form = new FormData()
      form.append('picture', new File([bytes], 'IMG_0001.JPG', { type: 'image/jpeg' }))
      const { headers, body } = new Request(baseUrl, { method: 'POST', body: form })
      const type = headers.get('content-type') ?? ''
      const sent = await new Response(body).arrayBuffer()
      return request('/admin/images/pictures', {
        method: 'POST',
        body: sent,
        headers: { cookie, origin: baseUrl, 'content-type': type },
      })
    }
    expect((await bring(withSegment(jpeg(), 0xe1, exif(6, { text: 'CANARY' })))).headers.get('location')).toBe(
      '/admin/images?done=added',
    )
    expect((await bring(joined('GIF89a'))).status).toBe(422)
    const broken = joined(jpeg().fill(0, 25, 300))
    expect([422, 303]).toContain((await bring(broken)).status)

    const { id } = await store.db.selectFrom('images').select('id').orderBy('created_at').executeTakeFirstOrThrow()
    const shown = await request(`/images/${id}`)
    expect([shown.status, shown.headers.get('content-type')]).toEqual([200, 'image/jpeg'])
    expect(seen(new Uint8Array(await shown.arrayBuffer()))).toEqual({ width: 120, height: 160, quarters: 'bryg' })
  })
})
