/**
 * What only the admin's pages need beside src/web/client.ts, which calls it when it is there: a guest's page loads none of
 * it. In the same way, an element says what it wants in its attributes:
 *   data-stream="/url"     beside data-refresh: the same content told by the server as it changes (server-sent events; 'stop'
 *       and 'reload' as above); where the browser or the way there cannot, data-refresh does it.
 *   data-live-form="/url" data-live-target="#id"
 *       a form whose values are posted there 250 ms after the last change; the answer is shown in the target.
 *   data-count="utf16|grapheme" data-count-max="1000"   what is typed is counted under it, as the server counts it.
 *   data-insert="{名前}" data-insert-into="#id"   a hidden button that puts these words where the cursor is.
 *   data-used="{名前}"       is shown only while the words stand in a text of its form.
 *   data-picture           a file field: the chosen picture is shrunk before it leaves the phone. With ="/url" it is brought
 *       there at once; the answer replaces data-picture-target's content, or says why not. data-picture-taking, -taken and
 *       -failed are the words meanwhile and after; the form's button data-picture-button is not needed then and goes.
 */
export const ADMIN_CLIENT = `'use strict'
window.okaeriAdmin = ({ say, ask, look, once, visible, refresh, words }) => {
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

return {
  listen,
  listens: (element) => element.dataset.stream && window.EventSource,
  look: (root) => {
    root.querySelectorAll('[data-live-form]').forEach((element) => once(element, live))
    root.querySelectorAll('[data-picture]').forEach((element) => once(element, picture))
    root.querySelectorAll('[data-count]').forEach((element) => once(element, count))
    root.querySelectorAll('[data-insert]').forEach((element) => once(element, inserting))
    root.querySelectorAll('[data-used]').forEach((element) => once(element, used))
  },
}
}
`
