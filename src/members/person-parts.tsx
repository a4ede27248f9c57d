import { type CurrentConsent, PURPOSES } from '../consent/consent.ts'
import { formatDateTime, formatFullDay } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import { memberTexts } from '../texts/members.ts'
import { Button, Field, TextArea, typedIn } from '../web/ui-forms.tsx'
import { Badge, Card, Definition } from '../web/ui-parts.tsx'
import { PATH } from './list-page.tsx'
import { NOTE_MAX } from './notes.ts'
import { purposeName } from './person-history.tsx'
import type { PersonPageProps } from './person-page.tsx'
import { TAG_MAX } from './tags.ts'

/** How much of a note its button names. */
const NAMED_MAX = 20

export const Consents = ({ lang, current, history }: PersonPageProps) => {
  const { consents: t } = memberTexts[lang]
  return (
    <Card title={t.title}>
      <Definition
        items={(['privacy', ...PURPOSES] as const).map((purpose) => ({
          term: purposeName(lang, purpose),
          detail: <ConsentState lang={lang} consent={current[purpose]} />,
        }))}
      />
      {history.length > 0 && (
        <details>
          <summary>{t.history}</summary>
          <ul>
            {history.map(({ purpose, granted, text_version, channel, at }) => (
              <li>
                {formatDateTime(at, lang)} {purposeName(lang, purpose)}: {granted ? t.granted : t.withdrawn}（
                {t.channels[channel]}・{text_version}）
              </li>
            ))}
          </ul>
        </details>
      )}
    </Card>
  )
}

const ConsentState = ({ lang, consent }: { lang: Language; consent: CurrentConsent | undefined }) => {
  const { consents: t } = memberTexts[lang]
  if (!consent) return <Badge tone="plain">{t.never}</Badge>
  return (
    <>
      <Badge tone={consent.granted ? 'done' : 'stop'}>{consent.granted ? t.on : t.off}</Badge>{' '}
      <small>{t.since(formatFullDay(consent.changedAt, lang), consent.version)}</small>
    </>
  )
}

export const Tags = ({ lang, member, tags, values = {}, errors = {} }: PersonPageProps) => {
  const { tags: t } = memberTexts[lang]
  return (
    <Card title={t.title} id="tags">
      {tags.length === 0 ? (
        <p class="muted">{t.none}</p>
      ) : (
        <form method="post" action={`${PATH}/${member.id}/tag-removals`} class="chips">
          {tags.map((tag) => (
            <button type="submit" class="quiet" name="tag" value={tag} aria-label={t.remove(tag)}>
              <bdi>{tag}</bdi> <span aria-hidden="true">×</span>
            </button>
          ))}
        </form>
      )}
      <form method="post" action={`${PATH}/${member.id}/tags`} class="filters">
        <Field
          {...typedIn({ lang, values, errors }).text('tag')}
          label={t.add}
          hint={t.hint}
          input={{ maxlength: TAG_MAX, autocomplete: 'off' }}
        />
        <Button kind="secondary">{t.button}</Button>
      </form>
    </Card>
  )
}

/** What the shop wants to remember of a person, with a warning against what it must not. */
export const Notes = ({ lang, member, notes, values = {}, errors = {} }: PersonPageProps) => {
  const { notes: t } = memberTexts[lang]
  return (
    <Card title={t.title} id="notes">
      {notes.length === 0 && <p class="muted">{t.none}</p>}
      {notes.map(({ id, body, at, operator_name }) => (
        <form method="post" action={`${PATH}/${member.id}/note-removals`} class="note-line">
          <div>
            <p class="lines">
              <bdi>{body}</bdi>
            </p>
            <small>
              {formatDateTime(at, lang)} <bdi>{operator_name}</bdi>
            </small>
          </div>
          <button type="submit" class="danger" name="note" value={id} aria-label={t.removeLabel(shortened(body))}>
            {t.remove}
          </button>
        </form>
      ))}
      <form method="post" action={`${PATH}/${member.id}/notes`}>
        <TextArea {...typedIn({ lang, values, errors }).text('note')} label={t.add} rows={3} hint={t.hint(NOTE_MAX)} />
        <Button kind="secondary">{t.button}</Button>
      </form>
    </Card>
  )
}

const shortened = (body: string) => {
  const letters = [...body.replace(/\s+/gu, ' ')]
  return letters.length > NAMED_MAX ? `${letters.slice(0, NAMED_MAX).join('')}…` : letters.join('')
}
