/**
 * The script of /liff: asks LINE who the person is and hands LINE's signed answer to the server, which says where to go.
 * Plain JavaScript as text, because it is served as it stands. What goes wrong is one thing for the person: the words that
 * stand in the page for it are shown.
 */
export const LIFF_CLIENT = `(() => {
'use strict'
const place = document.getElementById('liff')
const { liffId, sessions } = place.dataset
const RETRIED = 'okaeri-liff-again'
const MOVING_MS = 3000
const fail = () => { for (const part of place.children) part.hidden = !part.hidden }
const wait = (ms) => new Promise((done) => setTimeout(done, ms))

/** The first address only leads to the second one, with what stood in the link: the SDK goes there by itself. */
const stillMoving = () => new URLSearchParams(location.search).has('liff.state')

/** A token that is kept from an earlier visit may be used up or over. In a browser a new one can be had, once. */
function again() {
  if (liff.isInClient() || sessionStorage.getItem(RETRIED)) return false
  sessionStorage.setItem(RETRIED, '1')
  liff.logout()
  liff.login({ redirectUri: location.href })
  return true
}

async function enter() {
  await liff.init({ liffId })
  if (stillMoving()) await wait(MOVING_MS)
  if (!liff.isLoggedIn()) { liff.login({ redirectUri: location.href }); return }
  const token = liff.getIDToken()
  const response = token && await fetch(sessions, {
    method: 'POST', body: new URLSearchParams({ id_token: token }), credentials: 'same-origin', cache: 'no-store', redirect: 'error',
  })
  if (response && response.ok) {
    sessionStorage.removeItem(RETRIED)
    location.replace((await response.json()).location)
  } else if (!again()) fail()
}
enter().catch(fail)
})()
`
