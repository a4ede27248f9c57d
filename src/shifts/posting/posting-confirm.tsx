import type { Child } from 'hono/jsx'
import type { BalanceObjection } from '../../broadcasts/balance.ts'
import type { Fault } from '../../labour/faults.ts'
import { payOf } from '../../labour/pay.ts'
import { formatDateTime, formatNumber, formatYen } from '../../texts/format.ts'
import type { Language } from '../../texts/language.ts'
import { shiftStepTexts } from '../../texts/shift-steps.ts'
import type { Operator } from '../../web/env.ts'
import { type FormErrors as Errors, type FormValues, valueIn } from '../../web/form.ts'
import type { Flash } from '../../web/ui.tsx'
import { Page } from '../../web/ui.tsx'
import { Actions, Button, Field, FormErrors } from '../../web/ui-forms.tsx'
import { Card, Definition, Notice } from '../../web/ui-parts.tsx'
import { Preview as Phone, type Previewed, PreviewStyle } from '../../web/ui-preview.tsx'
import { modeWords, paySummary, shiftTitle } from '../ad/shift-words.ts'
import { fitWords } from '../asks/fit-words.ts'
import type { Preview } from '../asks/wave-preview.ts'
import type { Opening } from '../openings.ts'
import { openingPath, PATH } from '../view/view-parts.tsx'
import { BalanceReason } from './balance-reason.tsx'
import { FaultList, PayEstimate } from './posting-live.tsx'

/** Waves that are listed one by one. */
const WAVES_SHOWN = 6

export type ConfirmProps = {
  lang: Language
  operator: Operator
  opening: Opening
  faults: readonly Fault[]
  /** What the waves would do with the messages in the form. */
  preview: Preview
  /** People whom a message may reach at all: more cannot be said yes to. */
  most: number
  objection: BalanceObjection | undefined
  values: FormValues
  errors: Errors
  notice: Flash | undefined
  shopName: string
  card: Previewed
  nonce: string | undefined
}

/** People, messages, what is left and the ad as it will be read stand above the one button that sends it out. */
export const ConfirmPage = (props: ConfirmProps) => {
  const { lang, operator, opening, faults, errors, notice, shopName, card, nonce } = props
  const t = shiftStepTexts[lang].confirm
  const path = openingPath(opening.id)
  return (
    <Page
      lang={lang}
      title={t.title}
      operator={operator}
      current="shifts"
      path={`${path}/open`}
      back={{ href: PATH, label: t.back }}
      head={<PreviewStyle css={card.css} nonce={nonce} />}
      notice={notice}
      wide
    >
      <FormErrors lang={lang} errors={errors} />
      <div class="split">
        <div>
          <WhatCard {...props} />
          {faults.length > 0 ? (
            <Unlawful lang={lang} opening={opening} faults={faults} />
          ) : (
            <>
              <CostCard {...props} />
              <PlanCard {...props} />
              <SendForm {...props} />
            </>
          )}
          <MoreActions lang={lang} path={path} isKnown={opening.templateId !== null} />
        </div>
        <aside>
          <Card title={t.preview}>
            <Phone lang={lang} shopName={shopName} previewed={card} />
          </Card>
        </aside>
      </div>
    </Page>
  )
}

const WhatCard = ({ lang, opening }: ConfirmProps) => {
  const t = shiftStepTexts[lang]
  return (
    <Card title={shiftTitle(lang, opening)} aside={<a href={`${openingPath(opening.id)}/edit`}>{t.confirm.edit}</a>}>
      <Definition
        items={[
          { term: t.store, detail: opening.storeName },
          { term: t.headcount, detail: t.persons(formatNumber(opening.headcount)) },
          { term: t.until, detail: formatDateTime(opening.closesAt, lang) },
          { term: t.confirm.pay, detail: paySummary(lang, payOf(opening)) },
          { term: t.mode, detail: modeWords(lang, opening.mode) },
        ]}
      />
      <details class="figures">
        <summary>{t.confirm.payParts}</summary>
        <PayEstimate lang={lang} paid={opening} />
      </details>
    </Card>
  )
}

const Unlawful = ({ lang, opening, faults }: Pick<ConfirmProps, 'lang' | 'opening' | 'faults'>) => {
  const t = shiftStepTexts[lang].confirm
  const form = `${openingPath(opening.id)}/edit`
  return (
    <>
      <Notice tone="error" title={t.faults}>
        <p>{t.faultsBody}</p>
        <FaultList lang={lang} faults={faults} form={form} />
      </Notice>
      <Actions>
        <Button href={form}>{t.mend}</Button>
      </Actions>
    </>
  )
}

