import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { automaticAdmin } from './automatic/admin.tsx'
import { broadcastAdmin } from './broadcasts/admin.tsx'
import { sendingSettingsAdmin } from './broadcasts/settings-admin.tsx'
import { myDataPages } from './consent/my-data.tsx'
import { consentPages } from './consent/pages.tsx'
import { couponAdmin } from './coupons/admin.tsx'
import { couponPages } from './coupons/guest/member.tsx'
import { automaticCouponAdmin } from './coupons/issuing/automatic-admin.tsx'
import { couponIssuingAdmin } from './coupons/issuing/issuing-admin.tsx'
import { paperAdmin } from './coupons/paper/paper-admin.tsx'
import { paperTillPages } from './coupons/paper/paper-till.tsx'
import { couponWatchAdmin } from './coupons/report/watch-admin.tsx'
import { couponTermsAdmin } from './coupons/terms/terms-admin.tsx'
import { tillPages } from './coupons/till/till.tsx'
import type { Deps } from './deps.ts'
import { eventAdmin } from './events/admin.tsx'
import { doorLinks } from './events/door-link.tsx'
import { doorTillPages } from './events/door-till.tsx'
import { eventPages } from './events/member.tsx'
import { imageAdmin } from './images/admin.tsx'
import { imageFiles } from './images/serving.tsx'
import { inboxAdmin } from './inbox/admin.tsx'
import { fenceAdmin } from './inbox/fence-admin.tsx'
import { accessAdmin } from './interactions/admin.tsx'
import { webhook } from './line/intake.ts'
import { failureFields } from './log.ts'
import { memberAdmin } from './members/admin.tsx'
import { registrationForm } from './members/form.tsx'
import { liffPages } from './members/liff.tsx'
import { sessionAdmin, signOuts } from './operators/admin.tsx'
import { faceAdmin } from './operators/face-admin.tsx'
import { adminHome } from './operators/home.tsx'
import { loginPages } from './operators/login.tsx'
import { operatorAdmin } from './operators/people-admin.tsx'
import { findSession, touchSession } from './operators/sessions.ts'
import { talkAdmin } from './polls/admin.tsx'
import { Refusal, type RefusalCode } from './refusal.ts'
import { returnAdmin } from './returns/admin.tsx'
import { returnPages } from './returns/member.tsx'
import { rosterAdmin } from './roster/admin.tsx'
import { invitationAdmin } from './roster/invitation-admin.tsx'
import { joinPages } from './roster/join.tsx'
import { IMPORTS_PATH } from './roster/list-page.tsx'
import { segmentAdmin } from './segments/admin.tsx'
import { publicAdPages } from './shifts/ad/public-ad.tsx'
import { shiftAdmin } from './shifts/admin.tsx'
import { shiftPages } from './shifts/member.tsx'
import { workplaceAdmin } from './shifts/posting/workplace-admin.tsx'
import { welcomeAdmin } from './shifts/welcome/welcome-admin.tsx'
import { storeAdmin } from './stores/admin.tsx'
import { enrolmentPages } from './stores/enrol.tsx'
import { tillStaffAdmin } from './stores/staff-admin.tsx'
import { staffTillPages } from './stores/staff-till.tsx'
import { storyAdmin } from './stories/admin.tsx'
import { tapPages } from './taps/pages.tsx'
import { errorTexts } from './texts/errors.ts'
import { asLanguage } from './texts/language.ts'
import { webTexts } from './texts/web.ts'
import { assets } from './web/assets.ts'
import { requireOwnOrigin } from './web/csrf.ts'
import type { WebEnv } from './web/env.ts'
import { headers } from './web/headers.ts'
import { chooseLanguage, languageSwitch } from './web/language.ts'
import { requireSession } from './web/session.ts'
import { noteStandstill } from './web/standstill.tsx'
import { PlainPage } from './web/ui.tsx'
import { Notice } from './web/ui-parts.tsx'
import { bringsPicture, pictureLimit } from './web/upload.ts'

const STATUS: Partial<Record<RefusalCode, 401 | 403 | 404 | 429 | 503>> = {
  session_needed: 401,
  not_allowed: 403,
  origin_foreign: 403,
  till_not_enrolled: 403,
  not_found: 404,
  import_over: 404,
  coupon_link_unusable: 404,
  event_link_unusable: 404,
  shift_link_unusable: 404,
  till_locked: 429,
  staff_needed: 401,
  pin_locked: 429,
  pin_blocked: 429,
  line_unreachable: 503,
}

/** Several times the longest form with every field full. */
const FORM_BYTES_MAX = 262_144

