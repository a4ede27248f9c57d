import { formatNumber } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import { segmentTexts } from '../texts/segments.ts'
import type { Operator } from '../web/env.ts'
import { type Flash, Page } from '../web/ui.tsx'
import { Actions, Button, Field, FormErrors } from '../web/ui-forms.tsx'
import { Card, Empty, Notice, Table } from '../web/ui-parts.tsx'
import { Builder, type BuilderProps } from './builder.tsx'
import { type Counted, CountedPeople } from './counted.tsx'
import type { Segment } from './segments.ts'

export const PATH = '/admin/segments'

/** `count` is undefined when counting took too long, `sentence` when the rule is not understood. */
export type Line = {
  segment: { id: string; name: string }
  count: number | undefined
  sentence: string | undefined
}
type ListProps = { lang: Language; operator: Operator; segments: readonly Line[]; notice: Flash | undefined }

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
              { label: t.rule, cell: ({ sentence }) => sentence ?? t.unreadable },
              {
                label: t.people,
                number: true,
                cell: ({ count }) => (count === undefined ? t.notCounted : t.countOf(formatNumber(count))),
              },
            ]}
          />
          <Actions>{add}</Actions>
        </>
      )}
    </Page>
  )
}

type BuilderPageProps = Omit<BuilderProps, 'previews'> & {
  operator: Operator
  name: string
  nameError?: string | undefined
  formError?: string | undefined
  /** A saved one is being changed. */
  segmentId?: string | undefined
  counted: Counted | undefined
  notice?: Flash | undefined
}

export const BuilderPage = (props: BuilderPageProps) => {
  const { segmentId, name, nameError, formError, counted, operator, notice, ...builder } = props
  const { lang, errors } = builder
  const t = segmentTexts[lang]
  const path = segmentId ? `${PATH}/${segmentId}` : `${PATH}/new`
  const previews = segmentId ? `${path}/previews` : `${PATH}/previews`
  const wrong = Object.keys(errors).length > 0 ? t.builder.wrong.value : undefined
  return (
    <Page
      lang={lang}
      title={segmentId && name ? name : t.newTitle}
      operator={operator}
      current="segments"
      path={path}
      back={{ href: PATH, label: t.back }}
      notice={notice}
      wide
    >
      <FormErrors lang={lang} errors={{ '': formError, name: nameError, other: wrong }} />
      <form
        method="post"
        action={segmentId ? `${path}/versions` : PATH}
        data-live-form={`${PATH}/counts`}
        data-live-target="#people"
      >
        {/* The Enter key presses the first button of a form: this one, which saves and removes nothing. */}
        <button type="submit" class="hidden" tabindex={-1} formaction={previews}>
          {t.count}
        </button>
        <div class="builder">
          <div>
            <Field
              lang={lang}
              label={t.name}
              name="name"
              hint={t.nameHint}
              value={name}
              error={nameError}
              input={{ maxlength: 40 }}
            />
            <Builder {...builder} previews={previews} />
          </div>
          {/* At the thumb on a phone, beside the conditions on a PC: the number is seen while they are ticked. */}
          <aside class="live-bar">
            <Card title={t.result}>
              <div id="people" aria-live="polite">
                {counted && <CountedPeople lang={lang} counted={counted} />}
              </div>
            </Card>
            <Actions>
              <Button kind="secondary" formaction={previews}>
                {t.count}
              </Button>
              <Button>{t.save}</Button>
            </Actions>
          </aside>
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

type DeletionProps = {
  lang: Language
  operator: Operator
  segment: Segment
  /** What still needs it: then it stays. */
  uses: readonly { title: string; href: string }[]
}

export const DeletionPage = ({ lang, operator, segment, uses }: DeletionProps) => {
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
      {uses.length > 0 ? (
        <>
          <Notice tone="warn" title={t.inUse}>
            {t.inUseBody}
          </Notice>
          <ul>
            {uses.map(({ title, href }) => (
              <li>
                <a href={href}>{title}</a>
              </li>
            ))}
          </ul>
        </>
      ) : (
        <>
          <p>{t.body}</p>
          <form method="post" action={`${PATH}/${segment.id}/deletions`}>
            <Actions>
              <Button kind="danger">{t.submit(segment.name)}</Button>
              <Button kind="secondary" href={`${PATH}/${segment.id}`}>
                {t.keep}
              </Button>
            </Actions>
          </form>
        </>
      )}
    </Page>
  )
}
