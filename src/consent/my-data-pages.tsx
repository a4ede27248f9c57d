import type { Child, PropsWithChildren } from 'hono/jsx'
import type { BroadcastPurpose, ConsentPurpose, MemberLanguage } from '../db/schema.ts'
import { QUESTIONS, type Question } from '../members/questions.ts'
import { consentTexts } from '../texts/consent.ts'
import { formatDate, formatFullDay } from '../texts/format.ts'
import { htmlLang } from '../texts/language.ts'
import { myDataTexts } from '../texts/my-data.ts'
import { myDataShiftTexts } from '../texts/my-data-shifts.ts'
import { LANGUAGE_NAMES } from '../texts/registration-languages.ts'
import { questionTexts } from '../texts/registration-questions.ts'
import { PlainPage } from '../web/ui.tsx'
import { Button } from '../web/ui-forms.tsx'
import { Badge, Card, Definition, Notice } from '../web/ui-parts.tsx'
import { type CurrentConsent, PURPOSES } from './consent.ts'
import type { correctionsOf } from './corrections.ts'
import type { Export } from './export.ts'
import { Events } from './my-data-events.tsx'
import { History, Received, Take } from './my-data-history.tsx'
import { LINES_SHOWN } from './my-data-parts.tsx'
import { ReturnLink, Shifts } from './my-data-shifts.tsx'
import { type MyStories, Stories } from './my-data-stories.tsx'

export type MyData = {
  shop: string
  /** `/me/<token>`, where all of the person's pages are. */
  path: string
  data: Export
  current: Partial<Record<ConsentPurpose, CurrentConsent>>
  renewable: boolean
  corrections: Awaited<ReturnType<typeof correctionsOf>>
  answers: Partial<Record<Question, string>>
  stories: MyStories
  /** Where they say that they would like to work here again: for the alumni only. */
  returnHref: string | undefined
  done: string | undefined
}

/** Everything that is kept about a person, as they see it, and what they may do with it. */
export const MyDataPage = (my: MyData) => {
  const t = myDataTexts[my.data.person.language]
  const registered = my.current.privacy?.granted === true
  const done = Object.entries({ ...t.done, hours: myDataShiftTexts[my.data.person.language].done }).find(
    ([key]) => key === my.done,
  )?.[1]
  return (
    <MemberPage my={my} title={t.title} done={done}>
      <p>
        {t.lead}
        <br />
        <small>{t.ended}</small>
      </p>
      <Who {...my} />
      <Consents {...my} registered={registered} />
      {registered && <Preferences {...my} />}
      <Stories {...my} />
      <Noted {...my} />
      <Events {...my} />
      {registered && <Shifts {...my} />}
      {my.returnHref !== undefined && <ReturnLink data={my.data} href={my.returnHref} />}
      <Received {...my} />
      <History {...my} />
      <Take {...my} />
    </MemberPage>
  )
}

/** Every page of a person: in their language, not the browser's. */
export const MemberPage = ({
  my: { shop, data },
  title,
  done,
  children,
}: PropsWithChildren<{ my: Pick<MyData, 'shop' | 'data'>; title: string; done?: string | undefined }>) => (
  <PlainPage
    lang={data.person.language}
    title={title}
    screen="member"
    from={shop}
    {...(done ? { notice: { tone: 'success' as const, text: done } } : {})}
  >
    {children}
  </PlainPage>
)

const Who = ({ data: { person, line, roster_entry: entry }, path, corrections }: MyData) => {
  const t = myDataTexts[person.language]
  const day = (on: string | null) => (on === null ? t.unknown : formatDate(on, htmlLang(person.language)))
  const given = (value: string | null | undefined) => (value ? <bdi>{value}</bdi> : t.unknown)
  const registered = person.state !== 'guest'
  return (
    <Card title={t.who}>
      <Definition
        items={[
          { term: t.fields.state, detail: t.states[person.state] },
          ...(registered
            ? [
                { term: t.fields.name, detail: given(person.name) },
                { term: t.fields.store, detail: given(person.store_name) },
                { term: t.fields.role, detail: given(person.role_name) },
                { term: t.fields.joined_on, detail: day(person.joined_on) },
                { term: t.fields.left_on, detail: day(person.left_on) },
              ]
            : []),
          { term: t.fields.language, detail: LANGUAGE_NAMES[person.language] },
          { term: t.fields.since, detail: formatFullDay(person.created_at, htmlLang(person.language)) },
          { term: t.fields.line, detail: <LineNumber id={line?.line_user_id} hint={t.lineHint} /> },
          ...(entry ? [{ term: t.fields.roster, detail: <RosterLine entry={entry} day={day(entry.left_on)} /> }] : []),
        ]}
      />
      {corrections.length > 0 && <Corrections {...{ corrections, language: person.language }} />}
      {registered && (
        <p>
          <Button kind="secondary" href={`${path}/corrections`}>
            {t.correctionsAsk}
          </Button>
        </p>
      )}
    </Card>
  )
}

type Corrected = Pick<MyData, 'corrections'> & { language: MemberLanguage }

