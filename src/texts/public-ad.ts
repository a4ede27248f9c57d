import { catalogue } from './language.ts'

/** What anybody may read of the shop's openings: /openings. */
export const publicAdTexts = catalogue({
  ja: {
    title: (shop: string) => `${shop}のシフト募集`,
    lead: '短い時間のお手伝いを募集しています。',
    more: 'くわしく見る',
    until: (when: string) => `締切 ${when}`,
    emptyTitle: '今、募集はありません',
    empty: '新しい募集が出ると、ここに載ります。LINEで友だちになると、お店とやりとりできます。',
    all: 'ほかの募集を見る',
    overTitle: 'この募集は終了しました',
    over: '見てくださって、ありがとうございます。このページからのご応募は、もうできません。',
    unknownTitle: 'このページは開けません',
    unknown: 'リンクが途中で切れているか、公開していない募集です。',
    pay: '見込み額の内訳',
    howTitle: '応募するには',
    how: (contact: string) => `上の連絡先（${contact}）へご連絡いただくか、LINEでお店に「働きたい」とお送りください。`,
    howByContact: (contact: string) => `上の連絡先（${contact}）へご連絡ください。`,
    howAlumni: '卒業生の方は、LINEのトークで「シフト」と送ると応募できます。',
    add: 'LINEで友だちになる',
    shareTitle: '友だちに知らせる',
    share: 'LINEで知らせる',
    shareWords: (title: string, store: string, url: string) => `${store}で人を募集しています。\n${title}\n${url}`,
    shareNote:
      'お知らせくださった方にも、応募した方にも、紹介のお礼や特典はありません。人を紹介してお礼を受け取ることは、法律で制限されているためです（職業安定法36条・40条）。だれに知らせたかも、お店には伝わりません。',
  },
  en: {
    title: (shop) => `Open shifts at ${shop}`,
    lead: 'We are looking for a hand, for a few hours at a time.',
    more: 'Details',
    until: (when) => `Apply by ${when}`,
    emptyTitle: 'No shift is open now',
    empty: 'New ones will stand here. Add the shop in LINE to be in touch.',
    all: 'See other openings',
    overTitle: 'This opening is closed',
    over: 'Thank you for looking. You cannot apply here any more.',
    unknownTitle: 'This page cannot be opened',
    unknown: 'The link is incomplete, or the opening is not public.',
    pay: 'How the estimate comes about',
    howTitle: 'How to apply',
    how: (contact) =>
      `Use the contact above (${contact}), or write 「働きたい」 (I would like to work) to the shop in LINE.`,
    howByContact: (contact) => `Use the contact above (${contact}).`,
    howAlumni: 'If you worked here before, send “shifts” in LINE to apply.',
    add: 'Add the shop in LINE',
    shareTitle: 'Tell a friend',
    share: 'Tell them in LINE',
    shareWords: (title, store, url) => `${store} is looking for a hand.\n${title}\n${url}`,
    shareNote:
      'Nobody gets a reward or a coupon for passing this on, nor for applying through it: paying for referrals to a job is restricted by law (Employment Security Act, articles 36 and 40). The shop does not learn whom you told.',
  },
})
