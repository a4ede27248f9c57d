import type { Cost } from '../sending/cost.ts'
import { eventViewTexts } from '../texts/event-guests.ts'
import { eventAdminTexts } from '../texts/events-admin.ts'
import { formatAgo, formatDateTime, formatNumber } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import { Button } from '../web/ui-forms.tsx'
import { Card, Notice } from '../web/ui-parts.tsx'
import type { NoticeAhead } from './ahead.ts'
import { PATH } from './event-pages.tsx'
import type { ShopEvent } from './events.ts'
import type { Told } from './guest-counts.ts'
import type { Step } from './next-step.ts'
import { HISTORY_PATH } from './view-parts.tsx'

export type Ahead = {
  lang: Language
  event: ShopEvent
  ahead: readonly NoticeAhead[]
  /** Of all of them together; undefined: LINE does not tell just now. */
  cost: Cost | undefined
  /** Whether reminders stayed away when the last ones were due. */
  areHeld: boolean
  told: readonly Told[]
  now: number
}

/** What will be told by itself, when, and what it costs of what is left. */
export const AheadCard = ({ lang, ahead, cost, areHeld, now }: Ahead) => {
  const t = eventViewTexts[lang].ahead
  return (
    <Card title={t.title}>
      {ahead.length === 0 ? (
        <p class="muted">{t.none}</p>
      ) : (
        <>
          <ul class="links">
            {ahead.map(({ kind, at, messages }) => (
              <li class="apart">
                <span>
                  {t.kinds[kind]}
                  <br />
                  <small>{at <= now ? t.soon : formatDateTime(at, lang)}</small>
                </span>
                <span class="people">{t.count(formatNumber(messages))}</span>
              </li>
            ))}
          </ul>
          <CostOfAhead {...{ lang, ahead, cost, areHeld }} />
        </>
      )}
    </Card>
  )
}

/** Reminders never use the messages that are kept in reserve; notices about seats go always. */
const CostOfAhead = ({ lang, ahead, cost, areHeld }: Pick<Ahead, 'lang' | 'ahead' | 'cost' | 'areHeld'>) => {
  const t = eventViewTexts[lang].ahead
  const [all, reminders] = [ahead, ahead.filter(isReminder)].map(messagesOf)
  const words = formatNumber(all ?? 0)
  if (!cost) return <p>{t.costUnknown(words)}</p>
  const { before, after, reserve } = cost
  if (before === null || after === null) return <p>{t.costUnlimited(words)}</p>
  const ofSeats = (all ?? 0) - (reminders ?? 0)
  return (
    <>
      <p>{t.cost(words, formatNumber(before))}</p>
      {reminders !== 0 && (areHeld || after < reserve) && (
        <Notice tone="warn">{reserve === 0 ? t.lacking : t.reserve(formatNumber(reserve))}</Notice>
      )}
      {ofSeats > before && <Notice tone="warn">{t.short}</Notice>}
    </>
  )
}

const isReminder = ({ kind }: NoticeAhead) => kind === 'reminder_day' || kind === 'reminder_hours'
const messagesOf = (ahead: readonly NoticeAhead[]) => ahead.reduce((sum, { messages }) => sum + messages, 0)

/** The broadcasts about it: invitations, and what was said afterwards. */
export const ToldCard = ({ lang, told, now }: Ahead) => {
  const t = eventViewTexts[lang].told
  if (told.length === 0) return null
  return (
    <Card title={t.title}>
      <ul class="links">
        {told.map(({ id, title, isOpen, channel, confirmedCount, confirmedAt, createdAt }) => (
          <li class="apart">
            <span>
              {isOpen ? <a href={`/admin/broadcasts/${id}`}>{title}</a> : title}
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

/** What else can be done in its state; the one thing to do next stands above. */
export const MoreCard = ({ lang, event, step }: { lang: Language; event: ShopEvent; step: Step }) => {
  const t = eventViewTexts[lang].more
  return (
    <Card title={t.title}>
      <ul class="links">
        {linksFor(event).map(({ words, path }) => (
          <li>
            <a href={path}>{words(lang)}</a>
          </li>
        ))}
        {step !== 'copy' && step !== 'cancelled' && (
          <li>
            <form method="post" action={`${PATH}/${event.id}/copies`}>
              <Button kind="quiet">{eventAdminTexts[lang].copy}</Button>
            </form>
          </li>
        )}
        <li>
          <a href={HISTORY_PATH}>{t.history}</a>
        </li>
      </ul>
    </Card>
  )
}

type Link = { words: (lang: Language) => string; path: string }
type MoreKey = 'invite' | 'remind' | 'thanks' | 'coupon' | 'results' | 'door' | 'print'
type StateKey = 'open' | 'close' | 'reopen' | 'cancel' | 'discard'

function linksFor({ id, state }: ShopEvent): readonly Link[] {
  const compose = `/admin/broadcasts/new?event=${encodeURIComponent(id)}`
  const to = (key: MoreKey, path: string): Link => ({ words: (lang) => eventViewTexts[lang].more[key], path })
  const become = (key: StateKey): Link => ({
    words: (lang) => eventAdminTexts[lang][key],
    path: `${PATH}/${id}/${key}`,
  })
  const door = [to('door', `${PATH}/${id}/door`), to('print', `${PATH}/${id}/door/list`)]
  return {
    draft: [become('open'), become('discard')],
    open: [
      to('invite', `${compose}&kind=event`),
      to('remind', `${compose}&kind=event&to=silent`),
      ...door,
      become('close'),
      become('cancel'),
    ],
    closed: [...door, become('reopen'), become('cancel')],
    done: [
      to('thanks', `${compose}&kind=event&moment=thanks`),
      to('coupon', `${compose}&kind=coupon`),
      to('results', `${compose}&kind=text&moment=results`),
      ...door,
    ],
    cancelled: [],
  }[state]
}
