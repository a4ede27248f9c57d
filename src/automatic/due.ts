import { type SqlBool, sql } from 'kysely'
import { hasConsent } from '../consent/consent.ts'
import type { Occasion } from '../db/schema.ts'
import { type Db, listOf, type Store } from '../db/store.ts'
import { PEOPLE_MAX } from '../segments/conditions.ts'
import { EVERYONE } from '../segments/rule.ts'
import { addDays, tokyoDate } from '../sending/anniversaries.ts'
import { audienceOf, reasonLeftOut } from '../sending/reach.ts'
import type { SendingSettings } from '../sending/sending-settings.ts'
import { type Means, type Occurrence, occurrencesOn } from './days.ts'

/** What is sent by itself is news: who does not take those gets none of it. */
export const PURPOSE = 'news'
/** So far ahead an owner is told what a switch would cost. */
export const FORECAST_DAYS = 30

type Due = {
  occasion: Occasion
  occurrence: Occurrence
  /** When the occasion was switched on: a welcome is for those who came after that. */
  enabledAt: number
  settings: SendingSettings
  now: number
}

/**
 * Who is to get an occasion's message now: whose day it is, who may be written to, and who did not get it for this
 * occurrence. Whom a cap or a missing consent leaves out today may still be due tomorrow.
 */
export const duePeople = (db: Db, { occasion, occurrence, enabledAt, settings, now }: Due) =>
  audienceOf(db, { rule: EVERYONE, now })
    .where(meant(occurrence.means, { enabledAt, now }))
    .where(notYet(occasion, occurrence.occurrence))
    .where((eb) => eb(reasonLeftOut({ purpose: PURPOSE, settings, now }, eb.ref('members.id')), 'is', null))
    .select('members.id')
    .orderBy('members.id')
    .limit(PEOPLE_MAX)

/**
 * How many people an occasion would write to in the next 30 days, by what is known today. Who will register is not known: as
 * many are taken for a welcome as registered in the last 30 days.
 */
export async function forecastOf({ db }: Store, { occasion, now }: { occasion: Occasion; now: number }) {
  const today = tokyoDate(now)
  const back = occasion === 'welcome'
  const days = Array.from({ length: FORECAST_DAYS }, (_, i) => addDays(today, back ? -i : i))
  let people = 0
  for (const { occurrence, means } of occurrencesOn(occasion, days)) {
    const row = await audienceOf(db, { rule: EVERYONE, now })
      .where(meant(means, { enabledAt: 0, now }))
      .$if(!back, (query) => query.where(notYet(occasion, occurrence)))
      .where('line_identities.follow_state', '=', 'following')
      .where((eb) => hasConsent(PURPOSE, eb.ref('members.id')))
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirst()
    people += row?.count ?? 0
  }
  return people
}

function meant(means: Means, { enabledAt, now }: { enabledAt: number; now: number }) {
  switch (means.kind) {
    case 'left_on':
      return sql<SqlBool>`members.left_on in ${listOf(means.days)}`
    case 'birth_month':
      return sql<SqlBool>`members.birth_month in (select value from json_each(${JSON.stringify(means.months)}))`
    case 'verified':
      return sql<SqlBool>`members.decided_at >= ${Math.max(means.from, enabledAt)}
        and members.decided_at < ${means.until} and members.decided_at <= ${now}`
  }
}

const notYet = (occasion: Occasion, occurrence: string) =>
  sql<SqlBool>`not exists (select 1 from automatic_sends where occasion = ${occasion}
    and member_id = members.id and occurrence = ${occurrence})`
