import { formatDateTime, formatNumber, formatYen } from '../../texts/format.ts'
import type { Language } from '../../texts/language.ts'
import { paperAdminTexts } from '../../texts/paper-admin.ts'
import type { Operator } from '../../web/env.ts'
import { type FormErrors, type FormValues, valueIn } from '../../web/form.ts'
import { Page } from '../../web/ui.tsx'
import { Actions, Button, FormErrors as Errors, Field, TextArea } from '../../web/ui-forms.tsx'
import { Badge, type BadgeTone, Card, Definition, Empty, Notice, Pager, Table } from '../../web/ui-parts.tsx'
import { type OtherUse, SCANS_PAGE_MAX, type ScanLine } from './conflicts.ts'
import type { StorePaperMode } from './modes.ts'

export const PAPER_ADMIN_PATH = '/admin/paper'
const TONES: Record<ScanLine['outcome'], BadgeTone> = { used: 'done', conflict: 'stop', unknown: 'wait' }

type Common = { lang: Language; operator: Operator }
type Typed = { values: FormValues; errors: FormErrors } | undefined

type ScansPageProps = Common & {
  stores: readonly StorePaperMode[]
  scans: readonly ScanLine[]
  all: boolean
  done: string | undefined
}

/** What waits to be looked at first, then what each store allows. */
export const ScansPage = ({ lang, operator, stores, scans, all, done }: ScansPageProps) => {
  const t = paperAdminTexts[lang]
  const says: Readonly<Record<string, string>> = { saved: t.edit.saved, ended: t.edit.ended, settled: t.settledNow }
  const said = done !== undefined && Object.hasOwn(says, done) ? says[done] : undefined
  const last = scans.length === SCANS_PAGE_MAX ? scans.at(-1) : undefined
  const next = last && `${PAPER_ADMIN_PATH}?${all ? 'show=all&' : ''}before=${last.uploadedAt}.${last.id}`
  return (
    <Page
      lang={lang}
      title={t.title}
      operator={operator}
      current="coupons"
      path={PAPER_ADMIN_PATH}
      back={{ href: '/admin/coupons', label: t.backToCoupons }}
      wide
      notice={said === undefined ? undefined : { tone: 'success', text: said }}
    >
      <p>{t.lead}</p>
      <Card title={t.open.title}>
        {scans.length === 0 ? (
          <Empty title={all ? t.open.emptyAll : t.open.empty}>{t.open.emptyBody}</Empty>
        ) : (
          <ScanTable lang={lang} scans={scans} />
        )}
        <Pager lang={lang} next={next} />
        <p>
          <a href={all ? PAPER_ADMIN_PATH : `${PAPER_ADMIN_PATH}?show=all`}>{all ? t.open.showOpen : t.open.showAll}</a>
        </p>
      </Card>
      <Card title={t.stores.title}>
        <Table
          caption={t.stores.caption}
          rows={stores}
          columns={[
            {
              label: t.stores.store,
              cell: ({ storeId, storeName }) =>
                operator.role === 'owner' ? (
                  <a href={`${PAPER_ADMIN_PATH}/stores/${encodeURIComponent(storeId)}`}>{storeName}</a>
                ) : (
                  storeName
                ),
            },
            { label: t.stores.mode, cell: ({ mode }) => modeWords(lang, mode) },
          ]}
        />
      </Card>
    </Page>
  )
}

const modeWords = (lang: Language, mode: StorePaperMode['mode']) => {
  const t = paperAdminTexts[lang].stores
  return mode ? t.on(mode.perDayMax, formatYen(mode.valueMaxYen, lang)) : t.off
}

const ScanTable = ({ lang, scans }: { lang: Language; scans: readonly ScanLine[] }) => {
  const t = paperAdminTexts[lang]
  return (
    <Table
      caption={t.open.caption}
      rows={scans}
      columns={[
        {
          label: t.open.when,
          cell: ({ id, scannedAt }: ScanLine) => (
            <a href={`${PAPER_ADMIN_PATH}/scans/${id}`}>{formatDateTime(scannedAt, lang)}</a>
          ),
        },
        { label: t.open.where, cell: ({ storeName, tillName }) => `${storeName} ${tillName}` },
        {
          label: t.open.what,
          cell: ({ couponTitle, memberName }) => (
            <span>
              {couponTitle ?? t.open.unknown}
              {memberName !== null && (
                <small>
                  <br />
                  <bdi>{memberName}</bdi>
                </small>
              )}
            </span>
          ),
        },
        {
          label: t.open.result,
          cell: (scan) => (
            <span>
              <Outcome lang={lang} scan={scan} /> <small>{whyWords(lang, scan.why)}</small>
            </span>
          ),
        },
      ]}
    />
  )
}

const Outcome = ({ lang, scan: { outcome, settledAt } }: { lang: Language; scan: ScanLine }) => {
  const t = paperAdminTexts[lang]
  return (
    <>
      <Badge tone={TONES[outcome]}>{t.outcomes[outcome]}</Badge>
      {settledAt !== null && (
        <>
          {' '}
          <Badge tone="plain">{t.open.settled}</Badge>
        </>
      )}
    </>
  )
}

/** What a newer version may have written is shown as it is. */
function whyWords(lang: Language, why: string | null) {
  const words: Readonly<Record<string, string>> = paperAdminTexts[lang].whys
  return why === null ? '' : Object.hasOwn(words, why) ? words[why] : why
}

