const FONT =
  '"Hiragino Sans", "Hiragino Kaku Gothic ProN", "Noto Sans JP", "Noto Sans CJK JP", "Yu Gothic UI", Meiryo, system-ui, sans-serif'

/** A label that shrinks to fit is so many letters wide, at most. */
export const SHRINK = { min: 9, max: 40 } as const
const SHRUNK = Array.from({ length: SHRINK.max - SHRINK.min + 1 }, (_, index) => SHRINK.min + index)
  .map((letters) => `.lf-fit-${letters} .lf-label{font-size:min(16px,calc(100cqi / ${letters}))}`)
  .join('\n')

/** LINE's light chat. Every selector starts with .lf, so nothing of the page around is touched. */
export const BASE_CSS = `
.lf{display:flex;flex-direction:column;gap:8px;min-width:0;font-family:${FONT};font-size:16px;line-height:1.4;color:#111;text-align:start;word-break:normal;font-feature-settings:normal;-webkit-text-size-adjust:none}
.lf :where(*){box-sizing:border-box;margin:0;padding:0;border:0 solid transparent;font:inherit;color:inherit;background:none;text-decoration:none;letter-spacing:inherit;word-break:inherit;max-width:none;min-height:0}
.lf :where(a,button){cursor:pointer;text-align:inherit}
.lf :where(a,button,.lf-row):focus-visible{outline:3px solid #22406b;outline-offset:2px}
.lf-message{display:flex;gap:8px;align-items:flex-start;min-width:0}
.lf-own{justify-content:flex-end}
.lf-face{flex:none;width:36px;height:36px;border-radius:50%;overflow:hidden;position:relative;background:#fff;color:#22406b;font-weight:700;display:grid;place-items:center}
.lf-again{visibility:hidden;height:0}
.lf-said{min-width:0;flex:1 1 auto;display:flex;flex-direction:column;gap:4px;align-items:flex-start}
.lf-own .lf-said{align-items:flex-end}
.lf-name{font-size:12px;color:#1f2b40}
.lf-line{display:flex;flex-wrap:wrap;align-items:flex-end;gap:2px 5px;max-width:100%;min-width:0}
.lf-own .lf-line{flex-direction:row-reverse}
.lf-time{flex:none;font-size:11px;color:#1f2b40;font-variant-numeric:tabular-nums}
.lf-balloon{max-width:272px;padding:8px 13px;border-radius:18px;background:#fff;font-size:15px;line-height:1.45;white-space:pre-wrap;overflow-wrap:anywhere}
.lf .lf-message:not(.lf-own) .lf-balloon{border-top-left-radius:5px}
.lf .lf-own .lf-balloon{background:#8de055;border-top-right-radius:5px}
.lf-link{color:#1b4fa8;text-decoration:underline;overflow-wrap:anywhere}
.lf-unknown,.lf-empty{padding:8px 12px;border-radius:12px;background:#eceff3;color:#4a5260;font-size:13px}
.lf-sticker{width:120px;height:96px;border-radius:48px;background:#fff7d6;border:2px solid #e8c860;color:#6b5200;display:grid;place-items:center;font-size:19px;white-space:nowrap}
.lf-media{position:relative;width:200px;aspect-ratio:4/3;border-radius:14px;overflow:hidden;background:#dfe5ee;display:grid;place-items:center}
.lf-media-label{font-size:13px;color:#3c4658}
.lf-row{display:flex;gap:9px;max-width:100%;overflow-x:auto;scrollbar-width:thin;scroll-snap-type:x proximity;padding-bottom:4px}
.lf-row>.lf-bubble{flex:none;scroll-snap-align:start}
.lf-bubble{position:relative;display:flex;flex-direction:column;width:300px;max-width:100%;border-radius:17px;overflow:hidden;background:#fff}
.lf-row>.lf-bubble{max-width:none}
.lf-nano{width:120px;border-radius:10px}
.lf-micro{width:160px;border-radius:10px}
.lf-deca{width:220px;border-radius:10px}
.lf-hecto{width:241px;border-radius:10px}
.lf-kilo{width:260px;border-radius:10px}
.lf-giga{width:500px;border-radius:5px}
.lf-block{display:flex;flex-direction:column;flex:none;min-width:0}
.lf-body{flex:1 0 auto}
.lf-body>.lf-item{flex-grow:1}
.lf-item{display:flex;flex-direction:column;min-width:0;max-width:100%}
.lf-box{overflow:hidden;position:relative}
.lf .lf-horizontal,.lf .lf-baseline{flex-direction:row}
.lf-baseline{align-items:baseline}
.lf-horizontal>.lf-item{overflow:hidden}
.lf-p{overflow:hidden;text-overflow:ellipsis;white-space:nowrap;max-width:100%}
.lf-p:empty::after{content:"\\200b"}
.lf-button{display:flex;align-items:center;justify-content:center;position:relative;z-index:2;width:100%;height:52px;padding:0 16px;border-radius:8px;font-size:16px}
.lf-sm{height:40px}
.lf-fit{container-type:inline-size}
${SHRUNK}
.lf-as-primary{background-color:#17c950;color:#fff}
.lf-as-secondary{background-color:#dcdfe5;color:#111}
.lf-as-link{color:#42659a}
.lf-label{overflow:hidden;text-overflow:ellipsis;white-space:nowrap;max-width:100%}
.lf-frame{position:relative;max-width:100%;flex:none;overflow:hidden}
.lf-frame:not(:has(img)){background-color:#e4e7ec}
.lf-wide{width:100%}
.lf-rectangle{aspect-ratio:1.51/1}
.lf-square{aspect-ratio:1/1}
.lf-img{position:absolute;inset:0;width:100%;height:100%;object-fit:contain}
.lf-cover{object-fit:cover}
.lf-play{position:absolute;inset:0;margin:auto;width:48px;height:48px;border-radius:50%;background:#000a;color:#fff;display:grid;place-items:center}
.lf-icon{display:inline-block;height:1em;object-fit:contain;vertical-align:baseline}
.lf-rule{flex:none;border-top:1px solid #d4d6da}
.lf-rule-v{flex:none;align-self:stretch;border-inline-start:1px solid #d4d6da}
.lf-hit{position:absolute;inset:0;z-index:1;border-radius:inherit}
.lf-template{width:260px}
.lf-words{padding:13px 13px 11px;flex:1 0 auto}
.lf-title{font-weight:700;font-size:16px;margin-bottom:3px}
.lf-body-text{font-size:14px;color:#333;white-space:pre-wrap;overflow-wrap:anywhere}
.lf-choices{display:flex;flex-direction:column;padding:0 8px 8px}
.lf-two{flex-direction:row}
.lf-choice{flex:1;min-height:44px;padding:8px;display:grid;place-items:center;text-align:center;color:#42659a;font-size:15px;border-radius:8px}
.lf-photo-card{width:220px}
.lf-tag{position:absolute;bottom:10px;left:10px;right:10px;text-align:center;padding:5px 8px;border-radius:14px;background:#000a;color:#fff;font-size:14px}
.lf-quick{display:flex;gap:8px;overflow-x:auto;padding:6px 2px;scrollbar-width:thin}
.lf-chip{flex:none;display:inline-flex;align-items:center;gap:6px;min-height:40px;padding:0 15px;border-radius:20px;background:#fff;color:#1b3560;font-size:14px;font-weight:600;white-space:nowrap;box-shadow:0 1px 3px #0003}
.lf-chip-icon{width:24px;height:24px;border-radius:50%}
.lf-notification{padding:12px 14px;border-radius:18px;background:#f2f4f7;border:1px solid #d9dee6}
.lf-notification-name{font-weight:700;font-size:14px}
.lf-notification-text{font-size:14px;display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:4;overflow:hidden;white-space:pre-wrap;overflow-wrap:anywhere}
`.trim()
