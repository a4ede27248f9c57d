/** One event's people, and how events compare. */
export const GUEST_STYLES = `
.glance .tiles { gap: 8px; margin-bottom: 12px; }
.glance .tiles .stat { padding: 8px 14px; }
@media (max-width: 639px) { .glance .tiles:has(> .stat:nth-child(3):last-child) { grid-template-columns: repeat(3, minmax(0, 1fr)); } .glance .tiles:has(> .stat:nth-child(3):last-child) .stat { padding: 8px 10px; } }
.glance .tiles small { line-height: 1.4; }
.when-where { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 10px; }
.comers, .links, .allergies, .voices, .chips-words, .funnels { list-style: none; margin: 0 0 12px; padding: 0; }
.comers li, .links li, .allergies li, .voices li { border-bottom: 1px solid var(--line); }
.comers li:last-child, .links li:last-child, .allergies li:last-child, .voices li:last-child { border: 0; }
.comers a { display: flex; justify-content: space-between; align-items: center; gap: 4px 12px; min-height: 52px; margin: 0 -8px; padding: 8px; color: var(--ink); text-decoration: none; border-radius: 6px; }
.comers a:hover { background: var(--indigo-tint); }
.comers b { color: var(--indigo); }
.who-comes { display: flex; flex-wrap: wrap; align-items: center; gap: 0 10px; min-width: 0; }
.who-comes .badge { white-space: normal; }
.people { flex: none; white-space: nowrap; font-weight: 700; }
.links li { padding: 8px 0; }
.links li:last-child { padding-bottom: 0; }
.links li > a:only-child { display: flex; align-items: center; min-height: 36px; }
.links .quiet { padding-inline: 0; }
.links form { margin: 0; }
.apart { display: flex; justify-content: space-between; align-items: center; gap: 12px; }
.allergies li, .voices li { padding: 8px 0; }
.allergies strong { color: var(--wait); font-size: 18px; }
@media (min-width: 960px) { .allergies:has(> :nth-child(5)) { columns: 2; column-gap: 32px; } .allergies li { break-inside: avoid; } }
.dish { padding: 0 0 12px; margin: 0 0 12px; border-bottom: 1px solid var(--line); }
.dish .progress { margin: 0 0 4px; }
.dish h3 { margin: 0 0 4px; }
.dish p { margin: 0; }
.chips-words { display: flex; flex-wrap: wrap; gap: 0 16px; margin: 0; font-size: 14px; color: var(--muted); }
.funnels li { padding: 0 0 16px; }
.funnels li:last-child { padding: 0; }
.funnel-head { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: baseline; gap: 0 12px; }
.funnel-head a { display: inline-flex; align-items: center; min-height: 32px; font-weight: 700; text-decoration: none; }
.funnels svg { display: block; width: 100%; height: 30px; }
.funnels rect.of-invited { fill: var(--line); }
.funnels rect.of-answered { fill: color-mix(in srgb, var(--edge) 65%, var(--card)); }
.funnels rect.of-came { fill: var(--indigo); }
.funnel-words { margin: 2px 0 0; font-size: 14px; }
.funnel-words .of-invited, .funnel-words .of-answered { color: var(--muted); }
.funnel-words .of-came { font-weight: 700; color: var(--indigo); }
.applicant { padding: 12px 0; border-bottom: 1px solid var(--line); }
.applicant:last-child { border: 0; padding-bottom: 0; }
.applicant h3 { margin: 0 0 4px; }
.applicant .notice { margin: 8px 0 0; }
.applicant .chips { margin: 8px 0 0; }
.applicant-head { display: flex; align-items: flex-start; }
.applicant-head > div { min-width: 0; }
.choose { flex: none; display: flex; align-items: center; justify-content: center; width: 48px; height: 48px; margin: -10px 0 0 -12px; border-radius: 8px; cursor: pointer; }
.choose:has(:focus-visible) { outline: 3px solid var(--persimmon); outline-offset: -4px; }
.reasons { list-style: none; margin: 2px 0 0; padding: 0; }
.hours-row { display: flex; flex-wrap: wrap; gap: 0 20px; }
.hours-row .field { margin-bottom: 8px; }
.stages { display: grid; gap: 12px; margin: 0 0 16px; }
.stages .card { margin: 0; }
@media (min-width: 960px) { .stages { grid-template-columns: repeat(5, minmax(0, 1fr)); align-items: start; gap: 8px; } .stages .card { padding: 12px; } }
.wishes { list-style: none; margin: 0; padding: 0; }
.wishes li { padding: 8px 0 12px; border-bottom: 1px solid var(--line); }
.wishes li:last-child { border: 0; padding-bottom: 0; }
.wishes li > a { display: flex; align-items: center; min-height: 44px; font-weight: 700; }
.wishes small { display: block; }
.wishes form { margin: 8px 0 0; }
`
