/** The phone page's own look: LINE's light chat in a plain frame. The messages bring their styles (src/flex). */
export const PHONE_CSS = `
:root{color-scheme:light;--sky:#8cabd8;--ink:#1f2430;--line:#e4ded3;--indigo:#22406b;--green:#06c755}
*{box-sizing:border-box}
html,body{height:100%}
body{margin:0;display:flex;flex-direction:column;background:#fbf9f5;color:var(--ink);font:16px/1.5 "Hiragino Sans","Noto Sans JP","Noto Sans CJK JP","Yu Gothic UI",Meiryo,system-ui,sans-serif}
button,input,select,textarea{font:inherit;color:inherit}
button,summary,a{cursor:pointer;touch-action:manipulation}
:focus-visible{outline:3px solid var(--indigo);outline-offset:2px}
[hidden]{display:none!important}
h1,h2,p,ul{margin:0;padding:0}
.top{flex:none;display:flex;align-items:center;gap:8px;padding:6px 10px;border-bottom:1px solid var(--line);background:#fff}
.top h1{font-size:14px;font-weight:600}
.tabs{flex:1;min-width:0;display:flex;gap:6px;overflow-x:auto;scrollbar-width:none}
.tabs button{flex:none;position:relative;min-height:36px;padding:0 12px;border:1px solid var(--line);border-radius:18px;background:#fff;font-size:14px;white-space:nowrap}
.tabs button[aria-pressed=true]{background:var(--indigo);border-color:var(--indigo);color:#fff}
.tabs button[data-unread]::after{content:"";position:absolute;top:5px;right:6px;width:9px;height:9px;border-radius:50%;background:#c8552b}
details{position:relative}
summary{list-style:none;display:grid;place-items:center;min-height:36px;padding:0 12px;border-radius:18px;white-space:nowrap}
summary::-webkit-details-marker{display:none}
.chooser>summary{border:1px solid var(--indigo);color:var(--indigo);font-size:14px}
.sheet{position:absolute;right:0;top:calc(100% + 6px);z-index:20;width:290px;max-height:70vh;overflow:auto;padding:14px;border:1px solid var(--line);border-radius:12px;background:#fff;box-shadow:0 8px 28px #0003}
.sheet h2,.new-person h2{font-size:14px;margin:0 0 6px}
.sheet ul{list-style:none}
.sheet a,.more button{display:flex;justify-content:space-between;align-items:center;gap:8px;width:100%;min-height:44px;padding:0 8px;border:0;border-radius:8px;background:none;color:var(--ink);text-align:start;text-decoration:none}
.sheet a:hover,.more button:hover{background:#f1f4f9}
.sheet small{color:#6b6558;white-space:nowrap}
.new-person{display:grid;gap:8px;margin-bottom:14px}
.new-person label{display:grid;gap:2px;font-size:14px}
.new-person input,.new-person select{min-height:44px;padding:0 10px;border:1px solid #948b7b;border-radius:8px;background:#fff}
.new-person button,.panel button,dialog button[value=ok]{min-height:44px;padding:0 18px;border:0;border-radius:10px;background:var(--indigo);color:#fff;font-weight:600}
.phones{flex:1;min-height:0;display:flex;gap:20px;padding:16px;overflow-x:auto;justify-content:safe center}
.empty{max-width:420px;margin:auto;padding:24px;border:1px solid var(--line);border-radius:16px;background:#fff}
.empty>p{margin:8px 0 20px}
.phone{flex:none;position:relative;display:flex;flex-direction:column;width:390px;height:100%;max-height:844px;min-height:420px;border-radius:34px;border:8px solid #22262e;background:var(--sky);overflow:hidden}
.head{flex:none;display:flex;align-items:center;gap:8px;padding:9px 8px 9px 16px;background:#f7fafdeb}
.head div:first-child{flex:1;min-width:0}
.head h2{font-size:17px;line-height:1.3;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.head p{font-size:12px;line-height:1.3;color:#4a5260}
.more>summary{width:44px;min-height:44px;padding:0;font-size:22px}
.more .sheet{width:220px;padding:6px}
.log{flex:1;min-height:0;overflow-y:auto;overflow-x:hidden;padding:10px 8px 14px;overscroll-behavior:contain}
.item+.item{margin-top:10px}
.note{width:fit-content;margin:6px auto;padding:2px 12px;border-radius:12px;background:#40526e;color:#fff;font-size:12px}
.foot{flex:none;position:relative}
.typing{position:absolute;left:12px;bottom:calc(100% + 6px);padding:4px 14px;border-radius:14px;background:#fff;font-size:13px}
.notice:not(:empty){padding:7px 14px;background:#fff3d6;color:#5c3d00;font-size:13px}
.quick{padding:0 8px}
.if-never,.if-following,.if-blocked{display:none!important}
[data-friend=never] .if-never,[data-friend=following] .if-following,[data-friend=blocked] .if-blocked{display:flex!important}
.panel{flex-direction:column;gap:10px;align-items:stretch;padding:14px 16px 18px;background:#fff;text-align:center;font-size:14px}
.panel button[data-testid=add-friend]{background:var(--green);color:#06240f;font-size:16px}
.composer{align-items:flex-end;gap:2px;padding:6px 6px 6px 4px;background:#fff}
.composer button{flex:none;width:44px;height:44px;padding:0;border:0;border-radius:10px;background:none;display:grid;place-items:center}
.composer svg{width:24px;height:24px;fill:none;stroke:var(--indigo);stroke-width:1.8;stroke-linecap:round;stroke-linejoin:round}
.composer textarea{flex:1;min-width:0;height:40px;max-height:120px;margin:2px;padding:8px 14px;border:1px solid transparent;border-radius:20px;background:#f0f2f5;line-height:1.4;resize:none}
.menu-bar{display:block;width:100%;min-height:44px;border:0;border-top:1px solid var(--line);background:#fff;font-size:15px}
.menu-bar::after{content:" ▴";color:#6b6558}
.menu-bar[aria-expanded=true]::after{content:" ▾"}
.menu{background:#fff}
.dark{display:flex;align-items:center;gap:6px;min-height:36px;font-size:14px;white-space:nowrap;cursor:pointer}
.dark input{width:20px;height:20px}
[data-dark] .phone{background:#10161f}
[data-dark] .head{background:#1c232e;color:#f2f3f5}
[data-dark] .head p{color:#c3cad6}
[data-dark] .composer,[data-dark] .menu-bar,[data-dark] .typing{background:#1c232e;color:#f2f3f5;border-color:#2f3744}
[data-dark] .composer textarea{background:#2c313a;color:#f2f3f5}
[data-dark] .composer svg{stroke:#9cc0ff}
.rich-menu{position:relative;width:100%;overflow:hidden}
.lf .rich-menu img{position:absolute;inset:0;width:100%;height:100%;object-fit:fill}
.area{position:absolute;border-radius:2px}
.area:active{background:#0002}
.lf .area:focus-visible{outline-offset:-3px}
dialog{width:min(340px,92vw);padding:20px;border:0;border-radius:16px;box-shadow:0 10px 40px #0005}
dialog::backdrop{background:#0006}
dialog form{display:grid;gap:14px}
dialog label{font-weight:600}
dialog input{min-height:48px;padding:0 12px;border:1px solid #948b7b;border-radius:8px;width:100%}
dialog div{display:flex;justify-content:flex-end;gap:8px}
dialog button{min-height:44px;padding:0 16px;border:0;border-radius:10px;background:none}
@media (max-width:719px){
body{height:100dvh}
.top{padding:4px 8px}
.top h1{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.phones{padding:0;gap:0;overflow:hidden}
.phone{width:100%;max-height:none;min-height:0;border:0;border-radius:0}
.phone:not(.current){display:none}
.empty{margin:16px auto auto}
}
`.trim()
