import type { PropsWithChildren } from 'hono/jsx'
import type { MemberLanguage } from '../db/schema.ts'
import { OUTSIDE } from '../line/calendar.ts'
import { eventCardTexts } from '../texts/event-card.ts'
import { eventFeedbackTexts } from '../texts/event-feedback.ts'
import { eventPageTexts } from '../texts/event-page.ts'
import { formatDateTime, formatYen } from '../texts/format.ts'
import { htmlLang } from '../texts/language.ts'
import type { FormErrors, FormValues } from '../web/form.ts'
import { type Flash, PlainPage } from '../web/ui.tsx'
import { Actions, Button } from '../web/ui-forms.tsx'
import { Card, Definition } from '../web/ui-parts.tsx'
import { BigPicture } from '../web/ui-pictures.tsx'
import { QrCard } from '../web/ui-screens.tsx'
import { AnswerForm } from './answer-form.tsx'
import { googleCalendarUrl, placeOf } from './calendar.ts'
import { whenWords } from './card.ts'
import { Leaving, StateOf } from './member-state.tsx'
import type { Opened } from './opening.ts'

/** From then on the code for the door stands first. */
const NEAR_MS = 24 * 3_600_000

/** `path`: `/event/<token>`, where all of the guest's pages are. */
export type Guest = Opened & { path: string }

type Shown = Guest & {
  /** What their QR says. */
  doorUrl: string
  values: FormValues
  errors: FormErrors
  notice?: Flash | undefined
}

/** The event, how the guest stands to it, and every way on from there. Works without JavaScript. */
export const GuestPage = ({ values, errors, notice, doorUrl, ...guest }: Shown) => {
  const { event, standing, stage, picture, member, tastes } = guest
  const t = eventPageTexts[member.language]
  const isNear = guest.now >= event.startsAt - NEAR_MS
  const qr = <QrCard title={t.qr.title} lead={t.qr.lead} alt={t.qr.label} content={doorUrl} />
  const isComing =
    standing.state === 'going' && !guest.arrived && (stage === 'open' || stage === 'closed' || stage === 'begun')
  return (
    <GuestShell guest={guest} title={event.title} notice={notice}>
      <StateOf {...guest} />
      {isComing && isNear && qr}
      {tastes && event.dishes.length > 0 && (
        <Actions still>
          <Button kind={stage === 'over' ? 'primary' : 'secondary'} href={`${guest.path}/feedback`}>
            {eventFeedbackTexts[member.language].link}
          </Button>
        </Actions>
      )}
      {picture && <BigPicture {...picture} />}
      {event.words && <p class="lines">{event.words}</p>}
      <Facts {...guest} />
      {isComing && !isNear && qr}
      {isComing && stage !== 'begun' && <Calendar {...guest} />}
      {stage === 'called_off' && standing.state === 'going' && <OutOfCalendar {...guest} />}
      <AnswerForm guest={guest} values={values} errors={errors} />
      <Leaving {...guest} />
    </GuestShell>
  )
}

/** Every page of a guest: in their language, not the browser's. */
export const GuestShell = ({
  guest: { member, shop },
  title,
  notice,
  children,
}: PropsWithChildren<{ guest: Pick<Guest, 'member' | 'shop'>; title: string; notice?: Flash | undefined }>) => (
  <PlainPage lang={member.language} title={title} screen="member" from={shop} notice={notice}>
    {children}
  </PlainPage>
)

/** For every link that leads nowhere (any more). */
export const NoPage = ({ language, over }: { language: MemberLanguage; over: boolean }) => {
  const t = eventPageTexts[language]
  return (
    <PlainPage lang={language} title={over ? t.overTitle : t.unusableTitle} screen="member">
      <p>{over ? t.over : t.unusable}</p>
    </PlainPage>
  )
}

const Facts = ({ event, standing, stage, member: { language } }: Guest) => {
  const lang = htmlLang(language)
  const card = eventCardTexts[language]
  const t = eventPageTexts[language]
  const isOutside = !['going', 'waiting', 'offered'].includes(standing.state ?? '')
  return (
    <Card>
      <Definition
        items={[
          { term: card.when, detail: whenWords(event, language) },
          {
            term: card.where,
            detail: (
              <>
                <bdi>{placeOf(event)}</bdi>
                {event.mapUrl && (
                  <>
                    <br />
                    <a href={event.mapUrl} rel="noreferrer">
                      {card.map}
                    </a>
                  </>
                )}
              </>
            ),
          },
          { term: card.fee, detail: event.feeYen === 0 ? card.free : card.atShop(formatYen(event.feeYen, lang)) },
          ...(event.alcohol ? [{ term: t.alcohol, detail: t.alcoholServed }] : []),
          ...(stage === 'open' && standing.state !== 'offered'
            ? [{ term: card.until, detail: card.untilWhen(formatDateTime(event.closesAt, lang)) }]
            : []),
          ...(stage === 'open' && isOutside
            ? [{ term: t.seats, detail: standing.free > 0 ? t.seatsLeft(standing.free) : t.full }]
            : []),
        ]}
      />
    </Card>
  )
}

/** The same file, which now takes back the entry that they may have made of it. */
const OutOfCalendar = ({ path, member: { language } }: Guest) => {
  const t = eventPageTexts[language].calendar
  return (
    <Card title={t.goneTitle}>
      <Button kind="secondary" href={`${path}/calendar.ics?${new URLSearchParams(OUTSIDE)}`}>
        {t.gone}
      </Button>
      <p class="muted">{t.goneNote}</p>
    </Card>
  )
}

const Calendar = ({ event, shop, path, member: { language } }: Guest) => {
  const t = eventPageTexts[language].calendar
  return (
    <Card title={t.title}>
      <div class="chips">
        <Button kind="secondary" href={`${path}/calendar.ics?${new URLSearchParams(OUTSIDE)}`}>
          {t.file}
        </Button>
        <Button kind="secondary" href={googleCalendarUrl({ event, shop, hint: t.changes })}>
          {t.google}
        </Button>
      </div>
      <p class="muted">{t.note}</p>
    </Card>
  )
}
