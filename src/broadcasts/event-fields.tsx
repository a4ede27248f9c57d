import { whenWords } from '../events/card.ts'
import type { ShopEvent } from '../events/events.ts'
import { composeTexts } from '../texts/compose.ts'
import { composeEventTexts } from '../texts/compose-event.ts'
import type { Language } from '../texts/language.ts'
import { valueIn } from '../web/form.ts'
import { Definition, Notice } from '../web/ui-parts.tsx'
import type { ComposeFieldsProps } from './compose-fields.tsx'
import { WordsField } from './words-field.tsx'

/** The event that it is about, and the words above its card. */
export const EventFields = (props: ComposeFieldsProps) => {
  const { lang, values, event, isHttps } = props
  const t = composeEventTexts[lang]
  const isThanks = valueIn(values, 'moment') === 'thanks'
  return (
    <>
      <TheEvent lang={lang} event={event} />
      {!event && (
        <Notice tone="error">
          {t.gone} <a href="/admin/broadcasts/new?kind=event">{t.choose}</a>
        </Notice>
      )}
      <input type="hidden" name="moment" value={isThanks ? 'thanks' : 'invite'} />
      {event?.imageId && !isHttps && <Notice tone="warn">{composeTexts[lang].compose.imageUnsent}</Notice>}
      <WordsField
        {...props}
        name="text"
        label={isThanks ? t.thanksWords : t.words}
        hint={isThanks ? t.thanksHint : t.wordsHint}
        rows={6}
      />
    </>
  )
}

/** What stands in the card by itself. */
export const TheEvent = ({ lang, event }: { lang: Language; event: ShopEvent | undefined }) => {
  const t = composeEventTexts[lang]
  if (!event) return null
  return (
    <>
      <input type="hidden" name="eventId" value={event.id} />
      <Definition
        items={[
          { term: t.event, detail: <a href={`/admin/events/${event.id}`}>{event.title}</a> },
          { term: t.when, detail: whenWords(event, lang) },
        ]}
      />
    </>
  )
}
