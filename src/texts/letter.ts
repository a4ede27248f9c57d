import { memberCatalogue } from './language.ts'

/** What the cards of broadcasts say beside the words of the shop. */
export const letterTexts = memberCatalogue({
  ja: {
    alt: (words: string, from: string) => `${words}（${from}）`,
    of: (name: string) => `${name}さん`,
    story: '卒業生の話',
    poll: 'アンケート',
    pollNote: 'タップで答えられ、あとから変えられます。',
    checkInNote: 'タップするだけで、お店に届きます。',
    checkIn: { fine: '元気です', visit: '今度行きます', talk: '話したいことがあります' },
  },
  'plain-ja': {
    alt: (words: string, from: string) => `${words}（${from}）`,
    of: (name: string) => `${name}さん`,
    story: '前に 働いていた 人の 話',
    poll: 'アンケート（しつもん）',
    pollNote: 'ひとつ えらんで おしてください。あとで かえることが できます。',
    checkInNote: 'おすと、お店に とどきます。',
    checkIn: { fine: '元気です', visit: 'こんど お店に 行きます', talk: '話したいことが あります' },
  },
  en: {
    alt: (words: string, from: string) => `${words} (${from})`,
    of: (name: string) => name,
    story: 'An alumni story',
    poll: 'One question',
    pollNote: 'One tap is enough. You can change it later.',
    checkInNote: 'One tap, and the shop will know.',
    checkIn: { fine: 'I’m fine', visit: 'I’ll come by soon', talk: 'I’d like to talk' },
  },
})
