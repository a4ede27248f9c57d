import type { ConsentVersion } from '../consent/consent.ts'
import type { ConsentPurpose, MemberLanguage } from '../db/schema.ts'
import { memberCatalogue } from './language.ts'

const first: Record<MemberLanguage, Record<ConsentPurpose, string>> = {
  ja: {
    privacy:
      'お名前・働いていた店舗・担当・最後の日をお預かりします。ご本人かどうかをお店の名簿で確かめるためと、同意いただいた種類のお知らせをお送りするためだけに使い、ほかへは渡しません。いつでも見る・直す・止める・消すことができます。',
    news: 'お店の近況や、季節のごあいさつをお送りします。',
    coupons: '卒業生のみなさんだけのクーポンをお送りします。',
    events: '新メニューの試食会や、記念日の集まりにお誘いします。',
    shifts: '手を借りたい日の、シフトの募集をお送りします。お返事は、ご都合が合うときだけで大丈夫です。',
  },
  'plain-ja': {
    privacy:
      'あなたの 名前・働いた店・仕事・最後の日を もらいます。あなたかどうかを 店の名簿で たしかめるため、あなたが「はい」と言った お知らせを 送るために だけ 使います。ほかの人には わたしません。いつでも 見る・なおす・止める・消すことが できます。',
    news: '店の ニュースや あいさつを 送ります。',
    coupons: '前に 働いた人だけの クーポンを 送ります。',
    events: '新しい料理を 食べる会や、集まりに さそいます。',
    shifts: '手伝ってほしい日に、シフトの お知らせを 送ります。できるときだけ 返事を してください。',
  },
  en: {
    privacy:
      'We keep your name, the store you worked at, your role and your last day. We use them only to check with the shop’s list that it is you, and to send you the kinds of messages you agree to. We give them to nobody else. You can see, correct, stop or erase them at any time.',
    news: 'News from the shop, and greetings through the seasons.',
    coupons: 'Coupons just for those who used to work with us.',
    events: 'Invitations to tastings of new dishes and to anniversaries.',
    shifts: 'Open shifts on days when we need a hand. Answer only when it suits you.',
  },
}

const second: Record<MemberLanguage, Record<ConsentPurpose, string>> = {
  ja: {
    ...first.ja,
    privacy:
      'お名前・働いていた店舗・担当・最後の日と、任意の質問（電話番号の下4桁、生まれた年、ご都合のよい曜日など）へのお答えをお預かりします。使うのは、ご本人かどうかをお店の名簿で確かめるため、合うお誘いを選ぶため、同意いただいた種類のお知らせをお送りするためだけです。ほかへは渡しません。いつでも、見る・直す・止める・消すことができます。',
  },
  'plain-ja': {
    ...first['plain-ja'],
    privacy:
      'あなたの 名前・働いた店・仕事・最後の日と、答えても 答えなくても いい 質問（電話番号の 最後の 数字4つ、生まれた年、来られる 曜日など）の 答えを もらいます。使うのは、あなたかどうかを 店の名簿で たしかめるとき、あなたに あう おさそいを えらぶとき、あなたが「はい」と言った お知らせを 送るときだけです。ほかの人には わたしません。いつでも 見る・なおす・止める・消すことが できます。',
  },
  en: {
    ...first.en,
    privacy:
      'We keep your name, the store you worked at, your role and your last day, and your answers to questions that you may skip (last four digits of your phone number, year of birth, days that suit you and so on). We use them only to check with the shop’s list that it is you, to choose what suits you, and to send you the kinds of messages you agree to. We give them to nobody else. You can see, correct, stop or erase them at any time.',
  },
}

const third: Record<MemberLanguage, Record<ConsentPurpose, string>> = {
  ja: {
    ...second.ja,
    privacy:
      'お名前・働いていた店舗・担当・最後の日と、任意の質問（電話番号の下4桁、生まれた年と月、ご都合のよい曜日など）へのお答え、お知らせのボタンを押したこと、イベントのお返事（人数、お酒を飲む方の人数、アレルギーなど）をお預かりします。使うのは、ご本人かどうかをお店の名簿で確かめるため、合うお誘いを選ぶため、同意いただいた種類のお知らせをお送りするため、イベントの席とお料理を用意するためだけです。ほかへは渡しません。いつでも、見る・直す・止める・消すことができます。',
  },
  'plain-ja': {
    ...second['plain-ja'],
    privacy:
      'あなたの 名前・働いた店・仕事・最後の日と、答えても 答えなくても いい 質問（電話番号の 最後の 数字4つ、生まれた 年と 月、来られる 曜日など）の 答え、お知らせの ボタンを おしたこと、イベントの 返事（人数、お酒を 飲む人の 数、食べられない ものなど）を もらいます。使うのは、あなたかどうかを 店の名簿で たしかめるとき、あなたに あう おさそいを えらぶとき、あなたが「はい」と言った お知らせを 送るとき、イベントの 席と 料理を 用意するときだけです。ほかの人には わたしません。いつでも 見る・なおす・止める・消すことが できます。',
  },
  en: {
    ...second.en,
    privacy:
      'We keep your name, the store you worked at, your role and your last day, your answers to questions that you may skip (last four digits of your phone number, year and month of birth, days that suit you and so on), which buttons of our messages you tapped, and your answers to events (how many come, how many drink alcohol, allergies and so on). We use them only to check with the shop’s list that it is you, to choose what suits you, to send you the kinds of messages you agree to, and to prepare the seats and the food of events. We give them to nobody else. You can see, correct, stop or erase them at any time.',
  },
}

