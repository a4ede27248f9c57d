import type { ConsentVersion } from '../consent/consent.ts'
import type { MemberLanguage } from '../db/schema.ts'

type Changes = {
  title: string
  lead: string
  /** The newest first: somebody may have agreed to any of the older ones. */
  since: readonly { version: ConsentVersion; points: readonly string[] }[]
  of: (version: string) => string
  now: string
  before: (version: string) => string
}

/** What is new since each version before, in short. */
export const privacyChanges: Record<MemberLanguage, Changes> = {
  ja: {
    title: '説明の変わったところ',
    lead: '情報の取り扱いの説明を新しくしました。お知らせの種類は変わりません。新しく加わったのは、次の点です。',
    since: [
      {
        version: '5',
        points: [
          'クーポンの使用で、お店が入力したお会計の額と人数、割引の額、レジの担当者をお預かりすることを書きました。',
          '画面を出せないときなどに、レジの担当者がお名前で探して使用にすることがあること、その理由が残ることを書きました。',
          'コードを表示した端末を見分ける印を、最後の表示から90日お預かりします。1台で何人ものクーポンが使われていないかを見るためだけに使います。',
          '登録、記念日、シフト、試食会のあとに、クーポンを自動でお渡しすることがあります。クーポンに同意されている方だけです。',
          '退会されると、端末の印と書かれた理由は消え、使用の店舗・日時・金額・人数だけが、だれのものか分からない形で残ります。',
        ],
      },
      {
        version: '4',
        points: [
          'シフト募集へのお返事（応募・見送り・ひとこと・順番）、決まったシフトの条件、働いた時間と賃金の目安をお預かりすることを書きました。',
          'ほかの仕事の1週間の時間と、ここで働く時間の上限を、任意でおたずねします。働きすぎを防ぎ、割増賃金が要るかを確かめるためです。',
          '深夜のシフトの前に、18歳以上かどうかをおたずねすることがあります。18歳未満の方に深夜の仕事をお願いしないためだけに使います。',
          '労働条件通知書を画面と紙のどちらで受け取るかと、お渡しした日時を残します。',
          'また働きたいと知らせてくださったときの内容と、お話の段階をお預かりします。',
          '退会されると、シフトのお返事とひとことは消え、働いたシフトの条件と時間と金額だけが、だれのものか分からない形で残ります。',
        ],
      },
      {
        version: '3',
        points: [
          'イベントのお返事、人数、お酒を飲む方の人数（20歳以上と申告いただいたもの）、アレルギー、お店の質問へのお答えをお預かりすることがあります。お席・お料理・お酒の用意のためだけに使い、アレルギーと質問へのお答えは、イベントの7日後に消します。',
          'イベント当日の受付（お名前かQRコード）と、お料理のご感想のことを書きました。',
          'お知らせのボタンやリンクを押したことと、その日時も、お預かりする情報に書き加えました。',
          '生まれた月を、任意でおたずねするようになりました。その月にお祝いのメッセージをお送りするためだけに使います。',
          '生まれた年は、20歳未満の方にお酒をお出ししないためにも使うようになりました。',
        ],
      },
      {
        version: '2',
        points: [
          '任意の質問（電話番号の下4桁、生まれた年、本業があるか、ご都合のよい曜日と時間帯、できる仕事、声をかけてほしいこと）をおたずねするようになりました。お答えは、ご本人の確認と、合うお誘いを選ぶために使います。答えなくても、登録やお知らせは変わりません。',
          '働きはじめた日、お使いの言語、お店の担当者が付けるタグと短いメモも、お預かりする情報に書き加えました。',
          'お店の名簿に何が載っていて、いつ消えるのかを書きました。',
          'お店の担当者があなたの情報を見ると、その記録が残るようになりました。',
          '「マイページ」で、ご自分の情報をすべて見る・書き出す・訂正を申し出る・退会することができるようになりました。退会で消えるものと残るものも書きました。',
          'LINEの中で開く登録ページで、ご本人を確かめる方法を書きました。',
        ],
      },
    ],
    of: (version) => `第${version}版で変わったこと`,
    now: '今の説明を読む',
    before: (version) => `前の説明（第${version}版）を読む`,
  },
  'plain-ja': {
    title: '説明の かわったところ',
    lead: 'あなたの 情報についての 説明が 新しくなりました。お知らせの 種類は かわりません。新しいことは 次の とおりです。',
    since: [
      {
        version: '5',
        points: [
          'クーポンを 使ったとき、店が 書いた お金と 人数、安くなった お金、レジの 人を のこします。',
          '画面を 出せない ときは、レジの 人が 名前で さがすことが あります。どうしてかを のこします。',
          'コードを 出した スマホの しるしを 90日 のこします。1つの スマホで たくさんの 人の クーポンを 使っていないか 見るためです。',
          '登録したあと、記念の 日、シフトの あと、料理を 食べる 会の あとに、自動で クーポンを わたすことが あります。クーポンに「はい」と 言った 人だけです。',
          'やめると、スマホの しるしと 書いた 理由は 消えます。使った 店・時間・お金・人数だけが、だれのものか わからない 形で のこります。',
        ],
      },
      {
        version: '4',
        points: [
          'シフトの 返事（応募する・やめる・ひとこと・何番目か）、決まった シフト、働いた 時間と だいたいの お金の ことを 書きました。',
          'ほかの 仕事の 時間と、ここで 働く 時間は いちばん 多くて 何時間かを 聞くことが あります（書かなくても いいです）。働きすぎないように するためです。',
          '夜おそい シフトの 前に、18さい以上かどうかを 聞くことが あります。18さいより 下の人に 夜おそい 仕事を たのまないために だけ 使います。',
          '労働条件通知書（働く きまりの 紙）を 画面で 見るか 紙で もらうか、いつ わたしたかを のこします。',
          'また 働きたいと 伝えたことと、店との 話が どこまで 進んだかを のこします。',
          'やめると、シフトの 返事と ひとことは 消えます。働いた シフトの 時間と お金だけが、だれのものか わからない 形で のこります。',
        ],
      },
      {
        version: '3',
        points: [
          'イベントの 返事、人数、お酒を 飲む人の 数（20さい以上）、食べられない もの、店の 質問の 答えを もらうことが あります。席と 料理の じゅんびの ために だけ 使います。食べられない ものと 質問の 答えは、イベントの 7日あとに 消します。',
          'イベントの 日に 来たことを たしかめること、料理の 感想のことを 書きました。',
          'お知らせの ボタンや リンクを おしたことと、その 時間も 書きました。',
          '生まれた月を 聞くことが あります（答えなくても いいです）。その月に お祝いを 送るために だけ 使います。',
          '生まれた年は、20さいより 下の人に お酒を 出さないためにも 使います。',
        ],
      },
      {
        version: '2',
        points: [
          '答えても 答えなくても いい 質問が ふえました（電話番号の 最後の 数字4つ、生まれた年、ほかの仕事、来られる 曜日と 時間、できる仕事、さそってほしいこと）。答えは、あなたかどうかを たしかめて、あなたに あう おさそいを えらぶために 使います。',
          'はじめの日、あなたの ことば、店の人が つける しるし（タグ）と みじかい メモのことも 書きました。',
          '店の 名簿に 何が 書いてあるか、いつ 消えるかを 書きました。',
          '店の人が あなたの 情報を 見ると、記録が のこります。',
          '「マイページ」で、自分の 情報を 見る・もらう・なおす・やめることが できます。やめたとき、消えるものと のこるものを 書きました。',
          'LINEの中の 登録ページで、あなたかどうかを たしかめる 方法を 書きました。',
        ],
      },
    ],
    of: (version) => `第${version}版で かわったこと`,
    now: '今の 説明を 読む',
    before: (version) => `前の 説明（第${version}版）を 読む`,
  },
  en: {
    title: 'What has changed',
    lead: 'We have rewritten our privacy notice. The kinds of messages stay the same. This is what is new:',
    since: [
      {
        version: '5',
        points: [
          'With each use of a coupon we keep the bill and the number of guests where the shop enters them, the discount, and who was at the till.',
          'When you cannot show the screen, staff may look you up by name; they note the reason.',
          'A mark of the device that showed a code is kept for 90 days, only to see whether one device uses many people’s coupons.',
          'Some coupons may come by themselves: after you register, on an anniversary, after a shift, after a tasting. Only to those who agreed to coupons.',
          'When you leave, the marks of devices and the reasons are erased; only store, time, yen and number of guests stay, without anything that leads to you.',
        ],
      },
      {
        version: '4',
        points: [
          'It names what we keep of shifts: your answers (applied, passed, note, place in line), what was agreed, the hours you worked and an estimate of your pay.',
          'We may ask for your hours a week at another job and the most you want here, both optional: so that nobody works too much, and to see whether overtime pay is due.',
          'Before a night shift we may ask whether you are 18 or older: only so that nobody under 18 is asked to work at night.',
          'We keep whether you want the notice of working conditions on the screen or on paper, and when you got it.',
          'We keep that you would like to work here again, and how far the talk has come.',
          'When you leave, your answers and notes to shifts are erased; only the conditions, hours and pay of shifts worked stay, without anything that leads to you.',
        ],
      },
      {
        version: '3',
        points: [
          'For events we may keep your answer, how many come, how many drink alcohol (each declared to be 20 or older), allergies, and your answers to the shop’s questions. We use them only to prepare seats and food; allergies and answers are erased 7 days after the event.',
          'It names the check-in at the door (by name or QR code) and what you say of the dishes.',
          'It names that we keep which buttons and links of our messages you tapped, and when.',
          'We may ask for your month of birth, which you need not tell: only to send you our good wishes in that month.',
          'Your year of birth is now also used so that nobody under 20 is served alcohol.',
        ],
      },
      {
        version: '2',
        points: [
          'We now ask a few optional questions: the last four digits of your phone number, your year of birth, whether you have a main job, days and times that suit you, roles you can do, and what you would like to be asked about. We use your answers to check that it is you, and to choose what suits you. If you don’t answer, nothing changes.',
          'It now names your first day, your language, and the tags and short notes that the shop makes.',
          'It says what is on the shop’s own list of former staff, and when that is erased.',
          'When someone at the shop looks at your data, that is noted.',
          'On “My page” you can see and download everything about you, ask for corrections, and leave. It says what goes when you leave, and what stays.',
          'It says how we make sure that it is you on pages that open inside LINE.',
        ],
      },
    ],
    of: (version) => `New in version ${version}`,
    now: 'Read the current version',
    before: (version) => `Read the earlier version (${version})`,
  },
}
