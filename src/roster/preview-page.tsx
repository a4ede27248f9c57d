import type { Child } from 'hono/jsx'
import { formatNumber, formatTime } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import { rosterImportTexts } from '../texts/roster-import.ts'
import type { Operator } from '../web/env.ts'
import { Page } from '../web/ui.tsx'
import { Actions, Button } from '../web/ui-forms.tsx'
import { Notice, Stat, Stats, Table } from '../web/ui-parts.tsx'
import type { Lack, Mapping } from './headers.ts'
import { lineColumns } from './import-lines.tsx'
import { ROW_STATES, type RowState } from './import-plan.ts'
import type { RosterImport } from './imports.ts'
import { IMPORTS_PATH, PATH } from './list-page.tsx'
import { MappingForm } from './mapping-form.tsx'
import type { Preview } from './previewing.ts'

type Common = { lang: Language; operator: Operator; file: RosterImport }
type PreviewPageProps = Common & { preview: Preview; stores: readonly { id: string; name: string }[] }

/** The order of the numbers. */
const SHOWN = ['new', 'changed', 'same', 'wrong'] as const

/** What would happen, before anything does. The one button stays at the thumb below the lines. */
export const PreviewPage = ({ lang, operator, file, preview, stores }: PreviewPageProps) => {
  const t = rosterImportTexts[lang].preview
  const { counts } = preview
  const label = buttonLabel(lang, counts)
  const shown = (
    <>
      <Stats>
        {SHOWN.map((state) => (
          <Stat label={t[state]} value={formatNumber(counts[state])} unit={state === 'wrong' ? t.rows : t.people} />
        ))}
      </Stats>
      {counts.wrong > 0 && <WrongFile lang={lang} file={file} />}
      <Lines lang={lang} file={file} preview={preview} stores={stores} />
    </>
  )
  return (
    <Frame lang={lang} operator={operator} file={file}>
      <p>
        {t.lead}
        <br />
        <small>{t.until(formatTime(file.expiresAt))}</small>
      </p>
      {label === undefined ? (
        <>
          <Notice tone="info">{t.nothing}</Notice>
          {shown}
        </>
      ) : (
        <form method="post" action={`${IMPORTS_PATH}/${file.id}/applications`}>
          {shown}
          <Actions>
            <small>{t.safe}</small>
            <Button>{label}</Button>
          </Actions>
        </form>
      )}
      <MappingForm lang={lang} file={file} mapping={file.mapping} lacks={[]} />
    </Frame>
  )
}

const Lines = ({ lang, file, preview, stores }: Omit<PreviewPageProps, 'operator'>) => {
  const t = rosterImportTexts[lang].preview
  const { counts, tab, rows, next, later } = preview
  return (
    <>
      <div class="filters">
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
      </div>
      <Table caption={t.caption} rows={rows} columns={lineColumns(lang, file, stores)} />
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
    </>
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

/** What the button does, in numbers; undefined when there is nothing to do. */
function buttonLabel(lang: Language, counts: Preview['counts']) {
  const t = rosterImportTexts[lang].preview
  const [added, changed] = [formatNumber(counts.new), formatNumber(counts.changed)]
  if (counts.new === 0) return counts.changed === 0 ? undefined : t.changeOnly(changed)
  return counts.changed === 0 ? t.addOnly(added) : t.addAndChange(added, changed)
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

function previewHref({ id }: RosterImport, { tab, after }: { tab: RowState; after?: number }) {
  const query = new URLSearchParams({ tab })
  if (after !== undefined) query.set('after', String(after))
  return `${IMPORTS_PATH}/${id}?${query}`
}
