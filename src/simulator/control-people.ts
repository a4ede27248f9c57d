import type { Context, Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
import { z } from 'zod'
import type { Env } from './gate.ts'
import { IdTokenRequest, mintIdToken } from './login-api.ts'
import {
  addUser,
  block,
  CannotDo,
  findUser,
  follow,
  postback,
  sayImage,
  saySticker,
  sayText,
  unsend,
} from './people.ts'
import { TappedAction, tap, tapRichMenu } from './taps.ts'
import { chatView, deliveriesTo, richMenuView, userView } from './views.ts'
import type { Change, World } from './world.ts'

const PING_MS = 25_000

const NewUser = z.object({
  id: z
    .string()
    .regex(/^U[0-9a-f]{32}$/)
    .optional(),
  displayName: z.string().min(1).max(100),
  language: z.string().min(2).max(20).optional(),
  pictureUrl: z.string().max(2_000).optional(),
  statusMessage: z.string().max(500).optional(),
  friend: z.boolean().optional(),
})
const NewUsers = z.union([NewUser, z.object({ users: z.array(NewUser).min(1).max(100_000) })])
const Text = z.string().min(1).max(5_000)
const NewMessage = z.union([
  z.object({ text: Text }),
  z.object({ sticker: z.object({ packageId: z.string().min(1), stickerId: z.string().min(1) }) }),
  z.object({ image: z.base64(), type: z.enum(['image/png', 'image/jpeg']) }),
])
const Tap = z.object({ action: TappedAction, value: z.string().max(100).optional() })
const RichMenuTap = z.object({ area: z.number().int().min(0), value: z.string().max(100).optional() })
const NewPostback = z.object({
  data: z.string().max(300),
  params: z.record(z.string(), z.string()).optional(),
  displayText: z.string().optional(),
})

/** What people with a phone do and see. Documented in control.ts. */
export function mountPeople(app: Hono<Env>, world: World) {
  const user = (c: Context<Env>) => findUser(world, c.req.param('id') ?? '')
  const users = '/_simulator/users'

  app.get(users, (c) => c.json({ users: [...world.users.values()].map((one) => userView(one, world.now())) }))
  app.post(users, async (c) => {
    const given = NewUsers.parse(await c.req.json())
    if (!('users' in given)) return c.json({ user: userView(addUser(world, given), world.now()) }, 201)
    return c.json({ users: given.users.map((one) => userView(addUser(world, one), world.now())) }, 201)
  })
  app.get(`${users}/:id`, (c) => c.json({ user: userView(user(c), world.now()) }))
  app.get(`${users}/:id/chat`, (c) => c.json(chatView(world, user(c))))
  app.get(`${users}/:id/deliveries`, (c) => c.json({ deliveries: deliveriesTo(user(c)) }))
  app.get(`${users}/:id/rich-menu`, (c) => c.json({ richMenu: richMenuView(world, user(c)) }))

  app.post(`${users}/:id/follow`, async (c) => c.json(await follow(world, user(c))))
  app.post(`${users}/:id/block`, async (c) => c.json(await block(world, user(c))))
  app.post(`${users}/:id/messages`, async (c) => {
    const said = NewMessage.parse(await c.req.json())
    if ('text' in said) return c.json(await sayText(world, user(c), said.text))
    if ('sticker' in said) return c.json(await saySticker(world, user(c), said.sticker))
    const bytes = Uint8Array.from(Buffer.from(said.image, 'base64'))
    return c.json(await sayImage(world, user(c), { type: said.type, bytes }))
  })
  app.delete(`${users}/:id/messages/:messageId`, async (c) =>
    c.json(await unsend(world, user(c), c.req.param('messageId'))),
  )
  app.post(`${users}/:id/taps`, async (c) => {
    const { action, value } = Tap.parse(await c.req.json())
    return c.json(await tap(world, user(c), action, value))
  })
  app.post(`${users}/:id/rich-menu-taps`, async (c) => {
    const { area, value } = RichMenuTap.parse(await c.req.json())
    return c.json(await tapRichMenu(world, user(c), area, value))
  })
  app.post(`${users}/:id/postbacks`, async (c) =>
    c.json(await postback(world, user(c), NewPostback.parse(await c.req.json()))),
  )
  app.post(`${users}/:id/id-tokens`, async (c) => {
    const request = IdTokenRequest.parse(await c.req.json())
    return c.json({ idToken: await mintIdToken(world, user(c), request) })
  })

  app.get('/_simulator/rich-menus/:richMenuId/image', (c) =>
    image(world.richMenus.get(c.req.param('richMenuId'))?.image),
  )
  app.get('/_simulator/contents/:messageId', (c) => image(world.contents.get(c.req.param('messageId'))))
  app.get('/_simulator/events', (c) => watch(world, c))
}

function image(found: { type: string; bytes: Uint8Array<ArrayBuffer> } | undefined) {
  if (!found) throw new CannotDo('no image', 404)
  return new Response(found.bytes, { headers: { 'content-type': found.type, 'x-content-type-options': 'nosniff' } })
}

/** Tells of every change that concerns the person (or, without a person, anybody) until the page goes away. */
function watch(world: World, c: Context<Env>) {
  const userId = c.req.query('user')
  return streamSSE(c, async (stream) => {
    const listener = ({ type, userId: whose }: Change) => {
      if (type === 'request' || type === 'webhook') return
      if (userId !== undefined && whose !== undefined && whose !== userId) return
      void stream.writeSSE({ event: 'change', data: JSON.stringify({ type, userId: whose }) })
    }
    world.listeners.add(listener)
    stream.onAbort(() => {
      world.listeners.delete(listener)
    })
    while (!stream.aborted) {
      await stream.writeSSE({ event: 'ping', data: '' })
      await stream.sleep(PING_MS)
    }
    world.listeners.delete(listener)
  })
}
