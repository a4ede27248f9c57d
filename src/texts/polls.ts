import { catalogue, memberCatalogue } from './language.ts'

/** What a person reads who answered a poll or 「最近どうですか」, in the chat. */
export const pollTexts = memberCatalogue({
  ja: {
    thanks: (answer: string) =>
      `「${answer}」で承りました。ありがとうございます。別のボタンをタップすると、変えられます。`,
    again: (answer: string) => `「${answer}」で、すでに承っています。ありがとうございます。`,
    results: (people: number) => `今の結果（${people}人）`,
    line: (answer: string, people: number, percent: number) => `${answer}　${people}人（${percent}%）`,
    notAsked: 'お知らせが届いた方のお答えだけを数えているため、このお答えは入っていません。',
    over: 'このお知らせは終わりました。お答えいただき、ありがとうございます。',
    fine: 'お元気そうで、うれしいです。教えてくださって、ありがとうございます。',
    visit: 'ありがとうございます。お会いできるのを、楽しみにしています。ご都合のよいときに、どうぞ。',
    talk: 'ありがとうございます。お話ししたいとのこと、お店の担当に伝えました。ご来店やご連絡の折に、ゆっくり聞かせてください。',
  },
  'plain-ja': {
    thanks: (answer: string) => `「${answer}」ですね。ありがとうございます。ほかの ボタンを おすと、かえられます。`,
    again: (answer: string) => `「${answer}」を もう 聞きました。ありがとうございます。`,
    results: (people: number) => `今の 答え（${people}人）`,
    line: (answer: string, people: number, percent: number) => `${answer}　${people}人（${percent}%）`,
    notAsked: 'これは、お知らせが とどいた人の 答えだけを 数えます。あなたの 答えは 入っていません。',
    over: 'この お知らせは 終わりました。ありがとうございます。',
    fine: '元気で よかったです。教えてくれて ありがとうございます。',
    visit: 'ありがとうございます。店で 待っています。いつでも 来てください。',
    talk: 'ありがとうございます。「話したい」と 店の人に 伝えました。店に 来たとき、店から 連絡が あったときに、話してください。',
  },
  en: {
    thanks: (answer: string) => `You said “${answer}”. Thank you. Tap another button to change it.`,
    again: (answer: string) => `We have your “${answer}” already. Thank you.`,
    results: (people: number) => `So far (${people} people)`,
    line: (answer: string, people: number, percent: number) => `${answer}: ${people} (${percent}%)`,
    notAsked: 'Only answers of people who got this message are counted, so yours is not among them.',
    over: 'This one is over. Thank you for answering.',
    fine: 'Good to hear that. Thank you for telling us.',
    visit: 'Thank you. We look forward to seeing you, whenever it suits you.',
    talk: 'Thank you. We told the shop that you would like to talk. Tell us when you come by, or when we get in touch.',
  },
})

/** What the shop reads of those who would like to talk. */
export const talkTexts = catalogue({
  ja: {
    notice: (count: number) => `「話したいことがある」と答えた方が${count}人います。`,
    title: '話したいことがある方',
    lead: '「最近どうですか」に「話したいことがある」と答えた方です。来店のときに声をかけるか、ご連絡をしてください。',
    empty: '今、お待ちの方はいません',
    emptyBody: '「最近どうですか」を送ると、「話したいことがある」と答えた方がここに並びます。',
    compose: '「最近どうですか」をつくる',
    person: 'お名前',
    store: '店舗',
    when: '答えた日時',
    done: '対応済み',
    settle: '対応済みにする',
    settleFor: (name: string) => `${name}さんを対応済みにする`,
    settled: '対応済みにしました。',
    unnamed: '（お名前なし）',
    noStore: '—',
    back: 'ホーム',
  },
  en: {
    notice: (count: number) => (count === 1 ? 'One person would like to talk.' : `${count} people would like to talk.`),
    title: 'People who would like to talk',
    lead: 'They answered “How have you been?” with “I would like to talk”. Say a word when they come by, or get in touch.',
    empty: 'Nobody is waiting',
    emptyBody: 'Send “How have you been?”, and whoever would like to talk is listed here.',
    compose: 'Compose “How have you been?”',
    person: 'Name',
    store: 'Store',
    when: 'Answered',
    done: 'Done',
    settle: 'Mark as done',
    settleFor: (name: string) => `Mark ${name} as done`,
    settled: 'Marked as done.',
    unnamed: '(no name)',
    noStore: '–',
    back: 'Home',
  },
})
