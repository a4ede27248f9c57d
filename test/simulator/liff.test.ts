import { decodeJwt } from 'jose'
import { describe, expect, it } from 'vitest'
import { addUser } from '../../src/simulator/people.ts'
import { newSimulator, userId } from './support.ts'

const LINK = 'https://liff.line.me/2000000009-AbCdEfGh?page=me'

function withPerson(options: Parameters<typeof newSimulator>[0] = {}) {
  const simulator = newSimulator({ webhookUrl: 'http://127.0.0.1:9/webhook', ...options })
  addUser(simulator.world, { id: userId(1), displayName: 'さくら' })
  const tap = (url: string, who = userId(1)) =>
    simulator.app.request(`/_simulator/users/${who}/liff?url=${encodeURIComponent(url)}`)
  return { ...simulator, tap }
}

describe('a LIFF link on a phone', () => {
  it('opens the registered page with what stood in the link, and a token of the person for its channel', async () => {
    const response = await withPerson().tap(LINK)
    expect(response.status).toBe(303)
    const to = new URL(response.headers.get('location') ?? '')
    expect(to.origin + to.pathname).toBe('http://127.0.0.1:9/liff')
    expect(to.searchParams.get('liff.state')).toBe('?page=me')
    const token = new URLSearchParams(to.hash.slice(1)).get('id_token') ?? ''
    expect(decodeJwt(token)).toMatchObject({ sub: userId(1), aud: '2000000009', iss: 'https://access.line.me' })
  })

  it('opens the page that was set, where one was', async () => {
    const { tap } = withPerson({ liffEndpointUrl: 'https://shop.example/liff' })
    expect((await tap(LINK)).headers.get('location')).toMatch(/^https:\/\/shop\.example\/liff\?/)
  })

  it.each([
    'https://evil.example/2000000009-AbCdEfGh',
    'http://liff.line.me/2000000009-AbCdEfGh',
    'https://liff.line.me/x',
  ])('is none: %s', async (url) => expect((await withPerson().tap(url)).status).toBe(422))

  it('is nobody’s whom the platform does not know', async () => {
    expect((await withPerson().tap(LINK, userId(2))).status).toBe(404)
  })

  it('in another browser asks who one is', async () => {
    const { app } = withPerson()
    const query = new URLSearchParams({ liffId: '2000000009-AbCdEfGh', redirectUri: 'http://127.0.0.1:9/liff?page=me' })
    expect(await (await app.request(`/liff/login?${query}`)).text()).toContain('さくら')
  })
})
