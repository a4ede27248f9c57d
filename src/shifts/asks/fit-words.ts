import type { Language } from '../../texts/language.ts'
import { shiftFitTexts } from '../../texts/shift-fit.ts'
import { type Fit, reasonsOf } from './fit.ts'

/** この店で同じ仕事・この曜日がよい: why somebody is asked before others; '' when nothing is known. */
export const fitWords = (lang: Language, fit: Fit) =>
  reasonsOf(fit)
    .map((reason) => shiftFitTexts[lang].reasons[reason])
    .join(shiftFitTexts[lang].separator)
