import { catalogue, memberCatalogue } from './language.ts'

/** What an operator reads in LINE when they ask for the door. */
export const operatorChatTexts = memberCatalogue({
  ja: {
    title: '管理画面',
    lines: ['お疲れさまです。下のボタンからログインできます。'],
    open: '管理画面を開く',
    note: '10分以内に1回だけ使えます。開けなかったときは、もう一度「管理」と送ってください。このリンクは転送しないでください。',
    alt: '管理画面へのログイン用リンクです。10分以内に1回だけ使えます。',
    claimed: (name: string) =>
      `${name}さん、オーナーとして登録しました。これからは「管理」と送ると、ログイン用のリンクが届きます。`,
    ownerUnnamed: 'オーナー',
    accepted: (name: string, store: string, role: string) =>
      `${name}さん、${store}の${role}として登録しました。これからは「管理」と送ると、ログイン用のリンクが届きます。`,
    roles: { manager: '店長', staff: 'スタッフ' },
  },
  'plain-ja': {
    title: '管理画面',
    lines: ['下の ボタンから 入れます。'],
    open: '管理画面を ひらく',
    note: '10分の あいだに 1回だけ 使えます。ひらかない ときは、もう一度「管理」と 送ってください。この リンクを ほかの 人に 送らないで ください。',
    alt: '管理画面に 入る リンクです。10分の あいだに 1回だけ 使えます。',
    claimed: (name: string) => `${name}さんは オーナーに なりました。「管理」と 送ると、リンクが とどきます。`,
    ownerUnnamed: 'オーナー',
    accepted: (name: string, store: string, role: string) =>
      `${name}さんは ${store}の ${role}に なりました。「管理」と 送ると、リンクが とどきます。`,
    roles: { manager: '店長', staff: 'スタッフ' },
  },
  en: {
    title: 'Admin page',
    lines: ['Hello. The button below signs you in.'],
    open: 'Open the admin page',
    note: 'Works once, within 10 minutes. If it does not open, send “admin” again. Please do not forward this link.',
    alt: 'Your sign-in link for the admin page. It works once, within 10 minutes.',
    claimed: (name: string) => `${name}, you are now the owner. Send “admin” at any time for a sign-in link.`,
    ownerUnnamed: 'Owner',
    accepted: (name: string, store: string, role: string) =>
      `${name}, you are now ${role} of ${store}. Send “admin” at any time for a sign-in link.`,
    roles: { manager: 'a manager', staff: 'on the staff' },
  },
})

/** The login page and an operator's own sessions. */
export const operatorTexts = catalogue({
  ja: {
    login: {
      title: '管理画面へのログイン',
      how: 'お店のLINEで「管理」と送ると、ログイン用のリンクが届きます。',
      safe: 'パスワードはありません。リンクは10分以内に1回だけ使えます。',
      ready: 'この端末で管理画面を開きます。',
      shared: '共用の端末では、終わったらログアウトしてください。',
      submit: 'ログインする',
      unusableTitle: 'このリンクは使えません',
      unusable: 'リンクは10分以内に1回だけ使えます。お手数ですが、お店のLINEでもう一度「管理」と送ってください。',
      signedOut: 'ログアウトしました。',
    },
    sessions: {
      title: 'ログイン中の端末',
      intro: '心当たりのない端末があれば、ログアウトさせてください。',
      caption: 'ログイン中の端末の一覧',
      device: '端末',
      unknownDevice: '不明な端末',
      here: 'この端末',
      since: 'ログイン',
      lastSeen: '最後の利用',
      action: '操作',
      revoke: 'ログアウトさせる',
      revokeOthers: (count: number) => `ほかの${count}台をログアウトさせる`,
      revokeOthersTitle: (count: number) => `ほかの${count}台をログアウトさせますか`,
      revokeOthersBody: 'この端末はログインしたままです。ほかの端末では、もう一度「管理」と送るとログインできます。',
      onlyHere: 'ログイン中なのはこの端末だけです。',
      signOut: 'この端末からログアウトする',
      revoked: 'ログアウトさせました。',
      back: 'ログイン中の端末へ戻る',
    },
  },
  en: {
    login: {
      title: 'Sign in to the admin page',
      how: 'Send “admin” (or 管理) to the shop in LINE, and you get a sign-in link.',
      safe: 'There is no password. A link works once, within 10 minutes.',
      ready: 'This opens the admin page on this device.',
      shared: 'On a shared device, please sign out when you are done.',
      submit: 'Sign in',
      unusableTitle: 'This link cannot be used',
      unusable: 'A link works once, within 10 minutes. Please send “admin” to the shop in LINE again.',
      signedOut: 'You are signed out.',
    },
    sessions: {
      title: 'Signed-in devices',
      intro: 'If there is a device you do not know, sign it out.',
      caption: 'List of signed-in devices',
      device: 'Device',
      unknownDevice: 'Unknown device',
      here: 'this device',
      since: 'Signed in',
      lastSeen: 'Last used',
      action: 'Action',
      revoke: 'Sign out',
      revokeOthers: (count: number) => `Sign out the ${count} others`,
      revokeOthersTitle: (count: number) => `Sign out ${count} other devices?`,
      revokeOthersBody: 'This device stays signed in. The others can sign in again after sending “admin” in LINE.',
      onlyHere: 'Only this device is signed in.',
      signOut: 'Sign out on this device',
      revoked: 'Signed out.',
      back: 'Back to signed-in devices',
    },
  },
})
