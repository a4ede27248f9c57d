import type { Language } from '../../texts/language.ts'
import { paperAdminTexts } from '../../texts/paper-admin.ts'
import type { Operator } from '../../web/env.ts'
import { type FormErrors, type FormValues, valueIn } from '../../web/form.ts'
import { Page } from '../../web/ui.tsx'
import { Actions, Button, FormErrors as Errors, Field } from '../../web/ui-forms.tsx'
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
  const typedOr = (name: string, value: number) => (typed ? valueIn(typed.values, name) : String(value))
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
      <Errors lang={lang} errors={typed?.errors ?? {}} />
      <Notice tone="warn">{t.risk}</Notice>
      <form method="post" action={`${base}/modes`}>
        <Field
          lang={lang}
          label={t.perDay}
          name="perDay"
          hint={t.perDayHint}
          value={typedOr('perDay', store.mode?.perDayMax ?? SUGGESTED.perDay)}
          error={typed?.errors.perDay}
          unit={t.uses}
          input={number}
          required
        />
        <Field
          lang={lang}
          label={t.value}
          name="value"
          hint={t.valueHint}
          value={typedOr('value', store.mode?.valueMaxYen ?? SUGGESTED.value)}
          error={typed?.errors.value}
          unit={t.yen}
          input={number}
          required
        />
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
