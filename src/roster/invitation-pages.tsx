import type { Cursor } from '../db/pages.ts'
import { formatDate, formatDateTime } from '../texts/format.ts'
import { invitationTexts } from '../texts/invitations.ts'
import type { Language } from '../texts/language.ts'
import { cursorSaid } from '../web/cursor.ts'
import type { Operator } from '../web/env.ts'
import { type FormErrors as Errors, type FormValues, valueIn, valuesIn } from '../web/form.ts'
import { type Flash, Page } from '../web/ui.tsx'
import { Actions, Button, FormErrors, RadioGroup } from '../web/ui-forms.tsx'
import { Badge, type BadgeTone, Card, Empty, Notice, Pager, Table } from '../web/ui-parts.tsx'
import { INVITED_MAX } from './invitations.ts'
import { type Batch, type InvitationState, type listBatch, type listBatches, stateOf } from './invited.ts'
import type { listLeaving } from './retention.ts'
import { sheetsFor } from './sheet-pages.tsx'

export const PATH = '/admin/invitations'
export const ROSTER_PATH = '/admin/roster'
export const LEAVING_PATH = `${PATH}/leaving`
export const entryPath = (entryId: string) => `${PATH}/entries/${encodeURIComponent(entryId)}`
export const batchName = ({ at, by }: Batch) => `${at}.${by}`

export type Typed = { values: FormValues; errors: Errors }
export type Common = { lang: Language; operator: Operator; notice?: Flash | undefined }

const TONES: Record<InvitationState, BadgeTone> = { open: 'wait', used: 'done', revoked: 'stop', expired: 'plain' }

export const StateBadge = ({ lang, state }: { lang: Language; state: InvitationState }) => (
  <Badge tone={TONES[state]}>{invitationTexts[lang].states[state]}</Badge>
)

type OverviewProps = Common & {
  waiting: readonly { id: string; name: string; people: number }[]
  batches: Awaited<ReturnType<typeof listBatches>>
  leaving: number
  typed: Typed | undefined
}

export const OverviewPage = ({ lang, operator, notice, waiting, batches, leaving, typed }: OverviewProps) => {
  const t = invitationTexts[lang]
  return (
    <Page
      lang={lang}
      title={t.title}
      operator={operator}
      current="roster"
      path={PATH}
      back={{ href: ROSTER_PATH, label: t.backToRoster }}
      notice={notice}
    >
      <FormErrors lang={lang} errors={typed?.errors ?? {}} />
      <LeavingNotice lang={lang} people={leaving} />
      <p>{t.lead}</p>
      <InviteAll lang={lang} waiting={waiting} typed={typed} />
      {batches.length > 0 && <Batches lang={lang} batches={batches} />}
      {operator.role === 'owner' && (
        <p>
          <a href={`${PATH}/settings`}>{t.settings.link}</a>
        </p>
      )}
    </Page>
  )
}

/** Also on the home page and on the roster. */
export const LeavingNotice = ({ lang, people }: { lang: Language; people: number }) => {
  const t = invitationTexts[lang].leaving
  if (people === 0) return null
  return (
    <Notice tone="warn">
      {t.notice(people)} <a href={LEAVING_PATH}>{t.see}</a>
    </Notice>
  )
}

const InviteAll = ({ lang, waiting, typed }: Pick<OverviewProps, 'lang' | 'waiting' | 'typed'>) => {
  const t = invitationTexts[lang].all
  if (waiting.length === 0)
    return (
      <Empty title={t.none} action={<Button href={ROSTER_PATH}>{t.roster}</Button>}>
        {t.noneBody}
      </Empty>
    )
  return (
    <Card title={t.title}>
      <form method="post" action={PATH}>
        <RadioGroup
          lang={lang}
          label={t.store}
          name="store"
          required
          value={typed ? valueIn(typed.values, 'store') : waiting.length === 1 ? waiting[0]?.id : undefined}
          choices={waiting.map(({ id, name, people }) => ({ value: id, label: name, hint: t.people(people) }))}
          hint={waiting.some(({ people }) => people > INVITED_MAX) ? t.max(INVITED_MAX) : undefined}
          error={typed?.errors.store}
        />
        <p>
          <small>
            {t.some} <a href={`${ROSTER_PATH}?tab=not_invited`}>{t.roster}</a>
          </small>
        </p>
        <Actions>
          <Button>{t.submit}</Button>
        </Actions>
      </form>
    </Card>
  )
}

const Batches = ({ lang, batches }: Pick<OverviewProps, 'lang' | 'batches'>) => {
  const t = invitationTexts[lang].batches
  return (
    <Card title={t.title}>
      <Table
        caption={t.caption}
        rows={batches}
        columns={[
          {
            label: t.made,
            cell: (batch) => <a href={`${PATH}/batches/${batchName(batch)}`}>{formatDateTime(batch.at, lang)}</a>,
          },
          { label: t.people, number: true, cell: ({ people }) => people },
          { label: t.open, number: true, cell: ({ open }) => open },
          { label: t.used, number: true, cell: ({ used }) => used },
          { label: t.by, cell: ({ by_name }) => by_name },
        ]}
      />
    </Card>
  )
}

