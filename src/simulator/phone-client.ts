/**
 * The script of the phone page; plain JavaScript as text, because it is served as it stands. It draws what
 * /_simulator/users/:id/phone says, again at each change that the platform tells of (server-sent events; every few
 * seconds while these are broken), and sends what people do to the control API.
 */
export const PHONE_CLIENT = `(() => {
'use strict'
const PHOTO = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
const POLL_MS = 3000
const WEBHOOK = {
  no_endpoint: 'ボットのWebhook URLが設定されていません。',
  could_not_connect: 'ボットにつながりません。',
  request_timeout: 'ボットが2秒以内に応答しませんでした。',
  error_status_code: 'ボットがエラーを返しました。',
  unclassified: 'ボットに届けられませんでした。',
}
const phones = new Map()

// Like LINE's own setting it stays as it was chosen on this device.
const dark = document.querySelector('[data-testid=dark]')
dark.checked = localStorage.getItem('dark') === 'yes'
const darken = () => { document.documentElement.toggleAttribute('data-dark', dark.checked) }
dark.addEventListener('change', () => { localStorage.setItem('dark', dark.checked ? 'yes' : 'no'); darken() })
darken()

for (const element of document.querySelectorAll('.phone')) phones.set(element.dataset.user, createPhone(element))

function createPhone(element) {
  const find = (selector) => element.querySelector(selector)
  const log = find('.log'), quick = find('.quick'), menu = find('.menu'), bar = find('.menu-bar')
  const notice = find('.notice'), typing = find('.typing'), composer = find('.composer'), input = find('textarea')
  const sheet = new CSSStyleSheet()
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
  const api = '/_simulator/users/' + element.dataset.user
  const shown = { css: '', quick: '', menu: '', menuId: null, localTime: '' }
  let busy = false, again = false, first = true, typingTimer, noticeTimer

  async function refresh() {
    if (busy) { again = true; return }
    busy = true
    try {
      do {
        again = false
        const response = await fetch(api + '/phone', { cache: 'no-store' })
        if (!response.ok) throw new Error(String(response.status))
        draw(await response.json())
      } while (again)
      if (notice.dataset.offline) say('')
    } catch {
      say('シミュレーターにつながりません。', true)
    } finally { busy = false }
  }

  // Stays at the newest message, also when quick replies or the menu take room, unless the person has scrolled up.
  let pinned = true, top = 0
  const toEnd = () => { log.scrollTop = log.scrollHeight }
  log.addEventListener('scroll', () => {
    const nearEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 80
    if (nearEnd || log.scrollTop < top) pinned = nearEnd
    top = log.scrollTop
  })
  new ResizeObserver(() => { if (pinned) toEnd() }).observe(log)

  function draw(view) {
    element.dataset.friend = view.friend
    shown.localTime = view.localTime
    if (view.css !== shown.css) { shown.css = view.css; sheet.replaceSync(view.css) }
    drawItems(view.items)
    drawQuick(view)
    drawMenu(view.menu)
    clearTimeout(typingTimer)
    typing.hidden = !(view.loadingMs > 0)
    if (view.loadingMs > 0) typingTimer = setTimeout(refresh, view.loadingMs + 50)
  }

  // The same choices under a newer message are offered anew, though they were taken under the one before.
  function drawQuick({ quick: html, items }) {
    const under = html + (items.at(-1)?.key ?? '')
    if (under === shown.quick) return
    shown.quick = under
    quick.innerHTML = html
    quick.hidden = html === ''
  }

  function drawItems(items) {
    const had = new Map([...log.children].map((child) => [child.dataset.key, child]))
    let added = null, place = null
    for (const { key, from, html } of items) {
      let child = had.get(key)
      had.delete(key)
      if (!child) {
        child = document.createElement('div')
        child.className = 'item'
        child.dataset.key = key
        child.dataset.from = from
        child.dataset.testid = 'item-' + from
        if (from !== 'day') added = from
      }
      if (child.source !== html) { child.source = html; child.innerHTML = html }
      const next = place ? place.nextElementSibling : log.firstElementChild
      if (next !== child) log.insertBefore(child, next)
      place = child
    }
    for (const child of had.values()) child.remove()
    if (added && (pinned || added === 'user')) toEnd()
    if (added === 'bot' && !first) unread()
    first = false
  }

  function drawMenu(view) {
    bar.hidden = view === null
    if (view === null) { menu.hidden = true; shown.menuId = null; shown.menu = ''; menu.textContent = ''; return }
    bar.textContent = view.chatBarText
    if (view.html !== shown.menu) { shown.menu = view.html; menu.innerHTML = view.html }
    if (view.id !== shown.menuId) { shown.menuId = view.id; openMenu(view.selected) }
  }

  function openMenu(open) {
    menu.hidden = !open
    bar.setAttribute('aria-expanded', String(open))
  }

  function say(words, offline = false) {
    clearTimeout(noticeTimer)
    notice.textContent = words
    if (offline) notice.dataset.offline = '1'
    else delete notice.dataset.offline
    if (words && !offline) noticeTimer = setTimeout(() => say(''), 6000)
  }

  function unread() {
    if (element.getClientRects().length === 0) tabOf(element.dataset.user)?.setAttribute('data-unread', '')
  }

  async function post(path, body) {
    try {
      const response = await fetch(api + path, {
        method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body ?? {}),
      })
      const answer = await response.json()
      const reason = answer.webhook && answer.webhook.reason
      if (!response.ok) say('できませんでした。' + (answer.error ?? ''))
      else if (answer.webhook === 'held') say('イベントを保留しています。')
      else if (reason && reason !== 'ok') say(WEBHOOK[reason] ?? reason)
      return response.ok
    } catch {
      say('シミュレーターにつながりません。', true)
      return false
    } finally { refresh() }
  }

  async function act(action, taken) {
    if (action.type !== 'datetimepicker') taken()
    if (action.type === 'clipboard') return copy(action.clipboardText ?? '')
    if (action.type === 'camera' || action.type === 'cameraRoll') return photo()
    if (action.type === 'uri' || action.type === 'location') return say('この端末では開けません。')
    if (action.type !== 'datetimepicker') {
      applyInput(action)
      return post('/taps', { action })
    }
    const value = await pick(action, shown.localTime)
    if (!value) return
    taken()
    await post('/taps', { action, value })
  }

  function applyInput({ inputOption, fillInText }) {
    if (inputOption === 'closeRichMenu') openMenu(false)
    if (inputOption === 'openRichMenu') openMenu(true)
    if (inputOption !== 'openKeyboard') return
    openMenu(false)
    input.value = fillInText ?? ''
    grow()
    input.focus()
  }

  async function copy(text) {
    try { await navigator.clipboard.writeText(text); say('コピーしました。') } catch { say('コピーできませんでした。') }
  }

  const photo = () => post('/messages', { image: PHOTO, type: 'image/png' })
  const deeds = {
    follow: () => post('/follow'),
    block: () => post('/block'),
    photo,
    sticker: () => post('/messages', { sticker: { packageId: '446', stickerId: '1988' } }),
  }

  function send() {
    const text = input.value
    if (text.trim() === '') return
    input.value = ''
    grow()
    quick.hidden = true
    post('/messages', { text }).then((sent) => { if (!sent && input.value === '') { input.value = text; grow() } })
  }

  function grow() {
    input.style.height = 'auto'
    input.style.height = Math.min(input.scrollHeight, 120) + 'px'
  }

  element.addEventListener('click', (event) => {
    const target = event.target.closest('[data-action],[data-do],a[href]')
    if (!target) return
    if (target.dataset.do) {
      target.closest('details')?.removeAttribute('open')
      deeds[target.dataset.do]()
    } else if (target.dataset.action) {
      const isQuick = quick.contains(target)
      act(JSON.parse(target.dataset.action), () => { if (isQuick) { quick.hidden = true; log.focus() } })
    } else if (target.hostname === 'liff.line.me') {
      event.preventDefault()
      open(api + '/liff?url=' + encodeURIComponent(target.href), '_blank', 'noopener')
    } else if (!/^https?:/.test(target.protocol)) {
      event.preventDefault()
      say(target.protocol === 'tel:' ? '電話：' + decodeURIComponent(target.pathname) : 'この端末では開けません。')
    }
  })
  bar.addEventListener('click', () => openMenu(menu.hidden))
  composer.addEventListener('submit', (event) => { event.preventDefault(); send() })
  input.addEventListener('input', grow)
  input.addEventListener('keydown', (event) => {
    // While kana are being converted, Enter chooses the words; Safari says so only by the key code.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return
    event.preventDefault()
    send()
  })
  return { element, refresh, input }
}

const dialog = document.querySelector('dialog')
const picked = dialog.querySelector('input')
const PICKERS = {
  date: { type: 'date', label: '日にちを選ぶ', length: 10 },
  time: { type: 'time', label: '時刻を選ぶ' },
  datetime: { type: 'datetime-local', label: '日時を選ぶ', length: 16 },
}

/** The value as LINE sends it (2026-04-01, 17:00, 2026-04-01T17:00), or nothing. */
function pick({ mode, initial, min, max, label }, localTime) {
  const picker = PICKERS[mode] ?? PICKERS.date
  const fit = (value) => (value ?? '').replace('t', 'T')
  const now = picker.type === 'time' ? localTime.slice(11) : localTime.slice(0, picker.length)
  picked.type = picker.type
  picked.min = fit(min)
  picked.max = fit(max)
  const start = fit(initial) || now
  picked.value = min && start < picked.min ? picked.min : max && start > picked.max ? picked.max : start
  dialog.querySelector('label').textContent = label || picker.label
  return new Promise((done) => {
    dialog.returnValue = ''
    dialog.onclose = () => done(dialog.returnValue === 'ok' ? picked.value : '')
    dialog.showModal()
    picked.focus()
  })
}
dialog.querySelector('[value=cancel]').addEventListener('click', () => dialog.close('cancel'))

const tabs = [...document.querySelectorAll('[data-tab]')]
const tabOf = (id) => tabs.find((tab) => tab.dataset.tab === id)
function show(id) {
  for (const tab of tabs) tab.setAttribute('aria-pressed', String(tab.dataset.tab === id))
  for (const [user, { element }] of phones) element.classList.toggle('current', user === id)
  tabOf(id)?.removeAttribute('data-unread')
}
for (const tab of tabs) tab.addEventListener('click', () => {
  show(tab.dataset.tab)
  phones.get(tab.dataset.tab).element.scrollIntoView({ block: 'nearest', inline: 'center' })
})
if (tabs.length > 0) show((tabOf(location.hash.slice(1)) ?? tabs[0]).dataset.tab)

document.addEventListener('click', (event) => {
  for (const open of document.querySelectorAll('details[open]')) if (!open.contains(event.target)) open.open = false
})
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') for (const open of document.querySelectorAll('details[open]')) {
    open.open = false
    open.querySelector('summary').focus()
  }
})

const refreshAll = () => { for (const phone of phones.values()) phone.refresh() }
refreshAll()
if (phones.size > 0) {
  const changes = new EventSource('/_simulator/events')
  changes.addEventListener('change', (event) => {
    const { userId } = JSON.parse(event.data)
    if (userId) phones.get(userId)?.refresh()
    else refreshAll()
  })
  changes.addEventListener('open', refreshAll)
  setInterval(() => { if (changes.readyState !== EventSource.OPEN) refreshAll() }, POLL_MS)
}
})()
`
