import { catalogue } from './language.ts'

/** Why somebody is asked before others. */
export const shiftFitTexts = catalogue({
  ja: {
    reasons: {
      did_here: 'この店で同じ仕事',
      knows: '店か仕事を知っている',
      weekday: 'この曜日がよい',
      daypart: 'この時間がよい',
      skilled: 'できる仕事',
      willing: 'シフトを希望',
    },
    separator: '・',
  },
  en: {
    reasons: {
      did_here: 'same work here',
      knows: 'knows the store or the work',
      weekday: 'likes this day',
      daypart: 'likes these hours',
      skilled: 'can do this work',
      willing: 'wants shifts',
    },
    separator: ', ',
  },
})
