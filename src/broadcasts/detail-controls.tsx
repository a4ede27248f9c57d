import type { PropsWithChildren } from 'hono/jsx'
import { progressTexts } from '../texts/broadcast-progress.ts'
import { formatDateTime, formatNumber } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import type { Operator } from '../web/env.ts'
import { Page } from '../web/ui.tsx'
import { Actions, Button } from '../web/ui-forms.tsx'
import type { Standing } from './detail-progress.tsx'
import type { Broadcast } from './drafts.ts'
import { PATH } from './pages.tsx'

type Props = Standing & { lang: Language; now: number }

/** What can be done now, each a form of its own that works without JavaScript. Whatever cannot be taken back asks once more. */
export const Controls = (props: Props) => {
  const { situation, broadcast } = props
  switch (situation.is) {
    case 'planning':
    case 'undo':
    case 'scheduled':
    case 'starting':
    case 'quiet':
      return broadcast.state === 'sending' ? <Running {...props} /> : <Before {...props} />
    case 'sending':
    case 'held':
      return <Running {...props} />
    case 'missed':
      return <Missed {...props} />
    case 'needs_decision':
      return <Decide {...props} />
    case 'onBoard':
      return <OnBoard {...props} />
    case 'done':
    case 'takenDown':
    case 'cancelled':
      return props.progress.unknown > 0 ? <Decide {...props} /> : null
    default:
      return <Paused {...props} />
  }
}

/** While nobody has it: the way back is the large button, with the seconds that are left for it. */
const Before = ({ lang, broadcast, situation, now }: Props) => {
  const t = progressTexts[lang]
  const path = `${PATH}/${broadcast.id}`
  const seconds = situation.is === 'undo' && situation.until !== null ? Math.ceil((situation.until - now) / 1_000) : 0
  const later = situation.is === 'scheduled'
  return (
    <form method="post" action={`${path}/undos`}>
      <Actions still>
        {situation.undoable && (
          <Button>
            {t.undo}
            {seconds > 0 && (
              <span data-countdown={String(seconds)} data-countdown-text={t.left}>
                {t.left.replace('{}', String(seconds))}
              </span>
            )}
          </Button>
        )}
        {situation.is === 'undo' && (
          <Button kind="secondary" formaction={`${path}/releases`}>
            {t.release}
          </Button>
        )}
        {later && (
          <Button kind="secondary" href={`${path}/release`}>
            {t.release}
          </Button>
        )}
        {!situation.undoable && <CancelLink lang={lang} broadcast={broadcast} />}
      </Actions>
    </form>
  )
}

const Running = ({ lang, broadcast }: Props) => (
  <form method="post" action={`${PATH}/${broadcast.id}/pauses`}>
    <Actions still>
      <Button kind="secondary">{progressTexts[lang].pause}</Button>
      <CancelLink lang={lang} broadcast={broadcast} />
    </Actions>
  </form>
)

const Paused = ({ lang, broadcast, progress }: Props) => {
  const t = progressTexts[lang]
  return (
    <form method="post" action={`${PATH}/${broadcast.id}/resumptions`}>
      <Actions still>
        <Button>{progress.waiting > 0 ? t.resume(formatNumber(progress.waiting)) : t.resumeDone}</Button>
        <CancelLink lang={lang} broadcast={broadcast} />
      </Actions>
    </form>
  )
}

const Missed = ({ lang, broadcast, progress, situation }: Props) => {
  const t = progressTexts[lang]
  const path = `${PATH}/${broadcast.id}`
  return (
    <form method="post" action={`${path}/releases`}>
      <Actions still>
        <Button>{t.releaseMissed(formatNumber(progress.waiting))}</Button>
        {situation.undoable && (
          <Button kind="secondary" formaction={`${path}/undos`}>
            {t.undo}
          </Button>
        )}
        <CancelLink lang={lang} broadcast={broadcast} />
      </Actions>
    </form>
  )
}

const Decide = ({ lang, broadcast, progress }: Props) => (
  <Actions still>
    <Button href={`${PATH}/${broadcast.id}/decision`}>
      {progressTexts[lang].decide(formatNumber(progress.unknown))}
    </Button>
  </Actions>
)

const OnBoard = ({ lang, broadcast }: Props) => (
  <Actions still>
    <Button kind="danger" href={`${PATH}/${broadcast.id}/taking-down`}>
      {progressTexts[lang].takeDown}
    </Button>
  </Actions>
)

const CancelLink = ({ lang, broadcast }: { lang: Language; broadcast: Broadcast }) => (
  <Button kind="danger" href={`${PATH}/${broadcast.id}/cancellation`}>
    {progressTexts[lang].cancel}
  </Button>
)

type Asking = Standing & { lang: Language; operator: Operator }

/** Asks once more, with the numbers: how many have it, and how many would not get it. */
export const CancellationPage = ({ lang, operator, broadcast, progress }: Asking) => {
  const t = progressTexts[lang].cancellation
  const rest = formatNumber(progress.waiting - progress.inflight)
  const done = formatNumber(Math.max(0, (broadcast.confirmedCount ?? 0) - progress.waiting + progress.inflight))
  return (
    <Asked lang={lang} operator={operator} broadcast={broadcast} title={t.title(rest)} of="cancellation">
      <p>{t.account(done, rest)}</p>
      <p>{t.body}</p>
      <Named broadcast={broadcast} action="cancellations" submit={t.submit(rest)} keep={t.keep} kind="danger" />
    </Asked>
  )
}

export const ReleasePage = ({ lang, operator, broadcast, progress }: Asking) => {
  const t = progressTexts[lang].releasing
  const people = formatNumber(progress.waiting)
  return (
    <Asked lang={lang} operator={operator} broadcast={broadcast} title={t.title(people)} of="release">
      <p>{t.body(formatDateTime(broadcast.sendAt ?? 0, lang))}</p>
      <Named broadcast={broadcast} action="releases" submit={t.submit(people)} keep={t.keep} kind="primary" />
    </Asked>
  )
}

export const TakingDownPage = ({ lang, operator, broadcast }: Omit<Asking, 'progress' | 'situation'>) => {
  const t = progressTexts[lang].taking
  return (
    <Asked lang={lang} operator={operator} broadcast={broadcast} title={t.title} of="taking-down">
      <p>{t.body}</p>
      <Named broadcast={broadcast} action="takings-down" submit={t.submit} keep={t.keep} kind="danger" />
    </Asked>
  )
}

type AskedProps = { lang: Language; operator: Operator; broadcast: Broadcast; title: string; of: string }

export const Asked = ({ lang, operator, broadcast, title, of, children }: PropsWithChildren<AskedProps>) => {
  const path = `${PATH}/${broadcast.id}`
  return (
    <Page
      lang={lang}
      title={title}
      operator={operator}
      current="broadcasts"
      path={`${path}/${of}`}
      back={{ href: path, label: broadcast.title }}
    >
      {children}
    </Page>
  )
}

type NamedProps = { broadcast: Broadcast; action: string; submit: string; keep: string; kind: 'primary' | 'danger' }

const Named = ({ broadcast, action, submit, keep, kind }: NamedProps) => (
  <form method="post" action={`${PATH}/${broadcast.id}/${action}`}>
    <Actions>
      <Button kind={kind}>{submit}</Button>
      <Button kind="secondary" href={`${PATH}/${broadcast.id}`}>
        {keep}
      </Button>
    </Actions>
  </form>
)
