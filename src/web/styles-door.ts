/** The door of an event: on the shop's phone, in one hand. Only of the pages that load it. */
export const DOOR_STYLES = `
.door { font-size: 16px; }
.door input:not([type=checkbox], [type=radio], [type=hidden]) { min-height: 52px; font-size: 18px; font-weight: 400; letter-spacing: 0; text-align: left; text-transform: none; border-width: 1px; }
.door input[type=number] { text-align: right; }
.door :is(button, .button) { min-height: 52px; font-size: 16px; }
.door .scan button { min-height: 64px; font-size: 18px; }
.door .filters button { width: auto; }
.door .quiet { min-height: 44px; }
.door-head { color: var(--muted); margin: -8px 0 16px; }
.door-count { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 16px; margin: 0 0 12px; line-height: 1.4; }
.door-count b { font-size: 36px; }
.door-count span { white-space: nowrap; }

.door-result { margin: 0 0 16px; padding: 16px; border-radius: 16px; color: #fff; }
.door-result.done { background: #24593e; }
.door-result.wait { background: #7a4f00; }
.door-result.stop { background: #962424; }
.door-result > div { display: flex; gap: 16px; align-items: center; }
.door-result .sign { flex: none; font-size: 64px; font-weight: 700; line-height: 1; }
.door-result strong { display: block; font-size: 28px; line-height: 1.35; }
.door-result p { margin: 0; font-size: 18px; }
.door-result .guest-facts { margin: 8px 0 0; }
.door-result form { display: flex; gap: 12px; margin: 12px 0 0; }
.door-result :is(.primary, .secondary) { flex: 1; background: #fff; color: #1f2430; border-color: #fff; }
.door-result .quiet { color: #fff; }
.door-result .quiet:hover { background: #fff2; }
.door-result :focus-visible { outline-color: #fff; }

.guests { list-style: none; margin: 0 0 20px; padding: 0; }
.guest { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 4px 12px; align-items: center; padding: 12px 0; border-bottom: 1px solid var(--line); }
.guest-name { font-size: 20px; font-weight: 700; line-height: 1.35; }
.guest-name small { display: block; font-weight: 400; line-height: 1.4; }
.guest.in .guest-name { font-weight: 400; }
.guest-facts { display: flex; flex-wrap: wrap; gap: 4px 6px; }
.guest-facts .badge { white-space: normal; font-size: 15px; }
.guest-facts:empty { display: none; }
.guest-facts .badge.stop { font-weight: 700; }
.guest > form { display: flex; gap: 8px; grid-area: 1 / 2; margin: 0; }
.guest > form select { width: auto; min-height: 52px; padding-right: 34px; font-size: 18px; }
.guest > :is(.guest-facts, p) { grid-column: 1 / -1; margin: 0; }
.guest.asks > form { grid-area: auto / 1 / auto / -1; margin-top: 4px; }
.guest.asks > form > button { flex: 1; }
.card > .guest { padding: 0; border: 0; }

.door-list { width: 100%; border-collapse: collapse; margin: 0 0 16px; font-size: 15px; }
.door-list :is(th, td) { border: 1px solid var(--edge); padding: 6px 8px; text-align: left; vertical-align: top; }
.door-list th { font-size: 13px; font-weight: 400; color: var(--muted); white-space: nowrap; }
.door-list td { height: 44px; }
.door-list td small { display: block; line-height: 1.4; }
.door-list .tick { width: 44px; font-size: 24px; line-height: 1; text-align: center; vertical-align: middle; }
.door-list .memo { min-width: 88px; }
.door-list .few { width: 64px; text-align: right; white-space: nowrap; }
.door-list tr { break-inside: avoid; }
.door-how li { margin: 0 0 4px; }
@page { size: A4 portrait; margin: 12mm; }
@media print {
  .door-print { font-size: 10.5pt; line-height: 1.5; }
  .door-print h2 { font-size: 12pt; break-after: avoid; }
  .door-list { font-size: 10.5pt; }
  .door-list th { font-size: 8.5pt; }
  .door-list td { height: 10mm; }
  [data-print] { display: none; }
}
`
