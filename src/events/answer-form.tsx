import { z } from 'zod'
import { eventAnswerTexts } from '../texts/event-answer.ts'
import { htmlLang } from '../texts/language.ts'
import { cleanLines } from '../web/clean-words.ts'
import { fingerprint } from '../web/fingerprint.ts'
import { type FormErrors as Errors, type FormValues, valueIn } from '../web/form.ts'
import { Actions, Button, FormErrors, RadioGroup, TextArea } from '../web/ui-forms.tsx'
import { Card, Notice } from '../web/ui-parts.tsx'
import { ANSWER_MAX, mostDrinkers } from './answering.ts'
import type { Guest } from './member-page.tsx'

/** Where the page's links lead for a change. */
export const ANSWER_ID = 'answer'

/** A field is called after the words of its question: what was typed under one never counts as said to another. */
export const questionField = (question: string) => `q${fingerprint(question)}`

type Asked = Pick<Guest, 'event' | 'standing' | 'stage' | 'member' | 'arrived'>

/** As many as one may come with; who has more already keeps them. */
export const partyMax = ({ event, standing }: Pick<Guest, 'event' | 'standing'>) =>
  Math.max(Math.min(event.guestsMax + 1, event.capacity), standing.party)

/** Whether there is something to be said on the page: an answer while it is open, details as long as it has not begun. */
export const isAsked = ({ event, standing, stage, arrived }: Asked) => {
  if (arrived) return false
  if (stage === 'open') return standing.state !== 'offered'
  const { alcohol, asksAllergies, questions } = event
  return stage === 'closed' && standing.state === 'going' && (alcohol || asksAllergies || questions.length > 0)
}

/** What the form brings; the messages in the guest's language. A field that is not asked brings nothing. */
export function answerSchema({ event, standing, stage, member }: Asked) {
  const t = eventAnswerTexts[member.language]
  const words = z.string().overwrite(cleanLines).trim().max(ANSWER_MAX, t.tooLong(ANSWER_MAX))
  const most = stage === 'open' ? partyMax({ event, standing }) : standing.party
  const count = (from: number, missing: string) =>
    z
      .string(missing)
      .regex(/^\d$/, missing)
      .transform(Number)
      .refine((said) => said >= from && said <= most, missing)
  const notAsked = z
    .unknown()
    .optional()
    .transform(() => undefined)
  return z
    .looseObject({
      party: count(1, t.partyMissing),
      drinkers: event.alcohol ? count(0, t.drinkersMissing) : notAsked,
      allergies: words.default(''),
      ...Object.fromEntries(event.questions.map((question) => [questionField(question), words.optional()])),
    })
    .superRefine(({ party, drinkers = 0 }, issues) => {
      const may = mostDrinkers({ party, birthYear: member.birthYear, startsAt: event.startsAt })
      if (drinkers > may) issues.addIssue({ code: 'custom', path: ['drinkers'], message: t.drinkersTooMany(may) })
    })
    .transform(({ party, drinkers, allergies, ...typed }) => ({
      ...{ party, drinkers, allergies },
      answers: event.questions.flatMap((question) => {
        const answer = typed[questionField(question)]
        return typeof answer === 'string' ? [{ question, answer }] : []
      }),
    }))
}

/** The answer as it stands, as the form has it. */
export const valuesOf = ({ standing }: Pick<Guest, 'standing'>): FormValues => ({
  party: standing.party > 0 ? String(standing.party) : '1',
  drinkers: standing.drinkers === undefined ? '' : String(standing.drinkers),
  allergies: standing.allergies ?? '',
  ...Object.fromEntries(standing.answers.map(({ question, answer }) => [questionField(question), answer])),
})

type FormProps = { guest: Guest; values: FormValues; errors: Errors }

export const AnswerForm = ({ guest, values, errors }: FormProps) => {
  if (!isAsked(guest)) return null
  const { event, standing, member, path, stage } = guest
  const t = eventAnswerTexts[member.language]
  const lang = htmlLang(member.language)
  const isIn = standing.state === 'going' || standing.state === 'waiting'
  const isFull = !isIn && standing.free === 0
  const written = [
    ...(event.asksAllergies ? [{ name: 'allergies', label: t.allergies, hint: t.allergiesHint }] : []),
    ...event.questions.map((label) => ({ name: questionField(label), label, hint: undefined })),
  ]
  return (
    <Card id={ANSWER_ID} title={isIn ? t.change : t.title}>
      <FormErrors lang={lang} errors={errors} />
      {isFull && <Notice tone="warn">{t.full}</Notice>}
      <form method="post" action={`${path}/answers`}>
        {stage === 'open' ? (
          <Party guest={guest} values={values} errors={errors} />
        ) : (
          <>
            <input type="hidden" name="party" value={String(standing.party)} />
            <p>{t.partyClosed(standing.party)}</p>
          </>
        )}
        {event.alcohol && <Drinkers guest={guest} values={values} errors={errors} />}
        {written.map(({ name, label, hint }) => (
          <TextArea
            lang={lang}
            label={label}
            name={name}
            hint={hint}
            rows={2}
            maxlength={ANSWER_MAX}
            value={valueIn(values, name)}
            error={errors[name]}
          />
        ))}
        <p class="muted">{t.others}</p>
        <Actions still>
          <Button>{isIn ? t.save : isFull ? t.line : t.join}</Button>
        </Actions>
      </form>
    </Card>
  )
}

const Party = ({ guest, values, errors }: FormProps) => {
  const { standing, member } = guest
  const t = eventAnswerTexts[member.language]
  const most = partyMax(guest)
  if (most === 1) return <input type="hidden" name="party" value="1" />
  const hints = { going: t.partyGoing, waiting: t.partyWaiting }
  const hint = Object.entries(hints).find(([state]) => state === standing.state)?.[1]
  return (
    <RadioGroup
      lang={htmlLang(member.language)}
      label={t.party}
      name="party"
      hint={[t.partyHint, hint].filter(Boolean).join(' ')}
      value={valueIn(values, 'party')}
      choices={counts(1, most, t.persons)}
      error={errors.party}
    />
  )
}

const Drinkers = ({ guest, values, errors }: FormProps) => {
  const { standing, member, stage } = guest
  const t = eventAnswerTexts[member.language]
  const most = stage === 'open' ? partyMax(guest) : standing.party
  const isAlone = most === 1
  if (mostDrinkers({ party: most, birthYear: member.birthYear, startsAt: guest.event.startsAt }) === 0)
    return <input type="hidden" name="drinkers" value="0" />
  return (
    <RadioGroup
      lang={htmlLang(member.language)}
      label={isAlone ? t.drinks : t.drinkers}
      name="drinkers"
      {...(isAlone ? {} : { hint: t.drinkersHint })}
      required
      value={valueIn(values, 'drinkers')}
      choices={
        isAlone
          ? [
              { value: '0', label: t.drinksNo },
              { value: '1', label: t.drinksYes },
            ]
          : counts(0, most, t.persons)
      }
      error={errors.drinkers}
    />
  )
}

const counts = (from: number, to: number, words: (count: number) => string) =>
  Array.from({ length: to - from + 1 }, (_, i) => ({ value: String(from + i), label: words(from + i) }))
