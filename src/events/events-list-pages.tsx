import type { EventState } from '../db/schema-events.ts'
import { eventAdminTexts } from '../texts/events-admin.ts'
import { formatFullDay, formatNumber } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import type { Operator } from '../web/env.ts'
import { type Flash, Page } from '../web/ui.tsx'
import { Actions, Button } from '../web/ui-forms.tsx'
import { Badge, type BadgeTone, type Column, Empty, Table } from '../web/ui-parts.tsx'
import { PATH } from './event-pages.tsx'
import { EVENTS_PAGE, type EventLine } from './events-list.ts'
import { whenOf } from './view-parts.tsx'

const TONES: Record<EventState, BadgeTone> = {
  draft: 'plain',
  open: 'done',
  closed: 'wait',
  done: 'plain',
  cancelled: 'stop',
}

export const EventBadge = ({ lang, state }: { lang: Language; state: EventState }) => (
  <Badge tone={TONES[state]}>{eventAdminTexts[lang].states[state]}</Badge>
)

type ListProps = {
  lang: Language
  operator: Operator
  /** undefined: this page is of the others alone. */
  coming: readonly EventLine[] | undefined
  past: readonly EventLine[] | undefined
  isFirst: boolean
  notice: Flash | undefined
}

/** What is coming, then what was. */
export const EventsPage = ({ lang, operator, coming, past, isFirst, notice }: ListProps) => {
  const t = eventAdminTexts[lang]
  const isEmpty = isFirst && coming?.length === 0 && past?.length === 0
  return (
    <Page lang={lang} title={t.title} operator={operator} current="events" path={PATH} notice={notice}>
      {!isFirst && (
        <p>
          <a href={PATH}>{t.toFirst}</a>
        </p>
      )}
      {isEmpty ? (
        <Empty title={t.empty} example={t.emptyExample}>
          {t.emptyBody}
        </Empty>
      ) : (
        <>
          {coming && <Coming lang={lang} events={coming} isFirst={isFirst} />}
          {past && past.length > 0 && <Past lang={lang} events={past} />}
        </>
      )}
      <Actions>
        <Button href={`${PATH}/new`}>{t.create}</Button>
      </Actions>
    </Page>
  )
}

const Coming = ({ lang, events, isFirst }: { lang: Language; events: readonly EventLine[]; isFirst: boolean }) => {
  const t = eventAdminTexts[lang]
  return (
    <section>
      <h2>{t.coming}</h2>
      {isFirst && events.length === 0 ? (
        <Empty title={t.noneComing}>{t.noneComingBody}</Empty>
      ) : (
        <Table caption={t.captionComing} rows={events} columns={columns(lang, 'coming')} />
      )}
      <More lang={lang} events={events} when="coming" />
    </section>
  )
}

const Past = ({ lang, events }: { lang: Language; events: readonly EventLine[] }) => {
  const t = eventAdminTexts[lang]
  return (
    <section>
      <h2>{t.past}</h2>
      <Table caption={t.captionPast} rows={events} columns={columns(lang, 'past')} />
      <More lang={lang} events={events} when="past" />
      <p>
        <a href={`${PATH}/history`}>{t.history}</a>
      </p>
    </section>
  )
}

/** A page that is full may have a next one. */
const More = ({ lang, events, when }: { lang: Language; events: readonly EventLine[]; when: 'coming' | 'past' }) => {
  const last = events.length === EVENTS_PAGE ? events.at(-1) : undefined
  if (!last) return null
  const query = new URLSearchParams({ when, at: String(last.startsAt), id: last.id })
  return (
    <p>
      <a href={`${PATH}?${query}`}>{eventAdminTexts[lang].next}</a>
    </p>
  )
}

function columns(lang: Language, when: 'coming' | 'past'): readonly Column<EventLine>[] {
  const t = eventAdminTexts[lang]
  return [
    { label: t.name, cell: ({ id, title }) => <a href={`${PATH}/${id}`}>{title}</a> },
    {
      label: t.when,
      cell: ({ startsAt, endsAt, storeName }) => (
        <span>
          {when === 'past' ? formatFullDay(startsAt, lang) : whenOf({ startsAt, endsAt }, lang)}
          {storeName && (
            <>
              <br />
              <small>{storeName}</small>
            </>
          )}
        </span>
      ),
    },
    { label: t.state, cell: ({ state }) => <EventBadge lang={lang} state={state} /> },
    {
      label: t.seats,
      number: true,
      cell: ({ state, taken, capacity }) =>
        state === 'draft' ? t.persons(formatNumber(capacity)) : <Taken {...{ lang, taken, capacity }} />,
    },
    {
      label: t.waiting,
      number: true,
      cell: ({ waiting }) => (waiting === 0 ? '–' : t.persons(formatNumber(waiting))),
    },
  ]
}

const Taken = ({ lang, taken, capacity }: { lang: Language; taken: number; capacity: number }) => {
  const t = eventAdminTexts[lang]
  return (
    <span>
      {t.ofSeats(formatNumber(taken), formatNumber(capacity))}
      {taken > capacity && (
        <>
          <br />
          <small>{t.over(formatNumber(taken - capacity))}</small>
        </>
      )}
    </span>
  )
}
