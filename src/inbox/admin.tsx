import { Hono } from 'hono'
import { z } from 'zod'
import { openCorrections } from '../consent/corrections.ts'
import { deadEvents, replayEvent } from '../line/inbox.ts'
import { countWaiting } from '../members/waiting.ts'
import { Refusal } from '../refusal.ts'
import { formatDateTime } from '../texts/format.ts'
import { inboxTexts } from '../texts/inbox.ts'
import type { Language } from '../texts/language.ts'
import type { Operator, WebEnv } from '../web/env.ts'
import { readForm } from '../web/form.ts'
import { allow } from '../web/session.ts'
import { Page } from '../web/ui.tsx'
import { Button } from '../web/ui-forms.tsx'
import { Card, Empty, Table } from '../web/ui-parts.tsx'

const PATH = '/admin/inbox'
const ReplayForm = z.object({ event: z.string().min(1).max(100) })

type DeadEvent = Awaited<ReturnType<typeof deadEvents>>[number]

/** Mounted at /admin/inbox, for owners: how many people wait, and the events that were given up. Nothing of what a person wrote is shown. */
export const inboxAdmin = new Hono<WebEnv>()
  .use(allow('owner'))

  .get('/', async (c) => {
    const { deps, language, operator } = c.var
    const [events, waiting, corrections] = await Promise.all([
      deadEvents(deps.store),
      countWaiting(deps.store, { storeId: null }),
      openCorrections(deps.store, { storeId: null }),
    ])
    const people = { waiting, corrections: corrections.length }
    const replayed = c.req.query('done') === 'replayed'
    return c.html(<InboxPage lang={language} operator={operator} events={events} people={people} replayed={replayed} />)
  })

  .post('/replays', async (c) => {
    const { store, now, wake } = c.var.deps
    const form = await readForm(c, ReplayForm)
    if (!form.ok) throw new Refusal('form_invalid')
    await replayEvent(store, { eventId: form.data.event, now: now() })
    wake('inbox')
    return c.redirect(`${PATH}?done=replayed`, 303)
  })

type InboxPageProps = {
  lang: Language
  operator: Operator
  events: readonly DeadEvent[]
  /** Who waits for an answer of the shop. */
  people: { waiting: number; corrections: number }
  replayed: boolean
}

const InboxPage = ({ lang, operator, events, people, replayed }: InboxPageProps) => {
  const t = inboxTexts[lang]
  const waiting = events.length + people.waiting + people.corrections
  return (
    <Page
      lang={lang}
      title={t.title}
      operator={operator}
      current="inbox"
      path={PATH}
      wide={events.length > 0}
      waiting={waiting}
      notice={replayed ? { tone: 'success', text: t.replayed } : undefined}
    >
      {waiting === 0 && <Empty title={t.empty}>{t.emptyBody}</Empty>}
      {people.waiting + people.corrections > 0 && (
        <Card title={t.people}>
          <ul>
            {people.waiting > 0 && (
              <li>
                <a href="/admin/members?tab=waiting">{t.approvals(people.waiting)}</a>
              </li>
            )}
            {people.corrections > 0 && (
              <li>
                <a href="/admin/members/corrections">{t.corrections(people.corrections)}</a>
              </li>
            )}
          </ul>
        </Card>
      )}
      {events.length > 0 && (
        <>
          <p>{t.intro}</p>
          <Card>
            <Table caption={t.caption} rows={events} columns={columns(lang)} />
          </Card>
        </>
      )}
    </Page>
  )
}

function columns(lang: Language) {
  const t = inboxTexts[lang]
  const types: Readonly<Record<string, string>> = t.types
  return [
    { label: t.type, cell: ({ type }: DeadEvent) => (Object.hasOwn(types, type) ? types[type] : t.other(type)) },
    { label: t.when, cell: ({ event_at }: DeadEvent) => formatDateTime(event_at, lang) },
    { label: t.attempts, cell: ({ attempts }: DeadEvent) => t.times(attempts), number: true },
    { label: t.failure, cell: ({ failure }: DeadEvent) => <code>{failure ?? t.unknownFailure}</code> },
    {
      label: t.action,
      cell: ({ event_id, replayable }: DeadEvent) =>
        replayable ? (
          <form method="post" action={`${PATH}/replays`}>
            <Button kind="secondary" name="event" value={event_id}>
              {t.replay}
            </Button>
          </form>
        ) : (
          t.gone
        ),
    },
  ]
}
