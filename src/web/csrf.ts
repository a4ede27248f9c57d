import type { MiddlewareHandler } from 'hono'
import { Refusal } from '../refusal.ts'
import type { WebEnv } from './env.ts'

const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS']
/** Signed by LINE over its whole body, sent by no browser. */
const SIGNED_PATH = '/webhook'

/**
 * In front of everything: what can change something must come from our own pages, whatever its content type. Browsers say
 * so in Origin, or, where they leave that out, in Sec-Fetch-Site; neither can be set by a page. Refusal: origin_foreign.
 */
export const requireOwnOrigin = (): MiddlewareHandler<WebEnv> => async (c, next) => {
  if (!SAFE_METHODS.includes(c.req.method) && c.req.path !== SIGNED_PATH) {
    const origin = c.req.header('origin')
    const own =
      origin === undefined ? c.req.header('sec-fetch-site') === 'same-origin' : origin === c.var.deps.config.baseUrl
    if (!own) throw new Refusal('origin_foreign')
  }
  await next()
}
