import { guestListTexts } from '../texts/event-guest-lists.ts'
import { isolated } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import type { Operator } from '../web/env.ts'
import type { FormValues } from '../web/form.ts'
import { type Flash, Page } from '../web/ui.tsx'
import { Actions, Button, Field, Select, TextArea } from '../web/ui-forms.tsx'
import { Card, Definition, Notice } from '../web/ui-parts.tsx'
import { ANSWER_MAX } from './answering.ts'
import { PATH } from './event-pages.tsx'
import type { ShopEvent } from './events.ts'
import { factsOf } from './guest-pages.tsx'
import type { Guest } from './guests.ts'
import { guestPath, guestsPath, isComing } from './view-parts.tsx'

/** As the tables have it: a person and five guests. By hand the shop may make an exception from how many each may bring. */
const PARTY_MAX = 6

export type GuestPageProps = {
  lang: Language
  operator: Operator
  event: ShopEvent
  guest: Guest
  /** What was typed, when it could not be taken. */
  values: FormValues
  notice: Flash | undefined
  now: number
}

/** One person's answer, and the form to answer for them. */
export const GuestPage = (props: GuestPageProps) => {
  const { lang, operator, event, guest, notice } = props
  const t = guestListTexts[lang]
  const { memberId, name, storeId } = guest
  const isOwn = operator.storeId === null || operator.storeId === storeId
  return (
    <Page
      lang={lang}
      title={name === null ? t.lists.unnamed : isolated(name)}
      operator={operator}
      current="events"
      path={guestPath(event.id, memberId)}
      back={{ href: guestsPath(event.id), label: t.lists.title }}
      notice={notice}
    >
      <Card title={event.title}>
        <Definition items={factsOf(props)} />
        {isOwn && <a href={`/admin/members/${memberId}`}>{t.guest.person}</a>}
      </Card>
      <ByHand {...props} />
    </Page>
  )
}

const ByHand = (props: GuestPageProps) => {
  const { lang, event, guest, now } = props
  const t = guestListTexts[lang].guest
  const why = whyNot(event, now)
  if (why !== undefined)
    return (
      <Card title={t.setTitle}>
        <p class="muted">{t[why]}</p>
      </Card>
    )
  const isIn = isComing(guest)
  return (
    <>
      <AnswerForm {...props} />
      {now < event.startsAt && (isIn || guest.state === null) && (
        <p>
          <Button kind="danger" href={`${guestPath(event.id, guest.memberId)}/leaving`}>
            {t.leave}
          </Button>
        </p>
      )}
      {now >= event.startsAt && isIn && <p class="muted">{t.begun}</p>}
    </>
  )
}

/** Why nobody can be answered for. */
function whyNot({ state, endsAt }: ShopEvent, now: number) {
  if (state === 'draft') return 'draft'
  if (state === 'cancelled') return 'cancelled'
  return state === 'done' || now >= endsAt ? 'over' : undefined
}

const AnswerForm = ({ lang, event, guest, values, now }: GuestPageProps) => {
  const t = guestListTexts[lang].guest
  const { lists } = guestListTexts[lang]
  const isGoing = guest.state === 'going'
  const most = Math.min(PARTY_MAX, event.capacity)
  const isClosed = event.state !== 'open' || now >= event.closesAt
  return (
    <form method="post" action={`${PATH}/${event.id}/answers`}>
      <input type="hidden" name="member" value={guest.memberId} />
      <input type="hidden" name="answer" value="coming" />
      <Card title={t.setTitle}>
        <p>{t.setLead}</p>
        <p>{isClosed ? t.closedLead : t.setLine}</p>
        <Select
          lang={lang}
          label={t.partyLabel}
          name="party"
          value={values.party ?? guest.party}
          choices={Array.from({ length: most }, (_, n) => ({ value: String(n + 1), label: lists.people(n + 1) }))}
        />
        {now < event.startsAt && event.alcohol && (
          <Field
            lang={lang}
            label={t.drinkersLabel}
            name="drinkers"
            value={values.drinkers ?? guest.drinkers ?? ''}
            unit={t.persons}
            hint={t.drinkersHint}
            input={{ type: 'number', inputmode: 'numeric', min: 0, max: most }}
          />
        )}
        {now < event.startsAt && event.asksAllergies && (
          <TextArea
            lang={lang}
            label={t.allergies}
            name="allergies"
            value={values.allergies ?? guest.allergies ?? ''}
            hint={t.allergiesHint}
            rows={2}
            maxlength={ANSWER_MAX}
          />
        )}
        <Actions>
          <Button>{isGoing ? t.change : t.join}</Button>
        </Actions>
      </Card>
    </form>
  )
}

/** The second, named question before somebody's seats are given away. */
export const LeavingPage = ({ lang, operator, event, guest }: Omit<GuestPageProps, 'values' | 'notice' | 'now'>) => {
  const t = guestListTexts[lang].guest
  const name = guest.name === null ? guestListTexts[lang].lists.unnamed : isolated(guest.name)
  const back = guestPath(event.id, guest.memberId)
  return (
    <Page
      lang={lang}
      title={t.leaveTitle(name)}
      operator={operator}
      current="events"
      path={back}
      back={{ href: back, label: name }}
    >
      <Notice tone="warn">{guest.seats > 0 ? t.leaveFrees(guest.seats) : t.leaveNothing}</Notice>
      <p>{t.leaveNote}</p>
      <form method="post" action={`${PATH}/${event.id}/answers`}>
        <input type="hidden" name="member" value={guest.memberId} />
        <input type="hidden" name="answer" value="not_coming" />
        <Actions>
          <Button>{t.leaveYes(name)}</Button>
          <Button kind="quiet" href={back}>
            {t.leaveNo}
          </Button>
        </Actions>
      </form>
    </Page>
  )
}
