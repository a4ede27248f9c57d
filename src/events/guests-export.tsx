import { noteAccess } from '../interactions/access-log.ts'
import { guestListTexts } from '../texts/event-guest-lists.ts'
import { formatDateTime, tokyoDay } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import { type CsvRow, csvResponse } from '../web/csv.ts'
import { answerTo } from './answering.ts'
import type { ShopEvent } from './events.ts'
import { countGuests, exportGuests, type Guest, walkInsOf } from './guests.ts'
import { askedOf, type C, theEvent } from './guests-show.tsx'

/** Without a list, everybody who answered, and who walked in. It is noted who took along how many before. */
export async function exportedGuests(c: C) {
  const { deps, language, operator } = c.var
  const { store } = deps
  const event = await theEvent(c)
  const isWhole = c.req.query('show') === undefined
  const asked = { ...askedOf(c, event), ...(isWhole ? { list: 'answered' as const } : {}) }
  const walkIns = isWhole ? await walkInsOf(store, event.id) : []
  const detail = { page: 'event', count: (await countGuests(store, asked)) + walkIns.length }
  await noteAccess(store, { operatorId: operator.id, action: 'members_exported', detail, now: deps.now() })
  const { csv } = guestListTexts[language]
  return csvResponse(c, {
    filename: csv.filename(event.title, tokyoDay(deps.now())),
    header: headerOf(event, language),
    rows: lines({ guests: exportGuests(store, asked), walkIns, event, language }),
  })
}

type Lines = {
  guests: AsyncGenerator<Guest>
  walkIns: Awaited<ReturnType<typeof walkInsOf>>
  event: ShopEvent
  language: Language
}

async function* lines({ guests, walkIns, event, language }: Lines): AsyncGenerator<CsvRow> {
  for await (const guest of guests) yield lineOf(guest, event, language)
  const { csv } = guestListTexts[language]
  const unsaid = event.questions.map(() => '')
  for (const { name, people, drinkers, at } of walkIns)
    yield [name, '', '', csv.walkIn, '', '', drinkers, '', ...unsaid, '', formatDateTime(at, language), people]
}

function headerOf({ questions }: ShopEvent, language: Language) {
  const { csv: t } = guestListTexts[language]
  const answer = [t.name, t.store, t.role, t.state, t.party, t.place, t.drinkers, t.allergies]
  return [...answer, ...questions, t.answeredAt, t.cameAt, t.people]
}

function lineOf(guest: Guest, { questions }: ShopEvent, language: Language): CsvRow {
  const { guest: t } = guestListTexts[language]
  const { name, storeName, roleName, state, party, nth, drinkers, allergies, answers } = guest
  const when = (at: number | null) => (at === null ? '' : formatDateTime(at, language))
  return [
    name,
    storeName,
    roleName,
    state === null ? t.silent : t.states[state],
    state === null ? '' : party,
    nth,
    drinkers,
    allergies,
    ...questions.map((question) => answerTo(answers, question) ?? ''),
    when(guest.answeredAt),
    when(guest.cameAt),
    guest.people,
  ]
}
