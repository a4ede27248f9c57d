import { z } from 'zod'
import { type CurrentConsent, type consentHistory, PURPOSES } from '../consent/consent.ts'
import type { ConsentPurpose, InteractionKind } from '../db/schema.ts'
import { TIMELINE_PAGE_MAX, type timeline } from '../interactions/interactions.ts'
import type { findCandidates, findEntry } from '../roster/roster.ts'
import { consentTexts } from '../texts/consent.ts'
import { formatDate, formatDateTime, formatFullDay } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import { memberTexts } from '../texts/members.ts'
import type { Operator } from '../web/env.ts'
import type { FormErrors, FormValues } from '../web/form.ts'
import { valueIn } from '../web/form.ts'
import { type Flash, Page } from '../web/ui.tsx'
import { Button, Field } from '../web/ui-forms.tsx'
import { Badge, type BadgeTone, Card, Definition, Timeline } from '../web/ui-parts.tsx'
import { ApprovalBox } from './approval-page.tsx'
import { PATH, StateBadge } from './list-page.tsx'
import type { Member } from './members.ts'
import { TAG_MAX } from './tags.ts'

type Told = Awaited<ReturnType<typeof timeline>>[number]

export type PersonPageProps = {
  lang: Language
  operator: Operator
  member: Member
  current: Partial<Record<ConsentPurpose, CurrentConsent>>
  history: Awaited<ReturnType<typeof consentHistory>>
  tags: readonly string[]
  entry: Awaited<ReturnType<typeof findEntry>>
  /** Only of somebody who waits. */
  candidates: Awaited<ReturnType<typeof findCandidates>>
  told: readonly Told[]
  /** Whether the timeline begins further down. */
  later: boolean
  notice?: Flash | undefined
  values?: FormValues
  errors?: FormErrors
}

/** Everything the shop knows of one person. */
export const PersonPage = (props: PersonPageProps) => {
  const { lang, operator, member, notice } = props
  const t = memberTexts[lang]
  return (
    <Page
      lang={lang}
      title={member.name ?? t.unnamed}
      operator={operator}
      current="members"
      path={`${PATH}/${member.id}`}
      back={{ href: PATH, label: t.person.back }}
      notice={notice}
    >
      <p>
        <StateBadge lang={lang} state={member.state} />
      </p>
      {member.state === 'applied' && <ApprovalBox {...props} />}
      <Data {...props} />
      <Consents {...props} />
      <Tags {...props} />
      <History {...props} />
    </Page>
  )
}

const Data = ({ lang, member, entry }: PersonPageProps) => {
  const { person: t, roster } = memberTexts[lang]
  const at = (time: number | null) => (time === null ? t.unknown : formatDateTime(time, lang))
  const friend =
    member.follow_state === 'blocked' ? t.blocked(formatFullDay(member.follow_changed_at ?? 0, lang)) : t.following
  return (
    <Card title={t.data}>
      <Definition
        items={[
          { term: t.name, detail: member.name ?? t.unknown },
          { term: t.store, detail: member.store_name ?? t.unknown },
          { term: t.role, detail: member.role_name ?? t.unknown },
          { term: t.left, detail: member.left_on === null ? t.unknown : formatDate(member.left_on, lang) },
          { term: t.friend, detail: friend },
          { term: t.added, detail: at(member.created_at) },
          { term: t.applied, detail: at(member.applied_at) },
          {
            term: t.decided,
            detail:
              member.decided_at === null
                ? t.unknown
                : t.decidedBy(at(member.decided_at), member.decided_by_name ?? t.automatic),
          },
        ]}
      />
      <h3>{roster.title}</h3>
      {entry ? (
        <p>
          {roster.matched}
          <br />
          {[entry.name, entry.kana, entry.store_name, entry.role_name, formatDate(entry.left_on, lang)]
            .filter(Boolean)
            .join(' ・ ')}
        </p>
      ) : (
        <p class="muted">{roster.none}</p>
      )}
    </Card>
  )
}

const Consents = ({ lang, current, history }: PersonPageProps) => {
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

const Tags = ({ lang, member, tags, values = {}, errors = {} }: PersonPageProps) => {
  const { tags: t } = memberTexts[lang]
  return (
    <Card title={t.title}>
      {tags.length === 0 ? (
        <p class="muted">{t.none}</p>
      ) : (
        <form method="post" action={`${PATH}/${member.id}/tag-removals`} class="chips">
          {tags.map((tag) => (
            <button type="submit" class="quiet" name="tag" value={tag} aria-label={t.remove(tag)}>
              {tag} <span aria-hidden="true">×</span>
            </button>
          ))}
        </form>
      )}
      <form method="post" action={`${PATH}/${member.id}/tags`} class="filters">
        <Field
          lang={lang}
          label={t.add}
          name="tag"
          value={valueIn(values, 'tag')}
          error={errors.tag}
          hint={t.hint}
          input={{ maxlength: TAG_MAX, autocomplete: 'off' }}
        />
        <Button kind="secondary">{t.button}</Button>
      </form>
    </Card>
  )
}

const History = ({ lang, member, told, later }: PersonPageProps) => {
  const { timeline: t } = memberTexts[lang]
  const last = told.length === TIMELINE_PAGE_MAX ? told.at(-1) : undefined
  return (
    <Card title={t.title} id="history">
      {told.length === 0 ? (
        <p class="muted">{t.empty}</p>
      ) : (
        <Timeline lang={lang} items={told.map((one) => tell(one, lang))} />
      )}
      <p class="chips">
        {last && (
          <Button kind="secondary" href={`${PATH}/${member.id}?before=${last.at}.${last.id}#history`}>
            {t.older}
          </Button>
        )}
        {later && (
          <Button kind="quiet" href={`${PATH}/${member.id}#history`}>
            {t.newest}
          </Button>
        )}
      </p>
    </Card>
  )
}

/** What a line of the timeline keeps beside its kind, as far as this page tells it. */
const Detail = z
  .preprocess(
    (json) => (typeof json === 'string' ? JSON.parse(json) : json),
    z.object({ title: z.coerce.string().default(''), tag: z.coerce.string().default('') }),
  )
  .catch({ title: '', tag: '' })

const TONES: Partial<Record<InteractionKind, BadgeTone>> = {
  verified: 'done',
  coupon_redeemed: 'done',
  applied: 'wait',
  declined: 'stop',
  blocked: 'stop',
  consent_withdrawn: 'stop',
}

function tell({ kind, ref, detail, at, operator_name, store_name }: Told, lang: Language) {
  const { timeline: t } = memberTexts[lang]
  const { title, tag } = Detail.parse(detail)
  const operator = operator_name ?? undefined
  const store = store_name ?? undefined
  return {
    at,
    text: t.told[kind]({ purpose: purposeName(lang, ref), tag, title, operator, store }),
    ...(operator === undefined ? {} : { detail: t.by(operator) }),
    ...(TONES[kind] ? { tone: TONES[kind] } : {}),
  }
}

function purposeName(lang: Language, purpose: string | null) {
  if (purpose === 'privacy') return memberTexts[lang].consents.privacy
  const known = PURPOSES.find((one) => one === purpose)
  return known ? consentTexts[lang].names[known] : ''
}
