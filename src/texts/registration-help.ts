import { memberCatalogue } from './language.ts'

const ja = {
  form: 'フォームでまとめて入力',
  sorry: 'すみません、うまく読み取れませんでした。',
  refused:
    'わかりました。登録には、情報の取り扱いへの同意が必要です。気になることは「くわしく読む」でご確認ください。今回は見送るときは「やめる」をどうぞ。',
  /** Said to a picture and the like, before the hint. */
  received: {
    sticker: 'スタンプありがとうございます。',
    image: '写真ありがとうございます。',
    video: '動画ありがとうございます。',
    audio: '音声ありがとうございます。ここでは聞くことができません。',
    location: '位置情報ありがとうございます。',
    file: 'ファイルありがとうございます。ここでは開けません。',
    other: 'ありがとうございます。',
  },
  /** How each question can be answered. */
  hints: {
    privacy: '下のボタンをタップするか、「同意する」または「やめる」と送ってください。',
    purpose: '下のボタンをタップするか、「はい」または「いいえ」と送ってください。',
    name: 'お名前は、文字で送ってください。（例：佐藤 花）',
    store: '下からお店を選ぶか、お店の名前を送ってください。',
    role: '下から選ぶか、担当していた仕事を送ってください。わからないときは「覚えていない」と送ってください。',
    last_day: '下のボタンで選ぶか、「2023年3月」のように年と月を送ってください。',
    digits: '数字を4つ送るか、「答えない」をどうぞ。',
    confirm: '「登録する」または「なおす」と送るか、下のボタンをタップしてください。',
  },
  which: 'どちらでしょうか？ 下からお選びください。',
  digits:
    '電話番号の下4桁を教えてください。（任意）\n\n同じお名前の方と間違えないためだけに使います。番号そのものは保存しません。',
  noDigits: '答えない',
  digitsField: '電話番号',
  digitsGiven: '下4桁を確認に使います',
  digitsNotGiven: '答えない',
  pickUp: {
    words: (name: string) =>
      `${name === '' ? '' : `${name}さん、`}おかえりなさい。登録の途中でした。\n\nつづきからはじめますか？ 急ぎませんので、いつでも大丈夫です。`,
    goOn: 'つづきから',
    restart: 'はじめから',
    cancel: 'やめる',
  },
  never: {
    words:
      'おかえりなさい。登録は、まだのようです。\n\n以前いっしょに働いてくださった方は、よろしければご登録ください。2分ほどで終わります。',
    later: 'またあとで',
    seeYou: 'わかりました。気が向いたときに、いつでもどうぞ。',
  },
  invitation: {
    hello: (name: string, store: string) =>
      `${name}さん、お待ちしていました。${store}からの招待です。\n\nお名前などは入力済みです。あとは、受け取りたいお知らせを教えてください。`,
    filledIn: 'ありがとうございます。招待コードを確認しました。',
    unusable: 'すみません、この招待コードは使えないようです。コードがなくても登録できます。',
    locked: 'すみません、招待コードの確認をしばらくお休みしています。1時間ほどたってから、もう一度お試しください。',
    already: (name: string) => `${name}さん、登録はもう済んでいます。ありがとうございます。`,
  },
}

