import type { reachOfAll } from '../sending/reach.ts'
import { formatNumber } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import { segmentTexts } from '../texts/segments.ts'

type Reached = Awaited<ReturnType<typeof reachOfAll>>
export type Counted = Reached & { names: readonly string[]; sentence: string }

/** Who is meant right now, and whom a message would reach; also the answer to a change in the builder. */
export const CountedPeople = ({ lang, counted }: { lang: Language; counted: Counted }) => {
  const t = segmentTexts[lang]
  const { people, names, sentence } = counted
  return (
    <>
      <p class="big">
        <strong>{t.countOf(formatNumber(people))}</strong>
      </p>
      <p>{sentence}</p>
      <small>{people === 0 ? t.nobody : names.length > 0 && t.examples(names)}</small>
      {people > 0 && <ReachedPeople lang={lang} reached={counted} />}
    </>
  )
}

const ReachedPeople = ({ lang, reached: { byPurpose } }: { lang: Language; reached: Reached }) => {
  const { reach: t, purposes, countOf } = segmentTexts[lang]
  return (
    <details class="reach">
      <summary>
        {t.summary(byPurpose.map(({ purpose, people }) => t.one(purposes[purpose], formatNumber(people))))}
      </summary>
      <ul>
        {byPurpose.map(({ purpose, people, excluded }) => {
          const reasons = (['no_consent', 'blocked'] as const).flatMap((reason) =>
            excluded[reason] ? [t.reason(t.reasons[reason], countOf(formatNumber(excluded[reason])))] : [],
          )
          return <li>{t.line(purposes[purpose], formatNumber(people), reasons)}</li>
        })}
      </ul>
    </details>
  )
}
