import { payOf } from '../../labour/pay.ts'
import { formatYen } from '../../texts/format.ts'
import { htmlLang } from '../../texts/language.ts'
import { shiftCardTexts } from '../../texts/shift-card.ts'
import { shiftPageTexts } from '../../texts/shift-page.ts'
import type { Flash } from '../../web/ui.tsx'
import { Badge, Card, Notice, type NoticeTone } from '../../web/ui-parts.tsx'
import { mainRows, termRows } from '../ad/ad-words.ts'
import { asOfWords, modeWords, payLines, payNote, shiftTitle } from '../ad/shift-words.ts'
import { conditionRows } from '../notices/changed-words.ts'
import { kindOf, ownOpening, type StandingKind, stateWords, whyWords } from '../talk/standing-words.ts'
import { CalendarCard, NoticeCard, ShareCard, WelcomeCard } from './member-after.tsx'
import { AnswerForms, CancelForm, LimitsForm } from './member-forms.tsx'
import { Rows, type Shown, VisitShell } from './member-shell.tsx'
import type { Visit } from './visit.ts'

const TONES: Record<StandingKind, NoticeTone> = {
  none: 'warn',
  closed: 'info',
  over: 'info',
  calledOff: 'error',
  applied: 'warn',
  standby: 'warn',
  offered: 'info',
  confirmed: 'success',
  cancelAsked: 'warn',
  changeAsked: 'info',
  withdrawn: 'info',
  passed: 'info',
  declined: 'info',
  ended: 'info',
  cancelledByMember: 'info',
  cancelledByShop: 'error',
  worked: 'success',
}
/** The notice has a sign of its own. */
const SIGN = /^[○△×◎－–]\s*/

/** The opening, how the person stands to it, and every way on from there. Works without JavaScript. */
export const ShiftPage = ({ notice, ...shown }: Shown & { notice?: Flash | undefined }) => {
  const { visit } = shown
  const { language, opening, stage } = visit
  const kind = kindOf(visit)
  const isAgreed = ['confirmed', 'cancelAsked', 'changeAsked'].includes(kind)
  return (
    <VisitShell visit={visit} title={shiftTitle(language, ownOpening(visit))} notice={notice}>
      <p>
        {opening.urgent && stage === 'open' && <Badge tone="wait">{shiftCardTexts[language].urgent}</Badge>}{' '}
        {opening.storeName}
      </p>
      <StateOf visit={visit} kind={kind} />
      {kind === 'cancelledByShop' && <Allowance visit={visit} />}
      {kind === 'worked' && <Worked visit={visit} />}
      {!isAgreed && stage === 'open' && opening.terms.message && <p class="lines">{opening.terms.message}</p>}
      {isAgreed && <AnswerForms {...shown} />}
      {isAgreed && <NoticeCard visit={visit} />}
      {kind !== 'closed' && kind !== 'ended' && <Conditions visit={visit} />}
      {!isAgreed && <AnswerForms {...shown} />}
      {isAgreed && (
        <>
          <WelcomeCard visit={visit} />
          <CalendarCard visit={visit} />
          <CancelForm {...shown} />
        </>
      )}
      {(kind === 'cancelledByMember' || kind === 'cancelledByShop') && <CalendarCard visit={visit} isGone />}
      {(stage === 'open' || isAgreed) && <LimitsForm {...shown} />}
      {stage === 'open' && opening.shared && opening.taken < opening.headcount && <ShareCard visit={visit} />}
    </VisitShell>
  )
}

const StateOf = ({ visit, kind }: { visit: Visit; kind: StandingKind }) => {
  const { head, words } = stateWords(visit)
  // How old they are is asked in the form itself.
  const asked = whyWords(visit.language, 'shift_age_unknown')
  const said = words.filter((line) => line !== '' && line !== asked)
  const lines = said.map((line) => <p class="lines">{line}</p>)
  if (kind === 'none') return said.length === 0 ? null : <Notice tone="warn">{lines}</Notice>
  return (
    <Notice tone={TONES[kind]} title={head.replace(SIGN, '')}>
      {lines}
    </Notice>
  )
}

/** What is offered, or what was agreed: all of it, with how the pay comes about. */
const Conditions = ({ visit }: { visit: Visit }) => {
  const { language, agreement, opening } = visit
  const t = shiftPageTexts[language]
  const own = ownOpening(visit)
  const isAgreed = agreement !== undefined && agreement.state === 'confirmed'
  const rows = isAgreed
    ? conditionRows(language, own)
    : [...mainRows(language, opening), ...termRows(language, opening)]
  return (
    <>
      <Card title={isAgreed ? t.agreed : t.conditions}>
        <Rows rows={rows} />
        {!isAgreed && (
          <p class="muted">
            {modeWords(language, opening.mode)}
            <br />
            {asOfWords(language, opening.updatedAt)}
          </p>
        )}
      </Card>
      <Card title={t.pay}>
        <Rows rows={payLines(language, { ...payOf(own), wageYen: own.wageYen })} />
        <p class="muted">{payNote(language)}</p>
      </Card>
    </>
  )
}

const Allowance = ({ visit: { agreement, language } }: { visit: Visit }) => {
  const t = shiftPageTexts[language]
  if (agreement?.allowanceYen == null) return null
  return (
    <Card>
      <p>
        <strong>{t.allowance(formatYen(agreement.allowanceYen, htmlLang(language)))}</strong>
      </p>
      <p class="muted">{t.allowanceNote}</p>
    </Card>
  )
}

const Worked = ({ visit: { agreement, language } }: { visit: Visit }) => {
  const t = shiftPageTexts[language]
  if (!agreement) return null
  return (
    <>
      {agreement.payYen !== null && <p>{t.pay60(formatYen(agreement.payYen, htmlLang(language)))}</p>}
      {agreement.thanksWords && (
        <Card title={t.thanks}>
          <p class="lines">{agreement.thanksWords}</p>
        </Card>
      )}
    </>
  )
}
