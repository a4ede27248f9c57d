import { Hono } from 'hono'
import { z } from 'zod'
import { Refusal } from '../refusal.ts'
import { formatAgo, formatDateTime } from '../texts/format.ts'
import { imageTexts } from '../texts/images.ts'
import type { Language } from '../texts/language.ts'
import { operatorTexts } from '../texts/operators.ts'
import { tillStaffTexts } from '../texts/till-staff.ts'
import type { Operator, WebEnv } from '../web/env.ts'
import { readForm } from '../web/form.ts'
import { forgetSession, LOGIN_PATH, STAFF_PATH } from '../web/session.ts'
import { Page, SIGN_OUT_PATH } from '../web/ui.tsx'
import { Actions, Button } from '../web/ui-forms.tsx'
import { Badge, Card, Table } from '../web/ui-parts.tsx'
import { deviceName } from './devices.ts'
import { listSessions, revokeOtherSessions, revokeSession } from './sessions.ts'

const PATH = '/admin/sessions'
const RevocationForm = z.object({ session: z.string().min(1).max(100) })

type Session = Awaited<ReturnType<typeof listSessions>>[number]

/** Mounted at /admin/sessions, for every role: one's own devices only. */
export const sessionAdmin = new Hono<WebEnv>()
  .get('/', async (c) => {
    const { deps, language, operator } = c.var
    const sessions = await listSessions(deps.store, { operatorId: operator.id, now: deps.now() })
    const revoked = c.req.query('done') === 'revoked'
    return c.html(
      <SessionsPage lang={language} operator={operator} sessions={sessions} now={deps.now()} revoked={revoked} />,
    )
  })

  .get('/others', async (c) => {
    const { deps, language, operator } = c.var
    const sessions = await listSessions(deps.store, { operatorId: operator.id, now: deps.now() })
    return c.html(<OthersPage lang={language} operator={operator} count={sessions.length - 1} />)
  })

  .post('/revocations', async (c) => {
    const { deps, operator } = c.var
    const form = await readForm(c, RevocationForm)
    if (!form.ok) throw new Refusal('form_invalid')
    const { session } = form.data
    const now = deps.now()
    if (session === 'others')
      await revokeOtherSessions(deps.store, { operatorId: operator.id, sessionId: operator.sessionId, now })
    else await revokeSession(deps.store, { operatorId: operator.id, sessionId: session, now })
    return c.redirect(`${PATH}?done=revoked`, 303)
  })

/** Mounted at /admin/sign-outs: ends this session here and in the browser. */
export const signOuts = new Hono<WebEnv>().post('/', async (c) => {
  const { deps, operator } = c.var
  await revokeSession(deps.store, { operatorId: operator.id, sessionId: operator.sessionId, now: deps.now() })
  forgetSession(c)
  return c.redirect(`${LOGIN_PATH}?done=signed-out`, 303)
})

type PageProps = { lang: Language; operator: Operator }

const SessionsPage = ({
  lang,
  operator,
  sessions,
  now,
  revoked,
}: PageProps & { sessions: readonly Session[]; now: number; revoked: boolean }) => {
  const t = operatorTexts[lang].sessions
  const others = sessions.length - 1
  return (
    <Page
      lang={lang}
      title={t.title}
      operator={operator}
      current="devices"
      path={PATH}
      wide
      notice={revoked ? { tone: 'success', text: t.revoked } : undefined}
    >
      <p>{others > 0 ? t.intro : t.onlyHere}</p>
      <Card>
        <Table caption={t.caption} rows={sessions} columns={columns({ lang, operator, now })} />
      </Card>
      <p>
        <a href={`${STAFF_PATH}#own`}>{tillStaffTexts[lang].admin.own}</a>
        <br />
        <small>{tillStaffTexts[lang].admin.ownLink}</small>
      </p>
      {operator.role !== 'staff' && (
        <p>
          <a href="/admin/faces">{imageTexts[lang].face.own}</a>
          <br />
          <small>{imageTexts[lang].face.ownBody}</small>
        </p>
      )}
      <Actions still>
        {others > 1 && (
          <Button kind="secondary" href={`${PATH}/others`}>
            {t.revokeOthers(others)}
          </Button>
        )}
        <form method="post" action={SIGN_OUT_PATH}>
          <Button kind="secondary">{t.signOut}</Button>
        </form>
      </Actions>
    </Page>
  )
}

function columns({ lang, operator, now }: PageProps & { now: number }) {
  const t = operatorTexts[lang].sessions
  return [
    {
      label: t.device,
      cell: ({ id, user_agent }: Session) => (
        <>
          {deviceName(user_agent) ?? t.unknownDevice} {id === operator.sessionId && <Badge tone="done">{t.here}</Badge>}
        </>
      ),
    },
    { label: t.since, cell: ({ created_at }: Session) => formatDateTime(created_at, lang) },
    { label: t.lastSeen, cell: ({ last_seen_at }: Session) => formatAgo(last_seen_at, now, lang) },
    {
      label: t.action,
      cell: ({ id }: Session) =>
        id === operator.sessionId ? (
          '–'
        ) : (
          <form method="post" action={`${PATH}/revocations`}>
            <Button kind="danger" name="session" value={id}>
              {t.revoke}
            </Button>
          </form>
        ),
    },
  ]
}

const OthersPage = ({ lang, operator, count }: PageProps & { count: number }) => {
  const t = operatorTexts[lang].sessions
  return (
    <Page
      lang={lang}
      title={t.revokeOthersTitle(count)}
      operator={operator}
      current="devices"
      path={`${PATH}/others`}
      back={{ href: PATH, label: t.back }}
    >
      <p>{t.revokeOthersBody}</p>
      <form method="post" action={`${PATH}/revocations`}>
        <Actions>
          <Button kind="danger" name="session" value="others">
            {t.revokeOthers(count)}
          </Button>
        </Actions>
      </form>
    </Page>
  )
}