const fourth: Record<MemberLanguage, Record<ConsentPurpose, string>> = {
  ja: {
    ...third.ja,
    privacy:
      'お名前・働いていた店舗・担当・最後の日と、任意の質問（電話番号の下4桁、生まれた年と月、ご都合のよい曜日など）へのお答え、お知らせのボタンを押したこと、イベントのお返事（人数、お酒を飲む方の人数、アレルギーなど）、シフトのお返事と働いた時間・賃金の目安、ほかの仕事の時間や18歳以上かどうか、また働きたいというお知らせをお預かりします。使うのは、ご本人かどうかをお店の名簿で確かめるため、合うお誘いを選ぶため、同意いただいた種類のお知らせをお送りするため、イベントの席とお料理を用意するため、シフトをお願いするためだけです。ほかへは渡しません。いつでも、見る・直す・止める・消すことができます。',
  },
  'plain-ja': {
    ...third['plain-ja'],
    privacy:
      'あなたの 名前・働いた店・仕事・最後の日と、答えても 答えなくても いい 質問（電話番号の 最後の 数字4つ、生まれた 年と 月、来られる 曜日など）の 答え、お知らせの ボタンを おしたこと、イベントの 返事（人数、お酒を 飲む人の 数、食べられない ものなど）、シフトの 返事、働いた 時間と だいたいの お金、ほかの 仕事の 時間、18さい以上かどうか、また 働きたいという お知らせを もらいます。使うのは、あなたかどうかを 店の名簿で たしかめるとき、あなたに あう おさそいを えらぶとき、あなたが「はい」と言った お知らせを 送るとき、イベントの 席と 料理を 用意するとき、シフトを おねがいするときだけです。ほかの人には わたしません。いつでも 見る・なおす・止める・消すことが できます。',
  },
  en: {
    ...third.en,
    privacy:
      'We keep your name, the store you worked at, your role and your last day, your answers to questions that you may skip (last four digits of your phone number, year and month of birth, days that suit you and so on), which buttons of our messages you tapped, your answers to events (how many come, how many drink alcohol, allergies and so on), your answers to shifts with hours and estimated pay, hours at another job, whether you are 18 or older, and that you would like to work here again. We use them only to check with the shop’s list that it is you, to choose what suits you, to send you the kinds of messages you agree to, to prepare the seats and the food of events, and to arrange shifts with you. We give them to nobody else. You can see, correct, stop or erase them at any time.',
  },
}

const fifth: Record<MemberLanguage, Record<ConsentPurpose, string>> = {
  ja: {
    ...fourth.ja,
    privacy:
      'お名前・働いていた店舗・担当・最後の日と、任意の質問（電話番号の下4桁、生まれた年と月、ご都合のよい曜日など）へのお答え、お知らせのボタンを押したこと、クーポンの使用（お店が入力したお会計の額と人数、表示した端末の印を含みます）、イベントのお返事（人数、お酒を飲む方の人数、アレルギーなど）、シフトのお返事と働いた時間・賃金の目安、ほかの仕事の時間や18歳以上かどうか、また働きたいというお知らせをお預かりします。使うのは、ご本人かどうかをお店の名簿で確かめるため、合うお誘いを選ぶため、同意いただいた種類のお知らせをお送りするため、クーポンを正しくお使いいただくため、イベントの席とお料理を用意するため、シフトをお願いするためだけです。ほかへは渡しません。いつでも、見る・直す・止める・消すことができます。',
  },
  'plain-ja': {
    ...fourth['plain-ja'],
    privacy:
      'あなたの 名前・働いた店・仕事・最後の日と、答えても 答えなくても いい 質問（電話番号の 最後の 数字4つ、生まれた 年と 月、来られる 曜日など）の 答え、お知らせの ボタンを おしたこと、クーポンを 使ったこと（店が 書いた お金と 人数、画面を 出した スマホの しるし）、イベントの 返事（人数、お酒を 飲む人の 数、食べられない ものなど）、シフトの 返事、働いた 時間と だいたいの お金、ほかの 仕事の 時間、18さい以上かどうか、また 働きたいという お知らせを もらいます。使うのは、あなたかどうかを 店の名簿で たしかめるとき、あなたに あう おさそいを えらぶとき、あなたが「はい」と言った お知らせを 送るとき、クーポンを 正しく 使うとき、イベントの 席と 料理を 用意するとき、シフトを おねがいするときだけです。ほかの人には わたしません。いつでも 見る・なおす・止める・消すことが できます。',
  },
  en: {
    ...fourth.en,
    privacy:
      'We keep your name, the store you worked at, your role and your last day, your answers to questions that you may skip (last four digits of your phone number, year and month of birth, days that suit you and so on), which buttons of our messages you tapped, the coupons you used (with the bill and the number of guests where the shop enters them, and a mark of the device that showed them), your answers to events (how many come, how many drink alcohol, allergies and so on), your answers to shifts with hours and estimated pay, hours at another job, whether you are 18 or older, and that you would like to work here again. We use them only to check with the shop’s list that it is you, to choose what suits you, to send you the kinds of messages you agree to, to have coupons used rightly, to prepare the seats and the food of events, and to arrange shifts with you. We give them to nobody else. You can see, correct, stop or erase them at any time.',
  },
}

