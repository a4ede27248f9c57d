import { Hono } from 'hono'
import { attentionOf } from '../broadcasts/attention.ts'
import { listBroadcasts } from '../broadcasts/drafts.ts'
import { openCorrections } from '../consent/corrections.ts'
import { countOpenScans } from '../coupons/paper/conflicts.ts'
import { isDoorOpen } from '../events/check-ins.ts'
import { listDoors } from '../events/door.ts'
import { type EventLine, nextEvent } from '../events/events-list.ts'
import { deadEvents } from '../line/inbox.ts'
import type { LineGateway } from '../line/line.ts'
import { countWaiting } from '../members/waiting.ts'
import { countTalks } from '../polls/talks.ts'
import { countNewWishes } from '../returns/pipeline.ts'
import { countLeaving } from '../roster/retention.ts'
import { EVERYONE } from '../segments/rule.ts'
import { countSegment } from '../segments/segments.ts'
import { shiftTitle } from '../shifts/ad/shift-words.ts'
import { noteOnDutySeen, onDutyToday } from '../shifts/notices/on-duty.ts'
import { onDutyWords } from '../shifts/notices/on-duty-words.ts'
import { listOpenings, type OpeningLine } from '../shifts/posting/openings-list.ts'
import { closedPinsWords } from '../stores/closed-words.ts'
import { closedPins } from '../stores/staff-people.ts'
import { listStores } from '../stores/stores.ts'
import { progressTexts } from '../texts/broadcast-progress.ts'
import { doorTexts } from '../texts/event-door.ts'
import { formatDateTime, formatNumber } from '../texts/format.ts'
import { homeTexts } from '../texts/home.ts'
import { invitationTexts } from '../texts/invitations.ts'
import type { Language } from '../texts/language.ts'
import { paperAdminTexts } from '../texts/paper-admin.ts'
import { talkTexts } from '../texts/polls.ts'
import { returnAdminTexts } from '../texts/returns-admin.ts'
import { onDutyTexts } from '../texts/shift-on-duty.ts'
import { tillStaffTexts } from '../texts/till-staff.ts'
import type { WebEnv } from '../web/env.ts'
import { STAFF_PATH } from '../web/session.ts'
import { Page } from '../web/ui.tsx'
import { Actions, Button } from '../web/ui-forms.tsx'
import { Card, Empty, Notice, Stat, Stats, Table } from '../web/ui-parts.tsx'

const RECENT = 5
/** How long the page waits for LINE's figure: a number is not worth a blank screen. */
const LINE_WAITED_MS = 1_500

/** Mounted at /admin: what waits, what is left of the month, and the one thing an owner comes for. */
export const adminHome = new Hono<WebEnv>().get('/', async (c) => {
  const { deps, language: lang, operator } = c.var
  const { store } = deps
  const { role, storeId } = operator
  const [
    stores,
    waiting,
    corrections,
    alumni,
    left,
    { lines: broadcasts },
    dead,
    leaving,
    talks,
    attention,
    doors,
    upcoming,
    onDuty,
    wishes,
    openings,
    openScans,
    closed,
  ] = await Promise.all([
    listStores(store),
    countWaiting(store, { storeId }),
    role === 'staff' ? [] : openCorrections(store, { storeId }),
    countSegment(store, { rule: EVERYONE, storeId, now: deps.now() }),
    messagesLeft(deps.line),
    listBroadcasts(store, { storeId }),
    role === 'owner' ? deadEvents(store) : [],
    role === 'staff' ? { people: 0 } : countLeaving(store, { operator, now: deps.now() }),
    role === 'staff' ? 0 : countTalks(store, { storeId, now: deps.now() }),
    role === 'staff' ? [] : attentionOf(store, { storeId }),
    listDoors(store, { storeId, now: deps.now() }),
    role === 'staff' ? undefined : nextEvent(store, { storeId, now: deps.now() }),
    onDutyToday(store, { storeId, now: deps.now() }),
    role === 'staff' ? 0 : countNewWishes(store, { storeId }),
    role === 'staff' ? [] : listOpenings(store, { when: 'coming', storeId, now: deps.now() }),
    role === 'staff' ? 0 : countOpenScans(store, { storeId }),
    role === 'staff' ? [] : closedPins(store, { storeId, now: deps.now() }),
  ])
  await noteOnDutySeen(store, { operatorId: operator.id, people: onDuty, now: deps.now() })
  const t = homeTexts[lang]
  const doorsOpen = doors.filter((event) => isDoorOpen(event, deps.now()))

  return c.html(
    <Page
      lang={lang}
      title={t.title}
      operator={operator}
      current="home"
      path="/admin"
      waiting={dead.length + waiting + corrections.length}
    >
      <p>{t.greeting(operator.name)}</p>
      {closed.map((pins) => (
        <Notice tone="warn">
          {closedPinsWords(lang, pins)} <a href={STAFF_PATH}>{tillStaffTexts[lang].admin.openHere}</a>
        </Notice>
      ))}
      {doorsOpen.map(({ id, title }) => (
        <Notice tone="info">
          <a href={`/admin/events/${id}/door`}>{doorTexts[lang].openDoor(title)}</a>
        </Notice>
      ))}
      {onDuty.map((person) => (
        <Notice tone="info">
          {onDutyWords(lang, person, { atStore: storeId === null && stores.length > 1 })} {onDutyTexts[lang].welcome}
        </Notice>
      ))}
      {openings
        .filter(({ applied }) => applied > 0)
        .slice(0, RECENT)
        .map((opening) => (
          <Applied lang={lang} opening={opening} />
        ))}
      {upcoming && !doorsOpen.some(({ id }) => id === upcoming.id) && <Upcoming lang={lang} event={upcoming} />}
      {dead.length > 0 && (
        <Notice tone="warn">
          {t.dead(dead.length)} <a href="/admin/inbox">{t.see}</a>
        </Notice>
      )}
      {attention.map(({ id, title, state }) => (
        <Notice tone="warn">
          {progressTexts[lang].attention.one(title)}
          {progressTexts[lang].attention.states[state]} <a href={`/admin/broadcasts/${id}`}>{t.see}</a>
        </Notice>
      ))}
      {openScans > 0 && (
        <Notice tone="warn">
          {paperAdminTexts[lang].open.notice(openScans)} <a href="/admin/paper">{paperAdminTexts[lang].open.see}</a>
        </Notice>
      )}
      {corrections.length > 0 && (
        <Notice tone="warn">
          {t.corrections(corrections.length)} <a href="/admin/members/corrections">{t.see}</a>
        </Notice>
      )}
      {leaving.people > 0 && (
        <Notice tone="warn">
          {invitationTexts[lang].leaving.notice(leaving.people)} <a href="/admin/invitations/leaving">{t.see}</a>
        </Notice>
      )}
      {talks > 0 && (
        <Notice tone="info">
          {talkTexts[lang].notice(talks)} <a href="/admin/talks">{t.see}</a>
        </Notice>
      )}
      {wishes > 0 && (
        <Notice tone="info">
          {returnAdminTexts[lang].notice(wishes)} <a href="/admin/returns">{t.see}</a>
        </Notice>
      )}
      {stores.length === 0 && role === 'owner' ? (
        <Empty title={t.setUpTitle} action={<Button href="/admin/stores">{t.setUpAction}</Button>}>
          {t.setUp}
        </Empty>
      ) : (
        <Stats tiles>
          <Stat
            label={t.waiting}
            value={formatNumber(waiting)}
            unit={t.people}
            hint={waiting > 0 && role !== 'staff' && <a href="/admin/members?tab=waiting">{t.see}</a>}
          />
          <Stat label={t.alumni} value={formatNumber(alumni)} unit={t.people} />
          <LeftStat lang={lang} left={left} />
        </Stats>
      )}
      {role !== 'staff' && <Recent lang={lang} broadcasts={broadcasts.slice(0, RECENT)} />}
      {role !== 'staff' && stores.length > 0 && (
        <Actions>
          <Button href="/admin/broadcasts/new">{t.compose}</Button>
        </Actions>
      )}
    </Page>,
  )
})

