import type { Language } from '../../texts/language.ts'
import { paperAdminTexts } from '../../texts/paper-admin.ts'
import type { Operator } from '../../web/env.ts'
import type { FormErrors, FormValues } from '../../web/form.ts'
import { Page } from '../../web/ui.tsx'
import { Actions, Button, FormErrors as Errors, Field, typedIn } from '../../web/ui-forms.tsx'
import { Card, Notice } from '../../web/ui-parts.tsx'
import type { StorePaperMode } from './modes.ts'
import { PAPER_ADMIN_PATH } from './scan-page.tsx'

/** What a small shop may lose on an evening without the net. */
const SUGGESTED = { perDay: 20, value: 1_000 }

type ModePageProps = {
  lang: Language
  operator: Operator
  store: StorePaperMode
  typed: { values: FormValues; errors: FormErrors } | undefined
}

/** What one store allows while the net is down: the numbers it stops at, or nothing. */
export const ModePage = ({ lang, operator, store, typed }: ModePageProps) => {
  const t = paperAdminTexts[lang].edit
  const base = `${PAPER_ADMIN_PATH}/stores/${encodeURIComponent(store.storeId)}`
  const { perDayMax = SUGGESTED.perDay, valueMaxYen = SUGGESTED.value } = store.mode ?? {}
  const { values, errors } = typed ?? { values: { perDay: String(perDayMax), value: String(valueMaxYen) }, errors: {} }
  const { text } = typedIn({ lang, values, errors })
  const number = { inputmode: 'numeric', autocomplete: 'off', maxlength: 12 } as const
  return (
    <Page
      lang={lang}
      title={t.title(store.storeName)}
      operator={operator}
      current="coupons"
      path={base}
      back={{ href: PAPER_ADMIN_PATH, label: paperAdminTexts[lang].back }}
    >
      <Errors lang={lang} errors={errors} />
      <Notice tone="warn">{t.risk}</Notice>
      <form method="post" action={`${base}/modes`}>
        <Field {...text('perDay')} label={t.perDay} hint={t.perDayHint} unit={t.uses} input={number} required />
        <Field {...text('value')} label={t.value} hint={t.valueHint} unit={t.yen} input={number} required />
        <Actions>
          <Button>{t.save}</Button>
        </Actions>
      </form>
      {store.mode && (
        <Card title={t.off}>
          <p>{t.offHint}</p>
          <form method="post" action={`${base}/removals`}>
            <Actions still>
              <Button kind="danger">{t.off}</Button>
            </Actions>
          </form>
        </Card>
      )}
    </Page>
  )
}
