/** What is put together by tapping: conditions, groups, and the number beside them. */
export const BUILDER_STYLES = `
.builder .card .field { margin-bottom: 12px; }
.builder .card .check { margin-bottom: 0; }
.builder .untitled > .field > :is(label, legend) { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.builder .group { margin: 0 0 16px; padding: 12px 0 4px 12px; border-left: 4px solid var(--indigo); }
.adding { margin: 0 0 16px; }
.adding > summary { display: inline-flex; align-items: center; gap: 8px; min-height: 48px; padding: 8px 20px; border: 1px solid var(--indigo); border-radius: var(--radius); background: var(--card); color: var(--indigo); font-weight: 700; cursor: pointer; }
.adding > summary::before { content: "＋" / ""; }
.adding[open] > summary::before { content: "−" / ""; }
.adding > summary::-webkit-details-marker { display: none; }
.adding > .chips { margin-top: 12px; }
.adding .secondary { padding: 6px 14px; font-weight: 400; }
.reach { font-size: 14px; line-height: 1.6; }
.reach > summary { padding: 10px 0; cursor: pointer; }
.reach ul { margin: 0 0 8px; padding-left: 20px; }
@media (min-width: 1100px) { .builder { display: grid; grid-template-columns: minmax(0, 1fr) 400px; gap: 16px 24px; align-items: start; } .builder > aside { position: sticky; top: 24px; } }
@media (max-width: 639px) {
  .live-bar .reach[open] { max-height: 36vh; overflow: auto; }
  .live-bar .big + p { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; overflow: hidden; }
}
.live-failed { color: var(--wait); font-size: 14px; margin: 8px 0 0; }
[aria-busy=true] { opacity: .7; }
`