const Corrections = ({ corrections, language }: Corrected) => {
  const t = myDataTexts[language]
  const wanted = ({ field, value, store_name, role_name }: MyData['corrections'][number]) => {
    if (field === 'left_on') return formatDate(value, htmlLang(language))
    return field === 'name' ? value : (store_name ?? role_name ?? t.unknown)
  }
  return (
    <>
      <h3>{t.corrections}</h3>
      <Definition
        items={corrections.slice(0, LINES_SHOWN).map((asked) => ({
          term: t.fields[asked.field],
          detail: (
            <>
              <bdi>{wanted(asked)}</bdi>
              <br />
              <CorrectionState language={language} {...asked} />
            </>
          ),
        }))}
      />
    </>
  )
}

const LineNumber = ({ id, hint }: { id: string | undefined; hint: string }) => (
  <>
    <code class="long">{id ?? ''}</code>
    <br />
    <small>{hint}</small>
  </>
)

const RosterLine = ({ entry, day }: { entry: NonNullable<Export['roster_entry']>; day: string }) => (
  <bdi>{[entry.name, entry.kana, day, entry.note].filter(Boolean).join(' / ')}</bdi>
)

const CorrectionState = ({ language, accepted }: { language: MemberLanguage; accepted: 0 | 1 | null }) => {
  const t = myDataTexts[language]
  if (accepted === null) return <Badge tone="wait">{t.correctionOpen}</Badge>
  return accepted === 1 ? (
    <Badge tone="done">{t.correctionAccepted}</Badge>
  ) : (
    <Badge tone="plain">{t.correctionDeclined}</Badge>
  )
}

const Consents = ({ data: { person }, current, path, renewable, registered }: MyData & { registered: boolean }) => {
  const language = person.language
  const t = myDataTexts[language]
  const { names, renewal } = consentTexts[language]
  if (!registered)
    return (
      <Card title={t.consents}>
        <p>{t.consentsLater}</p>
      </Card>
    )
  return (
    <Card title={t.consents} id="consents">
      <p>{t.consentsLead}</p>
      <Definition
        items={PURPOSES.map((purpose) => ({
          term: names[purpose],
          detail: <Switch purpose={purpose} consent={current[purpose]} language={language} path={path} />,
        }))}
      />
      {renewable && (
        <form method="post" action={`${path}/renewals`}>
          <Notice tone="info" title={renewal.title}>
            {t.renewal} <a href={`/privacy/changes?language=${language}`}>{renewal.changes}</a>
          </Notice>
          <Button kind="secondary">{renewal.agree}</Button>
        </form>
      )}
    </Card>
  )
}

type SwitchProps = {
  purpose: BroadcastPurpose
  consent: CurrentConsent | undefined
  language: MemberLanguage
  path: string
}

const Switch = ({ purpose, consent, language, path }: SwitchProps) => {
  const t = myDataTexts[language]
  const on = consent?.granted === true
  return (
    <form method="post" action={`${path}/consents`}>
      <div>{on ? `○ ${t.on(formatFullDay(consent.changedAt, htmlLang(language)))}` : `– ${t.off}`}</div>
      <input type="hidden" name="purpose" value={purpose} />
      <Button kind={on ? 'quiet' : 'secondary'} name="to" value={on ? 'off' : 'on'}>
        {on ? t.turnOff : t.turnOn}
        <span class="hidden">（{consentTexts[language].names[purpose]}）</span>
      </Button>
    </form>
  )
}

const Preferences = ({ data: { person }, answers, renewable, path }: MyData) => {
  const t = myDataTexts[person.language]
  const { names } = questionTexts[person.language]
  return (
    <Card title={t.preferences}>
      <p>{t.preferencesLead}</p>
      <Definition
        items={QUESTIONS.map((question) => ({ term: names[question], detail: answers[question] ?? t.unknown }))}
      />
      {/* Asked under today's text only. */}
      {!renewable && (
        <p>
          <Button kind="secondary" href={`${path}/preferences`}>
            {t.preferencesChange}
          </Button>
        </p>
      )}
    </Card>
  )
}

const Noted = ({ data: { person, tags, notes } }: MyData) => {
  const t = myDataTexts[person.language]
  const lang = htmlLang(person.language)
  return (
    <Card title={t.shop}>
      <Definition
        items={[
          {
            term: t.tags,
            detail: tags.length > 0 ? <bdi>{tags.map(({ tag }) => tag).join(t.separator)}</bdi> : t.nothing,
          },
          ...(notes.length > 0 ? notes : [undefined]).map((note) => ({
            term: t.notes,
            detail: note ? <bdi>{`${note.body}（${formatFullDay(note.at, lang)}）`}</bdi> : t.nothing,
          })),
        ]}
      />
    </Card>
  )
}

/** A page that says one thing: the link is over, or goodbye. */
export const LastPage = ({
  language,
  title,
  children,
}: {
  language: MemberLanguage
  title: string
  children: Child
}) => (
  <PlainPage lang={language} title={title} screen="member">
    {children}
  </PlainPage>
)
