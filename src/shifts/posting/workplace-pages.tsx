import { type Floor, listedFloor, TABLE_ENDS_ON } from '../../labour/floors.ts'
import { NAME_MAX, WORDS_MAX } from '../../labour/terms.ts'
import { formatDate, formatYen } from '../../texts/format.ts'
import type { Language } from '../../texts/language.ts'
import { workplaceTexts } from '../../texts/workplaces.ts'
import type { Operator } from '../../web/env.ts'
import { type FormErrors as Errors, type FormValues, valueIn } from '../../web/form.ts'
import { type Flash, Page } from '../../web/ui.tsx'
import { Actions, Button, Field, FormErrors, Select, typedIn } from '../../web/ui-forms.tsx'
import { Badge, Card, Empty, Notice, Table } from '../../web/ui-parts.tsx'
import { PATH as SHIFTS_PATH } from '../view/view-parts.tsx'
import { PREFECTURE_CHOICES } from './posting-form.tsx'

export const PATH = '/admin/employers'
/** The list of all prefectures, as the ministry keeps it up to date. */
const MINISTRY_URL =
  'https://www.mhlw.go.jp/stf/seisakunitsuite/bunya/koyou_roudou/roudoukijun/minimumichiran/index.html'

type StoreLine = { id: string; name: string; prefecture: string | undefined; floor: Floor | undefined }
type EnteredFloor = {
  prefecture: string
  yen: number
  effectiveOn: string
  source: string
  enteredOn: string
  enteredBy: string | null
}

type ListProps = {
  lang: Language
  operator: Operator
  stores: readonly StoreLine[]
  /** The newest first. */
  entered: readonly EnteredFloor[]
  values: FormValues
  errors: Errors
  today: string
  notice: Flash | undefined
}

/** Each store as an employer, and the minimum wage that its shifts are checked against. */
export const WorkplacesPage = (props: ListProps) => {
  const { lang, operator, stores, errors, notice, today } = props
  const t = workplaceTexts[lang]
  return (
    <Page
      lang={lang}
      title={t.title}
      operator={operator}
      current="shifts"
      path={PATH}
      back={{ href: SHIFTS_PATH, label: t.toShifts }}
      notice={notice}
    >
      <FormErrors lang={lang} errors={errors} />
      <p>{t.intro}</p>
      {stores.length === 0 ? <Empty title={t.noStores}>{t.intro}</Empty> : <Stores {...props} />}
      <section id="floors">
        <h2>{t.floors.title}</h2>
        {today > TABLE_ENDS_ON && <Notice tone="info">{t.floors.ended(formatDate(TABLE_ENDS_ON, lang))}</Notice>}
        {operator.role === 'owner' ? <EnterFloor {...props} /> : <p class="muted">{t.floors.ownerOnly}</p>}
        <Entered {...props} />
      </section>
    </Page>
  )
}

const Stores = ({ lang, stores }: ListProps) => {
  const t = workplaceTexts[lang]
  return (
    <Table
      caption={t.title}
      rows={stores}
      columns={[
        { label: t.store, cell: ({ id, name }) => <a href={`${PATH}/${id}`}>{name}</a> },
        {
          label: t.state,
          cell: ({ prefecture }) =>
            prefecture === undefined ? <Badge tone="wait">{t.missing}</Badge> : <Badge tone="done">{t.complete}</Badge>,
        },
        { label: t.prefecture, cell: ({ prefecture }) => prefecture ?? '–' },
        { label: t.floor, cell: (store) => <InForce lang={lang} store={store} /> },
      ]}
    />
  )
}

const InForce = ({ lang, store: { prefecture, floor } }: { lang: Language; store: StoreLine }) => {
  const t = workplaceTexts[lang].floors
  if (prefecture === undefined) return <span>–</span>
  if (!floor) return <Badge tone="wait">{t.unknown}</Badge>
  return (
    <span>
      {t.inForce(formatYen(floor.yen, lang))}
      <br />
      <small>
        {floor.effectiveOn !== null && `${t.from(formatDate(floor.effectiveOn, lang))} `}
        {floor.source === null ? t.byTable : t.bySource(floor.source)}
      </small>
    </span>
  )
}

