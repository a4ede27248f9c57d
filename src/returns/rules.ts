import { type SqlBool, sql } from 'kysely'
import type { Store } from '../db/store.ts'
import { Refusal } from '../refusal.ts'

export const RULE_WORDS_MAX = 300
/** Versions that a page shows; nobody publishes so many. */
const VERSIONS_MAX = 50

export type RehireRule = {
  version: number
  wage: string
  position: string
  tenure: string
  words: string
  publishedAt: number
  publishedBy: string | null
}
export type RuleWords = Pick<RehireRule, 'wage' | 'position' | 'tenure' | 'words'>

/** The rules for coming back that hold today; undefined: the shop has published none yet. */
export const currentRules = async (store: Store): Promise<RehireRule | undefined> => (await listRules(store))[0]

/** Every version, the newest first. */
export const listRules = ({ db }: Store): Promise<RehireRule[]> =>
  db
    .selectFrom('rehire_rules')
    .leftJoin('operators', 'operators.id', 'rehire_rules.published_by')
    .select(['version', 'wage', 'position', 'tenure', 'words', 'published_at as publishedAt'])
    .select('operators.name as publishedBy')
    .orderBy('version', 'desc')
    .limit(VERSIONS_MAX)
    .execute()

type Publishing = { rules: RuleWords; seen: number | null; operatorId: string; now: number }

/**
 * Publishes the next version; the ones before stay as they were. `seen`: the version that was changed, null when there was
 * none. Of two who publish at once one is refused: rehire_rules_changed. Returns the new version.
 */
export async function publishRules({ db }: Store, { rules, seen, operatorId, now }: Publishing): Promise<number> {
  const { wage, position, tenure, words } = rules
  const { rows } = await sql<{ version: number }>`
    insert into rehire_rules (version, wage, position, tenure, words, published_by, published_at)
    select ${(seen ?? 0) + 1}, ${wage}, ${position}, ${tenure}, ${words}, ${operatorId}, ${now}
    where ${rulesAreStill(seen)}
    on conflict (version) do nothing returning version`.execute(db)
  const [published] = rows
  if (!published) throw new Refusal('rehire_rules_changed')
  return published.version
}

/** For guards: no newer version than the one that somebody read; null: there was none to read. */
export const rulesAreStill = (seen: number | null) => sql<SqlBool>`(select max(version) from rehire_rules) is ${seen}`
