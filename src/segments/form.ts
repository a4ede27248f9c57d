import { z } from 'zod'
import { type Condition, type ConditionKind, KINDS } from './conditions.ts'
import { EVERYONE, GROUPS_MAX, isGroup, type SegmentGroup, SegmentRule } from './rule.ts'

/** Cards that are filled in; some of them may be blank. */
export const CARDS_MAX = 30
/** What a card says beside its choices: alone it asks nothing. */
const SETTINGS = ['kind', 'not', 'did', 'was']

export type Values = Readonly<Record<string, readonly string[]>>
export type ConditionCard = { kind: ConditionKind; values: Values }
export type GroupCard = { kind: 'group'; match: 'all' | 'any'; not: boolean; cards: readonly ConditionCard[] }
export type Card = ConditionCard | GroupCard
/** A rule as it is being filled in: its fields are called c0.in, and in a group c1.0.in. */
export type RuleForm = { match: 'all' | 'any'; cards: readonly Card[] }
/** What is wrong with a field, by its name; '' is the form as a whole. */
export type RuleErrors = Readonly<Record<string, 'value' | 'order' | 'limit'>>
export type RuleRead = { rule: SegmentRule; errors?: never } | { rule?: never; errors: RuleErrors }

const FIELD = /^c(\d{1,2})\.(?:(\d{1,2})\.)?([a-zA-Z]{1,12})$/

/** The cards as they were posted; undefined: no page of ours posts that. */
export function cardsIn(
  posted: Readonly<Record<string, string | readonly string[] | undefined>>,
): RuleForm | undefined {
  const found = new Map<number, { values: Map<string, string[]>; inner: Map<number, Map<string, string[]>> }>()
  for (const [name, value] of Object.entries(posted)) {
    const [, at, within, key = ''] = FIELD.exec(name) ?? []
    if (at === undefined) continue
    const card = found.get(Number(at)) ?? { values: new Map(), inner: new Map() }
    found.set(Number(at), card)
    const inner = card.inner.get(Number(within)) ?? new Map<string, string[]>()
    if (within !== undefined) card.inner.set(Number(within), inner)
    const kept = within === undefined ? card.values : inner
    kept.set(key, [value ?? []].flat())
  }
  const cards = inOrder(found).map(({ values, inner }) =>
    values.get('kind')?.[0] === 'group' ? groupCard(values, inOrder(inner)) : conditionCard(values),
  )
  const known = cards.filter((card) => card !== undefined)
  return known.length < cards.length ? undefined : { match: matchOf(posted.match), cards: known }
}

const inOrder = <T>(found: Map<number, T>) => [...found].sort(([a], [b]) => a - b).map(([, value]) => value)
const matchOf = (said: string | readonly string[] | undefined) => ([said].flat()[0] === 'any' ? 'any' : 'all')
const isKind = (said: string): said is ConditionKind => Object.hasOwn(KINDS, said)

function conditionCard(values: Map<string, string[]>): ConditionCard | undefined {
  const kind = values.get('kind')?.[0] ?? ''
  return isKind(kind) ? { kind, values: Object.fromEntries(values) } : undefined
}

function groupCard(values: Map<string, string[]>, inner: readonly Map<string, string[]>[]): GroupCard | undefined {
  const cards = inner.map(conditionCard).filter((card) => card !== undefined)
  if (cards.length < inner.length) return undefined
  return { kind: 'group', match: matchOf(values.get('match')?.[0]), not: values.get('not') !== undefined, cards }
}

/** The rule that the cards make. A blank card asks nothing; one that can't be meant is an error at its field. */
export function ruleOf({ match, cards }: RuleForm): RuleRead {
  const errors: Record<string, 'value' | 'order' | 'limit'> = {}
  const read = ({ kind, values }: ConditionCard, prefix: string): Condition[] => {
    const raw = rawOf(kind, values)
    if (isBlank(raw)) return []
    const parsed = parse(kind, raw)
    for (const { path, code } of parsed.error?.issues ?? [])
      errors[`${prefix}.${String(path[0] ?? '')}`] ??= code === 'custom' ? 'order' : 'value'
    return parsed.data ? [parsed.data] : []
  }
  const conditions = cards.flatMap((card, i): (SegmentGroup | Condition)[] => {
    if (card.kind !== 'group') return read(card, `c${i}`)
    const inner = card.cards.flatMap((one, j) => read(one, `c${i}.${j}`))
    const not = card.not ? { not: true as const } : {}
    return inner.length === 0 ? [] : [{ kind: 'group', match: card.match, ...not, conditions: inner }]
  })
  if (Object.keys(errors).length > 0) return { errors }
  if (conditions.length === 0) return { rule: EVERYONE }
  const { data: rule } = SegmentRule.safeParse({ match, conditions })
  return rule ? { rule } : { errors: { '': 'limit' } }
}

