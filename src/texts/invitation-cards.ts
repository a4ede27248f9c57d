import { memberCatalogue } from './language.ts'

/** What is printed for a former colleague: Japanese, with one line in English, whatever the operator reads. */
export const cardTexts = {
  to: ' さんへ',
  greeting: 'お元気ですか。一緒に働いてくださった日々に、いまも感謝しています。よければ、LINEでまたつながりませんか。',
  what: '以前の仲間だけのLINEです。お店の近況やクーポンが届きます。',
  how: 'QRを読み取り、出てきた文をそのまま送るだけです。',
  howPage: 'QRを読み取り、案内のとおりに進んでください。',
  free: ['登録は無料です。', 'お知らせは種類ごとに止められます。'],
  code: '招待コード',
  until: (until: string) => `${until}まで`,
  onlyYou: 'コードは、ご本人が1回だけ使えます。',
  english: 'Welcome back! Scan to join us on LINE.',
  qr: (name: string) => `${name}さんの招待のQRコード`,
  graduation: {
    title: '卒業カード',
    english: 'Thank you, and okaeri any time',
    period: (from: string, until: string) => `${from} 〜 ${until}`,
    lastDay: (until: string) => `${until} まで`,
    thanks: (shop: string) =>
      `${shop}で過ごしてくださった時間に、心からお礼を言わせてください。忙しい日も、あなたの笑顔に助けられました。新しい場所でのご活躍を、みんなで応援しています。`,
    seal: '感謝',
    comeBack: 'これからも、いつでも「おかえりなさい」。',
    join: '卒業した仲間のLINEへどうぞ。お店の近況や、卒業生だけのクーポンが届きます。',
  },
} as const

/** /join: the page behind a printed QR. It knows nothing about the code but how it is written. */
export const joinTexts = memberCatalogue({
  ja: {
    title: 'おかえりなさい',
    lead: (shop: string) => `${shop}の、以前働いていた仲間のためのLINEです。`,
    what: 'お店の近況や、仲間だけのクーポンをお届けします。登録は無料です。届くお知らせは種類ごとに選べて、いつでも止められます。',
    codeTitle: '招待コード',
    open: 'LINEで開く',
    openHow: 'LINEが開いたら、入力されている文をそのまま送信してください。',
    steps: '進み方',
    add: (shop: string) =>
      `LINEで、${shop}の公式アカウントを友だちに追加してください。お店の方に聞くと、すぐに分かります。`,
    send: (words: string) => `トークで「${words}」と送信してください。`,
    after: 'あとは、トークの案内のとおりに進むだけです。',
    odd: 'コードを読み取れませんでした。お手元の招待状のコード（英数字4文字と4文字）を、LINEのトークで送ってください。',
    once: 'コードは、ご本人が1回だけ使えます。',
    privacy: 'プライバシーについて',
    languages: 'ことば',
  },
  'plain-ja': {
    title: 'おかえりなさい',
    lead: (shop: string) => `前に ${shop}で 働いた人の LINEです。`,
    what: '店の お知らせや クーポンを 送ります。お金は かかりません。ほしい お知らせを えらべます。いつでも 止められます。',
    codeTitle: '招待コード（しょうたいコード）',
    open: 'LINEで 開く',
    openHow: 'LINEが 開きます。書いてある 文を そのまま 送ってください。',
    steps: 'やり方',
    add: (shop: string) =>
      `LINEで ${shop}の アカウントを 友だちに 追加してください。わからないときは、店の人に 聞いてください。`,
    send: (words: string) => `トークで「${words}」と 送ってください。`,
    after: 'そのあとは、トークで 案内します。',
    odd: 'コードが わかりませんでした。もらった 紙の コード（4文字と 4文字）を LINEの トークで 送ってください。',
    once: 'コードは、あなただけが 1回 使えます。',
    privacy: 'あなたの 情報について',
    languages: 'ことば',
  },
  en: {
    title: 'Welcome back',
    lead: (shop: string) => `The LINE account of ${shop} for people who used to work there.`,
    what: 'News from the shop, and coupons just for former colleagues. It is free. You choose which messages you get, and can stop any of them at any time.',
    codeTitle: 'Your invitation code',
    open: 'Open LINE',
    openHow: 'When LINE opens, just send the text that is already typed.',
    steps: 'How to go on',
    add: (shop: string) => `In LINE, add the official account of ${shop} as a friend. The shop will gladly show you.`,
    send: (words: string) => `Send “${words}” in the chat.`,
    after: 'The chat takes you from there.',
    odd: 'We could not read the code. Please send the code on your invitation (four and four letters or digits) in the LINE chat.',
    once: 'The code works once, for you alone.',
    privacy: 'Privacy',
    languages: 'Language',
  },
})
