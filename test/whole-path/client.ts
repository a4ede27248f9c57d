import type { House } from './house.ts'

type Fields = Record<string, string | readonly string[]>

/** A browser without JavaScript: keeps cookies, sends its origin, follows redirects, posts forms. */
export function openClient({ baseUrl, request }: House) {
  const cookies = new Map<string, string>()

  const send = async (path: string, init: RequestInit = {}) => {
    const headers = { ...init.headers, cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') }
    const response = await request(path, { ...init, headers })
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      const [name = '', ...value] = pair.split('=')
      cookies.set(name, value.join('='))
    }
    return response
  }
  const follow = async (response: Response): Promise<Page> => {
    const to = response.headers.get('location')
    if (response.status === 303 && to !== null) return get(to)
    return { status: response.status, html: await response.text(), words: '' }
  }
  const get = async (path: string): Promise<Page> => {
    const local = path.startsWith(baseUrl) ? path.slice(baseUrl.length) : path
    const page = await follow(await send(local))
    return { ...page, words: wordsOf(page.html) }
  }
  const post = async (path: string, fields: Fields = {}): Promise<Page> => {
    const body = new URLSearchParams(
      Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one): [string, string] => [name, one])),
    )
    const page = await follow(
      await send(path, {
        method: 'POST',
        headers: { origin: baseUrl, 'content-type': 'application/x-www-form-urlencoded' },
        body: body.toString(),
      }),
    )
    return { ...page, words: wordsOf(page.html) }
  }
  /** Sends the form on a page that posts to `action`, with the values it holds and those given. */
  const submit = (page: Page, action: string | RegExp, fields: Fields = {}) => {
    const form = formsOf(page.html).find((one) =>
      typeof action === 'string' ? one.action === action : action.test(one.action),
    )
    if (!form) throw new Error(`No form to ${action} on: ${page.words.slice(0, 500)}`)
    return post(form.action, { ...form.values, ...fields })
  }
  return { get, post, submit }
}

export type Client = ReturnType<typeof openClient>
export type Page = { status: number; html: string; words: string }

/** What a person reads: no tags, no spaces. */
const wordsOf = (html: string) =>
  unescaped(html.replace(/<(script|style|head)[\s\S]*?<\/\1>/g, '').replace(/<[^>]+>/g, '')).replace(/\s+/g, '')

function formsOf(html: string) {
  return [...html.matchAll(/<form([^>]*)>([\s\S]*?)<\/form>/g)].map(([, head = '', inside = '']) => ({
    action: unescaped(/action="([^"]*)"/.exec(head)?.[1] ?? ''),
    values: Object.fromEntries(
      [...inside.matchAll(/<input([^>]*)>/g)]
        .map(([, input = '']) => ({
          type: /type="([^"]*)"/.exec(input)?.[1] ?? 'text',
          name: /name="([^"]*)"/.exec(input)?.[1],
          value: unescaped(/value="([^"]*)"/.exec(input)?.[1] ?? ''),
          checked: /\bchecked\b/.test(input),
        }))
        .filter(({ type, name, checked }) => name !== undefined && (!['checkbox', 'radio'].includes(type) || checked))
        .map(({ name, value }) => [name, value]),
    ),
  }))
}

const unescaped = (html: string) =>
  html
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&')
