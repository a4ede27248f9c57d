import type { Compilable } from 'kysely'
import { z } from 'zod'
import type { Db, Store } from '../db/store.ts'

const HOUR_MAX = 24
/** Held back longer than this, a request whose answer is open could outlive LINE's memory of its key (24 h). */
export const QUIET_HOURS_MAX = 14
const PREFIX = 'sending.'

export const PLANS = ['communication', 'light', 'standard'] as const
export type Plan = (typeof PLANS)[number]

const hour = z.coerce.number().int().min(0).max(HOUR_MAX)
const count = z.coerce.number().int().min(0).max(1_000_000)

/** How the shop sends, as the owner set it. Every one has a default that needs no thought. */
export const SendingSettings = z.object({
  /** The plan of the LINE account; its free messages and prices: src/sending/cost.ts. */
  plan: z.enum(PLANS).default('communication'),
  /** What one message above the plan's free ones costs, yen (スタンダード: up to 3). */
  extraYen: z.coerce.number().min(0).max(3).default(3),
  /** Messages of the month kept for urgent shift openings. */
  reserve: count.default(0),
  /** Nothing is sent from this hour (Tokyo) ... */
  quietFrom: hour.default(21),
  /** ... to this one. Equal: no quiet hours. */
  quietTo: hour.default(9),
  /** Pushes to one person a day and a calendar month; 0 would be nobody, so at least 1. */
  capDay: count.min(1).default(1),
  capMonth: count.min(1).default(6),
  /** The second cap, of shift openings marked urgent. */
  urgentCapDay: count.min(1).default(2),
  urgentCapMonth: count.min(1).default(10),
  /** Above so many people the number has to be typed. */
  typedAbove: count.default(100),
  /** Above so many people somebody else has to confirm; 0: never. */
  approvalAbove: count.default(0),
})
export type SendingSettings = z.output<typeof SendingSettings>

/** The settings as they stand; what was never set, or makes no sense any more, is its default. */
export async function readSendingSettings({ db }: Store): Promise<SendingSettings> {
  const rows = await db
    .selectFrom('settings')
    .selectAll()
    .where('key', '>=', PREFIX)
    .where('key', '<', `${PREFIX}~`)
    .execute()
  const set = Object.fromEntries(rows.map(({ key, value }) => [key.slice(PREFIX.length), value]))
  const parsed = SendingSettings.safeParse(set)
  if (parsed.success) return parsed.data
  const wrong = new Set(parsed.error.issues.map(({ path }) => String(path[0])))
  return SendingSettings.parse(Object.fromEntries(Object.entries(set).filter(([name]) => !wrong.has(name))))
}

/** The statements that keep these settings; those not named stay as they are. */
export const settingsStatements = (db: Db, settings: Partial<SendingSettings>): readonly Compilable[] =>
  Object.entries(settings).map(([name, value]) =>
    db
      .insertInto('settings')
      .values({ key: `${PREFIX}${name}`, value: String(value) })
      .onConflict((clash) => clash.column('key').doUpdateSet({ value: String(value) })),
  )

/** Keeps the settings, all or none. */
export const saveSendingSettings = ({ db, batch }: Store, settings: Partial<SendingSettings>) =>
  batch(settingsStatements(db, settings))
