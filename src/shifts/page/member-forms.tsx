import type { Child } from 'hono/jsx'
import { formatDateTime } from '../../texts/format.ts'
import { htmlLang } from '../../texts/language.ts'
import { shiftCardTexts } from '../../texts/shift-card.ts'
import { shiftChatTexts } from '../../texts/shift-chat.ts'
import { shiftPageTexts } from '../../texts/shift-page.ts'
import { valueIn } from '../../web/form.ts'
import { Actions, Button, Field, RadioGroup, TextArea } from '../../web/ui-forms.tsx'
import { Card } from '../../web/ui-parts.tsx'
import { REASON_MAX } from '../claims/assignments.ts'
import { NOTE_MAX } from '../claims/claims.ts'
import { changedRows } from '../notices/changed-words.ts'
import { kindOf, mayClaim, pendingOf } from '../talk/standing-words.ts'
import { Rows, type Shown, type Visited } from './member-shell.tsx'
import { MAIN_JOB_HOURS_MAX, SHIFT_HOURS_MAX } from './own-limits.ts'

/** What the person can answer now. */
export const AnswerForms = (shown: Shown) => {
  const { visit } = shown
  switch (kindOf(visit)) {
    case 'none':
    case 'withdrawn':
    case 'passed':
      return <ApplyForm {...shown} />
    case 'applied':
      return (
        <>
          <NoteForm {...shown} />
          <Withdraw visit={visit} />
        </>
      )
    case 'standby':
      return <Withdraw visit={visit} />
    case 'offered':
      return <OfferForms visit={visit} />
    case 'changeAsked':
      return <ChangeForms visit={visit} />
    default:
      return null
  }
}

const ApplyForm = ({ visit, values, errors }: Shown) => {
  const { language, opening, stage, path, standing } = visit
  const t = shiftPageTexts[language]
  const lang = htmlLang(language)
  const may = mayClaim(visit)
  const isFirst = kindOf(visit) === 'none'
  if (stage !== 'open') return null
  return (
    <Card title={t.applyTitle} id="apply">
      {may && (
        <form method="post" action={`${path}/claims`}>
          <input type="hidden" name="conditions" value={String(opening.conditionsAt ?? '')} />
          {standing.conflicts.includes('shift_age_unknown') && (
            <RadioGroup
              lang={lang}
              label={t.adult}
              name="adult"
              hint={t.adultHint}
              required
              value={valueIn(values, 'adult')}
              choices={[
                { value: 'yes', label: shiftChatTexts[language].buttons.adultYes },
                { value: 'no', label: shiftChatTexts[language].buttons.adultNo },
              ]}
              error={errors.adult}
            />
          )}
          <NoteField {...{ visit, values, errors }} />
          <Actions still>
            <Button>
              {opening.mode === 'first_come' ? shiftCardTexts[language].claimNow : isFirst ? t.apply : t.again}
            </Button>
          </Actions>
        </form>
      )}
      {isFirst && (
        <Way path={`${path}/passes`}>
          <Button kind="quiet">{shiftChatTexts[language].buttons.pass}</Button>
        </Way>
      )}
    </Card>
  )
}

const NoteField = ({ visit: { language }, values, errors }: Shown) => {
  const t = shiftPageTexts[language]
  return (
    <TextArea
      lang={htmlLang(language)}
      label={t.note}
      name="note"
      hint={t.noteHint}
      rows={2}
      maxlength={NOTE_MAX}
      value={valueIn(values, 'note')}
      error={errors.note}
    />
  )
}

const NoteForm = (shown: Shown) => {
  const { language, path } = shown.visit
  const t = shiftPageTexts[language]
  return (
    <Card title={t.noteTitle}>
      <form method="post" action={`${path}/notes`}>
        <NoteField {...shown} />
        <Actions still>
          <Button kind="secondary">{t.noteSave}</Button>
        </Actions>
      </form>
    </Card>
  )
}

const Withdraw = ({ visit: { language, path } }: { visit: Visited }) => (
  <Actions still>
    <Way path={`${path}/withdrawals`}>
      <Button kind="danger">{shiftChatTexts[language].buttons.withdraw}</Button>
    </Way>
  </Actions>
)

const OfferForms = ({ visit: { language, path, standing } }: { visit: Visited }) => {
  const { buttons } = shiftChatTexts[language]
  const offer = <input type="hidden" name="offer" value={String(standing.offerNo)} />
  return (
    <Actions still>
      <Way path={`${path}/acceptances`}>
        {offer}
        <Button>{buttons.accept}</Button>
      </Way>
      <Way path={`${path}/refusals`}>
        {offer}
        <Button kind="danger">{buttons.refuse}</Button>
      </Way>
    </Actions>
  )
}

