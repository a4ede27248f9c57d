import { catalogue } from './language.ts'

/** The events that could not be worked on, for the owner. */
export const inboxTexts = catalogue({
  ja: {
    title: '要対応',
    intro: '何度か試しても完了しなかった、LINEからの連絡です。原因がなくなったら、もう一度処理できます。',
    caption: '完了しなかった連絡の一覧',
    when: '日時',
    type: '種類',
    attempts: '試した回数',
    failure: '原因',
    action: '操作',
    times: (count: number) => `${count}回`,
    replay: 'もう一度処理する',
    gone: '内容の保存期限（30日）が過ぎたため、処理できません。',
    replayed: 'もう一度処理しています。数秒後に、この一覧から消えます。残るときは、原因がまだあります。',
    people: '待っている人',
    approvals: (count: number) => `承認を待っている方：${count}人`,
    corrections: (count: number) => `訂正の申し出：${count}件`,
    empty: '要対応はありません',
    emptyBody:
      'LINEから届いた連絡（登録の回答や友だち追加など）は、すべて処理できています。途中で失敗したものは自動で何度か試し、それでも完了しないときだけ、ここに表示されます。',
    types: {
      message: 'メッセージ',
      postback: 'ボタンの操作',
      follow: '友だち追加',
      unfollow: 'ブロック',
    },
    other: (type: string) => `その他（${type}）`,
    unknownFailure: '不明',
  },
  en: {
    title: 'To do',
    intro:
      'Messages from LINE that could not be worked on after several tries. Once the cause is gone, try them again.',
    caption: 'List of messages that were not worked on',
    when: 'When',
    type: 'Kind',
    attempts: 'Tries',
    failure: 'Cause',
    action: 'Action',
    times: (count: number) => `${count}`,
    replay: 'Try again',
    gone: 'Its content was deleted after 30 days, so it cannot be tried again.',
    replayed: 'Trying again. It leaves this list within seconds; if it stays, the cause is still there.',
    people: 'People waiting',
    approvals: (count: number) => `Waiting for approval: ${count}`,
    corrections: (count: number) => `Corrections: ${count}`,
    empty: 'Nothing to do',
    emptyBody:
      'Everything that came from LINE (answers, new friends and so on) has been worked on. What fails is tried again by itself, and only what still does not work is shown here.',
    types: {
      message: 'Message',
      postback: 'Tapped button',
      follow: 'New friend',
      unfollow: 'Blocked us',
    },
    other: (type: string) => `Other (${type})`,
    unknownFailure: 'unknown',
  },
})
