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
  const follow = async (path: string, response: Response): Promise<Page> => {
    const to = response.headers.get('location')
    if (response.status === 303 && to !== null) return get(to)
    const html = await response.text()
    return { path, status: response.status, html, words: wordsOf(html) }
  }
  const get = async (path: string): Promise<Page> => {
    const local = path.startsWith(baseUrl) ? path.slice(baseUrl.length) : path
    return follow(local, await send(local))
  }
  const post = async (path: string, fields: Fields = {}): Promise<Page> => {
    const body = new URLSearchParams(
      Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one): [string, string] => [name, one])),
    )
    return follow(
      path,
      await send(path, {
        method: 'POST',
        headers: { origin: baseUrl, 'content-type': 'application/x-www-form-urlencoded' },
        body: body.toString(),
      }),
    )
  }
  /** Posts a file as a form does that has nothing else in it. */
  const upload = async (
    path: string,
    name: string,
    filename: string,
    bytes: Uint8Array<ArrayBuffer>,
  ): Promise<Page> => {
    const form = new FormData()
    form.set(name, new File([bytes], filename))
    const encoded = new Response(form)
    return follow(
      path,
      await send(path, {
        method: 'POST',
        headers: { origin: baseUrl, 'content-type': encoded.headers.get('content-type') ?? '' },
        body: await encoded.arrayBuffer(),
      }),
    )
  }
  /** Sends the form on a page that posts to `action`, with the values it holds and those given. */
  const submit = (page: Page, action: string | RegExp, fields: Fields = {}) => {
    const form = formsOf(page).find((one) =>
      typeof action === 'string' ? one.action === action : action.test(one.action),
    )
    if (!form) throw new Error(`No form to ${action} on: ${page.words.slice(0, 500)}`)
    return post(form.action, { ...form.values, ...fields })
  }
  return { get, post, submit, upload }
}

export type Client = ReturnType<typeof openClient>
export type Page = { path: string; status: number; html: string; words: string }

/** What a person reads: no tags, no spaces. */
const wordsOf = (html: string) =>
  unescaped(html.replace(/<(script|style|head)[\s\S]*?<\/\1>/g, '').replace(/<[^>]+>/g, '')).replace(/\s+/g, '')

/** A form without an action posts to where its page is. */
function formsOf({ html, path }: Page) {
  return [...html.matchAll(/<form([^>]*)>([\s\S]*?)<\/form>/g)].map(([, head = '', inside = '']) => ({
    action: unescaped(/action="([^"]*)"/.exec(head)?.[1] ?? path),
    values: together([...inputsIn(inside), ...textsIn(inside), ...choicesIn(inside)]),
  }))
}

const inputsIn = (form: string) =>
  [...form.matchAll(/<input([^>]*)>/g)]
    .map(([, input = '']) => ({
      type: /type="([^"]*)"/.exec(input)?.[1] ?? 'text',
      name: nameIn(input),
      value: unescaped(/value="([^"]*)"/.exec(input)?.[1] ?? ''),
      checked: /\bchecked\b/.test(input),
    }))
    .filter(({ type, name, checked }) => name !== '' && (!['checkbox', 'radio'].includes(type) || checked))

const textsIn = (form: string) =>
  [...form.matchAll(/<textarea([^>]*)>([\s\S]*?)<\/textarea>/g)].map(([, head = '', value = '']) => ({
    name: nameIn(head),
    value: unescaped(value),
  }))

/** As a browser does: the option that is selected, else the first. */
const choicesIn = (form: string) =>
  [...form.matchAll(/<select([^>]*)>([\s\S]*?)<\/select>/g)].flatMap(([, head = '', inside = '']) => {
    const options = [...inside.matchAll(/<option([^>]*)>/g)].map(([, option = '']) => option)
    const chosen = options.find((option) => /\bselected\b/.test(option)) ?? options[0]
    return chosen === undefined
      ? []
      : [{ name: nameIn(head), value: unescaped(/value="([^"]*)"/.exec(chosen)?.[1] ?? '') }]
  })

const nameIn = (head: string) => /\bname="([^"]*)"/.exec(head)?.[1] ?? ''

function together(inputs: readonly { name: string; value: string }[]): Fields {
  const fields: Record<string, string[]> = {}
  for (const { name, value } of inputs) fields[name] = [...(fields[name] ?? []), value]
  return fields
}

const unescaped = (html: string) =>
  html
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&')
