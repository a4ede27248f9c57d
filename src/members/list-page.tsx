import type { MemberState } from '../db/schema.ts'
import { formatDate, formatFullDay } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import { memberTexts } from '../texts/members.ts'
import type { Operator } from '../web/env.ts'
import { type Flash, Page } from '../web/ui.tsx'
import { Button, SearchField, Select } from '../web/ui-forms.tsx'
import { Badge, type BadgeTone, type Column, Empty, Notice, Table } from '../web/ui-parts.tsx'
import { LIST_TABS, type ListCursor, type ListTab, type listMembers } from './directory.ts'

export const PATH = '/admin/members'
export const CORRECTIONS_PATH = `${PATH}/corrections`
export const EXPORT_PATH = `${PATH}/export.csv`

type Listed = Awaited<ReturnType<typeof listMembers>>['members'][number]

type ListPageProps = {
  lang: Language
  operator: Operator
  tab: ListTab
  search: string
  /** The store that was chosen, '' for all; `stores` is what there is to choose from: none for a manager. */
  inStore: string
  stores: readonly { id: string; name: string }[]
  waiting: number
  /** How many corrections wait. */
  corrections: number
  members: readonly Listed[]
  next: ListCursor | undefined
  /** Whether this is a later page. */
  later: boolean
  notice: Flash | undefined
}

const TONES: Record<MemberState, BadgeTone> = {
  guest: 'plain',
  applied: 'wait',
  verified: 'done',
  declined: 'stop',
  left: 'plain',
  erased: 'plain',
}

export const MembersPage = (props: ListPageProps) => {
  const { lang, operator, tab, search, inStore, waiting, corrections, members, next, later, notice } = props
  const t = memberTexts[lang]
  const here = { tab, search, inStore }
  return (
    <Page lang={lang} title={t.title} operator={operator} current="members" path={PATH} notice={notice} wide>
      {corrections > 0 && (
        <Notice tone="warn">
          {t.corrections(corrections)} <a href={CORRECTIONS_PATH}>{t.see}</a>
        </Notice>
      )}
      <div class="filters">
        <nav class="chips" aria-label={t.tabsLabel}>
          {LIST_TABS.map((one) => (
            <a
              class={one === tab ? 'button primary' : 'button secondary'}
              href={listHref({ ...here, tab: one })}
              {...(one === tab ? { 'aria-current': 'page' } : {})}
            >
              {one === 'waiting' && waiting > 0 ? t.waitingCount(waiting) : t.tabs[one]}
            </a>
          ))}
        </nav>
      </div>
      <Search {...props} />
      {members.length === 0 ? (
        <Nobody lang={lang} tab={tab} searched={search !== '' || inStore !== ''} />
      ) : (
        <Table caption={t.caption} rows={members} columns={columns(lang)} />
      )}
      <p class="chips">
        {next && (
          <Button kind="secondary" href={listHref({ ...here, after: next })}>
            {t.more}
          </Button>
        )}
        {later && (
          <Button kind="quiet" href={listHref(here)}>
            {t.backToStart}
          </Button>
        )}
      </p>
      {operator.role === 'owner' && members.length > 0 && (
        <p>
          <a href={EXPORT_PATH}>{t.export}</a>
          <br />
          <small>{t.exportNote}</small>
        </p>
      )}
    </Page>
  )
}

const Search = ({ lang, tab, search, inStore, stores }: ListPageProps) => {
  const t = memberTexts[lang]
  return (
    <search>
      <form method="get" action={PATH} class="filters">
        <input type="hidden" name="tab" value={tab} />
        <SearchField lang={lang} label={t.search} value={search} hint={t.searchHint} />
        {stores.length > 1 && (
          <Select
            lang={lang}
            label={t.store}
            name="store"
            value={inStore}
            empty={t.allStores}
            choices={stores.map(({ id, name }) => ({ value: id, label: name }))}
          />
        )}
        <Button kind="secondary">{t.searchButton}</Button>
        {(search !== '' || inStore !== '') && (
          <Button kind="quiet" href={listHref({ tab, search: '', inStore: '' })}>
            {t.clear}
          </Button>
        )}
      </form>
    </search>
  )
}

export const StateBadge = ({ lang, state }: { lang: Language; state: MemberState }) => (
  <Badge tone={TONES[state]}>{memberTexts[lang].states[state]}</Badge>
)

function columns(lang: Language): readonly Column<Listed>[] {
  const t = memberTexts[lang]
  return [
    {
      label: t.columns.name,
      cell: ({ id, name }) => <a href={`${PATH}/${id}`}>{name === null ? t.unnamed : <bdi>{name}</bdi>}</a>,
    },
    {
      label: t.columns.state,
      cell: ({ state, follow_state }) => (
        <>
          <StateBadge lang={lang} state={state} />{' '}
          {follow_state === 'blocked' && <Badge tone="stop">{t.blocked}</Badge>}
        </>
      ),
    },
    { label: t.columns.store, cell: ({ store_name }) => store_name ?? t.person.unknown },
    { label: t.columns.role, cell: ({ role_name }) => role_name ?? t.person.unknown },
    { label: t.columns.left, cell: ({ left_on }) => (left_on === null ? t.person.unknown : formatDate(left_on, lang)) },
    { label: t.columns.since, cell: ({ applied_at, created_at }) => formatFullDay(applied_at ?? created_at, lang) },
  ]
}

const Nobody = ({ lang, tab, searched }: { lang: Language; tab: ListTab; searched: boolean }) => {
  const t = memberTexts[lang]
  if (searched) return <Empty title={t.emptyFound}>{t.emptyFoundBody}</Empty>
  if (tab === 'waiting') return <Empty title={t.emptyWaiting}>{t.emptyWaitingBody}</Empty>
  if (tab === 'guests') return <Empty title={t.emptyGuests}>{t.emptyGuestsBody}</Empty>
  if (tab === 'declined') return <Empty title={t.emptyDeclined}>{t.emptyDeclinedBody}</Empty>
  return (
    <Empty title={t.emptyAlumni} example={t.emptyAlumniExample}>
      {t.emptyAlumniBody}
    </Empty>
  )
}

type Here = { tab: ListTab; search: string; inStore: string; after?: ListCursor }

function listHref({ tab, search, inStore, after }: Here) {
  const query = new URLSearchParams({ tab })
  if (search !== '') query.set('q', search)
  if (inStore !== '') query.set('store', inStore)
  if (after) query.set('after', `${after.waiting}.${after.at}.${after.id}`)
  return `${PATH}?${query}`
}