const EnterFloor = ({ lang, values, errors, today }: ListProps) => {
  const t = workplaceTexts[lang].floors
  const { text } = typedIn({ lang, values, errors })
  const listed = listedFloor(valueIn(values, 'prefecture'))
  return (
    <form method="post" action={`${PATH}/floors`}>
      <Card title={t.enterTitle}>
        <p>
          {t.body}{' '}
          <a href={MINISTRY_URL} rel="noreferrer">
            {t.link}
          </a>
        </p>
        <Select
          {...text('prefecture')}
          label={workplaceTexts[lang].prefecture}
          hint={listed && t.table(formatYen(listed.yen, lang), formatDate(listed.effectiveOn, lang))}
          empty={workplaceTexts[lang].choose}
          choices={PREFECTURE_CHOICES}
          required
        />
        <div class="columns">
          <Field
            {...text('yen')}
            label={t.yen}
            unit={t.yenUnit}
            input={{ type: 'number', inputmode: 'numeric', min: 1, max: 10_000 }}
            required
          />
          <Field {...text('effectiveOn')} label={t.effectiveOn} input={{ type: 'date', max: today }} required />
        </div>
        <Field
          {...text('source')}
          label={t.source}
          hint={t.sourceHint}
          input={{ maxlength: WORDS_MAX, autocomplete: 'off' }}
          required
        />
        <Actions still>
          <Button>{t.submit}</Button>
        </Actions>
      </Card>
    </form>
  )
}

const Entered = ({ lang, entered }: ListProps) => {
  const t = workplaceTexts[lang].floors
  if (entered.length === 0) return null
  return (
    <>
      <h3>{t.entered}</h3>
      <Table
        caption={t.entered}
        rows={entered}
        columns={[
          { label: t.columns.prefecture, cell: ({ prefecture }) => prefecture },
          { label: t.columns.yen, number: true, cell: ({ yen }) => formatYen(yen, lang) },
          { label: t.columns.from, cell: ({ effectiveOn }) => formatDate(effectiveOn, lang) },
          { label: t.columns.source, cell: ({ source }) => source },
          {
            label: t.columns.entered,
            cell: ({ enteredBy, enteredOn }) => t.enteredBy(enteredBy ?? '–', formatDate(enteredOn, lang)),
          },
        ]}
      />
    </>
  )
}

type OneProps = {
  lang: Language
  operator: Operator
  store: { id: string; name: string }
  values: FormValues
  errors: Errors
  /** Its first words are those of another store. */
  isCopied: boolean
}

/** A store as an employer: entered once, in every ad from then on. */
export const WorkplacePage = ({ lang, operator, store, values, errors, isCopied }: OneProps) => {
  const t = workplaceTexts[lang]
  const f = t.fields
  const { text } = typedIn({ lang, values, errors })
  const wide = { maxlength: WORDS_MAX, autocomplete: 'off' } as const
  return (
    <Page
      lang={lang}
      title={t.editTitle(store.name)}
      operator={operator}
      current="shifts"
      path={`${PATH}/${store.id}`}
      back={{ href: PATH, label: t.back }}
    >
      <FormErrors lang={lang} errors={errors} />
      {isCopied && <Notice tone="info">{t.same}</Notice>}
      <form method="post" action={`${PATH}/${store.id}/versions`}>
        <Card>
          <Field
            {...text('employerName')}
            label={f.employerName}
            hint={f.employerNameHint}
            input={{ maxlength: NAME_MAX, autocomplete: 'organization' }}
            required
          />
          <Field
            {...text('employerAddress')}
            label={f.employerAddress}
            hint={f.employerAddressHint}
            input={wide}
            required
          />
          <Field {...text('contact')} label={f.contact} hint={f.contactHint} input={wide} required />
          <Field {...text('address')} label={f.address} hint={f.addressHint} input={wide} required />
          <Select
            {...text('prefecture')}
            label={f.prefecture}
            hint={f.prefectureHint}
            empty={t.choose}
            choices={PREFECTURE_CHOICES}
            required
          />
          <Field {...text('smoking')} label={f.smoking} input={wide} required />
        </Card>
        <Card title={t.notice}>
          <Field {...text('insurance')} label={f.insurance} hint={f.insuranceHint} input={wide} />
          <Field {...text('payTerms')} label={f.payTerms} hint={f.payTermsHint} input={wide} />
          <Field {...text('desk')} label={f.desk} hint={f.deskHint} input={wide} />
          <Field {...text('leavingTerms')} label={f.leavingTerms} hint={f.leavingHint} input={wide} />
        </Card>
        <Actions>
          <Button>{t.submit}</Button>
        </Actions>
      </form>
    </Page>
  )
}
