import { formatDate } from '../texts/format.ts'
import { htmlLang, type Language } from '../texts/language.ts'
import { segmentTexts } from '../texts/segments.ts'
import type { SegmentCondition, SegmentRule } from './rule.ts'

type Named = readonly { id: string; name: string }[]
export type RuleNames = { stores: Named; roles: Named }

/** A rule read back as one sentence, so that an owner can hear a mistake. */
export function ruleSentence(rule: SegmentRule, names: RuleNames, language: Language) {
  const t = segmentTexts[language].sentence
  if (rule.conditions.length === 0) return t.everyone
  const parts = rule.conditions.map((condition) => conditionWords(condition, names, language)).join(t.join)
  return language === 'ja' ? `${parts}${t.people}` : `${t.people}${parts}`
}

function conditionWords(condition: SegmentCondition, { stores, roles }: RuleNames, language: Language): string {
  const { sentence: t, purposes } = segmentTexts[language]
  const named = (ids: readonly string[], known: Named) =>
    ids.map((id) => known.find((one) => one.id === id)?.name ?? t.gone).join(t.or)
  switch (condition.kind) {
    case 'store':
      return t.store(named(condition.in, stores))
    case 'role':
      return t.role(named(condition.in, roles))
    case 'left':
      return leftWords(condition, language)
    case 'left_within':
      return t.within(condition.months)
    case 'tag':
      return t.tag(condition.anyOf.map(t.quote).join(t.or))
    case 'consent':
      return t.consent(purposes[condition.purpose])
  }
}

function leftWords({ from, until }: { from?: string | undefined; until?: string | undefined }, language: Language) {
  const t = segmentTexts[language].sentence
  if (from !== undefined && until !== undefined) return t.between(dayWords(from, language), dayWords(until, language))
  return from !== undefined ? t.from(dayWords(from, language)) : t.until(dayWords(until ?? '', language))
}

/** A day, or a month: 2024年3月. */
const dayWords = (dayOrMonth: string, language: Language) =>
  dayOrMonth.length === 7
    ? formatDate(`${dayOrMonth}-01`, htmlLang(language)).replace(language === 'ja' ? /1日$/ : /^1 /, '')
    : formatDate(dayOrMonth, htmlLang(language))
