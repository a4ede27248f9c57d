/** Cards, numbers, tables, states, history. */
export const PART_STYLES = `
.card { background: var(--card); border: 1px solid var(--line); border-radius: var(--radius); padding: 16px; margin: 0 0 16px; }
.card > :last-child, .card > :last-child > :last-child { margin-bottom: 0; }
.card-head { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 4px 12px; margin-bottom: 12px; }
.card-head h2 { margin: 0; }

.notice { display: flex; gap: 12px; align-items: flex-start; margin: 0 0 16px; padding: 12px 16px; border-radius: var(--radius); border: 1px solid; border-left-width: 6px; }
.notice .sign { flex: none; font-weight: 700; font-size: 18px; line-height: 1.5; }
.notice strong { display: block; }
.notice > div { color: var(--ink); }
.notice p:last-child { margin: 0; }
.notice.success { color: var(--done); background: var(--done-tint); }
.notice.warn { color: var(--wait); background: var(--wait-tint); }
.notice.error { color: var(--stop); background: var(--stop-tint); font-weight: 400; }
.notice.info, .badge.info { color: var(--indigo); background: var(--indigo-tint); }

.badge { display: inline-flex; align-items: center; gap: 4px; padding: 1px 10px 1px 8px; border-radius: 12px; border: 1px solid; font-size: 14px; line-height: 1.6; white-space: nowrap; }
.definition .badge { white-space: normal; }
.badge.done { color: var(--done); background: var(--done-tint); }
.badge.wait { color: var(--wait); background: var(--wait-tint); }
.badge.stop { color: var(--stop); background: var(--stop-tint); }
.badge.plain { color: var(--muted); background: var(--paper); }

.stats { display: flex; flex-wrap: wrap; gap: 12px 32px; margin: 0 0 16px; }
.stat dt { font-size: 14px; color: var(--muted); }
.stat dd { margin: 0; line-height: 1.3; }
.stat b { font-size: 28px; }
.big strong { font-size: 28px; line-height: 1.3; }
.stat .from { font-size: 22px; color: var(--muted); }
.stat .arrow { color: var(--muted); }
.stat .unit { margin-left: 2px; }
.stat small { display: block; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(150px, 100%), 1fr)); gap: 12px; margin: 0 0 16px; }
.tiles .stat { background: var(--card); border: 1px solid var(--line); border-radius: var(--radius); padding: 12px 16px; }
@media (max-width: 639px) { .tiles .stat { padding: 12px 10px; } .tiles .stat b { font-size: 22px; } }

.progress { margin: 0 0 16px; }
.progress span { font-size: 14px; color: var(--muted); }
progress { appearance: none; display: block; width: 100%; height: 10px; border: 0; border-radius: 5px; overflow: hidden; background: var(--line); color: var(--indigo); }
progress::-webkit-progress-bar { background: var(--line); }
progress::-webkit-progress-value { background: var(--indigo); }
progress::-moz-progress-bar { background: var(--indigo); }

.rows { width: 100%; border-collapse: collapse; margin: 0 0 16px; }
.rows th { text-align: left; font-size: 14px; font-weight: 400; color: var(--muted); padding: 8px 12px; border-bottom: 1px solid var(--edge); white-space: nowrap; }
.rows td { padding: 12px; border-bottom: 1px solid var(--line); vertical-align: middle; }
.rows td { min-width: 5.5em; }
.rows tr { position: relative; }
.rows tbody tr:hover { background: var(--indigo-tint); }
.rows td:first-child a { font-weight: 700; text-decoration: none; }
.rows td:first-child > a::after { content: ""; position: absolute; inset: 0; }
.rows td:not(:first-child) :is(a, button) { position: relative; z-index: 1; white-space: nowrap; }
.rows .number { text-align: right; }
@media (max-width: 639px) {
  .rows, .rows tbody, .rows tr, .rows td { display: block; }
  .rows thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .rows tr { background: var(--card); border: 1px solid var(--line); border-radius: var(--radius); padding: 12px 16px; margin-bottom: 12px; }
  .rows td { display: flex; justify-content: space-between; align-items: baseline; gap: 16px; padding: 3px 0; border: 0; text-align: right; }
  .rows td:empty { display: none; }
  .rows td::before { content: attr(data-label); flex: none; font-size: 14px; color: var(--muted); text-align: left; }
  .rows td:first-child { display: block; text-align: left; font-size: 18px; padding-bottom: 6px; }
  .rows td:first-child::before { content: none; }
  .card .rows tr { border-width: 0 0 1px; border-radius: 0; padding: 12px 0; margin: 0; }
  .card .rows tr:last-child { border: 0; }
}
.pager { display: flex; justify-content: space-between; gap: 12px; }
.pager a { display: inline-flex; align-items: center; min-height: 44px; padding: 0 4px; }

.empty { text-align: center; padding: 32px 16px; border: 1px dashed var(--edge); border-radius: var(--radius); margin: 0 0 16px; }
.empty > :last-child { margin-bottom: 0; }
.empty strong { font-size: 18px; }
.empty p { max-width: 34em; margin: 8px auto 16px; color: var(--muted); }
.empty .example { color: var(--ink); background: var(--indigo-tint); border-radius: 8px; padding: 8px 16px; width: fit-content; }

.timeline { list-style: none; margin: 0 0 16px; padding: 0; }
.timeline li { position: relative; padding: 0 0 16px 24px; border-left: 2px solid var(--line); margin-left: 6px; }
.timeline li:last-child { border-color: transparent; padding-bottom: 0; }
.timeline li::before { content: ""; position: absolute; left: -7px; top: 8px; width: 12px; height: 12px; border-radius: 50%; background: var(--card); border: 2px solid var(--edge); }
.timeline .done::before { background: var(--done); border-color: var(--done); }
.timeline .wait::before { background: var(--wait); border-color: var(--wait); }
.timeline .stop::before { background: var(--stop); border-color: var(--stop); }
.timeline .info::before { background: var(--indigo); border-color: var(--indigo); }
.timeline time { display: block; font-size: 14px; color: var(--muted); }
.timeline small { display: block; }

.definition { margin: 0 0 16px; }
.definition > div { display: grid; grid-template-columns: 8em 1fr; gap: 4px 16px; padding: 10px 0; border-bottom: 1px solid var(--line); }
.definition > div:first-child { padding-top: 0; }
.definition > div:last-child { border: 0; padding-bottom: 0; }
@media (max-width: 639px) { .definition > div { grid-template-columns: 6.5em 1fr; } }
@media (max-width: 279px) { .definition > div { grid-template-columns: 1fr; } }
.definition dt { color: var(--muted); font-size: 14px; line-height: 1.95; }
.definition dd { margin: 0; }
.lines { white-space: pre-line; }

.compare { display: grid; gap: 16px 24px; margin: 0 0 16px; }
@media (min-width: 800px) { .compare { grid-template-columns: minmax(0, 2fr) minmax(0, 3fr); align-items: start; } .compare > .said { position: sticky; top: 24px; } }
.compare .definition { margin: 0; }
.compare .definition > div { grid-template-columns: 5em 1fr; }
.candidate dl { margin: 0 0 12px; }
.candidate dd { margin: 0; }
.candidate .actions { margin-top: 12px; }
.card h3 small { font-weight: 400; }
.card > .chips { margin-bottom: 12px; }
.button.small { min-height: 44px; padding: 4px 14px; font-weight: 400; }
.candidate { padding: 12px 16px; margin: 0 0 12px; border: 1px solid var(--line); border-radius: var(--radius); background: var(--paper); }
.candidate.likely { border: 2px solid var(--indigo); }
.candidate > :last-child { margin-bottom: 0; }
@media (max-width: 639px) { .candidate > button { width: 100%; } }

.note { margin: 4px 0; padding: 8px 12px; border-radius: 8px; background: var(--paper); }
.note-line { display: flex; justify-content: space-between; align-items: flex-start; gap: 12px; padding: 0 0 12px; margin: 0 0 12px; border-bottom: 1px solid var(--line); }
.note-line p { margin: 0; }
.note-line button { flex: none; min-height: 44px; padding: 4px 8px; }

.phone { width: min(390px, 100%); margin: 0 auto 16px; border: 8px solid #2a2e37; border-radius: 32px; overflow: hidden; background: #8fa9c9; }
.phone-top { background: #f7f7f7; color: #1f2430; padding: 10px 16px; font-weight: 700; text-align: center; }
.phone-screen { min-height: 240px; padding: 16px 12px; color: #1f2430; }
@media (min-width: 1100px) { .phone-screen { max-height: max(480px, calc(100vh - 150px)); overflow-y: auto; } }
@media (max-width: 639px) { .phone { border-width: 4px; border-radius: 24px; } .card > .phone { width: auto; margin-inline: -12px; } .phone-screen { padding-inline: 8px; } }
`
