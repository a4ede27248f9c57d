/**
 * The one script of every page, for browsers that run it: every page works without. Plain JavaScript as text, because it
 * is served as it stands. What an element wants it says in its attributes:
 *   data-refresh="/url" data-refresh-seconds="1" [data-refresh-method="post"] [data-refresh-now]
 *       its content is replaced by that HTML fragment while the page is visible; the answer's header `X-Refresh: stop`
 *       ends that, `X-Refresh: reload` loads the whole page anew. The first time is after the seconds, or with -now at once.
 *       `X-Refresh-Mark` names what is shown; brought back as `X-Refresh-Have`, it may be answered by 204: the same still.
 *   data-countdown="23" [data-countdown-text="あと{}秒"]   seconds left; on <progress> its value.
 *   data-clock             the time 19:42:07 in it goes on from there.
 *   data-gone-after="45"    so many seconds later it is hidden, and the element behind it is shown.
 *   data-told              in a part that is replaced: a screen reader is told these words; all others wait to be found.
 *   data-print             a hidden button that prints the page: shown where it can.
 *   data-confirm="…?"      asked beside the server's own confirmation page.
 *   data-send-now          a form that is sent at once when it is seen: as soon as the page is in front.
 *   data-keep-awake        on <body>: the screen stays on.
 * The admin's pages have more of these: src/web/client-admin.ts, which is loaded before.
 * On <body>: data-offline, data-refresh-failed, data-live-failed are the words for what can go wrong.
 */
