import type { listMembers } from '../members/directory.ts'
import { formatAgo, isolated } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import { storyAdminTexts } from '../texts/stories.ts'
import type { Operator } from '../web/env.ts'
import { Page } from '../web/ui.tsx'
import { Actions, Button, SearchField } from '../web/ui-forms.tsx'
import { Badge, type BadgeTone, Empty, Table } from '../web/ui-parts.tsx'
import { type StoryRow, type StoryState, storyState } from './stories.ts'

export const PATH = '/admin/stories'

const TONES: Record<StoryState, BadgeTone> = {
  draft: 'plain',
  changed: 'wait',
  asked: 'wait',
  agreed: 'done',
  declined: 'stop',
  revoked: 'stop',
}

export const StoryBadge = ({ lang, state }: { lang: Language; state: StoryState }) => (
  <Badge tone={TONES[state]}>{storyAdminTexts[lang].states[state]}</Badge>
)

type Common = { lang: Language; operator: Operator }

export const StoriesPage = ({
  lang,
  operator,
  stories,
  now,
  done,
}: Common & { stories: readonly StoryRow[]; now: number; done: string | undefined }) => {
  const t = storyAdminTexts[lang]
  const add = <Button href={`${PATH}/new`}>{t.add}</Button>
  return (
    <Page
      lang={lang}
      title={t.title}
      operator={operator}
      current="broadcasts"
      path={PATH}
      back={{ href: '/admin/broadcasts', label: t.backToBroadcasts }}
      notice={done === 'removed' ? { tone: 'success', text: t.removed } : undefined}
    >
      <p>{t.lead}</p>
      {stories.length === 0 ? (
        <Empty title={t.empty} example={t.emptyExample} action={add}>
          {t.emptyBody}
        </Empty>
      ) : (
        <>
          <Table
            caption={t.list}
            rows={stories}
            columns={[
              { label: t.name, cell: ({ id, title }) => <a href={`${PATH}/${id}`}>{title}</a> },
              { label: t.person, cell: ({ name }) => <bdi>{name ?? ''}</bdi> },
              { label: t.state, cell: (story) => <StoryBadge lang={lang} state={storyState(story)} /> },
              { label: t.updated, cell: ({ updated_at }) => formatAgo(updated_at, now, lang) },
            ]}
          />
          <Actions>{add}</Actions>
        </>
      )}
    </Page>
  )
}

type Members = Awaited<ReturnType<typeof listMembers>>['members']

/** Whose story: one of the alumni, found by name. */
export const PickPage = ({ lang, operator, search, members }: Common & { search: string; members: Members }) => {
  const { pick: t, back, person } = storyAdminTexts[lang]
  return (
    <Page
      lang={lang}
      title={t.title}
      operator={operator}
      current="broadcasts"
      path={`${PATH}/new`}
      back={{ href: PATH, label: back }}
    >
      <form method="get" action={`${PATH}/new`} class="filters">
        <SearchField lang={lang} label={t.search} value={search} />
        <Button kind="secondary">{t.submit}</Button>
      </form>
      {members.length === 0 ? (
        <p class="muted">{t.none}</p>
      ) : (
        <Table
          caption={t.title}
          rows={members}
          columns={[
            {
              label: person,
              cell: ({ id, name }) => (
                <a
                  href={`${PATH}/new?${new URLSearchParams({ member: id })}`}
                  aria-label={`${isolated(name ?? '')} ${t.choose}`}
                >
                  <bdi>{name ?? ''}</bdi>
                </a>
              ),
            },
            { label: t.store, cell: ({ store_name }) => store_name ?? '' },
          ]}
        />
      )}
    </Page>
  )
}
