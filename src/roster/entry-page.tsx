import { formatDate, formatFullDay } from '../texts/format.ts'
import { invitationTexts } from '../texts/invitations.ts'
import type { Language } from '../texts/language.ts'
import { rosterTexts } from '../texts/roster.ts'
import type { Operator } from '../web/env.ts'
import { type Flash, Page } from '../web/ui.tsx'
import { Actions, Button } from '../web/ui-forms.tsx'
import { Card, Definition } from '../web/ui-parts.tsx'
import type { ShownEntry } from './entries.ts'
import { entryPath } from './invitation-pages.tsx'
import { EntryBadge, PATH } from './list-page.tsx'

type EntryPageProps = { lang: Language; operator: Operator; entry: ShownEntry; notice?: Flash | undefined }

export const EntryPage = ({ lang, operator, entry, notice }: EntryPageProps) => {
  const t = rosterTexts[lang].entry
  return (
    <Page
      lang={lang}
      title={entry.name}
      operator={operator}
      current="roster"
      path={`${PATH}/${entry.id}`}
      back={{ href: PATH, label: t.back }}
      notice={notice}
    >
      <FactsCard lang={lang} entry={entry} />
      <InvitationLink lang={lang} entryId={entry.id} />
      {entry.member_id === null ? (
        <Actions still>
          <Button kind="danger" href={`${PATH}/${entry.id}/deletion`}>
            {t.delete}
          </Button>
        </Actions>
      ) : (
        <Actions still>
          <Button kind="secondary" href={`/admin/members/${entry.member_id}`}>
            {t.member}
          </Button>
        </Actions>
      )}
    </Page>
  )
}

const InvitationLink = ({ lang, entryId }: { lang: Language; entryId: string }) => {
  const t = invitationTexts[lang].person
  return (
    <Card title={t.card}>
      <p>
        <a href={entryPath(entryId)}>{t.open}</a>
      </p>
    </Card>
  )
}

const FactsCard = ({ lang, entry }: { lang: Language; entry: ShownEntry }) => {
  const { entry: t, unknown } = rosterTexts[lang]
  const day = (on: string | null) => (on === null ? unknown : formatDate(on, lang))
  return (
    <Card title={t.facts} aside={<EntryBadge lang={lang} state={entry.state} />}>
      <Definition
        items={[
          { term: t.name, detail: entry.name },
          { term: t.kana, detail: entry.kana ?? unknown },
          { term: t.store, detail: entry.store_name },
          { term: t.role, detail: entry.role_name ?? unknown },
          { term: t.joined, detail: day(entry.joined_on) },
          { term: t.left, detail: day(entry.left_on) },
          { term: t.staffNo, detail: entry.has_staff_no ? t.kept : unknown },
          { term: t.digits, detail: entry.has_digits ? t.kept : unknown },
          { term: t.note, detail: entry.note ?? unknown },
          { term: t.created, detail: formatFullDay(entry.created_at, lang) },
          ...(entry.updated_at === null ? [] : [{ term: t.updated, detail: formatFullDay(entry.updated_at, lang) }]),
        ]}
      />
      <p>
        <small>{t.edit}</small>
      </p>
    </Card>
  )
}

export const DeletionPage = ({ lang, operator, entry }: EntryPageProps) => {
  const t = rosterTexts[lang].deletion
  return (
    <Page
      lang={lang}
      title={t.title(entry.name)}
      operator={operator}
      current="roster"
      path={`${PATH}/${entry.id}/deletion`}
      back={{ href: `${PATH}/${entry.id}`, label: entry.name }}
    >
      <p>{t.body}</p>
      <form method="post" action={`${PATH}/${entry.id}/deletions`}>
        <Actions>
          <Button kind="danger">{t.submit(entry.name)}</Button>
          <Button kind="secondary" href={`${PATH}/${entry.id}`}>
            {t.keep}
          </Button>
        </Actions>
      </form>
    </Page>
  )
}
