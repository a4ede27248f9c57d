import { catalogue } from './language.ts'

/** The kinds of broadcasts: what each is for, with one example. */
export const kindTexts = catalogue({
  ja: {
    names: {
      text: '文章のお知らせ',
      news: '写真つきのお知らせ',
      story: '卒業生の話',
      coupon: 'クーポン',
      poll: 'アンケート',
      check_in: '最近どうですか',
    },
    compose: {
      text: '文章のお知らせを送る',
      news: '写真つきのお知らせを送る',
      story: '卒業生の話を送る',
      coupon: 'クーポンを送る',
      poll: 'アンケートを送る',
      check_in: '「最近どうですか」を送る',
    },
    uses: {
      text: '手紙のように、言葉だけで。',
      news: '写真、見出し、リンクのカードで。',
      story: '卒業した人の近況を、本人の同意を得て。',
      coupon: '来てもらうきっかけに。使えた数も分かります。',
      poll: '1回のタップで答えてもらい、結果をすぐに見られます。',
      check_in: '用件のない、ひとこと。1回のタップで返事がもらえます。',
    },
    examples: {
      text: '例：おかげさまで、今年で10周年を迎えます。',
      news: '例：秋のメニューができました（写真と「メニューを見る」）',
      story: '例：厨房にいた花子さんが、自分の店を開きました。',
      coupon: '例：渋谷店で働いた24人に「最初の一杯」',
      poll: '例：次の集まりは、4月と5月のどちらがいいですか。',
      check_in: '例：花子さん、最近どうですか。',
    },
  },
  en: {
    names: {
      text: 'News in words',
      news: 'News with a photo',
      story: 'An alumni story',
      coupon: 'Coupon',
      poll: 'Poll',
      check_in: 'How are you?',
    },
    compose: {
      text: 'Send news in words',
      news: 'Send news with a photo',
      story: 'Send an alumni story',
      coupon: 'Send a coupon',
      poll: 'Send a poll',
      check_in: 'Ask how they are',
    },
    uses: {
      text: 'Words only, like a letter.',
      news: 'A card with a photo, a heading and a link.',
      story: 'What became of somebody who worked here, with their consent.',
      coupon: 'A reason to come by. You will see how many were used.',
      poll: 'One tap to answer; you see the result at once.',
      check_in: 'A word without a purpose. One tap to answer.',
    },
    examples: {
      text: 'Example: We turn ten this year.',
      news: 'Example: Our autumn menu is here (a photo and “See the menu”)',
      story: 'Example: Hanako of our kitchen has opened a place of her own.',
      coupon: 'Example: “First drink” to 24 people who worked at Shibuya',
      poll: 'Example: Shall we meet in April or in May?',
      check_in: 'Example: Hanako, how have you been?',
    },
  },
})
