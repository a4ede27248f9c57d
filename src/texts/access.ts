import type { AccessAction } from '../db/schema-rights.ts'
import { catalogue } from './language.ts'

type Actions = Record<AccessAction, string>

/** Which page it was; a page that is not named here is shown without a name. */
const pagesJa = {
  members: '卒業生の一覧',
  corrections: '訂正の申し出',
  coupon: 'クーポンの使用履歴',
  broadcast: '配信の宛先',
  segment: 'セグメントの例',
  accesses: 'アクセス記録',
  person: '個人のページ',
  decline: '見送りの確認',
  door: 'イベントの受付',
  doorList: 'イベントの受付の一覧（印刷用）',
  event: 'イベントの出欠',
  onDuty: '今日入る卒業生',
  shift: 'シフト募集',
  shiftHours: 'シフトの勤務時間',
}
const pagesEn: typeof pagesJa = {
  members: 'list of alumni',
  corrections: 'corrections',
  coupon: 'uses of a coupon',
  broadcast: 'recipients of a broadcast',
  segment: 'examples of a segment',
  accesses: 'access log',
  person: 'page of a person',
  decline: 'before declining',
  door: 'door of an event',
  doorList: 'list for the door of an event',
  event: 'answers to an event',
  onDuty: 'alumni at work today',
  shift: 'shift opening',
  shiftHours: 'hours of shifts',
}

const actionsJa: Actions = {
  member_viewed: '個人の情報を見た',
  members_listed: '名前の一覧を見た',
  members_exported: '卒業生をCSVに書き出した',
  roster_listed: '名簿の一覧を見た',
  roster_viewed: '名簿の1件を見た',
  roster_exported: '名簿をCSVに書き出した',
  invitations_printed: '招待状を開いた・印刷した',
}
const actionsEn: Actions = {
  member_viewed: 'viewed a person',
  members_listed: 'viewed a list of names',
  members_exported: 'exported alumni as CSV',
  roster_listed: 'viewed the roster',
  roster_viewed: 'viewed one entry of the roster',
  roster_exported: 'exported the roster as CSV',
  invitations_printed: 'opened or printed invitations',
}

/** Who saw or took along whose data. */
export const accessTexts = catalogue({
  ja: {
    title: 'アクセス記録',
    intro: '担当者が卒業生や名簿の情報を見たとき・書き出したときの記録です。13か月たつと消えます。',
    caption: 'アクセス記録の一覧',
    when: '日時',
    who: '担当者',
    what: '操作',
    whom: '対象',
    count: (count: string) => `${count}人`,
    erased: '（消去済みの方）',
    unnamed: '（登録前の方）',
    actions: actionsJa,
    pages: pagesJa,
    allOperators: 'すべての担当者',
    allActions: 'すべての操作',
    show: '絞り込む',
    onlyPerson: '1人の卒業生の情報を見た記録だけを表示しています。',
    clear: '絞り込みをやめる',
    empty: '記録はありません',
    emptyBody: '卒業生のページや一覧、名簿を開くと、だれがいつ見たかがここに残ります。',
    older: 'もっと前の記録',
    newest: '最新の記録へ',
    ofPerson: 'この方の情報を見た人',
    ofPersonEmpty: 'まだ記録はありません。',
    seeAll: 'すべて見る',
  },
  en: {
    title: 'Access log',
    intro:
      'This shows when somebody at the shop viewed or exported data of alumni or of the roster. It is kept for 13 months.',
    caption: 'The access log',
    when: 'When',
    who: 'Who',
    what: 'What',
    whom: 'Whose',
    count: (count: string) => `${count} people`,
    erased: '(erased)',
    unnamed: '(not registered yet)',
    actions: actionsEn,
    pages: pagesEn,
    allOperators: 'Everybody',
    allActions: 'Everything',
    show: 'Filter',
    onlyPerson: 'Showing only who viewed the data of one person.',
    clear: 'Show all',
    empty: 'Nothing here',
    emptyBody: 'When somebody opens a page of alumni or of the roster, it is noted here who did so, and when.',
    older: 'Older',
    newest: 'Back to the newest',
    ofPerson: 'Who viewed this person’s data',
    ofPersonEmpty: 'Nobody yet.',
    seeAll: 'See all',
  },
})
