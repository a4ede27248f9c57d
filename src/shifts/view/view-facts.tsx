import { formatDate, formatYen } from '../../texts/format.ts'
import type { Language } from '../../texts/language.ts'
import { shiftViewTexts } from '../../texts/shift-view.ts'
import { Card, Definition } from '../../web/ui-parts.tsx'
import { adRows } from '../ad/ad-words.ts'
import { asOfWords, modeWords } from '../ad/shift-words.ts'
import type { Opening } from '../openings.ts'
import type { CheckedFloor } from './checked-floor.ts'
import { openingPath } from './view-parts.tsx'

export type FactsProps = {
  lang: Language
  opening: Opening
  /** The minimum wage it was checked against when it went out. */
  floor: CheckedFloor | undefined
  /** The public page of it, if it may be passed on. */
  publicUrl: string | undefined
  now: number
}

/** The conditions as the ad says them, and what they were checked against. */
export const FactsCard = ({ lang, opening, floor, publicUrl, now }: FactsProps) => {
  const t = shiftViewTexts[lang].facts
  const { terms, cancelWords } = opening
  const lines = <T extends string>(words: T) => <span class="lines">{words}</span>
  return (
    <Card
      title={t.title}
      id="facts"
      aside={isLive(opening) && now < opening.startsAt && <a href={`${openingPath(opening.id)}/edit`}>{t.edit}</a>}
    >
      <Definition
        items={[
          ...adRows(lang, opening).map(([term, said]) => ({ term, detail: lines(said) })),
          ...(terms.message === '' ? [] : [{ term: t.message, detail: lines(terms.message) }]),
          ...(floor ? [{ term: t.floor, detail: <Floor lang={lang} floor={floor} /> }] : []),
          ...(cancelWords ? [{ term: t.cancelWords, detail: lines(cancelWords) }] : []),
        ]}
      />
      <p class="muted">
        {modeWords(lang, opening.mode)} {asOfWords(lang, opening.updatedAt)}
      </p>
      {publicUrl !== undefined && (
        <p>
          <a href={publicUrl}>{t.publicPage}</a>
        </p>
      )}
    </Card>
  )
}

const Floor = ({ lang, floor: { yen, effectiveOn, source } }: { lang: Language; floor: CheckedFloor }) => {
  const t = shiftViewTexts[lang].facts
  return (
    <>
      {t.floorLine(formatYen(yen, lang), formatDate(effectiveOn, lang))}
      {source !== null && (
        <>
          <br />
          <small>{t.floorSource(source)}</small>
        </>
      )}
    </>
  )
}

const isLive = ({ state }: Opening) => state === 'draft' || state === 'open' || state === 'closed'

/** What else can be done with it. Closing, opening again and calling it all off each have a page of their own. */
export const MoreCard = ({ lang, opening, now }: Omit<FactsProps, 'floor' | 'publicUrl'>) => {
  const t = shiftViewTexts[lang].more
  const path = openingPath(opening.id)
  const { state, startsAt, closesAt, headcount, taken } = opening
  const isAhead = now < startsAt
  const hasBegun = !isAhead && state !== 'draft' && state !== 'cancelled'
  const mayReopen = state === 'closed' && now < closesAt && taken < headcount
  const links = [
    ...(state === 'open' ? [{ href: `${path}/close`, words: t.close }] : []),
    ...(mayReopen ? [{ href: `${path}/reopen`, words: t.reopen }] : []),
    ...((state === 'open' || state === 'closed') && isAhead ? [{ href: `${path}/extend`, words: t.extend }] : []),
    ...(hasBegun ? [{ href: `${path}/hours`, words: t.hours }] : []),
    { href: `${path}/copy`, words: t.copy },
    ...(state === 'draft' ? [{ href: `${path}/cancel`, words: t.discard }] : []),
    ...((state === 'open' || state === 'closed') && isAhead ? [{ href: `${path}/cancel`, words: t.cancel }] : []),
  ]
  return (
    <Card title={t.title} id="about">
      <ul class="links">
        {links.map(({ href, words }) => (
          <li>
            <a href={href}>{words}</a>
          </li>
        ))}
      </ul>
    </Card>
  )
}
