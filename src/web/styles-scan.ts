/** What reads QR codes with the camera: at doors and tills. */
export const SCAN_STYLES = `
[data-scan][hidden] { display: none; }
.scan { margin: 0 0 16px; }
.scan button { width: 100%; min-height: 64px; font-size: 18px; }
.scan video { display: block; width: 100%; max-height: 44vh; margin: 12px 0 0; border-radius: var(--radius); background: #000; object-fit: cover; }
.scan video[hidden] { display: none; }
.scan [data-scan-status] { margin: 8px 0 0; }
.scan [data-scan-status]:empty { margin: 0; }
:has(> .card .primary) + .scan .primary { background: var(--card); border-color: var(--indigo); color: var(--indigo); }
`
