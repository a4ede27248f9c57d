import type { Child } from 'hono/jsx'
import { broadcastTexts } from '../texts/broadcasts.ts'
import { formatNumber } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import type { Operator } from '../web/env.ts'
import { Page } from '../web/ui.tsx'
import { Actions, Button } from '../web/ui-forms.tsx'
import { Card, Definition, Notice } from '../web/ui-parts.tsx'
import type { Broadcast } from './drafts.ts'
import { PATH } from './pages.tsx'
import { Preview, type Previewed, PreviewStyle } from './preview.tsx'
import type { QuotaLeft, Reach } from './reach.ts'

export type Obstacle = 'quotaShort' | 'empty' | 'changed' | 'unreachable' | 'couponExpired'

type ConfirmProps = {
  lang: Language
  operator: Operator
  broadcast: Broadcast
  reach: Reach
  /** undefined: LINE did not tell. */
  quota: QuotaLeft | undefined
  /** What keeps it from being sent as it stands. */
  obstacle: Obstacle | undefined
  /** The numbers were others a moment ago. */
  changed: boolean
  sentence: string
  shopName: string
  previewed: Previewed
  nonce: string | undefined
}

/** People, messages and what is left stand above the one filled button that spends them. */
export const ConfirmPage = (props: ConfirmProps) => {
  const { lang, operator, broadcast, reach, obstacle, changed, sentence, shopName, previewed, nonce } = props
  const t = broadcastTexts[lang]
  const people = formatNumber(reach.people)
  const path = `${PATH}/${broadcast.id}`
  return (
    <Page
      lang={lang}
      title={broadcast.title}
      operator={operator}
      current="broadcasts"
      path={path}
      back={{ href: PATH, label: t.back }}
      head={<PreviewStyle css={previewed.css} nonce={nonce} />}
      wide
    >
      {changed && <Notice tone="warn">{t.confirm.changed}</Notice>}
      <div class="split">
        <div>
          <Card title={costLine(props)}>
            <Definition
              items={[
                { term: t.confirm.audience, detail: sentence },
                { term: t.compose.purpose, detail: t.purposes[broadcast.purpose] },
                { term: t.confirm.excluded, detail: <Excluded lang={lang} reach={reach} /> },
              ]}
            />
            <small>{t.confirm.approximate}</small>
          </Card>
          {obstacle ? (
            <Notice tone="error">{obstacleWords(props, obstacle)}</Notice>
          ) : (
            <form method="post" action={`${path}/confirmations`}>
              <input type="hidden" name="people" value={reach.people} />
              <input type="hidden" name="draftedAt" value={broadcast.updatedAt} />
              <Actions>
                <Button>{t.confirm.submit(people)}</Button>
              </Actions>
            </form>
          )}
          <form method="post" action={`${path}/discards`}>
            <Actions still>
              <Button kind="secondary" href={`${path}/edit`}>
                {t.confirm.edit}
              </Button>
              <Button kind="quiet">{t.confirm.discard}</Button>
            </Actions>
          </form>
        </div>
        <aside>
          <Card title={t.compose.previewTitle}>
            <Preview lang={lang} shopName={shopName} previewed={previewed} />
          </Card>
        </aside>
      </div>
    </Page>
  )
}

/** 24人に配信・24通・今月の残り 142→118 */
function costLine({ lang, reach, quota }: Pick<ConfirmProps, 'lang' | 'reach' | 'quota'>) {
  const t = broadcastTexts[lang].confirm
  const line = t.line(formatNumber(reach.people))
  if (!quota) return line
  if (quota.before === null || quota.after === null) return `${line}${t.noLimit}`
  return `${line}${t.quota(formatNumber(quota.before), formatNumber(Math.max(0, quota.after)))}`
}

function obstacleWords({ lang, reach, quota }: ConfirmProps, obstacle: Obstacle): Child {
  const t = broadcastTexts[lang].confirm
  return obstacle === 'quotaShort'
    ? t.quotaShort(formatNumber(quota?.before ?? 0), formatNumber(reach.people))
    : t[obstacle]
}

const Excluded = ({ lang, reach: { excluded } }: { lang: Language; reach: Reach }) => {
  const t = broadcastTexts[lang]
  const reasons = (['no_consent', 'blocked'] as const).filter((reason) => (excluded[reason] ?? 0) > 0)
  return reasons.length === 0 ? (
    <span>{t.confirm.nobodyExcluded}</span>
  ) : (
    <div>
      {reasons.map((reason) => (
        <div>
          {t.confirm.reasons[reason]} {t.countOf(formatNumber(excluded[reason] ?? 0))}
        </div>
      ))}
    </div>
  )
}
