import { parseAnswers } from '../events/answering.ts'
import { formatDateTime, formatFullDay } from '../texts/format.ts'
import { htmlLang } from '../texts/language.ts'
import { myDataTexts } from '../texts/my-data.ts'
import { myDataEventTexts } from '../texts/my-data-events.ts'
import type { MyData } from './my-data-pages.tsx'
import { Lines } from './my-data-parts.tsx'

/** What the person answered to events, when they came, and what they said of the dishes. */
export const Events = ({ data }: Pick<MyData, 'data'>) => {
  const { person, events, check_ins: checkIns, dish_feedback: feedback } = data
  const t = myDataEventTexts[person.language]
  const lang = htmlLang(person.language)
  if (events.length + checkIns.length + feedback.length === 0) return null
  const cameTo = (eventId: string) => checkIns.filter((one) => one.event_id === eventId && one.undone_at === null)
  const arrived = (at: number) => t.checkedIn(formatDateTime(at, lang))
  const said = ({ party, drinkers, allergies, answers, state }: (typeof events)[number]) => [
    t.states[state],
    ...(state === 'declined' ? [] : [t.persons(party)]),
    ...(drinkers ? [t.drinkers(drinkers)] : []),
    ...(allergies ? [t.allergies(allergies)] : []),
    ...parseAnswers(answers).flatMap(({ question, answer }) => (answer ? `${question} ${answer}` : [])),
  ]
  const answered = new Set(events.map(({ event_id }) => event_id))
  return (
    <>
      <Lines
        title={t.title}
        nothing={myDataTexts[person.language].nothing}
        lines={[
          ...events.map((event) =>
            [
              `${formatFullDay(event.starts_at, lang)} ${event.title}`,
              ...said(event),
              ...cameTo(event.event_id).map(({ checked_in_at }) => arrived(checked_in_at)),
            ].join(' / '),
          ),
          ...checkIns
            .filter(({ event_id, undone_at }) => undone_at === null && !answered.has(event_id))
            .map(({ title, checked_in_at }) => `${title} / ${arrived(checked_in_at)}`),
        ]}
      />
      <p class="muted">{t.kept}</p>
      {feedback.length > 0 && (
        <Lines
          title={t.feedback}
          nothing={myDataTexts[person.language].nothing}
          lines={feedback.map(({ title, dish, score, words }) =>
            [`${title} ${dish}`, t.score(score), ...(words ? [words] : [])].join(' / '),
          )}
        />
      )}
    </>
  )
}
