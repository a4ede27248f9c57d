import { payOf } from '../../labour/pay.ts'
import type { Cost } from '../../sending/cost.ts'
import { formatNumber, formatYen, isolated, tokyoDateTime } from '../../texts/format.ts'
import type { Language } from '../../texts/language.ts'
import { shiftHoursTexts } from '../../texts/shift-hours.ts'
import { shiftViewTexts } from '../../texts/shift-view.ts'
import type { Operator } from '../../web/env.ts'
import { type FormErrors as Errors, type FormValues, valueIn, valuesIn } from '../../web/form.ts'
import { Actions, Button, Check, Field, FormErrors } from '../../web/ui-forms.tsx'
import { Card, Empty } from '../../web/ui-parts.tsx'
import { WritingField } from '../../web/ui-writing.tsx'
import { paySummary } from '../ad/shift-words.ts'
import { THANKS_MAX } from '../claims/hours.ts'
import type { Opening } from '../openings.ts'
import type { Assigned } from './assigned.ts'
import { fieldOf } from './hours-form.tsx'
import { AskPage, openingPath, PersonLink, spanWords } from './view-parts.tsx'

type HoursProps = {
  lang: Language
  operator: Operator
  opening: Opening
  assigned: readonly Assigned[]
  cost: Cost | undefined
  /** undefined: the page as it is first seen. */
  values: FormValues | undefined
  errors: Errors
}

/** After the shift: everybody's hours as agreed, to be put right and confirmed, several at once; and a word of thanks. */
export const HoursPage = (props: HoursProps) => {
  const { lang, operator, opening, assigned, cost, values = {}, errors } = props
  const t = shiftHoursTexts[lang].form
  return (
    <AskPage lang={lang} operator={operator} opening={opening} path="/hours" title={t.title}>
      {assigned.length === 0 ? (
        <Empty title={t.nobody} />
      ) : (
        <>
          <FormErrors lang={lang} errors={errors} />
          <p>{t.lead}</p>
          <form method="post" action={`${openingPath(opening.id)}/hours`}>
            {assigned.map((one) => (
              <PersonHours {...props} one={one} />
            ))}
            <Card>
              <WritingField
                lang={lang}
                name="thanks"
                label={t.thanks}
                hint={t.thanksHint(formatNumber(assigned.filter(({ isReachable }) => isReachable).length))}
                placeholder={t.thanksExample}
                value={valueIn(values, 'thanks')}
                error={errors.thanks}
                limit={{ max: THANKS_MAX, unit: 'utf16' }}
                rows={3}
              />
              {cost && cost.before !== null && <small>{t.left(formatNumber(cost.before))}</small>}
            </Card>
            <Actions>
              <Button>{t.submit}</Button>
            </Actions>
          </form>
        </>
      )}
    </AskPage>
  )
}

const PersonHours = ({ lang, one, values, errors }: HoursProps & { one: Assigned }) => {
  const t = shiftHoursTexts[lang].form
  const typed = values ?? valuesOf(one)
  const field = (name: 'from' | 'to' | 'break') => ({
    lang,
    name: fieldOf(name, one),
    label: t[name],
    value: valueIn(typed, fieldOf(name, one)),
    error: errors[fieldOf(name, one)],
  })
  return (
    <Card title={<PersonLink lang={lang} memberId={one.memberId} name={one.name} />}>
      <p class="muted">{t.agreed(spanWords(lang, one), paySummary(lang, payOf(one)))}</p>
      {one.state === 'worked' && <p>{t.confirmedBefore(formatYen(one.payYen ?? 0, lang))}</p>}
      {one.state === 'missed' && <p>{t.missedBefore}</p>}
      <Check
        name="take"
        value={one.id}
        label={t.take(isolated(one.name ?? shiftViewTexts[lang].unnamed))}
        checked={valuesIn(typed, 'take').includes(one.id)}
      />
      <div class="hours-row">
        <Field {...field('from')} input={{ type: 'datetime-local' }} />
        <Field {...field('to')} input={{ type: 'datetime-local' }} />
        <Field
          {...field('break')}
          unit={t.minutes}
          input={{ type: 'number', inputmode: 'numeric', min: 0, max: 480 }}
        />
      </div>
    </Card>
  )
}

/** As agreed, or as confirmed before; chosen is who was there and is not confirmed yet. */
const valuesOf = (one: Assigned): FormValues => ({
  [fieldOf('from', one)]: tokyoDateTime(one.workedFrom ?? one.startsAt),
  [fieldOf('to', one)]: tokyoDateTime(one.workedTo ?? one.endsAt),
  [fieldOf('break', one)]: String(one.workedBreakMinutes ?? one.breakMinutes),
  ...(one.state === 'confirmed' ? { take: one.id } : {}),
})
