import type { LineMessage } from '../line/messages.ts'
import type { findCandidates } from '../roster/roster.ts'
import { formatDate } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import { memberTexts } from '../texts/members.ts'
import type { Operator } from '../web/env.ts'
import { Page } from '../web/ui.tsx'
import { Actions, Button } from '../web/ui-forms.tsx'
import { Badge, Card, Notice } from '../web/ui-parts.tsx'
import { PATH } from './list-page.tsx'
import type { Member } from './members.ts'

type Candidate = Awaited<ReturnType<typeof findCandidates>>[number]
type ApprovalProps = { lang: Language; member: Member; candidates: readonly Candidate[] }

/** The decision: what the person said beside the roster's lines that come near, one tap each. */
export const ApprovalBox = ({ lang, member, candidates }: ApprovalProps) => {
  const { approval: t } = memberTexts[lang]
  const likely = candidates.find(({ same_name, taken_by }) => same_name === 1 && taken_by === null)
  return (
    <Card title={t.title} id="approval">
      {candidates.length > 0 && <p>{t.lead}</p>}
      <Notice tone="info">{t.cost}</Notice>
      <h3>{t.said}</h3>
      <p>
        <strong>{member.name}</strong>
        <br />
        {[member.store_name, member.role_name, member.left_on && formatDate(member.left_on, lang)]
          .filter(Boolean)
          .join(' ・ ')}
      </p>
      <form method="post" action={`${PATH}/${member.id}/approvals`}>
        <h3>{t.candidates}</h3>
        {candidates.length === 0 && <p class="muted">{t.noCandidates}</p>}
        {candidates.map((candidate) => (
          <CandidateLine lang={lang} candidate={candidate} likely={candidate === likely} />
        ))}
        <Actions still>
          <Button kind={candidates.length > 0 ? 'secondary' : 'primary'} name="entry" value="">
            {t.without}
          </Button>
          <Button kind="danger" href={`${PATH}/${member.id}/decline`}>
            {t.decline}
          </Button>
        </Actions>
      </form>
    </Card>
  )
}

type CandidateProps = { lang: Language; candidate: Candidate; likely: boolean }

const CandidateLine = ({ lang, candidate, likely }: CandidateProps) => {
  const { approval: t } = memberTexts[lang]
  const { id, name, kana, store_name, role_name, left_on, taken_by } = candidate
  const day = formatDate(left_on, lang)
  return (
    <Card>
      <p>
        <strong>{name}</strong> {kana && <small>{kana}</small>}
        <br />
        {[store_name, role_name, day].filter(Boolean).join(' ・ ')}
      </p>
      <p class="chips">
        {candidate.same_name === 1 && <Badge tone="done">{t.same.name}</Badge>}
        {candidate.same_store === 1 && <Badge tone="done">{t.same.store}</Badge>}
        {candidate.same_month === 1 && <Badge tone="done">{t.same.month}</Badge>}
        {taken_by !== null && <Badge tone="stop">{t.taken}</Badge>}
      </p>
      {taken_by === null && (
        <button
          type="submit"
          class={likely ? 'primary' : 'secondary'}
          name="entry"
          value={id}
          aria-label={t.matchLabel(name, day)}
        >
          {t.match}
        </button>
      )}
    </Card>
  )
}

type DeclinePageProps = { lang: Language; operator: Operator; member: Member; messages: readonly LineMessage[] }

/** The second, named step before a no: with the message as the person will read it. */
export const DeclinePage = ({ lang, operator, member, messages }: DeclinePageProps) => {
  const t = memberTexts[lang]
  const name = member.name ?? t.unnamed
  return (
    <Page
      lang={lang}
      title={t.decline.title(name)}
      operator={operator}
      current="members"
      path={`${PATH}/${member.id}/decline`}
      back={{ href: `${PATH}/${member.id}`, label: name }}
    >
      <p>{t.decline.body}</p>
      <Card title={t.decline.preview}>
        {messages.map((message) => message.type === 'text' && <Paragraphs words={message.text} />)}
      </Card>
      <form method="post" action={`${PATH}/${member.id}/declines`}>
        <Actions>
          <Button kind="danger">{t.decline.confirm(name)}</Button>
          <Button kind="secondary" href={`${PATH}/${member.id}`}>
            {t.decline.cancel}
          </Button>
        </Actions>
      </form>
    </Page>
  )
}

const Paragraphs = ({ words }: { words: string }) => (
  <>
    {words.split('\n\n').map((paragraph) => (
      <p>{paragraph}</p>
    ))}
  </>
)
