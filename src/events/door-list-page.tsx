import { doorTexts } from '../texts/event-door.ts'
import { formatDateTime, formatNumber, formatTime } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import type { Operator } from '../web/env.ts'
import { Page } from '../web/ui.tsx'
import type { Printed } from './door-list.ts'
import { DoorHead } from './door-pages.tsx'
import { whoIs } from './door-parts.tsx'
import type { ShopEvent } from './events.ts'

/** Lines left empty for those nobody expected. */
const EMPTY_LINES = 8

type Props = {
  lang: Language
  operator: Operator
  event: ShopEvent
  list: { going: readonly Printed[]; waiting: readonly Printed[] }
  back: string
  now: number
}

/** The door on A4, for an evening without a connection: who comes, what they must not eat, and room to tick. */
export const DoorListPage = ({ lang, operator, event, list, back, now }: Props) => {
  const t = doorTexts[lang]
  const { going, waiting } = list
  const sum = (count: (guest: Printed) => number) => formatNumber(going.reduce((all, guest) => all + count(guest), 0))
  return (
    <Page
      lang={lang}
      title={event.title}
      operator={operator}
      current="events"
      path={`${back}/list`}
      back={{ href: back, label: t.title }}
      head={<DoorHead />}
      wide
    >
      <div class="door-print">
        <p>
          {t.when(formatDateTime(event.startsAt, lang), formatTime(event.endsAt))} {event.place}
          <br />
          {t.people(going.reduce((all, { party }) => all + party, 0))}（{t.capacity(formatNumber(event.capacity))}）
          {event.alcohol && ` ${t.drinkers(sum(({ drinkers }) => drinkers))}`} {t.printedAt(formatDateTime(now, lang))}
        </p>
        <p>
          <button type="button" class="primary" data-print="" hidden>
            {t.print}
          </button>
        </p>
        {going.length === 0 ? (
          <p>{t.listNone}</p>
        ) : (
          <List lang={lang} event={event} guests={going} caption={t.listTitle} />
        )}
        {waiting.length > 0 && (
          <>
            <h2>{t.listWaiting}</h2>
            <List lang={lang} event={event} guests={waiting} caption={t.listWaiting} />
          </>
        )}
        <h2>{t.listWalkIns}</h2>
        <List lang={lang} event={event} guests={[]} caption={t.listWalkIns} empty={EMPTY_LINES} />
        <section class="door-how">
          <h2>{t.how}</h2>
          <ol>
            {t.howSteps.map((step) => (
              <li>{step}</li>
            ))}
          </ol>
        </section>
      </div>
    </Page>
  )
}

type ListProps = { lang: Language; event: ShopEvent; guests: readonly Printed[]; caption: string; empty?: number }

const List = ({ lang, event, guests, caption, empty = 0 }: ListProps) => {
  const t = doorTexts[lang]
  return (
    <table class="door-list">
      <caption class="hidden">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{t.listTick}</th>
          <th scope="col">{t.listName}</th>
          <th scope="col">{t.listPeople}</th>
          {event.alcohol && <th scope="col">{t.listDrinkers}</th>}
          {event.asksAllergies && <th scope="col">{t.listAllergies}</th>}
          <th scope="col" class="memo">
            {t.listMemo}
          </th>
        </tr>
      </thead>
      <tbody>
        {guests.map((guest) => (
          <tr>
            <td class="tick">{guest.inside > 0 ? '☑' : '☐'}</td>
            <td>
              {guest.kana && <small>{guest.kana}</small>}
              <bdi>{whoIs(lang, guest)}</bdi>
            </td>
            <td class="few">{t.people(guest.party)}</td>
            {event.alcohol && <td class="few">{guest.drinkers > 0 ? t.people(guest.drinkers) : '–'}</td>}
            {event.asksAllergies && <td>{guest.allergies && <strong>{guest.allergies}</strong>}</td>}
            <td>{guest.inside > 0 && t.listIn}</td>
          </tr>
        ))}
        {Array.from({ length: empty }, () => (
          <tr>
            <td class="tick">☐</td>
            <td />
            <td class="few" />
            {event.alcohol && <td class="few" />}
            {event.asksAllergies && <td />}
            <td />
          </tr>
        ))}
      </tbody>
    </table>
  )
}
