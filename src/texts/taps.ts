import { catalogue, memberCatalogue } from './language.ts'

/** The page between a link in LINE and the place it leads to. */
export const tapTexts = memberCatalogue({
  ja: {
    title: '外のページを開きます',
    leads: (host: string) => `${host} を開きます。`,
    go: '開く',
    counted: 'お店には、開いたことだけが記録されます。',
    overTitle: 'このリンクは開けません',
    over: 'お知らせのリンクが途中で切れているか、もう使われていません。トークのお知らせから、もう一度タップしてみてください。',
  },
  'plain-ja': {
    title: 'ほかの ページを 開きます',
    leads: (host: string) => `${host} を 開きます。`,
    go: '開く',
    counted: '店は、開いたことだけを 記録します。',
    overTitle: 'この リンクは 開けません',
    over: 'リンクが 切れているか、もう 使っていません。トークの お知らせを もう一度 おしてください。',
  },
  en: {
    title: 'Opening another page',
    leads: (host: string) => `This opens ${host}.`,
    go: 'Open',
    counted: 'The shop only notes that you opened it.',
    overTitle: 'This link does not open',
    over: 'The link was cut off on its way or is not used any more. Please tap it again in the message.',
  },
})

const ja = {
  title: '反応',
  caption: 'どこを何人がタップしたか',
  what: 'タップしたところ',
  people: '人数',
  taps: '回数',
  who: 'だれが',
  link: 'リンク',
  stop: '「停止」ボタン',
  coupon: 'クーポンを開いた',
  pollOther: (number: number) => `アンケートの${number}番目`,
  answer: (words: string) => `「${words}」`,
  share: (people: string, of: string) => `${people} / ${of}人`,
  times: (taps: string) => `${taps}回`,
  few: (from: number) => `${from}人からお名前を表示します`,
  more: (count: number) => `ほか${count}人`,
  separator: '、',
  noneOfStore: '自店舗の方はいません',
  empty: 'まだだれもタップしていません。届いてから数分で、ここに出てきます。',
  how: 'リンクは人が開いたときだけ数えます。LINEの自動の読み込みは数えません。',
}

/** What people tapped, on the page of a broadcast. */
export const tapResultTexts = catalogue({
  ja,
  en: {
    title: 'Responses',
    caption: 'What how many people tapped',
    what: 'Tapped',
    people: 'People',
    taps: 'Taps',
    who: 'Who',
    link: 'The link',
    stop: 'The stop button',
    coupon: 'Opened the coupon',
    pollOther: (number: number) => `Poll: answer ${number}`,
    answer: (words: string) => `“${words}”`,
    share: (people: string, of: string) => `${people} of ${of}`,
    times: (taps: string) => taps,
    few: (from: number) => `Names are shown from ${from} people on`,
    more: (count: number) => `${count} more`,
    separator: ', ',
    noneOfStore: 'Nobody of your store',
    empty: 'Nobody has tapped yet. It shows here within minutes after people have it.',
    how: 'A link is counted only when a person opens it. LINE’s own previews are not counted.',
  },
})
