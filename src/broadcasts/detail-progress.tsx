import { progressTexts } from '../texts/broadcast-progress.ts'
import { recipientTexts } from '../texts/broadcast-recipients.ts'
import { formatDateTime, formatNumber } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import { Progress as Bar, Definition, Notice, type NoticeTone } from '../web/ui-parts.tsx'
import type { Broadcast } from './drafts.ts'
import { PATH, StateBadge } from './pages.tsx'
import { type Progress, total } from './progress.ts'
import { REASONS, type RecipientOutcome, type Shown } from './recipients.ts'
import type { Situation } from './situation.ts'

export type Standing = { broadcast: Broadcast; progress: Progress; situation: Situation }
type Props = Standing & { lang: Language }

/** What changes while it goes out; also the answer that replaces it as it goes. */
export const ProgressPart = ({ lang, broadcast, progress, situation }: Props) => {
  const t = progressTexts[lang]
  const all = broadcast.confirmedCount ?? 0
  const done = Math.max(0, all - progress.waiting)
  return (
    <>
      <p>
        <StateBadge lang={lang} state={broadcast.state} />
      </p>
      <Next lang={lang} broadcast={broadcast} progress={progress} situation={situation} />
      <Bar label={t.title} value={done} max={all} text={t.of(formatNumber(done), formatNumber(all))} />
      <Definition items={lines({ lang, broadcast, progress, situation })} />
    </>
  )
}

const ALARMS: Partial<Record<Situation['is'], NoticeTone>> = {
  missed: 'error',
  needs_decision: 'warn',
  paused_owner: 'warn',
  paused_quota: 'warn',
  paused_auth: 'error',
  paused_error: 'error',
}

const Next = ({ lang, ...standing }: Props) => {
  const words = nextWords(standing, lang)
  const tone = ALARMS[standing.situation.is]
  return tone ? <Notice tone={tone}>{words}</Notice> : <p>{words}</p>
}

/** What to do next, or what happens next by itself: one line in each state. */
export function nextWords({ broadcast, progress, situation: { is, until } }: Standing, lang: Language): string {
  const t = progressTexts[lang].next
  const when = until === null ? '' : formatDateTime(until, lang)
  const rest = formatNumber(progress.waiting)
  switch (is) {
    case 'scheduled':
    case 'quiet':
      return t[is](when)
    case 'held':
      return t.held(rest, when)
    case 'needs_decision':
      return t.needs_decision(formatNumber(progress.unknown))
    case 'paused_error':
      return broadcast.failure === 'clock' ? t.clock(rest) : t.paused_error(rest)
    case 'paused_owner':
    case 'paused_quota':
    case 'paused_auth':
      return t[is](rest)
    default:
      return t[is]
  }
}

function lines({ lang, broadcast, progress, situation }: Props) {
  const t = progressTexts[lang]
  const line = (term: string, people: number, shown: Shown, hint?: string) =>
    people > 0
      ? [{ term, detail: <People lang={lang} id={broadcast.id} people={people} shown={shown} hint={hint} /> }]
      : []
  const reasons = (term: string, counted: Progress['skipped']) =>
    REASONS.flatMap((reason) => line(`${term}：${outcomeWords(reason, lang)}`, counted[reason] ?? 0, 'left_out'))
  const heldHint = progress.heldUntil === null ? undefined : t.heldHint(formatDateTime(progress.heldUntil, lang))
  const accepted = broadcast.channel === 'board' ? t.onBoard : t.accepted
  return [
    ...line(accepted, progress.accepted, 'accepted'),
    ...(progress.accepted === 0 && !isBefore(situation) ? [{ term: accepted, detail: t.countOf('0') }] : []),
    ...line(t.waiting, progress.waiting - progress.held, 'waiting'),
    ...line(t.held, progress.held, 'waiting', heldHint),
    ...line(t.unknown, progress.unknown, 'unknown', t.unknownHint),
    ...line(t.treatedAsSent, progress.treatedAsSent, 'accepted', t.treatedHint),
    ...line(t.rejected, progress.rejected, 'left_out', t.rejectedHint),
    ...line(t.cancelled, progress.cancelled, 'left_out'),
    ...reasons(t.skipped, progress.skipped),
    ...(progress.gone > 0 ? [{ term: t.gone, detail: `${t.countOf(formatNumber(progress.gone))} ${t.goneHint}` }] : []),
    ...line(t.leftOut, total(progress.leftOut), 'left_out'),
  ]
}

const isBefore = ({ is }: Situation) => ['planning', 'undo', 'scheduled', 'starting', 'quiet', 'missed'].includes(is)

type PeopleProps = { lang: Language; id: string; people: number; shown: Shown; hint?: string | undefined }

/** A number that leads to whom it counts. */
const People = ({ lang, id, people, shown, hint }: PeopleProps) => (
  <>
    <a href={`${PATH}/${id}/recipients?show=${shown}`}>{progressTexts[lang].countOf(formatNumber(people))}</a>
    {hint && <small> {hint}</small>}
  </>
)

export const outcomeWords = (outcome: RecipientOutcome, lang: Language): string =>
  recipientTexts[lang].outcomes[outcome]
