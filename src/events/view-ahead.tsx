import { eventViewTexts } from '../texts/event-guests.ts'
import { formatAgo, formatDateTime, formatNumber } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import { Button } from '../web/ui-forms.tsx'
import { Card, Notice } from '../web/ui-parts.tsx'
import type { NoticeAhead } from './ahead.ts'
import type { ShopEvent } from './events.ts'
import type { Told } from './guest-counts.ts'
import type { Step } from './next-step.ts'
import { HISTORY_PATH, PATH } from './view-parts.tsx'

/** What is left of the month: undefined: LINE does not tell just now; left null: no limit. */
export type MonthLeft = { left: number | null; reserve: number } | undefined

export type Ahead = {
  lang: Language
  event: ShopEvent
  ahead: readonly NoticeAhead[]
  month: MonthLeft
  told: readonly Told[]
  now: number
}

/** What will be told by itself, when, and what it costs of what is left. */
export const AheadCard = ({ lang, ahead, month, now }: Ahead) => {
  const t = eventViewTexts[lang].ahead
  const messages = ahead.reduce((sum, notice) => sum + notice.messages, 0)
  return (
    <Card title={t.title}>
      {ahead.length === 0 ? (
        <p class="muted">{t.none}</p>
      ) : (
        <>
          <ul class="links">
            {ahead.map(({ kind, at, messages: count }) => (
              <li class="apart">
                <span>
                  {t.kinds[kind]}
                  <br />
                  <small>{at <= now ? t.soon : formatDateTime(at, lang)}</small>
                </span>
                <span class="people">{t.count(formatNumber(count))}</span>
              </li>
            ))}
          </ul>
          <p>{costWords({ lang, messages, month })}</p>
          <Shortage lang={lang} ahead={ahead} month={month} messages={messages} />
        </>
      )}
    </Card>
  )
}

function costWords({ lang, messages, month }: { lang: Language; messages: number; month: MonthLeft }) {
  const t = eventViewTexts[lang].ahead
  if (!month) return t.costUnknown(formatNumber(messages))
  return month.left === null
    ? t.costUnlimited(formatNumber(messages))
    : t.cost(formatNumber(messages), formatNumber(month.left))
}

type ShortageProps = { lang: Language; ahead: readonly NoticeAhead[]; month: MonthLeft; messages: number }

/** Reminders never use the messages that are kept in reserve; notices about seats go always. */
const Shortage = ({ lang, ahead, month, messages }: ShortageProps) => {
  const t = eventViewTexts[lang].ahead
  if (!month || month.left === null) return null
  if (messages > month.left) return <Notice tone="warn">{t.short}</Notice>
  const reminds = ahead.some(({ kind }) => kind === 'reminder_day' || kind === 'reminder_hours')
  return reminds && month.left - messages < month.reserve ? <Notice tone="warn">{t.reserve}</Notice> : null
}

/** The broadcasts about it: invitations, and what was said afterwards. */
export const ToldCard = ({ lang, told, now }: Ahead) => {
  const t = eventViewTexts[lang].told
  if (told.length === 0) return null
  return (
    <Card title={t.title}>
      <ul class="links">
        {told.map(({ id, title, channel, confirmedCount, confirmedAt, createdAt }) => (
          <li class="apart">
            <span>
              <a href={`/admin/broadcasts/${id}`}>{title}</a>
              <br />
              <small>
                {channel === 'board' && `${t.board} `}
                {formatAgo(confirmedAt ?? createdAt, now, lang)}
              </small>
            </span>
            <span class="people">{confirmedCount === null ? t.draft : t.count(formatNumber(confirmedCount))}</span>
          </li>
        ))}
      </ul>
    </Card>
  )
}

/** What else can be done in its state; the one thing to do next stands at the thumb. */
export const MoreCard = ({ lang, event, step }: { lang: Language; event: ShopEvent; step: Step }) => {
  const t = eventViewTexts[lang].more
  return (
    <Card title={t.title}>
      <ul class="links">
        {linksFor(event).map(({ key, href }) => (
          <li>
            <a href={href}>{t[key]}</a>
            {key === 'remind' && <small> {t.boardHint}</small>}
          </li>
        ))}
        {step !== 'copy' && step !== 'cancelled' && (
          <li>
            <form method="post" action={`${PATH}/${event.id}/copies`}>
              <Button kind="quiet">{t.copy}</Button>
            </form>
          </li>
        )}
      </ul>
    </Card>
  )
}

function linksFor({ id, state }: ShopEvent) {
  const compose = `/admin/broadcasts/new?event=${encodeURIComponent(id)}`
  const door = [
    { key: 'door', href: `${PATH}/${id}/door` },
    { key: 'print', href: `${PATH}/${id}/door/list` },
  ] as const
  const history = { key: 'history', href: HISTORY_PATH } as const
  if (state === 'draft' || state === 'cancelled') return [history]
  if (state === 'closed') return [...door, history]
  if (state === 'open')
    return [
      { key: 'invite', href: `${compose}&kind=event` },
      { key: 'remind', href: `${compose}&kind=event&to=silent` },
      ...door,
      history,
    ] as const
  return [
    { key: 'thanks', href: `${compose}&kind=event&moment=thanks` },
    { key: 'coupon', href: `${compose}&kind=coupon` },
    { key: 'results', href: `${compose}&kind=text&moment=results` },
    ...door,
    history,
  ] as const
}
