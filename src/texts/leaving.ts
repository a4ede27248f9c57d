import { memberCatalogue } from './language.ts'

const ja = {
  title: '退会する前に',
  goes: '消えるもの（1分以内）',
  goesPoints: [
    'お名前、店舗や日付、LINEの番号、言語',
    'お答えいただいたこと、タグ、メモ、訂正の申し出',
    'これまでの記録、お知らせの設定、トークの内容',
    'お手持ちのクーポン（使えなくなります）',
    'お店の名簿の、あなたの行と招待コード',
  ],
  stays: '残るもの',
  staysPoints: [
    'クーポンが使われた記録、お知らせを送った記録、同意の記録。どれも、だれのものか分からない番号だけになります。会計と、正しくお送りしたことの確認に必要なためです。',
    '給与など、法律で保管が決められている書類。この仕組みとは別に、お店で保管されています。',
  ],
  back: '消した情報は元に戻せません。またいらっしゃるときは、新しい登録になります。いつでも歓迎します。',
  stop: 'お知らせを止めるだけなら、退会しなくてもできます。',
  confirm: (name: string) => `${name}さんの情報をすべて消して、退会する`,
  confirmUnnamed: '情報をすべて消して、退会する',
  stay: '退会しない',
  operator:
    'お店の担当者として登録されているため、まだ退会できません。先に、オーナーから担当者の登録を外してもらってください。',
  goodbyeTitle: 'これまで、ありがとうございました',
  goodbye:
    '退会を受け付けました。もう何もお送りしません。情報は1分以内に消えます。このアカウントは、LINEの友だちリストから消していただけます。',
  goodbyeBack: 'またお会いできる日を楽しみにしています。',
}

/** The page on which a person leaves, and the goodbye. */
export const leavingTexts = memberCatalogue({
  ja,
  'plain-ja': {
    title: 'やめる 前に',
    goes: '消えるもの（1分で）',
    goesPoints: [
      '名前、店や日、LINEの番号、ことば',
      'あなたの 答え、しるし、メモ',
      '今までの 記録、お知らせの 設定、トークの 文',
      'クーポン（使えなくなります）',
      '店の 名簿の あなたの行と 招待コード',
    ],
    stays: 'のこるもの',
    staysPoints: [
      '使った クーポン、送った お知らせ、「はい」「いいえ」の 記録。だれのものか わからない 番号だけに なります。お金の 計算と、正しく 送ったかを たしかめるために いります。',
      '給料などの 書類。法律で 決まっているので、店が 別に のこします。',
    ],
    back: '消した 情報は もとに もどせません。また 来るときは、新しい 登録に なります。いつでも 来てください。',
    stop: 'お知らせを 止めるだけなら、やめなくても できます。',
    confirm: (name: string) => `${name}さんの 情報を ぜんぶ 消して、やめる`,
    confirmUnnamed: '情報を ぜんぶ 消して、やめる',
    stay: 'やめない',
    operator: 'あなたは 店の 担当者なので、まだ やめられません。先に、オーナーに「やめたい」と 言ってください。',
    goodbyeTitle: '今まで ありがとうございました',
    goodbye: 'わかりました。もう 何も 送りません。情報は 1分で 消えます。LINEの 友だちから 消しても いいです。',
    goodbyeBack: 'また 会える日を 楽しみに しています。',
  },
  en: {
    title: 'Before you leave',
    goes: 'What goes, within a minute',
    goesPoints: [
      'your name, store and dates, LINE number and language',
      'your answers, tags, notes and corrections',
      'your history, your choice of messages, what you wrote in the chat',
      'your coupons (they can no longer be used)',
      'your line on the shop’s list, and its invitation',
    ],
    stays: 'What stays',
    staysPoints: [
      'That coupons were used, messages sent and consents given, under a random number that leads to nobody. The shop needs this for its books, and to show that it sent only what people had agreed to.',
      'Papers that the law makes the shop keep, such as pay records. They are kept apart from this system.',
    ],
    back: 'This cannot be undone. If you come back later, you start afresh. You will always be welcome.',
    stop: 'If you only want fewer messages, you can stop them without leaving.',
    confirm: (name: string) => `Erase everything about ${name} and leave`,
    confirmUnnamed: 'Erase everything about me and leave',
    stay: 'Stay',
    operator: 'You help to run this account, so you cannot leave yet. Please ask the owner to remove you there first.',
    goodbyeTitle: 'Thank you for everything',
    goodbye:
      'You have left. We will send you nothing more, and your data is erased within a minute. You can remove this account from your friends in LINE.',
    goodbyeBack: 'We would be glad to see you again some day.',
  },
})
