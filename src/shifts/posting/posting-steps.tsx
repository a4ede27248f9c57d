import type { Child } from 'hono/jsx'
import { formatNumber, formatYen, tokyoDay } from '../../texts/format.ts'
import type { Language } from '../../texts/language.ts'
import { shiftStepTexts } from '../../texts/shift-steps.ts'
import type { Operator } from '../../web/env.ts'
import { type FormErrors as Errors, type FormValues, valueIn, valuesIn } from '../../web/form.ts'
import { Actions, Button, Field, FormErrors, typedIn } from '../../web/ui-forms.tsx'
import { Card, Notice, Stat, Stats } from '../../web/ui-parts.tsx'
import { WritingField } from '../../web/ui-writing.tsx'
import { REASON_MAX } from '../claims/assignments.ts'
import type { Opening } from '../openings.ts'
import { AskPage, openingPath } from '../view/view-parts.tsx'
import { clock } from './posting-values.tsx'

/** Days that can be chosen at once. */
export const DAYS_SHOWN = 6

export type AskedProps = { lang: Language; operator: Operator; opening: Opening }
export type TypedProps = { values: FormValues; errors: Errors }

type DecideProps = AskedProps & { noun: string; label: string; danger?: boolean; children?: Child }

/** The one thing to be done, and the way back. */
const Decide = ({ lang, opening, noun, label, danger, children }: DecideProps) => (
  <form method="post" action={`${openingPath(opening.id)}/${noun}`}>
    {children}
    <Actions>
      <Button kind="secondary" href={openingPath(opening.id)}>
        {shiftStepTexts[lang].notDone}
      </Button>
      <Button kind={danger ? 'danger' : 'primary'}>{label}</Button>
    </Actions>
  </form>
)

export const ClosePage = (asked: AskedProps) => {
  const t = shiftStepTexts[asked.lang].closing
  return (
    <AskPage {...asked} path="/close" title={t.title}>
      <Card>
        <p>{t.body}</p>
        <p>{t.again}</p>
      </Card>
      <Decide {...asked} noun="closings" label={t.submit} />
    </AskPage>
  )
}

export const ReopenPage = ({ now, ...asked }: AskedProps & { now: number }) => {
  const { lang, opening } = asked
  const t = shiftStepTexts[lang]
  const why =
    opening.closesAt <= now ? t.reopening.late : opening.taken >= opening.headcount ? t.reopening.full : undefined
  const mend = opening.closesAt <= now ? 'extend' : 'edit'
  return (
    <AskPage {...asked} path="/reopen" title={t.reopening.title}>
      {why === undefined ? (
        <>
          <Card>
            <p>{t.reopening.body}</p>
          </Card>
          <Decide {...asked} noun="reopenings" label={t.reopening.submit} />
        </>
      ) : (
        <>
          <Notice tone="warn">{why}</Notice>
          <Actions>
            <Button href={`${openingPath(opening.id)}/${mend}`}>{t.confirm.mend}</Button>
          </Actions>
        </>
      )}
    </AskPage>
  )
}

export const ExtendPage = ({ values, errors, now, ...asked }: AskedProps & TypedProps & { now: number }) => {
  const { lang, opening } = asked
  const t = shiftStepTexts[lang].extending
  const when = shiftStepTexts[lang]
  return (
    <AskPage {...asked} path="/extend" title={t.title}>
      <FormErrors lang={lang} errors={errors} />
      <Decide {...asked} noun="deadlines" label={t.submit}>
        <Card>
          <p>{t.body}</p>
          <div class="columns">
            <Field
              lang={lang}
              name="closesDay"
              label={when.until}
              value={valueIn(values, 'closesDay') || tokyoDay(opening.startsAt)}
              error={errors.closesDay}
              input={{ type: 'date', min: tokyoDay(now), max: tokyoDay(opening.startsAt) }}
              required
            />
            <Field
              lang={lang}
              name="closesTime"
              label={t.time}
              value={valueIn(values, 'closesTime') || clock(opening.startsAt)}
              input={{ type: 'time' }}
              required
            />
          </div>
        </Card>
      </Decide>
    </AskPage>
  )
}

type CancelProps = AskedProps & TypedProps & { waiting: number; confirmed: number; allowanceYen: number }

/** What calling everything off costs stands above it, and the reason is asked for (労働基準法 26条). */
export const CancelPage = ({ values, errors, waiting, confirmed, allowanceYen, ...asked }: CancelProps) => {
  const { lang } = asked
  const t = shiftStepTexts[lang].cancelling
  const label = confirmed > 0 ? t.submitAll(formatNumber(confirmed)) : t.submit
  return (
    <AskPage {...asked} path="/cancel" title={t.title}>
      <FormErrors lang={lang} errors={errors} />
      {confirmed > 0 && (
        <>
          <Notice tone="warn">{t.confirmed(formatNumber(confirmed))}</Notice>
          <Card>
            <Stats>
              <Stat label={t.allowance} value={formatYen(allowanceYen, lang)} hint={t.formula} />
            </Stats>
          </Card>
        </>
      )}
      <p>{waiting > 0 ? t.waiting(formatNumber(waiting)) : confirmed === 0 && t.nobody}</p>
      <Decide {...asked} noun="cancellations" label={label} danger>
        <WritingField
          {...typedIn({ lang, values, errors }).text('words')}
          label={t.words}
          hint={t.wordsHint}
          limit={{ max: REASON_MAX, unit: 'utf16' }}
          rows={4}
          required
        />
      </Decide>
    </AskPage>
  )
}

export const DiscardPage = (asked: AskedProps) => {
  const t = shiftStepTexts[asked.lang].discarding
  return (
    <AskPage {...asked} path="/cancel" title={t.title}>
      <Card>
        <p>{t.body}</p>
      </Card>
      <Decide {...asked} noun="discards" label={t.submit} danger />
    </AskPage>
  )
}

/** The same on several days at once. */
export const CopyPage = ({ values, errors, now, ...asked }: AskedProps & TypedProps & { now: number }) => {
  const { lang } = asked
  const t = shiftStepTexts[lang].copying
  const typed = valuesIn(values, 'days')
  return (
    <AskPage {...asked} path="/copy" title={t.title}>
      <FormErrors lang={lang} errors={errors} />
      <Decide {...asked} noun="copies" label={t.submit}>
        <Card>
          <p>{t.body}</p>
          <div class="columns">
            {Array.from({ length: DAYS_SHOWN }, (_, nth) => (
              <div class="field">
                <label for={`f-days-${nth}`}>{t.dayN(nth + 1)}</label>
                <input
                  id={`f-days-${nth}`}
                  name="days"
                  type="date"
                  min={tokyoDay(now)}
                  value={typed[nth] ?? ''}
                  {...(errors.days ? { 'aria-invalid': 'true' as const } : {})}
                />
              </div>
            ))}
          </div>
          {errors.days && <p class="error">{errors.days}</p>}
          <small class="hint">{t.hint}</small>
        </Card>
      </Decide>
    </AskPage>
  )
}
