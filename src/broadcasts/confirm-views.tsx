import { countBoardReaders } from '../board/board.ts'
import { findCoupon } from '../coupons/coupons.ts'
import { findEvent } from '../events/events.ts'
import type { Refusal } from '../refusal.ts'
import { costOf } from '../sending/cost.ts'
import { nextMorning, quietUntil } from '../sending/quiet.ts'
import { reachOf } from '../sending/reach.ts'
import { readSendingSettings } from '../sending/sending-settings.ts'
import { shopName } from '../stores/stores.ts'
import { storyFor } from '../stories/stories.ts'
import { progressTexts } from '../texts/broadcast-progress.ts'
import { composeEventTexts } from '../texts/compose-event.ts'
import { confirmTexts } from '../texts/confirm.ts'
import { errorTexts } from '../texts/errors.ts'
import { formatNumber, fromTokyo } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import { type FormErrors, type FormValues, valueIn } from '../web/form.ts'
import { approvalOf } from './approvals.ts'
import { type Admin, noteNames, refusalOf, sentence } from './asked.tsx'
import { balanceObjection, balanceOf } from './balance.ts'
import { ConfirmPage } from './confirm-page.tsx'
import { eventOf } from './content.ts'
import type { Broadcast } from './drafts.ts'
import { previewOf } from './preview.tsx'
import { testRecipient } from './test-sends.ts'

type CouponContent = Extract<Broadcast['content'], { kind: 'coupon' }>
type Typed = { values?: FormValues; errors?: FormErrors; refused?: Refusal }

/** A draft with what it would cost, as things stand now; after a refusal filled with what was typed. */
export async function showConfirm(
  c: Admin,
  broadcast: Broadcast,
  { values = planned(c), errors = {}, refused }: Typed = {},
) {
  const { deps, language, operator } = c.var
  const { store } = deps
  const { rule, storeId, purpose, urgent, holding } = broadcast
  const now = deps.now()
  // The preview tells whose story it is.
  if (broadcast.content.kind === 'story') await noteNames(c, 1)
  const audience = { rule, storeId, purpose, now }
  const settings = await readSendingSettings(store)
  const reach = await reachOf(store, { ...audience, urgent, holding })
  const balance = await balanceOf(store, { audience: { rule, storeId, purpose }, now })
  const sendAt = sendAtOf(values, now)
  const leavesAt = quietUntil(settings, sendAt) ?? sendAt
  const cost = await costOf(deps, { messages: reach.people, urgent, sendAt: leavesAt, now }).catch(
    (error) => void refusalOf(error),
  )
  return c.html(
    <ConfirmPage
      lang={language}
      operator={operator}
      broadcast={broadcast}
      reach={reach}
      boardPeople={await countBoardReaders(store, audience)}
      cost={cost}
      settings={settings}
      balance={balance}
      objection={purpose === 'shifts' ? balanceObjection(balance, { people: reach.people }) : undefined}
      approval={await approvalOf(store, broadcast.id)}
      quietUntil={quietUntil(settings, now)}
      morning={nextMorning(settings, now)}
      now={now}
      blocked={await blockedBy(c, broadcast, { people: reach.people, sendAt })}
      refused={refused && refusedWords(language, refused)}
      notice={said(c)}
      values={values}
      errors={{ ...errors, ...(refused && errorsOf(language, refused)) }}
      canTest={(await testRecipient(store, operator.id)) !== undefined}
      isOwn={await isOwn(c, broadcast)}
      sentence={await sentence(c, broadcast)}
      shopName={await shopName(store)}
      previewed={await previewOf(deps, broadcast, { lang: language, now })}
      nonce={c.get('secureHeadersNonce')}
    />,
    refused || Object.keys(errors).length > 0 ? 422 : 200,
  )
}

/** A link may propose when: the form then comes filled with it. */
function planned(c: Admin): FormValues {
  const sendAt = c.req.query('sendAt')
  return sendAt === undefined || fromTokyo(sendAt) === undefined ? {} : { when: 'at', sendAt }
}

