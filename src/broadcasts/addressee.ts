import type { Store } from '../db/store.ts'
import { type Meant, membersOf, type SegmentRule } from '../segments/rule.ts'

/** How the form names an audience of one person, where a segment's id stands otherwise. */
const PREFIX = 'person:'

/** The people of a letter to one person; and who it is to, if a rule is one. */
export const ruleForPerson = (memberId: string): SegmentRule => ({
  match: 'all',
  conditions: [{ kind: 'person', in: [memberId] }],
})

/** The form's value for a draft to one person; undefined for any other. */
export function choiceOf({ match, conditions }: SegmentRule): string | undefined {
  const [only, ...others] = conditions
  if (match !== 'all' || others.length > 0 || only?.kind !== 'person' || only.not) return undefined
  const [memberId, ...more] = only.in
  return memberId !== undefined && more.length === 0 ? `${PREFIX}${memberId}` : undefined
}

/** Whether a value of the form names a person, whoever that is and whether they may be written to still. */
export const isToPerson = (chosen: string) => chosen.startsWith(PREFIX)

/** Whom a value of the form names: one of the alumni whom the operator may see; undefined for a segment, or for nobody. */
export async function addresseeOf({ db }: Store, { chosen, ...asked }: { chosen: string } & Omit<Meant, 'rule'>) {
  if (!isToPerson(chosen)) return undefined
  const rule = ruleForPerson(chosen.slice(PREFIX.length))
  return membersOf(db, { ...asked, rule })
    .select(['members.id', 'members.name'])
    .executeTakeFirst()
}
