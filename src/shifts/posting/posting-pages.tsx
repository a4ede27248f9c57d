import { formatNumber } from '../../texts/format.ts'
import type { Language } from '../../texts/language.ts'
import { shiftFormTexts } from '../../texts/shift-form.ts'
import { shiftListTexts } from '../../texts/shift-list.ts'
import type { Operator } from '../../web/env.ts'
import { type Flash, Page } from '../../web/ui.tsx'
import { Actions, Button, FormErrors, typedIn } from '../../web/ui-forms.tsx'
import { Card, Notice } from '../../web/ui-parts.tsx'
import { WritingField } from '../../web/ui-writing.tsx'
import { shiftTitle } from '../ad/shift-words.ts'
import type { Opening } from '../openings.ts'
import { openingPath, PATH } from '../view/view-parts.tsx'
import { OpeningFields, type OpeningFieldsProps } from './posting-fields.tsx'
import { TOLD_MAX } from './posting-form.tsx'
import { type Live, LivePanel } from './posting-live.tsx'

const LIVE_ID = 'live'

type EditProps = OpeningFieldsProps & {
  operator: Operator
  store: { id: string; name: string }
  /** undefined: a new one. */
  opening: Opening | undefined
  live: Live
  /** The names of who is confirmed already. */
  told: readonly string[]
  notice?: Flash | undefined
}

/** Planning a shift, and changing what was planned. */
export const EditPage = ({ operator, store, opening, live, told, notice, ...fields }: EditProps) => {
  const { lang, errors, isOut } = fields
  const t = shiftFormTexts[lang]
  const path = opening ? openingPath(opening.id) : PATH
  return (
    <Page
      lang={lang}
      title={opening ? t.editTitle(shiftTitle(lang, opening)) : t.createTitle}
      operator={operator}
      current="shifts"
      path={opening ? `${path}/edit` : `${PATH}/new?store=${store.id}`}
      back={{ href: path, label: opening ? shiftListTexts[lang].backToOpening : shiftListTexts[lang].back }}
      notice={notice}
      wide
    >
      <FormErrors lang={lang} errors={isOut || Object.keys(errors).includes('') ? errors : {}} />
      <p>
        <b>{store.name}</b>
      </p>
      <div class="split">
        <form
          method="post"
          action={opening ? `${path}/versions` : PATH}
          data-live-form={`${path}/counts`}
          data-live-target={`#${LIVE_ID}`}
        >
          <input type="hidden" name="store" value={store.id} />
          <OpeningFields {...fields} />
          {told.length > 0 && <ToldCard {...fields} told={told} />}
          <Actions>
            {!isOut && (
              <Button kind="secondary" name="then" value="draft">
                {t.saveDraft}
              </Button>
            )}
            {isOut && (
              <Button kind="secondary" href={path}>
                {t.back}
              </Button>
            )}
            <Button>{isOut ? t.save : t.next}</Button>
          </Actions>
        </form>
        <aside>
          <Card title={t.live.title}>
            <div id={LIVE_ID} aria-live="polite">
              <LivePanel lang={lang} live={live} />
            </div>
          </Card>
        </aside>
      </div>
    </Page>
  )
}

const ToldCard = ({ told, ...fields }: OpeningFieldsProps & { told: readonly string[] }) => {
  const t = shiftFormTexts[fields.lang].told
  return (
    <Card title={t.title} id="told">
      <Notice tone="info">
        {t.body(formatNumber(told.length))} {t.declined}
      </Notice>
      <ul>
        {told.map((name) => (
          <li>{name}</li>
        ))}
      </ul>
      <p>{t.untold}</p>
      <WritingField
        {...typedIn(fields).text('told')}
        label={t.words}
        hint={t.wordsHint}
        limit={{ max: TOLD_MAX, unit: 'utf16' }}
        rows={3}
      />
    </Card>
  )
}

type ChoiceProps = {
  lang: Language
  operator: Operator
  stores: readonly { id: string; name: string }[]
  query: string
}

/** Which store's shift: its facts as an employer are in the form then. */
export const StoreChoicePage = ({ lang, operator, stores, query }: ChoiceProps) => {
  const t = shiftFormTexts[lang]
  return (
    <Page
      lang={lang}
      title={t.createTitle}
      operator={operator}
      current="shifts"
      path={`${PATH}/new`}
      back={{ href: PATH, label: shiftListTexts[lang].back }}
    >
      <Card title={t.chooseStore}>
        {stores.length === 0 && <p>{t.noStores}</p>}
        <ul class="links">
          {stores.map(({ id, name }) => (
            <li>
              <a href={`${PATH}/new?${new URLSearchParams({ store: id })}${query}`}>{name}</a>
            </li>
          ))}
        </ul>
      </Card>
    </Page>
  )
}
