import { formatDate } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import { filled, rosterImportTexts } from '../texts/roster-import.ts'
import type { PlannedRow } from './import-plan.ts'
import type { Remark, Wrong } from './import-rows.ts'

/** Of what stands in the file, as much as a sentence bears. */
const SAID_MAX = 40

export function wrongWords(lang: Language, { code, field, said = '', line }: Wrong) {
  const t = rosterImportTexts[lang]
  return filled(t.wrongs[code], { said: shortened(said), line, field: field && t.fields[field] })
}

function remarkWords(lang: Language, { code, said = '' }: Remark) {
  return filled(rosterImportTexts[lang].remarks[code], {
    said: code === 'month_only' ? formatDate(said, lang) : shortened(said),
  })
}

/** Why a line is wrong, what it changes, and what is taken otherwise than it stands there: a sentence each. */
export function resultWords(lang: Language, row: PlannedRow): readonly string[] {
  const { preview: t, changes } = rosterImportTexts[lang]
  if (row.state === 'wrong') return [wrongWords(lang, row.wrong)]
  const said = row.state === 'changed' ? row.changes.map((change) => changes[change]).join(t.between) : ''
  return [
    ...(said === '' ? [] : [filled(t.changing, { changes: said })]),
    ...row.remarks.map((remark) => remarkWords(lang, remark)),
  ]
}

function shortened(said: string) {
  const characters = [...said]
  return characters.length > SAID_MAX ? `${characters.slice(0, SAID_MAX).join('')}…` : said
}
