import type { Child } from 'hono/jsx'
import { segmentTexts } from '../texts/segments.ts'
import { Button, Check, RadioGroup } from '../web/ui-forms.tsx'
import { Card } from '../web/ui-parts.tsx'
import { type CardProps, type Choices, FIELDS, offered } from './fields.tsx'
import { CARDS_MAX, type ConditionCard, type GroupCard, groupsIn, type RuleErrors, type RuleForm } from './form.ts'
import { GROUPS_MAX } from './rule.ts'

export type BuilderProps = {
  lang: CardProps['lang']
  form: RuleForm
  errors: RuleErrors
  choices: Choices
  /** Where the page comes from again, with a card more or less. */
  previews: string
  /** The card that a tap has just added: the page opens there. */
  added?: string | undefined
}
type Placed = BuilderProps & { at: string }

/** The conditions as cards. Each button posts the whole form and gets the page back: nothing is lost without JavaScript. */
export const Builder = (props: BuilderProps) => {
  const { lang, form } = props
  const t = segmentTexts[lang].builder
  return (
    <div id="conditions">
      {form.cards.map((card, i) =>
        card.kind === 'group' ? (
          <GroupOf {...props} card={card} at={String(i)} />
        ) : (
          <ConditionOf {...props} card={card} at={String(i)} />
        ),
      )}
      {form.cards.length > 1 ? (
        <Match lang={lang} name="match" value={form.match} label={t.match} />
      ) : (
        <input type="hidden" name="match" value={form.match} />
      )}
      <Adding {...props} label={t.add}>
        {groupsIn(form) < GROUPS_MAX && <Tap {...props} tap="add:group" label={t.group} />}
      </Adding>
    </div>
  )
}

const ConditionOf = ({ card, at, ...props }: Placed & { card: ConditionCard }) => {
  const { lang, choices, errors, added } = props
  const t = segmentTexts[lang].builder
  const prefix = `c${at}`
  return (
    <Card
      {...(added === prefix ? { id: 'added' } : {})}
      title={t.kinds[card.kind]}
      aside={<Tap {...props} tap={`remove:${at}`} label={t.remove} quiet />}
    >
      <input type="hidden" name={`${prefix}.kind`} value={card.kind} />
      {FIELDS[card.kind]({ lang, kind: card.kind, prefix, values: card.values, errors, choices })}
      <Check label={t.not} name={`${prefix}.not`} checked={(card.values.not ?? []).length > 0} />
    </Card>
  )
}

const GroupOf = ({ card, at, ...props }: Placed & { card: GroupCard }) => {
  const { lang } = props
  const t = segmentTexts[lang].builder
  const prefix = `c${at}`
  return (
    <div class="group" {...(props.added === prefix ? { id: 'added' } : {})}>
      <div class="card-head">
        <h2>{t.groupTitle}</h2>
        <Tap {...props} tap={`remove:${at}`} label={t.removeGroup} quiet />
      </div>
      <input type="hidden" name={`${prefix}.kind`} value="group" />
      <Match lang={lang} name={`${prefix}.match`} value={card.match} label={t.groupMatch} />
      {card.cards.length === 0 && <p class="muted">{t.groupEmpty}</p>}
      {card.cards.map((one, j) => (
        <ConditionOf {...props} card={one} at={`${at}.${j}`} />
      ))}
      <Adding {...props} label={t.addInGroup} into={at} open={card.cards.length === 0} />
      <Check label={t.notGroup} name={`${prefix}.not`} checked={card.not} />
    </div>
  )
}

const Match = ({
  lang,
  name,
  value,
  label,
}: {
  lang: CardProps['lang']
  name: string
  value: string
  label: string
}) => {
  const t = segmentTexts[lang].builder
  return (
    <RadioGroup
      lang={lang}
      name={name}
      label={label}
      value={value}
      choices={[
        { value: 'all', label: t.all },
        { value: 'any', label: t.any },
      ]}
    />
  )
}

type AddingProps = BuilderProps & { label: string; into?: string; open?: boolean; children?: Child }

/** Every kind that there is something to choose of, one tap each. */
const Adding = ({ label, into, open, children, ...props }: AddingProps) => {
  const { lang, form, choices } = props
  const t = segmentTexts[lang].builder
  const place = into === undefined ? '' : `:${into}`
  const count = form.cards.reduce((sum, card) => sum + (card.kind === 'group' ? card.cards.length : 1), 0)
  return count >= CARDS_MAX ? (
    <p class="muted">{t.full}</p>
  ) : (
    <details class="adding" open={open}>
      <summary>{label}</summary>
      <div class="chips">
        {offered(choices).map((kind) => (
          <Tap {...props} tap={`add:${kind}${place}`} label={t.kinds[kind]} />
        ))}
        {children}
      </div>
    </details>
  )
}

const Tap = ({ previews, tap, label, quiet }: { previews: string; tap: string; label: string; quiet?: boolean }) => (
  <Button kind={quiet ? 'quiet' : 'secondary'} name="tap" value={tap} formaction={`${previews}#${anchorOf(tap)}`}>
    {label}
  </Button>
)

/** Where the eye goes after a tap. */
const anchorOf = (tap: string) => (tap.startsWith('add:') ? 'added' : 'conditions')
