import { catalogue, memberCatalogue } from './language.ts'

/** What an operator reads where one person is given a coupon. */
export const couponGiftAdminTexts = catalogue({
  ja: {
    pick: {
      title: '渡す方を選ぶ',
      search: '名前で探す',
      submit: '探す',
      none: '当てはまる方はいません。',
      store: '店舗',
      choose: 'さんに渡す',
    },
    gift: {
      title: (name: string) => `${name}さんにクーポンを渡す`,
      titleUnnamed: 'この方にクーポンを渡す',
      back: 'この方のページへ戻る',
      coupon: 'クーポン',
      choose: '選んでください',
      couponWrong: 'クーポンを選んでください。',
      notGiven: 'クーポンはまだ渡していません。',
      has: 'お持ちです',
      none: '渡せるクーポンがありません',
      noneLead: '使える期間のクーポンを作ると、ここから渡せます。',
      make: 'クーポンを作る',
      list: 'クーポンを見る',
      tell: 'LINEのメッセージでも知らせる',
      tellHint: '1通かかります。知らせなくても、お知らせとマイクーポンには出ます。',
      capped: {
        cap_day:
          '今日はもうメッセージが届いています。今日は、メッセージなしで渡せます（お知らせとマイクーポンには出ます）。LINEで知らせるのは明日以降にできます。',
        cap_month:
          '今月はもう上限までメッセージが届いています。今月は、メッセージなしで渡せます（お知らせとマイクーポンには出ます）。',
      },
      refused: {
        quota_too_small: '今月の残り通数が足りません。メッセージなしでなら渡せます。',
        person_capped: 'この方には、もう上限までメッセージが届いています。メッセージなしでなら渡せます。',
        person_without_consent: 'この方はクーポンの受け取りに同意していません。',
        person_blocked_us: 'この方はアカウントをブロックしています。',
      },
      cost: '通数',
      ifTold: 'メッセージで知らせる場合は1通',
      left: '今月の残り',
      unlimited: '上限なし',
      leftUnknown: '確認できません',
      extra: '知らせる場合の追加料金',
      quiet: (when: string) => `今は送らない時間です。メッセージは${when}に送ります。クーポンはすぐに渡します。`,
      button: (name: string) => `${name}さんに渡す`,
      buttonUnnamed: 'この方に渡す',
      notNow: {
        state: '登録が承認された方にだけ渡せます。',
        blocked: 'この方はアカウントをブロックしています。ブロックが解除されたら、渡せます。',
        consent: 'この方はクーポンの受け取りに同意していません。ご本人がLINEの「設定」で受け取りにすると、渡せます。',
      },
    },
    personCard: {
      title: 'クーポン',
      none: '持っているクーポンはありません。',
      give: 'クーポンを渡す',
      given: 'クーポンを渡しました。お知らせとマイクーポンに出ています。',
      told: 'クーポンを渡し、LINEのメッセージでお知らせします。',
      had: 'このクーポンはすでにお持ちです。新しくは渡していません。',
      until: (day: string) => `${day}まで`,
    },
  },
  en: {
    pick: {
      title: 'Choose who gets it',
      search: 'Search by name',
      submit: 'Search',
      none: 'Nobody matches.',
      store: 'Store',
      choose: ': give it',
    },
    gift: {
      title: (name: string) => `Give ${name} a coupon`,
      titleUnnamed: 'Give this person a coupon',
      back: 'This person’s page',
      coupon: 'Coupon',
      choose: 'Please choose',
      couponWrong: 'Please choose a coupon.',
      notGiven: 'The coupon was not given.',
      has: 'has it',
      none: 'There is no coupon to give',
      noneLead: 'Make a coupon that can be used now, and you can give it from here.',
      make: 'Make a coupon',
      list: 'See the coupons',
      tell: 'Tell them by a LINE message, too',
      tellHint: 'Uses one message. Without it, the coupon still stands under “News” and “My coupons”.',
      capped: {
        cap_day:
          'They have had a message today already. Today you can give it without one (it still stands under “News” and “My coupons”), or tell them from tomorrow on.',
        cap_month:
          'They have had this month’s messages already. This month you can give it without one (it still stands under “News” and “My coupons”).',
      },
      refused: {
        quota_too_small: 'Not enough messages are left this month. Without a message you can give it.',
        person_capped: 'They have had as many messages as one person gets. Without a message you can give it.',
        person_without_consent: 'This person did not agree to coupons.',
        person_blocked_us: 'This person blocked the account.',
      },
      cost: 'Messages',
      ifTold: 'one if you tell them',
      left: 'Left this month',
      unlimited: 'No limit',
      leftUnknown: 'Could not be checked',
      extra: 'Extra cost if you tell them',
      quiet: (when: string) => `These are quiet hours: the message leaves ${when}. The coupon is given at once.`,
      button: (name: string) => `Give it to ${name}`,
      buttonUnnamed: 'Give it',
      notNow: {
        state: 'Coupons can be given to approved alumni only.',
        blocked: 'This person blocked the account. You can give a coupon once they unblock it.',
        consent: 'This person did not agree to coupons. They can switch them on under “Settings” in LINE.',
      },
    },
    personCard: {
      title: 'Coupons',
      none: 'Has no coupons.',
      give: 'Give a coupon',
      given: 'The coupon is given. It stands under “News” and “My coupons”.',
      told: 'The coupon is given, and a LINE message tells of it.',
      had: 'They have this coupon already. Nothing new was given.',
      until: (day: string) => `until ${day}`,
    },
  },
})

/** What a person reads with a coupon that the shop gave to them alone. */
export const couponGiftTexts = memberCatalogue({
  ja: {
    words: (name: string, shop: string) =>
      `${name}さん、いつもありがとうございます。${shop}から、クーポンをお渡しします。`,
    wordsUnnamed: (shop: string) => `いつもありがとうございます。${shop}から、クーポンをお渡しします。`,
  },
  'plain-ja': {
    words: (name: string, shop: string) => `${name}さん、いつも ありがとうございます。${shop}から クーポンです。`,
    wordsUnnamed: (shop: string) => `いつも ありがとうございます。${shop}から クーポンです。`,
  },
  en: {
    words: (name: string, shop: string) => `Thank you as always, ${name}. Here is a coupon from ${shop}.`,
    wordsUnnamed: (shop: string) => `Thank you as always. Here is a coupon from ${shop}.`,
  },
})
