import { type Compilable, sql } from 'kysely'
import type { Store } from '../../src/db/store.ts'

/**
 * What judges knows nothing of how places are given and people told: triggers look at each row as it is written. Outcomes
 * have no topic; what asks for a shift has its opening's.
 */
const ORACLE = [
  'create table oracle_violations (kind text not null, detail text not null) strict',
  `create trigger oracle_over after insert on assignments
    when (select count(*) from assignments where opening_id = new.opening_id and state in ('confirmed', 'worked', 'missed'))
      > (select headcount from shift_openings where id = new.opening_id)
    begin insert into oracle_violations values ('over', new.opening_id || ' ' || new.member_id); end`,
  `create trigger oracle_owed_late after insert on outbox_messages
    when new.topic is not null and (select state from shift_openings where id = substr(new.topic, 7)) <> 'open'
    begin insert into oracle_violations values ('late', 'owed ' || new.id); end`,
  `create trigger oracle_left_late after update of state on outbox_messages
    when new.state = 'inflight' and old.state <> 'inflight' and new.topic is not null
      and (select state from shift_openings where id = substr(new.topic, 7)) <> 'open'
    begin insert into oracle_violations values ('late', 'left ' || new.id); end`,
  // An outcome is of somebody who applied, also if they passed on it later.
  `create trigger oracle_told_nobodys after insert on shift_notices
    when new.kind not like 'shop_%' and not exists (select 1 from shift_claims
      where opening_id = new.opening_id and member_id = new.member_id and state <> 'passed')
      and not exists (select 1 from assignments where opening_id = new.opening_id and member_id = new.member_id)
    begin insert into oracle_violations values ('late', 'told ' || new.kind || ' ' || new.member_id); end`,
]

export const openOracle = ({ db, batch }: Store) =>
  batch(ORACLE.map((words): Compilable => ({ compile: () => sql.raw(words).compile(db) })))

export async function violations({ db }: Store) {
  const { rows } = await sql<{ kind: 'over' | 'late'; detail: string }>`select * from oracle_violations`.execute(db)
  return rows
}
