import type { MiddlewareHandler } from 'hono'
import { NONCE, secureHeaders } from 'hono/secure-headers'

/**
 * What every answer carries. Pages load nothing but our own files, run no inline script, post only to us and stand in no
 * frame. The nonce is for the one stylesheet a page may carry in itself: `c.var.secureHeadersNonce`.
 *
 * Referrer-Policy is same-origin, not no-referrer: with the latter browsers send `Origin: null` with our own forms, and no
 * form would pass src/web/csrf.ts. Other sites are told nothing either way.
 */
export const headers = ({ baseUrl }: { baseUrl: string }): MiddlewareHandler =>
  secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'", NONCE],
      imgSrc: ["'self'", 'data:'],
      connectSrc: ["'self'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
      baseUri: ["'none'"],
    },
    permissionsPolicy: {
      camera: ['none'],
      microphone: ['none'],
      geolocation: ['none'],
      payment: ['none'],
      usb: ['none'],
    },
    referrerPolicy: 'same-origin',
    strictTransportSecurity: baseUrl.startsWith('https:') && 'max-age=31536000',
    xFrameOptions: 'DENY',
  })
