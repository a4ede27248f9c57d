import { formatDate } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import { type Said, segmentWords } from '../texts/segment-words.ts'
import type { Condition, ConditionKind, Conditions } from './conditions.ts'
import type { Named, RuleNames } from './names.ts'
import { isGroup, type SegmentGroup, type SegmentRule } from './rule.ts'

type Speech = { names: RuleNames; language: Language }
type Words = { [K in ConditionKind]: (condition: Conditions[K], speech: Speech) => Said }
/** A rule as it is said: brackets that change nothing are gone. */
type Tree = { match: 'all' | 'any'; not: boolean; parts: readonly Part[] }
type Part = { condition: Condition } | Tree

/** "Not" of these is taken out of those who are meant (ただし…を除く); of the others it is said of the person (…ていない人). */
const LEFT_OUT: readonly ConditionKind[] = [
  'store',
  'role',
  'left',
  'left_within',
  'left_before',
  'tenure',
  'tag',
  'registered_since',
  'person',
]

/** A rule read back as one sentence, so that an owner can hear a mistake. `storeId`: the one store that it ends at. */
export function ruleSentence(rule: SegmentRule, names: RuleNames, language: Language, storeId: string | null = null) {
  const meant: Tree = { match: rule.match, not: false, parts: rule.conditions.map(partOf) }
  const here: Part = { condition: { kind: 'store', in: [storeId ?? ''] } }
  const tree = simple(storeId === null ? meant : { match: 'all', not: false, parts: [here, meant] })
  return peopleOf(tree, { names, language })
}

const partOf = (part: SegmentGroup | Condition): Part =>
  isGroup(part)
    ? { match: part.match, not: part.not === true, parts: part.conditions.map((condition) => ({ condition })) }
    : { condition: part }

/** All within all is one list, and so is any within any; a list of one is that one. */
function simple({ match, not, parts }: Tree): Tree {
  const flat = parts.flatMap((part): readonly Part[] => {
    if ('condition' in part) return [part]
    const inner = simple(part)
    const [only, ...more] = inner.parts
    if (only === undefined) return []
    if (more.length === 0) return [inner.not ? negated(only) : only]
    return inner.match === match && !inner.not ? inner.parts : [inner]
  })
  const [only, ...more] = flat
  const opened = only && more.length === 0 && !('condition' in only) && !only.not ? only : undefined
  return opened ?? { match: flat.length > 1 ? match : 'all', not, parts: flat }
}

function negated(part: Part): Part {
  if (!('condition' in part)) return { ...part, not: !part.not }
  const { not, ...rest } = part.condition
  return { condition: not ? rest : { ...rest, not: true } }
}

function peopleOf({ match, parts }: Tree, speech: Speech): string {
  const t = segmentWords[speech.language]
  if (match === 'any') return t.people(t.oneOf(parts.map((part) => end(part, speech))))
  const isLeftOut = (part: Part) =>
    'condition' in part ? part.condition.not === true && LEFT_OUT.includes(part.condition.kind) : part.not
  const said = parts.filter((part) => !isLeftOut(part))
  const meant = said.length === 0 ? t.everyone : t.people(clauses(said, speech))
  const leftOut = parts.filter(isLeftOut).map(negated).flatMap(alternatives)
  return leftOut.length === 0
    ? meant
    : t.except(
        meant,
        leftOut.map((part) => end(part, speech)),
      )
}

/** Who is left out when neither one nor another may hold: the one and the other. */
const alternatives = (part: Part): readonly Part[] =>
  'condition' in part || part.match === 'all' ? [part] : part.parts

/** 渋谷店のホール経験者で、2年以内に退職し、クーポンのお知らせを受け取る人: brackets come last. */
function clauses(parts: readonly Part[], speech: Speech): string {
  const t = segmentWords[speech.language]
  const merged = placeAndRole(parts, speech)
  const plain = merged.rest.filter((part) => 'condition' in part)
  const brackets = merged.rest.filter((part) => !('condition' in part))
  const said = [...merged.said, ...[...plain, ...brackets].map((part) => form(part, speech))]
  return t.clauses(said.map((one, i) => (i < said.length - 1 ? one.join : one.end)))
}

/** One store's people and one role are said in one breath. */
function placeAndRole(parts: readonly Part[], speech: Speech): { said: readonly Said[]; rest: readonly Part[] } {
  const found = <K extends ConditionKind>(kind: K) =>
    parts.flatMap((part) => ('condition' in part && part.condition.kind === kind && !part.condition.not ? [part] : []))
  const [store, anotherStore] = found('store')
  const [role, anotherRole] = found('role')
  if (store?.condition.kind !== 'store' || role?.condition.kind !== 'role' || anotherStore || anotherRole)
    return { said: [], rest: parts }
  const { names, language } = speech
  const said = segmentWords[language].storeAndRole(
    listed(store.condition.in, names.stores, language),
    roleNoun(role.condition.in, speech),
  )
  return { said: [said], rest: parts.filter((part) => part !== store && part !== role) }
}

const end = (part: Part, speech: Speech) => form(part, speech).end

