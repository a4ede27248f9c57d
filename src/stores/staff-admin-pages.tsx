import type { PropsWithChildren } from 'hono/jsx'
import { formatDateTimeAsOf, formatTime } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import { tillStaffTexts } from '../texts/till-staff.ts'
import { webTexts } from '../texts/web.ts'
import type { Operator } from '../web/env.ts'
import { STAFF_PATH } from '../web/session.ts'
import { Page } from '../web/ui.tsx'
import { Actions, Button, Field, FormErrors, Select } from '../web/ui-forms.tsx'
import { Badge, Card, Empty, Notice, Table } from '../web/ui-parts.tsx'
import { closedPinsWords } from './closed-words.ts'
import { NameField, type Typed, typedIn } from './fields.tsx'
import type { ClosedPins, TillPerson } from './staff-people.ts'

type Store = { id: string; name: string }
type Common = { lang: Language; operator: Operator; typed?: Typed | undefined }

type StaffPageProps = Common & {
  people: readonly TillPerson[]
  own: TillPerson | undefined
  stores: readonly Store[]
  closed: readonly ClosedPins[]
  now: number
  done: string | undefined
}

/** Who may stand at the tills with the state of their PINs; everybody's own PIN; and, for who is in charge, one more. */
export const StaffPage = (props: StaffPageProps) => {
  const { lang, operator, people, own, stores, closed, now, done, typed } = props
  const t = tillStaffTexts[lang].admin
  const says: Readonly<Record<string, string>> = t.says
  const said = done !== undefined && Object.hasOwn(says, done) && !typed ? says[done] : undefined
  const inCharge = operator.role !== 'staff'
  return (
    <Page
      lang={lang}
      title={t.title}
      operator={operator}
      current={inCharge ? 'stores' : 'devices'}
      path={STAFF_PATH}
      {...(inCharge ? { back: { href: '/admin/stores', label: t.toStores } } : {})}
      notice={said === undefined ? undefined : { tone: 'success', text: said }}
    >
      <FormErrors lang={lang} errors={typed?.errors ?? {}} />
      <p>{t.intro}</p>
      {closed.map((pins) => (
        <Closed lang={lang} pins={pins} />
      ))}
      {inCharge && (
        <Card title={t.list}>
          {people.length > 0 ? (
            <Table caption={t.caption} rows={people} columns={columns({ lang, operator, now })} />
          ) : (
            <Empty title={t.empty} example={t.emptyExample}>
              {t.emptyBody}
            </Empty>
          )}
        </Card>
      )}
      {inCharge && <AddCard lang={lang} stores={stores} typed={typed} />}
      <OwnCard lang={lang} own={own} typed={typed} />
    </Page>
  )
}

/** What wrong PINs closed, a store's tries or one person's, and the one tap that opens it again. */
const Closed = ({ lang, pins }: { lang: Language; pins: ClosedPins }) => {
  const t = tillStaffTexts[lang].admin
  const { scope, id } = pins
  const path = scope === 'store' ? 'store-openings' : `${encodeURIComponent(id)}/openings`
  return (
    <Notice tone="warn" title={closedPinsWords(lang, pins)}>
      <p>{t.closed[scope].body}</p>
      <form method="post" action={`${STAFF_PATH}/${path}`}>
        {scope === 'store' && <input type="hidden" name="storeId" value={id} />}
        <Button kind="secondary">{t.open}</Button>
      </form>
    </Notice>
  )
}

function columns({ lang, operator, now }: { lang: Language; operator: Operator; now: number }) {
  const t = tillStaffTexts[lang].admin
  return [
    {
      label: t.name,
      cell: ({ id, name }: TillPerson) =>
        id === operator.id ? name : <a href={`${STAFF_PATH}/${encodeURIComponent(id)}`}>{name}</a>,
    },
    { label: t.role, cell: ({ role }: TillPerson) => webTexts[lang].roles[role] },
    { label: t.store, cell: ({ store_name }: TillPerson) => store_name ?? t.allStores },
    { label: t.state, cell: (person: TillPerson) => <PinState lang={lang} person={person} now={now} /> },
  ]
}

const PinState = ({ lang, person, now }: { lang: Language; person: TillPerson; now: number }) => {
  const t = tillStaffTexts[lang].admin
  if (person.pin_set_at === null) return <Badge tone="plain">{t.noPin}</Badge>
  if (person.blocked_at !== null) return <Badge tone="stop">{t.blocked}</Badge>
  if ((person.locked_until ?? 0) > now)
    return <Badge tone="wait">{t.lockedUntil(formatTime(person.locked_until ?? 0))}</Badge>
  return <Badge tone="done">{t.ready}</Badge>
}

const AddCard = ({ lang, stores, typed }: { lang: Language; stores: readonly Store[]; typed: Typed | undefined }) => {
  const t = tillStaffTexts[lang].admin
  const [only, ...others] = stores
  return (
    <Card title={t.add} id="add">
      {only === undefined ? (
        <p>{t.needsStore}</p>
      ) : (
        <form method="post" action={`${STAFF_PATH}/people`}>
          <p>{t.addBody}</p>
          <NameField lang={lang} label={t.name} hint={t.nameHint} name="name" typed={typed} />
          {others.length === 0 ? (
            <input type="hidden" name="storeId" value={only.id} />
          ) : (
            <Select
              lang={lang}
              label={t.store}
              name="storeId"
              required
              empty={t.choose}
              value={typedIn(typed, 'storeId')}
              choices={stores.map(({ id, name }) => ({ value: id, label: name }))}
              error={typed?.errors.storeId}
            />
          )}
          <Actions still>
            <Button kind="secondary">{t.addSubmit}</Button>
          </Actions>
        </form>
      )}
    </Card>
  )
}

