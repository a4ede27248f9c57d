import type { CurrentConsent, consentHistory } from '../consent/consent.ts'
import type { Grant } from '../coupons/grants.ts'
import type { ConsentPurpose } from '../db/schema.ts'
import type { accessesOf } from '../interactions/access-log.ts'
import type { TimelineCategory } from '../interactions/categories.ts'
import type { timeline } from '../interactions/interactions.ts'
import type { findEntry } from '../roster/roster.ts'
import { accessTexts } from '../texts/access.ts'
import { formatDate, formatDateTime, formatFullDay, formatTime, isolated } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import { memberTexts } from '../texts/members.ts'
import { storyAdminTexts } from '../texts/stories.ts'
import type { Operator } from '../web/env.ts'
import type { FormErrors, FormValues } from '../web/form.ts'
import { type Flash, Page } from '../web/ui.tsx'
import { Button } from '../web/ui-forms.tsx'
import { Card, Definition } from '../web/ui-parts.tsx'
import { ApprovalBox } from './approval-page.tsx'
import { type Correction, CorrectionsBox } from './corrections-page.tsx'
import { PATH, StateBadge } from './list-page.tsx'
import type { Member } from './members.ts'
import type { notesOf } from './notes.ts'
import { Coupons } from './person-coupons.tsx'
import { History } from './person-history.tsx'
import { Consents, Notes, Tags } from './person-parts.tsx'
import { Told } from './person-told.tsx'
import type { Preferences } from './questions.ts'
import type { Approval } from './showing.tsx'

export type PersonPageProps = {
  lang: Language
  operator: Operator
  member: Member
  current: Partial<Record<ConsentPurpose, CurrentConsent>>
  history: Awaited<ReturnType<typeof consentHistory>>
  /** Those that wait for a decision. */
  corrections: readonly Correction[]
  preferences: Preferences
  roles: readonly { id: string; name: string }[]
  tags: readonly string[]
  /** What can be used first; then what came to its end lately. */
  coupons: readonly Grant[]
  notes: Awaited<ReturnType<typeof notesOf>>
  entry: Awaited<ReturnType<typeof findEntry>>
  /** Only of somebody who waits. */
  approval: Approval | undefined
  /** Who saw this record: for owners only. */
  accesses: Awaited<ReturnType<typeof accessesOf>> | undefined
  told: Awaited<ReturnType<typeof timeline>>
  /** What the timeline is narrowed to. */
  category: TimelineCategory | undefined
  /** Whether the timeline begins further down. */
  later: boolean
  notice?: Flash | undefined
  values?: FormValues
  errors?: FormErrors
  now: number
}

/** Everything the shop knows of one person. */
export const PersonPage = (props: PersonPageProps) => {
  const { lang, operator, member, notice, approval } = props
  const t = memberTexts[lang]
  return (
    <Page
      lang={lang}
      title={member.name === null ? t.unnamed : isolated(member.name)}
      operator={operator}
      current="members"
      path={`${PATH}/${member.id}`}
      back={{ href: PATH, label: t.person.back }}
      notice={notice}
    >
      <p>
        <StateBadge lang={lang} state={member.state} />
      </p>
      {approval && <ApprovalBox lang={lang} member={member} approval={approval} />}
      <CorrectionsBox lang={lang} member={member} corrections={props.corrections} />
      {member.state === 'verified' && <Letter {...props} />}
      {member.state === 'verified' && <StoryLink {...props} />}
      <Data {...props} />
      {(member.state === 'verified' || props.coupons.length > 0) && <Coupons {...props} />}
      <Told lang={lang} told={props.preferences} roles={props.roles} now={props.now} />
      <Consents {...props} />
      <Tags {...props} />
      <Notes {...props} />
      <History {...props} />
      <Accesses {...props} />
    </Page>
  )
}

const Letter = ({ lang, member }: PersonPageProps) => {
  const { draft: t } = memberTexts[lang]
  return (
    <form method="post" action={`${PATH}/${member.id}/drafts`}>
      <p>
        <Button kind="secondary">{t.button}</Button>
        <br />
        <small>{t.body}</small>
      </p>
    </form>
  )
}

const StoryLink = ({ lang, member }: PersonPageProps) => (
  <p>
    <a href={`/admin/stories/new?${new URLSearchParams({ member: member.id })}`}>{storyAdminTexts[lang].add}</a>
  </p>
)

const Data = ({ lang, member, entry }: PersonPageProps) => {
  const { person: t, roster } = memberTexts[lang]
  const at = (time: number | null) => (time === null ? t.unknown : `${formatFullDay(time, lang)} ${formatTime(time)}`)
  const on = (day: string | null) => (day === null ? t.unknown : formatDate(day, lang))
  const friend =
    member.follow_state === 'blocked' ? t.blocked(formatFullDay(member.follow_changed_at ?? 0, lang)) : t.following
  const decided =
    member.decided_at === null ? t.unknown : t.decidedBy(at(member.decided_at), member.decided_by_name ?? t.automatic)
  return (
    <Card title={t.data}>
      <Definition
        items={[
          { term: t.name, detail: <bdi>{member.name ?? t.unknown}</bdi> },
          { term: t.store, detail: member.store_name ?? t.unknown },
          { term: t.role, detail: member.role_name ?? t.unknown },
          { term: t.joined, detail: on(member.joined_on) },
          { term: t.left, detail: on(member.left_on) },
          { term: t.language, detail: t.languages[member.language] },
          { term: t.friend, detail: friend },
          { term: t.added, detail: at(member.created_at) },
          { term: t.seen, detail: at(member.last_seen_at) },
          { term: t.applied, detail: at(member.applied_at) },
          { term: t.decided, detail: decided },
        ]}
      />
      <h3>{roster.title}</h3>
      {entry ? (
        <>
          <p>{roster.matched}</p>
          <Definition
            items={[
              {
                term: roster.columns.name,
                detail: (
                  <>
                    <bdi>{entry.name}</bdi> {entry.kana && <small>{<bdi>{entry.kana}</bdi>}</small>}
                  </>
                ),
              },
              { term: roster.columns.store, detail: entry.store_name },
              { term: roster.columns.role, detail: entry.role_name ?? t.unknown },
              { term: roster.columns.left, detail: on(entry.left_on) },
            ]}
          />
        </>
      ) : (
        <p class="muted">{roster.none}</p>
      )}
    </Card>
  )
}

const Accesses = ({ lang, member, accesses }: PersonPageProps) => {
  const t = accessTexts[lang]
  if (!accesses) return null
  return (
    <Card title={t.ofPerson} id="accesses">
      {accesses.length === 0 ? (
        <p class="muted">{t.ofPersonEmpty}</p>
      ) : (
        <ul>
          {accesses.map(({ at, operator_name, action }) => (
            <li>
              {formatDateTime(at, lang)} <bdi>{operator_name}</bdi> <small>{t.actions[action]}</small>
            </li>
          ))}
        </ul>
      )}
      <p>
        <a href={`/admin/access-log?${new URLSearchParams({ member: member.id })}`}>{t.seeAll}</a>
      </p>
    </Card>
  )
}
