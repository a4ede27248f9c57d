import type { MiddlewareHandler } from 'hono'
import { NONCE, secureHeaders } from 'hono/secure-headers'
import type { Config } from '../config.ts'

/**
 * What every answer carries. Pages load nothing but our own files, run no inline script, post only to us and stand in no
 * frame. The nonce is for the one stylesheet a page may carry in itself: `c.var.secureHeadersNonce`.
 *
 * Referrer-Policy is same-origin, not no-referrer: with the latter browsers send `Origin: null` with our own forms, and no
 * form would pass src/web/csrf.ts. Other sites are told nothing either way.
 */
export const headers = (config: Guarded): MiddlewareHandler => {
  const strict = headersOf(config, OWN)
  const liff = config.liff && headersOf(config, liffSources(config.liff.sdkUrl))
  const leaving = headersOf(config, { ...OWN, formAction: ["'self'", 'https:', 'http:'] })
  const seeing = headersOf(config, { ...OWN, camera: ['self'] })
  return (c, next) => {
    const { path } = c.req
    if (liff && LIFF_PATH.test(path)) return liff(c, next)
    return (LEAVING_PATH.test(path) ? leaving : SCANNING_PATH.test(path) ? seeing : strict)(c, next)
  }
}

type Guarded = Pick<Config, 'baseUrl'> & Partial<Pick<Config, 'liff'>>
type Sources = { scriptSrc: string[]; connectSrc: string[]; formAction?: string[]; camera?: ['self'] }

const OWN: Sources = { scriptSrc: ["'self'"], connectSrc: ["'self'"] }
/** Its one form leads out of the shop by a redirect, which browsers hold against form-action, and so every further one. */
const LEAVING_PATH = /^\/l\//
/** The doors of events and the till, which read guests' codes: no other page may ask for the camera. */
const SCANNING_PATH = /^\/(till(\/paper)?|(admin\/events\/[\w-]+\/door|till\/door\/[\w-]+)(\/check-ins)?)\/?$/
/** The one page that runs somebody else's script: LINE's SDK, which asks LINE who the person is. */
const LIFF_PATH = /^\/liff\/?$/
const LINE_HOSTS = ['https://*.line.me', 'https://*.line-scdn.net']

const liffSources = (sdkUrl: string): Sources => {
  const { origin } = new URL(sdkUrl)
  return { scriptSrc: ["'self'", origin], connectSrc: ["'self'", origin, ...LINE_HOSTS] }
}

const headersOf = ({ baseUrl }: Guarded, { scriptSrc, connectSrc, formAction, camera }: Sources): MiddlewareHandler =>
  secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc,
      styleSrc: ["'self'", NONCE],
      imgSrc: ["'self'", 'data:'],
      connectSrc,
      formAction: formAction ?? ["'self'"],
      frameAncestors: ["'none'"],
      baseUri: ["'none'"],
    },
    permissionsPolicy: {
      camera: camera ?? ['none'],
      microphone: ['none'],
      geolocation: ['none'],
      payment: ['none'],
      usb: ['none'],
    },
    referrerPolicy: 'same-origin',
    strictTransportSecurity: baseUrl.startsWith('https:') && 'max-age=31536000',
    xFrameOptions: 'DENY',
  })
