import type { Cursor } from '../db/pages.ts'
import type { ReturnStage } from '../db/schema-shifts.ts'
import { formatAgo, formatDate, formatFullDay, isolated } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import { returnAdminTexts } from '../texts/returns-admin.ts'
import { cursorSaid } from '../web/cursor.ts'
import type { Operator } from '../web/env.ts'
import { type Flash, Page } from '../web/ui.tsx'
import { Actions, Button, Select } from '../web/ui-forms.tsx'
import { Badge, type BadgeTone, Card, Empty, Notice, Pager, Table } from '../web/ui-parts.tsx'
import type { Candidate } from './pipeline.ts'
import { STAGES } from './wishes.ts'

export const PATH = '/admin/returns'

const TONES: Record<ReturnStage, BadgeTone> = {
  wished: 'wait',
  talking: 'info',
  meeting: 'info',
  offered: 'info',
  returned: 'done',
  closed: 'plain',
}

export type Common = { lang: Language; operator: Operator }

export const nameOf = ({ name }: Pick<Candidate, 'name'>, lang: Language) => name ?? returnAdminTexts[lang].unnamed

export const StageBadge = ({ lang, wish }: { lang: Language; wish: Pick<Candidate, 'stage' | 'taken_back'> }) => (
  <Badge tone={TONES[wish.stage]}>
    {wish.taken_back === 1 ? returnAdminTexts[lang].takenBack : returnAdminTexts[lang].stages[wish.stage]}
  </Badge>
)

/** The stage after this one; undefined at the end. */
export const stageAfter = (stage: ReturnStage): ReturnStage | undefined => STAGES[STAGES.indexOf(stage) + 1]

type BoardProps = Common & {
  open: readonly Candidate[]
  returned: readonly Candidate[]
  stores: readonly { id: string; name: string }[]
  filter: string
  hasRules: boolean
  notice: Flash | undefined
  now: number
}

/** Five stages, who waits longest first; one tap moves a person on. */
export const BoardPage = ({ lang, operator, open, returned, stores, filter, hasRules, notice, now }: BoardProps) => {
  const t = returnAdminTexts[lang]
  const cardsOf = (stage: ReturnStage) =>
    stage === 'returned' ? returned : open.filter((candidate) => candidate.stage === stage)
  return (
    <Page
      lang={lang}
      title={t.title}
      operator={operator}
      current="members"
      path={PATH}
      back={{ href: '/admin', label: t.home }}
      notice={notice}
      wide
    >
      <p>{t.lead}</p>
      {!hasRules && (
        <Notice tone="info">
          {t.rulesMissing} <a href={`${PATH}/rules`}>{t.rulesWrite}</a>
        </Notice>
      )}
      {operator.storeId === null && stores.length > 1 && (
        <form method="get" action={PATH} class="filters">
          <Select
            lang={lang}
            name="store"
            label={t.filter}
            value={filter}
            empty={t.allStores}
            choices={stores.map(({ id, name }) => ({ value: id, label: name }))}
          />
          <Button kind="secondary">{t.show}</Button>
        </form>
      )}
      {open.length + returned.length === 0 ? (
        <Empty title={t.empty} example={t.emptyExample}>
          {t.emptyBody}
        </Empty>
      ) : (
        <div class="stages">
          {STAGES.map((stage) => (
            <Stage {...{ lang, stage, now }} candidates={cardsOf(stage)} />
          ))}
        </div>
      )}
      <Actions still>
        <Button kind="secondary" href={`${PATH}/rules`}>
          {t.rulesLink}
        </Button>
        <Button kind="quiet" href={`${PATH}/ended`}>
          {t.endedLink}
        </Button>
      </Actions>
    </Page>
  )
}

type StageProps = { lang: Language; stage: ReturnStage; candidates: readonly Candidate[]; now: number }

const Stage = ({ lang, stage, candidates, now }: StageProps) => {
  const t = returnAdminTexts[lang]
  return (
    <Card title={t.stages[stage]} aside={<b>{candidates.length}</b>}>
      {candidates.length === 0 ? (
        <p class="muted">{t.none}</p>
      ) : (
        <ul class="wishes">
          {candidates.map((candidate) => (
            <Wishing {...{ lang, candidate, now }} />
          ))}
        </ul>
      )}
    </Card>
  )
}

const Wishing = ({ lang, candidate, now }: { lang: Language; candidate: Candidate; now: number }) => {
  const t = returnAdminTexts[lang]
  const { id, kind, since_words: since, store_name: store, stage, stage_at: stageAt } = candidate
  const next = stageAfter(stage)
  return (
    <li>
      <a href={`${PATH}/${id}`}>
        <bdi>{nameOf(candidate, lang)}</bdi>
      </a>
      <small>
        {t.kinds[kind]}・{store ?? t.anyStore}
        {since && (
          <>
            {'・'}
            <bdi>{since}</bdi>
          </>
        )}
      </small>
      <small>{t.waiting(formatAgo(stageAt, now, lang))}</small>
      {next && (
        <form method="post" action={`${PATH}/${id}/moves`}>
          <input type="hidden" name="from" value={stage} />
          <button
            type="submit"
            class="secondary small"
            name="to"
            value={next}
            aria-label={t.next(isolated(nameOf(candidate, lang)), t.stages[next])}
          >
            {t.toStage(t.stages[next])}
          </button>
        </form>
      )}
    </li>
  )
}

type EndedProps = Common & { ended: readonly Candidate[]; next: Cursor | undefined; isFirst: boolean }

export const EndedPage = ({ lang, operator, ended, next, isFirst }: EndedProps) => {
  const t = returnAdminTexts[lang]
  return (
    <Page
      lang={lang}
      title={t.ended}
      operator={operator}
      current="members"
      path={`${PATH}/ended`}
      back={{ href: PATH, label: t.back }}
    >
      <p>{t.endedLead}</p>
      {ended.length === 0 ? (
        <p class="muted">{t.endedNone}</p>
      ) : (
        <Table
          caption={t.ended}
          rows={ended}
          columns={[
            {
              label: t.columns.name,
              cell: (wish) => (
                <a href={`${PATH}/${wish.id}`}>
                  <bdi>{nameOf(wish, lang)}</bdi>
                </a>
              ),
            },
            { label: t.columns.kind, cell: ({ kind }) => t.kinds[kind] },
            { label: t.columns.store, cell: ({ store_name }) => store_name ?? t.anyStore },
            { label: t.columns.result, cell: (wish) => <StageBadge lang={lang} wish={wish} /> },
            { label: t.columns.when, cell: ({ stage_at }) => formatFullDay(stage_at, lang) },
          ]}
        />
      )}
      <Pager
        lang={lang}
        previous={isFirst ? undefined : `${PATH}/ended`}
        next={next && `${PATH}/ended?before=${cursorSaid(next)}`}
      />
    </Page>
  )
}

/** 渋谷店・ホール・2023年3月31日まで */
export const formerOf = (
  { former_store_name, role_name, left_on }: Pick<Candidate, 'former_store_name' | 'role_name' | 'left_on'>,
  lang: Language,
) =>
  returnAdminTexts[lang].former(
    former_store_name ?? '',
    role_name ?? '',
    left_on === null ? '' : formatDate(left_on, lang),
  )
