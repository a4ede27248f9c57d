/** The guest's coupon, the login, what every page without a menu has. The till's own: styles-till.ts. */
export const SCREEN_STYLES = `
.screen { display: flex; flex-direction: column; min-height: 100vh; min-height: 100dvh; }
.screen main { flex: 1; max-width: 34rem; }
.screen .mark { font-size: 16px; }
.login main { display: flex; flex-direction: column; justify-content: center; padding-bottom: 20vh; }
.login .actions:not(.still) { position: static; border: 0; background: none; }

.member h1 { font-size: clamp(20px, 6.2vw, 28px); line-height: 1.35; margin-bottom: 8px; }
.coupon-code { text-align: center; background: var(--card); border: 1px solid var(--line); border-radius: 16px; padding: 20px 16px 16px; margin: 0 0 16px; border-top: 6px solid var(--persimmon); }
.qr { width: min(224px, 60vw); margin: 0 auto 12px; padding: 12px; background: #fff; border-radius: 8px; border: 1px solid var(--line); }
.qr svg { display: block; width: 100%; height: auto; }
.member .actions.still:not(:last-child) { margin-bottom: 16px; }
.big-picture img { display: block; width: 100%; height: auto; border-radius: 16px; }
.code { margin: 0 0 12px; font-size: clamp(20px, 9.6vw, 56px); font-weight: 700; line-height: 1.15; letter-spacing: .04em; }
.card .code { font-size: clamp(22px, 8vw, 44px); }
.countdown { max-width: 260px; margin: 0 auto; color: var(--muted); }
.countdown progress { height: 6px; margin-bottom: 4px; }
.used { text-align: center; margin: 0 0 16px; padding: 40px 16px; border-radius: 16px; background: var(--done-tint); color: var(--done); }
.used .sign { display: block; font-size: 64px; line-height: 1; }
.used strong { display: block; font-size: clamp(20px, 7vw, 28px); line-height: 1.4; word-break: keep-all; text-wrap: balance; }
.used p { margin: 4px 0 0; color: var(--ink); }
`
