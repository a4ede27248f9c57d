import type { Child } from 'hono/jsx'
import { eventFormTexts } from '../texts/event-form.ts'
import { eventAdminTexts } from '../texts/events-admin.ts'
import { formatDateTime, formatNumber } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import type { Operator } from '../web/env.ts'
import { type FormErrors as Errors, type FormValues, valueIn } from '../web/form.ts'
import { Page } from '../web/ui.tsx'
import { Actions, Button, FormErrors } from '../web/ui-forms.tsx'
import { Card, Definition, Notice } from '../web/ui-parts.tsx'
import { WritingField } from '../web/ui-writing.tsx'
import { type Numbers, NumbersList, type Telling, TellingNumbers } from './event-costs.tsx'
import { PATH } from './event-pages.tsx'
import type { ShopEvent } from './events.ts'
import { CANCEL_WORDS_MAX } from './states.ts'
import { whenOf } from './view-parts.tsx'

type AskProps = {
  lang: Language
  operator: Operator
  event: ShopEvent
  /** The page's own name in the address. */
  verb: 'open' | 'close' | 'reopen' | 'cancel' | 'discard'
  title: string
  children: Child
}

/** A second, named confirmation: what it is about stands above what is done to it. */
const AskPage = ({ lang, operator, event, verb, title, children }: AskProps) => {
  const t = eventAdminTexts[lang]
  const path = `${PATH}/${event.id}`
  return (
    <Page
      lang={lang}
      title={title}
      operator={operator}
      current="events"
      path={`${path}/${verb}`}
      back={{ href: path, label: t.backToEvent }}
    >
      <Card>
        <Definition
          items={[
            { term: t.when, detail: whenOf(event, lang) },
            { term: eventFormTexts[lang].where, detail: event.place },
            { term: t.capacity, detail: t.persons(formatNumber(event.capacity)) },
            { term: t.until, detail: formatDateTime(event.closesAt, lang) },
          ]}
        />
      </Card>
      {children}
    </Page>
  )
}

type AskedProps = Omit<AskProps, 'verb' | 'title' | 'children'>

type ButtonsProps = {
  lang: Language
  event: ShopEvent
  noun: string
  label: string
  danger?: boolean
  children?: Child
}

/** The one thing to be done, and the way back. */
const Decide = ({ lang, event, noun, label, danger, children }: ButtonsProps) => (
  <form method="post" action={`${PATH}/${event.id}/${noun}`}>
    <input type="hidden" name="version" value={String(event.updatedAt)} />
    {children}
    <Actions>
      <Button kind="secondary" href={`${PATH}/${event.id}`}>
        {eventAdminTexts[lang].notDone}
      </Button>
      <Button kind={danger ? 'danger' : 'primary'}>{label}</Button>
    </Actions>
  </form>
)

/** What cannot be done before the dates are put right. */
const TooLate = ({ lang, event, words }: { lang: Language; event: ShopEvent; words: string }) => (
  <>
    <Notice tone="warn">{words}</Notice>
    <Actions>
      <Button href={`${PATH}/${event.id}/edit`}>{eventAdminTexts[lang].edit}</Button>
    </Actions>
  </>
)

export const OpenPage = ({ numbers, isLate, ...asked }: AskedProps & { numbers: Numbers; isLate: boolean }) => {
  const { lang, event } = asked
  const t = eventAdminTexts[lang]
  return (
    <AskPage {...asked} verb="open" title={t.opening.title(event.title)}>
      {isLate ? (
        <TooLate lang={lang} event={event} words={t.opening.late} />
      ) : (
        <>
          <p>{t.opening.body}</p>
          {event.listed && <p>{t.opening.listed}</p>}
          <Card title={t.numbers.title}>
            <NumbersList lang={lang} numbers={numbers} />
          </Card>
          <Decide lang={lang} event={event} noun="openings" label={t.opening.submit} />
        </>
      )}
    </AskPage>
  )
}

export const ClosePage = ({ telling, ...asked }: AskedProps & { telling: Telling }) => {
  const { lang, event } = asked
  const t = eventAdminTexts[lang]
  return (
    <AskPage {...asked} verb="close" title={t.closing.title(event.title)}>
      <p>{t.closing.body}</p>
      <p>{t.closing.again}</p>
      {telling.people > 0 && (
        <Card>
          <p>{t.closing.waiting(formatNumber(telling.people))}</p>
          <TellingNumbers lang={lang} telling={telling} />
        </Card>
      )}
      <Decide lang={lang} event={event} noun="closings" label={t.closing.submit} />
    </AskPage>
  )
}

export const ReopenPage = ({ isLate, ...asked }: AskedProps & { isLate: boolean }) => {
  const { lang, event } = asked
  const t = eventAdminTexts[lang]
  return (
    <AskPage {...asked} verb="reopen" title={t.reopening.title(event.title)}>
      {isLate ? (
        <TooLate lang={lang} event={event} words={t.reopening.late} />
      ) : (
        <>
          <p>{t.reopening.body}</p>
          <Decide lang={lang} event={event} noun="reopenings" label={t.reopening.submit} />
        </>
      )}
    </AskPage>
  )
}

type CancelProps = AskedProps & { telling: Telling; values: FormValues; errors: Errors }

export const CancelPage = ({ telling, values, errors, ...asked }: CancelProps) => {
  const { lang, event } = asked
  const t = eventAdminTexts[lang]
  const { people } = telling
  const label =
    people === 0 ? t.cancelling.submitQuietly(event.title) : t.cancelling.submit(event.title, formatNumber(people))
  return (
    <AskPage {...asked} verb="cancel" title={t.cancelling.title(event.title)}>
      <FormErrors lang={lang} errors={errors} />
      <Notice tone="warn">{people === 0 ? t.cancelling.nobody : t.cancelling.body}</Notice>
      {people > 0 && (
        <Card>
          <TellingNumbers lang={lang} telling={telling} />
        </Card>
      )}
      <Decide lang={lang} event={event} noun="cancellations" label={label} danger>
        <WritingField
          lang={lang}
          name="words"
          value={valueIn(values, 'words')}
          error={errors.words}
          label={t.cancelling.words}
          hint={t.cancelling.wordsHint}
          limit={{ max: CANCEL_WORDS_MAX, unit: 'utf16' }}
          rows={4}
          required
        />
      </Decide>
    </AskPage>
  )
}

export const DiscardPage = (asked: AskedProps) => {
  const { lang, event } = asked
  const t = eventAdminTexts[lang]
  return (
    <AskPage {...asked} verb="discard" title={t.discarding.title(event.title)}>
      <p>{t.discarding.body}</p>
      <Decide lang={lang} event={event} noun="discards" label={t.discarding.submit(event.title)} danger />
    </AskPage>
  )
}
