import { catalogue, memberCatalogue } from './language.ts'

/** What the owner sends to one person with one tap, in the person's language; changed as they like before it goes. */
export const letterTexts = memberCatalogue({
  ja: {
    title: '最近どうですか',
    text: (name: string, shop: string) =>
      `${name}さん、お久しぶりです。${shop}です。\n\n最近、いかがお過ごしですか。\nお近くにお越しの際は、ぜひお顔を見せてください。`,
  },
  'plain-ja': {
    title: '最近どうですか',
    text: (name: string, shop: string) =>
      `${name}さん、お元気ですか。${shop}です。\n\n最近は どうですか。\n近くに 来たら、店に 来てください。`,
  },
  en: {
    title: 'How have you been?',
    text: (name: string, shop: string) =>
      `Hello ${name}, it has been a while. This is ${shop}.\n\nHow have you been?\nIf you are in the neighbourhood, please drop in.`,
  },
})

/** What a person told of themselves, as an operator reads it; the names of what can be told stand with the questions. */
export const toldTexts = catalogue({
  ja: {
    title: 'ご本人が教えてくれたこと',
    none: 'まだ何も聞いていません。登録のあと、ご本人が答えたいものだけを答えます。',
    age: '年齢の確認',
    adult: '18歳以上',
    minor: '18歳未満かもしれません（深夜の時間帯とお酒のお仕事はお願いできません）',
    unknown: '—',
    only: (names: readonly string[]) => `${names.map((name) => `${name}さん`).join('・')}だけ`,
    nobody: 'もう送れない方だけ',
    left: (all: string, people: string) => `選んだ${all}人のうち${people}人には送れません。登録をやめた方です。`,
    leftHere: (all: string, people: string) =>
      `選んだ${all}人のうち${people}人には、ここからは送れません。ほかの店舗の卒業生か、登録をやめた方です。ほかの店舗の卒業生には、オーナーが送れます。`,
  },
  en: {
    title: 'What the person told us',
    none: 'Nothing yet. After registering, people answer what they like to answer.',
    age: 'Age',
    adult: '18 or over',
    minor: 'may be under 18 (no late hours, no serving of alcohol)',
    unknown: '—',
    only: (names: readonly string[]) => `${names.join(', ')} only`,
    nobody: 'Somebody who cannot be written to any more',
    left: (all: string, people: string) =>
      `${people} of the ${all} people you chose cannot be written to: they are registered no more.`,
    leftHere: (all: string, people: string) =>
      `${people} of the ${all} people you chose cannot be written to from here: they are alumni of another store, or registered no more. An owner can write to alumni of every store.`,
  },
})
