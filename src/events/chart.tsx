import type { Context } from 'hono'
import { z } from 'zod'
import { eventResultTexts } from '../texts/event-results.ts'
import { formatDay, formatFullDay, formatNumber } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import type { Operator, WebEnv } from '../web/env.ts'
import { Page } from '../web/ui.tsx'
import { Button } from '../web/ui-forms.tsx'
import { Card, Empty, Table } from '../web/ui-parts.tsx'
import { PATH } from './event-pages.tsx'
import { type HistoryCursor, type PastEvent, pastEvents } from './history.ts'
import { HISTORY_PATH } from './view-parts.tsx'

/** A bar is drawn in thousandths, so that every share is a whole number. */
const WIDTH = 1_000
const HEIGHT = 30

const Before = z
  .string()
  .regex(/^\d{1,15}\.[\w-]{1,100}$/)
  .transform((said): HistoryCursor => {
    const [at, id = ''] = said.split('.')
    return { at: Number(at), id }
  })
  .optional()
  .catch(undefined)

/** What became of the events so far; of a manager's, the own store's. */
export async function showHistory(c: Context<WebEnv>) {
  const { deps, language: lang, operator } = c.var
  const before = Before.parse(c.req.query('before'))
  const { events, next } = await pastEvents(deps.store, { storeId: operator.storeId, now: deps.now(), before })
  return c.html(<HistoryPage {...{ lang, operator, events, next, later: before !== undefined }} />)
}

type HistoryProps = {
  lang: Language
  operator: Operator
  events: readonly PastEvent[]
  next: HistoryCursor | undefined
  later: boolean
}

const HistoryPage = ({ lang, operator, events, next, later }: HistoryProps) => {
  const t = eventResultTexts[lang].history
  return (
    <Page
      lang={lang}
      title={t.title}
      operator={operator}
      current="events"
      path={HISTORY_PATH}
      back={{ href: PATH, label: t.back }}
      wide
    >
      {events.length === 0 ? (
        <Empty title={t.none} example={t.noneExample} action={<Button href={`${PATH}/new`}>{t.make}</Button>}>
          {t.noneBody}
        </Empty>
      ) : (
        <>
          <p>{t.lead}</p>
          <Card>
            <Chart lang={lang} events={events} />
          </Card>
          <small>{t.note}</small>
          <details class="figures">
            <summary>{t.table}</summary>
            <Figures lang={lang} events={events} />
          </details>
        </>
      )}
      <p class="chips">
        {next && (
          <Button kind="secondary" href={`${HISTORY_PATH}?before=${next.at}.${encodeURIComponent(next.id)}`}>
            {t.next}
          </Button>
        )}
        {later && (
          <Button kind="quiet" href={HISTORY_PATH}>
            {t.first}
          </Button>
        )}
      </p>
    </Page>
  )
}

type ChartProps = { lang: Language; events: readonly PastEvent[] }

/** One line an event, all to one scale: who came within who answered within who was told, in the words beside it. */
const Chart = ({ lang, events }: ChartProps) => {
  const most = Math.max(1, ...events.map(({ invited }) => invited))
  return (
    <ul class="funnels">
      {events.map((event) => (
        <Funnel lang={lang} event={event} most={most} />
      ))}
    </ul>
  )
}

const Funnel = ({ lang, event, most }: { lang: Language; event: PastEvent; most: number }) => {
  const t = eventResultTexts[lang].history
  const { id, title, startsAt, invited, answered, came } = event
  const widthOf = (people: number) => Math.round((people * WIDTH) / most)
  return (
    <li>
      <div class="funnel-head">
        <a href={`${PATH}/${id}`}>{title}</a> <small>{formatDay(startsAt, lang)}</small>
      </div>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true" focusable="false">
        <rect class="of-invited" x="0" y="0" width={widthOf(invited)} height={HEIGHT} />
        <rect class="of-answered" x="0" y="5" width={widthOf(answered)} height={HEIGHT - 10} />
        <rect class="of-came" x="0" y="10" width={widthOf(came ?? 0)} height={HEIGHT - 20} />
      </svg>
      <p class="funnel-words">
        <span class="of-invited">{t.of(t.invited, formatNumber(invited))}</span>
        <span aria-hidden="true"> → </span>
        <span class="of-answered">{t.of(t.answered, formatNumber(answered))}</span>
        <span aria-hidden="true"> → </span>
        <span class="of-came">{came === null ? t.unknown : t.of(t.came, formatNumber(came))}</span>
      </p>
    </li>
  )
}

const Figures = ({ lang, events }: ChartProps) => {
  const t = eventResultTexts[lang].history
  const share = (part: number, whole: number) =>
    whole === 0 ? t.people(formatNumber(part)) : t.share(formatNumber(part), Math.round((100 * part) / whole))
  return (
    <Table
      caption={t.title}
      rows={events}
      columns={[
        { label: t.event, cell: ({ id, title }) => <a href={`${PATH}/${id}`}>{title}</a> },
        { label: t.day, cell: ({ startsAt }) => formatFullDay(startsAt, lang) },
        { label: t.capacity, number: true, cell: ({ capacity }) => t.persons(formatNumber(capacity)) },
        { label: t.invited, number: true, cell: ({ invited }) => t.people(formatNumber(invited)) },
        { label: t.answered, number: true, cell: ({ answered, invited }) => share(answered, invited) },
        {
          label: t.came,
          number: true,
          cell: ({ came, invited }) => (came === null ? t.unknown : share(came, invited)),
        },
        {
          label: t.inAll,
          number: true,
          cell: ({ came, people }) => (came === null ? '' : t.persons(formatNumber(people))),
        },
      ]}
    />
  )
}
