import { catalogue } from './language.ts'

/** Writing to the guests of an event: inviting, reminding, thanking, telling back. */
export const composeEventTexts = catalogue({
  ja: {
    event: 'イベント',
    when: '日時',
    words: '案内の言葉',
    wordsHint:
      '例：新しいメニューを、まず皆さんに食べていただきたくてご案内します。日時・場所・会費は、カードに自動で入ります。',
    composeThanks: 'イベントのお礼を送る',
    thanksWords: 'お礼の言葉',
    thanksHint: '例：お越しいただき、ありがとうございました。感想を聞く料理があれば「感想を伝える」が付きます。',
    feedbackGoesWith: 'クーポンに「感想を伝える」のボタンが付きます。',
    choose: 'どのイベントについて送りますか',
    chooseHint: {
      invite: '出欠受付中のイベントです。近いものから並んでいます。',
      thanks: '始まった、または終わったイベントです。新しいものから並んでいます。',
    },
    none: '出欠受付中のイベントがありません。先にイベントをつくり、出欠の受付を始めてください。',
    make: 'イベントをつくる',
    toOwn: (title: string, people: string) => `「${title}」の対象：${people}`,
    counted: (people: string, count: number) => `${people}（${count}人）`,
    titles: {
      invite: (title: string) => `ご案内：${title}`,
      silent: (title: string) => `お返事のお願い：${title}`,
      thanks: (title: string) => `お礼：${title}`,
      results: (title: string) => `皆さんの声：${title}`,
    },
    start: {
      silent: (title: string) =>
        `先日ご案内した「${title}」のお返事を、お待ちしています。ご都合が合えば、ぜひお越しください。\n今回は見送る場合も、ボタンひとつで知らせていただけると助かります。`,
      thanks: (title: string) =>
        `「${title}」にお越しいただき、ありがとうございました。\nまたお会いできるのを楽しみにしています。`,
      results: (title: string) => `「${title}」では、たくさんの声をありがとうございました。\n皆さんの声で、`,
      coupon: (title: string) =>
        `「${title}」にお越しいただき、ありがとうございました。\nお礼に、次に使えるクーポンをお送りします。`,
    },
    notOpen: (title: string) =>
      `「${title}」は、いま出欠を受け付けていません。まだだれにも送っていません。イベントのページで出欠の受付を始めてから、お送りください。`,
    over: (title: string) => `「${title}」は中止になりました。だれにも送っていません。`,
    toEvent: 'イベントのページへ',
    gone: 'このイベントは見つかりません。選び直してください。',
  },
  en: {
    event: 'Event',
    when: 'When',
    words: 'Words of the invitation',
    wordsHint:
      'For example: We would love you to be the first to taste our new menu. Time, place and fee stand in the card by themselves.',
    composeThanks: 'Thank for coming',
    thanksWords: 'Words of thanks',
    thanksHint: 'For example: Thank you for coming. With dishes, the card asks how they were.',
    feedbackGoesWith: 'The coupon comes with a button “Tell us how it was”.',
    choose: 'Which event is it about?',
    chooseHint: {
      invite: 'The events that take answers, the next one first.',
      thanks: 'Events that have begun or are over, the latest first.',
    },
    none: 'No event takes answers at present. Plan one and open it first.',
    make: 'Plan an event',
    toOwn: (title: string, people: string) => `Whom “${title}” is for: ${people}`,
    counted: (people: string, count: number) => `${people} (${count})`,
    titles: {
      invite: (title: string) => `Invitation: ${title}`,
      silent: (title: string) => `Reminder: ${title}`,
      thanks: (title: string) => `Thanks: ${title}`,
      results: (title: string) => `What you said: ${title}`,
    },
    start: {
      silent: (title: string) =>
        `We would love to hear from you about “${title}”. If it suits you, please come.\nIf not this time, one tap lets us know.`,
      thanks: (title: string) => `Thank you for coming to “${title}”.\nWe look forward to seeing you again.`,
      results: (title: string) => `Thank you for all you told us at “${title}”.\nBecause of what you said, `,
      coupon: (title: string) =>
        `Thank you for coming to “${title}”.\nAs a thank-you, here is a coupon for your next visit.`,
    },
    notOpen: (title: string) =>
      `“${title}” takes no answers at present. Nothing was sent. Open it on its own page first.`,
    over: (title: string) => `“${title}” was cancelled. Nothing was sent.`,
    toEvent: 'To the event',
    gone: 'This event can’t be found. Please choose again.',
  },
})
