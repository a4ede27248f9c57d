import { hoursWords } from '../shifts/ad/shift-words.ts'
import { formatFullDay, formatYen } from '../texts/format.ts'
import { htmlLang } from '../texts/language.ts'
import { myDataTexts } from '../texts/my-data.ts'
import { myDataShiftTexts } from '../texts/my-data-shifts.ts'
import { Button } from '../web/ui-forms.tsx'
import { Card, Definition } from '../web/ui-parts.tsx'
import type { Export } from './export.ts'
import type { MyData } from './my-data-pages.tsx'
import { Lines } from './my-data-parts.tsx'

type Props = Pick<MyData, 'data' | 'path' | 'renewable'>

/** What the person answered to shift openings, what was agreed and worked, and what they said of their hours. */
export const Shifts = ({ data, path, renewable }: Props) => {
  const { person, shift_claims: claims, assignments } = data
  const t = myDataShiftTexts[person.language]
  const agreed = new Set(assignments.map(({ opening_id }) => opening_id))
  const lines = [
    ...assignments.map((shift) => ({ at: shift.starts_at, words: ofAssignment(shift, person.language) })),
    ...claims
      .filter(({ opening_id }) => !agreed.has(opening_id))
      .map((claim) => ({ at: claim.starts_at, words: ofClaim(claim, person.language) })),
  ].sort((a, b) => b.at - a.at)
  return (
    <>
      {lines.length > 0 && (
        <>
          <Lines
            title={t.title}
            nothing={myDataTexts[person.language].nothing}
            lines={lines.map(({ words }) => words.join(' / '))}
          />
          <p class="muted">{t.kept}</p>
        </>
      )}
      <OwnHours data={data} path={path} renewable={renewable} />
    </>
  )
}

/** また働きたい: with where it stands, on the page of its own. */
export const ReturnLink = ({ data: { person }, href }: Pick<MyData, 'data'> & { href: string }) => {
  const t = myDataShiftTexts[person.language]
  return (
    <Card title={t.returns}>
      <p>{t.returnsLead}</p>
      <p>
        <Button kind="secondary" href={href}>
          {t.returnsOpen}
        </Button>
      </p>
    </Card>
  )
}

const OwnHours = ({ data: { person }, path, renewable }: Props) => {
  const t = myDataShiftTexts[person.language]
  const { unknown } = myDataTexts[person.language]
  const { main_job_hours: elsewhere, shift_hours_max: most, said_adult: adult, said_adult_at: saidAt } = person
  const day = (at: number) => t.saidOn(formatFullDay(at, htmlLang(person.language)))
  return (
    <Card title={t.own} id="hours">
      <p>{t.ownLead}</p>
      <Definition
        items={[
          { term: t.hoursMax, detail: most === null ? unknown : t.hours(most) },
          { term: t.mainJobHours, detail: elsewhere === null ? unknown : t.hours(elsewhere) },
          ...(adult === null
            ? []
            : [{ term: t.adult, detail: `${t.adultSaid[adult === 1 ? 'yes' : 'no']}（${day(saidAt ?? 0)}）` }]),
          ...(person.notice_by === null ? [] : [{ term: t.notice, detail: t.notices[person.notice_by] }]),
        ]}
      />
      {/* Asked under today's text only. */}
      {!renewable && (
        <p>
          <Button kind="secondary" href={`${path}/hours`}>
            {t.ownChange}
          </Button>
        </p>
      )}
    </Card>
  )
}

type Language = MyData['data']['person']['language']

function ofAssignment(shift: Export['assignments'][number], language: Language): readonly string[] {
  const t = myDataShiftTexts[language]
  const lang = htmlLang(language)
  const { starts_at: startsAt, ends_at: endsAt, worked_from: from, worked_to: to, pay_yen: pay, allowance_yen } = shift
  const span = { startsAt: from ?? startsAt, endsAt: to ?? endsAt }
  return [
    `${formatFullDay(span.startsAt, lang)} ${hoursWords(language, span)} ${shift.store_name}`,
    t.assignments[shift.state],
    ...(pay === null ? [] : [t.pay(formatYen(pay, lang))]),
    ...(allowance_yen === null ? [] : [t.allowance(formatYen(allowance_yen, lang))]),
    ...(shift.reason ? [shift.reason] : []),
    ...(shift.thanks_words ? [shift.thanks_words] : []),
  ]
}

function ofClaim(claim: Export['shift_claims'][number], language: Language): readonly string[] {
  const t = myDataShiftTexts[language]
  const span = { startsAt: claim.starts_at, endsAt: claim.ends_at }
  return [
    `${formatFullDay(claim.starts_at, htmlLang(language))} ${hoursWords(language, span)} ${claim.store_name}`,
    t.claims[claim.state],
    ...(claim.note ? [t.note(claim.note)] : []),
    ...(claim.decline_words ? [claim.decline_words] : []),
  ]
}
