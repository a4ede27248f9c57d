import { eventViewTexts } from '../texts/event-guests.ts'
import { eventAdminTexts } from '../texts/events-admin.ts'
import { formatDateTime, formatYen } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import type { Operator } from '../web/env.ts'
import { type Flash, Page } from '../web/ui.tsx'
import { Button } from '../web/ui-forms.tsx'
import { Card, Definition, Notice } from '../web/ui-parts.tsx'
import { PATH } from './event-pages.tsx'
import type { ShopEvent } from './events.ts'
import { EventBadge } from './events-list-pages.tsx'
import type { Allergy } from './guest-counts.ts'
import type { Step } from './next-step.ts'
import { FeedbackCard, MissedCard } from './view-after.tsx'
import { type Ahead, AheadCard, MoreCard, ToldCard } from './view-ahead.tsx'
import { Glance, type GlanceProps } from './view-glance.tsx'
import { ListsCard, type ListsProps, UntoldCard } from './view-lists.tsx'
import { guestPath, isOver, NameOf, whenOf } from './view-parts.tsx'

export type ViewProps = GlanceProps &
  ListsProps &
  Ahead &
  Parameters<typeof FeedbackCard>[0] &
  Parameters<typeof MissedCard>[0] &
  Parameters<typeof UntoldCard>[0] & {
    operator: Operator
    allergies: readonly Allergy[]
    step: Step
    notice: Flash | undefined
  }

/** One event at a glance: how many come, how many seats are left, who drinks, allergies, and what to do next. */
export const EventPage = (props: ViewProps) => {
  const { lang, operator, event, allergies, step, notice } = props
  const path = `${PATH}/${event.id}`
  return (
    <Page
      lang={lang}
      title={event.title}
      operator={operator}
      current="events"
      path={path}
      back={{ href: PATH, label: eventAdminTexts[lang].back }}
      notice={notice}
      wide
    >
      <p class="when-where">
        <EventBadge lang={lang} state={event.state} /> <b>{whenOf(event, lang)}</b> <span>{event.place}</span>
      </p>
      {event.state !== 'draft' && <Glance {...props} />}
      <NextStep lang={lang} event={event} step={step} />
      <UntoldCard {...props} />
      {allergies.length > 0 && <AllergyCard lang={lang} event={event} allergies={allergies} />}
      {event.state === 'draft' ? <Planned {...props} /> : <Known {...props} />}
    </Page>
  )
}

/** Nobody can have answered a draft. */
const Planned = ({ lang, event, step }: ViewProps) => (
  <>
    <FactsCard lang={lang} event={event} />
    <MoreCard lang={lang} event={event} step={step} />
  </>
)

const Known = (props: ViewProps) => {
  const { lang, event, step, ahead } = props
  return (
    <div class="split">
      <div>
        <FeedbackCard {...props} />
        <ListsCard {...props} />
        <MissedCard {...props} />
      </div>
      <aside>
        {(!isOver(event) || ahead.length > 0) && <AheadCard {...props} />}
        <ToldCard {...props} />
        <FactsCard lang={lang} event={event} />
        <MoreCard lang={lang} event={event} step={step} />
      </aside>
    </div>
  )
}

type AllergyProps = { lang: Language; event: ShopEvent; allergies: readonly Allergy[] }

const AllergyCard = ({ lang, event, allergies }: AllergyProps) => {
  const t = eventViewTexts[lang].allergies
  return (
    <Card title={t.title} id="allergies">
      <ul class="allergies">
        {allergies.map(({ memberId, name, party, isComing, words }) => (
          <li>
            <strong>{words}</strong>{' '}
            <a href={guestPath(event.id, memberId)}>
              <NameOf lang={lang} name={name} />
            </a>{' '}
            <small>
              {t.party(party)}
              {!isComing && ` ${t.inLine}`}
            </small>
          </li>
        ))}
      </ul>
      <small>{t.forgotten}</small>
    </Card>
  )
}

const FactsCard = ({ lang, event }: { lang: Language; event: ShopEvent }) => {
  const t = eventViewTexts[lang]
  return (
    <Card
      title={t.facts}
      aside={isOver(event) ? undefined : <a href={`${PATH}/${event.id}/edit`}>{eventAdminTexts[lang].edit}</a>}
    >
      <Definition
        items={[
          {
            term: t.place,
            detail: (
              <>
                {event.place} {event.mapUrl !== null && <a href={event.mapUrl}>{t.map}</a>}
              </>
            ),
          },
          { term: t.deadline, detail: t.until(formatDateTime(event.closesAt, lang)) },
          { term: t.store, detail: event.storeName ?? t.company },
          { term: t.fee, detail: event.feeYen === 0 ? t.free : formatYen(event.feeYen, lang) },
          { term: t.words, detail: <span class="lines">{event.words}</span> },
          ...(event.cancelWords
            ? [{ term: t.cancelWords, detail: <span class="lines">{event.cancelWords}</span> }]
            : []),
        ]}
      />
    </Card>
  )
}

/** The one thing to do now, with its button beside the words; none while there is nothing but to wait. */
const NextStep = ({ lang, event, step }: { lang: Language; event: ShopEvent; step: Step }) => {
  const t = eventViewTexts[lang].next
  return (
    <Notice tone={step === 'cancelled' ? 'warn' : 'info'} title={t.title}>
      <p>{t.steps[step]}</p>
      {step !== 'wait' && step !== 'full' && <NextButton lang={lang} event={event} step={step} />}
    </Notice>
  )
}

type Doing = Exclude<Step, 'wait' | 'full'>

const NextButton = ({ lang, event, step }: { lang: Language; event: ShopEvent; step: Doing }) => {
  const words = eventViewTexts[lang].next.buttons[step]
  if (step !== 'copy' && step !== 'cancelled') return <Button href={hrefOf(step, event.id)}>{words}</Button>
  return (
    <form method="post" action={`${PATH}/${event.id}/copies`}>
      <Button>{words}</Button>
    </form>
  )
}

function hrefOf(step: Exclude<Doing, 'copy' | 'cancelled'>, id: string) {
  const compose = `/admin/broadcasts/new?event=${encodeURIComponent(id)}`
  return {
    opening: `${PATH}/${id}/open`,
    invite: `${compose}&kind=event`,
    remind: `${compose}&kind=event&to=silent`,
    door: `${PATH}/${id}/door`,
    print: `${PATH}/${id}/door/list`,
    thanks: `${compose}&kind=event&moment=thanks`,
    results: `${compose}&kind=text&moment=results`,
  }[step]
}
