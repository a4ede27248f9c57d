import { eventFormTexts } from '../texts/event-form.ts'
import { eventAdminTexts } from '../texts/events-admin.ts'
import type { Operator } from '../web/env.ts'
import { type Flash, Page } from '../web/ui.tsx'
import { Actions, Button, FormErrors, typedIn } from '../web/ui-forms.tsx'
import { Card, Notice } from '../web/ui-parts.tsx'
import { WritingField } from '../web/ui-writing.tsx'
import { type Numbers, NumbersList, type Telling, TellingNumbers } from './event-costs.tsx'
import { EventFields, type EventFieldsProps } from './event-fields.tsx'
import { TELL_WORDS_MAX } from './event-form.tsx'
import type { ShopEvent } from './events.ts'

export const PATH = '/admin/events'
const NUMBERS_ID = 'numbers'

type EditProps = EventFieldsProps & {
  operator: Operator
  /** undefined: a new one. */
  event: ShopEvent | undefined
  numbers: Numbers
  /** Of an event that somebody answered: who would be told of another time or place. */
  telling: Telling | undefined
  notice?: Flash | undefined
}

/** Planning, and changing what was planned. */
export const EditPage = ({ operator, event, numbers, telling, notice, ...fields }: EditProps) => {
  const { lang, errors } = fields
  const t = eventFormTexts[lang]
  const path = event ? `${PATH}/${event.id}` : PATH
  const title = event ? t.editTitle(event.title) : t.createTitle
  const back = event
    ? { href: path, label: eventAdminTexts[lang].backToEvent }
    : { href: PATH, label: eventAdminTexts[lang].back }
  return (
    <Page
      lang={lang}
      title={title}
      operator={operator}
      current="events"
      path={event ? `${path}/edit` : `${path}/new`}
      back={back}
      notice={notice}
      wide
    >
      <FormErrors lang={lang} errors={errors} />
      <div class="split">
        <form
          method="post"
          action={event ? `${path}/versions` : PATH}
          data-live-form={`${path}/counts`}
          data-live-target={`#${NUMBERS_ID}`}
        >
          <EventFields {...fields} />
          {telling && <TellCard {...fields} telling={telling} />}
          <Actions>
            <Button kind="secondary" href={path}>
              {eventAdminTexts[lang].notDone}
            </Button>
            <Button>{event && event.state !== 'draft' ? t.submit : t.submitNew}</Button>
          </Actions>
        </form>
        <aside>
          <Card title={eventAdminTexts[lang].numbers.title}>
            <div id={NUMBERS_ID} aria-live="polite">
              <NumbersList lang={lang} numbers={numbers} />
            </div>
          </Card>
        </aside>
      </div>
    </Page>
  )
}

const TellCard = ({ telling, ...fields }: EventFieldsProps & { telling: Telling }) => {
  const t = eventFormTexts[fields.lang]
  return (
    <Card title={t.tellCard}>
      <Notice tone="info">{t.tellBody}</Notice>
      <TellingNumbers lang={fields.lang} telling={telling} />
      <WritingField
        {...typedIn(fields).text('told')}
        label={t.tellWords}
        hint={t.tellWordsHint}
        limit={{ max: TELL_WORDS_MAX, unit: 'utf16' }}
        rows={3}
      />
    </Card>
  )
}
