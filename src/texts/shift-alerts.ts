import { memberCatalogue } from './language.ts'

/** What those who run a shift are told of it by itself; each in the language they read the chat in. */
export const shiftAlertTexts = memberCatalogue({
  ja: {
    alt: (title: string, shift: string, store: string) => `【シフト】${title}：${shift}（${store}）`,
    open: 'シフトを開く',
    who: (name: string) => `${name}さん`,
    someone: '応募した方',
    shift: 'シフト',
    store: '店舗',
    reason: '理由',
    free: '空き',
    places: (free: string, headcount: string) => `${headcount}名のうち${free}名`,
    until: 'お返事',
    untilWhen: (time: string) => `${time}まで`,
    shop_applied: {
      title: '応募が届きました',
      lead: (count: string) => `${count}名の応募が、お返事を待っています。`,
      note: '「シフトを開く」から確定できます。続けて届いた応募は、1時間ごとにまとめてお知らせします。',
    },
    shop_taken: {
      title: 'シフトが決まりました',
      lead: (count: string) => `${count}名が引き受けてくださいました。`,
      note: 'お返事はいりません。続けて決まった分は、1時間ごとにまとめてお知らせします。',
    },
    shop_request: {
      title: '取り消しのお願い',
      lead: (who: string) => `${who}から、来られなくなったとお知らせがありました。`,
      note: 'お返事がないまま時間が過ぎると、取り消しを承ったことになり、補欠の方へご案内します。',
    },
    shop_hole: {
      title: '空きが出ました',
      lead: (who: string) => `${who}が来られなくなり、今お願いできる補欠の方もいません。`,
      note: '募集をもう一度開くか、ほかの手立てをお考えください。',
      reopened: '締切前なので、募集をもう一度開きました。',
    },
    shop_undecided: {
      title: '応募にお返事をお願いします',
      lead: (count: string) => `締切になりました。${count}名の応募が、お返事を待っています。`,
      note: '始まる時間までにお返事がないと、「今回はお願いすることがありませんでした」とお伝えします。',
    },
    shop_unfilled: {
      title: 'まもなく始まりますが、空きがあります',
      lead: '始まるまで2時間を切りました。',
      note: '応募が待っていれば、すぐに確定できます。',
    },
    shop_change_declined: {
      title: '変更は見送られました',
      lead: (who: string) => `${who}から「もとのままがよい」とお返事がありました。`,
      note: 'はじめにお約束した時間と条件のままです。',
    },
  },
  'plain-ja': {
    alt: (title: string, shift: string, store: string) => `【シフト】${title}：${shift}（${store}）`,
    open: 'シフトを 開く',
    who: (name: string) => `${name}さん`,
    someone: '応募した人',
    shift: 'シフト',
    store: '店',
    reason: 'どうして',
    free: 'あき',
    places: (free: string, headcount: string) => `${headcount}人の うち ${free}人`,
    until: '返事',
    untilWhen: (time: string) => `${time}まで`,
    shop_applied: {
      title: '応募が ありました',
      lead: (count: string) => `${count}人が 返事を 待っています。`,
      note: '「シフトを 開く」で 決めることが できます。そのあとの 応募は、1時間ごとに まとめて 知らせます。',
    },
    shop_taken: {
      title: 'シフトが 決まりました',
      lead: (count: string) => `${count}人が 来ます。`,
      note: '返事は いりません。そのあとの 分は、1時間ごとに まとめて 知らせます。',
    },
    shop_request: {
      title: '取り消したい人が います',
      lead: (who: string) => `${who}が、来られなくなりました。`,
      note: '返事を しないで 時間が すぎると、取り消しに なります。待っている人に 聞きます。',
    },
    shop_hole: {
      title: '人が 足りません',
      lead: (who: string) => `${who}が 来られなくなりました。今 聞ける人も いません。`,
      note: 'もう一度 募集するか、ほかの 方法を 考えてください。',
      reopened: '締切の 前なので、もう一度 募集しています。',
    },
    shop_undecided: {
      title: '応募した人に 返事を してください',
      lead: (count: string) => `締切です。${count}人が 返事を 待っています。`,
      note: 'はじまる時間までに 返事が ないと、「今回は しごとが ありませんでした」と 知らせます。',
    },
    shop_unfilled: {
      title: 'もうすぐ はじまります。人が 足りません',
      lead: 'はじまるまで、あと 2時間も ありません。',
      note: '応募した人が いれば、すぐに 決めることが できます。',
    },
    shop_change_declined: {
      title: '変更は できませんでした',
      lead: (who: string) => `${who}の 返事は「前の ままが いい」です。`,
      note: 'はじめの 約束の ままです。',
    },
  },
  en: {
    alt: (title: string, shift: string, store: string) => `[Shift] ${title}: ${shift} (${store})`,
    open: 'Open the shift',
    who: (name: string) => name,
    someone: 'The person',
    shift: 'Shift',
    store: 'Shop',
    reason: 'Reason',
    free: 'Free',
    places: (free: string, headcount: string) => `${free} of ${headcount}`,
    until: 'Answer',
    untilWhen: (time: string) => `by ${time}`,
    shop_applied: {
      title: 'Somebody has applied',
      lead: (count: string) => `${count} ${count === '1' ? 'person waits' : 'people wait'} for your answer.`,
      note: 'Open the shift to confirm. Further applications come together, once an hour.',
    },
    shop_taken: {
      title: 'A place has been taken',
      lead: (count: string) => `${count} ${count === '1' ? 'person is' : 'people are'} coming.`,
      note: 'You need not answer. Further ones come together, once an hour.',
    },
    shop_request: {
      title: 'Somebody asks to be let off',
      lead: (who: string) => `${who} cannot come after all.`,
      note: 'Without an answer in time it counts as accepted, and whoever is on standby is asked.',
    },
    shop_hole: {
      title: 'A place is empty',
      lead: (who: string) => `${who} cannot come, and nobody on standby can be asked now.`,
      note: 'Open the shift again, or find another way.',
      reopened: 'The deadline is still ahead, so people can apply again.',
    },
    shop_undecided: {
      title: 'Applications wait for your answer',
      lead: (count: string) =>
        `The deadline has passed, and ${count} ${count === '1' ? 'person waits' : 'people wait'}.`,
      note: 'Without an answer before it begins, they are told that no place came free.',
    },
    shop_unfilled: {
      title: 'It begins soon, and a place is empty',
      lead: 'Less than two hours are left.',
      note: 'If somebody has applied, you can confirm them right away.',
    },
    shop_change_declined: {
      title: 'The change was not accepted',
      lead: (who: string) => `${who} would rather keep it as it was.`,
      note: 'What you first agreed stays as it is.',
    },
  },
})