const sendAtOf = (values: FormValues, now: number) =>
  valueIn(values, 'when') === 'at' ? Math.max(now, fromTokyo(valueIn(values, 'sendAt')) ?? now) : now

/** What keeps it from going either way. */
async function blockedBy(c: Admin, { content }: Broadcast, { people, sendAt }: { people: number; sendAt: number }) {
  const t = confirmTexts[c.var.language]
  if (people === 0) return t.empty
  if (content.kind === 'coupon' && (await couponBlocks(c, content, sendAt))) return t.couponExpired
  const eventId = eventOf(content)
  if (eventId !== undefined) return eventBlocks(c, content, sendAt)
  if (content.kind !== 'story') return undefined
  return (await storyFor(c.var.deps.store, content.storyId))?.usable ? undefined : t.storyNotAgreed
}

/** A coupon that will be over by then, or was stopped meanwhile. */
async function couponBlocks({ var: { deps } }: Admin, content: CouponContent, sendAt: number) {
  if (!content.couponId) return content.coupon !== undefined && content.coupon.endsAt <= sendAt
  const coupon = await findCoupon(deps.store, content.couponId)
  return !coupon || coupon.stoppedAt !== null || coupon.endsAt <= sendAt
}

/** An invitation to what takes no answers, or anything about what was called off. */
async function eventBlocks(c: Admin, content: Broadcast['content'], sendAt: number) {
  const event = await findEvent(c.var.deps.store, { eventId: eventOf(content) ?? '' })
  const t = composeEventTexts[c.var.language]
  if (!event || event.state === 'cancelled') return t.over(event?.title ?? '')
  if (content.kind !== 'event' || content.moment !== 'invite') return undefined
  return event.state === 'open' && event.closesAt > sendAt ? undefined : (
    <>
      {t.notOpen(event.title)} <a href={`/admin/events/${event.id}`}>{t.toEvent}</a>
    </>
  )
}

/** What stands at a field, stands there; the rest is said above. */
function refusedWords(lang: Language, refused: Refusal) {
  const t = confirmTexts[lang]
  if (Object.keys(errorsOf(lang, refused)).length > 0) return undefined
  if (refused.code === 'broadcast_reach_changed') return t.changed
  if (refused.code === 'broadcast_invalid')
    return (
      <>
        {t.invalid}
        {refused.facts.said ? <p>{t.invalidSaid(String(refused.facts.said))}</p> : null}
      </>
    )
  return errorTexts[lang][refused.code]
}

function errorsOf(lang: Language, { code, facts }: Refusal): FormErrors {
  const t = confirmTexts[lang]
  const number = (name: string) => Number(facts[name] ?? 0)
  if (code === 'broadcast_number_not_typed') return { typedPeople: t.typed.wrong(formatNumber(number('people'))) }
  if (code === 'broadcast_reserve_touched') return { belowReserve: t.reserve.missing }
  if (code === 'broadcast_reason_needed') return { balanceReason: t.reasonMissing }
  if (code === 'broadcast_schedule_far') return { sendAt: t.when.far }
  if (code === 'broadcast_schedule_quiet') return { sendAt: t.when.quietHours(number('from'), number('to')) }
  return {}
}

/** A manager who only approves what an owner asked for may not change it. */
async function isOwn({ var: { deps, operator } }: Admin, { createdBy }: Broadcast) {
  if (operator.storeId === null) return true
  const creator = await deps.store.db
    .selectFrom('operators')
    .select('store_id')
    .where('id', '=', createdBy ?? '')
    .executeTakeFirst()
  return creator?.store_id === operator.storeId
}

function said(c: Admin) {
  const t = confirmTexts[c.var.language]
  const words: Record<string, string> = {
    tested: t.test.done,
    asked: t.approval.done,
    withdrawn: t.approval.withdrawn,
    undone: progressTexts[c.var.language].done.undone,
  }
  const text = words[c.req.query('done') ?? '']
  return text ? ({ tone: 'success', text } as const) : undefined
}
