import { catalogue } from './language.ts'

/** A note to those at work today: who of the alumni comes to help. */
export const onDutyTexts = catalogue({
  ja: {
    one: (name: string, when: string) => `今日は卒業生の${name}さん（${when}）が入ります。`,
    unnamed: (when: string) => `今日は卒業生の方（${when}）が入ります。`,
    welcome: '「おかえりなさい」と声をかけてください。',
  },
  en: {
    one: (name: string, when: string) => `${name}, who used to work here, helps out today (${when}).`,
    unnamed: (when: string) => `Somebody who used to work here helps out today (${when}).`,
    welcome: 'Please say “welcome back”.',
  },
})
