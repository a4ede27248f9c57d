import { Hono } from 'hono'
import { z } from 'zod'
import { deadEvents, replayEvent } from '../line/inbox.ts'
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

/** Mounted at /admin/inbox, for owners: the events that were given up. Nothing of what a person wrote is shown. */
export const inboxAdmin = new Hono<WebEnv>()
  .use(allow('owner'))

  .get('/', async (c) => {
    const { deps, language, operator } = c.var
    const events = await deadEvents(deps.store)
    const replayed = c.req.query('done') === 'replayed'
    return c.html(<InboxPage lang={language} operator={operator} events={events} replayed={replayed} />)
  })

  .post('/replays', async (c) => {
    const { store, now, wake } = c.var.deps
    const form = await readForm(c, ReplayForm)
    if (!form.ok) throw new Refusal('form_invalid')
    await replayEvent(store, { eventId: form.data.event, now: now() })
    wake('inbox')
    return c.redirect(`${PATH}?done=replayed`, 303)
  })

type InboxPageProps = { lang: Language; operator: Operator; events: readonly DeadEvent[]; replayed: boolean }

const InboxPage = ({ lang, operator, events, replayed }: InboxPageProps) => {
  const t = inboxTexts[lang]
  return (
    <Page
      lang={lang}
      title={t.title}
      operator={operator}
      current="inbox"
      path={PATH}
      wide={events.length > 0}
      waiting={events.length}
      notice={replayed ? { tone: 'success', text: t.replayed } : undefined}
    >
      {events.length === 0 ? (
        <Empty title={t.empty}>{t.emptyBody}</Empty>
      ) : (
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
