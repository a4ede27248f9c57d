import { memberCatalogue } from './language.ts'

const ja = {
  begin: '登録をはじめる',
  goOn: 'つづきから',
  back: 'もどる',
  cancel: 'やめる',
  yes: '受け取る',
  no: '受け取らない',
  greeting: {
    alt: (shop: string) => `${shop}です。友だち追加ありがとうございます。「登録をはじめる」からどうぞ。`,
    title: 'おかえりなさい',
    lines: [
      '友だち追加ありがとうございます。ここは、いっしょに働いてくださった方のための場所です。',
      '卒業生だけのクーポンや、試食会のご案内をお届けします。お知らせは種類ごとに選べて、いつでも止められます。',
    ],
    note: '登録は2分ほどです。',
    privacy: 'プライバシーについて',
  },
  welcomeBack: (name: string) =>
    `${name}さん、おかえりなさい。またつながれてうれしいです。メニューはそのままお使いいただけます。`,
  waitingBack: (name: string) =>
    `${name}さん、ありがとうございます。登録の内容は、お店で確認しています。もう少しお待ちください。`,
  privacy: {
    alt: '登録の前に、情報の取り扱いをご確認ください。',
    title: 'はじめに',
    agree: '同意してはじめる',
    read: 'くわしく読む',
  },
  purpose: (at: number, of: number, name: string, words: string) =>
    `お知らせについて（${at}/${of}）\n\n【${name}】\n${words}\n\n受け取りますか？`,
  name: 'ありがとうございます。次は、お名前を教えてください。\n\n働いていたころのフルネームを、このトークに送ってください。\n（例：佐藤 花）',
  nameAgain: 'お名前を教えてください。\n\n働いていたころのフルネームを、このトークに送ってください。\n（例：佐藤 花）',
  nameUnclear:
    'すみません、お名前として読み取れませんでした。記号や絵文字を入れずに、60文字以内で送ってください。\n（例：佐藤 花）',
  store: (name: string) => `${name}さんですね。\n\nどのお店で働いていましたか？`,
  otherStores: 'ほかのお店',
  role: 'おもに担当していた仕事はどれですか？',
  otherRoles: 'ほかの仕事',
  roleNone: 'その他・覚えていない',
  lastDay: '最後に働いた日はいつごろですか？\n\nだいたいでかまいません。月が合っていれば大丈夫です。',
  lastDayPick: '日付を選ぶ',
  lastDayUnclear: 'すみません、その日付は選べません。今日までの日付をお選びください。',
  confirm: {
    alt: '登録の内容をご確認ください。',
    title: 'ご確認ください',
    lead: 'この内容で登録してよろしいですか？',
    topics: 'お知らせ',
    noTopics: '受け取らない',
    register: 'この内容で登録する',
    fix: 'なおす',
  },
  separator: '・',
  fix: 'どこをなおしますか？',
  fields: { name: 'お名前', store: '店舗', role: '担当', last_day: '最後の日' },
  onTheWay: '登録の途中でした。つづきからどうぞ。',
  stale: 'いまの質問はこちらです。',
  cancelled: '登録をやめました。ここまでのお答えは消しました。気が向いたときに、またいつでもどうぞ。',
  over: 'この登録は、すでに終わっているか、時間がたって閉じてしまいました。お手数ですが、「登録」と送って、もう一度はじめからお願いします。',
  notReady: 'ありがとうございます。いま、お店のほうで準備をしています。少ししてから、もう一度お試しください。',
  verified: (name: string) =>
    `${name}さん、おかえりなさい。登録ができました。\n\n下のメニューから、\n・クーポンを見る\n・受け取るお知らせを選ぶ\n・登録した内容を見る\nが、いつでもできます。これからもどうぞよろしくお願いします。`,
  waiting: (name: string) =>
    `${name}さん、ありがとうございます。登録を受け付けました。\n\nお店で確認して、このトークでお知らせします。数日かかることがありますが、このままお待ちください。`,
  approved: (shop: string, name: string) =>
    `${shop}です。${name}さん、お待たせしました。登録が完了しました。おかえりなさい。\n\n下のメニューから、クーポンやお知らせの設定をいつでも開けます。`,
  declined: (shop: string, name: string) =>
    `${shop}です。${name}さん、ご登録ありがとうございました。\n\n申し訳ありません。お店の記録で確認できなかったため、今回は登録を見送らせていただきました。行き違いと思われるときは、お店までお気軽にお声がけください。`,
  coupons: 'クーポンを見る',
  consents: 'お知らせの設定',
  me: 'マイページ',
  card: {
    alt: 'マイページです。登録されている内容を確認できます。',
    title: 'マイページ',
    state: '状態',
    states: { applied: '△ お店で確認中', verified: '○ 登録済み', declined: '– 確認できませんでした' },
    mine: 'わたしの情報',
    note: '内容を直す・書き出す・退会するときは、「わたしの情報」からどうぞ。',
    notYet: 'まだ登録がありません。登録すると、ここで内容を確認できます。',
  },
  fallback: {
    member:
      'メッセージありがとうございます。このトークは自動でお返事しています。ご用のときは、お店に直接ご連絡ください。ここでは、次のことができます。',
    waiting: 'メッセージありがとうございます。登録の内容は、お店で確認しています。もう少しお待ちください。',
    guest:
      'メッセージありがとうございます。以前いっしょに働いてくださった方は、登録をお願いします。2分ほどで終わります。',
  },
}

