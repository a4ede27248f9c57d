import { formatDate, formatNumber } from '../texts/format.ts'
import { invitationTexts } from '../texts/invitations.ts'
import type { Language } from '../texts/language.ts'
import { rosterTexts } from '../texts/roster.ts'
import type { Operator } from '../web/env.ts'
import { type Flash, Page } from '../web/ui.tsx'
import { Actions, Button, SearchField } from '../web/ui-forms.tsx'
import { Badge, type BadgeTone, type Column, Empty, Table } from '../web/ui-parts.tsx'
import {
  type countEntries,
  ENTRY_TABS,
  type EntryCursor,
  type EntryState,
  type EntryTab,
  type ListedEntry,
} from './entries.ts'
import { PATH as INVITATIONS_PATH, LeavingNotice } from './invitation-pages.tsx'

export const PATH = '/admin/roster'
export const IMPORTS_PATH = `${PATH}/imports`

type ListPageProps = {
  lang: Language
  operator: Operator
  tab: EntryTab
  search: string
  counts: Awaited<ReturnType<typeof countEntries>>
  entries: readonly ListedEntry[]
  next: EntryCursor | undefined
  /** Whether this is a later page. */
  later: boolean
  notice: Flash | undefined
  /** How many leave the roster by themselves within a week. */
  leaving: number
}

const TONES: Record<EntryState, BadgeTone> = {
  not_invited: 'plain',
  invited: 'wait',
  matched: 'done',
  excluded: 'stop',
}

export const RosterPage = ({
  lang,
  operator,
  tab,
  search,
  counts,
  entries,
  next,
  later,
  notice,
  leaving,
}: ListPageProps) => {
  const t = rosterTexts[lang]
  return (
    <Page lang={lang} title={t.title} operator={operator} current="roster" path={PATH} notice={notice} wide>
      {counts.all === 0 ? (
        <EmptyRoster lang={lang} />
      ) : (
        <>
          <p>{t.lead}</p>
          <LeavingNotice lang={lang} people={leaving} />
          <Tabs lang={lang} tab={tab} search={search} counts={counts} />
          <Search lang={lang} tab={tab} search={search} />
          {entries.length === 0 ? (
            <Empty title={t.emptyFound}>{search === '' ? '' : t.emptyFoundBody}</Empty>
          ) : (
            <Choosing lang={lang} entries={entries} />
          )}
          <p class="chips">
            {next && (
              <Button kind="secondary" href={listHref({ tab, search, after: next })}>
                {t.more}
              </Button>
            )}
            {later && (
              <Button kind="quiet" href={listHref({ tab, search })}>
                {t.backToStart}
              </Button>
            )}
          </p>
          <Actions>
            <Button href={INVITATIONS_PATH}>{invitationTexts[lang].invite}</Button>
            <Button kind="secondary" href={IMPORTS_PATH}>
              {t.import}
            </Button>
          </Actions>
        </>
      )}
    </Page>
  )
}

/** The list, and beside each who could be invited a box to choose them by. */
const Choosing = ({ lang, entries }: Pick<ListPageProps, 'lang' | 'entries'>) => {
  const table = (
    <Table
      caption={rosterTexts[lang].caption}
      rows={entries}
      columns={entries.some(mayBeChosen) ? [...columns(lang), choice(lang)] : columns(lang)}
    />
  )
  if (!entries.some(mayBeChosen)) return table
  return (
    <form method="post" action={INVITATIONS_PATH}>
      <input type="hidden" name="from" value="roster" />
      {table}
      <Actions still>
        <Button kind="secondary">{invitationTexts[lang].leaving.submit}</Button>
      </Actions>
    </form>
  )
}

const mayBeChosen = ({ state }: ListedEntry) => state === 'not_invited' || state === 'invited'

const choice = (lang: Language): Column<ListedEntry> => {
  const t = invitationTexts[lang].leaving
  return {
    label: t.choose,
    cell: (entry) =>
      mayBeChosen(entry) && (
        <label class="check alone">
          <input type="checkbox" name="entry" value={entry.id} />
          <span class="hidden">{t.chooseOne(entry.name)}</span>
        </label>
      ),
  }
}

export const EntryBadge = ({ lang, state }: { lang: Language; state: EntryState }) => (
  <Badge tone={TONES[state]}>{rosterTexts[lang].states[state]}</Badge>
)

const EmptyRoster = ({ lang }: { lang: Language }) => {
  const t = rosterTexts[lang]
  return (
    <>
      <Empty title={t.empty} example={t.emptyExample} action={<Button href={IMPORTS_PATH}>{t.import}</Button>}>
        {t.emptyBody}
      </Empty>
      <p>
        <a href={`${IMPORTS_PATH}/example`}>{t.exampleLink}</a>
      </p>
    </>
  )
}

const Tabs = ({ lang, tab, search, counts }: Pick<ListPageProps, 'lang' | 'tab' | 'search' | 'counts'>) => {
  const t = rosterTexts[lang]
  return (
    <div class="filters">
      <nav class="chips" aria-label={t.tabsLabel}>
        {ENTRY_TABS.filter((one) => one === 'all' || one === tab || counts[one] > 0).map((one) => (
          <a
            class={one === tab ? 'button primary' : 'button secondary'}
            href={listHref({ tab: one, search })}
            {...(one === tab ? { 'aria-current': 'page' } : {})}
          >
            {t.tab(t.tabs[one], formatNumber(counts[one]))}
          </a>
        ))}
      </nav>
    </div>
  )
}

const Search = ({ lang, tab, search }: Pick<ListPageProps, 'lang' | 'tab' | 'search'>) => {
  const t = rosterTexts[lang]
  return (
    <search>
      <form method="get" action={PATH} class="filters">
        <input type="hidden" name="tab" value={tab} />
        <SearchField lang={lang} label={t.search} value={search} hint={t.searchHint} />
        <Button kind="secondary">{t.searchButton}</Button>
        {search !== '' && (
          <Button kind="quiet" href={listHref({ tab, search: '' })}>
            {t.clear}
          </Button>
        )}
      </form>
    </search>
  )
}

function columns(lang: Language): readonly Column<ListedEntry>[] {
  const t = rosterTexts[lang]
  return [
    { label: t.columns.name, cell: ({ id, name }) => <a href={`${PATH}/${id}`}>{name}</a> },
    { label: t.columns.state, cell: ({ state }) => <EntryBadge lang={lang} state={state} /> },
    { label: t.columns.store, cell: ({ store_name }) => store_name },
    { label: t.columns.role, cell: ({ role_name }) => role_name ?? t.unknown },
    { label: t.columns.left, cell: ({ left_on }) => formatDate(left_on, lang) },
  ]
}

function listHref({ tab, search, after }: { tab: EntryTab; search: string; after?: EntryCursor }) {
  const query = new URLSearchParams({ tab })
  if (search !== '') query.set('q', search)
  if (after) query.set('after', `${after.leftOn}.${after.id}`)
  return `${PATH}?${query}`
}