/** Old → new, and a yes or a no: nothing that was agreed changes without the yes. */
const ChangeForms = ({ visit: { language, path, standing } }: { visit: Visited }) => {
  const change = pendingOf(standing, 'change')
  const { assignment } = standing
  if (!change || !assignment) return null
  const { buttons } = shiftChatTexts[language]
  const rows = changedRows(language, assignment, JSON.stringify(change.proposal ?? {}))
  return (
    <Card title={shiftPageTexts[language].changeTitle}>
      <Rows rows={rows} />
      <form method="post" action={`${path}/change-answers`}>
        <input type="hidden" name="request" value={change.id} />
        <Actions still>
          <Button name="answer" value="yes">
            {buttons.changeYes}
          </Button>
          <Button kind="secondary" name="answer" value="no">
            {buttons.changeNo}
          </Button>
        </Actions>
      </form>
    </Card>
  )
}

/** To be let off an agreed shift: a request with a reason, and the way back from it. */
export const CancelForm = ({ visit, values, errors }: Shown) => {
  const { language, path, standing, now } = visit
  const t = shiftPageTexts[language]
  const lang = htmlLang(language)
  const { assignment } = standing
  if (assignment?.state !== 'confirmed' || now >= assignment.startsAt) return null
  const pending = pendingOf(standing, 'cancel')
  if (pending)
    return (
      <Card title={t.cancelTitle}>
        <p>{t.cancelPending(formatDateTime(pending.answerUntil, lang))}</p>
        <Way path={`${path}/cancellation-withdrawals`}>
          <Button kind="secondary">{t.cancelBack}</Button>
        </Way>
      </Card>
    )
  return (
    <Card title={t.cancelTitle} id="cancel">
      <p>{t.cancelLead}</p>
      <form method="post" action={`${path}/cancellations`}>
        <TextArea
          lang={lang}
          label={t.cancelWhy}
          name="words"
          hint={t.cancelHint}
          required
          rows={2}
          maxlength={REASON_MAX}
          value={valueIn(values, 'words')}
          error={errors.words}
        />
        <Actions still>
          <Button kind="danger">{t.cancel}</Button>
        </Actions>
      </form>
    </Card>
  )
}

/** What the person says of their own hours. */
export const LimitsForm = ({ visit: { language, path, limits }, values, errors }: Shown) => {
  const t = shiftPageTexts[language]
  const lang = htmlLang(language)
  const kept = (name: string, was: string) => (name in values ? valueIn(values, name) : was)
  const job = limits.hasMainJob === null ? '' : limits.hasMainJob ? 'yes' : 'no'
  return (
    <Card title={t.limitsTitle} id="limits">
      <p>{t.limitsLead}</p>
      <form method="post" action={`${path}/limits`}>
        <Field
          lang={lang}
          label={t.hoursMax}
          name="shiftHoursMax"
          hint={t.hoursMaxHint}
          unit={t.hoursUnit}
          input={{ inputmode: 'numeric', maxlength: String(SHIFT_HOURS_MAX).length, autocomplete: 'off' }}
          value={kept('shiftHoursMax', String(limits.shiftHoursMax ?? ''))}
          error={errors.shiftHoursMax}
        />
        <RadioGroup
          lang={lang}
          label={t.mainJob}
          name="mainJob"
          hint={t.mainJobHint}
          value={kept('mainJob', job)}
          choices={[
            { value: 'yes', label: t.mainJobYes },
            { value: 'no', label: t.mainJobNo },
            { value: '', label: t.mainJobUnsaid },
          ]}
        />
        <Field
          lang={lang}
          label={t.mainJobHours}
          name="mainJobHours"
          unit={t.hoursUnit}
          input={{ inputmode: 'numeric', maxlength: String(MAIN_JOB_HOURS_MAX).length, autocomplete: 'off' }}
          value={kept('mainJobHours', String(limits.mainJobHours ?? ''))}
          error={errors.mainJobHours}
        />
        <Actions still>
          <Button kind="secondary">{t.limitsSave}</Button>
        </Actions>
      </form>
    </Card>
  )
}

export const Way = ({ path, children }: { path: string; children: Child }) => (
  <form method="post" action={path}>
    {children}
  </form>
)
