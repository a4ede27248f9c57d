/**
 * What answers for us on an enrolled device while the net is down: a service worker over /till. It keeps the one page for
 * that (src/coupons/paper) with what it needs, and nothing else: no page with a person on it. With the net there, every
 * page comes from us. A code that was being looked up is handed to the kept page; a use whose answer was lost is never
 * logged anew by itself, its form is handed on to be sent again.
 */
export const tillWorker = ({
  version,
  files,
  page,
  lost,
}: {
  version: string
  files: readonly string[]
  page: string
  lost: string
}) => `'use strict'
const CACHE = 'okaeri-till-${version}', PAGES = 'okaeri-till-pages'
const FILES = ${JSON.stringify(files)}, PAGE = ${JSON.stringify(page)}, LOST = ${JSON.stringify(lost)}
const PATIENCE_MS = 8000, KEPT_FOR_MS = 15000
let keptAt = 0
const own = (path) => /^\\/till(\\/(paper|guests|recent|staff)[^.]*)?\\/?$/.test(path)

const keepPages = async () => {
  keptAt = Date.now()
  const pages = await caches.open(PAGES)
  for (const path of [PAGE, LOST]) {
    const answer = await fetch(path, { credentials: 'same-origin', cache: 'no-store' })
    if (answer.ok && !answer.redirected) await pages.put(path, answer)
    else if (answer.status === 403) await pages.delete(path)
  }
}

self.addEventListener('install', (event) => {
  event.waitUntil((async () => {
    await (await caches.open(CACHE)).addAll(FILES)
    await keepPages()
    await self.skipWaiting()
  })())
})

self.addEventListener('activate', (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name.startsWith('okaeri-till-') && name !== CACHE && name !== PAGES) await caches.delete(name)
    await self.clients.claim()
  })())
})

const kept = async (path) => (await caches.open(PAGES)).match(path)
const away = (answer) => answer.status >= 502

async function visit(event) {
  const asked = fetch(event.request)
  try {
    const answer = await Promise.race([asked, new Promise((_, fail) => setTimeout(() => fail(new Error('slow')), PATIENCE_MS))])
    if (away(answer)) return (await kept(PAGE)) || answer
    if (answer.status === 403 || (answer.ok && Date.now() - keptAt > KEPT_FOR_MS)) event.waitUntil(keepPages().catch(() => {}))
    return answer
  } catch (error) {
    return (await kept(PAGE)) || asked
  }
}

async function post(event, path) {
  const copy = event.request.clone()
  try {
    const answer = await fetch(event.request)
    if (!away(answer)) return answer
  } catch { /* below */ }
  if (!(await kept(path))) return Response.error()
  const form = new URLSearchParams(await copy.formData())
  return Response.redirect(path + '#' + form, 303)
}

self.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (origin !== location.origin) return
  if (request.mode === 'navigate') {
    if (request.method === 'GET' && pathname === LOST) event.respondWith(kept(LOST).then((page) => page || fetch(request)))
    else if (request.method === 'GET' && own(pathname)) event.respondWith(visit(event))
    else if (request.method === 'POST' && pathname === '/till/previews') event.respondWith(post(event, PAGE))
    else if (request.method === 'POST' && pathname === '/till/redemptions') event.respondWith(post(event, LOST))
  } else if (request.method === 'GET' && FILES.includes(pathname)) {
    event.respondWith(caches.match(request).then((file) => file || fetch(request)))
  }
})
`
