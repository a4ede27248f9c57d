import { broadcastTexts } from '../texts/broadcasts.ts'
import { composeTexts } from '../texts/compose.ts'
import { composeEventTexts } from '../texts/compose-event.ts'
import { kindTexts } from '../texts/kinds.ts'
import type { Language } from '../texts/language.ts'
import type { Operator } from '../web/env.ts'
import { valueIn } from '../web/form.ts'
import { type Flash, Page } from '../web/ui.tsx'
import { Actions, Button, FormErrors } from '../web/ui-forms.tsx'
import { Card } from '../web/ui-parts.tsx'
import { Preview, type Previewed, PreviewStyle } from '../web/ui-preview.tsx'
import { ComposeFields, type ComposeFieldsProps } from './compose-fields.tsx'
import { KINDS } from './kinds.ts'
import { PATH } from './pages.tsx'

type ComposeProps = ComposeFieldsProps & {
  operator: Operator
  broadcastId?: string | undefined
  previewed: Previewed
  nonce: string | undefined
  notice: Flash | undefined
}

export const ComposePage = ({ operator, broadcastId, previewed, nonce, notice, ...fields }: ComposeProps) => {
  const { lang, kind, errors, shopName } = fields
  const t = composeTexts[lang].compose
  const path = broadcastId ? `${PATH}/${broadcastId}` : PATH
  const query = `?kind=${kind}`
  return (
    <Page
      lang={lang}
      title={titleOf(fields)}
      operator={operator}
      current="broadcasts"
      path={broadcastId ? `${path}/edit${query}` : `${path}/new${query}`}
      back={{ href: broadcastId ? path : `${PATH}/new`, label: broadcastTexts[lang].back }}
      head={<PreviewStyle css={previewed.css} nonce={nonce} />}
      notice={notice}
      wide
    >
      <FormErrors lang={lang} errors={errors} />
      <div class="split">
        <form
          method="post"
          action={broadcastId ? `${path}/versions${query}` : `${path}${query}`}
          data-live-form={`${path}/previews${query}`}
          data-live-target="#preview"
        >
          <ComposeFields {...fields} />
          <Actions>
            <Button kind="secondary" formaction={`${path}/rehearsals${query}`}>
              {t.preview}
            </Button>
            <Button>{t.submit}</Button>
          </Actions>
          <Actions still>
            <Button kind="quiet" formaction={`${path}/templates${query}`}>
              {t.save}
            </Button>
          </Actions>
        </form>
        <Preview lang={lang} shopName={shopName} previewed={previewed} />
      </div>
    </Page>
  )
}

/** One kind has two moments. */
const titleOf = ({ lang, kind, values }: ComposeFieldsProps) =>
  kind === 'event' && valueIn(values, 'moment') === 'thanks'
    ? composeEventTexts[lang].composeThanks
    : kindTexts[lang].compose[kind]

type KindsProps = {
  lang: Language
  operator: Operator
  segment: string
  templates: readonly { id: string; name: string }[]
}

/** What each kind is for, with an example; and what was kept to be used again. */
export const KindsPage = ({ lang, operator, segment, templates }: KindsProps) => {
  const t = composeTexts[lang].compose
  const { names, uses, examples } = kindTexts[lang]
  const with_ = (chosen: Record<string, string>) =>
    `${PATH}/new?${new URLSearchParams({ ...chosen, ...(segment && { segment }) })}`
  return (
    <Page
      lang={lang}
      title={t.title}
      operator={operator}
      current="broadcasts"
      path={`${PATH}/new${segment ? `?${new URLSearchParams({ segment })}` : ''}`}
      back={{ href: PATH, label: broadcastTexts[lang].back }}
    >
      <h2>{t.kinds}</h2>
      <ul class="kinds">
        {KINDS.map((kind) => (
          <li>
            <a href={with_({ kind })}>{names[kind]}</a>
            <p>{uses[kind]}</p>
            <small>{examples[kind]}</small>
          </li>
        ))}
      </ul>
      {templates.length > 0 && (
        <Card title={t.fromTemplate}>
          <ul class="kinds plain">
            {templates.map(({ id, name }) => (
              <li>
                <a href={with_({ template: id })}>{name}</a>
              </li>
            ))}
          </ul>
          <p>
            <a href={`${PATH}/templates`}>{t.allTemplates}</a>
          </p>
        </Card>
      )}
    </Page>
  )
}
