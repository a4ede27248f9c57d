import { eventResultTexts } from '../texts/event-results.ts'
import { formatNumber } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import { Card, Progress } from '../web/ui-parts.tsx'
import type { ShopEvent } from './events.ts'
import type { GuestCounts } from './guest-counts.ts'
import type { Guest } from './guests.ts'
import type { DishResult } from './results.ts'
import { GuestRows } from './view-parts.tsx'

const SCORE_MAX = 5

/** What was said of the dishes: one bar a dish, the voices of those who know the kitchen apart. */
export const FeedbackCard = ({
  lang,
  event,
  results,
}: {
  lang: Language
  event: ShopEvent
  results: readonly DishResult[]
}) => {
  const t = eventResultTexts[lang].feedback
  const isSilent = results.every(({ people }) => people === 0)
  if (results.length === 0 || (isSilent && event.state !== 'done')) return null
  return (
    <Card title={t.title} id="feedback">
      {isSilent ? (
        <p class="muted">{t.none}</p>
      ) : (
        <>
          {results.map((dish) => (
            <Dish lang={lang} dish={dish} />
          ))}
          <small>{t.note}</small>
        </>
      )}
    </Card>
  )
}

const Dish = ({ lang, dish }: { lang: Language; dish: DishResult }) => {
  const t = eventResultTexts[lang].feedback
  const { name, people, average, byRole, words } = dish
  if (average === null)
    return (
      <section class="dish">
        <h3>
          <bdi>{name}</bdi>
        </h3>
        <p class="muted">{t.noneOf}</p>
      </section>
    )
  return (
    <section class="dish">
      <h3>
        <bdi>{name}</bdi>
      </h3>
      <Progress
        label={name}
        value={average}
        max={SCORE_MAX}
        text={t.average(scoreWords(average), formatNumber(people))}
      />
      <ul class="chips-words">
        {byRole.map((role) => (
          <li>{t.role(role.roleName ?? t.noRole, scoreWords(role.average), formatNumber(role.people))}</li>
        ))}
      </ul>
      {words.length > 0 && (
        <details class="figures">
          <summary>{t.words(formatNumber(words.length))}</summary>
          <ul class="voices">
            {words.map(({ score, words: said, roleName }) => (
              <li>
                <bdi>{said}</bdi> <small>{t.said(score, roleName ?? t.noRole)}</small>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}

/** 4.3: one digit says enough of a handful of voices. */
const scoreWords = (score: number) => (Math.round(score * 10) / 10).toFixed(1)

type Missed = { lang: Language; event: ShopEvent; counts: GuestCounts; missed: readonly Guest[] }

/** Who was expected and did not come: for the operators alone, and folded away. */
export const MissedCard = ({ lang, event, counts, missed }: Missed) => {
  const t = eventResultTexts[lang].missed
  if (missed.length === 0) return null
  return (
    <Card>
      <details class="figures">
        <summary>{t.title(formatNumber(counts.missed))}</summary>
        <p>{t.note}</p>
        <GuestRows lang={lang} event={event} guests={missed} />
      </details>
    </Card>
  )
}
