import { isMany, MONTHS, QUESTIONS } from '../members/questions.ts'
import { offered } from '../members/questions-card.ts'
import { htmlLang } from '../texts/language.ts'
import { leavingTexts } from '../texts/leaving.ts'
import { myDataTexts } from '../texts/my-data.ts'
import { questionTexts } from '../texts/registration-questions.ts'
import { type FormErrors, type FormValues, valueIn, valuesIn } from '../web/form.ts'
import { Actions, Button, CheckGroup, FormErrors as Errors, Field, RadioGroup, Select } from '../web/ui-forms.tsx'
import { Card, Notice } from '../web/ui-parts.tsx'
import { NO_ROLE } from './corrections.ts'
import { MemberPage, type MyData } from './my-data-pages.tsx'

type Named = { id: string; name: string }
type Own = Pick<MyData, 'shop' | 'path' | 'data'>
type Form = Own & { values: FormValues; errors: FormErrors }

/** The optional questions, all on one page; what is left empty is not known any more. */
export const PreferencesPage = ({ values, errors, roles, ...my }: Form & { roles: readonly Named[] }) => {
  const { language } = my.data.person
  const lang = htmlLang(language)
  const t = myDataTexts[language]
  const { names, yes, no, month } = questionTexts[language]
  return (
    <MemberPage my={my} title={t.preferencesTitle}>
      <p>{t.preferencesLead}</p>
      <Errors lang={lang} errors={errors} />
      <form method="post" action={`${my.path}/preferences`}>
        <Field
          lang={lang}
          label={names.birth_year}
          name="birth_year"
          hint={t.birthYearHint}
          value={valueIn(values, 'birth_year')}
          error={errors.birth_year}
          input={{ inputmode: 'numeric', maxlength: 10, autocomplete: 'bday-year' }}
        />
        <Select
          lang={lang}
          label={names.birth_month}
          name="birth_month"
          hint={t.birthMonthHint}
          empty={t.noAnswer}
          value={valueIn(values, 'birth_month')}
          choices={MONTHS.map((value) => ({ value, label: month(Number(value)) }))}
        />
        <RadioGroup
          lang={lang}
          label={names.main_job}
          name="main_job"
          value={valueIn(values, 'main_job')}
          choices={[
            { value: 'yes', label: yes },
            { value: 'no', label: no },
            { value: '', label: t.noAnswer },
          ]}
        />
        {QUESTIONS.filter(isMany)
          .map((question) => ({ question, choices: offered(question, language, roles) }))
          .filter(({ choices }) => choices.length > 0)
          .map(({ question, choices }) => (
            <CheckGroup
              lang={lang}
              label={names[question]}
              name={question}
              values={valuesIn(values, question)}
              choices={choices.map(({ id, name }) => ({ value: id, label: name }))}
            />
          ))}
        <Actions>
          <Button>{t.save}</Button>
          <Button kind="quiet" href={my.path}>
            {t.back}
          </Button>
        </Actions>
      </form>
    </MemberPage>
  )
}

type Correcting = Form & { stores: readonly Named[]; roles: readonly Named[]; today: string }

/** The facts as they are; whatever is changed is asked for. */
export const CorrectionsPage = ({ values, errors, stores, roles, today, ...my }: Correcting) => {
  const { language } = my.data.person
  const lang = htmlLang(language)
  const t = myDataTexts[language]
  const choicesOf = (named: readonly Named[]) => named.map(({ id, name }) => ({ value: id, label: name }))
  const field = (name: 'name' | 'store' | 'role' | 'left_on') => ({
    lang,
    name,
    label: t.fields[name],
    value: valueIn(values, name),
    error: errors[name],
  })
  return (
    <MemberPage my={my} title={t.correctionsAsk}>
      <p>{t.correctionsLead}</p>
      <Errors lang={lang} errors={errors} />
      <form method="post" action={`${my.path}/corrections`}>
        <Field {...field('name')} input={{ maxlength: 60, autocomplete: 'name' }} />
        <Select {...field('store')} choices={choicesOf(stores)} />
        <Select {...field('role')} choices={[...choicesOf(roles), { value: NO_ROLE, label: t.unknown }]} />
        <Field {...field('left_on')} input={{ type: 'date', max: today }} />
        <Actions>
          <Button>{t.correctionsSend}</Button>
          <Button kind="quiet" href={my.path}>
            {t.back}
          </Button>
        </Actions>
      </form>
    </MemberPage>
  )
}

/** The second, named confirmation: what goes, what stays and why, and that coming back is a new start. */
export const LeavingPage = ({ error, ...my }: Own & { error?: string | undefined }) => {
  const { person } = my.data
  const t = leavingTexts[person.language]
  return (
    <MemberPage my={my} title={t.title}>
      {error && <Notice tone="error">{error}</Notice>}
      <Card title={t.goes}>
        <ul>
          {t.goesPoints.map((point) => (
            <li>{point}</li>
          ))}
        </ul>
      </Card>
      <Card title={t.stays}>
        <ul>
          {t.staysPoints.map((point) => (
            <li>{point}</li>
          ))}
        </ul>
      </Card>
      <p>{t.back}</p>
      <p>
        <a href={`${my.path}#consents`}>{t.stop}</a>
      </p>
      <Actions still>
        <Button kind="secondary" href={my.path}>
          {t.stay}
        </Button>
        <form method="post" action={`${my.path}/leavings`}>
          <Button kind="danger">
            <bdi>{person.name === null ? t.confirmUnnamed : t.confirm(person.name)}</bdi>
          </Button>
        </form>
      </Actions>
    </MemberPage>
  )
}
