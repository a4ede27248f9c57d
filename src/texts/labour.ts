import type { Rule } from '../labour/faults.ts'
import { catalogue } from './language.ts'

type Facts = Readonly<Record<string, string | number>>
const yen = (facts: Facts) => Number(facts.yen ?? 0).toLocaleString('ja-JP')

/** What is missing in an ad for a shift, and what the law means by it in plain words. Both sides may read them. */
export const labourTexts = catalogue({
  ja: {
    faults: {
      employer_name: () =>
        '会社やお店の正式な名前を入れてください。だれに雇われるのかを、募集文そのものに書く決まりです。',
      employer_address: () => '会社の住所を番地まで入れてください。募集文そのものに書く決まりです。',
      contact: () =>
        '電話番号・メールアドレス・問い合わせフォームのどれかを入れてください。応募する人が連絡できるようにする決まりです。',
      duties: () => '仕事の内容を入れてください（例：ホールでの接客と片付け）。',
      place: () => '働く場所を、住所がわかるように番地まで入れてください。',
      wage: () => '時給を入れてください。',
      scope_of_duties: () => '仕事の内容が変わる場合の範囲を入れてください。変わらないときは「変更なし」です。',
      scope_of_place: () => '働く場所が変わる場合の範囲を入れてください。変わらないときは「変更なし」です。',
      renewal: () => '契約の更新について入れてください。1回だけのときは「更新なし」です。',
      smoking: () => 'たばこの煙への対策を入れてください（例：屋内禁煙）。',
      break_short: (facts: Facts) =>
        `休憩を${facts.minutes}分以上にしてください。6時間を超えて働く日は45分、8時間を超える日は60分の休憩が必要です。`,
      below_floor: (facts: Facts) =>
        `${facts.prefecture}の最低賃金は、この日は時給${yen(facts)}円です。それより低い額では募集できません。`,
      floor_unknown: (facts: Facts) =>
        `${facts.prefecture}のこの日の最低賃金がわかりません。今の額を厚生労働省や労働局のページで確かめて、「勤務先と最低賃金」に登録してください。`,
      prefecture: () => '都道府県を選んでください。最低賃金の確認に使います。',
      too_short: (facts: Facts) => `シフトは${facts.minutes}分以上、休憩より長くしてください。`,
      too_long: (facts: Facts) => `1回のシフトは${facts.hours}時間までです。終わりの時刻を確かめてください。`,
      in_the_past: () => '始まりの日時が過ぎています。これからの日時を入れてください。',
      deadline: () => '応募の締切を、今より後で、シフトの始まりまでの日時にしてください。',
      roles: () => '担当を1つ以上選んでください。',
    } satisfies Record<Rule, (facts: Facts) => string>,
    ask: '判断に迷うときは、社会保険労務士や労働局にご確認ください。',
  },
  en: {
    faults: {
      employer_name: () => 'Enter the official name of the employer. The ad itself has to say who hires.',
      employer_address: () => 'Enter the full address of the employer. It has to stand in the ad itself.',
      contact: () => 'Enter a phone number, a mail address or a form, so that applicants can reach you.',
      duties: () => 'Say what the work is, such as: serving guests and clearing tables.',
      place: () => 'Enter the full address of the place of work.',
      wage: () => 'Enter the hourly wage.',
      scope_of_duties: () => 'Say which other duties it may come to be; 変更なし if none.',
      scope_of_place: () => 'Say where else the work may be; 変更なし if nowhere.',
      renewal: () => 'Say whether the contract is renewed; 更新なし for a single shift.',
      smoking: () => 'Say what is done against tobacco smoke, such as 屋内禁煙.',
      break_short: (facts: Facts) =>
        `The break must be at least ${facts.minutes} minutes: 45 for more than six hours of work, 60 for more than eight.`,
      below_floor: (facts: Facts) =>
        `The minimum wage in ${facts.prefecture} on that day is ¥${yen(facts)} an hour. Less cannot be offered.`,
      floor_unknown: (facts: Facts) =>
        `The minimum wage in ${facts.prefecture} on that day is not known. Look up the present figure and enter it under Workplaces.`,
      prefecture: () => 'Choose the prefecture. The minimum wage is checked by it.',
      too_short: (facts: Facts) => `A shift is at least ${facts.minutes} minutes, and longer than its break.`,
      too_long: (facts: Facts) => `A shift is at most ${facts.hours} hours. Check when it ends.`,
      in_the_past: () => 'It would have begun already. Enter a time to come.',
      deadline: () => 'The deadline must lie ahead, and not after the shift begins.',
      roles: () => 'Choose at least one role.',
    } satisfies Record<Rule, (facts: Facts) => string>,
    ask: 'In doubt, ask a labour and social security attorney or the labour bureau.',
  },
})