export const ModePage = ({ lang, operator, store, typed }: Common & { store: StorePaperMode; typed: Typed }) => {
  const t = paperAdminTexts[lang].edit
  const base = `${PAPER_ADMIN_PATH}/stores/${encodeURIComponent(store.storeId)}`
  const typedOr = (name: string, value: number | undefined) =>
    typed ? valueIn(typed.values, name) : String(value ?? '')
  const number = { inputmode: 'numeric', autocomplete: 'off', maxlength: 12 } as const
  return (
    <Page
      lang={lang}
      title={t.title(store.storeName)}
      operator={operator}
      current="coupons"
      path={base}
      back={{ href: PAPER_ADMIN_PATH, label: paperAdminTexts[lang].back }}
    >
      <Errors lang={lang} errors={typed?.errors ?? {}} />
      <Notice tone="warn">{t.risk}</Notice>
      <form method="post" action={`${base}/modes`}>
        <Field
          lang={lang}
          label={t.perDay}
          name="perDay"
          hint={t.perDayHint}
          value={typedOr('perDay', store.mode?.perDayMax ?? SUGGESTED.perDay)}
          error={typed?.errors.perDay}
          unit={t.uses}
          input={number}
          required
        />
        <Field
          lang={lang}
          label={t.value}
          name="value"
          hint={t.valueHint}
          value={typedOr('value', store.mode?.valueMaxYen ?? SUGGESTED.value)}
          error={typed?.errors.value}
          unit={t.yen}
          input={number}
          required
        />
        <Actions>
          <Button>{t.save}</Button>
        </Actions>
      </form>
      {store.mode && (
        <Card title={t.off}>
          <p>{t.offHint}</p>
          <form method="post" action={`${base}/removals`}>
            <Actions still>
              <Button kind="danger">{t.off}</Button>
            </Actions>
          </form>
        </Card>
      )}
    </Page>
  )
}

/** What a small shop may lose on an evening without the net. */
const SUGGESTED = { perDay: 20, value: 1_000 }

type ScanPageProps = Common & { scan: ScanLine; other: OtherUse | undefined; typed: Typed }

/** One scan with all that is known of it, and that somebody in charge has looked at it. */
export const ScanPage = ({ lang, operator, scan, other, typed }: ScanPageProps) => {
  const t = paperAdminTexts[lang]
  const needsLook = scan.outcome !== 'used' || scan.why !== null
  const path = `${PAPER_ADMIN_PATH}/scans/${scan.id}`
  return (
    <Page
      lang={lang}
      title={t.scan.title}
      operator={operator}
      current="coupons"
      path={path}
      back={{ href: PAPER_ADMIN_PATH, label: t.back }}
    >
      <Card title={<Outcome lang={lang} scan={scan} />}>
        {scan.why !== null && <p>{whyWords(lang, scan.why)}</p>}
        <Definition items={factsOf(lang, scan, other)} />
      </Card>
      {needsLook && <Notice tone="info">{t.scan.meaning[scan.outcome]}</Notice>}
      {scan.settledAt !== null && (
        <Notice tone="success">
          {t.scan.settledBy(scan.settledBy ?? t.scan.nobody, formatDateTime(scan.settledAt, lang))}
          {scan.settleWords !== null && <p>{scan.settleWords}</p>}
        </Notice>
      )}
      {needsLook && scan.settledAt === null && (
        <form method="post" action={`${path}/settlements`}>
          <Errors lang={lang} errors={typed?.errors ?? {}} />
          <TextArea
            lang={lang}
            label={t.scan.words}
            name="words"
            hint={t.scan.wordsHint}
            rows={3}
            maxlength={300}
            value={typed ? valueIn(typed.values, 'words') : ''}
            error={typed?.errors.words}
          />
          <Actions>
            <Button>{t.scan.settle}</Button>
          </Actions>
        </form>
      )}
    </Page>
  )
}

function factsOf(lang: Language, scan: ScanLine, other: OtherUse | undefined) {
  const t = paperAdminTexts[lang].scan
  const { unknown } = paperAdminTexts[lang].open
  const at = (instant: number) => formatDateTime(instant, lang)
  return [
    {
      term: t.coupon,
      detail: scan.couponId ? <a href={`/admin/coupons/${scan.couponId}`}>{scan.couponTitle}</a> : unknown,
    },
    {
      term: t.guest,
      detail: scan.memberId ? (
        <a href={`/admin/members/${scan.memberId}`}>
          <bdi>{scan.memberName ?? unknown}</bdi>
        </a>
      ) : (
        unknown
      ),
    },
    { term: t.where, detail: `${scan.storeName} ${scan.tillName}` },
    { term: t.by, detail: <bdi>{scan.staffName ?? t.nobody}</bdi> },
    { term: t.scanned, detail: at(scan.scannedAt) },
    { term: t.uploaded, detail: at(scan.uploadedAt) },
    ...(scan.billYen === null ? [] : [{ term: t.bill, detail: formatYen(scan.billYen, lang) }]),
    ...(scan.guests === null ? [] : [{ term: t.guests, detail: t.people(formatNumber(scan.guests)) }]),
    ...(other
      ? [
          {
            term: t.other,
            detail: t.otherUse(at(other.at), other.storeName, other.tillName ?? '', other.staffName ?? ''),
          },
        ]
      : []),
  ]
}
