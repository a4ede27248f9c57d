import { formatDateTime, formatFullDay } from '../texts/format.ts'
import { htmlLang } from '../texts/language.ts'
import { myDataTexts } from '../texts/my-data.ts'
import { Actions, Button } from '../web/ui-forms.tsx'
import { Card, Timeline } from '../web/ui-parts.tsx'
import { TheirCoupons } from './my-data-coupons.tsx'
import type { MyData } from './my-data-pages.tsx'
import { LINES_SHOWN, Lines, linesOf, purposeName } from './my-data-parts.tsx'

/** What reached the person: coupons and messages. */
export const Received = (props: MyData) => {
  const { data } = props
  const { person, deliveries } = data
  const t = myDataTexts[person.language]
  const lang = htmlLang(person.language)
  return (
    <>
      <TheirCoupons {...props} />
      <Lines
        title={t.messages}
        nothing={t.nothing}
        lines={deliveries
          .filter(({ skipped_reason }) => skipped_reason === null)
          .map(({ title, confirmed_at }) =>
            confirmed_at === null ? title : `${formatFullDay(confirmed_at, lang)} ${title}`,
          )}
      />
    </>
  )
}

/** What was agreed to, what happened, and who looked. */
export const History = ({ data }: MyData) => {
  const { person, consents, timeline, looked } = data
  const language = person.language
  const t = myDataTexts[language]
  const lang = htmlLang(language)
  return (
    <>
      <Lines
        title={t.history}
        nothing={t.nothing}
        lines={consents.map(
          ({ at, purpose, granted, text_version, channel }) =>
            `${formatDateTime(at, lang)} ${purposeName(purpose, language)}: ${granted ? t.agreedTo(text_version) : t.refused(text_version)} ${t.channels[channel]}`,
        )}
      />
      <Card title={t.timeline}>
        <Timeline lang={lang} items={linesOf(timeline, language)} />
        {timeline.length > LINES_SHOWN && <p class="muted">{t.timelineMore}</p>}
      </Card>
      <Lines
        title={t.access}
        nothing={t.nothing}
        lines={looked.map(
          ({ at, action, role }) => `${formatDateTime(at, lang)} ${t.roles[role]}: ${t.accesses[action]}`,
        )}
      />
    </>
  )
}

/** The two last things: taking it all along, and leaving. */
export const Take = ({ data: { person }, path }: MyData) => {
  const t = myDataTexts[person.language]
  return (
    <>
      <Card title={t.take}>
        <p>{t.takeLead}</p>
        <form method="post" action={`${path}/downloads`}>
          <Button kind="secondary">{t.download}</Button>
        </form>
      </Card>
      <Card title={t.leave}>
        <p>{t.leaveLead}</p>
        <Actions still>
          <Button kind="quiet" href={`${path}/leaving`}>
            {t.leave}
          </Button>
        </Actions>
      </Card>
    </>
  )
}
