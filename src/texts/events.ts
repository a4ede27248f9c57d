import { memberCatalogue } from './language.ts'

/**
 * What a person reads about events in the chat. A head is a sign and a word; labels of buttons are at most 20 letters, so
 * that they stand under a message as well.
 */
export const eventTexts = memberCatalogue({
  ja: {
    heads: {
      none: 'ご都合はいかがですか',
      going: (party: number) => `○ 参加（${party}名）`,
      waiting: (nth: number) => `△ キャンセル待ち ${nth}番目`,
      offered: (seats: number) => `◎ お席が空きました（${seats}名）`,
      partial: (seats: number) => `◎ ${seats}名分のお席があります`,
      declined: '－ 今回は参加しない',
      cancelled: '－ 取り消しました',
      lapsed: '－ お席は次の方へ',
      notSeated: '－ 満席でした',
      closed: '－ 出欠は締め切りました',
      over: '－ 終わりました',
      calledOff: '× 中止になりました',
    },
    words: {
      going: '参加で承りました。お会いできるのを楽しみにしています。',
      goingBefore: '参加で承っています。お待ちしています。',
      waiting: '満席のため、お申し込みの順にお待ちいただいています。お席が空きましたら、このトークでお知らせします。',
      keptWaiting: (seats: number, party: number) =>
        `${seats}名分のお席は、次の方へご案内しました。順番はそのままで、${party}名分が空きましたらお知らせします。`,
      offered: (seats: number, until: string) =>
        `${seats}名分のお席をお取りしています。ご都合が合えば、${until}までに「参加する」を押してください。過ぎますと、次の方へご案内します。`,
      partial: (seats: number, party: number, until: string) =>
        `いまご用意できるお席は${seats}名分です。${seats}名でもよろしければ、${until}までにお返事ください。順番はそのままで、${party}名分が空くのをお待ちいただくこともできます。`,
      declined: (until: string) =>
        `お返事ありがとうございます。ご都合が変わったら、${until}まで「参加する」を押すだけで大丈夫です。`,
      cancelled: (until: string) =>
        `ご連絡ありがとうございます。取り消しました。また来られるようになったら、${until}まで「参加する」を押してください。`,
      lapsed: (until: string) =>
        `お返事の期限が過ぎたため、お席は次の方へご案内しました。ご希望でしたら、${until}まで、もう一度お申し込みいただけます。`,
      noLonger: 'お返事ありがとうございます。またの機会に、お待ちしています。',
      notSeated: 'お待ちいただき、ありがとうございました。今回はお席をご用意できず、申し訳ありません。',
      closed: '出欠は締め切りました。ご相談は、お店へ直接ご連絡ください。',
      over: 'このイベントは終わりました。ありがとうございました。',
      calledOff: '申し訳ありません。このイベントは中止になりました。お手続きはいりません。',
    },
    note: {
      going: '行けなくなったときは、下のボタンを一度押すだけで大丈夫です。',
      kitchen: 'アレルギーなどは「くわしく」の画面で教えてください。',
    },
    labels: { when: '日時', where: '場所', people: '人数', left: '空席', drinkers: 'お酒' },
    drinkers: (count: number) => (count === 0 ? 'なし' : `${count}名（20歳以上）`),
    persons: (count: number) => `${count}名`,
    seatsLeft: (seats: number) => `あと${seats}席`,
    full: '満席（キャンセル待ちできます）',
    buttons: {
      join: '参加する',
      joinAs: (party: number) => `${party}名で参加する`,
      again: 'もう一度申し込む',
      decline: '参加しない',
      cannot: '行けなくなった',
      stopWaiting: '待つのをやめる',
      keep: (party: number) => `${party}名分を待つ`,
      pass: '今回は見送る',
      party: '人数を変える',
      show: 'くわしく',
      page: 'ページを開く',
      ticket: 'くわしく・QRコード',
      others: 'イベントを見る',
      feedback: '感想を伝える',
      register: '登録する',
    },
  },
  'plain-ja': {
    heads: {
      none: '来ますか',
      going: (party: number) => `○ 行きます（${party}人）`,
      waiting: (nth: number) => `△ 待っている ${nth}番目`,
      offered: (seats: number) => `◎ 席が あきました（${seats}人）`,
      partial: (seats: number) => `◎ ${seats}人の 席が あります`,
      declined: '－ 今回は 行きません',
      cancelled: '－ やめました',
      lapsed: '－ 席は 次の 人に',
      notSeated: '－ 席が ありませんでした',
      closed: '－ 返事の 時間は 終わりました',
      over: '－ 終わりました',
      calledOff: '× なくなりました',
    },
    words: {
      going: '「行きます」と 聞きました。会えるのを 楽しみに しています。',
      goingBefore: '「行きます」と 聞いています。待っています。',
      waiting: '今、席が ありません。早く 言った 人から じゅんばんです。席が あいたら、ここで お知らせします。',
      keptWaiting: (seats: number, party: number) =>
        `${seats}人の 席は 次の 人に 聞きます。${party}人の 席が あくのを 待ちます。じゅんばんは 同じです。`,
      offered: (seats: number, until: string) =>
        `あなたの 席（${seats}人）が あります。来るときは、${until}までに「行きます」を おしてください。時間が すぎると、次の 人に 聞きます。`,
      partial: (seats: number, party: number, until: string) =>
        `今 ある 席は ${seats}人です。${seats}人で いいときは、${until}までに おしてください。${party}人の 席を 待つことも できます。じゅんばんは 同じです。`,
      declined: (until: string) => `ありがとうございます。行けるように なったら、${until}まで「行きます」を おせます。`,
      cancelled: (until: string) =>
        `教えてくれて ありがとうございます。やめました。また 行けるように なったら、${until}まで「行きます」を おせます。`,
      lapsed: (until: string) =>
        `時間が すぎたので、席は 次の 人に 聞きました。行きたいときは、${until}まで、もう一度 おせます。`,
      noLonger: 'ありがとうございます。また 今度、待っています。',
      notSeated: '待ってくれて ありがとうございました。今回は 席が ありませんでした。すみません。',
      closed: '返事の 時間は 終わりました。話したいことは、店に 直接 言ってください。',
      over: 'この イベントは 終わりました。ありがとうございました。',
      calledOff: 'すみません。この イベントは なくなりました。あなたは 何も しなくて いいです。',
    },
    note: {
      going: '行けなく なったら、下の ボタンを 1回 おしてください。',
      kitchen: '食べられないものは「くわしく」で 教えてください。',
    },
    labels: { when: 'いつ', where: 'ばしょ', people: '何人', left: '今の 席', drinkers: 'お酒' },
    drinkers: (count: number) => (count === 0 ? '飲まない' : `${count}人（20歳以上）`),
    persons: (count: number) => `${count}人`,
    seatsLeft: (seats: number) => `あと ${seats}人`,
    full: '席が ありません（待つことが できます）',
    buttons: {
      join: '行きます',
      joinAs: (party: number) => `${party}人で 行きます`,
      again: 'もう一度 申しこむ',
      decline: '行きません',
      cannot: '行けなくなった',
      stopWaiting: '待つのを やめる',
      keep: (party: number) => `${party}人の 席を 待つ`,
      pass: '行きません',
      party: '人の数を かえる',
      show: 'くわしく',
      page: 'ページを 開く',
      ticket: 'くわしく・QRコード',
      others: 'イベントを 見る',
      feedback: 'どうだったか 言う',
      register: '登録する',
    },
  },
  en: {
    heads: {
      none: 'Would you like to come?',
      going: (party: number) => `○ Going (${party})`,
      waiting: (nth: number) => `△ Waiting list: no. ${nth}`,
      offered: (seats: number) => `◎ A place for you (${seats})`,
      partial: (seats: number) => `◎ Room for ${seats}`,
      declined: '– Not this time',
      cancelled: '– Cancelled',
      lapsed: '– Passed on',
      notSeated: '– It was full',
      closed: '– Answers are closed',
      over: '– Over',
      calledOff: '× Called off',
    },
    words: {
      going: 'You are on the list. We look forward to seeing you.',
      goingBefore: 'You are on the list. See you there.',
      waiting: 'It is full, so you are in line: first come, first served. When a seat is free, we tell you here.',
      keptWaiting: (seats: number, party: number) =>
        `The ${seats === 1 ? 'seat goes' : `${seats} seats go`} to who is next. You wait for ${party}, in the same place in line.`,
      offered: (seats: number, until: string) =>
        `We are holding ${seats === 1 ? 'a seat' : `${seats} seats`} for you. If it suits you, tap “I’ll come” by ${until}. After that the next in line is asked.`,
      partial: (seats: number, party: number, until: string) =>
        `Right now there is room for ${seats}. If ${seats} will do, answer by ${until}. You can also wait for all ${party} and keep your place in line.`,
      declined: (until: string) => `Thank you for telling us. If things change, just tap “I’ll come” by ${until}.`,
      cancelled: (until: string) =>
        `Thank you for telling us. It is cancelled. If you can come after all, tap “I’ll come” by ${until}.`,
      lapsed: (until: string) =>
        `The time to answer was over, so the next in line was asked. You can line up again until ${until}.`,
      noLonger: 'Thank you for telling us. We hope to see you another time.',
      notSeated: 'Answers are closed, and this time there was no seat for you. Thank you for waiting.',
      closed: 'Answers are closed. If there is something to ask, please get in touch with the shop.',
      over: 'This event is over. Thank you.',
      calledOff: 'We are sorry: this event was called off. There is nothing you need to do.',
    },
    note: {
      going: 'If you cannot come after all, one tap below is enough.',
      kitchen: 'Allergies and the like: tell us under “Details”.',
    },
    labels: { when: 'When', where: 'Where', people: 'People', left: 'Free', drinkers: 'Alcohol' },
    drinkers: (count: number) => (count === 0 ? 'none' : `${count} (20 or older)`),
    persons: (count: number) => String(count),
    seatsLeft: (seats: number) => (seats === 1 ? '1 seat' : `${seats} seats`),
    full: 'Full (you can line up)',
    buttons: {
      join: 'I’ll come',
      joinAs: (party: number) => `Yes, for ${party}`,
      again: 'Line up again',
      decline: 'Not this time',
      cannot: 'I can’t come',
      stopWaiting: 'Stop waiting',
      keep: (party: number) => `Wait for ${party}`,
      pass: 'No, thank you',
      party: 'Change the number',
      show: 'Details',
      page: 'Open the page',
      ticket: 'Details and QR code',
      others: 'See events',
      feedback: 'Say how it was',
      register: 'Register',
    },
  },
})
