import type { Child, PropsWithChildren } from 'hono/jsx'
import { eventPageTexts } from '../texts/event-page.ts'
import { formatDateTime } from '../texts/format.ts'
import { htmlLang } from '../texts/language.ts'
import { Actions, Button } from '../web/ui-forms.tsx'
import { Notice, type NoticeTone } from '../web/ui-parts.tsx'
import { ANSWER_ID, isAsked } from './answer-form.tsx'
import type { Guest } from './member-page.tsx'

/** Where the one tap back out is. */
const LEAVING_ID = 'leaving'

/** How the guest stands, and what they can do about it at once. Nothing, as long as they said nothing. */
export const StateOf = (guest: Guest) => {
  const { event, standing, stage, member } = guest
  const t = eventPageTexts[member.language]
  if (stage === 'called_off')
    return (
      <State tone="error" head={t.heads.calledOff}>
        <p>{t.words.calledOff}</p>
        {event.cancelWords && <p class="lines">{event.cancelWords}</p>}
      </State>
    )
  if (stage === 'over')
    return (
      <State tone="info" head={t.heads.over}>
        {t.words.over}
      </State>
    )
  if (guest.arrived)
    return (
      <State tone="success" head={t.heads.arrived}>
        {t.words.arrived}
      </State>
    )
  if (standing.state === 'going')
    return (
      <State tone="success" head={t.heads.going(standing.party)}>
        {stage === 'begun' ? (
          t.words.goingBegun
        ) : (
          <>
            {t.words.going}
            <br />
            <a href={`#${isAsked(guest) ? ANSWER_ID : LEAVING_ID}`}>{t.words.goingChange}</a>
          </>
        )}
      </State>
    )
  return stage === 'open' ? <WhileOpen {...guest} /> : <OnceClosed {...guest} />
}

/** The one tap back out, at the end of the page: nobody hits it while they show their code at the door. */
export const Leaving = ({ standing, stage, member, path, arrived }: Guest) => {
  const t = eventPageTexts[member.language].leave
  if (arrived) return null
  if (stage !== 'open' && !(stage === 'closed' && standing.state === 'going')) return null
  const ways = { going: t.cannot, waiting: t.stop, none: t.decline }
  const label =
    standing.state === undefined ? ways.none : Object.entries(ways).find(([state]) => state === standing.state)?.[1]
  if (label === undefined) return null
  return (
    <>
      {standing.state === 'going' && <p class="muted">{t.cannotNote}</p>}
      <Actions still>
        <Way path={`${path}/leavings`} id={LEAVING_ID}>
          <Button kind={standing.state === undefined ? 'quiet' : 'danger'}>{label}</Button>
        </Way>
      </Actions>
    </>
  )
}

function WhileOpen({ event, standing, member, path }: Guest) {
  const t = eventPageTexts[member.language]
  const lang = htmlLang(member.language)
  const closes = formatDateTime(event.closesAt, lang)
  const { state, party, seats, nth = 1, offerNo, offerEndsAt } = standing
  switch (state) {
    case 'waiting':
      return (
        <State tone="warn" head={t.heads.waiting(nth, party)}>
          {t.words.waiting}
        </State>
      )
    case 'offered': {
      const until = formatDateTime(offerEndsAt ?? event.closesAt, lang)
      const isPartial = seats < party
      const offer = <input type="hidden" name="offer" value={String(offerNo)} />
      return (
        <>
          <State tone="info" head={isPartial ? t.heads.partial(seats) : t.heads.offered(seats)}>
            {isPartial ? t.words.partial(seats, party, until) : t.words.offered(seats, until)}
          </State>
          <Actions still>
            <Way path={`${path}/acceptances`}>
              {offer}
              <Button>{t.accept(seats)}</Button>
            </Way>
            {isPartial && (
              <Way path={`${path}/waits`}>
                {offer}
                <Button kind="secondary">{t.keep(party)}</Button>
              </Way>
            )}
            <Way path={`${path}/leavings`}>
              <Button kind="danger">{t.leave.pass}</Button>
            </Way>
          </Actions>
        </>
      )
    }
    case 'declined':
    case 'cancelled':
    case 'lapsed':
      return (
        <State tone="info" head={t.heads[state]}>
          {t.words[state](closes)}
        </State>
      )
    default:
      return null
  }
}

function OnceClosed({ standing: { state }, member }: Guest) {
  const { heads, words } = eventPageTexts[member.language]
  switch (state) {
    case 'waiting':
    case 'offered':
      return (
        <State tone="info" head={heads.notSeated}>
          {words.notSeated}
        </State>
      )
    case 'declined':
    case 'cancelled':
    case 'lapsed':
      return (
        <State tone="info" head={heads[state]}>
          {words.noLonger}
        </State>
      )
    default:
      return (
        <State tone="info" head={heads.closed}>
          {words.closed}
        </State>
      )
  }
}

const State = ({ tone, head, children }: PropsWithChildren<{ tone: NoticeTone; head: string }>) => (
  <Notice tone={tone} title={head}>
    {children}
  </Notice>
)

const Way = ({ path, id, children }: { path: string; id?: string; children: Child }) => (
  <form method="post" action={path} {...(id === undefined ? {} : { id })}>
    {children}
  </form>
)
