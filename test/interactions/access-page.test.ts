import { expect, it } from 'vitest'
import { createApp } from '../../src/app.tsx'
import { ACCESSES_PAGE_MAX, noteAccess } from '../../src/interactions/access-log.ts'
import { newDeps } from '../deps.ts'
import { addMember, NOON, newStore } from '../support.ts'
import { addOperator, signIn } from '../web/doors.ts'

it('goes by pages over who looked, and leads on only where there is one more', async () => {
  const store = newStore()
  await addMember(store, 'hana')
  await addOperator(store, 'owner')
  const app = createApp(newDeps(store))
  const cookie = await signIn(store, 'owner')
  const view = async (count: number) => {
    for (let i = 0; i < count; i++)
      await noteAccess(store, { operatorId: 'owner', action: 'member_viewed', memberId: 'hana', now: NOON + (i % 3) })
  }
  // Looking is noted too, as another action: what is narrowed to this one stays as long as it is.
  const path = '/admin/access-log?operator=owner&action=member_viewed&member=hana'
  const read = async (url: string) => {
    const html = await (await app.request(url, { headers: { cookie } })).text()
    const shown = (html.match(/href="\/admin\/members\/hana"/g) ?? []).length
    const next = /href="([^"]*before=[^"]*)"/.exec(html)?.[1]?.replaceAll('&amp;', '&')
    return { shown, next, isLater: html.includes('最新の記録へ') }
  }
  await view(ACCESSES_PAGE_MAX)
  expect(await read(path)).toEqual({ shown: ACCESSES_PAGE_MAX, next: undefined, isLater: false })
  await view(1)
  const first = await read(path)
  expect(first).toMatchObject({ shown: ACCESSES_PAGE_MAX, isLater: false })
  expect(first.next).toContain(`${path}&before=${NOON}.`)
  expect(await read(first.next ?? '')).toEqual({ shown: 1, next: undefined, isLater: true })
  for (const said of ['', 'x', '1', '1.', '1.a.b', "1.'", `${'9'.repeat(16)}.a`])
    expect(await read(`${path}&before=${encodeURIComponent(said)}`)).toEqual(first)
})
