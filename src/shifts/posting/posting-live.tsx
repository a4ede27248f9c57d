import type { Fault, Field } from '../../labour/faults.ts'
import { payOf } from '../../labour/pay.ts'
import type { Hours, Wage } from '../../labour/terms.ts'
import { formatNumber } from '../../texts/format.ts'
import { labourTexts } from '../../texts/labour.ts'
import type { Language } from '../../texts/language.ts'
import { shiftFormTexts } from '../../texts/shift-form.ts'
import type { FormErrors } from '../../web/form.ts'
import { fieldId } from '../../web/ui-forms.tsx'
import { Definition, Notice } from '../../web/ui-parts.tsx'
import { payLines, payNote } from '../ad/shift-words.ts'

/** What is known of a shift while it is being typed. */
export type Live = {
  /** undefined: not enough of it is there to reckon with. */
  paid: (Hours & Wage) | undefined
  faults: readonly Fault[]
  /** On whose board it would stand. */
  people: number
}

const FORM_FIELDS: Partial<Record<Field, string>> = { startsAt: 'day', endsAt: 'until', closesAt: 'closesDay' }
const formField = (field: Field) => FORM_FIELDS[field] ?? field

/** What the law asks for, in plain words. */
export const faultWords = (lang: Language, { rule, facts }: Fault) => labourTexts[lang].faults[rule](facts)

/** The same at the fields of the form. */
export const faultErrors = (lang: Language, faults: readonly Fault[]): FormErrors =>
  Object.fromEntries([...faults].reverse().map((fault) => [formField(fault.field), faultWords(lang, fault)]))

/** Each leads to the field where it is put right; `form`: the page of the form, when it is another one. */
export const FaultList = ({ lang, faults, form = '' }: { lang: Language; faults: readonly Fault[]; form?: string }) => (
  <ul class="links">
    {faults.map((fault) => (
      <li>
        <a href={`${form}#${fieldId(formField(fault.field))}`}>{faultWords(lang, fault)}</a>
        {fault.rule === 'floor_unknown' && (
          <>
            {' '}
            <a href={FLOORS_PATH}>{shiftFormTexts[lang].live.toFloors}</a>
          </>
        )}
      </li>
    ))}
  </ul>
)

export const FLOORS_PATH = '/admin/employers#floors'

/** The estimate, line by line: the same that members read. */
export const PayEstimate = ({ lang, paid }: { lang: Language; paid: Hours & Wage }) => (
  <>
    <Definition
      items={payLines(lang, { ...payOf(paid), wageYen: paid.wageYen }).map(([term, detail]) => ({ term, detail }))}
    />
    <p class="muted">{payNote(lang)}</p>
  </>
)

/** Pay, people and what is still missing: stands beside the form, and changes with it. */
export const LivePanel = ({ lang, live: { paid, faults, people } }: { lang: Language; live: Live }) => {
  const t = shiftFormTexts[lang].live
  return (
    <>
      {paid ? <PayEstimate lang={lang} paid={paid} /> : <p>{t.unknown}</p>}
      <p>{t.people(formatNumber(people))}</p>
      {paid && faults.length === 0 && <Notice tone="success">{t.fine}</Notice>}
      {paid && faults.length > 0 && (
        <Notice tone="warn" title={t.faults(formatNumber(faults.length))}>
          <FaultList lang={lang} faults={faults} />
        </Notice>
      )}
    </>
  )
}