/** What helps a person to the end of a registration: hints, the way back into it, the optional digits, invitations. */
export const registrationHelpTexts = memberCatalogue({
  ja,
  'plain-ja': {
    ...ja,
    form: 'ページで ぜんぶ 書く',
    sorry: 'すみません。わかりませんでした。',
    refused:
      'わかりました。登録するには、「わかりました。はじめる」を おしてください。くわしいことは「くわしく 読む」に あります。登録しないときは「やめる」を おしてください。',
    received: {
      sticker: 'スタンプ ありがとうございます。',
      image: '写真 ありがとうございます。',
      video: '動画 ありがとうございます。',
      audio: 'ありがとうございます。ここでは 声を 聞くことが できません。',
      location: '場所を ありがとうございます。',
      file: 'ありがとうございます。ここでは ファイルを 開けません。',
      other: 'ありがとうございます。',
    },
    hints: {
      privacy: '下の ボタンを おすか、「はい」または「やめる」と 書いてください。',
      purpose: '下の ボタンを おすか、「はい」または「いいえ」と 書いてください。',
      name: '名前は 文字で 書いてください。（例：佐藤 花）',
      store: '下から 店を えらぶか、店の 名前を 書いてください。',
      role: '下から えらぶか、仕事を 書いてください。わからないときは「わからない」と 書いてください。',
      last_day: '下の ボタンで えらぶか、「2023年3月」のように 書いてください。',
      digits: '数字を 4つ 書いてください。書きたくないときは「答えない」を おしてください。',
      confirm: '「登録する」または「なおす」と 書くか、下の ボタンを おしてください。',
    },
    which: 'どれですか？ 下から えらんでください。',
    digits:
      '電話番号の 最後の 4つの数字を 教えてください。答えなくても いいです。\n\n同じ名前の人と まちがえないためです。番号は のこしません。',
    digitsGiven: 'たしかめるために 使います',
    pickUp: {
      ...ja.pickUp,
      words: (name: string) =>
        `${name === '' ? '' : `${name}さん、`}おかえりなさい。登録の とちゅうでした。\n\nつづきから しますか？ いそがなくて いいです。`,
    },
    never: {
      words:
        'おかえりなさい。登録は まだです。\n\n前に この店で 働いた人は、よかったら 登録してください。2分くらいです。',
      later: 'あとで',
      seeYou: 'わかりました。いつでも 来てください。',
    },
    invitation: {
      hello: (name: string, store: string) =>
        `${name}さん、待っていました。${store}からの 招待です。\n\n名前などは もう 入っています。ほしい お知らせだけ 教えてください。`,
      filledIn: 'ありがとうございます。招待コードが わかりました。',
      unusable: 'すみません。この招待コードは 使えません。コードが なくても 登録できます。',
      locked: 'すみません。今は 招待コードを たしかめられません。1時間くらい あとで もう一度 送ってください。',
      already: (name: string) => `${name}さん、登録は もう できています。ありがとうございます。`,
    },
  },
  en: {
    form: 'Fill in one form',
    sorry: 'Sorry, we could not read that.',
    refused:
      'That is fine. We can only register you if you agree. “Read more” says what we do with your data. To stop here, tap “Cancel”.',
    received: {
      sticker: 'Thank you for the sticker.',
      image: 'Thank you for the photo.',
      video: 'Thank you for the video.',
      audio: 'Thank you. We cannot listen to voice messages here.',
      location: 'Thank you for the location.',
      file: 'Thank you. We cannot open files here.',
      other: 'Thank you.',
    },
    hints: {
      privacy: 'Please tap a button, or write “agree” or “cancel”.',
      purpose: 'Please tap a button, or write “yes” or “no”.',
      name: 'Please write your name in letters. (For example: Hana Sato)',
      store: 'Please choose your store below, or write its name.',
      role: 'Please choose below, or write what you did. “Not sure” is fine too.',
      last_day: 'Please use the button below, or write the month and year, like “March 2023”.',
      digits: 'Please write four digits, or tap “Rather not”.',
      confirm: 'Please write “register” or “change”, or tap a button.',
    },
    which: 'Which one is it? Please choose below.',
    digits:
      'What are the last four digits of your phone number? (Optional)\n\nWe only use them so that we don’t mix you up with somebody of the same name. We do not keep the number itself.',
    noDigits: 'Rather not',
    digitsField: 'Phone',
    digitsGiven: 'last digits used to check',
    digitsNotGiven: 'not given',
    pickUp: {
      words: (name: string) =>
        `Welcome back${name === '' ? '' : `, ${name}`}. You were in the middle of registering.\n\nShall we go on? There is no hurry.`,
      goOn: 'Go on',
      restart: 'Start over',
      cancel: 'Cancel',
    },
    never: {
      words:
        'Welcome back. You have not registered yet.\n\nIf you used to work with us, please do. It takes about two minutes.',
      later: 'Maybe later',
      seeYou: 'Of course. Come back whenever you like.',
    },
    invitation: {
      hello: (name: string, store: string) =>
        `We have been looking forward to hearing from you, ${name}. This is an invitation from ${store}.\n\nYour details are already filled in. Just tell us which messages you would like.`,
      filledIn: 'Thank you. We have checked your invitation code.',
      unusable: 'Sorry, this invitation code cannot be used. You can register without one.',
      locked: 'Sorry, we are not checking invitation codes for a while. Please try again in about an hour.',
      already: (name: string) => `You are registered already, ${name}. Thank you.`,
    },
  },
})
