/** What is printed to be handed over: on the screen the same paper, whatever the colours of the night. */
export const PRINT_STYLES = `
@page paper { size: A4 portrait; margin: 0; }
[data-print][hidden] { display: none; }
.rows td .check { position: relative; z-index: 1; margin: 0; }
.rows td .check.alone { min-width: 48px; justify-content: flex-end; }
@media (min-width: 640px) { .rows td .check.alone { justify-content: flex-start; } }
.paper { --ink: #1f2430; --muted: #4d483e; --line: #b9b1a1; --indigo: #22406b; --persimmon: #c8552b; background: #fff; color: var(--ink); margin: 0 auto 24px; border: 1px solid #d9d2c4; box-shadow: 0 2px 10px #0001; line-height: 1.5; }
.paper p { margin: 0; word-break: normal; }
.paper .qr { width: auto; margin: 0; padding: 0; border: 0; border-radius: 0; background: #fff; }
.invite { display: flex; flex-direction: column; gap: 8px; padding: 20px; border-bottom: 1px dashed var(--line); overflow: hidden; }
.invite:last-child { border-bottom: 0; }
.invite-to { font-size: 19px; font-weight: 700; line-height: 1.35; border-bottom: 2px solid var(--persimmon); padding-bottom: 4px; }
.invite .greeting { font-size: 15px; }
.invite-words strong { font-size: 15px; }
.invite-body { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 14px; align-items: start; }
.invite-words { display: flex; flex-direction: column; gap: 6px; font-size: 14px; }
.invite-words .fine { font-size: 12px; color: var(--muted); }
.invite-key { width: 124px; text-align: center; font-size: 12px; line-height: 1.35; }
.invite-key .qr { width: 116px; margin: 0 auto 4px; }
.invite-key .code { white-space: nowrap; font-size: 18px; letter-spacing: .03em; line-height: 1.25; margin: 0; }

.diploma { display: flex; flex-direction: column; align-items: center; text-align: center; padding: 36px 28px; gap: 20px; position: relative; }
.diploma::before { content: ""; position: absolute; inset: 10px; border: 3px double var(--indigo); pointer-events: none; }
.diploma .noren { width: 88px; height: 88px; }
.diploma h2 { margin: 0; font-size: clamp(26px, 8vw, 34px); letter-spacing: .3em; text-indent: .3em; color: var(--indigo); font-weight: 700; white-space: nowrap; }
.diploma .quiet-line { font-size: 14px; color: var(--muted); letter-spacing: .06em; }
.diploma .name { font-size: 30px; font-weight: 700; line-height: 1.3; border-bottom: 2px solid var(--persimmon); padding: 0 16px 6px; max-width: 100%; }
.diploma .name.long { font-size: 22px; }
.diploma .when { font-size: 16px; }
.diploma .thanks { max-width: 27em; text-align: left; line-height: 2; font-size: 16px; white-space: pre-line; }
.diploma .shop { align-self: flex-end; display: flex; align-items: center; gap: 12px; font-size: 17px; font-weight: 700; }
.seal { flex: none; writing-mode: vertical-rl; color: var(--persimmon); border: 2px solid; border-radius: 8px; padding: 6px 4px; font-size: 18px; line-height: 1.1; letter-spacing: .1em; text-indent: .1em; }
.diploma .again { display: flex; flex-wrap: wrap; justify-content: center; align-items: center; gap: 12px 20px; width: 100%; border-top: 1px solid var(--line); padding-top: 18px; }
.diploma .again .qr { width: 128px; flex: none; }
.diploma .again > div:last-child { flex: 1 1 13em; text-align: left; font-size: 14px; display: flex; flex-direction: column; gap: 4px; }
.diploma .again strong { font-size: 17px; color: var(--indigo); line-height: 1.4; }
.diploma .again .code { white-space: nowrap; font-size: 22px; margin: 0; }

@media print, (min-width: 820px) {
  .paper { width: 210mm; }
  .sheet { padding: 6.4mm 10mm; min-height: 297mm; }
  .sheet-grid { display: grid; grid-template: repeat(4, 71mm) / repeat(2, 95mm); }
  .invite { padding: 4mm 5mm 3mm; gap: 1.5mm; border: 1px dashed var(--line); margin: 0 -1px -1px 0; }
  .invite:last-child { border-bottom: 1px dashed var(--line); }
  .invite-to { font-size: 13.5pt; line-height: 1.25; padding-bottom: .8mm; }
  .invite-to.long { font-size: 11pt; }
  .invite .greeting { flex: 0 1 auto; min-height: 0; overflow: hidden; font-size: 8.6pt; line-height: 1.42; }
  .invite .greeting.long { font-size: 7.8pt; }
  .invite-words strong.long { font-size: 7.4pt; }
  .invite-body { flex: none; gap: 3mm; margin-top: auto; align-items: end; }
  .invite-words { font-size: 7.8pt; gap: .9mm; line-height: 1.38; }
  .invite-words strong { font-size: 8.6pt; line-height: 1.3; }
  .invite-words .fine { font-size: 6.8pt; }
  .invite-key { width: 30mm; font-size: 7pt; }
  .invite-key .qr { width: 25mm; margin-bottom: .5mm; }
  .invite-key .code { font-size: 12pt; line-height: 1.15; }
  .diploma { height: 297mm; padding: 24mm 28mm 22mm; gap: 8mm; }
  .diploma.long { padding-block: 20mm 18mm; gap: 5mm; }
  .diploma > * { flex: none; }
  .diploma::before { inset: 11mm; border-width: 4px; }
  .diploma .noren { width: 28mm; height: 28mm; }
  .diploma h2 { font-size: 40pt; line-height: 1.2; }
  .diploma .quiet-line { font-size: 12pt; margin-top: -5mm; }
  .diploma .name { font-size: 30pt; padding: 0 14mm 2mm; }
  .diploma .name.long { font-size: 20pt; padding-bottom: 3mm; }
  .diploma .when { font-size: 14pt; }
  .diploma .thanks { flex: 0 1 auto; min-height: 0; overflow: hidden; font-size: 14pt; max-width: 28em; margin: auto 0; }
  .diploma.long .noren { width: 22mm; height: 22mm; }
  .diploma.long .thanks { font-size: 11.5pt; line-height: 1.65; max-width: 100%; }
  .diploma .shop { font-size: 16pt; gap: 4mm; }
  .diploma .shop.long { font-size: 12pt; }
  .seal { font-size: 15pt; border-width: .6mm; border-radius: 2mm; padding: 1.8mm 1.4mm; }
  .diploma .again { padding-top: 7mm; gap: 7mm; flex-wrap: nowrap; }
  .diploma .again .qr { width: 36mm; }
  .diploma .again > div:last-child { font-size: 10.5pt; }
  .diploma .again strong { font-size: 13pt; }
  .diploma .again .code { font-size: 17pt; }
}
@media screen { .papers { margin: 24px -8px 0; } }
@media print {
  .paper { page: paper; margin: 0; border: 0; box-shadow: none; break-after: page; break-inside: avoid; height: 297mm; min-height: 0; overflow: hidden; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .papers > .paper:last-child { break-after: auto; }
  main:has(.papers) > :not(.papers) { display: none; }
  body:has(.papers), main:has(.papers) { margin: 0; padding: 0 !important; background: #fff; }
}
`
