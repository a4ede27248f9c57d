import type { Store } from '../db/store.ts'
import { type Meant, membersOf, type SegmentRule } from '../segments/rule.ts'

/** How the form names an audience of one person, or of a few by comma, where a segment's id stands otherwise. */
const PREFIX = 'person:'
/** As many as a shift has places. */
const CHOSEN_MAX = 50
/** What a value of the form that names so many is long at most, in UTF-16 code units. */
export const CHOICE_MAX = 2_000

/** The people of a letter to one person; and who it is to, if a rule is one. */
export const ruleForPerson = (memberId: string): SegmentRule => ruleForPeople([memberId])

/** The people of a message to a few, by name. */
export const ruleForPeople = (memberIds: readonly string[]): SegmentRule => ({
  match: 'all',
  conditions: [{ kind: 'person', in: [...memberIds] }],
})

/** The form's value for a draft to one person, or to a few by name; undefined for any other. */
export function choiceOf(rule: SegmentRule): string | undefined {
  const ids = chosenIn(rule)
  return ids.length > 0 && ids.length <= CHOSEN_MAX ? `${PREFIX}${ids.join(',')}` : undefined
}

/** Whom a rule names, if it does nothing else. */
export function chosenIn({ match, conditions }: SegmentRule): readonly string[] {
  const [only, ...others] = conditions
  return match !== 'all' || others.length > 0 || only?.kind !== 'person' || only.not ? [] : only.in
}

/** Whether a value of the form names people, whoever they are and whether they may be written to still. */
export const isToPerson = (chosen: string) => chosen.startsWith(PREFIX)

/** Whose ids a value of the form names, whoever they are. */
export const namedIn = (chosen: string): readonly string[] =>
  isToPerson(chosen) ? [...new Set(chosen.slice(PREFIX.length).split(',').filter(Boolean))].slice(0, CHOSEN_MAX) : []

/** Whom a value of the form names: those of the alumni whom the operator may see; none for a segment, or for nobody. */
export async function addresseesOf({ db }: Store, { chosen, ...asked }: { chosen: string } & Omit<Meant, 'rule'>) {
  const ids = namedIn(chosen)
  if (ids.length === 0) return []
  return membersOf(db, { ...asked, rule: ruleForPeople(ids) })
    .select(['members.id', 'members.name'])
    .orderBy('members.name')
    .orderBy('members.id')
    .execute()
}
