import { formatDateTime } from '../texts/format.ts'
import { invitationTexts } from '../texts/invitations.ts'
import { Page } from '../web/ui.tsx'
import { Actions, Button } from '../web/ui-forms.tsx'
import { Card, Notice, Table } from '../web/ui-parts.tsx'
import { type Common, entryPath, PATH, ROSTER_PATH, StateBadge } from './invitation-pages.tsx'
import { type getInvited, stateOf } from './invited.ts'

type InvitedPageProps = Common & Awaited<ReturnType<typeof getInvited>> & { now: number }

/** One entry and its invitations: make one, print it, revoke it, or quietly leave the person out. */
export const InvitedPage = ({ lang, operator, notice, entry, invitations, excludedBy, now }: InvitedPageProps) => {
  const t = invitationTexts[lang].person
  const path = entryPath(entry.id)
  const open = invitations.some((invitation) => stateOf(invitation, now) === 'open')
  return (
    <Page
      lang={lang}
      title={t.title(entry.name)}
      operator={operator}
      current="roster"
      path={path}
      back={{ href: `${ROSTER_PATH}/${encodeURIComponent(entry.id)}`, label: entry.name }}
      notice={notice}
    >
      <History lang={lang} invitations={invitations} now={now} path={path} />
      {entry.member_id === null ? (
        <>
          {entry.excluded_at === null && (
            <Inviting lang={lang} entry={entry} open={open} again={invitations.length > 0} />
          )}
          <Exclusion lang={lang} entry={entry} excludedBy={excludedBy} />
        </>
      ) : (
        <Notice tone="success">
          {t.registered} <a href={`/admin/members/${encodeURIComponent(entry.member_id)}`}>{t.member}</a>
        </Notice>
      )}
    </Page>
  )
}

type HistoryProps = Pick<InvitedPageProps, 'lang' | 'invitations' | 'now'> & { path: string }

const History = ({ lang, invitations, now, path }: HistoryProps) => {
  const { person: t, batch } = invitationTexts[lang]
  return (
    <Card title={t.history}>
      {invitations.length === 0 ? (
        <p>{t.none}</p>
      ) : (
        <Table
          caption={t.caption}
          rows={invitations}
          columns={[
            { label: t.made, cell: ({ created_at }) => formatDateTime(created_at, lang) },
            { label: batch.state, cell: (row) => <StateBadge lang={lang} state={stateOf(row, now)} /> },
            { label: batch.until, cell: ({ expires_at }) => formatDateTime(expires_at, lang) },
            { label: invitationTexts[lang].batches.by, cell: ({ by_name }) => by_name ?? '' },
            {
              label: t.action,
              cell: (row) =>
                stateOf(row, now) === 'open' && (
                  <a href={`${path}/revocations/${encodeURIComponent(row.id)}`}>{t.revoke}</a>
                ),
            },
          ]}
        />
      )}
    </Card>
  )
}

type InvitingProps = Pick<InvitedPageProps, 'lang' | 'entry'> & { open: boolean; again: boolean }

const Inviting = ({ lang, entry, open, again }: InvitingProps) => {
  const { person: t, batch } = invitationTexts[lang]
  const path = entryPath(entry.id)
  return (
    <form method="post" action={PATH}>
      <input type="hidden" name="entry" value={entry.id} />
      <input type="hidden" name="from" value="entry" />
      {open && (
        <p>
          <small>{t.againHint}</small>
        </p>
      )}
      <Actions>
        {open ? (
          <>
            <Button href={`${path}/sheet`}>{batch.sheet(1)}</Button>
            <Button kind="secondary" href={`${path}/graduation-card`}>
              {batch.cards}
            </Button>
            <Button kind="quiet">{t.again(entry.name)}</Button>
          </>
        ) : (
          <Button>{again ? t.again(entry.name) : t.invite(entry.name)}</Button>
        )}
      </Actions>
    </form>
  )
}

const Exclusion = ({ lang, entry, excludedBy }: Pick<InvitedPageProps, 'lang' | 'entry' | 'excludedBy'>) => {
  const t = invitationTexts[lang].person
  const path = entryPath(entry.id)
  if (entry.excluded_at === null)
    return (
      <Card title={t.exclusion}>
        <p>{t.exclusionBody}</p>
        <form method="post" action={`${path}/exclusions`}>
          <Actions still>
            <Button kind="danger">{t.exclude(entry.name)}</Button>
          </Actions>
        </form>
      </Card>
    )
  return (
    <Card title={t.exclusion}>
      <p>{t.excluded(excludedBy ?? t.someone, formatDateTime(entry.excluded_at, lang))}</p>
      <form method="post" action={`${path}/exclusion-removals`}>
        <Actions still>
          <Button kind="secondary">{t.include(entry.name)}</Button>
        </Actions>
      </form>
    </Card>
  )
}

type RevocationPageProps = Common & { entry: { id: string; name: string }; invitationId: string }

/** The second, named confirmation before a code that was handed out becomes worthless. */
export const RevocationPage = ({ lang, operator, entry, invitationId }: RevocationPageProps) => {
  const t = invitationTexts[lang].revocation
  const path = `${entryPath(entry.id)}/revocations/${encodeURIComponent(invitationId)}`
  return (
    <Page
      lang={lang}
      title={t.title(entry.name)}
      operator={operator}
      current="roster"
      path={path}
      back={{ href: entryPath(entry.id), label: entry.name }}
    >
      <p>{t.body}</p>
      <form method="post" action={path}>
        <Actions>
          <Button kind="danger">{t.submit(entry.name)}</Button>
          <Button kind="secondary" href={entryPath(entry.id)}>
            {t.keep}
          </Button>
        </Actions>
      </form>
    </Page>
  )
}
