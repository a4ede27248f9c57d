import { confirmTexts } from '../texts/confirm.ts'
import { formatDateTime, formatNumber, formatYen, isolated, tokyoDateTime } from '../texts/format.ts'
import { valueIn } from '../web/form.ts'
import { Actions, Button, Check, Field, RadioGroup, TextArea } from '../web/ui-forms.tsx'
import { Badge, Card, Notice } from '../web/ui-parts.tsx'
import { SCHEDULE_DAYS_MAX } from './confirm-guards.ts'
import type { ConfirmProps } from './confirm-page.tsx'
import { monthName } from './confirm-parts.tsx'
import { REASON_MAX } from './confirming.ts'
import { isToSilent } from './event-audience.ts'
import { PATH } from './pages.tsx'

const DAY_MS = 86_400_000
/** The morning of the first day of a month, when a shop is awake. */
const MORNING_MS = 10 * 3_600_000

/** Both ways with the cost of each, all that has to be said before, and the buttons. */
export const ReleaseForm = (props: ConfirmProps) => {
  const { lang, broadcast, reach, boardPeople, cost } = props
  const t = confirmTexts[lang]
  const { push, board } = waysOf(props)
  return (
    <form method="post" action={`${PATH}/${broadcast.id}/confirmations`}>
      <input type="hidden" name="people" value={reach.people} />
      <input type="hidden" name="boardPeople" value={boardPeople} />
      <input type="hidden" name="draftedAt" value={broadcast.updatedAt} />
      {!cost && <Notice tone="error">{t.unreachable}</Notice>}
      {isShort(props) && <Short {...props} />}
      <Card title={t.ways.title}>
        <Ways {...props} />
        {push !== 'none' && <Asked {...props} />}
        <When {...props} />
      </Card>
      <ApprovalNote {...props} />
      <Actions>
        {needsApproval(props) ? (
          <ApprovalButtons {...props} />
        ) : (
          <>
            {board !== 'none' && (
              <Button kind={board} name="channel" value="board">
                {t.submitBoard}
              </Button>
            )}
            {push !== 'none' && (
              <Button kind={push} name="channel" value="push">
                {t.submit(formatNumber(reach.people))}
              </Button>
            )}
          </>
        )}
      </Actions>
    </form>
  )
}

const isShort = ({ cost }: ConfirmProps) => cost !== undefined && cost.after !== null && cost.after < 0

/** The way that is recommended is the one filled button. */
function waysOf(props: ConfirmProps) {
  const { cost, boardPeople } = props
  const boardFirst = boardPeople > 0 && (cost?.belowReserve === true || isToSilent(props.broadcast.rule))
  const push = cost && !isShort(props) ? (boardFirst ? 'secondary' : 'primary') : 'none'
  const board = boardPeople === 0 ? 'none' : push === 'primary' || !cost ? 'secondary' : 'primary'
  return { push, board } as const
}

const Short = ({ lang, cost, reach, broadcast, now }: ConfirmProps) => {
  const t = confirmTexts[lang]
  if (!cost) return null
  const [left, people] = [formatNumber(cost.before ?? 0), formatNumber(reach.people)]
  const later = tokyoDateTime(cost.month.end + MORNING_MS)
  return (
    <Notice tone="error">
      {cost.month.isCurrent ? t.quotaShort(left, people) : t.quotaShortLater(monthName(lang, cost), left, people)}
      {cost.month.end < now + SCHEDULE_DAYS_MAX * DAY_MS && (
        <div>
          <a href={`${PATH}/${broadcast.id}?sendAt=${later}`}>{t.when.later}</a>
        </div>
      )}
    </Notice>
  )
}

const Ways = (props: ConfirmProps) => {
  const { lang, reach, boardPeople } = props
  const t = confirmTexts[lang].ways
  const isBoardBetter = waysOf(props).board === 'primary'
  const yen = isShort(props) ? t.tooFew : extraYen(props)
  return (
    <div class="ways">
      <section class="way">
        <h3>{t.push}</h3>
        <b>{t.pushCost(formatNumber(reach.people), yen)}</b>
        <p>{t.pushBody(formatNumber(reach.people))}</p>
      </section>
      <section class={isBoardBetter ? 'way recommended' : 'way'}>
        <h3>
          {t.board} {isBoardBetter && <Badge tone="info">{t.recommended}</Badge>}
        </h3>
        <b>{t.boardCost}</b>
        <p>
          {isBoardBetter && `${whyBoard(props)}。`}
          {t.boardBody(formatNumber(boardPeople))}
        </p>
      </section>
    </div>
  )
}

function whyBoard(props: ConfirmProps) {
  const { why } = confirmTexts[props.lang].ways
  if (isShort(props)) return why.short
  return props.cost?.belowReserve ? why.reserve : why.silent
}

const extraYen = ({ lang, cost }: ConfirmProps) => {
  const t = confirmTexts[lang].ways
  return cost && cost.yen.max > 0 ? t.maxYen(formatYen(cost.yen.max, lang)) : t.noYen
}