export const CLIENT = `(() => {
'use strict'
const words = document.body.dataset
const started = new WeakSet()
const once = (element, start) => { if (!started.has(element)) { started.add(element); start(element) } }
const wait = (ms) => new Promise((done) => setTimeout(done, ms))
const visible = () => document.hidden
  ? new Promise((done) => document.addEventListener('visibilitychange', done, { once: true })).then(visible)
  : Promise.resolve()

function say(after, text) {
  let line = after.nextElementSibling
  if (!line || !line.classList.contains('live-failed')) {
    if (!text) return
    line = document.createElement('p')
    line.className = 'live-failed'
    line.setAttribute('role', 'status')
    after.after(line)
  }
  if (text) line.textContent = text
  else line.remove()
}

/** A reader tells of what changes in a region that it knows, not of one that comes with its words. */
const region = document.createElement('div')
region.className = 'hidden'
region.setAttribute('role', 'status')
document.body.append(region)
function tell(root) {
  const told = [...root.querySelectorAll('[data-told] > :not([aria-hidden])')]
  if (!told.length) return
  region.textContent = told.map((part) => part.textContent).join(' ')
  setTimeout(() => { region.textContent = '' }, 5000)
}

async function ask(url, options) {
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(), 10000)
  try {
    const response = await fetch(url, { credentials: 'same-origin', redirect: 'error', cache: 'no-store', signal: controller.signal, ...options })
    return { response, html: await response.text() }
  } finally { clearTimeout(timer) }
}

async function refresh(element) {
  const { refresh: url, refreshMethod: method = 'get' } = element.dataset
  const every = Math.max(Number(element.dataset.refreshSeconds) || 1, 0.5) * 1000
  let last = ''
  let have = ''
  let failures = 0
  let now = 'refreshNow' in element.dataset
  while (element.isConnected) {
    if (!now) await wait(every * Math.min(2 ** failures, 8))
    now = false
    await visible()
    if (!element.isConnected) return
    try {
      const known = have && !element.querySelector('[data-gone-after][hidden]') ? { 'x-refresh-have': have } : {}
      const { response, html } = await ask(url, { method: method.toUpperCase(), headers: known })
      if (!response.ok) throw new Error(String(response.status))
      failures = 0
      say(element, '')
      const typing = element.contains(document.activeElement) && document.activeElement.matches('input, textarea, select')
      if (response.status !== 204 && html !== last && !typing) {
        element.innerHTML = html
        last = html
        have = response.headers.get('x-refresh-mark')
        look(element)
        tell(element)
      }
      const order = response.headers.get('x-refresh')
      if (order === 'reload') { location.reload(); return }
      if (order === 'stop') return
    } catch { failures += 1; if (failures > 1 && navigator.onLine) say(element, words.refreshFailed) }
  }
}

/** Seconds passed. One of the device's clocks stands still while it sleeps, the other can be set back: the longer time counts. */
function stopwatch() {
  const date = Date.now(), awake = performance.now()
  return () => Math.max(Date.now() - date, performance.now() - awake) / 1000
}

const steps = new Map()
let ticking
function tick() {
  steps.forEach((step, element) => { if (!element.isConnected || step() === false) steps.delete(element) })
  if (!steps.size) ticking = clearInterval(ticking)
}
function goOn(element, step) {
  steps.set(element, step)
  ticking = ticking || setInterval(tick, 250)
  step()
}
// Timers sleep behind another window or a locked screen: what is over goes before it is seen again.
document.addEventListener('visibilitychange', tick)
addEventListener('pageshow', tick)

function countdown(element) {
  const passed = stopwatch()
  goOn(element, () => {
    const left = Math.max(0, Number(element.dataset.countdown) - passed())
    if (element.tagName === 'PROGRESS') element.value = left
    else write(element, (element.dataset.countdownText || '{}').replace('{}', String(Math.ceil(left))))
    return left > 0
  })
}

function clock(element) {
  const passed = stopwatch()
  const [hours, minutes, seconds] = element.textContent.split(':').map(Number)
  const two = (number) => String(number).padStart(2, '0')
  goOn(element, () => {
    const at = Math.floor(hours * 3600 + minutes * 60 + seconds + passed())
    write(element, [Math.floor(at / 3600) % 24, two(Math.floor(at / 60) % 60), two(at % 60)].join(':'))
  })
}

function write(element, text) { if (element.textContent !== text) element.textContent = text }

function fading(element) {
  const passed = stopwatch()
  goOn(element, () => {
    if (passed() < Number(element.dataset.goneAfter)) return true
    element.hidden = true
    element.nextElementSibling.hidden = false
    return false
  })
}

function printing(button) {
  button.hidden = false
  button.addEventListener('click', () => print())
}

async function sending(form) {
  if (document.hidden) await visible()
  form.requestSubmit()
}

function look(root) {
  root.querySelectorAll('[data-refresh]').forEach((element) => once(element, more.listens && more.listens(element) ? more.listen : refresh))
  root.querySelectorAll('[data-countdown]').forEach((element) => once(element, countdown))
  root.querySelectorAll('[data-clock]').forEach((element) => once(element, clock))
  root.querySelectorAll('[data-gone-after]').forEach((element) => once(element, fading))
  root.querySelectorAll('[data-send-now]').forEach((element) => once(element, sending))
  root.querySelectorAll('[data-print]').forEach((element) => once(element, printing))
  if (more.look) more.look(root)
}
const more = window.okaeriAdmin ? window.okaeriAdmin({ say, ask, look, once, visible, refresh, words }) : {}

const sent = new Map()
const free = () => { sent.forEach((button) => button && button.removeAttribute('aria-disabled')); sent.clear() }
document.addEventListener('submit', (event) => {
  const form = event.target, button = event.submitter
  if (event.defaultPrevented) return
  if (sent.has(form)) { event.preventDefault(); return }
  const question = (button && button.dataset.confirm) || form.dataset.confirm
  if (question && !confirm(question)) { event.preventDefault(); return }
  if (form.method.toLowerCase() === 'get') return
  sent.set(form, button)
  if (button) button.setAttribute('aria-disabled', 'true')
  setTimeout(free, 15000)
})
addEventListener('pageshow', free)

const bar = document.createElement('div')
bar.className = 'offline-bar'
bar.setAttribute('role', 'status')
const online = () => {
  bar.textContent = words.offline || ''
  if (navigator.onLine) bar.remove()
  else document.body.append(bar)
}
addEventListener('online', online)
addEventListener('offline', online)
online()

async function awake() {
  if (!('keepAwake' in words) || !navigator.wakeLock || document.hidden) return
  try { await navigator.wakeLock.request('screen') } catch { /* the device decides */ }
}
document.addEventListener('visibilitychange', awake)
awake()

const wrong = document.querySelector('.field.wrong :is(input, select, textarea)')
if (wrong) wrong.focus()
look(document)
})()
`
