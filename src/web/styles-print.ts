/** What is printed to be handed over: on the screen the same paper, whatever the colours of the night. */
export const PRINT_STYLES = `
@page paper { size: A4 portrait; margin: 0; }
[data-print][hidden] { display: none; }
.paper { --ink: #1f2430; --muted: #4d483e; --line: #b9b1a1; --indigo: #22406b; --persimmon: #c8552b; background: #fff; color: var(--ink); margin: 0 auto 24px; border: 1px solid #d9d2c4; box-shadow: 0 2px 10px #0001; line-height: 1.5; }
.paper p { margin: 0; }
.paper .qr { width: auto; margin: 0; padding: 0; border: 0; border-radius: 0; background: #fff; }
.invite { display: grid; grid-template: auto 1fr auto / minmax(0, 1fr) auto; gap: 8px 14px; padding: 20px; border-bottom: 1px dashed var(--line); overflow: hidden; }
.invite:last-child { border-bottom: 0; }
.invite-to { grid-column: 1 / -1; display: flex; align-items: baseline; justify-content: space-between; gap: 8px; border-bottom: 2px solid var(--persimmon); padding-bottom: 4px; }
.invite-to b { font-size: 18px; line-height: 1.35; }
.invite-to span { font-size: 13px; color: var(--muted); text-align: right; }
.invite-words { display: flex; flex-direction: column; gap: 6px; font-size: 14px; }
.invite-words .greeting { font-size: 15px; }
.invite-key { width: 116px; display: flex; flex-direction: column; align-items: center; gap: 4px; text-align: center; font-size: 11px; line-height: 1.35; }
.invite-key .qr { width: 108px; }
.invite-key .code { font-size: 17px; letter-spacing: .04em; line-height: 1.2; margin: 0; }
.invite-foot { grid-column: 1 / -1; font-size: 12px; line-height: 1.5; color: var(--muted); }

.diploma { display: flex; flex-direction: column; align-items: center; text-align: center; padding: 28px 20px; gap: 20px; position: relative; }
.diploma::before { content: ""; position: absolute; inset: 10px; border: 3px double var(--indigo); pointer-events: none; }
.diploma .noren { width: 88px; height: 88px; }
.diploma h2 { margin: 0; font-size: 34px; letter-spacing: .3em; text-indent: .3em; color: var(--indigo); font-weight: 700; }
.diploma .quiet-line { font-size: 14px; color: var(--muted); letter-spacing: .06em; }
.diploma .name { font-size: 30px; font-weight: 700; line-height: 1.3; border-bottom: 2px solid var(--persimmon); padding: 0 12px 6px; max-width: 100%; }
.diploma .when { font-size: 16px; }
.diploma .thanks { max-width: 27em; text-align: left; line-height: 2; font-size: 16px; white-space: pre-line; }
.diploma .shop { align-self: flex-end; font-size: 17px; font-weight: 700; padding-right: 8px; }
.diploma .again { display: flex; flex-wrap: wrap; justify-content: center; align-items: center; gap: 12px 20px; width: 100%; border-top: 1px solid var(--line); padding-top: 18px; }
.diploma .again .qr { width: 128px; flex: none; }
.diploma .again > div:last-child { flex: 1 1 15em; text-align: left; font-size: 14px; display: flex; flex-direction: column; gap: 4px; }
.diploma .again strong { font-size: 17px; color: var(--indigo); }
.diploma .again .code { font-size: 22px; margin: 0; }

@media print, (min-width: 820px) {
  .paper { width: 210mm; }
  .sheet { padding: 9.5mm 10mm; }
  .sheet-grid { display: grid; grid-template: repeat(4, 69.5mm) / repeat(2, 95mm); }
  .sheet { min-height: 297mm; }
  .invite { padding: 4.5mm 5mm 3.5mm; gap: 1.6mm 3mm; border: 1px dashed var(--line); margin: 0 -1px -1px 0; }
  .invite:last-child { border-bottom: 1px dashed var(--line); }
  .invite-to { padding-bottom: 1mm; }
  .invite-to b { font-size: 13.5pt; }
  .invite-to span { font-size: 8.5pt; }
  .invite-words { font-size: 8.5pt; gap: 1.2mm; }
  .invite-words .greeting { font-size: 9pt; }
  .invite-key { width: 29mm; font-size: 7pt; gap: .6mm; }
  .invite-key .qr { width: 27mm; }
  .invite-key .code { font-size: 12pt; }
  .invite-foot { font-size: 7.5pt; line-height: 1.45; }
  .diploma { min-height: 297mm; padding: 26mm 28mm 24mm; gap: 9mm; }
  .diploma::before { inset: 11mm; border-width: 4px; }
  .diploma .noren { width: 30mm; height: 30mm; }
  .diploma h2 { font-size: 40pt; }
  .diploma .quiet-line { font-size: 12pt; margin-top: -6mm; }
  .diploma .name { font-size: 30pt; padding: 0 12mm 3mm; }
  .diploma .when { font-size: 14pt; }
  .diploma .thanks { font-size: 14pt; max-width: 28em; flex: 1; }
  .diploma .shop { font-size: 15pt; padding: 0 4mm 0 0; }
  .diploma .again { padding-top: 7mm; gap: 7mm; flex-wrap: nowrap; }
  .diploma .again .qr { width: 36mm; }
  .diploma .again > div:last-child { font-size: 10.5pt; }
  .diploma .again strong { font-size: 13pt; }
  .diploma .again .code { font-size: 17pt; }
}
@media screen { .papers { margin-inline: -8px; } }
@media print {
  .paper { page: paper; margin: 0; border: 0; box-shadow: none; break-after: page; break-inside: avoid; height: 297mm; min-height: 0; overflow: hidden; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .papers > .paper:last-child { break-after: auto; }
  main:has(.papers) > :not(.papers) { display: none; }
  body:has(.papers), main:has(.papers) { margin: 0; padding: 0 !important; background: #fff; }
}
`