/** The whole product as one fetch handler: src/node.ts, src/worker.ts and the tests all serve this. */
export function createApp(deps: Deps) {
  const app = new Hono<WebEnv>().use(async (c, next) => {
    c.set('deps', deps)
    await next()
  })
  // Before everything else: LINE waits for it, and no page's middleware concerns it.
  app.route('/webhook', webhook)
  app.get('/healthz', health)
  // LINE's apps show them on pages of their own: the headers of our pages would forbid it.
  app.route('/images', imageFiles)

  app.use(headers(deps.config), chooseLanguage(), requireOwnOrigin())
  const formLimit = bodyLimit({ maxSize: FORM_BYTES_MAX, onError: (c) => sayNo(c, new Refusal('form_invalid')) })
  // Forms that bring a file have limits of their own, behind the session.
  app.use((c, next) => (c.req.path === IMPORTS_PATH || bringsPicture(c.req.path) ? next() : formLimit(c, next)))
  app.route('/', assets)
  app.route('/language', languageSwitch)

  // A member's and a device's doors: each checks its own signed link, token or cookie.
  app.route('/privacy', consentPages)
  app.route('/me', myDataPages)
  app.route('/join', joinPages)
  app.route('/coupon', couponPages)
  app.route('/event', eventPages)
  // What a guest's QR says: it leads whoever reads it to the door that is theirs.
  app.route('/d', doorLinks)
  app.route('/shift', shiftPages)
  // Anybody's: what a shop would hang in its window.
  app.route('/openings', publicAdPages)
  app.route('/return', returnPages)
  app.route('/l', tapPages)
  app.route('/register', registrationForm)
  app.route('/liff', liffPages)
  app.route('/till/enrol', enrolmentPages)
  app.route('/till/door', doorTillPages)
  app.route('/till/staff', staffTillPages)
  app.route('/till/paper', paperTillPages)
  app.route('/till', tillPages)
  app.route('/login', loginPages)

  // Everything here needs a session; nothing under /admin can be mounted before this line.
  app.use('/admin/*', requireSession({ find: findSession, touch: touchSession }), noteStandstill())
  app.use('/admin/*', (c, next) => (bringsPicture(c.req.path) ? pictureLimit(c, next) : next()))
  app.route('/admin', adminHome)
  app.route('/admin/members', memberAdmin)
  app.route('/admin/roster', rosterAdmin)
  app.route('/admin/invitations', invitationAdmin)
  app.route('/admin/segments', segmentAdmin)
  app.route('/admin/broadcasts', broadcastAdmin)
  app.route('/admin/sending-settings', sendingSettingsAdmin)
  app.route('/admin/automatic-messages', automaticAdmin)
  app.route('/admin/images', imageAdmin)
  app.route('/admin/stories', storyAdmin)
  app.route('/admin/talks', talkAdmin)
  app.route('/admin/events', eventAdmin)
  app.route('/admin/shifts', shiftAdmin)
  app.route('/admin/employers', workplaceAdmin)
  app.route('/admin/welcome-packs', welcomeAdmin)
  app.route('/admin/returns', returnAdmin)
  app.route('/admin/coupons/automatic', automaticCouponAdmin)
  app.route('/admin/coupons/watch', couponWatchAdmin)
  app.route('/admin/coupons', couponTermsAdmin)
  app.route('/admin/coupons', couponIssuingAdmin)
  app.route('/admin/coupons', couponAdmin)
  app.route('/admin/paper', paperAdmin)
  app.route('/admin/till-staff', tillStaffAdmin)
  app.route('/admin/stores', storeAdmin)
  app.route('/admin/operators', operatorAdmin)
  app.route('/admin/faces', faceAdmin)
  app.route('/admin/inbox', inboxAdmin)
  app.route('/admin/fence', fenceAdmin)
  app.route('/admin/access-log', accessAdmin)
  app.route('/admin/sessions', sessionAdmin)
  app.route('/admin/sign-outs', signOuts)

  app.get('/', (c) => c.redirect('/admin', 303))
  app.notFound((c) => sayNo(c, new Refusal('not_found')))
  app.onError((error, c) => (error instanceof Refusal ? sayNo(c, error) : apologise(c, error)))
  return app
}

/** 200 only when a row can be read: a load balancer, and LINE's redelivery, should come back later. */
async function health(c: Context<WebEnv>) {
  const { store, log } = c.var.deps
  try {
    await store.db.selectFrom('settings').select('key').limit(1).execute()
    return c.text('ok')
  } catch (error) {
    log.error('the database is away', failureFields(error))
    return c.text('the database is away', 503)
  }
}

function sayNo(c: Context<WebEnv>, { code }: Refusal) {
  const lang = asLanguage(c.get('language'))
  return c.html(
    <PlainPage lang={lang} title={errorTexts[lang][code]} screen="login">
      <p>
        <a href={code === 'session_needed' ? '/login' : '/admin'}>{webTexts[lang].back}</a>
      </p>
    </PlainPage>,
    STATUS[code] ?? 422,
  )
}

/** A bug or an outage: a page with a reference number that the log has too. */
function apologise(c: Context<WebEnv>, error: unknown) {
  const reference = crypto.randomUUID().slice(0, 8)
  const { log } = c.var.deps
  log.error('unexpected error', { reference, method: c.req.method, route: c.req.routePath, ...failureFields(error) })

  const lang = asLanguage(c.get('language'))
  const t = webTexts[lang]
  return c.html(
    <PlainPage lang={lang} title={t.errorTitle} screen="login">
      <Notice tone="error">{t.errorBody}</Notice>
      <p>
        {t.errorReference}: <code>{reference}</code>
      </p>
    </PlainPage>,
    500,
  )
}
