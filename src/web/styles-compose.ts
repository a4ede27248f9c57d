/** Composing: the kinds to choose from, what is counted while typing, and the phone on a light or a dark screen. */
export const COMPOSE_STYLES = `
.kinds { display: grid; gap: 12px; margin: 0 0 24px; padding: 0; list-style: none; }
@media (min-width: 640px) { .kinds { grid-template-columns: 1fr 1fr; } }
.kinds li { position: relative; padding: 16px 20px; border: 1px solid var(--line); border-radius: var(--radius); background: var(--card); }
.kinds li:hover { border-color: var(--indigo); }
.kinds a { font-weight: 700; font-size: 18px; }
.kinds a::after { content: ""; position: absolute; inset: 0; border-radius: inherit; }
.kinds p { margin: 4px 0; }
.kinds small { color: var(--muted); }
.kinds.plain { margin-bottom: 12px; }
.kinds.plain li { padding: 12px 16px; }
.kinds.plain a { font-size: 16px; font-weight: 400; }

.count { display: block; text-align: end; font-variant-numeric: tabular-nums; color: var(--muted); }
.count.over { color: var(--stop); font-weight: 700; }
.inserts { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 4px; }
.inserts:not(:has(:not([hidden]))) { display: none; }
.chip-button { min-height: 44px; padding: 4px 14px; border: 1px solid var(--edge); border-radius: 22px; background: var(--card); color: var(--indigo); font-weight: 400; }
.signer { display: inline-flex; align-items: center; gap: 10px; }
.signer .face { width: 36px; height: 36px; }

.themes { margin-bottom: 12px; justify-content: center; }
.phone-note { margin: 20px 0 6px; font-size: 13px; text-align: center; color: inherit; }
.preview:has([value=dark]:checked) .phone { background: #10161f; }
.preview:has([value=dark]:checked) .phone-top { background: #1c232e; color: #f2f3f5; }
.preview:has([value=dark]:checked) .phone-screen { color: #c3cad6; }
`
