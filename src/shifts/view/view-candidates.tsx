import type { Child } from 'hono/jsx'
import { payOf } from '../../labour/pay.ts'
import { hoursWarning } from '../../labour/rest.ts'
import type { RefusalCode } from '../../refusal.ts'
import { errorTexts } from '../../texts/errors.ts'
import { formatDate, formatDateTime, formatFullDay, formatNumber } from '../../texts/format.ts'
import type { Language } from '../../texts/language.ts'
import { shiftPeopleTexts } from '../../texts/shift-people.ts'
import { shiftViewTexts } from '../../texts/shift-view.ts'
import { Actions, Button } from '../../web/ui-forms.tsx'
import { Badge, Card, Notice } from '../../web/ui-parts.tsx'
import { minutesWords } from '../ad/shift-words.ts'
import type { Opening } from '../openings.ts'
import type { Candidate } from './candidates.ts'
import { NameOf, openingPath, PersonLink } from './view-parts.tsx'

export type CandidatesProps = {
  lang: Language
  opening: Opening
  candidates: readonly Candidate[]
  /** Who was chosen before the form came back. */
  chosen?: readonly string[]
}

/** Whether the shop can still say yes or no to somebody. */
export const isDecidable = ({ state, startsAt }: Opening, now: number) =>
  (state === 'open' || state === 'closed') && now < startsAt

type FormProps = CandidatesProps & { now: number }

/** Who applied, by place, to be confirmed or kindly declined: several at once. Whoever is on standby may be confirmed too. */
export const CandidatesCard = (props: FormProps) => {
  const { lang, opening, candidates, now } = props
  const t = shiftPeopleTexts[lang].candidates
  const applied = candidates.filter(({ state }) => state === 'applied')
  const waiting = candidates.filter(({ state }) => state === 'standby' || state === 'offered')
  if (applied.length + waiting.length === 0)
    return opening.state === 'open' ? (
      <Card title={t.title} id="candidates">
        <p class="muted">{t.none}</p>
      </Card>
    ) : null
  const mayDecide = isDecidable(opening, now)
  const people = (
    <>
      {applied.length > 0 && <Applied {...props} people={applied} mayDecide={mayDecide} />}
      {waiting.length > 0 && <Standby {...props} people={waiting} mayDecide={mayDecide} />}
      {mayDecide && <Decide {...props} />}
    </>
  )
  return mayDecide ? (
    <form method="post" action={`${openingPath(opening.id)}/approvals`}>
      {people}
    </form>
  ) : (
    people
  )
}

type ListProps = CandidatesProps & { people: readonly Candidate[]; mayDecide: boolean }

const Applied = (props: ListProps) => (
  <Card title={shiftPeopleTexts[props.lang].candidates.title} id="candidates">
    {props.people.map((candidate) => (
      <Person {...props} candidate={candidate} />
    ))}
  </Card>
)

const Standby = (props: ListProps) => {
  const t = shiftPeopleTexts[props.lang].standby
  return (
    <Card title={t.title} id="standby">
      {props.mayDecide && <p class="muted">{t.lead}</p>}
      {props.people.map((candidate) => (
        <Person {...props} candidate={candidate} badge={<Offered lang={props.lang} candidate={candidate} />} />
      ))}
    </Card>
  )
}

const Offered = ({ lang, candidate: { state, offerEndsAt } }: { lang: Language; candidate: Candidate }) => {
  const t = shiftPeopleTexts[lang].standby
  if (state !== 'offered') return <Badge tone="wait">{t.waiting}</Badge>
  return (
    <Badge tone="info">{offerEndsAt === null ? t.offered : t.offeredUntil(formatDateTime(offerEndsAt, lang))}</Badge>
  )
}

const Decide = ({ lang, opening }: CandidatesProps) => {
  const t = shiftPeopleTexts[lang].candidates
  const free = Math.max(0, opening.headcount - opening.taken)
  return (
    <>
      <p class="muted">{free > 0 ? t.approveNote(formatNumber(free)) : t.approveFull}</p>
      <Actions still>
        <Button kind="secondary" formaction={`${openingPath(opening.id)}/decline`} formmethod="get">
          {t.decline}
        </Button>
        {free > 0 && <Button>{t.approve}</Button>}
      </Actions>
    </>
  )
}

type PersonProps = ListProps & { candidate: Candidate; badge?: Child }

