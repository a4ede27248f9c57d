import type { ConsentVersion } from '../consent/consent.ts'
import type { MemberLanguage } from '../db/schema.ts'
import { privacyNotice1 } from './privacy-1.ts'
import { privacyNotice2 } from './privacy-2.ts'

export type PrivacySection = {
  heading: string
  paragraphs: readonly string[]
  points?: readonly string[] /** The four kinds of messages stand below. */
  purposes?: boolean
}
export type PrivacyNotice = {
  title: string
  lead: (shop: string) => string
  sections: (shop: string) => readonly PrivacySection[]
  version: (version: string) => string
}

/** The privacy notice, by version: what a person agreed to can be read again in its own words. A version shown once never changes. */
export const privacyNotices: Record<ConsentVersion, Record<MemberLanguage, PrivacyNotice>> = {
  '1': { ...privacyNotice1, 'plain-ja': privacyNotice1.ja },
  '2': privacyNotice2,
}

type Changes = { title: string; lead: string; points: readonly string[]; now: string; before: string }

/** What is new since the version before, in short. */
export const privacyChanges: Record<MemberLanguage, Changes> = {
  ja: {
    title: '説明の変わったところ',
    lead: '情報の取り扱いの説明を、第2版に新しくしました。お知らせの種類は変わりません。新しく加わったのは、次の点です。',
    points: [
      '任意の質問（電話番号の下4桁、生まれた年、本業があるか、ご都合のよい曜日と時間帯、できる仕事、声をかけてほしいこと）をおたずねするようになりました。お答えは、ご本人の確認と、合うお誘いを選ぶために使います。答えなくても、登録やお知らせは変わりません。',
      '働きはじめた日、お使いの言語、お店の担当者が付けるタグと短いメモも、お預かりする情報に書き加えました。',
      'お店の名簿に何が載っていて、いつ消えるのかを書きました。',
      'お店の担当者があなたの情報を見ると、その記録が残るようになりました。',
      '「マイページ」で、ご自分の情報をすべて見る・書き出す・訂正を申し出る・退会することができるようになりました。退会で消えるものと残るものも書きました。',
      'LINEの中で開く登録ページで、ご本人を確かめる方法を書きました。',
    ],
    now: '今の説明（第2版）を読む',
    before: '前の説明（第1版）を読む',
  },
  'plain-ja': {
    title: '説明の かわったところ',
    lead: 'あなたの 情報についての 説明が 新しくなりました（第2版）。お知らせの 種類は かわりません。新しいことは 次の とおりです。',
    points: [
      '答えても 答えなくても いい 質問が ふえました（電話番号の 最後の 数字4つ、生まれた年、ほかの仕事、来られる 曜日と 時間、できる仕事、さそってほしいこと）。答えは、あなたかどうかを たしかめて、あなたに あう おさそいを えらぶために 使います。',
      'はじめの日、あなたの ことば、店の人が つける しるし（タグ）と みじかい メモのことも 書きました。',
      '店の 名簿に 何が 書いてあるか、いつ 消えるかを 書きました。',
      '店の人が あなたの 情報を 見ると、記録が のこります。',
      '「マイページ」で、自分の 情報を 見る・もらう・なおす・やめることが できます。やめたとき、消えるものと のこるものを 書きました。',
      'LINEの中の 登録ページで、あなたかどうかを たしかめる 方法を 書きました。',
    ],
    now: '今の 説明（第2版）を 読む',
    before: '前の 説明（第1版）を 読む',
  },
  en: {
    title: 'What has changed',
    lead: 'We have rewritten our privacy notice (version 2). The kinds of messages stay the same. This is what is new:',
    points: [
      'We now ask a few optional questions: the last four digits of your phone number, your year of birth, whether you have a main job, days and times that suit you, roles you can do, and what you would like to be asked about. We use your answers to check that it is you, and to choose what suits you. If you don’t answer, nothing changes.',
      'It now names your first day, your language, and the tags and short notes that the shop makes.',
      'It says what is on the shop’s own list of former staff, and when that is erased.',
      'When someone at the shop looks at your data, that is noted.',
      'On “My page” you can see and download everything about you, ask for corrections, and leave. It says what goes when you leave, and what stays.',
      'It says how we make sure that it is you on pages that open inside LINE.',
    ],
    now: 'Read the current version (2)',
    before: 'Read the earlier version (1)',
  },
}