/** Who applied waits for a word of the shop. */
const Applied = ({ lang, opening }: { lang: Language; opening: OpeningLine }) => {
  const t = homeTexts[lang]
  return (
    <Notice tone="info">
      {t.applied(formatNumber(opening.applied), shiftTitle(lang, opening))}{' '}
      <a href={`/admin/shifts/${opening.id}`}>{t.see}</a>
    </Notice>
  )
}

/** The next event: how full it is, and who waits. What to do for it stands on its own page. */
const Upcoming = ({ lang, event }: { lang: Language; event: EventLine }) => {
  const t = homeTexts[lang].event
  const { id, title, startsAt, taken, capacity, waiting, state } = event
  const [when, seats] = [formatDateTime(startsAt, lang), t.seats(formatNumber(taken), formatNumber(capacity))]
  return (
    <Notice tone="info">
      {t.next(when, title)} {state === 'draft' ? t.draft : seats} {waiting > 0 && t.waiting(formatNumber(waiting))}{' '}
      <a href={`/admin/events/${id}`}>{t.see}</a>
    </Notice>
  )
}

const LeftStat = ({ lang, left }: { lang: Language; left: number | null | undefined }) => {
  const t = homeTexts[lang]
  if (left === undefined) return <Stat label={t.left} value="–" hint={t.unreachable} />
  if (left === null) return <Stat label={t.left} value={t.unlimited} />
  return <Stat label={t.left} value={formatNumber(left)} unit={t.messages} hint={t.approximate} />
}

type Line = Awaited<ReturnType<typeof listBroadcasts>>['lines'][number]

const Recent = ({ lang, broadcasts }: { lang: Language; broadcasts: readonly Line[] }) => {
  const t = homeTexts[lang]
  if (broadcasts.length === 0)
    return (
      <Empty title={t.noneTitle} example={t.example}>
        {t.none}
      </Empty>
    )
  return (
    <Card title={t.recent} aside={<a href="/admin/broadcasts">{t.all}</a>}>
      <Table
        caption={t.recent}
        rows={broadcasts}
        columns={[
          { label: t.broadcast, cell: ({ id, title }) => <a href={`/admin/broadcasts/${id}`}>{title}</a> },
          { label: t.when, cell: ({ confirmedAt, createdAt }) => formatDateTime(confirmedAt ?? createdAt, lang) },
          {
            label: t.reach,
            number: true,
            cell: ({ confirmedCount }) => (confirmedCount === null ? t.draft : t.confirmed(confirmedCount)),
          },
        ]}
      />
    </Card>
  )
}

/** null: no limit; undefined: LINE does not tell right now, which must not cost the owner the page. */
async function messagesLeft(line: LineGateway) {
  try {
    const quota = await Promise.race([line.quota(), new Promise<undefined>((late) => setTimeout(late, LINE_WAITED_MS))])
    if (!quota) return undefined
    return quota.limit === null ? null : Math.max(0, quota.limit - quota.used)
  } catch {
    return undefined
  }
}
