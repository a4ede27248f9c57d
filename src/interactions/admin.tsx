import { Hono } from 'hono'
import { z } from 'zod'
import type { Cursor } from '../db/pages.ts'
import { accessTexts } from '../texts/access.ts'
import { formatFullDay, formatNumber, formatTime } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import { CursorSaid, cursorSaid } from '../web/cursor.ts'
import type { Operator, WebEnv } from '../web/env.ts'
import { allow } from '../web/session.ts'
import { Page } from '../web/ui.tsx'
import { Button, Select } from '../web/ui-forms.tsx'
import { type Column, Empty, Table } from '../web/ui-parts.tsx'
import { ACCESS_ACTIONS, listAccesses, noteAccess, operatorsInLog } from './access-log.ts'

const PATH = '/admin/access-log'

/** What may stand in the address; what makes no sense is as if it did not. */
const Asked = z.object({
  operator: z.string().min(1).max(100).optional().catch(undefined),
  action: z.enum(ACCESS_ACTIONS).optional().catch(undefined),
  member: z.string().min(1).max(100).optional().catch(undefined),
  before: CursorSaid,
})
type Asked = z.output<typeof Asked>
type Line = Awaited<ReturnType<typeof listAccesses>>['lines'][number]

/** Mounted at /admin/access-log, for owners. Whoever reads names here is noted like everybody else. */
export const accessAdmin = new Hono<WebEnv>().use(allow('owner')).get('/', async (c) => {
  const { deps, language: lang, operator } = c.var
  const asked = Asked.parse(c.req.query())
  const { operator: operatorId, action, member: memberId, before } = asked
  const [{ lines, next }, operators] = await Promise.all([
    listAccesses(deps.store, { operatorId, action, memberId, before }),
    operatorsInLog(deps.store),
  ])
  const count = new Set(lines.flatMap(({ member_id, member_name }) => (member_name === null ? [] : [member_id]))).size
  if (count > 0) {
    const detail = { page: 'accesses', count }
    await noteAccess(deps.store, { operatorId: operator.id, action: 'members_listed', detail, now: deps.now() })
  }
  return c.html(<AccessLogPage {...{ lang, operator, asked, lines, next, operators }} />)
})

type AccessLogPageProps = {
  lang: Language
  operator: Operator
  asked: Asked
  lines: readonly Line[]
  next: Cursor | undefined
  operators: readonly { id: string; name: string }[]
}

const AccessLogPage = ({ lang, operator, asked, lines, next, operators }: AccessLogPageProps) => {
  const t = accessTexts[lang]
  const filtered = asked.operator !== undefined || asked.action !== undefined || asked.member !== undefined
  return (
    <Page lang={lang} title={t.title} operator={operator} current="access" path={PATH} wide>
      <p>{t.intro}</p>
      <form method="get" action={PATH} class="filters">
        {asked.member && <input type="hidden" name="member" value={asked.member} />}
        <Select
          lang={lang}
          label={t.who}
          name="operator"
          value={asked.operator}
          empty={t.allOperators}
          choices={operators.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <Select
          lang={lang}
          label={t.what}
          name="action"
          value={asked.action}
          empty={t.allActions}
          choices={ACCESS_ACTIONS.map((action) => ({ value: action, label: t.actions[action] }))}
        />
        <Button kind="secondary">{t.show}</Button>
        {filtered && (
          <Button kind="quiet" href={PATH}>
            {t.clear}
          </Button>
        )}
      </form>
      {asked.member && <p class="muted">{t.onlyPerson}</p>}
      {lines.length === 0 ? (
        <Empty title={t.empty}>{t.emptyBody}</Empty>
      ) : (
        <Table caption={t.caption} rows={lines} columns={columns(lang)} />
      )}
      <p class="chips">
        {next && (
          <Button kind="secondary" href={hrefOf({ ...asked, before: next })}>
            {t.older}
          </Button>
        )}
        {asked.before && (
          <Button kind="quiet" href={hrefOf({ ...asked, before: undefined })}>
            {t.newest}
          </Button>
        )}
      </p>
    </Page>
  )
}

function columns(lang: Language): readonly Column<Line>[] {
  const t = accessTexts[lang]
  return [
    { label: t.when, cell: ({ at }) => `${formatFullDay(at, lang)} ${formatTime(at)}` },
    { label: t.who, cell: ({ operator_name }) => <bdi>{operator_name}</bdi> },
    { label: t.what, cell: ({ action }) => t.actions[action] },
    { label: t.whom, cell: (line) => <Whom lang={lang} line={line} /> },
  ]
}

/** What is kept beside a line: which page, and how many people stood on it. */
const Detail = z
  .preprocess(
    (json) => (typeof json === 'string' ? JSON.parse(json) : json),
    z.object({ page: z.string().optional(), count: z.number().optional() }),
  )
  .catch({})

const Whom = ({ lang, line }: { lang: Language; line: Line }) => {
  const t = accessTexts[lang]
  const { member_id, member_name, member_state, detail } = line
  if (member_state === 'erased') return t.erased
  if (member_id !== null)
    return (
      <a href={`/admin/members/${member_id}`}>
        <bdi>{member_name ?? t.unnamed}</bdi>
      </a>
    )
  const { page, count } = Detail.parse(detail)
  const pages: Readonly<Record<string, string>> = t.pages
  const named = page !== undefined && Object.hasOwn(pages, page) ? pages[page] : undefined
  return [named, count === undefined ? undefined : t.count(formatNumber(count))].filter(Boolean).join(' ・ ')
}

function hrefOf({ before, ...asked }: Asked) {
  const all = { ...asked, before: before && cursorSaid(before) }
  const said = Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
  return `${PATH}?${new URLSearchParams(said)}`
}