/** What the bot says from the first hello to the end of the registration, and whenever nothing else fits. */
export const registrationTexts = memberCatalogue({
  ja,
  'plain-ja': {
    ...ja,
    begin: '登録を はじめる',
    goOn: 'つづける',
    yes: '送ってほしい',
    no: 'いらない',
    greeting: {
      alt: (shop: string) => `${shop}です。ありがとうございます。「登録を はじめる」を おしてください。`,
      title: 'おかえりなさい',
      lines: [
        '友だちになってくれて ありがとうございます。ここは、前に この店で 働いた人の ための 場所です。',
        'クーポンや、新しい 料理を 食べる会の お知らせを 送ります。ほしい お知らせを えらべます。いつでも 止められます。',
      ],
      note: '登録は 2分くらいです。',
      privacy: 'あなたの 情報について',
    },
    welcomeBack: (name: string) => `${name}さん、おかえりなさい。また 会えて うれしいです。メニューは 前と 同じです。`,
    waitingBack: (name: string) =>
      `${name}さん、ありがとうございます。今、店の人が たしかめています。少し 待ってください。`,
    privacy: {
      alt: '登録の 前に 読んでください。',
      title: 'はじめに',
      agree: 'わかりました。はじめる',
      read: 'くわしく 読む',
    },
    purpose: (at: number, of: number, name: string, words: string) =>
      `お知らせ（${at}/${of}）\n\n【${name}】\n${words}\n\n送ってほしいですか？`,
    name: 'ありがとうございます。あなたの 名前を 送ってください。\n\n働いていたときの 名前を ぜんぶ 書いてください。\n（例：佐藤 花）',
    nameAgain: 'あなたの 名前を 送ってください。\n\n働いていたときの 名前を ぜんぶ 書いてください。\n（例：佐藤 花）',
    nameUnclear:
      'すみません。名前が わかりませんでした。絵文字や しるしは 入れないで、60文字までで 書いてください。\n（例：佐藤 花）',
    store: (name: string) => `${name}さんですね。\n\nどの店で 働きましたか？`,
    otherStores: 'ほかの 店',
    role: 'どんな 仕事を しましたか？',
    otherRoles: 'ほかの 仕事',
    roleNone: 'ほか・わからない',
    lastDay: '最後に 働いた日は いつですか？\n\nだいたいで いいです。月が 合っていれば だいじょうぶです。',
    lastDayPick: '日を えらぶ',
    lastDayUnclear: 'すみません。その日は えらべません。今日までの 日を えらんでください。',
    confirm: {
      alt: 'あなたが 書いたことを 見てください。',
      title: '見てください',
      lead: 'これで いいですか？',
      topics: 'お知らせ',
      noTopics: 'いらない',
      register: 'これで 登録する',
      fix: 'なおす',
    },
    fix: 'どこを なおしますか？',
    fields: { name: '名前', store: '店', role: '仕事', last_day: '最後の日' },
    onTheWay: '登録の とちゅうでした。つづけてください。',
    stale: '今の 質問は これです。',
    cancelled: '登録を やめました。答えは 消しました。また いつでも 来てください。',
    over: 'この登録は もう 終わりました。「登録」と 書いて、もう一度 はじめから おねがいします。',
    notReady: 'ありがとうございます。今、店で 準備しています。あとで もう一度 ためしてください。',
    verified: (name: string) =>
      `${name}さん、おかえりなさい。登録が できました。\n\n下の メニューで できること：\n・クーポンを 見る\n・お知らせを えらぶ\n・登録を 見る\n\nこれからも よろしく おねがいします。`,
    waiting: (name: string) =>
      `${name}さん、ありがとうございます。登録を うけつけました。\n\n店の人が たしかめて、ここで お知らせします。何日か かかることが あります。待っていてください。`,
    approved: (shop: string, name: string) =>
      `${shop}です。${name}さん、おかえりなさい。登録が できました。\n\n下の メニューで、クーポンと お知らせの 設定を 見られます。`,
    declined: (shop: string, name: string) =>
      `${shop}です。${name}さん、ありがとうございました。\n\nすみません。店の 記録を 見ましたが、あなたのことが わかりませんでした。今回は 登録できません。まちがいだと 思うときは、店の人に 話してください。`,
    coupons: 'クーポンを 見る',
    consents: 'お知らせの 設定',
    card: {
      alt: 'マイページです。登録したことを 見られます。',
      title: 'マイページ',
      state: '今',
      states: {
        applied: '△ 店の人が たしかめています',
        verified: '○ 登録できました',
        declined: '– わかりませんでした',
      },
      mine: 'わたしの 情報',
      note: 'なおすとき、やめるときは「わたしの 情報」を おしてください。',
      notYet: 'まだ 登録が ありません。登録すると、ここで 見られます。',
    },
    fallback: {
      member:
        'メッセージ ありがとうございます。ここは 機械が 返事を しています。用が あるときは、店に 言ってください。ここでは、下の ことが できます。',
      waiting: 'メッセージ ありがとうございます。今、店の人が たしかめています。少し 待ってください。',
      guest: 'メッセージ ありがとうございます。前に この店で 働いた人は、登録してください。2分くらいです。',
    },
  },
  en: {
    begin: 'Register',
    goOn: 'Go on',
    back: 'Back',
    cancel: 'Cancel',
    yes: 'Yes, please',
    no: 'No, thank you',
    greeting: {
      alt: (shop: string) => `This is ${shop}. Thank you for adding us. Tap “Register” to begin.`,
      title: 'Welcome back',
      lines: [
        'Thank you for adding us. This is a place for everyone who used to work with us.',
        'You get coupons and tastings just for former staff. You choose which messages you want, and can stop them at any time.',
      ],
      note: 'Registering takes about two minutes.',
      privacy: 'Privacy',
    },
    welcomeBack: (name: string) =>
      `Welcome back, ${name}. It is good to be in touch again. Your menu is as you left it.`,
    waitingBack: (name: string) =>
      `Thank you, ${name}. The shop is still checking your registration. Please wait a little longer.`,
    privacy: {
      alt: 'Before you register, please see how we use your data.',
      title: 'Before we begin',
      agree: 'Agree and begin',
      read: 'Read more',
    },
    purpose: (at: number, of: number, name: string, words: string) =>
      `Your messages (${at}/${of})\n\n${name}\n${words}\n\nWould you like these?`,
    name: 'Thank you. Now, what is your name?\n\nPlease write the full name you had when you worked with us.\n(For example: Hana Sato)',
    nameAgain:
      'What is your name?\n\nPlease write the full name you had when you worked with us.\n(For example: Hana Sato)',
    nameUnclear:
      'Sorry, we could not read that as a name. Please use letters, without symbols or emoji, 60 at most.\n(For example: Hana Sato)',
    store: (name: string) => `Thank you, ${name}.\n\nWhich store did you work at?`,
    otherStores: 'Other stores',
    role: 'What did you mostly do?',
    otherRoles: 'Other roles',
    roleNone: 'Other / not sure',
    lastDay: 'When was your last day?\n\nRoughly is fine, as long as the month is right.',
    lastDayPick: 'Choose a date',
    lastDayUnclear: 'Sorry, that date cannot be chosen. Please choose one up to today.',
    confirm: {
      alt: 'Please check what you told us.',
      title: 'Please check',
      lead: 'Is everything right?',
      topics: 'Messages',
      noTopics: 'none',
      register: 'Register this',
      fix: 'Change something',
    },
    separator: ', ',
    fix: 'What would you like to change?',
    fields: { name: 'Name', store: 'Store', role: 'Role', last_day: 'Last day' },
    onTheWay: 'You were in the middle of registering. Let’s go on.',
    stale: 'Here is the question we have now.',
    cancelled: 'We have stopped here and erased your answers. Come back whenever you like.',
    over: 'This registration is over, or too much time has passed. Please send “register” to begin again.',
    notReady: 'Thank you. The shop is still getting ready. Please try again a little later.',
    verified: (name: string) =>
      `Welcome back, ${name}. You are registered.\n\nFrom the menu below you can, at any time,\n• see your coupons\n• choose which messages you get\n• see what you told us\n\nIt is good to have you with us.`,
    waiting: (name: string) =>
      `Thank you, ${name}. We have your registration.\n\nThe shop will check it and let you know here. It may take a few days. There is nothing more you need to do.`,
    approved: (shop: string, name: string) =>
      `This is ${shop}. Thank you for waiting, ${name}: you are registered. Welcome back.\n\nYour coupons and message settings are in the menu below.`,
    declined: (shop: string, name: string) =>
      `This is ${shop}. Thank you for registering, ${name}.\n\nWe are sorry that we could not find you in our records, so we have not registered you this time. If you think this is a mistake, please talk to us at the shop.`,
    coupons: 'See my coupons',
    consents: 'Your messages',
    me: 'My page',
    card: {
      alt: 'Your page: what you registered with us.',
      title: 'My page',
      state: 'Status',
      states: { applied: '△ The shop is checking', verified: '○ Registered', declined: '– Could not be confirmed' },
      mine: 'My data',
      note: 'To correct or download your data, or to leave, open “My data”.',
      notYet: 'You have not registered yet. Once you have, you will find it here.',
    },
    fallback: {
      member:
        'Thank you for your message. Replies here are automatic. If you need us, please contact the shop. Here is what you can do in this chat.',
      waiting: 'Thank you for your message. The shop is checking your registration. Please wait a little longer.',
      guest: 'Thank you for your message. If you used to work with us, please register. It takes about two minutes.',
    },
  },
})
