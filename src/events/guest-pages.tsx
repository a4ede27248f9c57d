import type { Child } from 'hono/jsx'
import { guestListTexts } from '../texts/event-guest-lists.ts'
import { formatDateTime } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import type { Operator } from '../web/env.ts'
import { Page } from '../web/ui.tsx'
import { Button, SearchField } from '../web/ui-forms.tsx'
import { Card, Empty } from '../web/ui-parts.tsx'
import { PATH } from './event-pages.tsx'
import type { ShopEvent } from './events.ts'
import type { GuestCounts } from './guest-counts.ts'
import type { Guest, GuestCursor, GuestList } from './guests.ts'
import type { SeatCount } from './standing.ts'
import { GuestRows, guestPath, guestsPath, isComing, listLabel, NameOf } from './view-parts.tsx'

/** The lists that one chooses from. */
const CHOICES = ['going', 'line', 'declined', 'silent'] as const satisfies readonly GuestList[]

type ListPageProps = {
  lang: Language
  operator: Operator
  event: ShopEvent
  seats: SeatCount
  counts: GuestCounts
  list: GuestList
  search: string
  guests: readonly Guest[]
  next: GuestCursor | undefined
  /** Whether this is a later page. */
  later: boolean
  /** Who has not answered and is called as was searched for. */
  others: readonly { memberId: string; name: string | null; storeName: string | null }[]
}

export const GuestsPage = (props: ListPageProps) => {
  const { lang, operator, event, list, search, guests, others } = props
  const t = guestListTexts[lang].lists
  return (
    <Page
      lang={lang}
      title={t.title}
      operator={operator}
      current="events"
      path={guestsPath(event.id)}
      back={{ href: `${PATH}/${event.id}`, label: event.title }}
    >
      <Lists {...props} />
      <Search {...props} />
      {guests.length > 0 && <GuestRows lang={lang} event={event} guests={guests} />}
      {guests.length === 0 && others.length === 0 && (
        <Empty title={search === '' ? t.none : t.noneFound}>{search === '' ? t.noneGoing : t.byHandNote}</Empty>
      )}
      <Pages {...props} />
      {others.length > 0 && <Others {...props} />}
      {guests.length > 0 && (
        <p>
          <a href={hrefOf(`${guestsPath(event.id)}.csv`, { list, search })}>{t.csvOfList}</a>
          <br />
          <small>{t.csvNote}</small>
        </p>
      )}
    </Page>
  )
}

const Lists = ({ lang, event, seats, counts, list }: ListPageProps) => {
  const t = guestListTexts[lang].lists
  const { parties, declined, cancelled, lapsed } = seats
  const people = {
    going: parties.going,
    line: parties.waiting + parties.offered,
    declined: declined + cancelled + lapsed,
    silent: counts.silent,
  }
  return (
    <nav class="chips filters" aria-label={t.label}>
      {CHOICES.map((one) => (
        <a
          class={one === list ? 'button primary' : 'button secondary'}
          href={guestsPath(event.id, one)}
          {...(one === list ? { 'aria-current': 'page' } : {})}
        >
          {listLabel(lang, one, people[one])}
        </a>
      ))}
    </nav>
  )
}

const Search = ({ lang, event, list, search }: ListPageProps) => {
  const t = guestListTexts[lang].lists
  return (
    <search>
      <form method="get" action={guestsPath(event.id)} class="filters">
        <input type="hidden" name="show" value={list} />
        <SearchField lang={lang} label={t.search} value={search} hint={t.searchHint} />
        <Button kind="secondary">{t.searchButton}</Button>
        {search !== '' && (
          <Button kind="quiet" href={guestsPath(event.id, list)}>
            {t.clear}
          </Button>
        )}
      </form>
    </search>
  )
}

const Pages = ({ lang, event, list, search, next, later }: ListPageProps) => {
  const t = guestListTexts[lang].lists
  const here = { list, search }
  return (
    <p class="chips">
      {next && (
        <Button kind="secondary" href={hrefOf(guestsPath(event.id), { ...here, after: next })}>
          {t.next}
        </Button>
      )}
      {later && (
        <Button kind="quiet" href={hrefOf(guestsPath(event.id), here)}>
          {t.first}
        </Button>
      )}
    </p>
  )
}

const Others = ({ lang, event, others }: ListPageProps) => {
  const t = guestListTexts[lang].lists
  return (
    <Card title={t.others}>
      <p class="muted">{t.othersNote}</p>
      <ul class="comers">
        {others.map(({ memberId, name, storeName }) => (
          <li>
            <a href={guestPath(event.id, memberId)}>
              <span class="who-comes">
                <b>
                  <NameOf lang={lang} name={name} />
                </b>
              </span>
              <small>{storeName}</small>
            </a>
          </li>
        ))}
      </ul>
    </Card>
  )
}

type Here = { list: GuestList; search: string; after?: GuestCursor }

function hrefOf(path: string, { list, search, after }: Here) {
  const query = new URLSearchParams({ show: list })
  if (search !== '') query.set('q', search)
  if (after) query.set('after', `${after.id}.${after.key}`)
  return `${path}?${query}`
}

/** What is known of one person's answer. */
export function factsOf({ lang, event, guest }: { lang: Language; event: ShopEvent; guest: Guest }) {
  const t = guestListTexts[lang].guest
  const { state, party, nth, drinkers, allergies, answers, answeredAt, cameAt, people } = guest
  const { lists } = guestListTexts[lang]
  const facts: { term: string; detail: Child }[] = [
    { term: t.state, detail: state === null ? t.silent : t.states[state] },
  ]
  const comes = isComing(guest)
  if (comes) facts.push({ term: t.party, detail: lists.people(party) })
  if (nth !== null) facts.push({ term: t.place, detail: lists.nth(nth) })
  if (comes && event.alcohol)
    facts.push({ term: t.drinkers, detail: drinkers === null ? t.unsaid : lists.people(drinkers) })
  if (allergies !== null) facts.push({ term: t.allergies, detail: <strong class="lines">{allergies}</strong> })
  for (const { question, answer } of answers)
    if (answer !== '') facts.push({ term: question, detail: <span class="lines">{answer}</span> })
  if (answeredAt !== null) facts.push({ term: t.answeredAt, detail: formatDateTime(answeredAt, lang) })
  if (cameAt !== null)
    facts.push({ term: t.cameAt, detail: `${formatDateTime(cameAt, lang)} ${lists.cameWith(people ?? party)}` })
  return facts
}
