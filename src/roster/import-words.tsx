import { formatDate } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import { filled, rosterImportTexts } from '../texts/roster-import.ts'
import type { Field } from './headers.ts'
import type { PlannedRow } from './import-plan.ts'
import type { Remark, Wrong } from './import-rows.ts'
import type { RosterImport } from './imports.ts'

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

/** What becomes of a line, in a sentence or two. */
export function resultWords(lang: Language, row: PlannedRow) {
  const { preview: t, changes } = rosterImportTexts[lang]
  if (row.state === 'wrong') return wrongWords(lang, row.wrong)
  const said = row.state === 'changed' ? row.changes.map((change) => changes[change]).join(t.between) : ''
  return [
    filled(t.becomes[row.state], { changes: said }),
    ...row.remarks.map((remark) => remarkWords(lang, remark)),
  ].join(lang === 'ja' ? '　' : '. ')
}

/** What a line says in the column of a field. */
export function cellOf({ mapping }: Pick<RosterImport, 'mapping'>, { cells }: PlannedRow, field: Field) {
  const place = mapping.indexOf(field)
  return place === -1 ? '' : (cells[place] ?? '')
}

function shortened(said: string) {
  const characters = [...said]
  return characters.length > SAID_MAX ? `${characters.slice(0, SAID_MAX).join('')}…` : said
}