/** One person: the choice, what speaks for them, what they wrote, and what the shop must know before it says yes. */
const Person = ({ lang, opening, candidate, badge, mayDecide, chosen = [] }: PersonProps) => {
  const t = shiftPeopleTexts[lang].candidates
  const { memberId, name, nth, note, answeredAt, conflicts } = candidate
  return (
    <section class="applicant">
      <div class="applicant-head">
        {mayDecide && (
          <label class="choose">
            <input type="checkbox" name="member" value={memberId} checked={chosen.includes(memberId)} />
            <span class="hidden">{t.choose(name ?? shiftViewTexts[lang].unnamed)}</span>
          </label>
        )}
        <div>
          <b>
            <PersonLink lang={lang} memberId={memberId} name={name} />
          </b>{' '}
          <small>
            {nth !== null && `${t.nth(nth)}${shiftViewTexts[lang].separator}`}
            {t.appliedAt(formatDateTime(answeredAt, lang))}
          </small>{' '}
          {badge}
          <p class="reasons">{reasonsOf(lang, opening, candidate).join(shiftViewTexts[lang].separator)}</p>
        </div>
      </div>
      {note !== null && note !== '' && <p class="note lines">{note}</p>}
      {conflicts.length > 0 && (
        <Notice tone="warn">
          {conflicts.map((code) => conflictWords(lang, code)).join(shiftViewTexts[lang].separator)}
        </Notice>
      )}
      <Warned lang={lang} opening={opening} candidate={candidate} />
    </section>
  )
}

/** What speaks for somebody, in the order of weight. */
function reasonsOf(lang: Language, { storeName }: Opening, candidate: Candidate): readonly string[] {
  const t = shiftPeopleTexts[lang].candidates
  const { didHere, lastWorkedAt, wasHere, isSkilled, roleName, leftOn, suitsWeekday, isReachable } = candidate
  const before = beforeWords(lang, storeName, candidate)
  const isNew = didHere === 0 && !wasHere && !isSkilled && roleName !== null
  return [
    ...(didHere > 0 ? [t.did(formatNumber(didHere))] : []),
    ...(lastWorkedAt === null ? [] : [t.lastWorked(formatFullDay(lastWorkedAt, lang))]),
    ...before,
    ...(leftOn === null || before.length === 0 ? [] : [t.left(formatDate(leftOn, lang))]),
    ...(isSkilled ? [t.skilled] : []),
    ...(isNew ? [t.first] : []),
    ...(suitsWeekday === null ? [] : [suitsWeekday ? t.suits : t.suitsNot]),
    ...(isReachable ? [] : [t.unreachable]),
  ]
}

function beforeWords(lang: Language, here: string, { wasHere, storeName, roleName }: Candidate): readonly string[] {
  const t = shiftPeopleTexts[lang].candidates
  if (storeName === null) return []
  if (roleName === null) return storeName === here ? [] : [t.wasAtStore(storeName)]
  return [wasHere || storeName === here ? t.was(roleName) : t.wasAt(storeName, roleName)]
}

/** What an operator reads of a no by rule; people read other words. */
export function conflictWords(lang: Language, code: RefusalCode): string {
  const words: Partial<Record<RefusalCode, string>> = shiftPeopleTexts[lang].conflicts
  return words[code] ?? errorTexts[lang][code]
}

/** Hours at several employers add up; who did not come before. Warnings for the shop, never a block. */
const Warned = ({ lang, opening, candidate }: { lang: Language; opening: Opening; candidate: Candidate }) => {
  const t = shiftPeopleTexts[lang].candidates
  const { hasMainJob, mainJobHours, weekMinutes, missed, lastMissedAt } = candidate
  const shiftMinutes = payOf(opening).workMinutes
  const warning = hoursWarning({ hasMainJob, mainJobHours, weekMinutes, shiftMinutes })
  return (
    <>
      {warning?.kind === 'over_week' && (
        <Notice tone="warn">{t.overWeek(minutesWords(lang, warning.overMinutes))}</Notice>
      )}
      {warning?.kind === 'over_day' && (
        <Notice tone="warn">{t.overDay(minutesWords(lang, warning.overMinutes))}</Notice>
      )}
      {warning?.kind === 'unknown_hours' && <Notice tone="info">{t.unknownHours}</Notice>}
      {missed > 0 && lastMissedAt !== null && (
        <p class="muted">{t.missed(formatNumber(missed), formatFullDay(lastMissedAt, lang))}</p>
      )}
    </>
  )
}

/** Who answered otherwise: folded away, each in a word. */
export const OthersCard = ({ lang, candidates }: Pick<CandidatesProps, 'lang' | 'candidates'>) => {
  const t = shiftPeopleTexts[lang].others
  const others = candidates.flatMap((one) => {
    const { state } = one
    const isOther = state === 'withdrawn' || state === 'passed' || state === 'declined' || state === 'ended'
    return isOther ? [{ ...one, words: t[state] }] : []
  })
  if (others.length === 0) return null
  return (
    <Card>
      <details class="figures">
        <summary>{t.title(formatNumber(others.length))}</summary>
        <ul class="links">
          {others.map(({ name, words, note, declineWords }) => (
            <li>
              <b>
                <NameOf lang={lang} name={name} />
              </b>{' '}
              <small>{words}</small>
              {(declineWords ?? note) && <p class="note lines">{declineWords ?? note}</p>}
            </li>
          ))}
        </ul>
      </details>
    </Card>
  )
}
