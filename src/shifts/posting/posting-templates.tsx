import { formatYen } from '../../texts/format.ts'
import type { Language } from '../../texts/language.ts'
import { shiftListTexts } from '../../texts/shift-list.ts'
import type { Operator } from '../../web/env.ts'
import { type Flash, Page } from '../../web/ui.tsx'
import { Actions, Button } from '../../web/ui-forms.tsx'
import { Card, Empty, Table } from '../../web/ui-parts.tsx'
import { PATH } from '../view/view-parts.tsx'
import type { Template } from './templates.ts'

export const TEMPLATES_PATH = `${PATH}/templates`
const DAY_MINUTES = 1_440

/** 17:00〜翌1:00, of a template that has no day yet. */
export function hoursOf(lang: Language, { content: { from, minutes } }: Template) {
  const clock = (of: number) => `${Math.floor((of % DAY_MINUTES) / 60)}:${String(of % 60).padStart(2, '0')}`
  const until = from + minutes
  const t = shiftListTexts[lang].templates
  return t.span(clock(from), `${until >= DAY_MINUTES ? t.nextDay : ''}${clock(until)}`)
}

type TemplatesProps = { lang: Language; operator: Operator; templates: readonly Template[]; notice: Flash | undefined }

/** What is kept to be used again, and thrown away from here. */
export const TemplatesPage = ({ lang, operator, templates, notice }: TemplatesProps) => {
  const t = shiftListTexts[lang].templates
  return (
    <Page
      lang={lang}
      title={t.manageTitle}
      operator={operator}
      current="shifts"
      path={TEMPLATES_PATH}
      back={{ href: PATH, label: shiftListTexts[lang].back }}
      notice={notice}
    >
      {templates.length === 0 ? (
        <Empty title={t.empty}>{t.emptyBody}</Empty>
      ) : (
        <Table
          caption={t.manageTitle}
          rows={templates}
          columns={[
            {
              label: t.name,
              cell: ({ name, storeName }) => (
                <span>
                  {name}
                  <br />
                  <small>{storeName}</small>
                </span>
              ),
            },
            { label: t.hours, cell: (template) => hoursOf(lang, template) },
            { label: t.wage, number: true, cell: ({ content }) => formatYen(content.wageYen, lang) },
            { label: t.column, cell: ({ id }) => <a href={`${TEMPLATES_PATH}/${id}/forget`}>{t.forget}</a> },
          ]}
        />
      )}
    </Page>
  )
}

/** A second, named confirmation. */
export const ForgetPage = ({
  lang,
  operator,
  template,
}: {
  lang: Language
  operator: Operator
  template: Template
}) => {
  const t = shiftListTexts[lang].templates
  const path = `${TEMPLATES_PATH}/${template.id}`
  return (
    <Page
      lang={lang}
      title={t.forgetTitle(template.name)}
      operator={operator}
      current="shifts"
      path={`${path}/forget`}
      back={{ href: TEMPLATES_PATH, label: t.manageTitle }}
    >
      <Card>
        <p>{t.forgetBody}</p>
      </Card>
      <form method="post" action={`${path}/removals`}>
        <Actions>
          <Button kind="secondary" href={TEMPLATES_PATH}>
            {shiftListTexts[lang].notDone}
          </Button>
          <Button kind="danger">{t.forgetSubmit(template.name)}</Button>
        </Actions>
      </form>
    </Page>
  )
}
