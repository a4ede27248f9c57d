import type { MemberLanguage } from '../db/schema.ts'
import type { PrivacyNotice, PrivacySection } from './privacy.ts'
import { privacyNotice4 } from './privacy-4.ts'

/** What version 5 says anew; everything else it says as version 4 did. */
type Anew = {
  /** In place of the third of what is kept. */
  kept: string
  /** A section of its own, after that of shifts. */
  coupons: PrivacySection
  /** In place of the first paragraph of what it is used for. */
  use: string
  /** In place of what stays when somebody leaves. */
  stays: string
}

/** Where the sections of version 4 stand. Neither version ever changes. */
const KEPT = 0
const SHIFTS = 3
const USE = 5
const LEAVING = 8
const KEPT_COUPONS = 2
const LEAVING_STAYS = 1

/** With coupons at the till: bills and guests, looking up by name, the mark of a device, and coupons that come by themselves. */
const withCoupons = (before: PrivacyNotice, anew: Anew): PrivacyNotice => ({
  ...before,
  sections: (shop) =>
    before.sections(shop).flatMap((section, place): readonly PrivacySection[] => {
      if (place === KEPT) return [{ ...section, points: put(section.points ?? [], KEPT_COUPONS, anew.kept) }]
      if (place === SHIFTS) return [section, anew.coupons]
      if (place === USE) return [{ ...section, paragraphs: put(section.paragraphs, 0, anew.use) }]
      if (place === LEAVING) return [{ ...section, paragraphs: put(section.paragraphs, LEAVING_STAYS, anew.stays) }]
      return [section]
    }),
})

const put = (lines: readonly string[], place: number, line: string) => lines.map((old, i) => (i === place ? line : old))

