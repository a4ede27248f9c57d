import type { Context } from 'hono'
import { Refusal } from '../refusal.ts'
import type { SegmentRule } from '../segments/rule.ts'
import { type Cost, costOf } from '../sending/cost.ts'
import { type Reach, reachOf } from '../sending/reach.ts'
import { eventAdminTexts } from '../texts/events-admin.ts'
import { formatNumber } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import type { WebEnv } from '../web/env.ts'
import { Definition, Notice } from '../web/ui-parts.tsx'

/** What so many messages cost; undefined when LINE does not tell what is left. */
export async function costIfTold({ var: { deps } }: Context<WebEnv>, messages: number): Promise<Cost | undefined> {
  try {
    return await costOf(deps, { messages, now: deps.now() })
  } catch (error) {
    if (error instanceof Refusal && error.code === 'line_unreachable') return undefined
    throw error
  }
}

/** Whom an invitation would reach now, what that costs, and what the reminders may. */
export type Numbers = {
  reach: Reach
  cost: Cost | undefined
  /** At most; undefined while the capacity is not known. */
  reminders: number | undefined
}

export async function numbersOf(
  c: Context<WebEnv>,
  { rule, capacity, reminders }: { rule: SegmentRule; capacity: number; reminders: number },
): Promise<Numbers> {
  const { deps, operator } = c.var
  const reach = await reachOf(deps.store, { rule, storeId: operator.storeId, purpose: 'events', now: deps.now() })
  const most = capacity === 0 && reminders > 0 ? undefined : capacity * reminders
  return { reach, cost: await costIfTold(c, reach.people), reminders: most }
}

/** People, messages, what is left: before anything is spent. */
export const NumbersList = ({ lang, numbers }: { lang: Language; numbers: Numbers }) => {
  const { reach, cost, reminders } = numbers
  const t = eventAdminTexts[lang]
  const n = t.numbers
  return (
    <>
      <p class="big">
        <strong>{t.people(formatNumber(reach.people))}</strong>
      </p>
      <Definition
        items={[
          { term: n.reach, detail: <LeftOut lang={lang} reach={reach} /> },
          {
            term: n.invite,
            detail: (
              <>
                {n.messages(formatNumber(reach.people))}
                <br />
                <Left lang={lang} cost={cost} />
                <br />
                {n.board}
              </>
            ),
          },
          {
            term: n.reminders,
            detail:
              reminders === undefined
                ? n.remindersUnknown
                : reminders === 0
                  ? n.remindersNone
                  : n.remindersMost(formatNumber(reminders)),
          },
        ]}
      />
      {cost?.after !== undefined && cost.after !== null && cost.after < 0 && (
        <Notice tone="warn">{n.shortInvite(formatNumber(cost.before ?? 0))}</Notice>
      )}
    </>
  )
}

const LeftOut = ({ lang, reach: { people, excluded } }: { lang: Language; reach: Reach }) => {
  const t = eventAdminTexts[lang]
  const { no_consent = 0, blocked = 0, not_verified: _, ...capped } = excluded
  const later = Object.values(capped).reduce((sum, count) => sum + count, 0)
  const lines = [
    ...(no_consent > 0 ? [t.numbers.noConsent(formatNumber(no_consent))] : []),
    ...(blocked > 0 ? [t.numbers.unreachable(formatNumber(blocked))] : []),
    ...(later > 0 ? [t.numbers.later(formatNumber(later))] : []),
  ]
  return (
    <>
      {t.people(formatNumber(people))}
      {lines.map((line) => (
        <>
          <br />
          <small>{line}</small>
        </>
      ))}
    </>
  )
}

const Left = ({ lang, cost }: { lang: Language; cost: Cost | undefined }) => {
  const t = eventAdminTexts[lang].numbers
  if (!cost) return <>{t.leftUnknown}</>
  const { before, after } = cost
  if (before === null || after === null) return <>{t.unlimited}</>
  return <>{t.left(formatNumber(before), formatNumber(Math.max(0, after)))}</>
}

export type Telling = { people: number; cost: Cost | undefined }

/** How many people are told of a change, in how many messages of those that are left. */
export const TellingNumbers = ({ lang, telling: { people, cost } }: { lang: Language; telling: Telling }) => {
  const t = eventAdminTexts[lang]
  return (
    <>
      <Definition
        items={[
          { term: t.numbers.tell, detail: t.people(formatNumber(people)) },
          {
            term: t.numbers.uses,
            detail: (
              <>
                {t.numbers.messages(formatNumber(people))}
                <br />
                <Left lang={lang} cost={cost} />
              </>
            ),
          },
        ]}
      />
      {cost?.after !== undefined && cost.after !== null && cost.after < 0 && (
        <Notice tone="warn">{t.numbers.short(formatNumber(cost.before ?? 0))}</Notice>
      )}
    </>
  )
}
