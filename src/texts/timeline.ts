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
  consent_withdrawn: ({ purpose }) => `「${purpose}」を「同意しない」にしました`,
  registration_started: () => '登録をはじめました',
  registration_cancelled: () => '登録を途中でやめました',
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
  registration_resumed: () => '途中だった登録を再開しました',
  invitation_used: () => '招待コードで登録しました',
  language_changed: () => '言語を変えました',
  question_answered: () => '任意の質問に答えました',
  question_skipped: () => '任意の質問を「答えない」にしました',
  note_added: () => 'メモを書きました',
  note_removed: () => 'メモを消しました',
  correction_asked: () => '登録内容の訂正を申し出ました',
  correction_accepted: () => '登録内容を訂正しました',
  correction_declined: () => '訂正の申し出を見送りました',
  data_downloaded: () => '自分の情報を書き出しました',
  event_attended: ({ title }) => `${titled('イベント', title)}に参加しました`,
  board_read: ({ title }) => `${titled('お知らせ', title)}を読みました`,
  link_tapped: ({ title }) => `${titled('配信', title)}のリンクを開きました`,
  poll_answered: ({ title }) => `${titled('アンケート', title)}に答えました`,
  check_in_answered: ({ title }) => `${titled('近況うかがい', title)}に答えました`,
  talk_settled: () => '「話したい」とのお返事に対応しました',
  story_asked: ({ title }) => `${titled('卒業生の話', title)}の紹介をお願いしました`,
  story_agreed: ({ title }) => `${titled('卒業生の話', title)}の紹介に同意しました`,
  story_declined: ({ title }) => `${titled('卒業生の話', title)}の紹介を見送りました`,
  story_revoked: ({ title }) => `${titled('卒業生の話', title)}の紹介を取りやめました`,
  shift_worked: ({ title, store }) => `${store ? `${store}の` : ''}${titled('シフト', title)}に入りました`,
}

/** On a person's own page in やさしい日本語; operators read one of the other two. */
export const timelinePlain: Told = {
  followed: () => '友だちに なりました',
  blocked: () => 'この アカウントを ブロックしました',
  consent_granted: ({ purpose }) => `「${purpose}」に「はい」と 言いました`,
  consent_withdrawn: ({ purpose }) => `「${purpose}」に「いいえ」と 言いました`,
  registration_started: () => '登録を はじめました',
  registration_cancelled: () => '登録を とちゅうで やめました',
  applied: () => '登録を 送りました',
  verified: ({ operator }) => (operator ? '店の人が たしかめて、登録できました' : '登録できました'),
  declined: () => '登録できませんでした',
  tag_added: ({ tag }) => `店の人が しるし「${tag}」を つけました`,
  tag_removed: ({ tag }) => `店の人が しるし「${tag}」を 消しました`,
  broadcast_accepted: ({ title }) => `${titled('お知らせ', title)}を 送りました`,
  coupon_granted: ({ title }) => `${titled('クーポン', title)}を もらいました`,
  coupon_opened: ({ title }) => `${titled('クーポン', title)}を 開きました`,
  coupon_redeemed: ({ title, store }) => `${store ? `${store}で ` : ''}${titled('クーポン', title)}を 使いました`,
  coupon_refused: ({ title }) => `${titled('クーポン', title)}は 使えませんでした`,
  message_received: () => 'トークに 書きました（書いた文は のこしません）',
  registration_resumed: () => '登録の つづきを しました',
  invitation_used: () => '招待コードで 登録しました',
  language_changed: () => 'ことばを かえました',
  question_answered: () => '質問に 答えました',
  question_skipped: () => '質問に 答えませんでした',
  note_added: () => '店の人が メモを 書きました',
  note_removed: () => '店の人が メモを 消しました',
  correction_asked: () => '登録の まちがいを 教えました',
  correction_accepted: () => '登録を なおしました',
  correction_declined: () => '登録を なおしませんでした',
  data_downloaded: () => '自分の データを もらいました',
  event_attended: ({ title }) => `${titled('イベント', title)}に 行きました`,
  board_read: ({ title }) => `${titled('お知らせ', title)}を 読みました`,
  link_tapped: ({ title }) => `${titled('お知らせ', title)}の リンクを ひらきました`,
  poll_answered: ({ title }) => `${titled('アンケート', title)}に 答えました`,
  check_in_answered: ({ title }) => `${titled('お店からの しつもん', title)}に 答えました`,
  talk_settled: () => '「話したい」と 言ったことに、店の人が 答えました',
  story_asked: ({ title }) => `${titled('あなたの 話', title)}を 見せても いいか 聞きました`,
  story_agreed: ({ title }) => `${titled('あなたの 話', title)}を のせることに「はい」と 答えました`,
  story_declined: ({ title }) => `${titled('あなたの 話', title)}を のせないことに しました`,
  story_revoked: ({ title }) => `${titled('あなたの 話', title)}を のせるのを やめました`,
  shift_worked: ({ title, store }) => `${store ? `${store}で ` : ''}${titled('シフト', title)}に 入りました`,
}

export const timelineEn: Told = {
  followed: () => 'Added the account',
  blocked: () => 'Blocked the account',
  consent_granted: ({ purpose }) => `Agreed to “${purpose}”`,
  consent_withdrawn: ({ purpose }) => `Said no to “${purpose}”`,
  registration_started: () => 'Began to register',
  registration_cancelled: () => 'Stopped registering halfway',
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
  board_read: ({ title }) => `Read ${titledEn('the notice', title)}`,
  link_tapped: ({ title }) => `Opened the link in ${titledEn('the message', title)}`,
  poll_answered: ({ title }) => `Answered ${titledEn('the poll', title)}`,
  check_in_answered: ({ title }) => `Answered ${titledEn('the check-in', title)}`,
  talk_settled: () => 'Talked to, as they had wished',
  story_asked: ({ title }) => `Asked to agree to ${titledEn('the story', title)}`,
  story_agreed: ({ title }) => `Agreed to ${titledEn('the story', title)}`,
  story_declined: ({ title }) => `Declined ${titledEn('the story', title)}`,
  story_revoked: ({ title }) => `Withdrew ${titledEn('the story', title)}`,
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
