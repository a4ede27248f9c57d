import type { InteractionKind } from '../db/schema.ts'
import type { TimelineCategory } from '../interactions/categories.ts'

/** What a line of the timeline may tell of: words already chosen for the reader. */
export type TimelineFacts = {
  /** A purpose's name. */
  purpose: string
  tag: string
  /** A broadcast's or coupon's. */
  title: string
  /** By a person; undefined: by itself. */
  operator: string | undefined
  store: string | undefined
}

type Told = Record<InteractionKind, (facts: TimelineFacts) => string>

const titled = (what: string, title: string) => (title === '' ? what : `${what}「${title}」`)
const titledEn = (what: string, title: string) => (title === '' ? what : `${what} “${title}”`)

export const timelineJa: Told = {
  followed: () => '友だちになりました',
  blocked: () => 'このアカウントをブロックしました',
  consent_granted: ({ purpose }) => `「${purpose}」に同意しました`,
  consent_withdrawn: ({ purpose }) => `「${purpose}」は「同意しない」になりました`,
  registration_started: () => '登録をはじめました',
  registration_cancelled: () => '登録をとちゅうでやめました',
  applied: () => '登録を申し込みました',
  verified: ({ operator }) => (operator ? '承認されました' : '名簿と一致し、自動で承認されました'),
  declined: () => '登録を見送りました',
  tag_added: ({ tag }) => `タグ「${tag}」を付けました`,
  tag_removed: ({ tag }) => `タグ「${tag}」を外しました`,
  broadcast_accepted: ({ title }) => `${titled('配信', title)}を送りました`,
  coupon_granted: ({ title }) => `${titled('クーポン', title)}を受け取りました`,
  coupon_opened: ({ title }) => `${titled('クーポン', title)}を開きました`,
  coupon_redeemed: ({ title, store }) => `${store ? `${store}で` : ''}${titled('クーポン', title)}を使いました`,
  coupon_refused: ({ title }) => `${titled('クーポン', title)}は使えませんでした`,
  message_received: () => 'トークにメッセージがありました（内容は保存していません）',
  registration_resumed: () => 'とちゅうの登録を再開しました',
  invitation_used: () => '招待コードで登録しました',
  language_changed: () => '言語を変えました',
  question_answered: () => 'アンケートに答えました',
  question_skipped: () => 'アンケートの質問を見送りました',
  note_added: () => 'メモを書きました',
  note_removed: () => 'メモを消しました',
  correction_asked: () => '登録内容の訂正を申し出ました',
  correction_accepted: () => '登録内容を訂正しました',
  correction_declined: () => '訂正の申し出を見送りました',
  data_downloaded: () => '自分の情報を書き出しました',
  event_attended: ({ title }) => `${titled('イベント', title)}に参加しました`,
  shift_worked: ({ title, store }) => `${store ? `${store}の` : ''}${titled('シフト', title)}に入りました`,
}

export const timelineEn: Told = {
  followed: () => 'Added the account',
  blocked: () => 'Blocked the account',
  consent_granted: ({ purpose }) => `Agreed to “${purpose}”`,
  consent_withdrawn: ({ purpose }) => `Said no to “${purpose}”`,
  registration_started: () => 'Began to register',
  registration_cancelled: () => 'Stopped registering half-way',
  applied: () => 'Asked to be registered',
  verified: ({ operator }) => (operator ? 'Approved' : 'Matched with the roster and approved automatically'),
  declined: () => 'Declined',
  tag_added: ({ tag }) => `Tag “${tag}” added`,
  tag_removed: ({ tag }) => `Tag “${tag}” removed`,
  broadcast_accepted: ({ title }) => `${titledEn('Broadcast', title)} sent`,
  coupon_granted: ({ title }) => `${titledEn('Coupon', title)} received`,
  coupon_opened: ({ title }) => `${titledEn('Coupon', title)} opened`,
  coupon_redeemed: ({ title, store }) => `${titledEn('Coupon', title)} used${store ? ` at ${store}` : ''}`,
  coupon_refused: ({ title }) => `${titledEn('Coupon', title)} could not be used`,
  message_received: () => 'Wrote in the chat (the words are not kept)',
  registration_resumed: () => 'Went on with the registration',
  invitation_used: () => 'Registered with an invitation code',
  language_changed: () => 'Changed the language',
  question_answered: () => 'Answered a question',
  question_skipped: () => 'Skipped a question',
  note_added: () => 'Note written',
  note_removed: () => 'Note removed',
  correction_asked: () => 'Asked for a correction',
  correction_accepted: () => 'Correction made',
  correction_declined: () => 'Correction declined',
  data_downloaded: () => 'Downloaded their data',
  event_attended: ({ title }) => `Came to ${titledEn('event', title)}`,
  shift_worked: ({ title, store }) => `Worked ${titledEn('a shift', title)}${store ? ` at ${store}` : ''}`,
}

export const categoriesJa: Record<TimelineCategory, string> = {
  consents: '同意',
  messages: 'メッセージ',
  coupons: 'クーポン',
  events: 'イベント',
  shifts: 'シフト',
  chat: 'トーク',
  registration: '登録',
  notes: 'メモ・タグ',
}

export const categoriesEn: Record<TimelineCategory, string> = {
  consents: 'Consents',
  messages: 'Messages',
  coupons: 'Coupons',
  events: 'Events',
  shifts: 'Shifts',
  chat: 'Chat',
  registration: 'Registration',
  notes: 'Notes and tags',
}
