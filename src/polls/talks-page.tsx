import { formatDateTime } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import { talkTexts } from '../texts/polls.ts'
import type { Operator } from '../web/env.ts'
import { type Flash, Page } from '../web/ui.tsx'
import { Button } from '../web/ui-forms.tsx'
import { Empty, Table } from '../web/ui-parts.tsx'
import type { Talk } from './talks.ts'

export const PATH = '/admin/talks'

type Props = { lang: Language; operator: Operator; talks: readonly Talk[]; notice: Flash | undefined }

/** Who would like to talk: their own page is a tap away, and one tap says that it is done. */
export const TalksPage = ({ lang, operator, talks, notice }: Props) => {
  const t = talkTexts[lang]
  const nameOf = ({ name }: Talk) => name ?? t.unnamed
  return (
    <Page
      lang={lang}
      title={t.title}
      operator={operator}
      current="members"
      path={PATH}
      notice={notice}
      back={{ href: '/admin', label: t.back }}
    >
      {talks.length === 0 ? (
        <Empty title={t.empty} action={<Button href="/admin/broadcasts/new?kind=check_in">{t.compose}</Button>}>
          {t.emptyBody}
        </Empty>
      ) : (
        <>
          <p>{t.lead}</p>
          <Table
            caption={t.title}
            rows={talks}
            columns={[
              {
                label: t.person,
                cell: (talk) => (
                  <a href={`/admin/members/${talk.memberId}`}>
                    <bdi>{nameOf(talk)}</bdi>
                  </a>
                ),
              },
              { label: t.store, cell: ({ storeName }) => storeName ?? t.noStore },
              { label: t.when, cell: ({ at }) => formatDateTime(at, lang) },
              {
                label: t.done,
                cell: (talk) => (
                  <form method="post" action={`${PATH}/settlements`}>
                    <input type="hidden" name="member" value={talk.memberId} />
                    <input type="hidden" name="said" value={String(talk.at)} />
                    <button type="submit" class="secondary small" aria-label={t.settleFor(nameOf(talk))}>
                      {t.settle}
                    </button>
                  </form>
                ),
              },
            ]}
          />
        </>
      )}
    </Page>
  )
}