/** Version 5. Never changes. */
export const privacyNotice5: Record<MemberLanguage, PrivacyNotice> = {
  ja: withCoupons(privacyNotice4.ja, {
    kept: 'お送りしたお知らせ、お渡ししたクーポンとその使用（くわしくは「クーポン」に書きました）、お店での出来事の記録',
    coupons: {
      heading: 'クーポン',
      paragraphs: [
        'クーポンをお渡しし、レジで正しくお使いいただくために、次のことをお預かりします。割引をすること、二重の使用や取り違えを防ぐこと、クーポンがお役に立ったかを数えることだけに使います。',
      ],
      points: [
        'どのクーポンを、いつ、どのようにお渡ししたか。登録、退職の記念日、シフト、試食会のあとに、自動でお渡しすることがあります',
        'クーポンの画面を開いたことと、その回数と日時',
        '使用した店舗と日時、レジの担当者、割引の額。お店が入力したときは、お会計の額と人数も。取り消したときは、その理由も',
        '画面を出せないときなどに、レジの担当者がお名前で探して使用にすることがあります。その理由を残します',
        'コードを表示した端末を見分けるための、でたらめな印（読めない形に変えます）。1台で何人ものクーポンが使われていないかを見るためで、最後の表示から90日で消します',
        '通信が切れているあいだにお店の端末が控えた使用の記録',
      ],
      after: [
        'クーポンのページをLINEの中で開くときは、LINEが発行する証明（IDトークン）で、ご本人の画面であることを確かめます。証明そのものは保管しません。',
        'お会計の中身や、お連れの方のお名前はお預かりしません。クーポンへの同意を取り消されると、自動でお渡しすることもありません。',
      ],
    },
    use: 'ご本人かどうかを確かめるため、合うお誘いを選ぶため、同意いただいた種類のお知らせをLINEでお送りするため、クーポンをお渡しして正しくお使いいただくため、イベントのお席を用意するため、シフトをお願いするために使います。これ以外の目的には使いません。',
    stays:
      '残るのは、だれのものか分からない番号だけが付いた、クーポンの使用（店舗・日時・お会計と割引の額・人数）・お知らせの送信・同意・働いたシフトの条件と時間と金額の記録です。端末の印と、書かれた理由は消します。会計と、正しくお送りし、正しくお支払いしたことの確認に必要なためです。',
  }),
  'plain-ja': withCoupons(privacyNotice4['plain-ja'], {
    kept: '送った お知らせ、わたした クーポンと 使ったこと（下の「クーポン」に 書きました）、店での できごと',
    coupons: {
      heading: 'クーポン',
      paragraphs: [
        'クーポンを わたして、レジで 正しく 使ってもらうために、次の ことを のこします。安くすること、2回 使わないように すること、クーポンが 役に 立ったか 数えることに だけ 使います。',
      ],
      points: [
        'どの クーポンを、いつ、どうやって わたしたか。登録したあと、やめてから 1年などの 記念の 日、シフトの あと、料理を 食べる 会の あとに、自動で わたすことが あります',
        'クーポンの 画面を 開いたこと、何回か、いつか',
        '使った 店と 時間、レジの 人、安くなった お金。店が 書いたときは、はらった お金と 何人か。取り消したときは、どうしてか',
        '画面を 出せない ときは、レジの 人が 名前で さがして 使うことが あります。どうしてかを のこします',
        'コードを 出した スマホを 見分ける しるし（読めない 形に します）。1つの スマホで たくさんの 人の クーポンを 使っていないか 見るためです。90日で 消します',
        'インターネットが つながらない 間に、店の 機械が メモした 使った 記録',
      ],
      after: [
        'LINEの中で クーポンの ページを 開くときは、LINEの しょうめい（IDトークン）で あなたかどうかを たしかめます。しょうめいは のこしません。',
        '何を 食べたかや、いっしょに 来た人の 名前は のこしません。クーポンを「いいえ」に すると、自動の クーポンも 来ません。',
      ],
    },
    use: 'あなたかどうかを たしかめるため、あなたに あう おさそいを えらぶため、「はい」と 言った お知らせを 送るため、クーポンを わたして 正しく 使ってもらうため、イベントの 席を 用意するため、シフトを おねがいするために 使います。ほかの ことには 使いません。',
    stays:
      'のこるものは、だれのものか わからない 番号の 記録だけです（使った クーポンの 店・時間・お金・人数、送った お知らせ、「はい」「いいえ」の 記録、働いた シフトの 時間と お金）。スマホの しるしと、書いた 理由は 消します。お金の 計算と、正しく 送ったか、正しく はらったかを たしかめるために いります。',
  }),
  en: withCoupons(privacyNotice4.en, {
    kept: 'the messages we sent you, the coupons you got and used (see “Coupons”), and what happened at the shop',
    coupons: {
      heading: 'Coupons',
      paragraphs: [
        'To give you coupons, and to have them used rightly at the till, we keep the following. We use it only to take the discount off, to prevent a coupon from being used twice or by mistake, and to count what the coupons did.',
      ],
      points: [
        'which coupons you were given, when and how. Some may come by themselves: after you register, on the anniversary of your last day, after a shift, after a tasting',
        'that you opened a coupon’s page, how often and when',
        'the store and the time of each use, who was at the till, and the discount; where the shop entered them, the bill and the number of guests; and the reason when a use was undone',
        'when you cannot show the screen, staff may look you up by name and use the coupon; they note the reason',
        'a random mark that tells apart the devices on which a code was shown, in a form that cannot be read: to see whether one device uses many people’s coupons. It is erased 90 days after it was last shown',
        'uses that the shop’s device noted while the net was down',
      ],
      after: [
        'When a coupon’s page opens inside LINE, we check a certificate by LINE (an ID token) that the screen is yours. The certificate itself is not kept.',
        'We do not keep what you ordered, nor the names of those you bring. When you take back your consent to coupons, none come by themselves either.',
      ],
    },
    use: 'To check that it is you, to send you the kinds of messages you agreed to, to choose what suits you, to give you coupons and have them used rightly, to prepare the seats of events, and to arrange shifts with you. For nothing else.',
    stays:
      'What stays carries a random number that leads to nobody: coupons used (store, time, bill, discount and number of guests), messages sent, consents given, and the conditions, hours and pay of shifts worked. The marks of devices and every reason that was written are erased. We need what stays for the books, and to show that we sent only what people had agreed to and paid what was due.',
  }),
}
