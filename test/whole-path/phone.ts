import { z } from 'zod'
import { eventually, type House } from './house.ts'

const Action = z.looseObject({
  type: z.string(),
  label: z.string().optional(),
  data: z.string().optional(),
  uri: z.string().optional(),
})
type Action = z.output<typeof Action>
const Chat = z.looseObject({
  items: z.array(
    z.looseObject({
      from: z.enum(['bot', 'user']),
      endpoint: z.string().optional(),
      message: z.looseObject({ type: z.string() }),
    }),
  ),
  quickReplies: z.array(z.looseObject({ action: Action })),
  richMenu: z.looseObject({ name: z.string() }).nullable(),
})

/** A person with LINE, through the simulator's control API. */
export async function openPhone({ simulator }: House, displayName: string) {
  const call = async (path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(`${simulator.url}/_simulator/users${path}`, {
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
      headers: { 'content-type': 'application/json' },
    })
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return response.json()
  }
  const { user } = z.object({ user: z.looseObject({ id: z.string() }) }).parse(await call('', { displayName }))
  const chat = async () => Chat.parse(await call(`/${user.id}/chat`))
  const said = async (by?: 'reply') =>
    (await chat()).items
      .filter(({ from, endpoint }) => from === 'bot' && (by === undefined || endpoint === by))
      .map(({ message }) => JSON.stringify(message))

  /** Does something, and waits until the bot has answered that: what it sends by itself may come in between. */
  const andAnswer = async (act: () => Promise<unknown>) => {
    const before = (await said('reply')).length
    await act()
    return eventually(async () => {
      const all = await said('reply')
      return all.length > before && all.slice(before).join('\n')
    }, 'an answer in the chat')
  }
  /** All that can be tapped now: the quick replies, and the buttons of the newest card. */
  const actions = async (): Promise<Action[]> => {
    const { items, quickReplies } = await chat()
    return [
      ...quickReplies.map(({ action }) => action),
      ...items.toReversed().flatMap(({ message }) => actionsIn(message)),
    ]
  }
  const find = (label: string | RegExp) =>
    eventually(async () => {
      const all = await actions()
      return all.find((action) => (typeof label === 'string' ? action.label === label : label.test(action.label ?? '')))
    }, `something to tap: ${label}`)

  return {
    id: user.id,
    chat,
    said: () => said(),
    find,
    follow: () => andAnswer(() => call(`/${user.id}/follow`, {})),
    say: (text: string) => andAnswer(() => call(`/${user.id}/messages`, { text })),
    /** Says something that the bot may leave without an answer. */
    mutter: (text: string) => call(`/${user.id}/messages`, { text }),
    tap: async (label: string | RegExp, value?: string) => {
      const action = await find(label)
      return andAnswer(() => call(`/${user.id}/taps`, { action, ...(value ? { value } : {}) }))
    },
    /** Taps an area of the rich menu: LINE sends its data. */
    post: (data: string) => andAnswer(() => call(`/${user.id}/taps`, { action: { type: 'postback', data } })),
    richMenu: async () => (await chat()).richMenu?.name,
  }
}

export type Phone = Awaited<ReturnType<typeof openPhone>>

function actionsIn(value: unknown): Action[] {
  if (Array.isArray(value)) return value.flatMap(actionsIn)
  if (typeof value !== 'object' || value === null) return []
  const own = 'action' in value ? Action.safeParse(value.action) : undefined
  return [
    ...(own?.success ? [own.data] : []),
    ...Object.entries(value).flatMap(([key, inner]) => (key === 'action' ? [] : actionsIn(inner))),
  ]
}