const OwnCard = ({ lang, own, typed }: { lang: Language; own: TillPerson | undefined; typed: Typed | undefined }) => {
  const t = tillStaffTexts[lang].admin
  return (
    <Card title={t.own} id="own">
      <p>{own && own.pin_set_at !== null ? t.ownSet : t.ownNone}</p>
      <form method="post" action={`${STAFF_PATH}/own-pins`}>
        <PinField lang={lang} error={typed?.errors.pin} />
        <Actions still>
          <Button kind="secondary">{t.saveOwn}</Button>
        </Actions>
      </form>
    </Card>
  )
}

/** What is typed here is a secret: it does not come back filled. */
const PinField = ({ lang, error }: { lang: Language; error: string | undefined }) => (
  <Field
    lang={lang}
    label={tillStaffTexts[lang].admin.pin}
    hint={tillStaffTexts[lang].admin.pinHint}
    name="pin"
    required
    error={error}
    input={{ type: 'password', inputmode: 'numeric', autocomplete: 'off', maxlength: 12 }}
  />
)

type PersonProps = Common & { person: TillPerson; now: number }

/** One person's PIN: made for them, or of their own choice; opened again; taken away. */
export const PersonPage = ({ lang, operator, person, now, typed }: PersonProps) => {
  const t = tillStaffTexts[lang].admin
  const path = `${STAFF_PATH}/${encodeURIComponent(person.id)}`
  const nameOnly = isNameOnly(person)
  const closed = closedOf(person, now)
  return (
    <StaffSubpage lang={lang} operator={operator} title={t.person(person.name)} path={path}>
      <FormErrors lang={lang} errors={typed?.errors ?? {}} />
      <p>{person.pin_set_at === null ? t.personNone : t.personSet(formatDateTimeAsOf(person.pin_set_at, now, lang))}</p>
      {closed && <Closed lang={lang} pins={closed} />}
      <Card title={t.generate}>
        <form method="post" action={`${path}/new-pins`}>
          <p>{t.generateBody}</p>
          <Actions still>
            <Button>{t.generate}</Button>
          </Actions>
        </form>
      </Card>
      <Card title={t.typeTitle}>
        <form method="post" action={`${path}/pins`}>
          <PinField lang={lang} error={typed?.errors.pin} />
          <Actions still>
            <Button kind="secondary">{t.typeSubmit}</Button>
          </Actions>
        </form>
      </Card>
      {(nameOnly || person.pin_set_at !== null) && (
        <Card title={t.removeTitle}>
          <p>{nameOnly ? t.removeBody : t.removePinBody}</p>
          <Button kind="danger" href={`${path}/removal`}>
            {t.remove}
          </Button>
        </Card>
      )}
    </StaffSubpage>
  )
}

/** The second, named confirmation before somebody can no longer stand at the tills. */
export const StaffRemovalPage = ({ lang, operator, person }: Common & { person: TillPerson }) => {
  const t = tillStaffTexts[lang].admin
  const path = `${STAFF_PATH}/${encodeURIComponent(person.id)}`
  return (
    <StaffSubpage lang={lang} operator={operator} title={t.removalTitle(person.name)} path={path}>
      <p>{isNameOnly(person) ? t.removeBody : t.removePinBody}</p>
      <p>{t.removalBody}</p>
      <form method="post" action={`${path}/removals`}>
        <Actions>
          <Button kind="danger">{t.removalSubmit(person.name)}</Button>
        </Actions>
      </form>
    </StaffSubpage>
  )
}

/** Shown once: the PIN, to be handed to the person. */
export const NewPinPage = ({ lang, operator, name, pin }: Common & { name: string; pin: string }) => {
  const t = tillStaffTexts[lang].admin
  return (
    <StaffSubpage lang={lang} operator={operator} title={t.codeTitle} path={STAFF_PATH}>
      <p>{t.codeFor(name)}</p>
      <Card>
        <p class="code">{`${pin.slice(0, 3)} ${pin.slice(3)}`}</p>
      </Card>
      <p>{t.codeOnce}</p>
      <Actions>
        <Button kind="secondary" href={STAFF_PATH}>
          {t.codeDone}
        </Button>
      </Actions>
    </StaffSubpage>
  )
}

type SubpageProps = PropsWithChildren<Common & { title: string; path: string }>

const StaffSubpage = ({ lang, operator, title, path, children }: SubpageProps) => (
  <Page
    lang={lang}
    title={title}
    operator={operator}
    current="stores"
    path={path}
    back={{ href: STAFF_PATH, label: tillStaffTexts[lang].admin.back }}
  >
    {children}
  </Page>
)

/** They were added with just a name: nothing of theirs is left when they may not stand at a till. */
export const isNameOnly = ({ member_id, role }: TillPerson) => member_id === null && role === 'staff'
/** Their PIN as a closed one; undefined: it is taken. */
const closedOf = ({ id, name, blocked_at, locked_until }: TillPerson, now: number): ClosedPins | undefined =>
  blocked_at !== null || (locked_until ?? 0) > now
    ? { scope: 'operator', id, name, blocked_at, locked_until: locked_until ?? 0 }
    : undefined
