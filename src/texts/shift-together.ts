import { catalogue } from './language.ts'

/** Several drafts of the same shift, sent out together. */
export const shiftTogetherTexts = catalogue({
  ja: {
    title: 'まとめて募集しますか',
    lead: '同じ内容の下書きです。募集する日を選んでください。日ごとに変えたいときは、その日を開いて直せます。',
    days: '募集する日',
    line: (people: string, messages: string, until: string) =>
      `${people}人の掲示板・メッセージは多くて${messages}通・締切 ${until}`,
    look: (title: string) => `${title} を開いて確かめる`,
    unlawful: 'このままでは募集できない日',
    mend: '開いて直す',
    later: 'あとで募集する',
    cost: '選んだ日をすべて募集したとき',
    none: '募集する日を1つ以上選んでください。だれにも何も届いていません。',
    failed: (title: string) => `${title} は募集できませんでした。ほかの人が変えたか、日時が過ぎています。`,
    submit: '選んだ日をまとめて募集する',
  },
  en: {
    title: 'Send these out together?',
    lead: 'Drafts of the same shift. Choose the days to send out. To change one of them, open it.',
    days: 'Days',
    line: (people: string, messages: string, until: string) =>
      `On the board of ${people}, at most ${messages} messages, apply until ${until}`,
    look: (title: string) => `Open ${title}`,
    unlawful: 'Days that cannot go out like this',
    mend: 'Open and change',
    later: 'Send out later',
    cost: 'If you send out all of these days',
    none: 'Choose at least one day. Nobody was told anything.',
    failed: (title: string) => `${title} did not go out: somebody changed it, or its time is over.`,
    submit: 'Send out the chosen days',
  },
})
