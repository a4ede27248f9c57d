/** 労働条件通知書: a sheet of A4 to be printed or kept; on the screen the same paper, whatever the colours of the night. */
export const CONTRACT_STYLES = `
@page contract { size: A4 portrait; margin: 13mm 15mm; }
[data-print][hidden] { display: none; }
.contract { --ink: #1f2430; --muted: #4d483e; --line: #8a8374; background: #fff; color: var(--ink); border: 1px solid #d9d2c4; box-shadow: 0 2px 10px #0001; padding: 20px 16px; margin: 0 0 24px; font-size: 15px; line-height: 1.6; }
.contract header { display: grid; grid-template-columns: 1fr; gap: 8px; margin-bottom: 14px; }
.contract h2 { margin: 0; text-align: center; font-size: 22px; letter-spacing: .12em; }
.contract h2 small { letter-spacing: 0; font-weight: 400; }
.contract p { margin: 0; }
.contract small { display: block; font-size: 13px; line-height: 1.45; color: var(--muted); }
.contract-issued { text-align: right; }
.contract-to { font-size: 18px; font-weight: 700; border-bottom: 1px solid var(--ink); padding-bottom: 2px; }
.contract table { width: 100%; border-collapse: collapse; border-top: 1px solid var(--line); }
.contract tr { display: block; border-bottom: 1px solid var(--line); padding: 6px 0; }
.contract th, .contract td { display: block; text-align: left; vertical-align: top; padding: 0; font-weight: 400; }
.contract th { font-weight: 700; color: var(--ink); }
.contract-line { display: block; white-space: pre-line; }
.contract footer { margin-top: 12px; font-size: 14px; color: var(--muted); display: flex; flex-direction: column; gap: 4px; }
@media print, (min-width: 640px) {
  .contract { padding: 32px; }
  .contract header { grid-template-columns: 1fr 1fr; align-items: end; gap: 10px 24px; }
  .contract h2, .contract-issued { grid-column: 1 / -1; }
  .contract tr { display: table-row; }
  .contract th, .contract td { display: table-cell; border: 1px solid var(--line); padding: 5px 8px; }
  .contract th { width: 26%; background: #f5f2ea; }
}
@media print {
  .contract { page: contract; border: 0; box-shadow: none; padding: 0; margin: 0; font-size: 9.6pt; line-height: 1.46; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .contract h2 { font-size: 17pt; }
  .contract small { font-size: 7.8pt; line-height: 1.35; }
  .contract-to { font-size: 12.5pt; }
  .contract.helped { font-size: 8.6pt; line-height: 1.34; }
  .contract.helped small { font-size: 7pt; line-height: 1.25; }
  .contract.helped th small { display: inline; font-weight: 400; margin-left: 1mm; }
  .contract header { margin-bottom: 4mm; gap: 1.5mm 10mm; }
  .contract th, .contract td { padding: .9mm 2mm; }
  .contract.helped th, .contract.helped td { padding: .45mm 1.6mm; }
  .contract tr { break-inside: avoid; }
  .contract footer { font-size: 8.4pt; margin-top: 2.5mm; gap: .6mm; }
  .contract.helped footer { font-size: 7.4pt; margin-top: 1.5mm; gap: .2mm; }
  main:has(.contract) > :not(.contract) { display: none; }
  body:has(.contract), main:has(.contract) { margin: 0; padding: 0 !important; max-width: none !important; background: #fff; }
}
`
