import type { Config } from '../config.ts'
import { CONSENT_VERSION, PURPOSES } from '../consent/consent.ts'
import type { MemberLanguage } from '../db/schema.ts'
import { agreedTexts, consentTexts } from '../texts/consent.ts'
import { htmlLang } from '../texts/language.ts'
import { registrationTexts } from '../texts/registration.ts'
import { formTexts } from '../texts/registration-form.ts'
import { LANGUAGE_NAMES } from '../texts/registration-languages.ts'
import { type FormErrors, type FormValues, valueIn } from '../web/form.ts'
import { PlainPage } from '../web/ui.tsx'
import { Actions, Button, Check, Field, RadioGroup, Select } from '../web/ui-forms.tsx'
import { Card, Notice } from '../web/ui-parts.tsx'
import { MEMBER_LANGUAGES } from './languages.ts'
import type { Member } from './members.ts'
import { NAME_MAX } from './names.ts'
import { LAST_DAY_MIN } from './steps.ts'

/** More stores than these are a list to open, not chips. */
const CHIPS_MAX = 6

type Named = { id: string; name: string }
type FormProps = {
  language: MemberLanguage
  shop: string
  path: string
  stores: readonly Named[]
  roles: readonly Named[]
  today: string
  values: FormValues
  errors: FormErrors
  /** The last four digits were told in the chat. */
  digitsGiven: boolean
}

/** The whole registration: agreement, each kind of message by itself, then who the person is. */
export const FormPage = (props: FormProps) => {
  const { language, shop, path, errors } = props
  const t = formTexts[language]
  const wrong = Object.values(errors).some(Boolean)
  return (
    <PlainPage lang={language} title={t.title} screen="member" from={shop}>
      <form method="post" action={path}>
        <Languages language={language} path={path} />
        <p>{t.lead}</p>
        {wrong && <Notice tone="error">{errors[''] ?? t.notSaved}</Notice>}
        <Agreement {...props} />
        <Messages {...props} />
        <You {...props} />
        <Actions>
          <Button>{t.submit}</Button>
        </Actions>
      </form>
    </PlainPage>
  )
}

/** Inside the form, so that nothing that was filled in is lost; the first button of a form is what Enter presses. */
const Languages = ({ language, path }: { language: MemberLanguage; path: string }) => (
  <>
    <button type="submit" class="hidden" tabindex={-1}>
      {formTexts[language].submit}
    </button>
    <div class="actions still">
      {MEMBER_LANGUAGES.filter((other) => other !== language).map((other) => (
        <button
          type="submit"
          class="quiet"
          name="language"
          value={other}
          lang={htmlLang(other)}
          formaction={`${path}/languages`}
          formnovalidate
        >
          {LANGUAGE_NAMES[other]}
        </button>
      ))}
    </div>
  </>
)

const Agreement = ({ language, values, errors }: FormProps) => {
  const { privacy: t } = formTexts[language]
  return (
    <Card title={t.title}>
      <p>{agreedTexts[CONSENT_VERSION][language].privacy}</p>
      <p>
        <a href={`/privacy?lang=${language}`} target="_blank" rel="noopener">
          {t.read}
        </a>
      </p>
      <div class={errors.privacy ? 'field wrong' : 'field'}>
        <div>
          <Check label={t.agree} name="privacy" checked={valueIn(values, 'privacy') === 'yes'} />
        </div>
        {errors.privacy && (
          <p class="error">
            <span aria-hidden="true">×</span> {errors.privacy}
          </p>
        )}
      </div>
    </Card>
  )
}

const Messages = ({ language, values, errors }: FormProps) => {
  const { messages: t } = formTexts[language]
  const { yes, no } = registrationTexts[language]
  return (
    <Card title={t.title}>
      <p>{t.lead}</p>
      {PURPOSES.map((purpose) => (
        <RadioGroup
          lang={htmlLang(language)}
          label={consentTexts[language].names[purpose]}
          hint={agreedTexts[CONSENT_VERSION][language][purpose]}
          name={purpose}
          value={valueIn(values, purpose)}
          choices={[
            { value: 'yes', label: yes },
            { value: 'no', label: no },
          ]}
          error={errors[purpose]}
        />
      ))}
    </Card>
  )
}

