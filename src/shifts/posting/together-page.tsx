import type { Cost } from '../../sending/cost.ts'
import { formatDateTime, formatNumber } from '../../texts/format.ts'
import type { Language } from '../../texts/language.ts'
import { shiftListTexts } from '../../texts/shift-list.ts'
import { shiftStepTexts } from '../../texts/shift-steps.ts'
import { shiftTogetherTexts } from '../../texts/shift-together.ts'
import type { Operator } from '../../web/env.ts'
import { type FormErrors as Errors, type FormValues, valuesIn } from '../../web/form.ts'
import { type Flash, Page } from '../../web/ui.tsx'
import { Actions, Button, Check, FormErrors } from '../../web/ui-forms.tsx'
import { Card, Definition, Notice } from '../../web/ui-parts.tsx'
import { shiftTitle } from '../ad/shift-words.ts'
import { openingPath, PATH } from '../view/view-parts.tsx'
import { BalanceReason } from './balance-reason.tsx'
import { FaultList } from './posting-live.tsx'
import type { Together } from './together.ts'

export type TogetherProps = {
  lang: Language
  operator: Operator
  openingId: string
  drafts: readonly Together[]
  /** What is left of the month's messages; undefined: LINE does not tell. */
  cost: Cost | undefined
  values: FormValues
  errors: Errors
  notice: Flash | undefined
}

/** Every day with its people and messages, their sum, and one button. */
export const TogetherPage = (props: TogetherProps) => {
  const { lang, operator, openingId, drafts, errors, notice } = props
  const t = shiftTogetherTexts[lang]
  const path = `${openingPath(openingId)}/copies`
  const lawful = drafts.filter(({ faults }) => faults.length === 0)
  return (
    <Page
      lang={lang}
      title={t.title}
      operator={operator}
      current="shifts"
      path={path}
      back={{ href: PATH, label: shiftListTexts[lang].back }}
      notice={notice}
    >
      <FormErrors lang={lang} errors={errors} />
      <p>{t.lead}</p>
      {drafts.map((draft) => draft.faults.length > 0 && <Unlawful lang={lang} {...draft} />)}
      {lawful.length > 0 && (
        <form method="post" action={`${path}/openings`}>
          <Days {...props} drafts={lawful} />
          <Sum {...props} drafts={lawful} />
          <Actions>
            <Button kind="secondary" href={PATH}>
              {t.later}
            </Button>
            <Button>{t.submit}</Button>
          </Actions>
        </form>
      )}
    </Page>
  )
}

const Unlawful = ({ lang, opening, faults }: Together & { lang: Language }) => {
  const t = shiftTogetherTexts[lang]
  const form = `${openingPath(opening.id)}/edit`
  return (
    <Notice tone="error" title={`${t.unlawful}：${shiftTitle(lang, opening)}`}>
      <FaultList lang={lang} faults={faults} form={form} />
      <p>
        <a href={form}>{t.mend}</a>
      </p>
    </Notice>
  )
}

const Days = ({ lang, drafts, values, errors }: TogetherProps) => {
  const t = shiftTogetherTexts[lang]
  const isFresh = Object.keys(values).length === 0
  return (
    <Card title={t.days}>
      {drafts.map(({ opening, board, messages }) => (
        <>
          <Check
            name="opening"
            value={opening.id}
            checked={isFresh || valuesIn(values, 'opening').includes(opening.id)}
            label={shiftTitle(lang, opening)}
            hint={t.line(formatNumber(board), formatNumber(messages), formatDateTime(opening.closesAt, lang))}
          />
          <p>
            <small>
              <a href={`${openingPath(opening.id)}/open`}>{t.look(shiftTitle(lang, opening))}</a>
            </small>
          </p>
          <input type="hidden" name={`version-${opening.id}`} value={opening.updatedAt} />
          <input type="hidden" name={`asks-${opening.id}`} value={messages} />
        </>
      ))}
      {errors.opening && <p class="error">{errors.opening}</p>}
    </Card>
  )
}

const Sum = ({ lang, drafts, cost, values, errors }: TogetherProps) => {
  const t = shiftStepTexts[lang].confirm
  const objection = drafts.find((draft) => draft.objection)?.objection
  const messages = drafts.reduce((sum, draft) => sum + draft.messages, 0)
  const left = cost === undefined ? t.leftUnknown : leftAfter(lang, cost, messages)
  return (
    <Card title={shiftTogetherTexts[lang].cost}>
      <Definition
        items={[
          { term: t.push, detail: t.most(formatNumber(messages)) },
          { term: t.left, detail: left },
        ]}
      />
      {objection && <BalanceReason {...{ lang, objection, values, errors }} />}
    </Card>
  )
}

function leftAfter(lang: Language, { before }: Cost, messages: number) {
  const t = shiftStepTexts[lang].confirm
  return before === null ? t.unlimited : t.change(formatNumber(before), formatNumber(Math.max(0, before - messages)))
}
