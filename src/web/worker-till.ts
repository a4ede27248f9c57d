/**
 * What answers for us on an enrolled device while the net is down: a service worker over /till. It keeps the one page for
 * that (src/coupons/paper) with what it needs, and nothing else: no page with a person on it. A device that is no till any
 * more loses that page, and `away` says so in its place. With the net there, every page comes from us; what is not answered
 * within 8 s counts as down, for a shop's Wi-Fi often stays when its line is gone. A code that was being looked up is handed
 * to the kept page; a use whose answer was lost is never logged anew by itself, its form is handed on to be sent again.
 * Nothing of any other form is kept, least of all a PIN.
 */
export const tillWorker = ({
  version,
  files,
  page,
  lost,
  away,
}: {
  version: string
  files: readonly string[]
  page: string
  lost: string
  away: string
}) => `'use strict'
const CACHE = 'okaeri-till-${version}', PAGES = 'okaeri-till-pages'
const FILES = ${JSON.stringify(files)}, PAGE = ${JSON.stringify(page)}, LOST = ${JSON.stringify(lost)}, AWAY = ${JSON.stringify(away)}
const PATIENCE_MS = 8000, PATIENCE_LEFT_MS = 1500, SLOW_FOR_MS = 60000, KEPT_FOR_MS = 15000
let keptAt = 0, slowAt = 0
const own = (path) => /^\\/till(\\/(paper|guests|recent|staff)[^.]*)?\\/?$/.test(path)

const keepPages = async () => {
  keptAt = Date.now()
  const pages = await caches.open(PAGES)
  for (const path of [PAGE, LOST, AWAY]) {
    const answer = await fetch(path, { credentials: 'same-origin', cache: 'no-store' })
    if (answer.ok && !answer.redirected) await pages.put(path, answer)
    else if (answer.status === 403) await pages.delete(path)
    // Where it is not known whether it is a till, nothing may say that it is none.
    else return
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
const instead = async () => (await kept(PAGE)) || kept(AWAY)
const isDown = (answer) => answer.status >= 502

// Who has just waited in vain does not wait so long again.
async function patient(asked) {
  const patience = Date.now() - slowAt < SLOW_FOR_MS ? PATIENCE_LEFT_MS : PATIENCE_MS
  const answer = await Promise.race([asked, new Promise((done) => setTimeout(done, patience))])
  slowAt = answer ? 0 : Date.now()
  if (!answer) throw new Error('slow')
  return answer
}

async function visit(event) {
  const asked = fetch(event.request)
  try {
    const answer = await patient(asked)
    if (isDown(answer)) return (await instead()) || answer
    if (answer.status === 403 || (answer.ok && Date.now() - keptAt > KEPT_FOR_MS)) event.waitUntil(keepPages().catch(() => {}))
    return answer
  } catch {
    return (await instead()) || asked
  }
}

async function post(event, path, handsOn) {
  const copy = event.request.clone()
  const asked = fetch(event.request)
  try {
    const answer = await patient(asked)
    if (!isDown(answer)) return answer
  } catch { /* below */ }
  if (!(await kept(path))) return (await kept(AWAY)) || asked
  return Response.redirect(handsOn ? path + '#' + new URLSearchParams(await copy.formData()) : path, 303)
}

self.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (origin !== location.origin) return
  if (request.mode === 'navigate') {
    if (request.method === 'GET' && pathname === LOST) event.respondWith(kept(LOST).then((page) => page || fetch(request)))
    else if (request.method === 'GET' && own(pathname)) event.respondWith(visit(event))
    else if (request.method === 'POST' && pathname === '/till/previews') event.respondWith(post(event, PAGE, true))
    else if (request.method === 'POST' && pathname === '/till/redemptions') event.respondWith(post(event, LOST, true))
    else if (request.method === 'POST' && /^\\/till\\/(staff\\/|name-previews)/.test(pathname)) event.respondWith(post(event, PAGE, false))
  } else if (request.method === 'GET' && FILES.includes(pathname)) {
    event.respondWith(caches.match(request).then((file) => file || fetch(request)))
  }
})
`
