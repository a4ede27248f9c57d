import type { MemberLanguage } from '../db/schema.ts'
import type { PrivacyNotice } from './privacy.ts'

/** With the optional questions, the roster, who looked, pages inside LINE, and leaving. Never changes. */
export const privacyNotice2: Record<MemberLanguage, PrivacyNotice> = {
  ja: {
    title: 'プライバシーについて',
    lead: (shop) =>
      `${shop}は、以前いっしょに働いてくださったみなさんとつながり続けるために、このLINE公式アカウントを使っています。お預かりする情報と使いみちを、ここにまとめました。`,
    sections: (shop) => [
      {
        heading: 'お預かりする情報',
        paragraphs: ['ご自身で登録された情報と、LINEやお店でのやりとりの記録です。'],
        points: [
          'お名前、働いていた店舗、担当していた仕事、働きはじめた日と最後の日',
          'お知らせの種類ごとの同意と、その日時',
          'お送りしたお知らせ、クーポンの発行と使用、お店での出来事の記録',
          'お店の担当者が付けるタグと短いメモ（健康や私生活のことは書かない決まりです）',
          'このアカウントであなたを見分けるためにLINEが発行する番号（電話番号やLINE IDではありません）と、お使いの言語',
          'トークに書かれた内容は、お返事のために短いあいだ（長くて30日）だけ保管して消します。残すのは「メッセージがあった」という記録だけです',
        ],
      },
      {
        heading: '任意でおたずねすること',
        paragraphs: ['答えたくないものは、答えなくてかまいません。あとから直すことも、消すこともできます。'],
        points: [
          '生まれた年：18歳未満の方に、深夜の仕事やお酒にかかわるお誘いをしないためだけに使います。年齢で募集の相手を選ぶことはありません',
          '本業があるか、ご都合のよい曜日と時間帯、できる仕事：合わないお誘いを減らすために使います',
          '声をかけてほしいこと（シフト、忙しい時期の手伝い、試食、研修の講師、相談役）',
          '電話番号の下4桁：同じお名前の方と取り違えないためです。そのままでは読めない形に変えて保管します',
        ],
      },
      {
        heading: 'お店の名簿',
        paragraphs: [
          'お店は、以前働いていた方の名簿（お名前、フリガナ、店舗、担当、入社日と退職日、備考、読めない形に変えた社員番号と電話番号の下4桁）を持っています。ご本人かどうかを確かめ、招待をお渡しするためだけに使います。',
          '名簿にお名前があるだけの方に、お知らせをお送りすることはありません。登録のないまま一定の期間（ふつうは90日）が過ぎると、名簿のその方の行は、この仕組みから消えます。',
        ],
      },
      {
        heading: '使いみち',
        paragraphs: [
          'ご本人かどうかを確かめるため、合うお誘いを選ぶため、同意いただいた種類のお知らせをLINEでお送りするために使います。これ以外の目的には使いません。',
          'LINEの中で登録ページを開いたときは、LINEが発行する証明（IDトークン）で、ご本人の操作であることを確かめます。証明そのものは保管しません。',
        ],
      },
      {
        heading: 'お知らせの種類',
        paragraphs: ['種類ごとに、受け取るかどうかを選べます。どれも選ばなくても登録できます。'],
        purposes: true,
      },
      {
        heading: '止める・見る・直す',
        paragraphs: [
          'お知らせは種類ごとに、トークのメニュー「お知らせの設定」か、届いたお知らせのボタンから、いつでも止められます。「停止」と送っていただいても止められます。',
          '「マイページ」から、お預かりしている情報をすべて見て、書き出し、訂正を申し出ることができます。お名前・店舗・担当・日付の訂正は、お店が確かめてから直します。',
          '同意はいつでも取り消せます。取り消しても、不利なことは何もありません。',
        ],
      },
      {
        heading: '退会',
        paragraphs: [
          'マイページから、または「退会」と送っていただくと、いつでも退会できます。その時から何もお送りしません。お名前・LINEの番号・お答え・タグ・メモ・記録・名簿の行は、1分以内に消します。',
          '残るのは、だれのものか分からない番号だけが付いた、クーポンの使用・お知らせの送信・同意の記録です。会計と、正しくお送りしたことの確認に必要なためです。',
          '控え（バックアップ）から元に戻した場合も、退会された方の情報は、自動でもう一度消します。あとで戻ってこられたときは、新しい登録になります。',
        ],
      },
      {
        heading: 'だれが見たか',
        paragraphs: [
          'お店の担当者があなたの情報を見たり書き出したりすると、だれが・いつ・何をしたかを記録し、13か月間残します。この記録は「マイページ」で見られます。',
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
          'つながりが続くあいだ保管し、退会されたら消します。給与など、法律で保管が決められている書類は、この仕組みとは別にお店で保管されています。',
        ],
      },
      {
        heading: 'お問い合わせ',
        paragraphs: [`${shop}の店長またはスタッフに、お店で直接、またはお電話でおたずねください。`],
      },
    ],
    version: (version) => `第${version}版`,
  },
  'plain-ja': {
    title: 'あなたの 情報について',
    lead: (shop) =>
      `${shop}は、前に いっしょに 働いた人と つながるために、このLINEを 使っています。どんな 情報を もらい、何に 使うかを 書きます。`,
    sections: (shop) => [
      {
        heading: 'もらう 情報',
        paragraphs: ['あなたが 教えてくれたことと、LINEで したことです。'],
        points: [
          '名前、働いた店、仕事、はじめの日と 最後の日',
          'どの お知らせに「はい」と 言ったか、いつ 言ったか',
          '送った お知らせ、クーポン、店での できごと',
          '店の人が つける しるし（タグ）と みじかい メモ。体のことや 家のことは 書きません',
          'LINEが つけた あなたの 番号（電話番号では ありません）と、あなたの ことば（日本語、英語など）',
          'あなたが トークに 書いた 文は、長くても 30日で 消します',
        ],
      },
      {
        heading: '答えなくても いい 質問',
        paragraphs: ['答えたくない ときは、答えなくて だいじょうぶです。あとで なおしたり 消したり できます。'],
        points: [
          '生まれた年：18さいより 下の人を、夜おそい 仕事や お酒の 仕事に さそわないために だけ 使います。年で 人を えらびません',
          'ほかに 仕事が あるか、来られる 曜日と 時間、できる 仕事：あわない おさそいを へらします',
          'さそってほしいこと（シフト、いそがしいときの 手伝い、新しい 料理を 食べること、教えること、相談）',
          '電話番号の 最後の 数字4つ：同じ 名前の人と まちがえないためです。読めない 形に して のこします',
        ],
      },
      {
        heading: '店の 名簿',
        paragraphs: [
          '店には、前に 働いた人の 名簿が あります（名前、よみかた、店、仕事、入った日、やめた日、メモ、読めない 形にした 店での 番号と 電話番号の 最後の 数字4つ）。あなたかどうかを たしかめて、招待の 紙を わたすために だけ 使います。',
          '名簿に 名前が あるだけの 人には、何も 送りません。登録が ないまま 90日ぐらい たつと、名簿の その行は 消えます。',
        ],
      },
      {
        heading: '何に 使うか',
        paragraphs: [
          'あなたかどうかを たしかめるため、あなたに あう おさそいを えらぶため、「はい」と 言った お知らせを 送るために 使います。ほかの ことには 使いません。',
          'LINEの中で 登録の ページを 開くと、LINEの しょうめい（IDトークン）で あなたかどうかを たしかめます。しょうめいは のこしません。',
        ],
      },
      {
        heading: 'お知らせの 種類',
        paragraphs: ['1つずつ えらべます。えらばなくても 登録できます。'],
        purposes: true,
      },
      {
        heading: '止める・見る・なおす',
        paragraphs: [
          'お知らせは、いつでも 止められます。メニューの「お知らせの 設定」か、お知らせの ボタンを おしてください。「停止」と 送っても 止まります。',
          '「マイページ」で、あなたの 情報を ぜんぶ 見て、もらうことが できます。まちがいが あれば 教えてください。店が たしかめて なおします。',
          '「はい」は いつでも「いいえ」に かえられます。こまることは ありません。',
        ],
      },
      {
        heading: 'やめるとき',
        paragraphs: [
          'いつでも やめられます。マイページで やめるか、「退会」と 送ってください。すぐに 何も 送らなくなります。1分で、名前・LINEの番号・答え・タグ・メモ・記録・名簿の行を 消します。',
          'のこるものは、だれのものか わからない 番号の 記録だけです（使った クーポン、送った お知らせ、「はい」「いいえ」の 記録）。お金の 計算と、正しく 送ったかを たしかめるために いります。',
          'データを 前の ものに もどしたときも、やめた人の 情報は もう一度 消します。また 来るときは、新しい 登録に なります。',
        ],
      },
      {
        heading: 'だれが 見たか',
        paragraphs: [
          '店の人が あなたの 情報を 見ると、だれが・いつ 見たかを 13か月 のこします。「マイページ」で 見られます。',
        ],
      },
      {
        heading: 'ほかの人に わたすか',
        paragraphs: [
          'あなたが「はい」と 言わなければ、ほかの 会社や 人に わたしません（法律で 決まっている ときは わたします）。メッセージは LINEヤフー株式会社の LINEで 送ります。',
        ],
      },
      {
        heading: 'いつまで のこすか',
        paragraphs: [
          'つながっている あいだ のこします。やめたら 消します。給料などの 書類は、法律で 決まっているので、店が 別に のこします。',
        ],
      },
      { heading: '質問が あるとき', paragraphs: [`${shop}の 店長か スタッフに、店か 電話で 聞いてください。`] },
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
        paragraphs: ['What you tell us, and what happens between you and the shop:'],
        points: [
          'your name, the store you worked at, your role, your first and your last day',
          'what you agreed to, kind by kind, and when',
          'the messages we sent you, the coupons you got and used, and what happened at the shop',
          'tags and short notes that the shop makes (staff are told to write nothing about health or private matters)',
          'the number LINE uses to tell you apart in this account (neither your phone number nor your LINE ID), and your language',
          'what you write in the chat is kept for a short time (30 days at most) to answer you, then erased; only the fact that you wrote stays',
        ],
      },
      {
        heading: 'Questions you may skip',
        paragraphs: ['You need not answer any of it, and you can change or erase your answers later.'],
        points: [
          'your year of birth: only so that we ask nobody under 18 to work late at night or with alcohol. We never choose people by age',
          'whether you have a main job, the days and times that suit you, the roles you can do: so that we don’t trouble you with what does not suit you',
          'what you would like to be asked about (shifts, help at busy times, tastings, training others, advice)',
          'the last four digits of your phone number: so that we don’t mix up people of the same name. They are kept in a form that cannot be read',
        ],
      },
      {
        heading: 'The shop’s own list',
        paragraphs: [
          'The shop has a list of the people who worked there: name and its reading, store, role, first and last day, a remark, and the staff number and last four digits of the phone in a form that cannot be read. We use it only to check that it is you, and to invite you.',
          'Nobody gets a message just for being on the list. If a person does not register, their line is erased here after some time (usually 90 days).',
        ],
      },
      {
        heading: 'What we use it for',
        paragraphs: [
          'To check that it is you, to send you the kinds of messages you agreed to, and to choose what suits you. For nothing else.',
          'When you open a page inside LINE, we check a certificate by LINE (an ID token) that it is you. The certificate itself is not kept.',
        ],
      },
      {
        heading: 'The kinds of messages',
        paragraphs: ['You choose for each kind. You can register without choosing any.'],
        purposes: true,
      },
      {
        heading: 'Stop, see, correct',
        paragraphs: [
          'You can stop each kind of message at any time: in the chat menu under “Your messages”, with the button on a message, or by writing “stop”.',
          'On “My page” you can see and download everything we keep about you, and ask for corrections. The shop confirms changes of name, store, role and dates.',
          'You can take back your consent at any time, without any disadvantage.',
        ],
      },
      {
        heading: 'Leaving',
        paragraphs: [
          'Leave at any time on “My page”, or by writing “leave”. From that moment we send you nothing, and within a minute we erase your name, LINE number, answers, tags, notes, history and your line on our list.',
          'What stays carries a random number that leads to nobody: coupons used, messages sent, and consents given. We need them for the books, and to show that we sent only what people had agreed to.',
          'If a backup is ever restored, the data of those who left is erased again automatically. If you come back later, you start afresh.',
        ],
      },
      {
        heading: 'Who looked',
        paragraphs: [
          'When someone at the shop looks at your data or takes a copy, we note who did what and when, and keep that for 13 months. You can see it on “My page”.',
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
          'As long as we are in touch; when you leave, it is erased. Papers that the law makes the shop keep, such as pay records, are kept apart from this system.',
        ],
      },
      { heading: 'Questions', paragraphs: [`Please ask the manager or staff of ${shop}, at the shop or by phone.`] },
    ],
    version: (version) => `Version ${version}`,
  },
}
