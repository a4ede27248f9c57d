import type { AssignmentState } from '../../db/schema-shifts.ts'
import { formatDateTime, formatNumber, formatYen } from '../../texts/format.ts'
import type { Language } from '../../texts/language.ts'
import { shiftPeopleTexts } from '../../texts/shift-people.ts'
import { Button } from '../../web/ui-forms.tsx'
import { Badge, type BadgeTone, Card, Notice } from '../../web/ui-parts.tsx'
import type { Opening } from '../openings.ts'
import type { Assigned } from './assigned.ts'
import { assignmentPath, PATH, PersonLink, spanWords } from './view-parts.tsx'
import { pastRequests } from './view-requests.tsx'

export type AssignedProps = { lang: Language; opening: Opening; assigned: readonly Assigned[]; now: number }

const TONES: Record<AssignmentState, BadgeTone> = {
  confirmed: 'info',
  worked: 'done',
  missed: 'stop',
  cancelled_by_member: 'plain',
  cancelled_by_shop: 'plain',
}

const isGone = ({ state }: Assigned) => state === 'cancelled_by_member' || state === 'cancelled_by_shop'

/** Who comes, with the notice of working conditions; below, who does not come any more, whoever called it off. */
export const AssignedCard = (props: AssignedProps) => {
  const { lang, assigned } = props
  const t = shiftPeopleTexts[lang].assigned
  const coming = assigned.filter((one) => !isGone(one))
  const gone = assigned.filter(isGone)
  return (
    <Card title={t.title} id="confirmed">
      {coming.length === 0 && <p class="muted">{t.none}</p>}
      {coming.map((one) => (
        <Person {...props} one={one} />
      ))}
      {gone.length > 0 && (
        <details class="figures">
          <summary>{t.gone(formatNumber(gone.length))}</summary>
          <p class="muted">{t.goneLead}</p>
          {gone.map((one) => (
            <Person {...props} one={one} />
          ))}
        </details>
      )}
    </Card>
  )
}

type PersonProps = AssignedProps & { one: Assigned }

const Person = (props: PersonProps) => {
  const { lang, opening, one } = props
  const t = shiftPeopleTexts[lang].assigned
  const isOwn = one.startsAt !== opening.startsAt || one.endsAt !== opening.endsAt
  return (
    <section class="applicant">
      <div>
        <b>
          <PersonLink lang={lang} memberId={one.memberId} name={one.name} />
        </b>{' '}
        <Badge tone={TONES[one.state]}>{t[one.state]}</Badge> {one.storeName && <small>{one.storeName}</small>}
      </div>
      <ul class="reasons">
        {isOwn && !isGone(one) && <li>{t.own(spanWords(lang, one))}</li>}
        {!one.isReachable && !isGone(one) && <li>{shiftPeopleTexts[lang].candidates.unreachable}</li>}
        {endedLines(lang, one).map((line) => (
          <li>{line}</li>
        ))}
        {!isGone(one) && <li>{noticeWords(lang, one)}</li>}
        {pastRequests(lang, one).map((line) => (
          <li>{line}</li>
        ))}
      </ul>
      {one.isTooYoung && one.state === 'confirmed' && (
        <Notice tone="warn">{shiftPeopleTexts[lang].conflicts.shift_minor}</Notice>
      )}
      {one.reason !== null && one.reason !== '' && <p class="note lines">{one.reason}</p>}
      {!isGone(one) && <Doing {...props} />}
    </section>
  )
}

/** How it ended: what was worked for how much, or who called it off and what the law says of that. */
function endedLines(lang: Language, one: Assigned): readonly string[] {
  const t = shiftPeopleTexts[lang].assigned
  const { workedFrom, workedTo, payYen, thanksWords, endedAt, endedBy, allowanceYen } = one
  return [
    ...(workedFrom === null || workedTo === null
      ? []
      : [t.hours(spanWords(lang, { startsAt: workedFrom, endsAt: workedTo }), formatYen(payYen ?? 0, lang))]),
    ...(thanksWords === null ? [] : [t.thanks(thanksWords)]),
    ...(endedAt === null || one.state === 'worked' ? [] : [formatDateTime(endedAt, lang)]),
    ...(endedBy === null ? [] : [t.by(endedBy)]),
    ...(allowanceYen === null ? [] : [t.allowance(formatYen(allowanceYen, lang))]),
  ]
}

function noticeWords(lang: Language, { noticeBy, noticeHow, noticeAt }: Assigned) {
  const t = shiftPeopleTexts[lang].assigned
  if (noticeHow === null || noticeAt === null) return noticeBy === 'electronic' ? t.noticeElectronic : t.noticeNone
  const when = formatDateTime(noticeAt, lang)
  return { opened: t.noticeOpened(when), printed: t.noticePrinted(when), handed: t.noticeHanded(when) }[noticeHow]
}

const Doing = ({ lang, opening, one, now }: PersonProps) => {
  const t = shiftPeopleTexts[lang].assigned
  const path = assignmentPath(opening.id, one.id)
  return (
    <p class="chips">
      <Button kind="quiet" href={`${PATH}/assignments/${one.id}/notice`}>
        {t.notice}
      </Button>
      {one.state === 'confirmed' && now < one.startsAt && (
        <Button kind="danger" href={`${path}/cancel`}>
          {t.callOff}
        </Button>
      )}
      {one.state === 'confirmed' && now >= one.startsAt && (
        <Button kind="quiet" href={`${path}/missed`}>
          {t.miss}
        </Button>
      )}
    </p>
  )
}
