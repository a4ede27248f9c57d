/**
 * Reads QR codes with the phone's camera, on the pages that load it (src/web/ui-scan.tsx). It works beside src/web/client.ts
 * and needs nothing of it. Everything is in the attributes of a form:
 *   data-scan              a form with a field `code`, shown where there is a camera. A code that is read goes into the field;
 *       then the form is sent, as if by hand, or
 *   data-scan-target="#id" is posted where it stands, and the answer is shown there: the camera stays on for the next guest.
 *       `scan` in it is a new nonce for every code read. It is sent again, the same, while no answer comes.
 *   data-scan-reader="/url"   the script that reads where the browser itself cannot (it sets window.jsQR); loaded only then.
 *   data-scan-{starting,on,off,stop,denied,missing,failed,sending,waiting,lost}   the words for what can happen.
 * In the form: [data-scan-button] starts and stops, <video> shows, [data-scan-status] says.
 */
export const SCAN_CLIENT = `(() => {
'use strict'
const LOOK_MS = 120, AGAIN_MS = 4000, SIDE_PX = 720, ANSWER_MS = 8000
const RETRIES_MS = [500, 1000, 2000, 4000, 4000]
const KEPT = 'okaeri-scan'
const wait = (ms) => new Promise((done) => setTimeout(done, ms))

async function nativeReader() {
  if (!window.BarcodeDetector) return
  try {
    if (!(await BarcodeDetector.getSupportedFormats()).includes('qr_code')) return
    const detector = new BarcodeDetector({ formats: ['qr_code'] })
    return async (video) => { const [found] = await detector.detect(video); return found && found.rawValue }
  } catch { /* the other one reads, too */ }
}

async function ownReader(url) {
  if (!window.jsQR) await new Promise((done, fail) => {
    const script = document.createElement('script')
    script.src = url
    script.onload = done
    script.onerror = fail
    document.head.append(script)
  })
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d', { willReadFrequently: true })
  return async (video) => {
    const scale = Math.min(1, SIDE_PX / Math.max(video.videoWidth, video.videoHeight))
    canvas.width = Math.round(video.videoWidth * scale)
    canvas.height = Math.round(video.videoHeight * scale)
    if (!canvas.width || !canvas.height) return
    context.drawImage(video, 0, 0, canvas.width, canvas.height)
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height)
    const found = jsQR(data, canvas.width, canvas.height, { inversionAttempts: 'dontInvert' })
    return found && found.data
  }
}

async function post(form, body) {
  const answer = await fetch(form.action, { method: 'POST', body, credentials: 'same-origin', redirect: 'error', cache: 'no-store', signal: AbortSignal.timeout(ANSWER_MS) })
  if (answer.status === 401 || answer.status === 403) location.reload()
  if (!answer.ok && answer.status !== 422) throw new Error(String(answer.status))
  return answer.text()
}

function scanner(form) {
  const words = form.dataset
  const button = form.querySelector('[data-scan-button]')
  const video = form.querySelector('video')
  const status = form.querySelector('[data-scan-status]')
  const say = (text) => { status.textContent = text || '' }
  let stream, read, last = '', goneAt

  async function send() {
    const target = words.scanTarget ? document.querySelector(words.scanTarget) : null
    if (!target) { stop(true); form.requestSubmit(); return }
    if (form.elements.scan) form.elements.scan.value = crypto.randomUUID()
    const body = new URLSearchParams(new FormData(form))
    say(words.scanSending)
    for (const pause of [0, ...RETRIES_MS]) {
      await wait(pause)
      try {
        target.innerHTML = await post(form, body)
        say(words.scanOn)
        if (navigator.vibrate) navigator.vibrate(80)
        return
      } catch { say(words.scanWaiting) }
    }
    target.textContent = ''
    say(words.scanLost)
    last = ''
    await wait(AGAIN_MS)
  }

  async function look() {
    const mine = stream
    while (stream && stream === mine) {
      try {
        const code = video.readyState >= 2 ? await read(video) : undefined
        if (stream !== mine) return
        const now = performance.now()
        // Looked for and not seen all that time: where no pictures came for a while, nobody took the code away.
        if (!code) goneAt = goneAt || now
        else {
          if (code !== last || (goneAt && now - goneAt > AGAIN_MS)) {
            last = code
            form.elements.code.value = code
            await send()
          }
          goneAt = undefined
        }
      } catch { /* a picture that cannot be read: the next one */ }
      await wait(LOOK_MS)
    }
  }

  async function start() {
    button.disabled = true
    say(words.scanStarting)
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: false, video: { facingMode: 'environment', width: { ideal: 1280 } } })
    } catch (error) {
      remember(false)
      button.disabled = false
      say(error && error.name === 'NotAllowedError' ? words.scanDenied : words.scanMissing)
      return
    }
    try {
      read = read || await nativeReader() || await ownReader(words.scanReader)
      video.srcObject = stream
      video.hidden = false
      await video.play()
    } catch {
      stop(true)
      button.disabled = false
      say(words.scanFailed)
      return
    }
    stream.getVideoTracks().forEach((track) => { track.onended = () => stop(false) })
    button.disabled = false
    button.textContent = words.scanStop
    say(words.scanOn)
    remember(true)
    look()
  }

  function stop(keep) {
    if (stream) stream.getTracks().forEach((track) => track.stop())
    stream = undefined
    goneAt = goneAt || performance.now()
    video.srcObject = null
    video.hidden = true
    button.textContent = words.scanOff
    say('')
    if (!keep) remember(false)
  }

  const remember = (on) => { try { on ? sessionStorage.setItem(KEPT, '1') : sessionStorage.removeItem(KEPT) } catch { /* then not */ } }
  const remembered = () => { try { return sessionStorage.getItem(KEPT) === '1' } catch { return false } }

  form.hidden = false
  button.addEventListener('click', () => stream ? stop(false) : start())
  let resting = false
  document.addEventListener('visibilitychange', () => {
    if (document.hidden && stream) { resting = true; stop(true) }
    else if (!document.hidden && resting) { resting = false; start() }
  })
  addEventListener('pagehide', () => stop(true))
  if (remembered()) start()
}

if (navigator.mediaDevices && navigator.mediaDevices.getUserMedia)
  document.querySelectorAll('[data-scan]').forEach(scanner)
})()
`
