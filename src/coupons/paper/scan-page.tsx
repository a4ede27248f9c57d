import { formatDateTime, formatNumber, formatYen } from '../../texts/format.ts'
import type { Language } from '../../texts/language.ts'
import { paperAdminTexts } from '../../texts/paper-admin.ts'
import type { Operator } from '../../web/env.ts'
import { type FormErrors, type FormValues, valueIn } from '../../web/form.ts'
import { Page } from '../../web/ui.tsx'
import { Actions, Button, FormErrors as Errors, TextArea } from '../../web/ui-forms.tsx'
import { Badge, type BadgeTone, Card, Definition, Notice } from '../../web/ui-parts.tsx'
import { type OtherUse, type ScanLine, SETTLE_WORDS_MAX } from './conflicts.ts'

export const PAPER_ADMIN_PATH = '/admin/paper'
const TONES: Record<ScanLine['outcome'], BadgeTone> = { used: 'done', conflict: 'stop', unknown: 'wait' }

type ScanPageProps = {
  lang: Language
  operator: Operator
  scan: ScanLine
  other: OtherUse | undefined
  typed: { values: FormValues; errors: FormErrors } | undefined
}

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
            maxlength={SETTLE_WORDS_MAX}
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

/** What came of it, and whether somebody looked at it. */
export const Outcome = ({ lang, scan: { outcome, settledAt } }: { lang: Language; scan: ScanLine }) => {
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
export function whyWords(lang: Language, why: string | null) {
  const words: Readonly<Record<string, string>> = paperAdminTexts[lang].whys
  return why === null ? '' : Object.hasOwn(words, why) ? words[why] : why
}