/** How a part is said, its own "not" already in it. */
function form(part: Part, speech: Speech): { join: string; end: string } {
  const said = 'condition' in part ? say(part.condition.kind, part.condition, speech) : bracket(part, speech)
  const not = 'condition' in part ? part.condition.not === true : part.not
  return not ? { join: said.notJoin, end: said.notEnd } : said
}

const bracket = ({ match, parts }: Tree, speech: Speech) => {
  const t = segmentWords[speech.language]
  return match === 'any' ? t.either(parts.map((part) => end(part, speech))) : t.both(clauses(parts, speech))
}

const say = <K extends ConditionKind>(kind: K, condition: Conditions[K], speech: Speech) =>
  WORDS[kind](condition, speech)

/** The words of every kind of condition. */
const WORDS: Words = {
  store: (c, { names, language }) => segmentWords[language].store(listed(c.in, names.stores, language)),
  role: (c, speech) => segmentWords[speech.language].role(roleNoun(c.in, speech)),
  left: (c, { language }) => leftWords(c, language),
  left_within: (c, { language }) => segmentWords[language].leftWithin(c.months),
  left_before: (c, { language }) => segmentWords[language].leftBefore(c.months),
  tenure: (c, { language }) => segmentWords[language].tenure(c.atLeast, c.under),
  tag: (c, { language }) => segmentWords[language].tag(either(c.anyOf.map(segmentWords[language].quote), language)),
  consent: (c, { language }) => segmentWords[language].consent(segmentWords[language].letters[c.purpose]),
  language: (c, { language }) => {
    const { languages, ...t } = segmentWords[language]
    return t.language(
      either(
        c.in.map((one) => languages[one]),
        language,
      ),
    )
  },
  willing: (c, { language }) => {
    const { wishes, ...t } = segmentWords[language]
    return t.willing(
      either(
        c.in.map((one) => wishes[one]),
        language,
      ),
    )
  },
  skill: (c, { names, language }) => segmentWords[language].skill(listed(c.in, names.roles, language)),
  available: (c, { language }) => segmentWords[language].available(whenWords(c, language)),
  seen: (c, { language }) => segmentWords[language].seen(c.days),
  coupon: (c, { names, language }) =>
    segmentWords[language][c.did](listed(c.in, names.coupons, language, segmentWords[language].quote)),
  event_attended: (c, { names, language }) =>
    segmentWords[language].attended(listed(c.in, names.events, language, segmentWords[language].quote)),
  event_answer: (c, { names, language }) =>
    segmentWords[language][c.was](listed(c.in, names.events, language, segmentWords[language].quote)),
  worked_since: ({ from, months }, { language }) =>
    from === undefined
      ? segmentWords[language].workedWithin(months ?? 0)
      : segmentWords[language].workedFrom(dayWords(from, language)),
  not_contacted: (c, { language }) => segmentWords[language].notContacted(c.days),
  registered_since: ({ from, months }, { language }) =>
    from === undefined
      ? segmentWords[language].registeredWithin(months ?? 0)
      : segmentWords[language].registeredFrom(dayWords(from, language)),
  person: (c, { names, language }) => segmentWords[language].person(personWords(c.in, names.people, language)),
}

const either = (words: readonly string[], language: Language) => words.join(segmentWords[language].or)

function listed(ids: readonly string[], known: Named, language: Language, quote = (name: string) => name) {
  const names = ids.map((id) => known.find((one) => one.id === id)?.name)
  return either(
    names.map((name) => (name === undefined ? segmentWords[language].gone : quote(name))),
    language,
  )
}

const roleNoun = (ids: readonly string[], { names, language }: Speech) =>
  segmentWords[language].rolePeople(listed(ids, names.roles, language), ids.length > 1)

/** More than these are counted, not named. */
const PEOPLE_NAMED_MAX = 5

function personWords(ids: readonly string[], people: Named, language: Language) {
  const t = segmentWords[language]
  if (ids.length > PEOPLE_NAMED_MAX) return t.manyPeople(ids.length)
  const names = ids.flatMap((id) => people.find((one) => one.id === id)?.name ?? [])
  return names.length === 0 ? t.somebody : either(names.map(t.named), language)
}

function leftWords({ from, until }: Conditions['left'], language: Language) {
  const t = segmentWords[language]
  if (from !== undefined && from === until && from.length === 7) return t.leftIn(dayWords(from, language))
  if (from !== undefined && until !== undefined)
    return t.leftBetween(dayWords(from, language), dayWords(until, language))
  return from !== undefined ? t.leftFrom(dayWords(from, language)) : t.leftUntil(dayWords(until ?? '', language))
}

function whenWords({ weekdays = [], dayparts = [] }: Conditions['available'], language: Language) {
  const t = segmentWords[language]
  const days = either(
    weekdays.map((day) => t.weekdays[Number(day)] ?? ''),
    language,
  )
  const parts = either(
    dayparts.map((part) => t.dayparts[part]),
    language,
  )
  return days && parts ? t.weekdayAndPart(days, parts) : days || parts
}

/** A day, or a month: 2024年3月. */
const dayWords = (dayOrMonth: string, language: Language) =>
  dayOrMonth.length === 7
    ? formatDate(`${dayOrMonth}-01`, language).replace(language === 'ja' ? /1日$/ : /^1 /, '')
    : formatDate(dayOrMonth, language)
