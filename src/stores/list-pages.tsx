import type { Language } from '../texts/language.ts'
import { paperAdminTexts } from '../texts/paper-admin.ts'
import { storeTexts } from '../texts/stores.ts'
import { tillStaffTexts } from '../texts/till-staff.ts'
import type { Operator } from '../web/env.ts'
import { STAFF_PATH } from '../web/session.ts'
import { Page } from '../web/ui.tsx'
import { Actions, Button, FormErrors } from '../web/ui-forms.tsx'
import { Card, Empty, Table } from '../web/ui-parts.tsx'
import { NameField, type Typed } from './fields.tsx'
import { type Till, TillsCard } from './till-pages.tsx'

const PATH = '/admin/stores'
type Line = { id: string; name: string }
type Common = { lang: Language; operator: Operator; typed: Typed | undefined }

type StoresPageProps = Common & {
  shop: string
  stores: readonly Line[]
  roles: readonly Line[]
  tills: readonly Till[]
  now: number
  done: string | undefined
}

/** Owners see everything; managers the tills of their store. */
export const StoresPage = ({ lang, operator, shop, stores, roles, tills, now, done, typed }: StoresPageProps) => {
  const t = storeTexts[lang]
  const says: Readonly<Record<string, string>> = { saved: t.saved, added: t.added, revoked: t.tills.revoked }
  const said = done !== undefined && Object.hasOwn(says, done) && !typed ? says[done] : undefined
  const own = operator.storeId === null ? stores : stores.filter(({ id }) => id === operator.storeId)
  return (
    <Page
      lang={lang}
      title={t.title}
      operator={operator}
      current="stores"
      path={PATH}
      notice={said === undefined ? undefined : { tone: 'success', text: said }}
    >
      <FormErrors lang={lang} errors={typed?.errors ?? {}} />
      <TillsCard lang={lang} tills={tills} stores={own} now={now} typed={typed} />
      <Card title={tillStaffTexts[lang].admin.title}>
        <p>{tillStaffTexts[lang].admin.linkBody}</p>
        <Button kind="secondary" href={STAFF_PATH}>
          {tillStaffTexts[lang].admin.link}
        </Button>
      </Card>
      <Card title={paperAdminTexts[lang].title}>
        <p>{paperAdminTexts[lang].linkBody}</p>
        <Button kind="secondary" href="/admin/paper">
          {paperAdminTexts[lang].link}
        </Button>
      </Card>
      {operator.role === 'owner' && (
        <>
          <ListCard lang={lang} list="stores" field="storeName" lines={stores} typed={typed} />
          <ListCard lang={lang} list="roles" field="roleName" lines={roles} typed={typed} />
          <ShopCard lang={lang} shop={shop} typed={typed} />
        </>
      )}
    </Page>
  )
}

type ListCardProps = Pick<Common, 'lang' | 'typed'> & {
  list: 'stores' | 'roles'
  field: string
  lines: readonly Line[]
}

const ListCard = ({ lang, list, field, lines, typed }: ListCardProps) => {
  const t = storeTexts[lang][list]
  const columns = [
    { label: t.name, cell: ({ id, name }: Line) => <a href={`${PATH}/${list}/${encodeURIComponent(id)}`}>{name}</a> },
  ]
  return (
    <Card title={t.title} id={list}>
      {lines.length > 0 ? (
        <Table caption={t.caption} rows={lines} columns={columns} />
      ) : (
        <Empty title={t.empty} example={t.emptyExample}>
          {t.emptyBody}
        </Empty>
      )}
      <form method="post" action={`${PATH}/${list}`}>
        <NameField lang={lang} label={t.name} hint={t.nameHint} name={field} typed={typed} />
        <Actions still>
          <Button kind="secondary">{t.add}</Button>
        </Actions>
      </form>
    </Card>
  )
}

const ShopCard = ({ lang, shop, typed }: Pick<Common, 'lang' | 'typed'> & { shop: string }) => {
  const t = storeTexts[lang].shop
  return (
    <Card title={t.title} id="shop">
      <form method="post" action={`${PATH}/shop-names`}>
        <NameField lang={lang} label={t.name} hint={t.nameHint} name="shopName" value={shop} typed={typed} />
        <Actions still>
          <Button kind="secondary">{t.save}</Button>
        </Actions>
      </form>
    </Card>
  )
}

type EditPageProps = Common & { list: 'stores' | 'roles'; line: Line; isFirst: boolean; isLast: boolean }

/** One store or role: its name, and its place in the list. */
export const EditPage = ({ lang, operator, typed, list, line, isFirst, isLast }: EditPageProps) => {
  const t = storeTexts[lang][list]
  const path = `${PATH}/${list}/${encodeURIComponent(line.id)}`
  return (
    <Page
      lang={lang}
      title={t.editTitle(line.name)}
      operator={operator}
      current="stores"
      path={path}
      back={{ href: PATH, label: storeTexts[lang].back }}
    >
      <FormErrors lang={lang} errors={typed?.errors ?? {}} />
      <Card title={t.order}>
        <form method="post" action={`${path}/moves`}>
          <Actions still>
            <Button kind="secondary" name="direction" value="up" disabled={isFirst}>
              {t.up}
            </Button>
            <Button kind="secondary" name="direction" value="down" disabled={isLast}>
              {t.down}
            </Button>
          </Actions>
        </form>
      </Card>
      <form method="post" action={`${path}/names`}>
        <NameField lang={lang} label={t.name} name="name" value={line.name} typed={typed} />
        <Actions>
          <Button>{storeTexts[lang].shop.save}</Button>
        </Actions>
      </form>
    </Page>
  )
}
