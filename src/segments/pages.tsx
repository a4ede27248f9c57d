import { formatNumber } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import { segmentTexts } from '../texts/segments.ts'
import type { Operator } from '../web/env.ts'
import { type FormErrors as Errors, valueIn } from '../web/form.ts'
import { type Flash, Page } from '../web/ui.tsx'
import { Actions, Button, Field, FormErrors } from '../web/ui-forms.tsx'
import { Card, Empty, Table } from '../web/ui-parts.tsx'
import { BuilderFields, type BuilderProps } from './fields.tsx'
import type { Segment } from './segments.ts'

export const PATH = '/admin/segments'

type ListProps = {
  lang: Language
  operator: Operator
  segments: readonly { segment: Segment; count: number; sentence: string }[]
  notice: Flash | undefined
}

export const SegmentsPage = ({ lang, operator, segments, notice }: ListProps) => {
  const t = segmentTexts[lang]
  const add = <Button href={`${PATH}/new`}>{t.add}</Button>
  return (
    <Page lang={lang} title={t.title} operator={operator} current="segments" path={PATH} notice={notice}>
      {segments.length === 0 ? (
        <Empty title={t.empty} example={t.emptyExample} action={add}>
          {t.emptyBody}
        </Empty>
      ) : (
        <>
          <p>{t.lead}</p>
          <Table
            caption={t.caption}
            rows={segments}
            columns={[
              { label: t.name, cell: ({ segment }) => <a href={`${PATH}/${segment.id}`}>{segment.name}</a> },
              { label: t.rule, cell: ({ sentence }) => sentence },
              { label: t.people, number: true, cell: ({ count }) => t.countOf(formatNumber(count)) },
            ]}
          />
          <Actions>{add}</Actions>
        </>
      )}
    </Page>
  )
}

export type Counted = { count: number; names: readonly string[]; sentence: string }

/** Who is meant right now; also the answer to a change in the builder. */
export const CountedPeople = ({ lang, counted }: { lang: Language; counted: Counted }) => {
  const t = segmentTexts[lang]
  return (
    <>
      <p class="big">
        <strong>{t.countOf(formatNumber(counted.count))}</strong>
      </p>
      <p>{counted.sentence}</p>
      <small>{counted.count === 0 ? t.nobody : counted.names.length > 0 && t.examples(counted.names.join('、'))}</small>
    </>
  )
}

type BuilderPageProps = BuilderProps & {
  operator: Operator
  /** A saved one is being changed. */
  segmentId?: string | undefined
  counted: Counted | undefined
  notice?: Flash | undefined
}

export const BuilderPage = ({ segmentId, counted, operator, notice, ...fields }: BuilderPageProps) => {
  const { lang, values, errors } = fields
  const t = segmentTexts[lang]
  const path = segmentId ? `${PATH}/${segmentId}` : `${PATH}/new`
  const name = valueIn(values, 'name')
  return (
    <Page
      lang={lang}
      title={segmentId && name ? name : t.newTitle}
      operator={operator}
      current="segments"
      path={path}
      back={{ href: PATH, label: t.back }}
      notice={notice}
    >
      <FormErrors lang={lang} errors={errors} />
      <form
        method="post"
        action={segmentId ? `${path}/versions` : PATH}
        data-live-form={`${PATH}/counts`}
        data-live-target="#people"
      >
        <Field
          lang={lang}
          label={t.name}
          name="name"
          hint={t.nameHint}
          value={name}
          error={nameError(errors)}
          input={{ maxlength: 40 }}
          required
        />
        <BuilderFields {...fields} />
        {/* On a phone it stays at the thumb, so that the number is seen while conditions are ticked. */}
        <div class="live-bar">
          <Card title={t.result}>
            <div id="people" aria-live="polite">
              {counted && <CountedPeople lang={lang} counted={counted} />}
            </div>
          </Card>
          <Actions>
            <Button kind="secondary" formaction={segmentId ? `${path}/previews` : `${PATH}/previews`}>
              {t.count}
            </Button>
            <Button>{t.save}</Button>
          </Actions>
        </div>
      </form>
      {segmentId && (
        <Actions still>
          <Button kind="secondary" href={`/admin/broadcasts/new?segment=${segmentId}`}>
            {t.send}
          </Button>
          <Button kind="danger" href={`${path}/deletion`}>
            {t.delete}
          </Button>
        </Actions>
      )}
    </Page>
  )
}

const nameError = (errors: Errors) => errors.name

export const DeletionPage = ({ lang, operator, segment }: { lang: Language; operator: Operator; segment: Segment }) => {
  const t = segmentTexts[lang].deletion
  return (
    <Page
      lang={lang}
      title={t.title(segment.name)}
      operator={operator}
      current="segments"
      path={`${PATH}/${segment.id}/deletion`}
      back={{ href: `${PATH}/${segment.id}`, label: segment.name }}
    >
      <p>{t.body}</p>
      <form method="post" action={`${PATH}/${segment.id}/deletions`}>
        <Actions>
          <Button kind="danger">{t.submit(segment.name)}</Button>
          <Button kind="secondary" href={`${PATH}/${segment.id}`}>
            {t.keep}
          </Button>
        </Actions>
      </form>
    </Page>
  )
}
