/** Tokens, type and the shell of a page. */
export const BASE_STYLES = `
:root {
  color-scheme: light dark;
  --ink: #1f2430; --muted: #625c50; --paper: #fbf9f5; --card: #ffffff; --line: #e4ded3; --edge: #8a8374;
  --indigo: #22406b; --indigo-deep: #182f52; --on-indigo: #ffffff; --indigo-tint: #e9eef6;
  --persimmon: #c8552b;
  --done: #2f6f4e; --done-tint: #e6f1ea; --wait: #8a5a00; --wait-tint: #faf0da; --stop: #a32a2a; --stop-tint: #fbeaea;
  --bar: 64px; --radius: 10px;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #ece8df; --muted: #b3ada0; --paper: #15181f; --card: #1e222b; --line: #353b47; --edge: #868c99;
    --indigo: #a9c3ea; --indigo-deep: #c5d7f2; --on-indigo: #10203a; --indigo-tint: #24324a;
    --persimmon: #e8825c;
    --done: #8ccba8; --done-tint: #1d3328; --wait: #e5b65c; --wait-tint: #38301c; --stop: #f2a3a0; --stop-tint: #402424;
  }
}
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; scroll-padding: 24px 0 calc(var(--bar) * 2 + 24px); }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 16px/1.7 "Hiragino Sans", "Noto Sans JP", "Yu Gothic UI", "Meiryo", system-ui, sans-serif;
  font-variant-numeric: tabular-nums; overflow-wrap: anywhere; word-break: normal; line-break: strict;
}
@supports (word-break: auto-phrase) { h1, h2, h3, p, label, legend, dt, dd, li, small, td, .notice, .offline-bar, .till-detail { word-break: auto-phrase; } }
h1, h2, h3 { font-feature-settings: "palt"; line-height: 1.4; margin: 0 0 12px; font-weight: 700; }
h1 { font-size: 28px; letter-spacing: .01em; }
h2 { font-size: 18px; }
h3 { font-size: 16px; }
p { margin: 0 0 12px; }
em, i, cite { font-style: normal; }
small { font-size: 14px; color: var(--muted); }
a { color: var(--indigo); text-underline-offset: 3px; text-decoration-thickness: 1px; }
a:hover { color: var(--indigo-deep); text-decoration-thickness: 2px; }
img, svg { vertical-align: middle; }
hr { border: 0; border-top: 1px solid var(--line); margin: 16px 0; }
pre, code { font-family: ui-monospace, "SFMono-Regular", Menlo, monospace; font-size: 14px; }
:focus-visible { outline: 3px solid var(--persimmon); outline-offset: 2px; border-radius: 4px; }
main:focus { outline: none; }
.hidden { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.muted { color: var(--muted); }
.number { text-align: right; }
.skip { position: absolute; left: 8px; top: -80px; z-index: 30; background: var(--indigo); color: var(--on-indigo); padding: 10px 16px; border-radius: 8px; }
.skip:focus { top: 8px; color: var(--on-indigo); }

.top { display: flex; align-items: center; justify-content: space-between; gap: 12px; min-height: 56px; padding: 4px 16px; border-bottom: 1px solid var(--line); }
.mark { display: inline-flex; align-items: center; gap: 8px; min-height: 44px; color: var(--ink); font-weight: 700; font-size: 18px; text-decoration: none; }
.mark:hover { color: var(--ink); }
.mark img { background: #fbf9f5; border-radius: 6px; padding: 2px; }
.language { margin: 0; }
main { width: 100%; max-width: 46rem; margin: 0 auto; padding: 20px 16px 40px; }
main.wide { max-width: 72rem; }
main > p, main > ul, main > ol { max-width: 68ch; }
.back { display: inline-flex; align-items: center; gap: 4px; min-height: 44px; margin: -8px 0 0 -4px; padding: 0 8px 0 4px; text-decoration: none; }
.icon { flex: none; width: 24px; height: 24px; }

.menu ul { list-style: none; margin: 0; padding: 0; }
.menu a, .menu .more button { color: var(--ink); text-decoration: none; position: relative; }
.menu .count { background: var(--persimmon); color: #fff; border-radius: 12px; min-width: 24px; padding: 0 7px; font-size: 18px; line-height: 24px; text-align: center; }
@media (prefers-color-scheme: dark) { .menu .count { color: #1f1208; } }
.menu a[aria-current] { color: var(--indigo); font-weight: 700; }
.who { display: flex; align-items: center; justify-content: space-between; gap: 12px; margin: 0; padding: 8px 16px; border-top: 1px solid var(--line); color: var(--muted); font-size: 14px; }

@media (max-width: 959px) {
  .menu { position: fixed; z-index: 20; inset: auto 0 0; background: var(--card); border-top: 1px solid var(--line); padding-bottom: env(safe-area-inset-bottom); }
  .menu > ul { display: grid; grid-auto-flow: column; grid-auto-columns: 1fr; height: var(--bar); }
  .menu > ul a, .menu > ul button { display: flex; flex-direction: column; align-items: center; justify-content: center; gap: 2px; width: 100%; height: 100%; font-size: 12px; line-height: 1.2; padding: 0; border: 0; background: none; border-radius: 0; font-weight: inherit; }
  .menu > ul a[aria-current]::before { content: ""; position: absolute; top: 0; left: 22%; right: 22%; height: 3px; background: var(--persimmon); border-radius: 0 0 3px 3px; }
  .menu > ul .count { position: absolute; top: 4px; left: calc(50% + 6px); font-size: 14px; line-height: 20px; min-width: 20px; padding: 0 5px; }
  #more { margin: 0; inset: auto 0 calc(var(--bar) + env(safe-area-inset-bottom)); width: 100%; border: 0; border-top: 1px solid var(--line); border-radius: 16px 16px 0 0; padding: 8px 0 0; background: var(--card); color: var(--ink); box-shadow: 0 -8px 24px #0003; }
  #more::backdrop { background: #1018; }
  #more li a { display: flex; align-items: center; gap: 12px; min-height: 52px; padding: 0 20px; }
  body.admin:not(.alone) main { padding-bottom: calc(var(--bar) + 48px); }
}
@media (min-width: 960px) {
  body.admin:not(.alone) { display: grid; grid-template: auto 1fr / 232px 1fr; min-height: 100vh; }
  body.admin:not(.alone) .top { grid-column: 1 / -1; padding: 4px 24px; }
  body.admin:not(.alone) main { margin: 0; padding: 28px 40px 64px; }
  .menu { border-right: 1px solid var(--line); padding: 16px 12px; display: flex; flex-direction: column; position: sticky; top: 0; align-self: start; min-height: calc(100vh - 57px); max-height: 100vh; overflow-y: auto; }
  .menu a { display: flex; align-items: center; gap: 12px; min-height: 44px; padding: 0 12px; border-radius: 8px; }
  .menu a:hover { background: var(--indigo-tint); }
  .menu a[aria-current] { background: var(--indigo-tint); box-shadow: inset 3px 0 0 var(--persimmon); }
  .menu .count { margin-left: auto; }
  .who .quiet { align-self: flex-start; margin-left: -12px; }
  .menu .more { display: none; }
  #more { display: flex; flex-direction: column; flex: 1; position: static; width: auto; margin: 0; border: 0; padding: 0; background: none; color: inherit; overflow: visible; }
  .who { margin-top: auto; padding: 12px; flex-direction: column; align-items: stretch; }
}
@media (max-width: 639px) { h1 { font-size: 22px; } }

.offline-bar { position: fixed; z-index: 40; inset: 0 0 auto; background: #5c3c00; color: #fff; padding: 10px 16px; text-align: center; font-size: 14px; }
@media (prefers-reduced-motion: no-preference) { a, button, .chip { transition: background-color .12s, border-color .12s, color .12s; } }
@media print {
  :root { --paper: #fff; --card: #fff; --ink: #000; --muted: #333; --line: #999; }
  .menu, .top, .actions, .skip, .back, .language, .offline-bar { display: none !important; }
  body.admin:not(.alone) { display: block; }
  main { max-width: none; padding: 0; }
  .card { break-inside: avoid; }
}
`
