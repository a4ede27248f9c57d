import type { LineMessage } from '../line/messages.ts'
import { approvalTexts } from '../texts/approval.ts'
import { formatDate, formatDateTime, isolated } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import { memberTexts } from '../texts/members.ts'
import type { Operator } from '../web/env.ts'
import { Page } from '../web/ui.tsx'
import { Actions, Button } from '../web/ui-forms.tsx'
import { Badge, Card, Definition, Notice } from '../web/ui-parts.tsx'
import { PATH } from './list-page.tsx'
import type { Member } from './members.ts'
import type { Approval } from './showing.tsx'

type Candidate = Approval['candidates'][number]
type ApprovalProps = { lang: Language; member: Member; approval: Approval }

/** The decision: what the person said beside the roster's lines that come near, one tap each. */
export const ApprovalBox = ({ lang, member, approval }: ApprovalProps) => {
  const t = approvalTexts[lang]
  const { candidates, waiting, next, leftOut } = approval
  const likely = candidates.find(({ same_name, taken_by }) => same_name === 1 && taken_by === null)
  return (
    <Card title={t.title} id="approval" aside={<small>{t.waitingCount(waiting)}</small>}>
      {candidates.length > 0 && <p>{t.lead}</p>}
      <form method="post" action={`${PATH}/${member.id}/approvals`}>
        <div class="compare">
          <Said lang={lang} member={member} />
          <div>
            <h3>{t.candidates}</h3>
            {candidates.length === 0 && <p class="muted">{t.noCandidates}</p>}
            {candidates.map((candidate) => (
              <CandidateLine lang={lang} candidate={candidate} likely={candidate === likely} />
            ))}
          </div>
        </div>
        {leftOut && <p class="muted">{t.leftOut}</p>}
        <Notice tone="info">{t.cost}</Notice>
        <Actions still>
          <Button kind={candidates.length > 0 ? 'secondary' : 'primary'} name="entry" value="">
            {t.without}
          </Button>
          {next && (
            <Button kind="quiet" href={`${PATH}/${next}`}>
              {t.later}
            </Button>
          )}
          <Button kind="danger" href={`${PATH}/${member.id}/decline`}>
            {t.decline}
          </Button>
        </Actions>
      </form>
    </Card>
  )
}

const Said = ({ lang, member }: { lang: Language; member: Member }) => {
  const t = approvalTexts[lang]
  const { unknown } = memberTexts[lang].person
  return (
    <div class="said">
      <h3>{t.said}</h3>
      <Definition
        items={[
          {
            term: t.name,
            detail: (
              <strong>
                <bdi>{member.name}</bdi>
              </strong>
            ),
          },
          { term: t.store, detail: member.store_name ?? unknown },
          { term: t.role, detail: member.role_name ?? unknown },
          { term: t.left, detail: member.left_on === null ? unknown : formatDate(member.left_on, lang) },
          { term: t.applied, detail: member.applied_at === null ? unknown : formatDateTime(member.applied_at, lang) },
        ]}
      />
    </div>
  )
}

type CandidateProps = { lang: Language; candidate: Candidate; likely: boolean }

const CandidateLine = ({ lang, candidate, likely }: CandidateProps) => {
  const t = approvalTexts[lang]
  const { id, name, kana, store_name, role_name, left_on, taken_by } = candidate
  const day = formatDate(left_on, lang)
  return (
    <div class={likely ? 'candidate likely' : 'candidate'}>
      <p>
        <strong>
          <bdi>{name}</bdi>
        </strong>{' '}
        {kana && (
          <small>
            <bdi>{kana}</bdi>
          </small>
        )}
        <br />
        {[store_name, role_name, day].filter(Boolean).join(' ・ ')}
      </p>
      <p class="chips">
        <Mark lang={lang} what="name" same={candidate.same_name} />
        <Mark lang={lang} what="store" same={candidate.same_store} />
        <Mark lang={lang} what="month" same={candidate.same_month} />
        <Mark lang={lang} what="digits" same={candidate.same_digits} />
        {taken_by !== null && <Badge tone="stop">{t.taken}</Badge>}
      </p>
      {taken_by === null && (
        <button
          type="submit"
          class={likely ? 'primary' : 'secondary'}
          name="entry"
          value={id}
          aria-label={t.matchLabel(isolated(name), day)}
        >
          {t.match}
        </button>
      )}
    </div>
  )
}

type MarkProps = { lang: Language; what: 'name' | 'store' | 'month' | 'digits'; same: 0 | 1 | null }

/** ○ the same, △ different; nothing when one of the two is not known. */
const Mark = ({ lang, what, same }: MarkProps) => {
  const t = approvalTexts[lang]
  if (same === null) return null
  return same === 1 ? <Badge tone="done">{t.same[what]}</Badge> : <Badge tone="wait">{t.differs[what]}</Badge>
}

type DeclinePageProps = { lang: Language; operator: Operator; member: Member; messages: readonly LineMessage[] }

/** The second, named step before a no: with the message as the person will read it. */
export const DeclinePage = ({ lang, operator, member, messages }: DeclinePageProps) => {
  const { declining: t } = approvalTexts[lang]
  const name = isolated(member.name ?? memberTexts[lang].unnamed)
  return (
    <Page
      lang={lang}
      title={t.title(name)}
      operator={operator}
      current="members"
      path={`${PATH}/${member.id}/decline`}
      back={{ href: `${PATH}/${member.id}`, label: name }}
    >
      <p>{t.body}</p>
      <Card title={t.preview}>
        {messages.map((message) => message.type === 'text' && <p class="lines">{message.text}</p>)}
      </Card>
      <form method="post" action={`${PATH}/${member.id}/declines`}>
        <Actions>
          <Button kind="danger">{t.confirm(name)}</Button>
          <Button kind="secondary" href={`${PATH}/${member.id}`}>
            {t.cancel}
          </Button>
        </Actions>
      </form>
    </Page>
  )
}
