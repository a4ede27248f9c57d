import { sql } from 'kysely'
import type { Store } from '../../db/store.ts'

/** One wave of pushes: when it left, to how many, who of them looked, who of them answered anything. */
export type AskedWave = { wave: number; at: number; people: number; read: number; answered: number }
export type Asked = {
  waves: readonly AskedWave[]
  /** Everybody on whose board it stands, those who were pushed included. */
  board: { people: number; read: number; answered: number }
  /** Messages that it cost so far: those that asked, and those that told people how it went. */
  pushes: number
  outcomes: number
}

type Row = { wave: number | null; at: number | null; people: number; read: number; answered: number }

/** How far the asking has come, and what it cost: pushes, and what was told afterwards, to the shop's own people too. */
export async function readAsked({ db }: Store, openingId: string): Promise<Asked> {
  const { rows } = await sql<Row>`select asks.wave, min(asks.pushed_at) as at, count(*) as people,
      count(asks.read_at) as read,
      count(iif(exists (select 1 from shift_claims
        where shift_claims.opening_id = asks.opening_id and shift_claims.member_id = asks.member_id), 1, null)) as answered
    from shift_asks as asks where asks.opening_id = ${openingId}
    group by asks.wave order by asks.wave`.execute(db)
  const { rows: told } = await sql<{ outcomes: number }>`select count(*) as outcomes from shift_notices
    where opening_id = ${openingId} and run <> 'known'`.execute(db)
  const waves = rows.flatMap(({ wave, at, ...counts }) =>
    wave === null || at === null ? [] : [{ wave, at, ...counts }],
  )
  const sum = (of: 'people' | 'read' | 'answered') => rows.reduce((total, row) => total + row[of], 0)
  return {
    waves,
    board: { people: sum('people'), read: sum('read'), answered: sum('answered') },
    pushes: waves.reduce((total, { people }) => total + people, 0),
    outcomes: told[0]?.outcomes ?? 0,
  }
}
