import { formatDateTime, isolated } from '../../texts/format.ts'
import type { Language } from '../../texts/language.ts'
import { shiftPeopleTexts } from '../../texts/shift-people.ts'
import { shiftViewTexts } from '../../texts/shift-view.ts'
import { Button } from '../../web/ui-forms.tsx'
import { Card, Definition } from '../../web/ui-parts.tsx'
import { changedRows } from '../notices/changed-words.ts'
import type { Opening } from '../openings.ts'
import type { Assigned, AssignedRequest } from './assigned.ts'
import { openingPath, personPath } from './view-parts.tsx'

export type RequestsProps = { lang: Language; opening: Opening; assigned: readonly Assigned[] }

/** What waits for an answer: of the shop, when somebody cannot come; of a person, when the shop asked for a change. */
export const RequestsCard = ({ lang, opening, assigned }: RequestsProps) => {
  const pending = pendingOf(assigned)
  if (pending.length === 0) return null
  return (
    <Card title={shiftPeopleTexts[lang].requests.title} id="requests">
      {pending.map(({ one, request }) =>
        request.kind === 'cancel' ? (
          <Cancel lang={lang} opening={opening} one={one} request={request} />
        ) : (
          <Change lang={lang} one={one} request={request} />
        ),
      )}
    </Card>
  )
}

export const pendingOf = (assigned: readonly Assigned[]) =>
  assigned.flatMap((one) =>
    one.requests.filter(({ state }) => state === 'pending').map((request) => ({ one, request })),
  )

type RequestProps = { lang: Language; one: Assigned; request: AssignedRequest }

const Cancel = ({ lang, opening, one, request }: RequestProps & { opening: Opening }) => {
  const t = shiftPeopleTexts[lang].requests
  return (
    <section class="applicant">
      <h3>{t.cancel(nameIn(lang, one))}</h3>
      <p class="note lines">{request.words}</p>
      <p class="muted">{t.cancelUntil(formatDateTime(request.answerUntil, lang))}</p>
      <form method="post" action={`${openingPath(opening.id)}/requests/${request.id}/answers`}>
        <p class="chips">
          <Button name="answer" value="accept">
            {t.accept}
          </Button>
          <Button kind="secondary" href={personPath(one.memberId)}>
            {t.talk}
          </Button>
          <Button kind="quiet" name="answer" value="decline">
            {t.decline}
          </Button>
        </p>
      </form>
      <small>
        {t.acceptNote} {t.declineNote}
      </small>
    </section>
  )
}

const Change = ({ lang, one, request }: RequestProps) => {
  const t = shiftPeopleTexts[lang].requests
  return (
    <section class="applicant">
      <h3>{t.change(nameIn(lang, one))}</h3>
      {request.words !== '' && <p class="note lines">{request.words}</p>}
      <Definition items={changedRows(lang, one, request.proposal).map(([term, detail]) => ({ term, detail }))} />
      <p class="muted">{t.changeUntil(formatDateTime(request.answerUntil, lang))}</p>
    </section>
  )
}

const nameIn = (lang: Language, { name }: Assigned) => isolated(name ?? shiftViewTexts[lang].unnamed)

/** What became of earlier requests, a line each. */
export function pastRequests(lang: Language, { requests }: Assigned): readonly string[] {
  const t = shiftPeopleTexts[lang].assigned
  return requests.flatMap(({ kind, state, answeredAt, answeredBy, askedAt }) => {
    if (state === 'pending') return []
    const at = formatDateTime(answeredAt ?? askedAt, lang)
    const words = {
      cancel: {
        accepted: answeredBy === null ? t.lapsedCancel : t.acceptedCancel,
        declined: t.declinedCancel,
        lapsed: t.overCancel,
        taken_back: t.taken_back,
      },
      change: {
        accepted: t.acceptedChange,
        declined: t.declinedChange,
        lapsed: t.lapsedChange,
        taken_back: t.takenBackChange,
      },
    }
    return [`${at} ${words[kind][state]}`]
  })
}
