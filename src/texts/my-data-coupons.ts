import { memberCatalogue } from './language.ts'

/** A person's coupons on their own page: how they came, each use with what was noted of it, and the screens. */
export const myDataCouponTexts = memberCatalogue({
  ja: {
    how: {
      segment: 'お店からお渡ししました',
      person: 'お店の担当者がお渡ししました',
      automatic: '自動でお渡ししました',
    },
    withdrawn: (words: string) => (words ? `取り下げ：${words}` : '取り下げ'),
    used: (day: string, store: string) => `${day} ${store}で使用`,
    bill: (yen: string) => `お会計${yen}`,
    separator: '、',
    guests: (count: number) => `${count}人`,
    off: (yen: string) => `${yen}引き`,
    byName: (reason: string) => (reason ? `お名前で確認（${reason}）` : 'お名前で確認'),
    onPaper: '通信が切れているあいだの控え',
    undone: (reason: string) => (reason ? `取り消し（${reason}）` : '取り消し'),
    noted: (day: string, store: string) => `${day} ${store}の控え（お店が確認します）`,
    opened: (times: number, day: string) => `画面を開いた回数：${times}回（最後は${day}）`,
    screens: (count: number) => `コードを表示した端末：${count}台`,
  },
  'plain-ja': {
    how: {
      segment: '店が わたしました',
      person: '店の 人が わたしました',
      automatic: '自動で わたしました',
    },
    withdrawn: (words: string) => (words ? `使えなくなりました：${words}` : '使えなくなりました'),
    used: (day: string, store: string) => `${day} ${store}で 使いました`,
    bill: (yen: string) => `はらった お金 ${yen}`,
    separator: '、',
    guests: (count: number) => `${count}人`,
    off: (yen: string) => `${yen} 安く なりました`,
    byName: (reason: string) => (reason ? `名前で さがしました（${reason}）` : '名前で さがしました'),
    onPaper: 'インターネットが つながらない ときの メモ',
    undone: (reason: string) => (reason ? `取り消しました（${reason}）` : '取り消しました'),
    noted: (day: string, store: string) => `${day} ${store}の メモ（店が たしかめます）`,
    opened: (times: number, day: string) => `画面を 開いたのは ${times}回（最後は ${day}）`,
    screens: (count: number) => `コードを 出した スマホは ${count}台`,
  },
  en: {
    how: {
      segment: 'Given by the shop',
      person: 'Given by somebody of the shop',
      automatic: 'It came by itself',
    },
    withdrawn: (words: string) => (words ? `Withdrawn: ${words}` : 'Withdrawn'),
    used: (day: string, store: string) => `Used on ${day} at ${store}`,
    bill: (yen: string) => `bill ${yen}`,
    separator: ', ',
    guests: (count: number) => (count === 1 ? '1 guest' : `${count} guests`),
    off: (yen: string) => `${yen} off`,
    byName: (reason: string) => (reason ? `looked up by name (${reason})` : 'looked up by name'),
    onPaper: 'noted while the net was down',
    undone: (reason: string) => (reason ? `undone (${reason})` : 'undone'),
    noted: (day: string, store: string) => `Noted on ${day} at ${store} (the shop looks at it)`,
    opened: (times: number, day: string) =>
      times === 1 ? `Opened once (${day})` : `Opened ${times} times (last on ${day})`,
    screens: (count: number) =>
      count === 1 ? 'Its code was shown on 1 device' : `Its code was shown on ${count} devices`,
  },
})
