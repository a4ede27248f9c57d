import { memberCatalogue } from './language.ts'

/** What a person reads about the board, in the chat. `more` is the label of a quick reply: at most 20 letters. */
export const boardTexts = memberCatalogue({
  ja: {
    older: '前のお知らせ',
    more: (count: number) => `つづき（あと${count}件）`,
    centre: 'お知らせの設定',
    register: '登録する',
    none: '今、お店からのお知らせはありません。新しく載ると、下のメニューに「新着あり」と出ます。',
    allRead: '新しいお知らせはありません。前のお知らせをお見せします。',
    end: 'お知らせは以上です。',
    registerFirst: '登録が済むと、お店からのお知らせをここで読めます。',
  },
  'plain-ja': {
    older: '前の お知らせ',
    more: (count: number) => `つづき（あと ${count}つ）`,
    centre: 'お知らせの 設定',
    register: '登録する',
    none: '今、お知らせは ありません。お知らせが あると、下の メニューに「新しい お知らせ」と 出ます。',
    allRead: '新しい お知らせは ありません。前の お知らせを 見せます。',
    end: 'お知らせは これで ぜんぶです。',
    registerFirst: '登録が 終わると、ここで お知らせを 読めます。',
  },
  en: {
    older: 'Earlier news',
    more: (count: number) => `More (${count})`,
    centre: 'Your messages',
    register: 'Register',
    none: 'There is no news right now. When there is, the menu below says “New”.',
    allRead: 'Nothing new. Here is what came before.',
    end: 'That is all the news there is.',
    registerFirst: 'Once you are registered, you can read news from the shop here.',
  },
})