const You = ({ language, stores, roles, today, values, errors, digitsGiven }: FormProps) => {
  const t = formTexts[language]
  const field = (name: string) => ({
    lang: htmlLang(language),
    name,
    value: valueIn(values, name),
    error: errors[name],
  })
  const places = stores.map(({ id, name }) => ({ value: id, label: name }))
  const work = roles.map(({ id, name }) => ({ value: id, label: name }))
  return (
    <Card title={t.you}>
      <Field
        {...field('name')}
        label={t.name.label}
        hint={t.name.hint}
        required
        input={{ autocomplete: 'name', maxlength: NAME_MAX * 4 }}
      />
      {places.length > CHIPS_MAX ? (
        <Select {...field('store')} label={t.store.label} choices={places} empty={t.store.choose} required />
      ) : (
        <RadioGroup {...field('store')} label={t.store.label} choices={places} required />
      )}
      {work.length > 0 && <Select {...field('role')} label={t.role.label} choices={work} empty={t.role.none} />}
      <Field
        {...field('last_day')}
        label={t.lastDay.label}
        hint={t.lastDay.hint}
        required
        input={{ type: 'date', min: LAST_DAY_MIN, max: today }}
      />
      <Field
        {...field('digits')}
        label={t.digits.label}
        hint={digitsGiven ? t.digits.given : t.digits.hint}
        input={{ inputmode: 'numeric', autocomplete: 'off', maxlength: 9 }}
      />
      <Field
        {...field('code')}
        label={t.code.label}
        hint={t.code.hint}
        input={{ autocapitalize: 'characters', autocomplete: 'off', maxlength: 40 }}
      />
    </Card>
  )
}

type DoneProps = { member: Member; state: 'applied' | 'verified'; shop: string; chat: string | undefined }

/** What became of it, in the words of the chat: the same for everybody whom the shop has to look up. */
export const DonePage = ({ member: { language, name }, state, shop, chat }: DoneProps) => {
  const t = formTexts[language].done
  const words = registrationTexts[language][state === 'verified' ? 'verified' : 'waiting'](name ?? '')
  return (
    <PlainPage lang={language} title={t[state]} screen="member" from={shop}>
      <Notice tone={state === 'verified' ? 'success' : 'info'}>
        {words.split('\n\n').map((paragraph) => (
          <p class="lines">{paragraph}</p>
        ))}
      </Notice>
      <BackToChat words={t.back} label={t.open} chat={chat} />
    </PlainPage>
  )
}

type OverProps = { language: MemberLanguage; shop: string; chat: string | undefined }

/** The link's time is over, or it was never ours: how to get a new one. */
export const LinkOverPage = ({ language, shop, chat }: OverProps) => {
  const { over: t, done } = formTexts[language]
  return (
    <PlainPage lang={language} title={t.title} screen="member" from={shop}>
      <p>{t.body}</p>
      <BackToChat words={t.next} label={done.open} chat={chat} />
    </PlainPage>
  )
}

export const NotReadyPage = ({ language, shop }: { language: MemberLanguage; shop: string }) => (
  <PlainPage lang={language} title={formTexts[language].title} screen="member" from={shop}>
    <p>{registrationTexts[language].notReady}</p>
  </PlainPage>
)

export const BackToChat = ({ words, label, chat }: { words: string; label: string; chat: string | undefined }) => (
  <>
    <p>{words}</p>
    {chat && (
      <Actions still>
        <Button kind="secondary" href={chat}>
          {label}
        </Button>
      </Actions>
    )}
  </>
)

/** The chat with the shop, where its basic ID is known. */
export const chatUrl = ({ lineBasicId }: Pick<Config, 'lineBasicId'>) =>
  lineBasicId === undefined ? undefined : `https://line.me/R/ti/p/${encodeURIComponent(lineBasicId)}`
