/** The till: readable at arm's length, worked with wet fingers. Only of its pages. */
export const TILL_STYLES = `
.till main { max-width: 40rem; font-size: 18px; }
.till h1 { font-size: 22px; margin-bottom: 8px; }
.till main { padding-top: 12px; }
.till .top { min-height: 48px; }
.till .mark { display: block; min-width: 0; min-height: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-size: 15px; font-weight: 400; }
.till .language { flex: none; }
.till .language button { font-size: 16px; white-space: nowrap; }
.till [hidden] { display: none !important; }
html { scroll-padding: 8px 0 0; }
.till .field :is(input, select) { scroll-margin: 80px 0 168px; }
.till input:not([type=checkbox], [type=radio], [type=hidden]) { min-height: 72px; font-size: 40px; font-weight: 700; letter-spacing: .12em; text-align: center; text-transform: uppercase; border-width: 2px; }
.till button, .till .button { min-height: 64px; font-size: 22px; }
.till .quiet { min-height: 44px; font-size: 16px; }
.till .primary { width: 100%; }
.till .actions { flex-direction: column; align-items: stretch; }
.till-who { font-size: 28px; font-weight: 700; line-height: 1.4; margin: 0; }
.till-what { font-size: 18px; line-height: 1.5; margin: 0; }
.till-what b { font-size: 22px; }
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
.till-detail p { font-size: 18px; margin: 0; }
.till-next { font-size: 22px; font-weight: 700; padding-top: 16px; border-top: 2px solid #fff8; margin: 0 0 16px; }
@media (max-width: 639px) { .till-word { font-size: clamp(36px, 11.5vw, 48px); } }

.till-bar { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 4px 12px; margin: -4px 0 12px; }
.till-bar nav { display: flex; flex-wrap: wrap; gap: 8px; margin-left: auto; }
.till-bar .button { min-height: 48px; padding: 4px 14px; font-size: 16px; }
.till .scan button { font-size: 22px; }
.till .scan:not([hidden]) + form .primary { background: var(--card); border-color: var(--indigo); color: var(--indigo); }
.till-links { list-style: none; margin: 24px 0 16px; padding: 0; display: flex; flex-wrap: wrap; gap: 8px 12px; }
.till-links .button { min-height: 52px; font-size: 18px; font-weight: 400; }
.till-links li { flex: 1 1 9em; }
.till-links .button { width: 100%; }

.till .card { padding: 12px 16px; }
.till .definition { margin: 0; }
.till .definition > div { padding: 3px 0; grid-template-columns: 5.5em 1fr; gap: 0 12px; line-height: 1.45; font-size: 16px; }
.till .definition dt { line-height: inherit; }
.till-state { margin: 6px 0; line-height: 1.4; }
.till-state .badge { font-size: 18px; font-weight: 700; padding: 3px 14px 3px 12px; border-radius: 18px; }
.till-state small { display: block; margin-top: 4px; }
.till .filled input:not([type=checkbox], [type=radio], [type=hidden]) { min-height: 52px; padding-block: 4px; font-size: 22px; letter-spacing: 0; text-transform: none; text-align: left; border-width: 1px; }
.till .filled .with-unit input:not([type=checkbox], [type=radio], [type=hidden]) { text-align: right; }
.till .filled .with-unit:not(:has(.unit)) input:not([type=checkbox], [type=radio], [type=hidden]) { text-align: left; }
.till .filled .field { margin-bottom: 8px; }
.till .filled .hint { font-size: 13px; line-height: 1.4; margin: 0 0 4px; }
.till .filters button { min-height: 52px; font-size: 18px; margin-bottom: 8px; width: auto; }
/* Always at the same place. Fixed: what only sticks is scrolled to when it gets the cursor, away from whose coupon it is. */
.till .filled .actions { position: fixed; z-index: 10; inset: auto 0 0; gap: 0; margin: 0; padding: 8px max(16px, 50% - 19rem) calc(4px + env(safe-area-inset-bottom)); background: var(--paper); border-top: 1px solid var(--line); }
.till main:has(.filled .actions) { padding-bottom: calc(144px + env(safe-area-inset-bottom)); }
.till .columns .field > label { white-space: nowrap; font-size: 16px; margin: 0; }
.till-found .chips { flex-direction: column; }
.till-found .chip { border-radius: var(--radius); }
.till .chips { margin-top: 8px; }
.till .filled .columns { grid-template-columns: 3fr 2fr; gap: 0 16px; align-items: start; }
.till .filled .columns:has(.wrong) { grid-template-columns: 1fr; }
.till .chip { min-height: 52px; }

.till-names { display: grid; gap: 12px; grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr)); margin: 16px 0 24px; }
.till-names button { min-height: 72px; overflow-wrap: anywhere; }

.till-people { list-style: none; margin: 0 0 20px; padding: 0; }
.till-people > li { padding: 12px 0; border-bottom: 1px solid var(--line); }
.till-people .till-who { font-size: 22px; }
.till-people ul { list-style: none; margin: 8px 0 0; padding: 0; }
.till-one { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 8px 16px; }
.till-one + .till-one { margin-top: 12px; }
.till-one > div { flex: 1 1 12em; line-height: 1.5; }
.till-one small { display: block; }
.till-one :is(button, .button) { width: auto; min-height: 52px; font-size: 18px; }

.till-off { display: block; font-size: clamp(36px, 11vw, 56px); font-weight: 700; line-height: 1.25; font-feature-settings: "palt"; }
.till-off { margin: 0 0 8px; }
.till-off.long { font-size: 28px; }
.till-off small { display: block; font-size: 18px; line-height: 1.5; font-weight: 400; }
.till-undo { margin: 16px 0 0; }
.till-undo .quiet { min-height: 48px; }
.till-wait .till-undo a.button.secondary { width: 100%; background: none; color: #fff; }
:is(.till-done, .till-wait) .till-sign { font-size: clamp(88px, 26vw, 160px); }
:is(.till-done, .till-wait, .till-stop) .card { background: #0002; border-color: #fff5; }
.paper-alone .offline-bar { display: none; }
.paper { display: contents; }
.paper-waiting { margin: 0 0 16px; }
.paper-waiting h2 { font-size: 18px; }
.paper-waiting ul { list-style: none; margin: 0 0 12px; padding: 0; font-variant-numeric: tabular-nums; }
.paper-waiting li { padding: 6px 0; border-bottom: 1px solid var(--line); }
.till-stop .paper-waiting { text-align: left; }
.till-stop .paper-waiting li { border-color: #fff5; }
`
