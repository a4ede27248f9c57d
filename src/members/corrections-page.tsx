import { type correctionsOf, NO_ROLE } from '../consent/corrections.ts'
import { approvalTexts } from '../texts/approval.ts'
import { formatDate, formatDateTime, isolated } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import { memberTexts } from '../texts/members.ts'
import type { Operator } from '../web/env.ts'
import { Page } from '../web/ui.tsx'
import { Actions } from '../web/ui-forms.tsx'
import { Card, Empty, Table } from '../web/ui-parts.tsx'
import { CORRECTIONS_PATH, PATH } from './list-page.tsx'
import type { Member } from './members.ts'

export type Correction = Awaited<ReturnType<typeof correctionsOf>>[number]

type BoxProps = { lang: Language; member: Member; corrections: readonly Correction[] }

/** What the person asked to have corrected, old beside new, each decided with one tap. */
export const CorrectionsBox = ({ lang, member, corrections }: BoxProps) => {
  const { corrections: t } = approvalTexts[lang]
  if (corrections.length === 0) return null
  return (
    <Card title={t.waiting} id="corrections">
      <p>{t.lead}</p>
      {corrections.map((correction) => (
        <form method="post" action={`${PATH}/${member.id}/correction-decisions`} class="candidate">
          <h3>
            {t.fields[correction.field]} <small>{t.asked(formatDateTime(correction.asked_at, lang))}</small>
          </h3>
          <input type="hidden" name="correction" value={correction.id} />
          <input type="hidden" name="value" value={correction.value} />
          <dl class="columns">
            <div>
              <dt class="muted">{t.old}</dt>
              <dd>
                <bdi>{oldWords(lang, member, correction)}</bdi>
              </dd>
            </div>
            <div>
              <dt class="muted">{t.new}</dt>
              <dd>
                <strong>
                  <bdi>{newWords(lang, correction)}</bdi>
                </strong>
              </dd>
            </div>
          </dl>
          <Actions still>
            <button
              type="submit"
              class="primary"
              name="decision"
              value="accept"
              aria-label={t.acceptLabel(t.fields[correction.field], isolated(newWords(lang, correction)))}
            >
              {t.accept}
            </button>
            <button
              type="submit"
              class="secondary"
              name="decision"
              value="decline"
              aria-label={t.declineLabel(t.fields[correction.field])}
            >
              {t.decline}
            </button>
          </Actions>
        </form>
      ))}
    </Card>
  )
}

type PageProps = { lang: Language; operator: Operator; corrections: readonly Correction[] }

/** Everything that waits, the oldest first; decided on each person's page, beside what the shop knows. */
export const CorrectionsPage = ({ lang, operator, corrections }: PageProps) => {
  const { corrections: t } = approvalTexts[lang]
  const { person, columns, unnamed } = memberTexts[lang]
  return (
    <Page
      lang={lang}
      title={t.title}
      operator={operator}
      current="members"
      path={CORRECTIONS_PATH}
      back={{ href: PATH, label: person.back }}
    >
      {corrections.length === 0 ? (
        <Empty title={t.empty}>{t.emptyBody}</Empty>
      ) : (
        <Table
          caption={t.title}
          rows={corrections}
          columns={[
            {
              label: columns.name,
              cell: ({ member_id, member_name }) => (
                <a href={`${PATH}/${member_id}#corrections`}>
                  <bdi>{member_name ?? unnamed}</bdi>
                </a>
              ),
            },
            { label: t.what, cell: ({ field }) => t.fields[field] },
            { label: t.new, cell: (one) => <bdi>{newWords(lang, one)}</bdi> },
            { label: t.when, cell: ({ asked_at }) => formatDateTime(asked_at, lang) },
          ]}
        />
      )}
    </Page>
  )
}

function oldWords(lang: Language, member: Member, { field }: Correction) {
  const { unset } = approvalTexts[lang].corrections
  const { name, store_name, role_name, left_on } = member
  if (field === 'left_on') return left_on === null ? unset : formatDate(left_on, lang)
  return { name, store: store_name, role: role_name }[field] ?? unset
}

function newWords(lang: Language, { field, value, store_name, role_name }: Correction) {
  const { unset } = approvalTexts[lang].corrections
  if (field === 'left_on') return formatDate(value, lang)
  if (field === 'role') return value === NO_ROLE ? unset : (role_name ?? unset)
  return field === 'store' ? (store_name ?? unset) : value
}
