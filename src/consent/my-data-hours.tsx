import { z } from 'zod'
import type { MemberLanguage } from '../db/schema.ts'
import { MAIN_JOB_HOURS_MAX, type OwnLimits, SHIFT_HOURS_MAX } from '../shifts/page/own-limits.ts'
import { htmlLang } from '../texts/language.ts'
import { myDataTexts } from '../texts/my-data.ts'
import { myDataShiftTexts } from '../texts/my-data-shifts.ts'
import { shiftPageTexts } from '../texts/shift-page.ts'
import { type FormErrors, type FormValues, valueIn } from '../web/form.ts'
import { Actions, Button, Field, FormErrors as FormErrorsNotice, RadioGroup } from '../web/ui-forms.tsx'
import { MemberPage, type MyData } from './my-data-pages.tsx'

/** Hours a week elsewhere and here at most, as they are typed; nothing said is nothing kept. */
export const hoursSchema = (language: MemberLanguage) => {
  const { hoursWrong } = shiftPageTexts[language]
  const hours = (most: number) =>
    z
      .string()
      .default('')
      .transform((typed) => typed.normalize('NFKC').trim())
      .refine((typed) => typed === '' || (/^[1-9]\d?$/.test(typed) && Number(typed) <= most), hoursWrong(most))
      .transform((typed) => (typed === '' ? null : Number(typed)))
  return z.object({
    shiftHoursMax: hours(SHIFT_HOURS_MAX),
    mainJobHours: hours(MAIN_JOB_HOURS_MAX),
    mainJob: z.enum(['yes', 'no', '']).default(''),
  })
}

export const hoursValues = ({ hasMainJob, mainJobHours, shiftHoursMax }: OwnLimits): FormValues => ({
  mainJob: hasMainJob === null ? '' : hasMainJob ? 'yes' : 'no',
  mainJobHours: String(mainJobHours ?? ''),
  shiftHoursMax: String(shiftHoursMax ?? ''),
})

type HoursProps = Pick<MyData, 'shop' | 'data' | 'path'> & { values: FormValues; errors: FormErrors }

/** Where a person says how much they work elsewhere, and want to work here. */
export const HoursPage = ({ values, errors, ...my }: HoursProps) => {
  const { language } = my.data.person
  const t = shiftPageTexts[language]
  const lang = htmlLang(language)
  const hours = (name: string, label: string, hint: string) => (
    <Field
      {...{ lang, name, label, hint }}
      error={errors[name]}
      unit={t.hoursUnit}
      input={{ inputmode: 'numeric', maxlength: 2, autocomplete: 'off' }}
      value={valueIn(values, name)}
    />
  )
  return (
    <MemberPage my={my} title={myDataShiftTexts[language].own}>
      <p>{t.limitsLead}</p>
      <FormErrorsNotice lang={lang} errors={errors} />
      <form method="post" action={`${my.path}/hours`}>
        {hours('shiftHoursMax', t.hoursMax, t.hoursMaxHint)}
        <RadioGroup
          lang={lang}
          label={t.mainJob}
          name="mainJob"
          hint={t.mainJobHint}
          value={valueIn(values, 'mainJob')}
          choices={[
            { value: 'yes', label: t.mainJobYes },
            { value: 'no', label: t.mainJobNo },
            { value: '', label: t.mainJobUnsaid },
          ]}
        />
        {hours('mainJobHours', t.mainJobHours, '')}
        <Actions>
          <Button>{myDataTexts[language].save}</Button>
          <Button kind="quiet" href={my.path}>
            {myDataTexts[language].back}
          </Button>
        </Actions>
      </form>
    </MemberPage>
  )
}
