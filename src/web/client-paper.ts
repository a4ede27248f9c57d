/**
 * A till while the net is down (src/coupons/paper). Plain JavaScript as text, as src/web/client.ts; it works beside it.
 * Everything it knows stands in one element, [data-paper]:
 *   data-store             whose log it is; missing: the device is no till, and what it still has of any store is shown.
 *   data-upload            where the log is sent; data-worker, data-scope: what answers for us while the net is down.
 *   data-cap               so many a day, missing: none may be logged; data-place: which till a scan was logged at.
 *   data-alone             the page has nothing else to say: it says itself that the net is away.
 *   data-{none,waiting,sending,sent,kept,offline,refused,busy}   the words for the state; {} is a number.
 * In it: [data-paper-state] says; form[data-paper-form] has code, bill, guests, and is sent to the till itself while that can
 * be reached; <template data-paper-result="noted|twice|full|wrong|failed"> are the answers, {} in them the time or number;
 * [data-paper-count] how many today; [data-paper-list] what waits, [data-paper-left] what of other stores; [data-paper-send]
 * a button.
 * A scan is one entry of localStorage, so that no two pages can overwrite each other, and is taken away only when the answer
 * to its upload names it; a page that is open twice sends it twice, which is one scan. Where nothing can be written it is said
 * before a guest comes. Who clears the browser's data clears the till's cookie and this worker too: no page is left to tell.
 */
export const PAPER_CLIENT = `(() => {
'use strict'
const root = document.querySelector('[data-paper]')
if (!root) return
const words = root.dataset
const AT_ONCE = 10, EVERY_MS = 15000, ANSWER_MS = 8000, ASK_MS = 3000, JUST_MS = 30000
// 5:00 in Tokyo, when a shop's day begins, is 20:00 of the day before in UTC.
const DAY_MS = 86400000, DAY_AHEAD_MS = 4 * 3600000
const ALL = 'okaeri-paper:', OURS = ALL + words.store + ':', DAYS = 'okaeri-paper-day:' + words.store + ':', CLOCK = 'okaeri-paper-clock'
const form = root.querySelector('[data-paper-form]')
const state = root.querySelector('[data-paper-state]')
const count = root.querySelector('[data-paper-count]')
const list = root.querySelector('[data-paper-list]')
const left = root.querySelector('[data-paper-left]')
const button = root.querySelector('[data-paper-send]')
const put = (text, value) => (text || '').replace('{}', String(value))
const now = () => Date.now() + (Number(localStorage.getItem(CLOCK)) || 0)
const today = () => Math.floor((now() + DAY_AHEAD_MS) / DAY_MS)
const clock = (at) => new Date(at).toLocaleTimeString('ja-JP', { timeZone: 'Asia/Tokyo', hour: '2-digit', minute: '2-digit' })
const day = (at) => new Date(at).toLocaleDateString('ja-JP', { timeZone: 'Asia/Tokyo', month: 'numeric', day: 'numeric' })
const keys = (start) => Object.keys(localStorage).filter((key) => key.startsWith(start))
const read = (found) => found.map((key) => JSON.parse(localStorage.getItem(key))).sort((a, b) => a.scannedAt - b.scannedAt)
const waiting = () => read(keys(OURS))
const leftHere = () => read(keys(ALL).filter((key) => !key.startsWith(OURS)))
const loggedToday = () => Number(localStorage.getItem(DAYS + today())) || 0
const spell = (code) => code.slice(0, 4) + '-' + code.slice(4)
const alone = 'alone' in words
let refused = '', reached = false, sending

const writable = () => {
  try {
    localStorage.setItem('okaeri-paper-room', ' '.repeat(500))
    localStorage.removeItem('okaeri-paper-room')
    return true
  } catch { return false }
}

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
    refused = answer.status === 429 ? words.busy : answer.status === 403 ? words.refused : ''
    if (answer.status === 403 && alone) location.replace(words.scope)
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
  fill(list, scans)
  fill(left, leftHere())
}

function fill(place, scans) {
  if (!place) return
  place.parentElement.hidden = scans.length === 0
  place.replaceChildren(...scans.map((scan) => {
    const item = document.createElement('li')
    const bill = scan.billYen === undefined ? '' : put(words.bill, scan.billYen.toLocaleString('ja-JP'))
    item.textContent = [place === left ? scan.place : '', day(scan.scannedAt), clock(scan.scannedAt), spell(scan.code), bill].filter(Boolean).join(' ')
    return item
  }))
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

const notedBefore = (code) => waiting().find((scan) => scan.code === code)

function log() {
  const code = codeIn(form.elements.code.value)
  if (code.length !== 8) return answer('wrong')
  const before = notedBefore(code)
  if (before) return answer('twice', clock(before.scannedAt))
  if (loggedToday() >= Number(words.cap)) return answer('full', words.cap)
  const scan = { id: crypto.randomUUID(), code, place: words.place, scannedAt: now(), billYen: numberIn(form.elements.billYen, 10000000), guests: numberIn(form.elements.guests, 100) }
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
    const code = codeIn(sent.elements.code.value)
    const before = notedBefore(code)
    // The camera went on by itself, and still sees whose coupon was just noted.
    if (before && now() - before.scannedAt < JUST_MS) return
    if (before) { answer('twice', clock(before.scannedAt)); return }
    form.elements.code.value = code.length === 8 ? spell(code) : sent.elements.code.value
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
  // Of a form that found no answer, or of the guest's link, opened by the camera of the device.
  const code = kept.get('code') || new URLSearchParams(location.search).get('code')
  if (code) form.elements.code.value = codeIn(code).length === 8 ? spell(codeIn(code)) : code.slice(0, 500)
}
const again = root.querySelector('[data-paper-again]')
if (again) for (const [name, value] of kept) {
  const field = document.createElement('input')
  field.type = 'hidden'
  field.name = name
  field.value = value
  again.append(field)
}
// A use that is to be sent again stays in the address: loading the page anew must not lose it.
if ((location.hash && !again) || (alone && location.search)) history.replaceState(null, '', location.pathname)

if (alone || again) document.body.classList.add('paper-alone')
if (words.store === undefined) { fill(left, leftHere()); return }
if (button) button.addEventListener('click', () => send())
addEventListener('online', goOn)
addEventListener('offline', () => { reached = false; show(0) })
async function goOn() {
  if (document.hidden) return
  if (!reached || waiting().length > 0) await send()
  // Where nothing can be logged there is nothing to stay for.
  if (alone && !form && reached && waiting().length === 0) location.replace(words.scope)
}
setInterval(goOn, EVERY_MS)
keys(DAYS).forEach((key) => { if (Number(key.slice(DAYS.length)) < today() - 3) localStorage.removeItem(key) })

if (navigator.serviceWorker) navigator.serviceWorker.register(words.worker, { scope: words.scope }).catch(() => {})
if (navigator.storage && navigator.storage.persist) navigator.storage.persist().catch(() => {})
show()
send().then(() => { if (form && !writable()) answer('failed') })
})()
`
