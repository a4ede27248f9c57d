import type { Child } from 'hono/jsx'
import { formatDate, formatNumber, formatTime } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import { rosterTexts } from '../texts/roster.ts'
import { rosterImportTexts } from '../texts/roster-import.ts'
import type { Operator } from '../web/env.ts'
import { Page } from '../web/ui.tsx'
import { Actions, Button } from '../web/ui-forms.tsx'
import { type Column, Notice, Stat, Stats, Table } from '../web/ui-parts.tsx'
import type { Lack, Mapping } from './headers.ts'
import { type PlannedRow, ROW_STATES, type RowState } from './import-plan.ts'
import { cellOf, resultWords } from './import-words.tsx'
import type { RosterImport } from './imports.ts'
import { IMPORTS_PATH, PATH } from './list-page.tsx'
import { MappingForm } from './mapping-form.tsx'
import type { Preview } from './previewing.ts'

type Common = { lang: Language; operator: Operator; file: RosterImport }
type PreviewPageProps = Common & { preview: Preview; stores: readonly { id: string; name: string }[] }

const TONES = { wrong: 'stop', changed: 'wait', new: 'done', same: 'plain' } as const

/** What would happen, before anything does. */
export const PreviewPage = ({ lang, operator, file, preview, stores }: PreviewPageProps) => {
  const t = rosterImportTexts[lang].preview
  const { counts, tab, rows, next, later } = preview
  const columns = rowColumns(lang, file, new Map(stores.map(({ id, name }) => [id, name])))
  return (
    <Frame lang={lang} operator={operator} file={file}>
      <p>
        {t.lead}
        {t.until(formatTime(file.expiresAt))}
      </p>
      <Stats>
        {ROW_STATES.toReversed().map((state) => (
          <Stat label={t[state]} value={formatNumber(counts[state])} unit={state === 'wrong' ? t.rows : t.people} />
        ))}
      </Stats>
      <Application lang={lang} file={file} counts={counts} />
      {counts.wrong > 0 && <WrongFile lang={lang} file={file} />}
      <nav class="chips" aria-label={t.tabsLabel}>
        {ROW_STATES.filter((state) => counts[state] > 0).map((state) => (
          <a
            class={state === tab ? 'button primary' : 'button secondary'}
            href={previewHref(file, { tab: state })}
            {...(state === tab ? { 'aria-current': 'page' } : {})}
          >
            {t.tab(t.tabs[state], formatNumber(counts[state]))}
          </a>
        ))}
      </nav>
      <Table caption={t.caption} rows={rows} columns={columns} />
      <p class="chips">
        {next !== undefined && (
          <Button kind="secondary" href={previewHref(file, { tab, after: next })}>
            {t.next}
          </Button>
        )}
        {later && (
          <Button kind="quiet" href={previewHref(file, { tab })}>
            {t.start}
          </Button>
        )}
      </p>
      <MappingForm lang={lang} file={file} mapping={file.mapping} lacks={[]} />
    </Frame>
  )
}

/** Some column is not known yet: first of all that is asked. */
export const MappingPage = ({ mapping, lacks, ...common }: Common & { mapping: Mapping; lacks: readonly Lack[] }) => (
  <Frame {...common}>
    <MappingForm lang={common.lang} file={common.file} mapping={mapping} lacks={lacks} />
  </Frame>
)

export const DonePage = ({ lang, operator, file }: Common) => {
  const t = rosterImportTexts[lang].done
  const { preview } = rosterImportTexts[lang]
  const { added, changed, same, wrong } = file
  const counts = [
    { label: t.added, value: added, unit: preview.people },
    { label: t.changed, value: changed, unit: preview.people },
    { label: t.same, value: same, unit: preview.people },
    { label: t.wrong, value: wrong, unit: preview.rows },
  ]
  return (
    <Frame lang={lang} operator={operator} file={file} title={t.title}>
      <Notice tone={added + changed > 0 ? 'success' : 'info'}>{added + changed > 0 ? t.body : t.nothing}</Notice>
      <Stats>
        {counts.map(({ label, value, unit }) => (
          <Stat label={label} value={formatNumber(value)} unit={unit} />
        ))}
      </Stats>
      {wrong > 0 && <WrongFile lang={lang} file={file} />}
      <Actions>
        <Button href={PATH}>{t.roster}</Button>
        <Button kind="secondary" href={IMPORTS_PATH}>
          {t.more}
        </Button>
      </Actions>
    </Frame>
  )
}

const Frame = ({ lang, operator, file, title, children }: Common & { title?: string; children?: Child }) => {
  const t = rosterImportTexts[lang].preview
  return (
    <Page
      lang={lang}
      title={title ?? t.title}
      operator={operator}
      current="roster"
      path={`${IMPORTS_PATH}/${file.id}`}
      back={{ href: IMPORTS_PATH, label: t.back }}
      wide
    >
      {children}
    </Page>
  )
}

const Application = ({ lang, file, counts }: Pick<Common, 'lang' | 'file'> & { counts: Preview['counts'] }) => {
  const t = rosterImportTexts[lang].preview
  if (counts.new + counts.changed === 0) return <Notice tone="info">{t.nothing}</Notice>
  const [added, changed] = [formatNumber(counts.new), formatNumber(counts.changed)]
  const both = counts.new > 0 ? t.addAndChange(added, changed) : t.changeOnly(changed)
  return (
    <form method="post" action={`${IMPORTS_PATH}/${file.id}/applications`}>
      <p>{t.safe}</p>
      <Actions>
        <Button>{counts.changed === 0 ? t.addOnly(added) : both}</Button>
      </Actions>
    </form>
  )
}

const WrongFile = ({ lang, file }: Pick<Common, 'lang' | 'file'>) => {
  const t = rosterImportTexts[lang].preview
  return (
    <p>
      <a href={`${IMPORTS_PATH}/${file.id}/wrong-rows`}>{t.download}</a>
      <br />
      <small>{t.downloadHint}</small>
    </p>
  )
}

function rowColumns(
  lang: Language,
  file: RosterImport,
  stores: ReadonlyMap<string, string>,
): readonly Column<PlannedRow>[] {
  const t = rosterImportTexts[lang].preview
  const { unknown } = rosterTexts[lang]
  const name = (row: PlannedRow) =>
    row.state === 'wrong'
      ? cellOf(file, row, 'name') || `${cellOf(file, row, 'family')} ${cellOf(file, row, 'given')}`.trim() || t.nobody
      : row.entry.name
  return [
    { label: t.columns.name, cell: name },
    { label: t.columns.line, cell: ({ line }) => t.line(line) },
    {
      label: t.columns.store,
      cell: (row) => (row.state === 'wrong' ? cellOf(file, row, 'store') : stores.get(row.entry.storeId)) || unknown,
    },
    {
      label: t.columns.left,
      cell: (row) =>
        (row.state === 'wrong' ? cellOf(file, row, 'left') : formatDate(row.entry.leftOn, lang)) || unknown,
    },
    { label: t.columns.what, cell: (row) => <Result lang={lang} row={row} /> },
  ]
}

const Result = ({ lang, row }: { lang: Language; row: PlannedRow }) => (
  <span class={`badge ${TONES[row.state]}`}>{resultWords(lang, row)}</span>
)

function previewHref({ id }: RosterImport, { tab, after }: { tab: RowState; after?: number }) {
  const query = new URLSearchParams({ tab })
  if (after !== undefined) query.set('after', String(after))
  return `${IMPORTS_PATH}/${id}?${query}`
}
