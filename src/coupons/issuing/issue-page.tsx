import { couponIssuingTexts } from '../../texts/coupon-issuing.ts'
import { formatNumber } from '../../texts/format.ts'
import type { Language } from '../../texts/language.ts'
import type { Operator } from '../../web/env.ts'
import { Page } from '../../web/ui.tsx'
import { Actions, Button, Select } from '../../web/ui-forms.tsx'
import { Card, Notice, Stat, Stats } from '../../web/ui-parts.tsx'
import type { Coupon } from '../coupons.ts'
import { offerWords } from '../words.ts'
import type { IssueCount } from './audience.ts'

export const PATH = '/admin/coupons'
/** The choice that means everybody; segments have other ids. */
export const EVERYBODY = 'all'

export type Signed = { lang: Language; operator: Operator }
type Chosen = {
  audience: string
  name: string
  /** When the segment was last changed; 0: it is everybody. */
  version: number
  count: IssueCount
  /** A fresh one for each page: sending the form twice is one issue. */
  issueId: string
}
type Props = Signed & {
  coupon: Coupon
  segments: readonly { id: string; name: string; readable: boolean }[]
  chosen: Chosen | undefined
  error: string | undefined
}

/** Choose the people; then their number, what it costs, and the button that names it. */
export const IssuePage = ({ lang, operator, coupon, segments, chosen, error }: Props) => {
  const t = couponIssuingTexts[lang].issue
  const path = `${PATH}/${coupon.id}/issue`
  return (
    <Page
      lang={lang}
      title={t.title}
      operator={operator}
      current="coupons"
      path={path}
      back={{ href: `${PATH}/${coupon.id}`, label: coupon.title }}
      notice={error === undefined ? undefined : { tone: 'error', text: error }}
    >
      <p>{t.lead}</p>
      <Card title={coupon.title}>
        <p>{offerWords(coupon, lang)}</p>
      </Card>
      <form method="get" action={path}>
        <Select
          lang={lang}
          label={t.audience}
          name="audience"
          value={chosen?.audience ?? EVERYBODY}
          choices={[
            { value: EVERYBODY, label: t.everybody },
            ...segments.map(({ id, name, readable }) => ({
              value: id,
              label: readable ? name : `${name}${t.noRule}`,
              disabled: !readable,
            })),
          ]}
        />
        <p>
          <a href="/admin/segments/new">{t.makeSegment}</a>
        </p>
        <Actions still>
          <Button kind={chosen ? 'secondary' : 'primary'}>{t.count}</Button>
        </Actions>
      </form>
      {chosen && <Confirmation lang={lang} coupon={coupon} chosen={chosen} />}
    </Page>
  )
}

const Confirmation = ({ lang, coupon, chosen }: { lang: Language; coupon: Coupon; chosen: Chosen }) => {
  const { issue: t, people: unit } = couponIssuingTexts[lang]
  const { people, have, withoutConsent, withoutLine } = chosen.count
  const leftOut = [
    { label: t.have, count: have },
    { label: t.withoutConsent, count: withoutConsent },
    { label: t.withoutLine, count: withoutLine },
  ].filter(({ count }) => count > 0)
  return (
    <Card title={chosen.name} id="numbers">
      <Stats>
        <Stat label={t.get} value={formatNumber(people)} unit={unit} />
        <Stat label={t.cost} value={t.free} />
        {leftOut.map(({ label, count }) => (
          <Stat label={label} value={formatNumber(count)} unit={unit} hint={t.leftOut} />
        ))}
      </Stats>
      {people === 0 ? (
        <Notice tone="info">{t.nobody}</Notice>
      ) : (
        <form method="post" action={`${PATH}/${coupon.id}/issues`}>
          <input type="hidden" name="issueId" value={chosen.issueId} />
          <input type="hidden" name="audience" value={chosen.audience} />
          <input type="hidden" name="version" value={String(chosen.version)} />
          <input type="hidden" name="count" value={String(people)} />
          <Actions>
            <Button>{t.confirm(formatNumber(people))}</Button>
          </Actions>
        </form>
      )}
    </Card>
  )
}
