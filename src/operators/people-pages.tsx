import type { InvitedRole } from '../db/schema.ts'
import { formatAgo, formatDateTime, formatFullDay, isolated } from '../texts/format.ts'
import { imageTexts } from '../texts/images.ts'
import type { Language } from '../texts/language.ts'
import { operatorAdminTexts } from '../texts/operator-admin.ts'
import { tillStaffTexts } from '../texts/till-staff.ts'
import { webTexts } from '../texts/web.ts'
import type { Operator } from '../web/env.ts'
import { type FormErrors as Errors, type FormValues, valueIn } from '../web/form.ts'
import { STAFF_PATH } from '../web/session.ts'
import { Page } from '../web/ui.tsx'
import { Actions, Button, Field, FormErrors, RadioGroup, Select } from '../web/ui-forms.tsx'
import { Badge, Card, Table } from '../web/ui-parts.tsx'
import type { listInvitations } from './invitations.ts'
import type { listOperators } from './people.ts'

const PATH = '/admin/operators'
const NAME_MAX = 40
const ROLES = ['manager', 'staff'] as const

/** What was posted and why it was not taken. */
export type Typed = { values: FormValues; errors: Errors }
type Person = Awaited<ReturnType<typeof listOperators>>[number]
type Invitation = Awaited<ReturnType<typeof listInvitations>>[number]
type Store = { id: string; name: string }
type Common = { lang: Language; operator: Operator }

type PeoplePageProps = Common & {
  people: readonly Person[]
  invitations: readonly Invitation[]
  stores: readonly Store[]
  now: number
  done: string | undefined
  typed: Typed | undefined
}

/** Who may sign in, who is invited to, and the form that invites. */
export const PeoplePage = ({ lang, operator, people, invitations, stores, now, done, typed }: PeoplePageProps) => {
  const t = operatorAdminTexts[lang]
  const says: Readonly<Record<string, string>> = { removed: t.removed, revoked: t.invitations.revoked }
  const said = done !== undefined && Object.hasOwn(says, done) && !typed ? says[done] : undefined
  return (
    <Page
      lang={lang}
      title={t.title}
      operator={operator}
      current="operators"
      path={PATH}
      wide
      notice={said === undefined ? undefined : { tone: 'success', text: said }}
    >
      <FormErrors lang={lang} errors={typed?.errors ?? {}} />
      <Card title={t.list}>
        <Table caption={t.caption} rows={people} columns={peopleColumns({ lang, operator, now })} />
        <p>
          <a href={STAFF_PATH}>{tillStaffTexts[lang].admin.link}</a>
        </p>
      </Card>
      {invitations.length > 0 && (
        <Card title={t.invitations.title} id="invitations">
          <Table caption={t.invitations.caption} rows={invitations} columns={invitationColumns(lang)} />
        </Card>
      )}
      <Card title={t.invite.title} id="invite">
        {stores.length > 0 ? (
          <InvitationForm lang={lang} stores={stores} typed={typed} />
        ) : (
          <>
            <p>{t.invite.needsStore}</p>
            <Button kind="secondary" href="/admin/stores">
              {t.invite.addStore}
            </Button>
          </>
        )}
      </Card>
    </Page>
  )
}

function peopleColumns({ lang, operator, now }: Common & { now: number }) {
  const t = operatorAdminTexts[lang]
  return [
    { label: t.name, cell: ({ name }: Person) => name },
    { label: imageTexts[lang].face.link, cell: (person: Person) => <Face lang={lang} person={person} /> },
    { label: t.role, cell: ({ role }: Person) => webTexts[lang].roles[role] },
    { label: t.store, cell: ({ store_name }: Person) => store_name ?? t.allStores },
    { label: t.since, cell: ({ created_at }: Person) => formatFullDay(created_at, lang) },
    {
      label: t.lastSeen,
      cell: ({ last_seen_at }: Person) => (last_seen_at === null ? t.never : formatAgo(last_seen_at, now, lang)),
    },
    {
      label: t.action,
      cell: ({ id }: Person) =>
        id === operator.id ? (
          <Badge tone="done">{t.you}</Badge>
        ) : (
          <Button kind="danger" href={`${PATH}/${encodeURIComponent(id)}`}>
            {t.remove}
          </Button>
        ),
    },
  ]
}

