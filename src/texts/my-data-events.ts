import { memberCatalogue } from './language.ts'

/** What a person sees on their own page of the events that they answered. */
export const myDataEventTexts = memberCatalogue({
  ja: {
    title: 'イベント',
    states: {
      going: '参加',
      waiting: 'キャンセル待ち',
      offered: 'お席をご案内中',
      declined: '不参加',
      cancelled: '取りやめ',
      lapsed: 'ご案内の期限切れ',
    },
    persons: (count: number) => `${count}名`,
    drinkers: (count: number) => `お酒を飲む方 ${count}名`,
    allergies: (words: string) => `アレルギーなど：${words}`,
    checkedIn: (when: string) => `${when}に受付`,
    feedback: 'お料理のご感想',
    score: (score: number) => `5点中${score}点`,
    kept: '人数のほかにお知らせいただいたこと（アレルギーなど）は、イベントの7日後に消えます。',
  },
  'plain-ja': {
    title: 'イベント',
    states: {
      going: '行きます',
      waiting: '席が あくのを 待っています',
      offered: '席が あります（返事を 待っています）',
      declined: '行きません',
      cancelled: 'やめました',
      lapsed: '返事の 時間が すぎました',
    },
    persons: (count: number) => `${count}人`,
    drinkers: (count: number) => `お酒を 飲む人 ${count}人`,
    allergies: (words: string) => `食べられない もの：${words}`,
    checkedIn: (when: string) => `${when}に 店に 来ました`,
    feedback: '料理の 感想',
    score: (score: number) => `5点の うち ${score}点`,
    kept: '食べられない ものなどは、イベントの 7日あとに 消えます。',
  },
  en: {
    title: 'Events',
    states: {
      going: 'coming',
      waiting: 'on the waiting list',
      offered: 'a seat is offered',
      declined: 'not coming',
      cancelled: 'cancelled',
      lapsed: 'the offer ran out',
    },
    persons: (count: number) => (count === 1 ? '1 person' : `${count} people`),
    drinkers: (count: number) => `${count} of them drinking alcohol`,
    allergies: (words: string) => `allergies: ${words}`,
    checkedIn: (when: string) => `checked in ${when}`,
    feedback: 'What you said of the dishes',
    score: (score: number) => `${score} of 5`,
    kept: 'What you told us beside the number of people, such as allergies, is erased 7 days after the event.',
  },
})
