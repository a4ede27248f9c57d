import { tokyoDay } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import { toldTexts } from '../texts/person.ts'
import { questionTexts } from '../texts/registration-questions.ts'
import { Card, Definition } from '../web/ui-parts.tsx'
import { DAYPARTS, type Preferences, WEEKDAYS, WILLING } from './questions.ts'

/** Who is surely of age: the year alone leaves the birthday open. */
const YEARS_OF_AGE = 19

type ToldProps = { lang: Language; told: Preferences; roles: readonly { id: string; name: string }[]; now: number }

/** What a person chose to tell. Of the year of birth only what it is for: whether somebody may be a minor. */
export const Told = ({ lang, told, roles, now }: ToldProps) => {
  const t = toldTexts[lang]
  const q = questionTexts[lang]
  const words = (values: readonly string[]) => (values.length === 0 ? t.unknown : values.join(q.separator))
  const named = <K extends string>(
    known: readonly K[],
    names: Readonly<Record<K, string>>,
    values: readonly string[],
  ) => words(known.filter((one) => values.includes(one)).map((one) => names[one]))
  const nothing =
    told.birthYear === null &&
    told.birthMonth === null &&
    told.hasMainJob === null &&
    [told.weekdays, told.dayparts, told.skills, told.willing].every(({ length }) => length === 0)
  if (nothing)
    return (
      <Card title={t.title}>
        <p class="muted">{t.none}</p>
      </Card>
    )
  const adult = told.birthYear !== null && Number(tokyoDay(now).slice(0, 4)) - told.birthYear >= YEARS_OF_AGE
  return (
    <Card title={t.title}>
      <Definition
        items={[
          { term: q.names.willing, detail: named(WILLING, q.willing, told.willing) },
          { term: q.names.weekdays, detail: named(WEEKDAYS, q.weekdays, told.weekdays) },
          { term: q.names.dayparts, detail: named(DAYPARTS, q.dayparts, told.dayparts) },
          {
            term: q.names.skills,
            detail: words(roles.filter(({ id }) => told.skills.includes(id)).map(({ name }) => name)),
          },
          {
            term: q.names.main_job,
            detail: told.hasMainJob === null ? t.unknown : told.hasMainJob ? q.yes : q.no,
          },
          { term: q.names.birth_month, detail: told.birthMonth === null ? t.unknown : q.month(told.birthMonth) },
          { term: t.age, detail: told.birthYear === null ? t.unknown : adult ? t.adult : t.minor },
        ]}
      />
    </Card>
  )
}
