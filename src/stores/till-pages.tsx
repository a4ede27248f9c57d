import { raw } from 'hono/html'
import { formatAgo, formatDateTimeAsOf } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import { storeTexts } from '../texts/stores.ts'
import type { Operator } from '../web/env.ts'
import { qrSvg } from '../web/qr.ts'
import { Page } from '../web/ui.tsx'
import { Actions, Button, Select } from '../web/ui-forms.tsx'
import { Badge, Card, Empty, Table } from '../web/ui-parts.tsx'
import { NameField, type Typed, typedIn } from './fields.tsx'
import type { listTills } from './tills.ts'

const PATH = '/admin/stores'

export type Till = Awaited<ReturnType<typeof listTills>>[number]
type Store = { id: string; name: string }
type TillsCardProps = {
  lang: Language
  tills: readonly Till[]
  /** Those that a till may be added to. */
  stores: readonly Store[]
  now: number
  typed: Typed | undefined
}

/** The tills with their state, and the form that adds one. */
export const TillsCard = ({ lang, tills, stores, now, typed }: TillsCardProps) => {
  const t = storeTexts[lang].tills
  return (
    <Card title={t.title} id="tills">
      {tills.length > 0 ? (
        <Table caption={t.caption} rows={tills} columns={columns(lang, now)} />
      ) : (
        <Empty title={t.empty} example={t.emptyExample}>
          {t.emptyBody}
        </Empty>
      )}
      {stores.length > 0 ? <TillForm lang={lang} stores={stores} typed={typed} /> : <p>{t.needsStore}</p>}
    </Card>
  )
}

function columns(lang: Language, now: number) {
  const t = storeTexts[lang].tills
  return [
    { label: t.name, cell: ({ name }: Till) => name },
    { label: t.store, cell: ({ store_name }: Till) => store_name },
    {
      label: t.state,
      cell: ({ enrolled_at, enrolment_expires_at }: Till) =>
        enrolled_at === null ? (
          <span>
            <Badge tone="wait">{t.waiting}</Badge>{' '}
            <small>{t.until(formatDateTimeAsOf(enrolment_expires_at ?? now, now, lang))}</small>
          </span>
        ) : (
          <Badge tone="done">{t.enrolled}</Badge>
        ),
    },
    {
      label: t.lastSeen,
      cell: ({ last_seen_at }: Till) => (last_seen_at === null ? t.never : formatAgo(last_seen_at, now, lang)),
    },
    {
      label: t.action,
      cell: ({ id }: Till) => (
        <Button kind="danger" href={`${PATH}/tills/${encodeURIComponent(id)}`}>
          {t.revoke}
        </Button>
      ),
    },
  ]
}

const TillForm = ({ lang, stores, typed }: Pick<TillsCardProps, 'lang' | 'stores' | 'typed'>) => {
  const { tills: t, choose } = storeTexts[lang]
  const [only, ...others] = stores
  return (
    <form method="post" action={`${PATH}/tills`}>
      {only && others.length === 0 ? (
        <input type="hidden" name="storeId" value={only.id} />
      ) : (
        <Select
          lang={lang}
          label={t.store}
          name="storeId"
          required
          empty={choose}
          value={typedIn(typed, 'storeId')}
          choices={stores.map(({ id, name }) => ({ value: id, label: name }))}
          error={typed?.errors.storeId}
        />
      )}
      <NameField lang={lang} label={t.name} hint={t.nameHint} name="tillName" typed={typed} />
      <Actions still>
        <Button>{t.add}</Button>
      </Actions>
    </form>
  )
}

type TillPageProps = { lang: Language; operator: Operator; till: Till }

/** Shown once: the link that enrols one device, to scan or to open there. */
export const LinkPage = ({ lang, operator, till, url }: TillPageProps & { url: string }) => {
  const t = storeTexts[lang].link
  return (
    <Page
      lang={lang}
      title={t.title}
      operator={operator}
      current="stores"
      path={PATH}
      notice={{ tone: 'success', text: t.notice }}
    >
      <p>{t.body(till.store_name, till.name)}</p>
      <Card>
        <div class="qr" role="img" aria-label={t.qr}>
          {raw(qrSvg(url))}
        </div>
        <p>
          <a href={url}>{url}</a>
        </p>
      </Card>
      <p>{t.once}</p>
      <Actions>
        <Button kind="secondary" href={PATH}>
          {t.done}
        </Button>
      </Actions>
    </Page>
  )
}

/** The second, named confirmation before a till is revoked. */
export const RevocationPage = ({ lang, operator, till }: TillPageProps) => {
  const t = storeTexts[lang].revocation
  const path = `${PATH}/tills/${encodeURIComponent(till.id)}`
  return (
    <Page
      lang={lang}
      title={t.title(till.name)}
      operator={operator}
      current="stores"
      path={path}
      back={{ href: PATH, label: storeTexts[lang].back }}
    >
      <p>{t.body(till.store_name, till.name)}</p>
      <form method="post" action={`${path}/revocations`}>
        <Actions>
          <Button kind="danger">{t.submit(till.name)}</Button>
        </Actions>
      </form>
    </Page>
  )
}
