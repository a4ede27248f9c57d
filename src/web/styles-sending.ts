/** What stands between a draft and its sending: the two ways, and the mix of what people received. */
export const SENDING_STYLES = `
.ways { display: grid; grid-template-columns: repeat(auto-fit, minmax(220px, 1fr)); gap: 12px; margin: 0 0 16px; }
.way { border: 1px solid var(--line); border-radius: var(--radius); padding: 12px 16px; background: var(--card); }
.way.recommended { border: 2px solid var(--indigo); padding: 11px 15px; }
.way h3 { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 8px; margin: 0 0 4px; }
.way b { display: block; font-size: 18px; }
.way p { margin: 4px 0 0; font-size: 14px; line-height: 1.6; }
.balance { margin: 0 0 16px; }
.balance h3 { margin: 0 0 4px; font-size: 14px; }
.balance svg { display: block; width: 100%; height: 14px; border-radius: 7px; background: var(--line); }
.balance rect.of-news { fill: var(--indigo); }
.balance rect.of-coupons { fill: var(--done); }
.balance rect.of-events { fill: var(--wait); }
.balance rect.of-shifts { fill: var(--persimmon); }
.balance ul { display: flex; flex-wrap: wrap; gap: 0 16px; list-style: none; margin: 4px 0 0; padding: 0; font-size: 14px; }
.balance li::before { content: "■" / ""; margin-right: 4px; }
.balance li.of-news::before { color: var(--indigo); }
.balance li.of-coupons::before { color: var(--done); }
.balance li.of-events::before { color: var(--wait); }
.balance li.of-shifts::before { color: var(--persimmon); }
.balance p { margin: 0; font-size: 14px; }
.when:has(input[value=now]:checked) > :last-child { display: none; }
td > .progress { flex: 1; min-width: 140px; max-width: 220px; margin: 0; }
.asked { margin: 0 0 16px; }
.asked .error { margin: 4px 0 0; }
form + .card { margin-top: 24px; }
.figures { font-size: 14px; margin: 8px 0 0; }
.figures > summary { padding: 10px 0; cursor: pointer; color: var(--muted); }
.figures p { margin: 0 0 8px; color: var(--muted); }
.columns { display: block; width: 100%; max-width: 520px; height: auto; }
.columns rect { fill: var(--indigo); }
.columns line { stroke: var(--edge); }
.columns text { font-size: 11px; fill: var(--muted); }
.columns text.number { font-size: 13px; font-weight: 700; fill: var(--ink); }
.days-chosen { display: flex; flex-wrap: wrap; align-items: flex-end; gap: 8px 12px; margin-bottom: 16px; }
.days-chosen .field { margin: 0; }
`
