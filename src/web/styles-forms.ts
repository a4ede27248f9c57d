/** Buttons, fields, chips and the action bar. Every target is at least 44 px. */
export const FORM_STYLES = `
button, .button {
  display: inline-flex; align-items: center; justify-content: center; gap: 8px; min-height: 48px; padding: 8px 20px;
  border: 1px solid transparent; border-radius: var(--radius); font: inherit; font-weight: 700; line-height: 1.4; text-align: center; text-decoration: none;
  cursor: pointer; background: none; color: var(--indigo); touch-action: manipulation;
}
.primary, .button.primary:hover { background: var(--indigo); color: var(--on-indigo); }
.primary:hover { background: var(--indigo-deep); color: var(--on-indigo); }
.secondary { background: var(--card); border-color: var(--indigo); color: var(--indigo); }
.secondary:hover { background: var(--indigo-tint); }
button:has([data-countdown]) { flex-wrap: wrap; gap: 0 8px; }
.danger { color: var(--stop); font-weight: 400; text-decoration: underline; text-underline-offset: 3px; }
.danger:hover, .button.danger:hover { background: var(--stop-tint); color: var(--stop); }
.quiet { min-height: 44px; padding: 4px 12px; font-weight: 400; text-decoration: underline; text-underline-offset: 3px; }
.quiet:hover { background: var(--indigo-tint); }
button[disabled], button[aria-disabled="true"] { opacity: .55; cursor: default; }

.actions { display: flex; flex-wrap: wrap; gap: 8px 12px; align-items: center; margin-top: 24px; }
form:has(> .actions.still) + form { margin-top: 16px; }
@media (max-width: 639px) {
  .actions:not(.still) {
    position: sticky; bottom: 0; z-index: 10; margin: 24px -16px 0; padding: 12px 16px calc(12px + env(safe-area-inset-bottom));
    background: var(--paper); border-top: 1px solid var(--line); flex-direction: row-reverse; align-items: stretch;
  }
  body.admin:not(.alone) .actions:not(.still) { bottom: calc(var(--bar) + env(safe-area-inset-bottom)); padding-bottom: 12px; }
  .card .actions:not(.still) { margin-inline: -16px; margin-bottom: -16px; border-radius: 0 0 var(--radius) var(--radius); background: var(--card); }
  .actions > * { flex: 1 1 auto; }
  .actions > .primary { flex-grow: 3; }
  .actions form { display: flex; }
  .actions form > button { flex: 1; }
}

.field { border: 0; margin: 0 0 20px; padding: 0; min-width: 0; }
.field > label, .field > legend { display: block; padding: 0; margin-bottom: 4px; font-weight: 700; }
.required { margin-left: 8px; padding: 1px 6px; border: 1px solid var(--edge); border-radius: 4px; font-size: 12px; font-weight: 400; color: var(--muted); vertical-align: 1px; }
.hint { display: block; margin: 0 0 6px; line-height: 1.6; }
input:not([type=checkbox], [type=radio], [type=hidden]), select, textarea {
  width: 100%; max-width: 100%; min-height: 48px; padding: 9px 12px; border: 1px solid var(--edge); border-radius: 8px;
  background: var(--card); color: var(--ink); font: inherit; font-size: 16px;
}
input[type=number], input[type=date], input[type=time], input[type=datetime-local] { width: auto; min-width: 10rem; }
input[type=number] { text-align: right; min-width: 0; width: 8rem; }
textarea { line-height: 1.7; resize: vertical; }
select { appearance: none; padding-right: 40px; background-image: linear-gradient(45deg, #0000 50%, var(--muted) 50%), linear-gradient(135deg, var(--muted) 50%, #0000 50%); background-position: right 18px center, right 12px center; background-size: 6px 6px; background-repeat: no-repeat; }
::placeholder { color: var(--muted); opacity: 1; }
.with-unit { display: flex; align-items: center; gap: 8px; }
.unit { flex: none; }
.wrong > label, .wrong > legend { color: var(--stop); }
.wrong input, .wrong select, .wrong textarea { border-color: var(--stop); border-width: 2px; }
.error { margin: 6px 0 0; color: var(--stop); font-weight: 700; }

.chips { display: flex; flex-wrap: wrap; gap: 8px; }
.chip { position: relative; display: inline-flex; align-items: center; gap: 8px; min-height: 48px; padding: 6px 16px 6px 12px; border: 1px solid var(--edge); border-radius: 24px; background: var(--card); cursor: pointer; }
.chip small { display: block; line-height: 1.4; }
.chip:hover { background: var(--indigo-tint); }
.chip:has(:checked) { border-color: var(--indigo); background: var(--indigo-tint); box-shadow: inset 0 0 0 1px var(--indigo); }
.chip:has(:focus-visible), .check:has(:focus-visible) { outline: 3px solid var(--persimmon); outline-offset: 2px; }
.chip:has(:disabled) { opacity: .55; cursor: default; }
input[type=checkbox], input[type=radio] { flex: none; width: 22px; height: 22px; margin: 0; accent-color: var(--indigo); }
input[type=checkbox]:focus-visible, input[type=radio]:focus-visible { outline: none; }
.check { display: flex; align-items: center; gap: 12px; min-height: 48px; padding: 4px; margin: 0 -4px 8px; cursor: pointer; }
.check small { display: block; }

.thumbs { display: grid; grid-template-columns: repeat(auto-fill, minmax(96px, 1fr)); gap: 8px; margin-bottom: 12px; }
.thumb { position: relative; display: flex; align-items: center; justify-content: center; min-height: 96px; overflow: hidden; border: 1px solid var(--edge); border-radius: 8px; background: var(--card); text-align: center; cursor: pointer; }
.thumb input { position: absolute; top: 6px; left: 6px; }
.thumb img { width: 100%; height: 100%; aspect-ratio: 1; object-fit: cover; }
.thumb:has(:checked) { border-color: var(--indigo); box-shadow: 0 0 0 2px var(--indigo); }
.thumb:has(:focus-visible) { outline: 3px solid var(--persimmon); outline-offset: 2px; }
.upload { display: flex; flex-direction: column; align-items: start; gap: 4px; }
.gallery { display: grid; gap: 12px; margin: 0; padding: 0; list-style: none; }
.gallery li { display: flex; align-items: center; gap: 16px; padding: 8px; border: 1px solid var(--line); border-radius: var(--radius); background: var(--card); }
.gallery img { flex: none; width: 96px; height: 96px; object-fit: cover; border-radius: 8px; }
.gallery li > div { flex: 1; min-width: 0; }
.face { width: 48px; height: 48px; object-fit: cover; border-radius: 50%; vertical-align: middle; }
.face.large { width: 128px; height: 128px; }

.filters { display: flex; flex-wrap: wrap; gap: 8px 12px; align-items: end; margin-bottom: 16px; }
.filters .field { margin: 0; flex: 1 1 12rem; }
.filters > button { flex: none; }
.columns { display: grid; gap: 0 20px; }
@media (min-width: 640px) { .columns { grid-template-columns: 1fr 1fr; align-items: end; } .columns > .field:last-child { margin-bottom: 20px; } .card > .columns:last-child > .field { margin-bottom: 0; } }
.coupon-terms:has([name=offer][value=percent]:checked) :is(.of-yen, .of-free_item, .of-special_price, .of-sum, .of-item, .of-price),
.coupon-terms:has([name=offer][value=yen]:checked) :is(.of-percent, .of-free_item, .of-special_price, .of-item, .of-price),
.coupon-terms:has([name=offer][value=free_item]:checked) :is(.of-percent, .of-yen, .of-special_price, .of-price),
.coupon-terms:has([name=offer][value=special_price]:checked) :is(.of-percent, .of-yen, .of-free_item) { display: none; }
.coupon-terms .hint span { display: block; }
.fold > summary { min-height: 44px; cursor: pointer; }
.fold > summary h2 { display: inline; }
.fold > summary small { display: block; margin-top: 4px; color: var(--muted); font-weight: 400; }
.fold[open] > summary { margin-bottom: 12px; }
.fold[open] > summary small { display: none; }
.split { display: grid; grid-template-columns: minmax(0, 1fr); gap: 16px 24px; align-items: start; }
@media (min-width: 1100px) { .split { grid-template-columns: minmax(0, 1fr) 440px; } .split > aside { position: sticky; top: 24px; } }
@media (max-width: 639px) {
  .live-bar { position: sticky; bottom: calc(var(--bar) + env(safe-area-inset-bottom)); z-index: 10; margin: 24px -16px 0; padding: 8px 16px 12px; background: var(--paper); border-top: 1px solid var(--line); }
  .live-bar .card { margin: 0; padding: 0; border: 0; background: none; }
  .live-bar :is(.card-head, .card > h2) { display: none; }
  .live-bar :is(.big, .big + p) { margin: 0; line-height: 1.5; }
  .live-bar small { display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  body.admin .live-bar .actions:not(.still) { position: static; margin: 8px 0 0; padding: 0; border: 0; }
}
`
