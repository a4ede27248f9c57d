import { cardTexts } from '../texts/invitation-cards.ts'
import { invitationTexts } from '../texts/invitations.ts'
import { valueIn } from '../web/form.ts'
import { Page } from '../web/ui.tsx'
import { Actions, Button, Field, FormErrors, TextArea } from '../web/ui-forms.tsx'
import { type Common, PATH, type Typed } from './invitation-pages.tsx'
import { GREETING_MAX, INVITATION_DAYS, RETENTION_DAYS, type RosterSettings, THANKS_MAX } from './settings.ts'

export const SETTINGS_PATH = `${PATH}/settings`

type SettingsPageProps = Common & { settings: RosterSettings; shop: string; typed: Typed | undefined }

/** What the printed cards say, how long an invitation is good for, and how long the roster is kept. */
export const SettingsPage = ({ lang, operator, notice, settings, shop, typed }: SettingsPageProps) => {
  const all = invitationTexts[lang]
  const t = all.settings
  const value = (field: string, kept: string | number) => (typed ? valueIn(typed.values, field) : kept)
  const common = (field: string) => ({ lang, name: field, error: typed?.errors[field] })
  return (
    <Page
      lang={lang}
      title={t.title}
      operator={operator}
      current="roster"
      path={SETTINGS_PATH}
      back={{ href: PATH, label: all.back }}
      notice={notice}
    >
      <FormErrors lang={lang} errors={typed?.errors ?? {}} />
      <form method="post" action={SETTINGS_PATH}>
        <TextArea
          {...common('greeting')}
          label={t.greeting}
          hint={t.greetingHint}
          rows={3}
          maxlength={GREETING_MAX * 2}
          value={value('greeting', settings.greeting ?? cardTexts.greeting)}
        />
        <TextArea
          {...common('thanks')}
          label={t.thanks}
          hint={t.thanksHint}
          rows={5}
          maxlength={THANKS_MAX * 2}
          value={value('thanks', settings.thanks ?? cardTexts.graduation.thanks(shop))}
        />
        <Field
          {...common('days')}
          label={t.days}
          hint={t.daysHint}
          required
          unit={t.day}
          value={value('days', settings.invitationDays)}
          input={{ type: 'number', inputmode: 'numeric', min: INVITATION_DAYS.min, max: INVITATION_DAYS.max }}
        />
        <Field
          {...common('retention')}
          label={t.retention}
          hint={
            <>
              {t.retentionHint}
              <br />
              {t.retentionWarn}
            </>
          }
          required
          unit={t.day}
          value={value('retention', settings.retentionDays)}
          input={{ type: 'number', inputmode: 'numeric', min: RETENTION_DAYS.min, max: RETENTION_DAYS.max }}
        />
        <Actions>
          <Button>{t.save}</Button>
        </Actions>
      </form>
    </Page>
  )
}
