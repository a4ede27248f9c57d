import type { Cursor } from '../../db/pages.ts'
import { formatDateTime, formatYen } from '../../texts/format.ts'
import type { Language } from '../../texts/language.ts'
import { paperAdminTexts } from '../../texts/paper-admin.ts'
import { cursorSaid } from '../../web/cursor.ts'
import type { Operator } from '../../web/env.ts'
import { Page } from '../../web/ui.tsx'
import { Card, Empty, Pager, Table } from '../../web/ui-parts.tsx'
import type { ScanLine } from './conflicts.ts'
import type { StorePaperMode } from './modes.ts'
import { Outcome, PAPER_ADMIN_PATH, whyWords } from './scan-page.tsx'

type ScansPageProps = {
  lang: Language
  operator: Operator
  stores: readonly StorePaperMode[]
  scans: readonly ScanLine[]
  /** Where the next page begins. */
  next: Cursor | undefined
  all: boolean
  done: string | undefined
}

/** What waits to be looked at first, then what each store allows. */
export const ScansPage = ({ lang, operator, stores, scans, next, all, done }: ScansPageProps) => {
  const t = paperAdminTexts[lang]
  const says: Readonly<Record<string, string>> = { saved: t.edit.saved, ended: t.edit.ended, settled: t.settledNow }
  const said = done !== undefined && Object.hasOwn(says, done) ? says[done] : undefined
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
        <Pager lang={lang} next={next && `${PAPER_ADMIN_PATH}?${all ? 'show=all&' : ''}before=${cursorSaid(next)}`} />
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
