import type { Child } from 'hono/jsx'
import { doorTexts } from '../texts/event-door.ts'
import { formatDateTime, formatNumber, formatTime } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import { DOOR_CSS_PATH } from '../web/assets.ts'
import type { FormErrors, FormValues } from '../web/form.ts'
import { valueIn } from '../web/form.ts'
import { Button, Field, SearchField } from '../web/ui-forms.tsx'
import { Card, Empty, Notice, Table } from '../web/ui-parts.tsx'
import { ScanHead, Scanner } from '../web/ui-scan.tsx'
import { doorOpensAt, WALK_IN_PEOPLE_MAX } from './check-ins.ts'
import type { DoorCounts, DoorGuest, OpenDoor } from './door.ts'
import { ArrivedRow, Counter, type Door, ExpectedRow } from './door-parts.tsx'

/** How soon one door sees what the other one did. */
const REFRESH_SECONDS = 3
const RESULT_ID = 'door-result'

export type Listed = { expected: readonly DoorGuest[]; arrived: readonly DoorGuest[]; hidden: number }
export type DoorShown = Door & {
  search: string
  listed: Listed
  counts: DoorCounts
  /** What just happened, or who stands here. */
  told?: Child
  walkIn?: { values: FormValues; errors: FormErrors }
  /** Where the list for paper is, for who may print it. */
  listHref?: string | undefined
  now: number
}

export const DoorHead = () => (
  <>
    <link rel="stylesheet" href={DOOR_CSS_PATH} />
    <ScanHead />
  </>
)

/** Everything of a door below its title; the same on a till and in the admin. */
export const DoorBody = (shown: DoorShown) => {
  const { lang, event, base, open, search, told, listHref } = shown
  const t = doorTexts[lang]
  return (
    <div class="door">
      <p class="door-head">
        {t.when(formatDateTime(event.startsAt, lang), formatTime(event.endsAt))} {event.place}
      </p>
      <div id={RESULT_ID}>{told}</div>
      {open ? (
        <Scanner action={`${base}/scans`} target={`#${RESULT_ID}`} words={t.scan} />
      ) : (
        <Notice tone="info">{closedWords(shown)}</Notice>
      )}
      <search>
        <form method="get" action={base} class="filters">
          <SearchField lang={lang} label={t.search} value={search} />
          <Button kind="secondary">{t.searchButton}</Button>
          {search !== '' && (
            <Button kind="quiet" href={base}>
              {t.clear}
            </Button>
          )}
        </form>
      </search>
      <div {...(open ? live(shown) : {})}>
        <DoorList {...shown} />
      </div>
      {open && <WalkIn {...shown} />}
      {open && (
        <p>
          <small>{t.scanHint}</small>
        </p>
      )}
      {listHref && (
        <p>
          <a href={listHref}>{t.printLink}</a>
        </p>
      )}
    </div>
  )
}

/** The part that both doors keep up to date. */
export const DoorList = (shown: DoorShown) => {
  const { lang, listed, search } = shown
  const { expected, arrived, hidden } = listed
  const t = doorTexts[lang]
  const coming = expected.filter(({ state }) => state === 'going')
  const others = expected.filter(({ state }) => state !== 'going')
  const isNobody = expected.length === 0 && arrived.length === 0
  return (
    <>
      <Counter {...shown} />
      {search !== '' && isNobody && <p>{t.noneFound}</p>}
      {(search === '' || coming.length > 0) && <h2>{t.expected(coming.length)}</h2>}
      {search === '' && coming.length === 0 && <p>{arrived.length > 0 ? t.noneExpected : t.noneYet}</p>}
      <Expected door={shown} guests={coming} />
      {others.length > 0 && <h2>{search === '' ? t.inLine(others.length) : t.others(others.length)}</h2>}
      <Expected door={shown} guests={others} />
      {arrived.length > 0 && (
        <>
          <h2>{t.arrived(arrived.length)}</h2>
          <ul class="guests">
            {arrived.map((guest) => (
              <ArrivedRow door={shown} guest={guest} checkIn={guest.checkIn} />
            ))}
          </ul>
        </>
      )}
      {hidden > 0 && <p>{t.hidden(formatNumber(hidden))}</p>}
    </>
  )
}

const Expected = ({ door, guests }: { door: Door; guests: readonly DoorGuest[] }) =>
  guests.length > 0 && (
    <ul class="guests">
      {guests.map((guest) => (
        <ExpectedRow door={door} guest={guest} />
      ))}
    </ul>
  )

const WalkIn = ({ lang, event, base, page, walkIn }: DoorShown) => {
  const t = doorTexts[lang]
  const { values, errors } = walkIn ?? { values: {}, errors: {} }
  const count = { type: 'number', inputmode: 'numeric', max: WALK_IN_PEOPLE_MAX } as const
  return (
    <Card title={t.walkInTitle} id="walk-in">
      <form method="post" action={`${base}/check-ins`}>
        <input type="hidden" name="scan" value={page} />
        <Field
          lang={lang}
          label={t.walkInName}
          name="name"
          value={valueIn(values, 'name')}
          error={errors.name}
          input={{ autocomplete: 'off', maxlength: 200 }}
        />
        <div class="columns">
          <Field
            lang={lang}
            label={t.walkInPeople}
            name="people"
            value={valueIn(values, 'people') || '1'}
            unit={t.walkInUnit}
            error={errors.people}
            input={{ ...count, min: 1 }}
          />
          {event.alcohol && (
            <Field
              lang={lang}
              label={t.walkInDrinkers}
              name="drinkers"
              value={valueIn(values, 'drinkers') || '0'}
              unit={t.walkInUnit}
              error={errors.drinkers}
              input={{ ...count, min: 0 }}
            />
          )}
        </div>
        <Button kind="secondary">{t.checkIn}</Button>
      </form>
    </Card>
  )
}

/** The doors of today, each one tap away. */
export const Doors = ({
  lang,
  doors,
  hrefOf,
}: {
  lang: Language
  doors: readonly OpenDoor[]
  hrefOf: (eventId: string) => string
}) => {
  const t = doorTexts[lang]
  if (doors.length === 0)
    return (
      <Empty title={t.doorsNone} example={t.doorsNoneExample}>
        {t.doorsNoneBody}
      </Empty>
    )
  return (
    <>
      <p>{t.doorsIntro}</p>
      <Table
        caption={t.doors}
        rows={doors}
        columns={[
          { label: t.doorEvent, cell: ({ id, title }) => <a href={hrefOf(id)}>{title}</a> },
          {
            label: t.doorWhen,
            cell: ({ startsAt, endsAt }) => t.when(formatDateTime(startsAt, lang), formatTime(endsAt)),
          },
          { label: t.doorStore, cell: ({ storeName }) => storeName ?? t.wholeCompany },
        ]}
      />
    </>
  )
}

const live = ({ base, page, search }: DoorShown) => ({
  'data-refresh': `${base}/guests?${new URLSearchParams({ page, ...(search === '' ? {} : { q: search }) })}`,
  'data-refresh-seconds': String(REFRESH_SECONDS),
})

function closedWords({ lang, event, now }: DoorShown) {
  const t = doorTexts[lang]
  if (event.state === 'cancelled') return t.cancelled
  if (event.state === 'draft') return t.draft
  return now < doorOpensAt(event) ? t.notYet(formatDateTime(doorOpensAt(event), lang)) : t.over
}
