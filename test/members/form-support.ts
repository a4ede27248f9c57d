import { Hono } from 'hono'
import type { Store } from '../../src/db/store.ts'
import { registrationForm } from '../../src/members/form.tsx'
import { memberToken } from '../../src/members/links.ts'
import { assets } from '../../src/web/assets.ts'
import { requireOwnOrigin } from '../../src/web/csrf.ts'
import type { WebEnv } from '../../src/web/env.ts'
import { headers } from '../../src/web/headers.ts'
import { chooseLanguage } from '../../src/web/language.ts'
import { BASE_URL, configFor, newDeps } from '../deps.ts'
import { NOON } from '../support.ts'

export const { sessionSecret: SECRET } = configFor()

/** What somebody fills in who agrees to all but the events. */
export const FILLED = {
  privacy: 'yes',
  news: 'yes',
  coupons: 'yes',
  events: 'no',
  shifts: 'yes',
  name: '佐藤 花',
  store: 'shibuya',
  role: 'hall',
  last_day: '2023-03-31',
  digits: '',
  code: '',
}

/** The form behind the same doors as in the product, with a clock that a test moves. */
export function openForm(store: Store, more: Record<string, string> = {}) {
  const clock = { now: NOON }
  const woken: string[] = []
  const deps = newDeps(store, { now: () => clock.now, config: configFor(more), wake: (work) => void woken.push(work) })
  const app = new Hono<WebEnv>()
    .use(headers(deps.config))
    .use(async (c, next) => {
      c.set('deps', deps)
      await next()
    })
    .use(chooseLanguage(), requireOwnOrigin())
    .route('/', assets)
    .route('/register', registrationForm)

  const linkFor = async (memberId: string) =>
    `/register/${await memberToken(SECRET, { page: 'register', memberId, now: clock.now })}`
  const post = (path: string, form: Record<string, string>) =>
    app.request(path, { method: 'POST', body: new URLSearchParams(form), headers: { origin: BASE_URL } })

  return { app, clock, deps, woken, linkFor, post, get: (path: string) => app.request(path) }
}
