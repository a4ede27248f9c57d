import { formatDateTime, formatNumber, formatYen, tokyoDay } from '../../texts/format.ts'
import type { Language } from '../../texts/language.ts'
import { shiftListTexts } from '../../texts/shift-list.ts'
import type { Operator } from '../../web/env.ts'
import { type Flash, Page } from '../../web/ui.tsx'
import { Actions, Button, Field } from '../../web/ui-forms.tsx'
import { Badge, Card, type Column, Empty, Table } from '../../web/ui-parts.tsx'
import { shiftTitle } from '../ad/shift-words.ts'
import { OpeningBadge, openingPath, PATH } from '../view/view-parts.tsx'
import { OPENINGS_PAGE, type OpeningLine } from './openings-list.ts'
import { hoursOf, TEMPLATES_PATH } from './posting-templates.tsx'
import type { Template } from './templates.ts'

/** Templates that stand on the list itself. */
const TEMPLATES_SHOWN = 6

type ListProps = {
  lang: Language
  operator: Operator
  /** undefined: not on this page. */
  coming: readonly OpeningLine[] | undefined
  past: readonly OpeningLine[] | undefined
  isFirst: boolean
  templates: readonly Template[]
  notice: Flash | undefined
  now: number
}

/** Templates at the thumb, then what is to come, then what is over. */
export const OpeningsPage = (props: ListProps) => {
  const { lang, operator, coming, past, isFirst, templates, notice } = props
  const t = shiftListTexts[lang]
  const isEmpty = isFirst && coming?.length === 0 && past?.length === 0
  return (
    <Page lang={lang} title={t.title} operator={operator} current="shifts" path={PATH} notice={notice}>
      {!isFirst && (
        <p>
          <a href={PATH}>{t.toFirst}</a>
        </p>
      )}
      {isFirst && templates.length > 0 && <FromTemplates {...props} />}
      {isEmpty && templates.length === 0 && (
        <Empty title={t.empty} example={t.emptyExample}>
          {t.emptyBody}
        </Empty>
      )}
      {!isEmpty && coming && <Coming lang={lang} openings={coming} isFirst={isFirst} />}
      {past && past.length > 0 && <Past lang={lang} openings={past} />}
      {isFirst && <Rooms lang={lang} />}
      <Actions>
        <Button href={`${PATH}/new`}>{t.create}</Button>
      </Actions>
    </Page>
  )
}

const FromTemplates = ({ lang, operator, templates, now }: ListProps) => {
  const t = shiftListTexts[lang].templates
  return (
    <section>
      <h2>{t.title}</h2>
      {templates.slice(0, TEMPLATES_SHOWN).map((template) => (
        <Card title={template.name}>
          <p>
            {[
              hoursOf(lang, template),
              t.wageOf(formatYen(template.content.wageYen, lang)),
              t.people(template.content.headcount),
            ].join(t.separator)}
            {operator.storeId === null && (
              <>
                <br />
                <small>{template.storeName}</small>
              </>
            )}
          </p>
          <UseTemplate lang={lang} template={template} now={now} />
        </Card>
      ))}
      <p>
        <a href={TEMPLATES_PATH}>{t.manage}</a>
      </p>
    </section>
  )
}

/** 今日 / 明日 / 日を選ぶ: each makes the draft and goes on to its confirmation. */
const UseTemplate = ({ lang, template, now }: { lang: Language; template: Template; now: number }) => {
  const t = shiftListTexts[lang].templates
  const name = `day-${template.id}`
  return (
    <form method="post" action={`${TEMPLATES_PATH}/${template.id}/openings`}>
      <Actions still>
        <Button kind="secondary" name="on" value="today">
          {t.today}
        </Button>
        <Button kind="secondary" name="on" value="tomorrow">
          {t.tomorrow}
        </Button>
      </Actions>
      <details class="figures">
        <summary>{t.other}</summary>
        <Field lang={lang} name={name} label={t.day} input={{ type: 'date', min: tokyoDay(now) }} />
        <Button kind="secondary" name="on" value={name}>
          {t.use}
        </Button>
      </details>
    </form>
  )
}

const Coming = ({
  lang,
  openings,
  isFirst,
}: {
  lang: Language
  openings: readonly OpeningLine[]
  isFirst: boolean
}) => {
  const t = shiftListTexts[lang]
  return (
    <section>
      <h2>{t.coming}</h2>
      {isFirst && openings.length === 0 ? (
        <p>{t.noneComing}</p>
      ) : (
        <Table caption={t.captionComing} rows={openings} columns={columns(lang, true)} />
      )}
      <More lang={lang} openings={openings} when="coming" />
    </section>
  )
}

const Past = ({ lang, openings }: { lang: Language; openings: readonly OpeningLine[] }) => {
  const t = shiftListTexts[lang]
  return (
    <section>
      <h2>{t.past}</h2>
      <Table caption={t.captionPast} rows={openings} columns={columns(lang, false)} />
      <More lang={lang} openings={openings} when="past" />
    </section>
  )
}

/** A page that is full may have a next one. */
const More = ({
  lang,
  openings,
  when,
}: {
  lang: Language
  openings: readonly OpeningLine[]
  when: 'coming' | 'past'
}) => {
  const last = openings.length === OPENINGS_PAGE ? openings.at(-1) : undefined
  if (!last) return null
  const query = new URLSearchParams({ when, at: String(last.startsAt), id: last.id })
  return (
    <p>
      <a href={`${PATH}?${query}`}>{shiftListTexts[lang].nextPage}</a>
    </p>
  )
}

function columns(lang: Language, isComing: boolean): readonly Column<OpeningLine>[] {
  const t = shiftListTexts[lang]
  return [
    {
      label: t.shift,
      cell: (line) => (
        <span>
          <a href={line.state === 'draft' ? `${openingPath(line.id)}/open` : openingPath(line.id)}>
            {shiftTitle(lang, line)}
          </a>
          <br />
          <small>{line.storeName}</small>
        </span>
      ),
    },
    {
      label: t.state,
      cell: (line) => (
        <span>
          <OpeningBadge lang={lang} opening={line} /> {line.urgent && <Badge tone="wait">{t.urgent}</Badge>}
          {line.state === 'open' && (
            <>
              <br />
              <small>{t.untilWords(formatDateTime(line.closesAt, lang))}</small>
            </>
          )}
        </span>
      ),
    },
    {
      label: t.places,
      number: true,
      cell: ({ taken, headcount }) => t.ofPlaces(formatNumber(taken), formatNumber(headcount)),
    },
    ...(isComing
      ? [
          {
            label: t.waiting,
            number: true,
            cell: ({ applied }: OpeningLine) => (applied === 0 ? '–' : <b>{t.persons(formatNumber(applied))}</b>),
          },
        ]
      : []),
  ]
}

const Rooms = ({ lang }: { lang: Language }) => {
  const t = shiftListTexts[lang].rooms
  const rooms = [
    ['/admin/employers', t.workplaces],
    ['/admin/welcome-packs', t.welcome],
    ['/admin/returns', t.returns],
    ['/openings', t.work],
    [`${PATH}/hours`, t.hours],
    [`${PATH}/savings`, t.savings],
  ] as const
  return (
    <Card title={t.title}>
      <ul class="links">
        {rooms.map(([href, words]) => (
          <li>
            <a href={href}>{words}</a>
          </li>
        ))}
      </ul>
    </Card>
  )
}
