import { sql } from 'kysely'
import { z } from 'zod'
import type { Store } from '../db/store.ts'

/** Characters that fit a printed card. */
export const GREETING_MAX = 80
export const THANKS_MAX = 200
export const INVITATION_DAYS = { default: 60, min: 7, max: 180 } as const
export const RETENTION_DAYS = { default: 90, min: 30, max: 365 } as const

const GREETING = 'invitation_greeting'
const THANKS = 'graduation_thanks'
const DAYS = 'invitation_days'
const RETENTION = 'roster_retention_days'

export type RosterSettings = {
  /** The owner's words on a printed invitation and on a graduation card; undefined: the house's own. */
  greeting: string | undefined
  thanks: string | undefined
  /** How long an invitation is good for. */
  invitationDays: number
  /** How long an entry stays that nobody registered for. */
  retentionDays: number
}

const days = ({ default: usual, min, max }: { default: number; min: number; max: number }) =>
  z.coerce.number().int().min(min).max(max).catch(usual)
const Kept = z.object({
  [GREETING]: z.string().min(1).optional(),
  [THANKS]: z.string().min(1).optional(),
  [DAYS]: days(INVITATION_DAYS),
  [RETENTION]: days(RETENTION_DAYS),
})

/** How the shop invites and how long it keeps whom it invited; what was never set is as the house has it. */
export async function rosterSettings({ db }: Store): Promise<RosterSettings> {
  const rows = await db
    .selectFrom('settings')
    .select(['key', 'value'])
    .where('key', 'in', [GREETING, THANKS, DAYS, RETENTION])
    .execute()
  const kept = Kept.parse(Object.fromEntries(rows.map(({ key, value }) => [key, value])))
  return {
    greeting: kept[GREETING],
    thanks: kept[THANKS],
    invitationDays: kept[DAYS],
    retentionDays: kept[RETENTION],
  }
}

/** Keeps all four; words that are missing go back to the house's own. */
export async function setRosterSettings({ db, batch }: Store, set: RosterSettings) {
  const values = {
    [GREETING]: set.greeting ?? '',
    [THANKS]: set.thanks ?? '',
    [DAYS]: String(set.invitationDays),
    [RETENTION]: String(set.retentionDays),
  }
  await batch(
    Object.entries(values).map(([key, value]) =>
      value === ''
        ? db.deleteFrom('settings').where('key', '=', key)
        : db
            .insertInto('settings')
            .values({ key, value })
            .onConflict((clash) => clash.column('key').doUpdateSet({ value })),
    ),
  )
}

/** The same figure inside a statement, in days. */
export const retentionDays = sql<number>`coalesce(
  (select cast(value as integer) from settings
    where key = ${RETENTION} and cast(value as integer) between ${RETENTION_DAYS.min} and ${RETENTION_DAYS.max}),
  ${RETENTION_DAYS.default})`
