import type { Cost } from '../../sending/cost.ts'
import { formatDateTime, formatNumber } from '../../texts/format.ts'
import type { Language } from '../../texts/language.ts'
import { shiftViewTexts } from '../../texts/shift-view.ts'
import { Button } from '../../web/ui-forms.tsx'
import { Card, Definition } from '../../web/ui-parts.tsx'
import type { Opening } from '../openings.ts'
import type { Asked } from './asked-waves.ts'
import { openingPath } from './view-parts.tsx'

export type AskedProps = { lang: Language; opening: Opening; asked: Asked; cost: Cost | undefined }

/** Who was asked when, what comes next, what it cost; and the button that stops it. */
export const AskedCard = ({ lang, opening, asked, cost }: AskedProps) => {
  const t = shiftViewTexts[lang].asked
  const { waves, board, pushes, outcomes } = asked
  return (
    <Card title={t.title} id="asked">
      <p>{t.board(formatNumber(board.people), formatNumber(board.read))}</p>
      {waves.length === 0 && opening.asksMax > 0 && <p class="muted">{t.none}</p>}
      {waves.length > 0 && (
        <ol class="links">
          {waves.map(({ wave, at, people, read, answered }) => (
            <li>
              <b>{t.nth(formatNumber(wave))}</b> {formatDateTime(at, lang)}
              <br />
              <small>{t.wave(formatNumber(people), formatNumber(read), formatNumber(answered))}</small>
            </li>
          ))}
        </ol>
      )}
      <Next lang={lang} opening={opening} />
      <Definition
        items={[
          {
            term: t.cost,
            detail: (
              <>
                {t.costLine(formatNumber(pushes), formatNumber(outcomes))}
                {opening.asksMax > 0 && (
                  <>
                    <br />
                    <small>{t.most(formatNumber(opening.asksMax))}</small>
                  </>
                )}
                {cost && cost.before !== null && (
                  <>
                    <br />
                    <small>{t.left(formatNumber(cost.before))}</small>
                  </>
                )}
              </>
            ),
          },
        ]}
      />
    </Card>
  )
}

/** When the next people are asked, or why no more are; nothing of an opening that is over. */
const Next = ({ lang, opening }: { lang: Language; opening: Opening }) => {
  const t = shiftViewTexts[lang].asked
  const { state, asksMax, nextWaveAt, closesAt, waveSize, wavesEndedBecause } = opening
  if (state !== 'open') return null
  if (asksMax === 0) return <p>{t.boardOnly}</p>
  const mayResume = wavesEndedBecause === 'owner' || wavesEndedBecause === 'quota'
  const isLate = nextWaveAt !== null && nextWaveAt >= closesAt
  return (
    <>
      {wavesEndedBecause !== null && <p>{t.ended[wavesEndedBecause]}</p>}
      {isLate && <p>{t.late}</p>}
      {nextWaveAt !== null && !isLate && <p>{t.next(formatDateTime(nextWaveAt, lang), formatNumber(waveSize))}</p>}
      {((nextWaveAt !== null && !isLate) || mayResume) && (
        <form method="post" action={`${openingPath(opening.id)}/${mayResume ? 'wave-resumptions' : 'wave-stops'}`}>
          <p class="chips">
            <Button kind="secondary">{mayResume ? t.resume : t.stop}</Button>
          </p>
        </form>
      )}
    </>
  )
}
