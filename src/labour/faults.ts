import { breakNeeded } from './breaks.ts'
import { MINUTE_MS } from './days.ts'
import { type Floor, PREFECTURES } from './floors.ts'
import type { Hours, Terms, Wage } from './terms.ts'

/** Nobody works longer at a stretch for us. */
export const SHIFT_MINUTES_MAX = 15 * 60
const SHIFT_MINUTES_MIN = 60

export type Ad = Hours & Wage & { terms: Terms; closesAt: number; headcount: number; roleIds: readonly string[] }
/** The field of the form that a fault stands at. */
export type Field =
  | 'employerName'
  | 'employerAddress'
  | 'contact'
  | 'duties'
  | 'dutiesChange'
  | 'place'
  | 'placeChange'
  | 'renewal'
  | 'smoking'
  | 'prefecture'
  | 'wageYen'
  | 'breakMinutes'
  | 'startsAt'
  | 'endsAt'
  | 'closesAt'
  | 'roles'
export type Rule =
  /** 職業安定法 5条の3・施行規則 4条の2, 5条の4・施行規則 4条の3: the six items stand in the ad itself. */
  | 'employer_name'
  | 'employer_address'
  | 'contact'
  | 'duties'
  | 'place'
  | 'wage'
  /** 職業安定法施行規則 4条の2第3項 (2024-04): what may change of duties and place, and how a contract is renewed. */
  | 'scope_of_duties'
  | 'scope_of_place'
  | 'renewal'
  /** 職業安定法施行規則 4条の2第3項9号 (2020-04): what is done against smoke. */
  | 'smoking'
  /** 労働基準法 34条. */
  | 'break_short'
  /** 最低賃金法 4条. */
  | 'below_floor'
  | 'floor_unknown'
  | 'prefecture'
  | 'too_short'
  | 'too_long'
  | 'in_the_past'
  | 'deadline'
  | 'roles'
export type Fault = { field: Field; rule: Rule; facts: Readonly<Record<string, string | number>> }

/**
 * Everything that keeps an opening from going out, at the field where it is mended; empty: it may. `floor`: the minimum wage
 * of the place on the day of the shift, undefined when nobody knows it: that is a fault too, never a silent pass.
 */
export function faultsOf(ad: Ad, { floor, now }: { floor: Floor | undefined; now: number }): readonly Fault[] {
  return [...missing(ad), ...unlawfulWage(ad, floor), ...unlawfulHours(ad), ...untimely(ad, now)]
}

/** A text without a letter or digit says nothing: "—" is no address. */
const isSaid = (words: string) => /[\p{L}\p{N}]/u.test(words)

/** 職業安定法施行規則 4条の2: a post box or "お店まで" is no full address; the least that one has is a number. */
const isAddress = (words: string) => isSaid(words) && /\p{N}|[一二三四五六七八九十]/u.test(words)

/** A phone number, a mail address, or a form. */
const isContact = (words: string) =>
  /\d[\d\-‐－ー() ]{7,}\d/u.test(words.normalize('NFKC')) || /@|https?:\/\//u.test(words)

function missing({ terms, roleIds }: Ad): readonly Fault[] {
  const asked: readonly (readonly [boolean, Field, Rule])[] = [
    [isSaid(terms.employerName), 'employerName', 'employer_name'],
    [isAddress(terms.employerAddress), 'employerAddress', 'employer_address'],
    [isContact(terms.contact), 'contact', 'contact'],
    [isSaid(terms.duties), 'duties', 'duties'],
    [isAddress(terms.place), 'place', 'place'],
    [isSaid(terms.dutiesChange), 'dutiesChange', 'scope_of_duties'],
    [isSaid(terms.placeChange), 'placeChange', 'scope_of_place'],
    [isSaid(terms.renewal), 'renewal', 'renewal'],
    [isSaid(terms.smoking), 'smoking', 'smoking'],
    [PREFECTURES.some((known) => known === terms.prefecture), 'prefecture', 'prefecture'],
    [roleIds.length > 0, 'roles', 'roles'],
  ]
  return asked.flatMap(([is, field, rule]) => (is ? [] : [{ field, rule, facts: {} }]))
}

function unlawfulWage({ wageYen, terms }: Ad, floor: Floor | undefined): readonly Fault[] {
  if (!(wageYen > 0)) return [{ field: 'wageYen', rule: 'wage', facts: {} }]
  const { prefecture } = terms
  if (!floor) return [{ field: 'wageYen', rule: 'floor_unknown', facts: { prefecture } }]
  return wageYen < floor.yen ? [{ field: 'wageYen', rule: 'below_floor', facts: { prefecture, yen: floor.yen } }] : []
}

function unlawfulHours(ad: Ad): readonly Fault[] {
  const minutes = Math.floor((ad.endsAt - ad.startsAt) / MINUTE_MS)
  if (minutes < SHIFT_MINUTES_MIN || ad.breakMinutes >= minutes)
    return [{ field: 'endsAt', rule: 'too_short', facts: { minutes: SHIFT_MINUTES_MIN } }]
  if (minutes > SHIFT_MINUTES_MAX)
    return [{ field: 'endsAt', rule: 'too_long', facts: { hours: SHIFT_MINUTES_MAX / 60 } }]
  const needed = breakNeeded(ad)
  return needed === undefined ? [] : [{ field: 'breakMinutes', rule: 'break_short', facts: { minutes: needed } }]
}

function untimely({ startsAt, closesAt }: Ad, now: number): readonly Fault[] {
  if (startsAt <= now) return [{ field: 'startsAt', rule: 'in_the_past', facts: {} }]
  return closesAt <= now || closesAt > startsAt ? [{ field: 'closesAt', rule: 'deadline', facts: {} }] : []
}
