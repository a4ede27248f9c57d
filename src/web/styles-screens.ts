/** The till, the guest's coupon, the login: pages without a menu. */
export const SCREEN_STYLES = `
.screen { display: flex; flex-direction: column; min-height: 100vh; min-height: 100dvh; }
.screen main { flex: 1; max-width: 34rem; }
.screen .mark { font-size: 16px; }
.login main { display: flex; flex-direction: column; justify-content: center; padding-bottom: 20vh; }
.login .actions:not(.still) { position: static; border: 0; background: none; }

.member h1 { font-size: 28px; line-height: 1.35; margin-bottom: 8px; }
.coupon-code { text-align: center; background: var(--card); border: 1px solid var(--line); border-radius: 16px; padding: 20px 16px 16px; margin: 0 0 16px; border-top: 6px solid var(--persimmon); }
.qr { width: min(224px, 70vw); margin: 0 auto 12px; padding: 12px; background: #fff; border-radius: 8px; border: 1px solid var(--line); }
.qr svg { display: block; width: 100%; height: auto; }
.member .actions.still:not(:last-child) { margin-bottom: 16px; }
.big-picture img { display: block; width: 100%; height: auto; border-radius: 16px; }
.code { white-space: nowrap; margin: 0 0 12px; font-size: clamp(28px, 10.5vw, 56px); font-weight: 700; line-height: 1.15; letter-spacing: .04em; }
.card .code { font-size: clamp(22px, 8vw, 44px); }
.countdown { max-width: 260px; margin: 0 auto; color: var(--muted); }
.countdown progress { height: 6px; margin-bottom: 4px; }
.used { text-align: center; margin: 0 0 16px; padding: 40px 16px; border-radius: 16px; background: var(--done-tint); color: var(--done); }
.used .sign { display: block; font-size: 64px; line-height: 1; }
.used strong { display: block; font-size: 28px; }
.used p { margin: 4px 0 0; color: var(--ink); }

.till main { max-width: 40rem; font-size: 18px; }
.till h1 { font-size: 28px; }
.till input:not([type=checkbox], [type=radio], [type=hidden]) { min-height: 72px; font-size: 40px; font-weight: 700; letter-spacing: .12em; text-align: center; text-transform: uppercase; border-width: 2px; }
.till button, .till .button { min-height: 64px; font-size: 22px; }
.till .quiet { min-height: 44px; font-size: 16px; }
.till .primary { width: 100%; }
.till .actions { flex-direction: column-reverse; align-items: stretch; }
.till-who { font-size: 28px; font-weight: 700; line-height: 1.4; margin: 0; }
.till-what { font-size: 22px; margin: 0 0 16px; }
.till-done, .till-wait, .till-stop { color: #fff; }
.till-done { background: #24593e; }
.till-wait { background: #7a4f00; }
.till-stop { background: #962424; }
.till-done .top, .till-wait .top, .till-stop .top { border-color: #fff5; }
:is(.till-done, .till-wait, .till-stop) :is(.mark, .quiet, small, a:not(.button)) { color: #fff; }
:is(.till-done, .till-wait, .till-stop) .quiet:hover { background: #fff2; }
:is(.till-done, .till-wait, .till-stop) :is(.primary, .secondary, .button.primary) { background: #fff; color: #1f2430; border-color: #fff; }
:is(.till-done, .till-wait, .till-stop) .primary:hover { background: #f1ede4; }
:is(.till-done, .till-wait, .till-stop) .actions:not(.still) { background: none; border: 0; }
:is(.till-done, .till-wait, .till-stop) :focus-visible { outline-color: #fff; }
:is(.till-done, .till-wait, .till-stop) main { display: flex; flex-direction: column; text-align: center; }
.till-result { flex: 1; display: flex; flex-direction: column; justify-content: center; }
.till-sign { font-size: clamp(120px, 36vw, 200px); line-height: 1; font-weight: 700; }
.till-word { font-size: 48px; font-weight: 700; line-height: 1.25; margin: 8px 0 16px; font-feature-settings: "palt"; }
.till-detail { font-size: 22px; line-height: 1.5; margin: 0 0 16px; }
.till-next { font-size: 22px; font-weight: 700; padding-top: 16px; border-top: 2px solid #fff8; margin: 0 0 16px; }
@media (max-width: 639px) { .till-word { font-size: clamp(36px, 11.5vw, 48px); } }
`