const CostCard = ({ lang, opening, preview }: ConfirmProps) => {
  const t = shiftStepTexts[lang].confirm
  const { board, cost, messages } = preview
  return (
    <Card title={t.cost}>
      <p class="big">
        <strong>{t.board(formatNumber(board))}</strong>
      </p>
      <Definition
        items={[
          { term: t.push, detail: t.most(formatNumber(messages)) },
          { term: t.left, detail: cost ? leftWords(lang, cost) : t.leftUnknown },
          ...(cost
            ? [{ term: t.yen, detail: cost.yen.max === 0 ? t.noYen : t.yenMost(formatYen(cost.yen.max, lang)) }]
            : []),
          { term: t.told, detail: t.toldLine },
          ...leftOutRow(lang, preview),
        ]}
      />
      {preview.people === 0 && <Notice tone="info">{t.nobody}</Notice>}
      {cost?.after != null && cost.after < 0 && <Notice tone="warn">{t.short}</Notice>}
      {cost?.belowReserve && !opening.urgent && <Notice tone="warn">{t.reserve}</Notice>}
    </Card>
  )
}

function leftWords(lang: Language, { before, after }: { before: number | null; after: number | null }) {
  const t = shiftStepTexts[lang].confirm
  if (before === null || after === null) return t.unlimited
  return t.change(formatNumber(before), formatNumber(Math.max(0, after)))
}

const REASONS = ['asked', 'answered', 'clash', 'cap_day', 'cap_month', 'no_consent', 'blocked', 'not_verified'] as const

function leftOutRow(lang: Language, { leftOut }: Preview): readonly { term: string; detail: Child }[] {
  const t = shiftStepTexts[lang].confirm
  const lines = REASONS.flatMap((reason) => {
    const count = leftOut[reason] ?? 0
    return count > 0 ? [<div>{t.leftOutLine(t.leftOut[reason], formatNumber(count))}</div>] : []
  })
  return lines.length > 0 ? [{ term: t.leftOutTitle, detail: <>{lines}</> }] : []
}

const PlanCard = ({ lang, preview: { plan, named } }: ConfirmProps) => {
  const t = shiftStepTexts[lang].confirm
  const { waves, over } = plan
  if (waves.length === 0) return null
  const more = waves.length - WAVES_SHOWN
  return (
    <Card title={t.plan}>
      <ol class="plain">
        {waves.slice(0, WAVES_SHOWN).map(({ at, people }, nth) => (
          <li>
            {t.wave(formatNumber(nth + 1), formatDateTime(at, lang), formatNumber(people))}
            <Names lang={lang} people={named.filter(({ wave }) => wave === nth + 1)} />
          </li>
        ))}
        {more > 0 && <li>{t.more(formatNumber(more))}</li>}
      </ol>
      <p>
        {t.over[over]} {t.fitNote}
      </p>
    </Card>
  )
}

/** Who would be asked, and why they before others. */
const Names = ({ lang, people }: { lang: Language; people: Preview['named'] }) => (
  <>
    {people.map(({ name, ...fit }) => {
      const why = fitWords(lang, fit)
      return (
        name !== null && (
          <div>
            <small>
              <bdi>{name}</bdi>
              {why && `：${why}`}
            </small>
          </div>
        )
      )
    })}
  </>
)

const SendForm = ({ lang, opening, most, objection, values, errors }: ConfirmProps) => {
  const t = shiftStepTexts[lang].confirm
  return (
    <form method="post" action={`${openingPath(opening.id)}/openings`}>
      <input type="hidden" name="version" value={valueIn(values, 'version')} />
      <Card>
        <Field
          lang={lang}
          name="asksMax"
          label={t.asksMax}
          hint={t.asksHint}
          unit={t.messages}
          value={valueIn(values, 'asksMax')}
          error={errors.asksMax}
          input={{ type: 'number', inputmode: 'numeric', min: 0, max: most }}
          required
        />
        {objection && <BalanceReason {...{ lang, objection, values, errors }} />}
      </Card>
      <Actions>
        <Button kind="secondary" href={`${openingPath(opening.id)}/edit`}>
          {t.edit}
        </Button>
        <Button>{t.submit}</Button>
      </Actions>
    </form>
  )
}

const MoreActions = ({ lang, path, isKnown }: { lang: Language; path: string; isKnown: boolean }) => {
  const t = shiftStepTexts[lang].confirm
  return (
    <>
      {!isKnown && <p class="muted">{t.templateHint}</p>}
      <Actions still>
        <Button kind="quiet" href={`${path}/copy`}>
          {t.copies}
        </Button>
        <Button kind="quiet" href={`${path}/cancel`}>
          {t.discard}
        </Button>
      </Actions>
    </>
  )
}
