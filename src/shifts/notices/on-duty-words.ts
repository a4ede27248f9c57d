import { isolated } from '../../texts/format.ts'
import type { Language } from '../../texts/language.ts'
import { onDutyTexts } from '../../texts/shift-on-duty.ts'
import { hoursWords, rolesWords } from '../ad/shift-words.ts'
import type { OnDuty } from './on-duty.ts'

/** 今日は卒業生の林さん（17:00〜23:00 ホール）が入ります。 `atStore`: also where, for who sees several stores. */
export function onDutyWords(lang: Language, person: OnDuty, { atStore = false } = {}) {
  const t = onDutyTexts[lang]
  const when = [hoursWords(lang, person), rolesWords(lang, person.roles), atStore ? person.storeName : '']
    .filter((said) => said !== '')
    .join(' ')
  return person.name === null ? t.unnamed(when) : t.one(isolated(person.name), when)
}