/** What a person said yes or no to, word by word. A version that was once shown never changes: a new text is a new version. */
export const agreedTexts: Record<ConsentVersion, Record<MemberLanguage, Record<ConsentPurpose, string>>> = {
  '1': first,
  '2': second,
  '3': third,
  '4': fourth,
  '5': fifth,
}

const ja = {
  names: { news: '近況・お知らせ', coupons: 'クーポン', events: '試食会・イベント', shifts: 'シフト募集' },
  on: '受け取る',
  off: '受け取らない',
  centre: {
    alt: 'お知らせの設定です。種類ごとに、受け取る・受け取らないを選べます。',
    title: 'お知らせの設定',
    lead: '種類ごとに選べます。いつでも変えられます。',
    stateOn: (day: string) => `○ 受け取っています（${day}から）`,
    stateOff: '– 受け取っていません',
    turnOn: '受け取る',
    turnOff: '止める',
    privacy: 'プライバシーについて',
  },
  turnedOn: (purpose: string) =>
    `「${purpose}」をお送りします。ありがとうございます。止めたくなったら、いつでもどうぞ。`,
  turnedOff: (purpose: string) => `「${purpose}」を止めました。これからはお送りしません。`,
  alreadyOn: (purpose: string) => `「${purpose}」は、もう受け取る設定になっています。`,
  alreadyOff: (purpose: string) => `「${purpose}」は止まっています。お送りすることはありません。`,
  allOff:
    'すべてのお知らせを止めました。これからはお送りしません。クーポンやマイページは、下のメニューからいつでも開けます。',
  undo: 'もとに戻す',
  open: 'お知らせの設定',
  stopWhich: 'どのお知らせを止めますか？ 選んだものだけ、すぐに止まります。',
  stopAll: 'すべて止める',
  stopNot: '止めない',
  nothingToStop: '今、お送りしているお知らせはありません。',
  registerFirst: '登録が済むと、受け取るお知らせを選べます。',
  register: '登録をはじめる',
  stopButton: 'この種類のお知らせを止める',
  renewal: {
    alt: '情報の取り扱いの説明が新しくなりました。',
    title: '説明が新しくなりました',
    body: '情報の取り扱いの説明を新しくしました。受け取るお知らせの種類は変わりません。よろしければ、新しい説明に同意をお願いします。',
    agree: '新しい説明に同意する',
    later: '今は前のままで',
    changes: '変わったところを見る',
    agreed: '新しい説明に同意いただきました。ありがとうございます。',
    kept: '承知しました。前の説明のまま続けます。お知らせもこれまでどおりです。',
    nothingNew: '今の説明に、もう同意いただいています。',
  },
  leaving: {
    explain:
      '退会すると、お名前・LINEの番号・お答え・記録などが1分以内に消え、お知らせも届かなくなります。お知らせを止めるだけなら、退会しなくてもできます。',
    go: '退会の手続きへ',
    stopOnly: 'お知らせを止めるだけ',
    under: 'ただいま、退会の手続きをしています。1分ほどで終わります。',
  },
}

