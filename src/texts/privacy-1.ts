import type { Language } from './language.ts'
import type { PrivacyNotice } from './privacy.ts'

/** As it was agreed to at first; never changes. */
export const privacyNotice1: Record<Language, PrivacyNotice> = {
  ja: {
    title: 'プライバシーについて',
    lead: (shop) =>
      `${shop}は、以前いっしょに働いてくださったみなさんとつながり続けるために、このLINE公式アカウントを使っています。お預かりする情報と使いみちを、ここにまとめました。`,
    sections: (shop) => [
      {
        heading: 'お預かりする情報',
        paragraphs: ['ご自身がLINEで登録・操作された、次の情報だけをお預かりします。'],
        points: [
          'お名前、働いていた店舗、担当していた仕事、最後の日',
          'お知らせの種類ごとの同意と、その日時',
          'お送りしたお知らせ、クーポンの発行と使用の記録',
          'このアカウントであなたを見分けるためにLINEが発行する番号（電話番号やLINE IDではありません）',
          'トークに書かれた内容は、お返事のために短いあいだ（長くて30日）だけ保管して消します。残すのは「メッセージがあった」という記録だけです',
        ],
      },
      {
        heading: '使いみち',
        paragraphs: [
          'ご本人かどうかを、お店が持っている名簿（お名前・店舗・退職日）と照らし合わせて確かめます。',
          '同意いただいた種類のお知らせを、LINEでお送りします。名簿にお名前があるだけの方に、お送りすることはありません。',
          'これ以外の目的には使いません。',
        ],
      },
      {
        heading: 'お知らせの種類',
        paragraphs: ['種類ごとに、受け取るかどうかを選べます。どれも選ばなくても登録できます。'],
        purposes: true,
      },
      {
        heading: '止める・見る・直す・消す',
        paragraphs: [
          'お知らせは種類ごとに、トークのメニュー「お知らせの設定」か、届いたお知らせのボタンから、いつでも止められます。「停止」と送っていただいても止められます。',
          '登録された内容は「マイページ」で見られます。直したいとき、すべて消したいときは、お店でお申し出ください。ご本人と確かめたうえで、遅れることなく対応します。',
          '同意はいつでも取り消せます。取り消しても、不利なことは何もありません。',
        ],
      },
      {
        heading: 'ほかへの提供',
        paragraphs: [
          '法律で決められた場合を除き、ご本人の同意なしに、ほかの会社や人へ渡すことはありません。メッセージの送受信には、LINEヤフー株式会社のLINEを使います。',
        ],
      },
      {
        heading: '保管する期間',
        paragraphs: [
          'つながりが続くあいだ保管し、消去のお申し出があれば消します。給与など、法律で保管が決められている書類は、この仕組みとは別にお店で保管されています。',
        ],
      },
      {
        heading: 'お問い合わせ',
        paragraphs: [`${shop}の店長またはスタッフへ、お店で直接お声がけください。`],
      },
    ],
    version: (version) => `第${version}版`,
  },
  en: {
    title: 'Privacy',
    lead: (shop) =>
      `${shop} uses this LINE account to stay in touch with the people who used to work with us. This page says what we keep and what we use it for.`,
    sections: (shop) => [
      {
        heading: 'What we keep',
        paragraphs: ['Only what you tell us and do in LINE:'],
        points: [
          'your name, the store you worked at, your role and your last day',
          'what you agreed to, kind by kind, and when',
          'which messages we sent you, and the coupons you got and used',
          'the number by which LINE tells you apart in this account (neither your phone number nor your LINE ID)',
          'what you write in the chat is kept for a short time (30 days at most) to answer you, then erased; only the fact that you wrote stays',
        ],
      },
      {
        heading: 'What we use it for',
        paragraphs: [
          'To check that it is you, by comparing it with the shop’s own list (name, store, last day).',
          'To send you, in LINE, the kinds of messages you agreed to. Nobody gets a message for merely being on the list.',
          'For nothing else.',
        ],
      },
      {
        heading: 'The kinds of messages',
        paragraphs: ['You choose for each kind. You can register without choosing any.'],
        purposes: true,
      },
      {
        heading: 'Stop, see, correct, erase',
        paragraphs: [
          'You can stop each kind of message at any time: in the chat menu under “Your messages”, with the button on a message, or by writing “stop”.',
          'You see your data on “My page” in the chat. To correct or erase it, tell us at the shop. We make sure that it is you, and do it without delay.',
          'You can take back your consent at any time, without any disadvantage.',
        ],
      },
      {
        heading: 'Others',
        paragraphs: [
          'Except where the law requires it, we give your data to nobody without your consent. Messages travel through LINE, a service of LY Corporation.',
        ],
      },
      {
        heading: 'How long',
        paragraphs: [
          'As long as we are in touch, or until you ask us to erase it. Papers that the law makes the shop keep, such as pay records, are kept apart from this system.',
        ],
      },
      {
        heading: 'Questions',
        paragraphs: [`Please ask the manager or staff of ${shop} at the shop.`],
      },
    ],
    version: (version) => `Version ${version}`,
  },
}
