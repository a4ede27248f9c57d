import type { Context, Hono } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import { z } from 'zod'
import { BASE_CSS } from '../flex/base-css.ts'
import { darkCss } from '../flex/dark-css.ts'
import type { Env } from './gate.ts'
import { addUser, findUser } from './people.ts'
import { PHONE_CLIENT } from './phone-client.ts'
import { hrefOf, PhonePage } from './phone-page.tsx'
import { PHONE_CSS } from './phone-styles.ts'
import { phoneView } from './phone-view.ts'
import type { User, World } from './world.ts'

/** More phones than this do not fit side by side. */
const PHONES_MAX = 8

const NewPerson = z.object({
  displayName: z.string().trim().min(1).max(20),
  language: z.enum(['ja', 'en']).default('ja'),
  people: z.string().max(1_000).default(''),
})

const headers = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'", 'https:', 'http://127.0.0.1:*', 'http://localhost:*'],
    connectSrc: ["'self'"],
    formAction: ["'self'"],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
  },
  // no-referrer would make browsers send the form with `Origin: null`, which the control API refuses.
  referrerPolicy: 'same-origin',
  strictTransportSecurity: false,
})

/**
 * The phones, as a page at `/`: `/?people=U…,U…` shows these people (default: the first one). What they do goes through
 * the control API; what they see comes from `/_simulator/users/:id/phone` (see PhoneView). After mountControl, whose
 * check of the origin guards the one form here.
 */
export function mountPhone(app: Hono<Env>, world: World, accountName = 'お店のアカウント') {
  app.get('/', headers, (c) => {
    const everybody = [...world.users.values()]
    const shown = chosen(world, c.req.query('people') ?? everybody[0]?.id ?? '')
    return c.html(<PhonePage {...{ accountName, shown, everybody }} />)
  })
  app.post('/_simulator/phone/people', async (c) => {
    const { people, ...person } = NewPerson.parse(await c.req.parseBody())
    const shown = chosen(world, people).slice(1 - PHONES_MAX)
    return c.redirect(hrefOf([...shown, addUser(world, person)]), 303)
  })
  app.get('/_simulator/users/:id/phone', (c) =>
    c.json(phoneView(world, findUser(world, c.req.param('id')), accountName)),
  )
  app.get('/_simulator/phone.css', (c) => file(c, `${BASE_CSS}\n${PHONE_CSS}\n${darkCss('[data-dark]')}`, 'text/css'))
  app.get('/_simulator/phone.js', (c) => file(c, PHONE_CLIENT, 'text/javascript'))
}

/** Those of the list who exist, each once, in its order. */
const chosen = (world: World, people: string): User[] =>
  [...new Set(people.split(','))].flatMap((id) => world.users.get(id.trim()) ?? []).slice(0, PHONES_MAX)

const file = (c: Context<Env>, content: string, type: string) =>
  c.body(content, 200, {
    'content-type': `${type}; charset=utf-8`,
    'cache-control': 'no-cache',
    'x-content-type-options': 'nosniff',
  })
