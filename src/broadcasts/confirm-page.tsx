import type { Child } from 'hono/jsx'
import type { Cost } from '../sending/cost.ts'
import type { Reach } from '../sending/reach.ts'
import type { SendingSettings } from '../sending/sending-settings.ts'
import { broadcastTexts } from '../texts/broadcasts.ts'
import { confirmTexts } from '../texts/confirm.ts'
import type { Language } from '../texts/language.ts'
import type { Operator } from '../web/env.ts'
import type { FormErrors, FormValues } from '../web/form.ts'
import { type Flash, Page } from '../web/ui.tsx'
import { Actions, Button } from '../web/ui-forms.tsx'
import { Card, Notice } from '../web/ui-parts.tsx'
import { Preview, type Previewed, PreviewStyle } from '../web/ui-preview.tsx'
import type { Approval } from './approvals.ts'
import type { Balance, BalanceObjection } from './balance.ts'
import { BalanceCard } from './balance-bar.tsx'
import { CostCard } from './confirm-parts.tsx'
import { ReleaseForm } from './confirm-release.tsx'
import type { Broadcast } from './drafts.ts'
import { PATH } from './pages.tsx'

export type ConfirmProps = {
  lang: Language
  operator: Operator
  broadcast: Broadcast
  reach: Reach
  /** Whom the board would tell. */
  boardPeople: number
  /** undefined: LINE did not tell. */
  cost: Cost | undefined
  settings: SendingSettings
  balance: Balance
  objection: BalanceObjection | undefined
  approval: Approval | undefined
  /** Of the quiet hours that it is now. */
  quietUntil: number | undefined
  morning: number
  now: number
  /** What keeps it from going either way. */
  blocked: Child | undefined
  /** What was just refused, or said. */
  refused: Child | undefined
  notice: Flash | undefined
  values: FormValues
  errors: FormErrors
  canTest: boolean
  /** Whether who looks may change the draft, or only approve it. */
  isOwn: boolean
  sentence: string
  shopName: string
  previewed: Previewed
  nonce: string | undefined
}

/** People, messages and what is left stand above the one filled button that spends them. */
export const ConfirmPage = (props: ConfirmProps) => {
  const { lang, operator, broadcast, balance, blocked, refused, notice, shopName, previewed, nonce } = props
  const t = broadcastTexts[lang]
  return (
    <Page
      lang={lang}
      title={broadcast.title}
      operator={operator}
      current="broadcasts"
      path={`${PATH}/${broadcast.id}`}
      back={{ href: PATH, label: t.back }}
      head={<PreviewStyle css={previewed.css} nonce={nonce} />}
      notice={notice}
      wide
    >
      {refused && <Notice tone="warn">{refused}</Notice>}
      <div class="split">
        <div>
          <CostCard {...props} isOwner={operator.role === 'owner'} />
          <BalanceCard lang={lang} balance={balance} />
          {blocked ? <Notice tone="error">{blocked}</Notice> : <ReleaseForm {...props} />}
          <TestCard {...props} />
          <DraftActions {...props} />
        </div>
        <Preview lang={lang} shopName={shopName} previewed={previewed} />
      </div>
    </Page>
  )
}

const TestCard = ({ lang, broadcast, canTest }: ConfirmProps) => {
  const t = confirmTexts[lang].test
  return (
    <Card title={t.title}>
      {canTest ? (
        <form method="post" action={`${PATH}/${broadcast.id}/test-sends`}>
          <p>{t.body}</p>
          <Actions still>
            <Button kind="secondary">{t.submit}</Button>
          </Actions>
        </form>
      ) : (
        <p class="muted">{t.none}</p>
      )}
    </Card>
  )
}

const DraftActions = ({ lang, broadcast, isOwn }: ConfirmProps) => {
  const t = confirmTexts[lang]
  if (!isOwn) return null
  return (
    <form method="post" action={`${PATH}/${broadcast.id}/discards`}>
      <Actions still>
        <Button kind="secondary" href={`${PATH}/${broadcast.id}/edit`}>
          {t.edit}
        </Button>
        <Button kind="quiet">{t.discard}</Button>
      </Actions>
    </form>
  )
}
