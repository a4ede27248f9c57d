import { broadcastTexts } from '../texts/broadcasts.ts'
import { formatAgo } from '../texts/format.ts'
import { kindTexts } from '../texts/kinds.ts'
import type { Language } from '../texts/language.ts'
import { templateTexts } from '../texts/templates.ts'
import type { Operator } from '../web/env.ts'
import type { FormErrors } from '../web/form.ts'
import { type Flash, Page } from '../web/ui.tsx'
import { Actions, Button, FormErrors as Errors } from '../web/ui-forms.tsx'
import { Card, Definition, Empty, Table } from '../web/ui-parts.tsx'
import { Preview, type Previewed, PreviewStyle } from '../web/ui-preview.tsx'
import { WritingField } from '../web/ui-writing.tsx'
import { PATH } from './pages.tsx'
import { TEMPLATE_NAME_MAX, type Template } from './templates.ts'

export const TEMPLATES_PATH = `${PATH}/templates`

type Seen = { lang: Language; operator: Operator; notice?: Flash | undefined }

export const TemplatesPage = ({
  lang,
  operator,
  notice,
  templates,
  now,
}: Seen & { templates: readonly Template[]; now: number }) => {
  const t = templateTexts[lang]
  return (
    <Page
      lang={lang}
      title={t.title}
      operator={operator}
      current="broadcasts"
      path={TEMPLATES_PATH}
      back={{ href: PATH, label: broadcastTexts[lang].back }}
      notice={notice}
    >
      {templates.length === 0 ? (
        <Empty title={t.empty} example={t.emptyExample}>
          {t.emptyBody}
        </Empty>
      ) : (
        <>
          <p>{t.lead}</p>
          <Table
            caption={t.caption}
            rows={templates}
            columns={[
              { label: t.name, cell: ({ id, name }) => <a href={`${TEMPLATES_PATH}/${id}`}>{name}</a> },
              { label: t.kind, cell: ({ content }) => kindTexts[lang].names[content.kind] },
              { label: t.by, cell: ({ createdByName }) => createdByName ?? '–' },
              { label: t.changed, cell: ({ updatedAt }) => formatAgo(updatedAt, now, lang) },
            ]}
          />
        </>
      )}
      <Actions>
        <Button href={`${PATH}/new`}>{t.compose}</Button>
      </Actions>
    </Page>
  )
}

type TemplateProps = Seen & {
  template: Template
  /** Whether it is theirs to rename and delete. */
  isOwn: boolean
  name: string
  errors: FormErrors
  previewed: Previewed
  shopName: string
  nonce: string | undefined
}

export const TemplatePage = (props: TemplateProps) => {
  const { lang, operator, notice, template, isOwn, name, errors, previewed, shopName, nonce } = props
  const t = templateTexts[lang]
  const path = `${TEMPLATES_PATH}/${template.id}`
  return (
    <Page
      lang={lang}
      title={template.name}
      operator={operator}
      current="broadcasts"
      path={path}
      back={{ href: TEMPLATES_PATH, label: t.back }}
      head={<PreviewStyle css={previewed.css} nonce={nonce} />}
      notice={notice}
      wide
    >
      <Errors lang={lang} errors={errors} />
      <div class="split">
        <div>
          <Card>
            <Definition
              items={[
                { term: t.kind, detail: kindTexts[lang].names[template.content.kind] },
                { term: broadcastTexts[lang].compose.purpose, detail: broadcastTexts[lang].purposes[template.purpose] },
                { term: t.by, detail: template.createdByName ?? '–' },
              ]}
            />
            <Actions>
              <Button href={`${PATH}/new?${new URLSearchParams({ template: template.id })}`}>{t.use}</Button>
            </Actions>
          </Card>
          {isOwn ? (
            <Keeping lang={lang} path={path} template={template} name={name} errors={errors} />
          ) : (
            <p>{t.others}</p>
          )}
        </div>
        <Preview lang={lang} shopName={shopName} previewed={previewed} />
      </div>
    </Page>
  )
}

type KeepingProps = Pick<TemplateProps, 'lang' | 'template' | 'name' | 'errors'> & { path: string }

const Keeping = ({ lang, path, template, name, errors }: KeepingProps) => {
  const t = templateTexts[lang]
  return (
    <Card title={t.rename}>
      <form method="post" action={`${path}/names`}>
        <WritingField
          lang={lang}
          name="name"
          label={t.name}
          value={name}
          error={errors.name}
          limit={{ max: TEMPLATE_NAME_MAX, unit: 'utf16' }}
          required
        />
        <Actions still>
          <Button kind="secondary">{t.rename}</Button>
          <Button kind="danger" formaction={`${path}/removals`} confirm={t.removeAsk(template.name)}>
            {t.remove}
          </Button>
        </Actions>
      </form>
    </Card>
  )
}