type BatchPageProps = Common & {
  batch: Batch
  people: Awaited<ReturnType<typeof listBatch>>
  leftOut: { excluded: number; taken: number } | undefined
  now: number
}

/** Just made, or looked at again: what to print, and what became of each invitation. */
export const BatchPage = ({ lang, operator, batch, people, leftOut, now }: BatchPageProps) => {
  const all = invitationTexts[lang]
  const t = all.batch
  const path = `${PATH}/batches/${batchName(batch)}`
  const open = people.filter((person) => stateOf(person, now) === 'open').length
  return (
    <Page
      lang={lang}
      title={t.title(formatDateTime(batch.at, lang))}
      operator={operator}
      current="roster"
      path={path}
      back={{ href: PATH, label: all.back }}
      notice={leftOut ? { tone: 'success', text: t.made(people.length) } : undefined}
    >
      {leftOut && leftOut.excluded + leftOut.taken > 0 && (
        <Notice tone="info">{t.leftOut(leftOut.excluded, leftOut.taken)}</Notice>
      )}
      {open === 0 && <Notice tone="info">{t.noneOpen}</Notice>}
      <Table
        caption={t.caption}
        rows={people}
        columns={[
          {
            label: t.name,
            cell: ({ id, name }) => (
              <a href={entryPath(id)}>
                <bdi>{name}</bdi>
              </a>
            ),
          },
          { label: t.store, cell: ({ store_name }) => store_name },
          { label: t.state, cell: (person) => <StateBadge lang={lang} state={stateOf(person, now)} /> },
          { label: t.until, cell: ({ expires_at }) => formatDateTime(expires_at, lang) },
        ]}
      />
      {open > 0 && (
        <Actions>
          <Button href={`${path}/sheet`}>{t.sheet(sheetsFor(open))}</Button>
          <Button kind="secondary" href={`${path}/graduation-cards`}>
            {t.cards}
          </Button>
        </Actions>
      )}
    </Page>
  )
}

type LeavingPageProps = Common & {
  entries: Awaited<ReturnType<typeof listLeaving>>['lines']
  next: Cursor | undefined
  retentionDays: number
  typed: Typed | undefined
}

/** Who leaves the roster within a week, and what can be done about it. */
export const LeavingPage = ({ lang, operator, entries, next, retentionDays, typed }: LeavingPageProps) => {
  const all = invitationTexts[lang]
  const t = all.leaving
  return (
    <Page
      lang={lang}
      title={t.title}
      operator={operator}
      current="roster"
      path={LEAVING_PATH}
      back={{ href: PATH, label: all.back }}
    >
      <FormErrors lang={lang} errors={typed?.errors ?? {}} />
      {entries.length === 0 ? (
        <Empty title={t.none}>{t.noneBody}</Empty>
      ) : (
        <>
          <p>{t.body(retentionDays)}</p>
          <form method="post" action={PATH}>
            <input type="hidden" name="from" value="leaving" />
            <LeavingTable lang={lang} entries={entries} typed={typed} />
            <Pager lang={lang} next={next && `${LEAVING_PATH}?after=${cursorSaid(next)}`} />
            <Actions>
              <Button>{t.submit}</Button>
            </Actions>
          </form>
        </>
      )}
    </Page>
  )
}

const LeavingTable = ({ lang, entries, typed }: Pick<LeavingPageProps, 'lang' | 'entries' | 'typed'>) => {
  const all = invitationTexts[lang]
  const t = all.leaving
  const chosen = typed ? valuesIn(typed.values, 'entry') : []
  return (
    <Table
      caption={t.caption}
      rows={entries}
      columns={[
        {
          label: t.name,
          cell: ({ id, name, excluded_at }) => (
            <EntryCheck id={id} name={name} checked={chosen.includes(id)} disabled={excluded_at !== null} />
          ),
        },
        { label: t.store, cell: ({ store_name }) => store_name },
        { label: t.left, cell: ({ left_on }) => formatDate(left_on, lang) },
        { label: t.on, cell: ({ leaves_at }) => formatDateTime(leaves_at, lang) },
        {
          label: all.batch.state,
          cell: ({ excluded_at }) => excluded_at !== null && <Badge tone="stop">{all.states.excluded}</Badge>,
        },
      ]}
    />
  )
}

/** Chooses an entry for POST /admin/invitations. */
const EntryCheck = ({
  id,
  name,
  checked,
  disabled,
}: {
  id: string
  name: string
  checked: boolean
  disabled: boolean
}) => (
  <label class="check">
    <input type="checkbox" name="entry" value={id} checked={checked} disabled={disabled} />
    <bdi>{name}</bdi>
  </label>
)
