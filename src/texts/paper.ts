import { catalogue } from './language.ts'

/** What staff read at the till while the net is down. */
export const paperTexts = catalogue({
  ja: {
    title: '通信が切れている間のクーポン',
    closedTitle: '今はクーポンを使えません',
    toTill: 'いつものレジの画面へ',

    state: {
      offline: '通信が切れています。つながると、自動でお知らせします。',
      none: '通信はつながっています。いつものレジの画面をお使いください。',
      waiting: '通信が切れています。{}件の控えがこの端末にあります。つながると自動で送ります。',
      sending: '{}件の控えを送っています。',
      sent: '{}件の控えを送りました。お店の記録に残っています。',
      kept: '{}件の控えをまだ送れていません。この端末に残っています。自動でもう一度試します。',
      refused:
        'この端末はレジの登録が外れているため、控えを送れません。控えはこの端末に残っています。オーナーにお見せください。',
      busy: '知らないコードが続いたため、今は控えを送れません。控えはこの端末に残っています。1時間後に自動で送ります。',
    },
    left: {
      title: '送れていない控え',
      next: 'お店にはまだ届いていません。この端末を、下に書いてある店舗のレジとして登録し直すと、自動で送ります。登録し直せないときは、下の内容を書き写してオーナーに渡してください。',
    },
    closed: {
      word: '通信が切れています',
      detail: 'このお店では、通信が切れている間はクーポンを使えません。まだ使用されていません。',
      next: 'お客さまにお詫びして、つながってからお使いいただくか、店長かオーナーに電話で相談してください。',
    },
    how: {
      title: '控えの取り方',
      look: 'お客さまの画面で、時計が動いていること、お名前、クーポンの内容と条件を確かめます。',
      read: 'QRコードを読み取るか、8文字のコードを入力して、「控える」を押します。',
      most: (yen: string) => `割引は1回${yen}までにしてください。「使用済み」の画面なら、お断りください。`,
    },
    log: '控える',
    count: (cap: number) => `今日この端末で控えた数：{} / ${cap}件`,
    list: 'まだ送っていない控え',
    send: '今すぐ送る',
    noted: {
      word: '控えました',
      detail: '{}の控えがこの端末に残りました。',
      next: '割引をして、次のお客さまへどうぞ。通信が戻ると自動で送ります。',
    },
    twice: {
      word: '控え済みのコードです',
      detail: '{}にこの端末で控えたコードです。二重には控えていません。',
      next: '割引はせず、お客さまにお伝えください。',
    },
    full: {
      word: '今日の上限です',
      detail: 'この端末で1日に控えられる{}件に達しました。今のクーポンは控えていません。',
      next: '割引はせず、つながってからお使いいただけることをお伝えください。',
    },
    wrong: {
      word: 'もう一度お試しください',
      detail: 'コードは8文字です。控えていません。',
      next: 'お客さまの画面に今出ているコードを入力してください。',
    },
    failed: {
      word: '控えられません',
      detail: 'この端末に記録できませんでした。控えていません。',
      next: '割引はせず、店長かオーナーにお知らせください。',
    },
    lost: {
      title: '返事が届きませんでした',
      word: '返事が届きません',
      detail:
        '使用されたかどうか、まだわかりません。通信が戻ってからもう一度送れば、結果がわかります。二重に使われることはありません。',
      next: '割引は結果を見てからにしてください。お急ぎのときは、時刻とお客さまのお名前をメモして、店長に伝えてください。',
      again: 'もう一度送る',
    },
    away: {
      title: '通信が切れています',
      word: '通信が切れています',
      detail: 'この端末は、レジとして登録されていません。通信が切れている間、クーポンは使えません。',
      next: 'レジとして登録された端末をお使いください。登録するには、通信が戻ってから、オーナーか店長に新しい登録用リンクをもらってください。',
      again: 'もう一度開く',
    },
  },
  en: {
    title: 'Coupons while the net is down',
    closedTitle: 'Coupons cannot be used now',
    toTill: 'To the usual till page',

    state: {
      offline: 'The net is down. This page tells you by itself when it is back.',
      none: 'The net is there. Please use the usual till page.',
      waiting: 'The net is down. Notes on this device: {}. They are sent by themselves when it is back.',
      sending: 'Sending notes: {}.',
      sent: 'Notes sent: {}. The shop has them now.',
      kept: 'Notes that could not be sent yet: {}. They are still on this device; it tries again by itself.',
      refused:
        'This device is no longer a till, so its notes cannot be sent. They are still on it. Please show it to the owner.',
      busy: 'Too many unknown codes: notes cannot be sent now. They are still on this device and are sent in an hour.',
    },
    left: {
      title: 'Notes that could not be sent',
      next: 'The shop does not have them yet. Enrol this device again as a till of the store named below: then they are sent by themselves. If that cannot be done, copy what is below and give it to the owner.',
    },
    closed: {
      word: 'The net is down',
      detail: 'In this store coupons cannot be used while the net is down. Nothing was used.',
      next: 'Please say sorry to the guest: they can use it when the net is back, or call your manager or the owner.',
    },
    how: {
      title: 'How to take a note',
      look: "Look at the guest's screen: the clock runs, the name, the coupon and its conditions.",
      read: 'Scan the QR code or type the 8 characters, then press “Note it”.',
      most: (yen: string) => `Take off at most ${yen} each time. If the screen says “used”, please say no.`,
    },
    log: 'Note it',
    count: (cap: number) => `Noted on this device today: {} of ${cap}`,
    list: 'Notes not sent yet',
    send: 'Send now',
    noted: {
      word: 'Noted',
      detail: 'The note of {} is on this device.',
      next: 'Give the discount, then take the next guest. It is sent by itself when the net is back.',
    },
    twice: {
      word: 'Noted before',
      detail: 'This code was noted on this device at {}. It was not noted twice.',
      next: 'Give no discount, and tell the guest.',
    },
    full: {
      word: 'No more today',
      detail: 'This device has noted {} today, which is its limit. This coupon was not noted.',
      next: 'Give no discount, and tell the guest that it can be used when the net is back.',
    },
    wrong: {
      word: 'Please try again',
      detail: 'A code has 8 characters. Nothing was noted.',
      next: "Type the code that is on the guest's screen now.",
    },
    failed: {
      word: 'Cannot be noted',
      detail: 'This device could not write it down. Nothing was noted.',
      next: 'Give no discount, and tell your manager or the owner.',
    },
    lost: {
      title: 'No answer came',
      word: 'No answer',
      detail:
        'It is not known yet whether it was used. Send it again when the net is back: you will see, and it is never used twice.',
      next: 'Give the discount when you know. In a hurry, write down the time and the guest’s name and tell your manager.',
      again: 'Send again',
    },
    away: {
      title: 'The net is down',
      word: 'The net is down',
      detail: 'This device is not a till. It cannot take coupons while the net is down.',
      next: 'Use a device that is a till. To make this one a till, ask the owner or a manager for a set-up link when the net is back.',
      again: 'Open again',
    },
  },
})
