import { Hono } from 'hono'
import { PURPOSES } from '../consent/consent.ts'
import { noteAccess } from '../interactions/access-log.ts'
import { consentTexts } from '../texts/consent.ts'
import { tokyoDay } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import { memberTexts } from '../texts/members.ts'
import { csvResponse } from '../web/csv.ts'
import type { WebEnv } from '../web/env.ts'
import { allow } from '../web/session.ts'
import { countExported, type Exported, exportMembers } from './exporting.ts'

/**
 * The alumni as a file that Excel opens, for owners. It is noted who took along how many before the first line is read;
 * the operator's session is enough, they are not asked to sign in again.
 */
export const exportAdmin = new Hono<WebEnv>().get('/export.csv', allow('owner'), async (c) => {
  const { deps, language, operator } = c.var
  const { store } = deps
  const now = deps.now()
  const detail = { page: 'members', count: await countExported(store) }
  await noteAccess(store, { operatorId: operator.id, action: 'members_exported', detail, now })
  return csvResponse(c, {
    filename: memberTexts[language].csv.filename(tokyoDay(now)),
    header: headerOf(language),
    rows: lines(exportMembers(store), language),
  })
})

async function* lines(people: AsyncGenerator<Exported>, language: Language) {
  for await (const person of people) yield lineOf(person, language)
}

function headerOf(language: Language) {
  const { columns, person, roster, consents, csv } = memberTexts[language]
  return [
    person.state,
    person.name,
    roster.kana,
    person.store,
    person.role,
    person.joined,
    person.left,
    person.language,
    person.friend,
    ...[consents.privacy, ...PURPOSES.map((purpose) => consentTexts[language].names[purpose])].map(csv.consentTo),
    csv.tags,
    columns.since,
    person.decided,
    person.seen,
  ]
}

function lineOf(person: Exported, language: Language) {
  const { states, person: t, consents, csv } = memberTexts[language]
  const day = (at: number | null) => (at === null ? '' : tokyoDay(at))
  const answer = (granted: 0 | 1 | null) =>
    granted === null ? consents.never : granted === 1 ? consents.on : consents.off
  return [
    states[person.state],
    person.name,
    person.kana,
    person.store_name,
    person.role_name,
    person.joined_on,
    person.left_on,
    t.languages[person.language],
    person.follow_state === null ? '' : csv.friend[person.follow_state],
    ...[person.privacy, ...PURPOSES.map((purpose) => person[purpose])].map(answer),
    person.tags,
    day(person.applied_at),
    day(person.decided_at),
    day(person.last_seen_at),
  ]
}
