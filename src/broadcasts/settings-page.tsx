import { PLANS, type SendingSettings } from '../sending/sending-settings.ts'
import type { Language } from '../texts/language.ts'
import { sendingSettingsTexts } from '../texts/sending-settings.ts'
import type { Operator } from '../web/env.ts'
import type { FormErrors, FormValues } from '../web/form.ts'
import { Page } from '../web/ui.tsx'
import { Actions, Button, FormErrors as Errors, Field, RadioGroup, Select } from '../web/ui-forms.tsx'
import { Card } from '../web/ui-parts.tsx'
import { PATH as BROADCASTS_PATH } from './pages.tsx'

export const PATH = '/admin/sending-settings'
const HOURS = Array.from({ length: 24 }, (_, hour) => hour)

type Props = { lang: Language; operator: Operator; values: FormValues; errors: FormErrors; saved: boolean }
type Part = Pick<Props, 'lang' | 'values' | 'errors'>

/** How the shop sends. Every setting has a default that needs no thought. */
export const SettingsPage = ({ lang, operator, values, errors, saved }: Props) => {
  const t = sendingSettingsTexts[lang]
  const part = { lang, values, errors }
  return (
    <Page
      lang={lang}
      title={t.title}
      operator={operator}
      current="broadcasts"
      path={PATH}
      back={{ href: BROADCASTS_PATH, label: t.back }}
      notice={saved ? { tone: 'success', text: t.saved } : undefined}
    >
      <Errors lang={lang} errors={errors} />
      <p>{t.intro}</p>
      <form method="post" action={`${PATH}/versions`}>
        <PlanPart {...part} />
        <QuietPart {...part} />
        <CapsPart {...part} />
        <CarePart {...part} />
        <Actions>
          <Button>{t.save}</Button>
        </Actions>
      </form>
    </Page>
  )
}

/** The settings as the form holds them. */
export const settingsValues = (settings: SendingSettings): FormValues =>
  Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, String(value)]))

const PlanPart = (part: Part) => {
  const { lang, values, errors } = part
  const t = sendingSettingsTexts[lang].plan
  return (
    <Card title={t.title}>
      <RadioGroup
        lang={lang}
        name="plan"
        label={t.label}
        value={values.plan}
        error={errors.plan}
        choices={PLANS.map((plan) => ({ value: plan, ...t.choices[plan] }))}
      />
      <Count {...part} name="extraYen" label={t.extraYen} hint={t.extraYenHint} unit={t.yen} decimal />
      <Count {...part} name="reserve" label={t.reserve} hint={t.reserveHint} unit={t.messages} />
    </Card>
  )
}

const QuietPart = ({ lang, values, errors }: Part) => {
  const t = sendingSettingsTexts[lang].quiet
  const choices = HOURS.map((hour) => ({ value: String(hour), label: t.hour(hour) }))
  return (
    <Card title={t.title}>
      <p class="muted">{t.hint}</p>
      <Select
        lang={lang}
        name="quietFrom"
        label={t.from}
        value={values.quietFrom}
        error={errors.quietFrom}
        choices={choices}
      />
      <Select lang={lang} name="quietTo" label={t.to} value={values.quietTo} error={errors.quietTo} choices={choices} />
    </Card>
  )
}

const CapsPart = (part: Part) => {
  const t = sendingSettingsTexts[part.lang].caps
  return (
    <Card title={t.title}>
      <p class="muted">{t.hint}</p>
      <Count {...part} name="capDay" label={t.day} unit={t.upTo} />
      <Count {...part} name="capMonth" label={t.month} unit={t.upTo} />
      <Count {...part} name="urgentCapDay" label={t.urgentDay} unit={t.upTo} />
      <Count {...part} name="urgentCapMonth" label={t.urgentMonth} unit={t.upTo} />
    </Card>
  )
}

const CarePart = (part: Part) => {
  const t = sendingSettingsTexts[part.lang].care
  return (
    <Card title={t.title}>
      <Count {...part} name="typedAbove" label={t.typedAbove} hint={t.typedHint} unit={t.above} />
      <Count {...part} name="approvalAbove" label={t.approvalAbove} hint={t.approvalHint} unit={t.above} />
    </Card>
  )
}

type CountProps = Part & { name: string; label: string; hint?: string; unit: string; decimal?: boolean }

const Count = ({ lang, values, errors, name, label, hint, unit, decimal = false }: CountProps) => (
  <Field
    lang={lang}
    name={name}
    label={label}
    {...(hint ? { hint } : {})}
    unit={unit}
    value={values[name]}
    error={errors[name]}
    input={{ inputmode: decimal ? 'text' : 'numeric', autocomplete: 'off', maxlength: 9 }}
  />
)