/** What a push needs to be said yes to: only what is asked for is shown. */
const Asked = ({ lang, reach, cost, settings, objection, balance, values, errors }: ConfirmProps) => {
  const t = confirmTexts[lang]
  const people = formatNumber(reach.people)
  return (
    <>
      {cost?.belowReserve && (
        <div class={errors.belowReserve ? 'asked wrong' : 'asked'}>
          <Check
            name="belowReserve"
            label={t.reserve.label(formatNumber(cost.reserve))}
            hint={t.reserve.hint(formatNumber(Math.max(0, cost.after ?? 0)))}
            checked={valueIn(values, 'belowReserve') === 'yes'}
          />
          {errors.belowReserve && <p class="error">{errors.belowReserve}</p>}
        </div>
      )}
      {objection && (
        <>
          <Notice tone="warn">
            {objection === 'second_in_a_row'
              ? t.balance.second_in_a_row(formatNumber(balance.jobPostLast))
              : t.balance.above_40_percent}
            <p>
              {t.balance.instead}：<a href={`${PATH}/new?kind=news`}>{t.balance.news}</a>・
              <a href={`${PATH}/new?kind=story`}>{t.balance.story}</a>・
              <a href={`${PATH}/new?kind=coupon`}>{t.balance.coupon}</a>
            </p>
          </Notice>
          <TextArea
            lang={lang}
            name="balanceReason"
            label={t.balance.reason}
            hint={t.balance.reasonHint}
            rows={2}
            maxlength={REASON_MAX}
            value={values.balanceReason}
            error={errors.balanceReason}
          />
        </>
      )}
      {reach.people > settings.typedAbove && (
        <Field
          lang={lang}
          name="typedPeople"
          label={t.typed.label(people)}
          hint={t.typed.hint(formatNumber(settings.typedAbove))}
          input={{ inputmode: 'numeric', autocomplete: 'off', maxlength: 12 }}
          value={values.typedPeople}
          error={errors.typedPeople}
        />
      )}
    </>
  )
}

const When = ({ lang, settings, quietUntil, values, errors, now }: ConfirmProps) => {
  const t = confirmTexts[lang].when
  const { quietFrom, quietTo } = settings
  return (
    <div class="when">
      <RadioGroup
        lang={lang}
        name="when"
        label={t.title}
        value={valueIn(values, 'when') || 'now'}
        choices={[
          {
            value: 'now',
            label: t.now,
            hint: quietUntil === undefined ? t.nowHint : t.quiet(formatDateTime(quietUntil, lang)),
          },
          { value: 'at', label: t.at },
        ]}
      />
      <Field
        lang={lang}
        name="sendAt"
        label={t.sendAt}
        hint={quietFrom === quietTo ? t.sendAtHintAny : t.sendAtHint(String(quietFrom), String(quietTo))}
        input={{
          type: 'datetime-local',
          min: tokyoDateTime(now),
          max: tokyoDateTime(now + SCHEDULE_DAYS_MAX * DAY_MS),
        }}
        value={values.sendAt}
        error={errors.sendAt}
      />
    </div>
  )
}

const isLarge = ({ settings: { approvalAbove }, reach, boardPeople }: ConfirmProps) =>
  approvalAbove > 0 && Math.max(reach.people, boardPeople) > approvalAbove

/** Somebody else has to confirm, and did not ask for it themselves for just this number. */
const needsApproval = (props: ConfirmProps) => isLarge(props) && !isAskedByOther(props)
const isAskedByOther = ({ approval, operator, reach }: ConfirmProps) =>
  approval !== undefined && approval.askedBy !== operator.id && approval.people === reach.people

const ApprovalNote = (props: ConfirmProps) => {
  const { lang, approval, operator, settings } = props
  const t = confirmTexts[lang].approval
  if (!isLarge(props)) return null
  if (isAskedByOther(props) && approval)
    return <Notice tone="info">{t.asked(isolated(approval.askedByName), formatNumber(approval.people))}</Notice>
  if (!approval) return <Notice tone="info">{t.needed(formatNumber(settings.approvalAbove))}</Notice>
  if (approval.people !== props.reach.people) return <Notice tone="warn">{t.changed}</Notice>
  return approval.askedBy === operator.id ? (
    <Notice tone="info">{t.waiting(formatNumber(approval.people))}</Notice>
  ) : null
}

const ApprovalButtons = ({ lang, broadcast, approval, operator, reach }: ConfirmProps) => {
  const t = confirmTexts[lang].approval
  const path = `${PATH}/${broadcast.id}`
  return approval?.askedBy === operator.id && approval.people === reach.people ? (
    <Button kind="secondary" formaction={`${path}/approval-withdrawals`}>
      {t.withdraw}
    </Button>
  ) : (
    <Button formaction={`${path}/approval-requests`}>{t.ask}</Button>
  )
}
