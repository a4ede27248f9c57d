import { recipientTexts } from '../texts/broadcast-recipients.ts'
import { formatDateTime } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import type { Operator } from '../web/env.ts'
import { Page } from '../web/ui.tsx'
import { Actions, Button, SearchField, Select } from '../web/ui-forms.tsx'
import { Badge, type BadgeTone, Card, type Column, Empty, Table } from '../web/ui-parts.tsx'
import { outcomeWords } from './detail-progress.tsx'
import type { Broadcast } from './drafts.ts'
import { PATH } from './pages.tsx'
import { type RecipientLine, type RecipientOutcome, SHOWN, type Shown } from './recipients.ts'

type Named = { lang: Language; broadcast: Broadcast }

/** On the broadcast's page: one field that answers "why did she not get it?". */
export const SearchCard = ({ lang, broadcast }: Named) => {
  const t = recipientTexts[lang]
  const path = `${PATH}/${broadcast.id}/recipients`
  return (
    <Card title={t.title} id="recipients">
      <p>{t.lead}</p>
      <search>
        <form method="get" action={path} class="filters">
          <SearchField lang={lang} label={t.search} value="" hint={t.searchHint} />
          <Button kind="secondary">{t.searchButton}</Button>
        </form>
      </search>
      <p>
        <a href={path}>{t.all}</a>
      </p>
    </Card>
  )
}

/** Somebody whom it was not for, and why. */
export type Outsider = { memberId: string; name: string | null; why: string }

type ListProps = Named & {
  operator: Operator
  recipients: readonly RecipientLine[]
  outsiders: readonly Outsider[]
  search: string
  shown: Shown
  next: string | undefined
  /** Whether this is a later page. */
  later: boolean
}

export const RecipientsPage = (props: ListProps) => {
  const { lang, operator, broadcast, recipients, outsiders, search, shown, next, later } = props
  const t = recipientTexts[lang]
  const path = `${PATH}/${broadcast.id}/recipients`
  const here = { search, shown }
  return (
    <Page
      lang={lang}
      title={t.title}
      operator={operator}
      current="broadcasts"
      path={path}
      back={{ href: `${PATH}/${broadcast.id}`, label: broadcast.title }}
    >
      <Search {...props} />
      {recipients.length === 0 && outsiders.length === 0 && <Empty title={t.none}>{t.noneBody}</Empty>}
      {recipients.length > 0 && <Table caption={t.title} rows={recipients} columns={columns(lang, broadcast)} />}
      {outsiders.length > 0 && <Outsiders {...props} />}
      <p class="chips">
        {next && (
          <Button kind="secondary" href={hrefOf(path, { ...here, after: next })}>
            {t.next}
          </Button>
        )}
        {later && (
          <Button kind="quiet" href={hrefOf(path, here)}>
            {t.first}
          </Button>
        )}
      </p>
      {recipients.length > 0 && (
        <p>
          <a href={hrefOf(`${path}.csv`, here)}>{t.csv}</a>
          <br />
          <small>{t.csvNote}</small>
        </p>
      )}
    </Page>
  )
}

const Search = ({ lang, broadcast, search, shown }: ListProps) => {
  const t = recipientTexts[lang]
  const path = `${PATH}/${broadcast.id}/recipients`
  return (
    <search>
      <form method="get" action={path} class="filters">
        <SearchField lang={lang} label={t.search} value={search} hint={t.searchHint} />
        <Select
          lang={lang}
          label={t.show}
          name="show"
          value={shown}
          choices={SHOWN.map((one) => ({ value: one, label: t.shown[one] }))}
        />
        <Button kind="secondary">{t.searchButton}</Button>
        {(search !== '' || shown !== 'all') && (
          <Button kind="quiet" href={path}>
            {t.clear}
          </Button>
        )}
      </form>
    </search>
  )
}

const TONES: Partial<Record<RecipientOutcome, BadgeTone>> = {
  accepted: 'done',
  treated_as_sent: 'done',
  read: 'done',
  on_board: 'info',
  waiting: 'wait',
  held: 'wait',
  unknown: 'stop',
  rejected: 'stop',
  refused_by_line: 'stop',
}

/** The whole row leads to why. */
function columns(lang: Language, { id }: Broadcast): readonly Column<RecipientLine>[] {
  const t = recipientTexts[lang]
  return [
    {
      label: t.name,
      cell: ({ memberId, name }) => (
        <a href={`${PATH}/${id}/recipients/${memberId}`}>{name === null ? t.unnamed : <bdi>{name}</bdi>}</a>
      ),
    },
    { label: t.store, cell: ({ storeName }) => storeName ?? '' },
    {
      label: t.outcome,
      cell: ({ outcome }) => <Badge tone={TONES[outcome] ?? 'plain'}>{outcomeWords(outcome, lang)}</Badge>,
    },
    {
      label: t.when,
      cell: ({ at, until }) => {
        if (until !== null) return t.until(formatDateTime(until, lang))
        return at === null ? '' : formatDateTime(at, lang)
      },
    },
  ]
}

const Outsiders = ({ lang, outsiders }: ListProps) => {
  const t = recipientTexts[lang]
  return (
    <Card title={t.others}>
      <ul class="plain">
        {outsiders.map(({ memberId, why }) => (
          <li>
            {why} <a href={`/admin/members/${memberId}`}>{t.person}</a>
          </li>
        ))}
      </ul>
    </Card>
  )
}

type WhyProps = Named & { operator: Operator; memberId: string; who: string; why: string; isReachable: boolean }

/** One person and one sentence. */
export const WhyPage = ({ lang, operator, broadcast, memberId, who, why, isReachable }: WhyProps) => {
  const t = recipientTexts[lang]
  const path = `${PATH}/${broadcast.id}/recipients`
  return (
    <Page
      lang={lang}
      title={t.whyTitle(who)}
      operator={operator}
      current="broadcasts"
      path={`${path}/${memberId}`}
      back={{ href: path, label: t.title }}
    >
      <Card title={broadcast.title}>
        <p class="big">{why}</p>
      </Card>
      {isReachable && (
        <Actions>
          <Button kind="secondary" href={`/admin/members/${memberId}`}>
            {t.person}
          </Button>
        </Actions>
      )}
    </Page>
  )
}

function hrefOf(path: string, { search, shown, after }: { search: string; shown: Shown; after?: string }) {
  const query = new URLSearchParams()
  if (search !== '') query.set('q', search)
  if (shown !== 'all') query.set('show', shown)
  if (after) query.set('after', after)
  const asked = query.toString()
  return asked === '' ? path : `${path}?${asked}`
}
