import { foldName } from './names.ts'
import type { FixableStep } from './steps.ts'

/** As a word is compared: width, kana, case, spaces and every sign make no difference. */
export const fold = (typed: string) => foldName(typed).replace(/[^\p{L}\p{N}\p{M}]/gu, '')
/** Words, with | between them. */
export const wordsOf = (...lists: readonly string[]) => new Set(lists.flatMap((list) => list.split('|')).map(fold))

export const BACK = wordsOf('もどる|戻る|戻って|前に戻る|一つ前|ひとつ前|back|go back')
export const CANCEL = wordsOf('やめる|やめます|やめたい|登録をやめる|中止|キャンセル|cancel|quit')
export const STAY = wordsOf('つづき|つづきから|続き|続きから|つづける|続ける|continue|go on')
export const REGISTER = wordsOf('登録|登録する|登録をはじめる|register')
export const RESTART = wordsOf('はじめから|最初から|やりなおす|やり直す|start over|restart')

export const AGREE = wordsOf(
  '同意|同意する|同意します|同意してはじめる|わかりました|わかりました。はじめる|了解|了解です|了解しました|承知しました|はじめる|agree|i agree',
  'agree and begin|agreed',
)
export const DISAGREE = wordsOf('同意しない|同意しません|同意できません|i do not agree|i dont agree|disagree')
/** 「いいです」 and 「大丈夫です」 are missing on purpose: they can mean either, and a consent must not be guessed. */
export const YES = wordsOf(
  'はい|うん|ええ|ok|okay|オッケー|オーケー|おけ|いいよ|いいですよ|もちろん|ぜひ|お願いします|おねがいします|お願い|ぜひお願いします|希望します|希望する|欲しい|ほしい',
  'ほしいです|受け取る|受け取ります|受けとる|送ってほしい|送ってください|送って|送ってもいい|同意|同意する|同意します|yes|yep|yeah|yes please|please',
  'sure|of course|i agree|agree',
)
export const NO = wordsOf(
  'いいえ|いや|いらない|いらないです|いりません|要らない|要りません|不要|不要です|結構です|けっこうです|受け取らない|受け取りません|送らないで|送らないでください|送らない',
  '同意しない|同意しません|やめておきます|やめとく|no|nope|no thanks|no thank you|not now|i do not want it|dont send',
)
export const DONE = wordsOf(
  '登録|登録する|登録します|この内容で登録する|これで|これで登録する|これでいい|これでいいです|これでお願いします|これで大丈夫です|大丈夫です|大丈夫|問題ありません|問題ないです',
  'あっています|合っています|まちがいありません|間違いありません|register|register this|correct|looks good|that is right',
  'all good',
)
export const FIX = wordsOf(
  'なおす|直す|直したい|なおしたい|訂正|訂正する|修正|修正する|変更|変更する|違う|ちがう|違います|ちがいます|間違い|間違っています|fix|change',
  'change something|wrong|edit',
)
export const FIELDS: readonly (readonly [FixableStep, ReadonlySet<string>])[] = [
  ['name', wordsOf('名前|お名前|なまえ|氏名|name|my name')],
  ['store', wordsOf('店舗|店|お店|store|shop')],
  ['role', wordsOf('担当|仕事|役割|role|job')],
  ['last_day', wordsOf('最後の日|日付|日|最終日|退職日|last day|date')],
]
export const NO_ROLE = wordsOf(
  'その他|そのほか|ほか|その他・覚えていない|ほか・わからない|覚えていない|おぼえていない|覚えてない|覚えていません|忘れた|忘れました|わからない|わかりません|other',
  'not sure|other / not sure|i dont remember|i dont know',
)
export const NO_DIGITS = wordsOf(
  '答えない|こたえない|答えたくない|言いたくない|わからない|わかりません|忘れた|忘れました|覚えていない|いいえ|なし|スキップ|とばす|パス|skip|no|rather not',
  'prefer not to say|i dont know',
)
/** What people say to somebody, not what they are called. */
export const NOT_NAMES = new Set([
  ...[...YES, ...NO, ...AGREE, ...DISAGREE, ...DONE, ...STAY, ...NO_ROLE],
  ...wordsOf(
    'こんにちは|こんばんは|おはよう|おはようございます|お久しぶりです|ひさしぶりです|ありがとう|ありがとうございます',
  ),
  ...wordsOf(
    'よろしくお願いします|すみません|ごめんなさい|名前|教えない|ヘルプ|テスト|hello|hi|thanks|thank you|help|test',
  ),
])