/** The consent centre in LINE. */
export const consentTexts = memberCatalogue({
  ja,
  'plain-ja': {
    ...ja,
    names: { news: '店の お知らせ', coupons: 'クーポン', events: '食べる会・イベント', shifts: 'シフトの お知らせ' },
    on: '送ってほしい',
    off: 'いらない',
    centre: {
      ...ja.centre,
      alt: 'お知らせの 設定です。送る・送らないを えらべます。',
      title: 'お知らせの 設定',
      lead: '1つずつ えらべます。いつでも かえられます。',
      stateOn: (day: string) => `○ 送っています（${day}から）`,
      stateOff: '– 送っていません',
      turnOn: '送ってほしい',
      turnOff: '止める',
      privacy: 'あなたの 情報について',
    },
    turnedOn: (purpose: string) => `「${purpose}」を 送ります。ありがとうございます。いつでも 止められます。`,
    turnedOff: (purpose: string) => `「${purpose}」を 止めました。もう 送りません。`,
    alreadyOn: (purpose: string) => `「${purpose}」は もう 送ることに なっています。`,
    alreadyOff: (purpose: string) => `「${purpose}」は 止まっています。送りません。`,
    allOff: 'お知らせを ぜんぶ 止めました。もう 送りません。クーポンと マイページは 下のメニューで 見られます。',
    undo: 'もとに もどす',
    open: 'お知らせの 設定',
    stopWhich: 'どれを 止めますか？ すぐに 止まります。',
    stopAll: 'ぜんぶ 止める',
    stopNot: '止めない',
    nothingToStop: '今、送っている お知らせは ありません。',
    registerFirst: '登録が 終わると、お知らせを えらべます。',
    register: '登録を はじめる',
    stopButton: 'このお知らせを 止める',
    renewal: {
      alt: 'あなたの 情報についての 説明が 新しくなりました。',
      title: '説明が 新しくなりました',
      body: 'あなたの 情報についての 説明が 新しくなりました。お知らせの 種類は かわりません。よかったら「はい」を おしてください。',
      agree: 'はい、新しい 説明で いいです',
      later: '今は 前のままで',
      changes: 'かわったところを 見る',
      agreed: 'わかりました。新しい 説明に します。ありがとうございます。',
      kept: 'わかりました。前の 説明の ままに します。お知らせも 同じです。',
      nothingNew: 'もう 新しい 説明に なっています。',
    },
    leaving: {
      explain:
        'ここを やめると、名前・LINEの番号・答え・記録などを 1分で 消します。お知らせも 来なくなります。お知らせを 止めるだけなら、やめなくても できます。',
      go: 'やめる ページへ',
      stopOnly: 'お知らせを 止めるだけ',
      under: '今、あなたの 情報を 消しています。1分くらいで 終わります。',
    },
  },
  en: {
    names: { news: 'News', coupons: 'Coupons', events: 'Tastings and events', shifts: 'Open shifts' },
    on: 'Yes, please',
    off: 'No, thank you',
    centre: {
      alt: 'Your message settings: choose for each kind whether you want it.',
      title: 'Your messages',
      lead: 'Choose for each kind. You can change it at any time.',
      stateOn: (day: string) => `○ On since ${day}`,
      stateOff: '– Off',
      turnOn: 'Turn on',
      turnOff: 'Stop',
      privacy: 'Privacy',
    },
    turnedOn: (purpose: string) => `We will send you “${purpose}”. Thank you. You can stop it whenever you like.`,
    turnedOff: (purpose: string) => `“${purpose}” is stopped. We won’t send it any more.`,
    alreadyOn: (purpose: string) => `“${purpose}” is on already.`,
    alreadyOff: (purpose: string) => `“${purpose}” is off. We don’t send it.`,
    allOff: 'All messages are stopped. Your coupons and your page stay in the menu below.',
    undo: 'Undo',
    open: 'Your messages',
    stopWhich: 'Which messages shall we stop? Only those you choose, at once.',
    stopAll: 'Stop all',
    stopNot: 'Keep them',
    nothingToStop: 'We are not sending you any messages at the moment.',
    registerFirst: 'Once you have registered, you can choose the messages you want.',
    register: 'Register',
    stopButton: 'Stop this kind of message',
    renewal: {
      alt: 'Our privacy notice is new.',
      title: 'Our privacy notice is new',
      body: 'We have rewritten our privacy notice. The kinds of messages you get stay the same. If you are happy with it, please agree to the new version.',
      agree: 'Yes, I agree',
      later: 'Not now, keep as is',
      changes: 'See what has changed',
      agreed: 'Thank you. You have agreed to the new version.',
      kept: 'That is fine. The earlier version still applies, and your messages stay as they are.',
      nothingNew: 'You have already agreed to the current version.',
    },
    leaving: {
      explain:
        'When you leave, your name, LINE number, answers and history are erased within a minute, and we send you nothing more. If you only want fewer messages, you can stop them without leaving.',
      go: 'Leave',
      stopOnly: 'Only stop messages',
      under: 'We are erasing your data right now. It takes about a minute.',
    },
  },
})
