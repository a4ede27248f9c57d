/**
 * The one script of every page, for browsers that run it: every page works without. Plain JavaScript as text, because it
 * is served as it stands. What an element wants it says in its attributes:
 *   data-refresh="/url" data-refresh-seconds="1" [data-refresh-method="post"] [data-refresh-now]
 *       its content is replaced by that HTML fragment while the page is visible; the answer's header `X-Refresh: stop`
 *       ends that, `X-Refresh: reload` loads the whole page anew. The first time is after the seconds, or with -now at once.
 *   data-stream="/url"     beside data-refresh: the same content told by the server as it changes (server-sent events; 'stop'
 *       and 'reload' as above); where the browser or the way there cannot, data-refresh does it.
 *   data-live-form="/url" data-live-target="#id"
 *       a form whose values are posted there 250 ms after the last change; the answer is shown in the target.
 *   data-count="utf16|grapheme" data-count-max="1000"   what is typed is counted under it, as the server counts it.
 *   data-insert="{名前}" data-insert-into="#id"   a hidden button that puts these words where the cursor is.
 *   data-used="{名前}"       is shown only while the words stand in a text of its form.
 *   data-countdown="23" [data-countdown-text="あと{}秒"]   seconds left; on <progress> its value.
 *   data-print             a hidden button that prints the page: shown where it can.
 *   data-picture           a file field: the chosen picture is shrunk before it leaves the phone. With ="/url" it is brought
 *       there at once; the answer replaces data-picture-target's content, or says why not. data-picture-taking, -taken and
 *       -failed are the words meanwhile and after; the form's button data-picture-button is not needed then and goes.
 *   data-confirm="…?"      asked beside the server's own confirmation page.
 *   data-send-now          a form that is sent at once when it is seen: as soon as the page is in front.
 *   data-keep-awake        on <body>: the screen stays on.
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
  let failures = 0
  let now = 'refreshNow' in element.dataset
  while (element.isConnected) {
    if (!now) await wait(every * Math.min(2 ** failures, 8))
    now = false
    await visible()
    if (!element.isConnected) return
    try {
      const { response, html } = await ask(url, { method: method.toUpperCase() })
      if (!response.ok) throw new Error(String(response.status))
      failures = 0
      say(element, '')
      const typing = element.contains(document.activeElement) && document.activeElement.matches('input, textarea, select')
      if (html !== last && !typing) { element.innerHTML = html; last = html; look(element) }
      const order = response.headers.get('x-refresh')
      if (order === 'reload') { location.reload(); return }
      if (order === 'stop') return
    } catch { failures += 1; if (failures > 1) say(element, words.refreshFailed) }
  }
}

function show(element, html) {
  const typing = element.contains(document.activeElement) && document.activeElement.matches('input, textarea, select')
  if (typing) return
  element.innerHTML = html
  look(element)
}

async function listen(element) {
  while (element.isConnected) {
    await visible()
    const end = await hear(element)
    if (end === 'reload') { location.reload(); return }
    if (end === 'stop') return
    if (end === 'failed') return refresh(element)
  }
}

function hear(element) {
  return new Promise((over) => {
    const source = new EventSource(element.dataset.stream)
    const end = (how) => { source.close(); document.removeEventListener('visibilitychange', hide); over(how) }
    const hide = () => { if (document.hidden) end('hidden') }
    document.addEventListener('visibilitychange', hide)
    source.onmessage = ({ data }) => { say(element, ''); show(element, data) }
    source.addEventListener('reload', () => end('reload'))
    source.addEventListener('stop', () => end('stop'))
    source.onerror = () => { if (source.readyState === EventSource.CLOSED) end('failed') }
  })
}

function live(form) {
  const target = document.querySelector(form.dataset.liveTarget)
  if (!target) return
  let timer, asked = 0
  const update = async () => {
    const mine = ++asked
    target.setAttribute('aria-busy', 'true')
    try {
      const { response, html } = await ask(form.dataset.liveForm, { method: 'POST', body: new URLSearchParams(new FormData(form)) })
      if (mine !== asked) return
      if (!response.ok && response.status !== 422) throw new Error(String(response.status))
      say(target, '')
      target.innerHTML = html
      look(target)
    } catch { if (mine === asked) say(target, words.liveFailed) }
    finally { if (mine === asked) target.removeAttribute('aria-busy') }
  }
  const soon = () => { clearTimeout(timer); timer = setTimeout(update, 250) }
  form.addEventListener('input', soon)
  form.addEventListener('change', soon)
}

function countdown(element) {
  const ends = performance.now() + Number(element.dataset.countdown) * 1000
  const step = () => {
    if (!element.isConnected) return
    const left = Math.max(0, (ends - performance.now()) / 1000)
    if (element.tagName === 'PROGRESS') element.value = left
    else {
      const text = (element.dataset.countdownText || '{}').replace('{}', String(Math.ceil(left)))
      if (element.textContent !== text) element.textContent = text
    }
    if (left > 0) setTimeout(step, 200)
  }
  step()
}

const segmenter = window.Intl && Intl.Segmenter ? new Intl.Segmenter('ja', { granularity: 'grapheme' }) : null
function count(input) {
  const { count: unit, countMax } = input.dataset
  const line = document.createElement('small')
  line.className = 'count'
  const show = () => {
    const typed = input.value.trim()
    const length = unit === 'grapheme' && segmenter ? [...segmenter.segment(typed)].length : typed.length
    const over = length > Number(countMax)
    line.textContent = length.toLocaleString() + ' / ' + Number(countMax).toLocaleString()
    line.classList.toggle('over', over)
    if (over) line.setAttribute('role', 'status')
    else line.removeAttribute('role')
  }
  input.after(line)
  input.addEventListener('input', show)
  show()
}

function inserting(button) {
  const input = document.querySelector(button.dataset.insertInto)
  if (!input) return
  button.hidden = false
  button.addEventListener('click', () => {
    input.setRangeText(button.dataset.insert, input.selectionStart, input.selectionEnd, 'end')
    input.focus()
    input.dispatchEvent(new Event('input', { bubbles: true }))
  })
}

function used(element) {
  const form = element.closest('form')
  const show = () => {
    element.hidden = ![...form.querySelectorAll('textarea, input[type=text]')]
      .some((input) => !element.contains(input) && input.value.includes(element.dataset.used))
  }
  form.addEventListener('input', show)
  show()
}

function printing(button) {
  button.hidden = false
  button.addEventListener('click', () => print())
}

async function sending(form) {
  if (document.hidden) await visible()
  form.requestSubmit()
}

const PICTURE_PX = 2048
async function smaller(file) {
  try {
    const bitmap = await createImageBitmap(file)
    const scale = Math.min(1, PICTURE_PX / Math.max(bitmap.width, bitmap.height))
    if (scale === 1) return file
    const canvas = document.createElement('canvas')
    canvas.width = Math.round(bitmap.width * scale)
    canvas.height = Math.round(bitmap.height * scale)
    canvas.getContext('2d').drawImage(bitmap, 0, 0, canvas.width, canvas.height)
    const type = file.type === 'image/png' ? 'image/png' : 'image/jpeg'
    const blob = await new Promise((done) => canvas.toBlob(done, type, 0.9))
    return blob && blob.size < file.size ? new File([blob], 'picture', { type }) : file
  } catch { return file }
}

async function bring(input, file) {
  const { picture: url, pictureTarget, pictureTaking, pictureTaken, pictureFailed } = input.dataset
  const target = document.querySelector(pictureTarget)
  const body = new FormData()
  body.append(input.name, file)
  say(input, pictureTaking)
  input.disabled = true
  try {
    const response = await fetch(url, { method: 'POST', body, credentials: 'same-origin', redirect: 'error', signal: AbortSignal.timeout(90000) })
    const answer = await response.text()
    if (!response.ok) { say(input, response.status === 422 && !answer.startsWith('<') ? answer : pictureFailed); return }
    target.innerHTML = answer
    say(input, pictureTaken)
    target.dispatchEvent(new Event('change', { bubbles: true }))
  } catch { say(input, pictureFailed) }
  finally { input.disabled = false; input.value = '' }
}

function picture(input) {
  const button = input.parentElement.querySelector('[data-picture-button]')
  if (button && input.dataset.picture) button.remove()
  input.addEventListener('change', async () => {
    const [file] = input.files
    if (!file) return
    const small = await smaller(file)
    if (input.dataset.picture) { await bring(input, small); return }
    if (small === file || input.files[0] !== file) return
    const instead = new DataTransfer()
    instead.items.add(small)
    input.files = instead.files
  })
}

function look(root) {
  root.querySelectorAll('[data-refresh]').forEach((element) =>
    once(element, element.dataset.stream && window.EventSource ? listen : refresh))
  root.querySelectorAll('[data-live-form]').forEach((element) => once(element, live))
  root.querySelectorAll('[data-countdown]').forEach((element) => once(element, countdown))
  root.querySelectorAll('[data-send-now]').forEach((element) => once(element, sending))
  root.querySelectorAll('[data-picture]').forEach((element) => once(element, picture))
  root.querySelectorAll('[data-print]').forEach((element) => once(element, printing))
  root.querySelectorAll('[data-count]').forEach((element) => once(element, count))
  root.querySelectorAll('[data-insert]').forEach((element) => once(element, inserting))
  root.querySelectorAll('[data-used]').forEach((element) => once(element, used))
}

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
