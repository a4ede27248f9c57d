import type { Child } from 'hono/jsx'
import { payOf } from '../../labour/pay.ts'
import type { Cost } from '../../sending/cost.ts'
import { formatNumber, formatYen, isolated } from '../../texts/format.ts'
import type { Language } from '../../texts/language.ts'
import { shiftDecidingTexts } from '../../texts/shift-deciding.ts'
import { shiftViewTexts } from '../../texts/shift-view.ts'
import type { Operator } from '../../web/env.ts'
import { type FormErrors as Errors, type FormValues, valueIn } from '../../web/form.ts'
import { Actions, Button, Check, FormErrors, RadioGroup } from '../../web/ui-forms.tsx'
import { Card, Definition, Notice } from '../../web/ui-parts.tsx'
import { WritingField } from '../../web/ui-writing.tsx'
import { paySummary } from '../ad/shift-words.ts'
import { REASON_MAX } from '../claims/assignments.ts'
import { DECLINE_WORDS_MAX } from '../claims/deciding.ts'
import type { Opening } from '../openings.ts'
import type { Assigned } from './assigned.ts'
import type { Candidate } from './candidates.ts'
import { AskPage, assignmentPath, NameOf, openingPath, spanWords } from './view-parts.tsx'

type Asking = { lang: Language; operator: Operator; opening: Opening; cost: Cost | undefined }
type Typed = { values: FormValues; errors: Errors }

/** The one thing to be done, and the way back. */
const Decide = ({ lang, opening, label }: { lang: Language; opening: Opening; label: string }) => (
  <Actions>
    <Button kind="secondary" href={openingPath(opening.id)}>
      {shiftDecidingTexts[lang].notDone}
    </Button>
    <Button kind="danger">{label}</Button>
  </Actions>
)

/** How many messages it takes, of those that are left. */
const Messages = ({ lang, messages, cost }: { lang: Language; messages: number; cost: Cost | undefined }) => {
  const t = shiftDecidingTexts[lang]
  return (
    <>
      {t.messagesCount(formatNumber(messages))}
      <br />
      <small>{leftWords(lang, messages, cost)}</small>
    </>
  )
}

function leftWords(lang: Language, messages: number, cost: Cost | undefined) {
  const t = shiftDecidingTexts[lang]
  if (!cost) return t.leftUnknown
  if (cost.before === null) return t.unlimited
  return t.leftAfter(formatNumber(cost.before), formatNumber(Math.max(0, cost.before - messages)))
}

/** A kind no to several: who, in which words, in how many messages. */
export const DeclinePage = ({
  lang,
  operator,
  opening,
  cost,
  people,
  values,
  errors,
}: Asking & Typed & { people: readonly Candidate[] }) => {
  const t = shiftDecidingTexts[lang].decline
  const count = formatNumber(people.length)
  const unreached = people.filter(({ isReachable }) => !isReachable).length
  const choices = [{ value: '', label: t.standard }, ...t.templates.map((words) => ({ value: words, label: words }))]
  return (
    <AskPage lang={lang} operator={operator} opening={opening} path="/decline" title={t.title(count)}>
      <FormErrors lang={lang} errors={errors} />
      <p>{t.lead}</p>
      <Facts
        rows={[
          [t.people, <Names lang={lang} people={people} />],
          [
            shiftDecidingTexts[lang].messages,
            <Messages lang={lang} messages={people.length - unreached} cost={cost} />,
          ],
        ]}
      />
      <Unreached lang={lang} count={unreached} />
      <form method="post" action={`${openingPath(opening.id)}/declines`}>
        {people.map(({ memberId }) => (
          <input type="hidden" name="member" value={memberId} />
        ))}
        <RadioGroup
          lang={lang}
          name="template"
          label={t.template}
          value={valueIn(values, 'template')}
          choices={choices}
        />
        <WritingField
          lang={lang}
          name="own"
          label={t.own}
          hint={t.ownHint}
          value={valueIn(values, 'own')}
          error={errors.own}
          limit={{ max: DECLINE_WORDS_MAX, unit: 'utf16' }}
          rows={3}
        />
        <Decide lang={lang} opening={opening} label={t.submit(count)} />
      </form>
    </AskPage>
  )
}