const parse = (kind: ConditionKind, raw: Readonly<Record<string, unknown>>): z.ZodSafeParseResult<Condition> =>
  KINDS[kind].schema.safeParse(raw)

/** Posted texts as what the schema of the kind expects at each key: a list, a number, or a text. */
function rawOf(kind: ConditionKind, values: Values) {
  const raw: Record<string, unknown> = { kind }
  for (const [key, type] of Object.entries<z.core.$ZodType>(KINDS[kind].schema.shape)) {
    const given = (values[key] ?? []).filter((value) => value !== '')
    if (key === 'kind' || given.length === 0) continue
    const wanted = type instanceof z.ZodOptional ? type.unwrap() : type
    if (key === 'not') raw.not = true
    else if (wanted instanceof z.ZodArray) raw[key] = given
    else raw[key] = wanted instanceof z.ZodNumber ? Number(given[0]) : given[0]
  }
  return raw
}

const isBlank = (raw: Readonly<Record<string, unknown>>) => Object.keys(raw).every((key) => SETTINGS.includes(key))

/** A saved rule as the cards that make it. */
export const formOf = ({ match, conditions }: SegmentRule): RuleForm => ({
  match,
  cards: conditions.map((part) =>
    isGroup(part)
      ? { kind: 'group', match: part.match, not: part.not === true, cards: part.conditions.map(cardOf) }
      : cardOf(part),
  ),
})

const cardOf = (condition: Condition): ConditionCard => ({
  kind: condition.kind,
  values: Object.fromEntries(
    Object.entries(condition)
      .filter(([key, value]) => key !== 'kind' && value !== undefined)
      .map(([key, value]) => [key, key === 'not' ? ['yes'] : [value].flat().map(String)]),
  ),
})

/** Everything that a browser posts of these cards. */
export const fieldsOf = ({ match, cards }: RuleForm): Record<string, readonly string[]> => ({
  match: [match],
  ...Object.fromEntries(cards.flatMap((card, i) => cardFields(card, `c${i}`))),
})

function cardFields(card: Card, prefix: string): [string, readonly string[]][] {
  if (card.kind === 'group')
    return [
      [`${prefix}.kind`, ['group']],
      [`${prefix}.match`, [card.match]],
      ...(card.not ? [[`${prefix}.not`, ['yes']] satisfies [string, string[]]] : []),
      ...card.cards.flatMap((one, j) => cardFields(one, `${prefix}.${j}`)),
    ]
  return [
    [`${prefix}.kind`, [card.kind]],
    ...Object.entries(card.values)
      .filter(([key]) => key !== 'kind')
      .map(([key, values]): [string, readonly string[]] => [`${prefix}.${key}`, values]),
  ]
}

/**
 * What a tap on a button makes of the cards: add:tag, add:group, add:tag:2 (into that group), remove:2, remove:2.0.
 * Anything else, or more than there may be, changes nothing.
 */
export function withTap(form: RuleForm, tap: string): RuleForm {
  const [, what, kind = '', at] = /^(add|remove):([a-z_]*\d*(?:\.\d+)?)(?::(\d+))?$/.exec(tap) ?? []
  if (what === 'remove') return { ...form, cards: without(form.cards, kind) }
  const isFull = countCards(form.cards) >= CARDS_MAX
  if (what !== 'add' || isFull) return form
  if (kind === 'group') return groupsIn(form) < GROUPS_MAX ? { ...form, cards: [...form.cards, EMPTY_GROUP] } : form
  if (!isKind(kind)) return form
  const added: ConditionCard = { kind, values: {} }
  if (at === undefined) return { ...form, cards: [...form.cards, added] }
  const into = (card: Card, i: number) =>
    card.kind === 'group' && i === Number(at) ? { ...card, cards: [...card.cards, added] } : card
  return { ...form, cards: form.cards.map(into) }
}

const EMPTY_GROUP: GroupCard = { kind: 'group', match: 'any', not: false, cards: [] }

export const groupsIn = ({ cards }: RuleForm) => cards.filter(({ kind }) => kind === 'group').length
const countCards = (cards: readonly Card[]) =>
  cards.reduce((sum, card) => sum + (card.kind === 'group' ? card.cards.length : 1), 0)

function without(cards: readonly Card[], place: string): readonly Card[] {
  const [at, within] = place.split('.').map(Number)
  if (within === undefined) return cards.filter((_, i) => i !== at)
  return cards.map((card, i) =>
    card.kind === 'group' && i === at ? { ...card, cards: card.cards.filter((_, j) => j !== within) } : card,
  )
}