const Face = ({ lang, person: { id, name, face_image_id: face } }: { lang: Language; person: Person }) => {
  const t = imageTexts[lang].face
  return (
    <a href={`/admin/faces/${encodeURIComponent(id)}`} aria-label={t.title(isolated(name))}>
      {face === null ? t.add : <img class="face" src={`/images/${face}`} alt="" width={48} height={48} />}
    </a>
  )
}

function invitationColumns(lang: Language) {
  const t = operatorAdminTexts[lang]
  return [
    { label: t.name, cell: ({ name }: Invitation) => name },
    { label: t.role, cell: ({ role }: Invitation) => webTexts[lang].roles[role] },
    { label: t.store, cell: ({ store_name }: Invitation) => store_name },
    { label: t.invitations.until, cell: ({ expires_at }: Invitation) => formatDateTime(expires_at, lang) },
    {
      label: t.action,
      cell: ({ id }: Invitation) => (
        <form method="post" action={`${PATH}/invitations/${encodeURIComponent(id)}/revocations`}>
          <Button kind="danger">{t.invitations.revoke}</Button>
        </form>
      ),
    },
  ]
}

type FormProps = Pick<PeoplePageProps, 'lang' | 'stores' | 'typed'>

const InvitationForm = ({ lang, stores, typed }: FormProps) => {
  const t = operatorAdminTexts[lang]
  const { invite } = t
  const { roles } = webTexts[lang]
  const [only, ...others] = stores
  const value = (name: string) => valueIn(typed?.values ?? {}, name)
  return (
    <form method="post" action={`${PATH}/invitations`}>
      <Field
        lang={lang}
        label={t.name}
        name="name"
        hint={invite.nameHint}
        required
        value={value('name')}
        error={typed?.errors.name}
        input={{ maxlength: NAME_MAX * 2, autocomplete: 'off' }}
      />
      <RadioGroup
        lang={lang}
        label={t.role}
        name="role"
        required
        value={value('role')}
        choices={ROLES.map((role) => ({ value: role, label: roles[role], hint: invite.roleHints[role] }))}
        error={typed?.errors.role}
      />
      <Select
        lang={lang}
        label={t.store}
        name="storeId"
        required
        empty={invite.choose}
        value={value('storeId') || (others.length === 0 ? only?.id : undefined)}
        choices={stores.map(({ id, name }) => ({ value: id, label: name }))}
        error={typed?.errors.storeId}
      />
      <Actions still>
        <Button>{invite.submit}</Button>
      </Actions>
    </form>
  )
}

type CodePageProps = Common & {
  invitation: { name: string; role: InvitedRole; storeName: string; code: string; expiresAt: number }
}

/** Shown once: the code, and what the person has to do with it. */
export const CodePage = ({ lang, operator, invitation }: CodePageProps) => {
  const t = operatorAdminTexts[lang].code
  const { name, role, storeName, code, expiresAt } = invitation
  return (
    <Page
      lang={lang}
      title={t.title}
      operator={operator}
      current="operators"
      path={PATH}
      notice={{ tone: 'success', text: t.notice }}
    >
      <p>{t.forWhom(name, storeName, webTexts[lang].roles[role])}</p>
      <Card>
        <p class="code">{code}</p>
        <p>{t.how}</p>
      </Card>
      <p>{t.once(formatDateTime(expiresAt, lang))}</p>
      <Actions>
        <Button kind="secondary" href={PATH}>
          {t.done}
        </Button>
      </Actions>
    </Page>
  )
}

/** The second, named confirmation before somebody's rights are taken away. */
export const RemovalPage = ({ lang, operator, person }: Common & { person: Person }) => {
  const t = operatorAdminTexts[lang]
  const path = `${PATH}/${encodeURIComponent(person.id)}`
  return (
    <Page
      lang={lang}
      title={t.removal.title(person.name)}
      operator={operator}
      current="operators"
      path={path}
      back={{ href: PATH, label: t.back }}
    >
      <p>{t.removal.body(webTexts[lang].roles[person.role])}</p>
      <form method="post" action={`${path}/revocations`}>
        <Actions>
          <Button kind="danger">{t.removal.submit(person.name)}</Button>
        </Actions>
      </form>
    </Page>
  )
}