const Facts = ({ rows }: { rows: readonly (readonly [string, Child])[] }) => (
  <Card>
    <Definition items={rows.map(([term, detail]) => ({ term, detail }))} />
  </Card>
)

const Names = ({ lang, people }: { lang: Language; people: readonly { name: string | null }[] }) => (
  <>
    {people.map(({ name }, i) => (
      <>
        {i > 0 && shiftViewTexts[lang].separator}
        <NameOf lang={lang} name={name} />
      </>
    ))}
  </>
)

const Unreached = ({ lang, count }: { lang: Language; count: number }) =>
  count === 0 ? null : <Notice tone="warn">{shiftDecidingTexts[lang].unreached(formatNumber(count))}</Notice>

const nameIn = (lang: Language, { name }: Assigned) => isolated(name ?? shiftViewTexts[lang].unnamed)

type CancelProps = Asking & Typed & { one: Assigned; allowanceYen: number }

/** A shift that the shop calls off: what the law asks for stands above the reason, and the button names the person. */
export const CancelPage = ({ lang, operator, opening, cost, one, allowanceYen, values, errors }: CancelProps) => {
  const t = shiftDecidingTexts[lang].cancel
  const pay = payOf(one)
  const withoutWay = formatYen(pay.totalYen - pay.transportYen, lang)
  const path = `/assignments/${one.id}/cancel`
  return (
    <AskPage lang={lang} operator={operator} opening={opening} path={path} title={t.title(nameIn(lang, one))}>
      <FormErrors lang={lang} errors={errors} />
      <Notice tone="warn">{t.lead}</Notice>
      <Card>
        <Definition
          items={[
            { term: spanWords(lang, one), detail: paySummary(lang, pay) },
            {
              term: shiftDecidingTexts[lang].messages,
              detail: <Messages lang={lang} messages={one.isReachable ? 1 : 0} cost={cost} />,
            },
          ]}
        />
        <p class="big">
          {t.allowance} <strong>{formatYen(allowanceYen, lang)}</strong>
        </p>
        <p>{t.formula(withoutWay, formatYen(allowanceYen, lang))}</p>
        <small>{t.formulaNote}</small>
      </Card>
      <Unreached lang={lang} count={one.isReachable ? 0 : 1} />
      <p>{t.recorded}</p>
      <form method="post" action={`${assignmentPath(opening.id, one.id)}/cancellations`}>
        <WritingField
          lang={lang}
          name="words"
          label={t.words}
          hint={t.wordsHint}
          value={valueIn(values, 'words')}
          error={errors.words}
          limit={{ max: REASON_MAX, unit: 'utf16' }}
          rows={4}
          required
        />
        <Check name="refill" label={t.refill} hint={t.refillHint} checked={valueIn(values, 'refill') !== ''} />
        <Check name="sure" label={t.sure} error={errors.sure} checked={valueIn(values, 'sure') !== ''} />
        <Decide lang={lang} opening={opening} label={t.submit(nameIn(lang, one))} />
      </form>
    </AskPage>
  )
}

/** Somebody did not come: a note for the shop alone. */
export const MissedPage = ({ lang, operator, opening, one }: Omit<Asking, 'cost'> & { one: Assigned }) => {
  const t = shiftDecidingTexts[lang].missed
  const path = `/assignments/${one.id}/missed`
  return (
    <AskPage lang={lang} operator={operator} opening={opening} path={path} title={t.title(nameIn(lang, one))}>
      <p>{t.contact}</p>
      <p>{t.body}</p>
      <p>{t.later}</p>
      <form method="post" action={`${assignmentPath(opening.id, one.id)}/misses`}>
        <Decide lang={lang} opening={opening} label={t.submit(nameIn(lang, one))} />
      </form>
    </AskPage>
  )
}
