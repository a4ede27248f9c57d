import { z } from 'zod'
import { eventAnswerTexts } from '../texts/event-answer.ts'
import { eventFeedbackTexts } from '../texts/event-feedback.ts'
import { formatDay } from '../texts/format.ts'
import { htmlLang } from '../texts/language.ts'
import { cleanLine } from '../web/clean-words.ts'
import { type FormErrors as Errors, type FormValues, valueIn } from '../web/form.ts'
import { Actions, Button, Field, FormErrors, RadioGroup } from '../web/ui-forms.tsx'
import { Card } from '../web/ui-parts.tsx'
import { type DishRating, FEEDBACK_OPEN_MS, FEEDBACK_WORDS_MAX, type ratingsOf, SCORES } from './feedback.ts'
import { type Guest, GuestShell } from './member-page.tsx'

const score = (dishId: string) => `s-${dishId}`
const words = (dishId: string) => `w-${dishId}`

/** What was said of each dish; one without a score was not tasted. The messages in the guest's language. */
export function ratingSchema({ event, member }: Guest) {
  const tooLong = eventAnswerTexts[member.language].tooLong(FEEDBACK_WORDS_MAX)
  const { scoreMissing } = eventFeedbackTexts[member.language]
  return z.record(z.string(), z.unknown()).transform((said, issues): readonly DishRating[] =>
    event.dishes.flatMap(({ id }) => {
      const given = SCORES.find((known) => known === said[score(id)])
      const told = cleanLine(String(said[words(id)] ?? '')).trim()
      const wrong = told.length > FEEDBACK_WORDS_MAX ? [words(id), tooLong] : [score(id), scoreMissing]
      const [path = '', message = ''] = wrong
      if (told.length > FEEDBACK_WORDS_MAX || (told !== '' && given === undefined))
        issues.addIssue({ code: 'custom', path: [path], message })
      return given === undefined ? [] : [{ dishId: id, score: Number(given), words: told }]
    }),
  )
}

/** What was said before, as the form has it. */
export const ratingValues = (ratings: Awaited<ReturnType<typeof ratingsOf>>): FormValues =>
  Object.fromEntries(
    ratings.flatMap((rating) => [
      [score(rating.dishId), String(rating.score)],
      [words(rating.dishId), rating.words ?? ''],
    ]),
  )

type PageProps = { guest: Guest; values: FormValues; errors: Errors; isDone?: boolean }

/** Dish by dish, one to five and a word. */
export const FeedbackPage = ({ guest, values, errors, isDone = false }: PageProps) => {
  const { event, member, path, tastes } = guest
  const t = eventFeedbackTexts[member.language]
  const lang = htmlLang(member.language)
  const until = t.until(formatDay(event.endsAt + FEEDBACK_OPEN_MS, lang))
  return (
    <GuestShell
      guest={guest}
      title={t.title(event.title)}
      notice={isDone ? { tone: 'success', text: `${t.done} ${until}` } : undefined}
    >
      {tastes && event.dishes.length > 0 ? (
        <>
          <p>{t.lead}</p>
          <FormErrors lang={lang} errors={errors} />
          <form method="post" action={`${path}/feedback`}>
            {event.dishes.map((dish) => (
              <Dish guest={guest} dish={dish} values={values} errors={errors} />
            ))}
            <Actions>
              <Button>{t.send}</Button>
            </Actions>
          </form>
        </>
      ) : (
        <p>{t.not}</p>
      )}
      <p>
        <a href={path}>{t.back}</a>
      </p>
    </GuestShell>
  )
}

const Dish = ({ guest, dish, values, errors }: PageProps & { dish: { id: string; name: string } }) => {
  const { language } = guest.member
  const t = eventFeedbackTexts[language]
  const lang = htmlLang(language)
  return (
    <Card>
      <RadioGroup
        lang={lang}
        label={dish.name}
        name={score(dish.id)}
        value={valueIn(values, score(dish.id))}
        choices={[
          ...SCORES.map((value, i) => ({ value, label: `${value} ${t.scores[i] ?? ''}` })),
          { value: '', label: t.none },
        ]}
        error={errors[score(dish.id)]}
      />
      <Field
        lang={lang}
        label={t.words(dish.name)}
        name={words(dish.id)}
        value={valueIn(values, words(dish.id))}
        error={errors[words(dish.id)]}
        input={{ maxlength: FEEDBACK_WORDS_MAX, autocomplete: 'off' }}
      />
    </Card>
  )
}
