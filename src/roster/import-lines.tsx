import { formatDate } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import { rosterTexts } from '../texts/roster.ts'
import { rosterImportTexts } from '../texts/roster-import.ts'
import { Badge, type BadgeTone, type Column } from '../web/ui-parts.tsx'
import type { Field } from './headers.ts'
import type { PlannedRow, RowState } from './import-plan.ts'
import { resultWords } from './import-words.ts'
import type { RosterImport } from './imports.ts'

const TONES: Record<RowState, BadgeTone> = { wrong: 'stop', changed: 'wait', new: 'done', same: 'plain' }

/** The columns of the preview: what stands in the file where a line is wrong, else what would stand on the roster. */
export function lineColumns(
  lang: Language,
  file: RosterImport,
  stores: readonly { id: string; name: string }[],
): readonly Column<PlannedRow>[] {
  const { preview: t } = rosterImportTexts[lang]
  const { unknown } = rosterTexts[lang]
  const names = new Map(stores.map(({ id, name }) => [id, name]))
  const said = (row: PlannedRow, field: Field) => cellOf(file, row, field)
  const saidName = (row: PlannedRow) => said(row, 'name') || `${said(row, 'family')} ${said(row, 'given')}`.trim()
  return [
    {
      label: t.columns.name,
      cell: (row) => <strong>{row.state === 'wrong' ? saidName(row) || t.nobody : row.entry.name}</strong>,
    },
    { label: t.columns.line, cell: ({ line }) => t.line(line) },
    {
      label: t.columns.store,
      cell: (row) => (row.state === 'wrong' ? said(row, 'store') : names.get(row.entry.storeId)) || unknown,
    },
    {
      label: t.columns.left,
      cell: (row) => (row.state === 'wrong' ? said(row, 'left') : formatDate(row.entry.leftOn, lang)) || unknown,
    },
    { label: t.columns.what, cell: (row) => <Result lang={lang} row={row} /> },
  ]
}

const Result = ({ lang, row }: { lang: Language; row: PlannedRow }) => (
  <div>
    <Badge tone={TONES[row.state]}>{rosterImportTexts[lang].preview.states[row.state]}</Badge>
    {resultWords(lang, row).map((words) => (
      <div>
        <small>{words}</small>
      </div>
    ))}
  </div>
)

function cellOf({ mapping }: RosterImport, { cells }: PlannedRow, field: Field) {
  const place = mapping.indexOf(field)
  return place === -1 ? '' : (cells[place] ?? '').slice(0, SAID_MAX)
}

/** Of a cell, as much as a table bears. */
const SAID_MAX = 60
