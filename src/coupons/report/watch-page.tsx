import type { PropsWithChildren } from 'hono/jsx'
import { couponWatchTexts } from '../../texts/coupon-watch.ts'
import { formatDateTime, formatNumber } from '../../texts/format.ts'
import type { Language } from '../../texts/language.ts'
import { reasonWords } from '../../texts/till-reasons.ts'
import type { Operator } from '../../web/env.ts'
import { Page } from '../../web/ui.tsx'
import { Button } from '../../web/ui-forms.tsx'
import { Badge, Card, Definition, Empty, Table } from '../../web/ui-parts.tsx'
import { WATCH_DAYS, type Watched } from './watch.ts'

const PATH = '/admin/coupons'

type Props = { language: Language; operator: Operator; watched: Watched }

/** What is out of the ordinary, each with what it may be and what helps; the most urgent first. */
export const WatchPage = ({ language, operator, watched }: Props) => {
  const t = couponWatchTexts[language]
  const isQuiet = Object.values(watched).every(({ length }) => length === 0)
  const props = { language, watched }
  return (
    <Page
      lang={language}
      title={t.title}
      operator={operator}
      current="coupons"
      path={`${PATH}/watch`}
      back={{ href: PATH, label: t.back }}
    >
      {isQuiet ? (
        <Empty title={t.none} example={t.noneExample}>
          {t.noneBody}
        </Empty>
      ) : (
        <>
          <p>{t.lead(WATCH_DAYS)}</p>
          <Paper {...props} />
          <Pins {...props} />
          <WrongCodes {...props} />
          <Undos {...props} />
          <ByName {...props} />
          <Devices {...props} />
          <Opens {...props} />
        </>
      )}
    </Page>
  )
}

type Kind = keyof Watched
type Part = Omit<Props, 'operator'>

/** One kind: nothing where there is none of it. */
const Section = ({ language, watched, kind, children }: PropsWithChildren<Part & { kind: Kind }>) => {
  const t = couponWatchTexts[language]
  const { length } = watched[kind]
  if (length === 0) return null
  return (
    <Card title={t[kind].title} aside={<Badge tone="wait">{t.count(formatNumber(length))}</Badge>}>
      <Definition
        items={[
          { term: t.mayBe, detail: t[kind].mayBe },
          { term: t.toDo, detail: t[kind].toDo },
        ]}
      />
      {children}
    </Card>
  )
}

const Paper = (part: Part) => {
  const { paper: t, store, ...texts } = couponWatchTexts[part.language]
  return (
    <Section {...part} kind="paper">
      <Table
        caption={t.title}
        rows={part.watched.paper}
        columns={[
          { label: store, cell: ({ storeName }) => storeName },
          { label: t.count, number: true, cell: ({ count }) => texts.count(formatNumber(count)) },
        ]}
      />
      <Button kind="secondary" href="/admin/paper">
        {t.link}
      </Button>
    </Section>
  )
}

const Pins = (part: Part) => {
  const { pins: t, store, times } = couponWatchTexts[part.language]
  return (
    <Section {...part} kind="pins">
      <Table
        caption={t.title}
        rows={part.watched.pins}
        columns={[
          { label: t.who, cell: ({ staffName, storeName }) => staffName ?? t.whole(storeName ?? '') },
          { label: store, cell: ({ storeName }) => storeName },
          { label: t.wrong, number: true, cell: ({ wrong }) => `${formatNumber(wrong)}${times}` },
        ]}
      />
      <Button kind="secondary" href="/admin/till-staff">
        {t.link}
      </Button>
    </Section>
  )
}

const WrongCodes = (part: Part) => {
  const { wrongCodes: t, till, times } = couponWatchTexts[part.language]
  return (
    <Section {...part} kind="wrongCodes">
      <Table
        caption={t.title}
        rows={part.watched.wrongCodes}
        columns={[
          { label: till, cell: ({ storeName, tillName }) => `${storeName} ${tillName}` },
          { label: t.since, cell: ({ at }) => formatDateTime(at, part.language) },
          { label: t.wrong, number: true, cell: ({ wrong }) => `${formatNumber(wrong)}${times}` },
        ]}
      />
    </Section>
  )
}

const Undos = (part: Part) => {
  const { undos: t, till, staff, noStaff, times } = couponWatchTexts[part.language]
  return (
    <Section {...part} kind="undos">
      <Table
        caption={t.title}
        rows={part.watched.undos}
        columns={[
          { label: till, cell: ({ storeName, tillName }) => `${storeName} ${tillName}` },
          { label: staff, cell: ({ staffName }) => <bdi>{staffName ?? noStaff}</bdi> },
          {
            label: t.count,
            number: true,
            cell: ({ count, used }) => (
              <>
                {`${formatNumber(count)}${times}`} <small>{t.of(formatNumber(used))}</small>
              </>
            ),
          },
        ]}
      />
    </Section>
  )
}

const ByName = (part: Part) => {
  const { byName: t, undos, till, staff, noStaff, times } = couponWatchTexts[part.language]
  return (
    <Section {...part} kind="byName">
      <Table
        caption={t.title}
        rows={part.watched.byName}
        columns={[
          { label: till, cell: ({ storeName, tillName }) => `${storeName} ${tillName}` },
          { label: staff, cell: ({ staffName }) => <bdi>{staffName ?? noStaff}</bdi> },
          {
            label: t.reasons,
            cell: ({ reasons }) => reasons.map((reason) => reasonWords(part.language, reason)).join('／'),
          },
          {
            label: t.count,
            number: true,
            cell: ({ count, used }) => (
              <>
                {`${formatNumber(count)}${times}`} <small>{undos.of(formatNumber(used))}</small>
              </>
            ),
          },
        ]}
      />
    </Section>
  )
}

const Devices = (part: Part) => {
  const { devices: t } = couponWatchTexts[part.language]
  return (
    <Section {...part} kind="devices">
      <Table
        caption={t.title}
        rows={part.watched.devices}
        columns={[
          {
            label: t.people,
            cell: ({ named, others }) => (
              <span class="chips-words">
                {named.map(({ memberId, name }) => (
                  <Person language={part.language} memberId={memberId} name={name} />
                ))}
                {others > 0 && <span>{t.others(others)}</span>}
              </span>
            ),
          },
          { label: t.at, cell: ({ at }) => formatDateTime(at, part.language) },
        ]}
      />
    </Section>
  )
}

const Opens = (part: Part) => {
  const { opens: t, times } = couponWatchTexts[part.language]
  return (
    <Section {...part} kind="opens">
      <Table
        caption={t.title}
        rows={part.watched.opens}
        columns={[
          { label: t.who, cell: ({ memberId, name }) => <Person {...{ language: part.language, memberId, name }} /> },
          { label: t.coupon, cell: ({ couponId, title }) => <a href={`${PATH}/${couponId}`}>{title}</a> },
          { label: t.at, cell: ({ at }) => formatDateTime(at, part.language) },
          { label: t.count, number: true, cell: ({ opens }) => `${formatNumber(opens)}${times}` },
        ]}
      />
    </Section>
  )
}

const Person = ({ language, memberId, name }: { language: Language; memberId: string; name: string | null }) => (
  <a href={`/admin/members/${memberId}`}>
    <bdi>{name ?? couponWatchTexts[language].unnamed}</bdi>
  </a>
)
