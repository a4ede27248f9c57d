/**
 * A till while the net is down (src/coupons/paper). Plain JavaScript as text, as src/web/client.ts; it works beside it.
 * Everything it knows stands in one element, [data-paper]:
 *   data-store             whose log it is; data-upload: where it is sent; data-worker, data-scope: what answers for us while
 *       the net is down; data-cap: so many a day, missing: none may be logged.
 *   data-alone             the page has nothing else to say: it says itself that the net is away.
 *   data-{none,waiting,sending,sent,kept,offline,refused,busy}   the words for the state; {} is a number.
 * In it: [data-paper-state] says; form[data-paper-form] has code, bill, guests, and is sent to the till itself while that can
 * be reached; <template data-paper-result="noted|twice|full|wrong"> are the answers, {} in them the time or number;
 * [data-paper-count] how many today; [data-paper-list] what waits; [data-paper-send] a button.
 * A scan is one entry of localStorage, so that no two pages can overwrite each other, and is taken away only when the answer
 * to its upload names it.
 */
export const PAPER_CLIENT = `(() => {
'use strict'
const root = document.querySelector('[data-paper]')
if (!root) return
const words = root.dataset
const AT_ONCE = 10, EVERY_MS = 15000, ANSWER_MS = 8000, ASK_MS = 3000
// 5:00 in Tokyo, when a shop's day begins, is 20:00 of the day before in UTC.
const DAY_MS = 86400000, DAY_AHEAD_MS = 4 * 3600000
const OURS = 'okaeri-paper:' + words.store + ':', DAYS = 'okaeri-paper-day:' + words.store + ':', CLOCK = 'okaeri-paper-clock'
const form = root.querySelector('[data-paper-form]')
const state = root.querySelector('[data-paper-state]')
const count = root.querySelector('[data-paper-count]')
const list = root.querySelector('[data-paper-list]')
const button = root.querySelector('[data-paper-send]')
const put = (text, value) => (text || '').replace('{}', String(value))
const now = () => Date.now() + (Number(localStorage.getItem(CLOCK)) || 0)
const today = () => Math.floor((now() + DAY_AHEAD_MS) / DAY_MS)
const clock = (at) => new Date(at).toLocaleTimeString('ja-JP', { timeZone: 'Asia/Tokyo', hour: '2-digit', minute: '2-digit' })
const keys = (start) => Object.keys(localStorage).filter((key) => key.startsWith(start))
const waiting = () => keys(OURS).map((key) => JSON.parse(localStorage.getItem(key))).sort((a, b) => a.scannedAt - b.scannedAt)
const loggedToday = () => Number(localStorage.getItem(DAYS + today())) || 0
const spell = (code) => code.slice(0, 4) + '-' + code.slice(4)
const alone = 'alone' in words
let refused = '', reached = false, sending

const codeIn = (typed) => {
  const inLink = /[?&]code=([^&#]+)/.exec(typed)
  return (inLink ? inLink[1] : typed).normalize('NFKC').toUpperCase().replace(/[^0-9A-Z]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1')
}

async function ask(scans, patience) {
  const body = new URLSearchParams({ scans: JSON.stringify(scans) })
  let answer
  try { answer = await fetch(words.upload, { method: 'POST', body, credentials: 'same-origin', redirect: 'error', cache: 'no-store', signal: AbortSignal.timeout(patience) }) }
  catch (error) { reached = false; throw error }
  reached = answer.status < 500
  if (!answer.ok) {
    refused = answer.status === 429 ? words.busy : answer.status < 500 ? words.refused : ''
    throw new Error(String(answer.status))
  }
  refused = ''
  const said = await answer.json()
  localStorage.setItem(CLOCK, String(said.now - Date.now()))
  return said.taken
}

async function reach(patience) {
  try { await ask([], patience); return true } catch { return reached }
}

async function sendAll() {
  let sent = 0
  try {
    for (let scans = waiting(); ; scans = waiting()) {
      if (scans.length > 0) say(put(words.sending, scans.length))
      const taken = await ask(scans.slice(0, AT_ONCE), ANSWER_MS)
      taken.forEach((id) => localStorage.removeItem(OURS + id))
      sent += taken.length
      if (scans.length === 0 || taken.length === 0) break
    }
  } catch { /* they wait here */ }
  show(sent)
}

function send() {
  sending = sending || sendAll().finally(() => { sending = undefined })
  return sending
}

const say = (text) => { state.textContent = text || ''; state.hidden = !text }

function show(sent) {
  const scans = waiting()
  if (sent === undefined) say('')
  else if (scans.length > 0) say(refused || put(reached ? words.kept : words.waiting, scans.length))
  else if (sent > 0) say(put(words.sent, sent))
  else say(reached ? words.none : words.offline)
  root.classList.toggle('reached', reached)
  if (count) count.textContent = put(count.dataset.paperCount, loggedToday())
  if (button) button.hidden = scans.length === 0
  if (!list) return
  list.parentElement.hidden = scans.length === 0
  list.textContent = ''
  for (const scan of scans) {
    const item = document.createElement('li')
    item.textContent = [clock(scan.scannedAt), spell(scan.code), scan.billYen === undefined ? '' : put(words.bill, scan.billYen.toLocaleString('ja-JP'))].join(' ').trim()
    list.append(item)
  }
}

function answer(name, value) {
  const template = root.querySelector('template[data-paper-result="' + name + '"]')
  const main = document.querySelector('main')
  const result = template.content.cloneNode(true)
  result.querySelectorAll('[data-value]').forEach((place) => { place.textContent = put(place.textContent, value) })
  document.body.classList.add(template.dataset.screen)
  main.replaceChildren(result)
  scrollTo(0, 0)
  const next = main.querySelector('a.button, button')
  if (next) next.focus()
}

const numberIn = (field, max) => {
  const value = field ? Number(field.value.normalize('NFKC').replace(/[^0-9]/g, '')) : 0
  return value > 0 && value <= max ? value : undefined
}

function log() {
  const code = codeIn(form.elements.code.value)
  if (code.length !== 8) return answer('wrong')
  const before = waiting().find((scan) => scan.code === code)
  if (before) return answer('twice', clock(before.scannedAt))
  if (loggedToday() >= Number(words.cap)) return answer('full', words.cap)
  const scan = { id: crypto.randomUUID(), code, scannedAt: now(), billYen: numberIn(form.elements.billYen, 10000000), guests: numberIn(form.elements.guests, 100) }
  try {
    localStorage.setItem(DAYS + today(), String(loggedToday() + 1))
    localStorage.setItem(OURS + scan.id, JSON.stringify(scan))
  } catch { return answer('failed') }
  answer('noted', clock(scan.scannedAt))
}

async function submitted(event) {
  const sent = event.target
  if (!root.contains(sent) || !sent.elements.code) return
  event.preventDefault()
  event.stopPropagation()
  if (sent !== form) {
    form.elements.code.value = sent.elements.code.value
    sent.hidden = true
    form.querySelector('button').focus()
    form.scrollIntoView({ block: 'center' })
    return
  }
  if (form.dataset.busy) return
  form.dataset.busy = 'yes'
  if (await reach(ASK_MS)) { form.submit(); return }
  delete form.dataset.busy
  log()
}

const kept = new URLSearchParams(location.hash.slice(1))
if (form) {
  document.addEventListener('submit', submitted, true)
  if (kept.get('code')) form.elements.code.value = kept.get('code').slice(0, 500)
}
const again = root.querySelector('[data-paper-again]')
if (again) for (const [name, value] of kept) {
  const field = document.createElement('input')
  field.type = 'hidden'
  field.name = name
  field.value = value
  again.append(field)
}
if (location.hash) history.replaceState(null, '', location.pathname + location.search)

if (button) button.addEventListener('click', () => send())
addEventListener('online', goOn)
addEventListener('offline', () => { reached = false; show(0) })
async function goOn() {
  if (document.hidden || (reached && waiting().length === 0)) return
  await send()
  // Where nothing can be logged there is nothing to stay for.
  if (alone && !form && reached && waiting().length === 0) location.replace(words.scope)
}
setInterval(goOn, EVERY_MS)
keys(DAYS).forEach((key) => { if (Number(key.slice(DAYS.length)) < today() - 3) localStorage.removeItem(key) })

if (alone) document.body.classList.add('paper-alone')
if (navigator.serviceWorker) navigator.serviceWorker.register(words.worker, { scope: words.scope }).catch(() => {})
if (navigator.storage && navigator.storage.persist) navigator.storage.persist().catch(() => {})
show()
send()
})()
`
