import { findCoupon } from '../coupons/coupons.ts'
import { choicesFor, mayChoose } from '../images/images.ts'
import { isShowable } from '../line/limits.ts'
import { EVERYONE } from '../segments/rule.ts'
import { findSegment, listSegments } from '../segments/segments.ts'
import { shopName } from '../stores/stores.ts'
import { usableStories } from '../stories/stories.ts'
import { composeTexts } from '../texts/compose.ts'
import { composeEventTexts } from '../texts/compose-event.ts'
import { formatNumber, isolated } from '../texts/format.ts'
import { toldTexts } from '../texts/person.ts'
import { type FormErrors, type FormValues, readForm, valueIn } from '../web/form.ts'
import type { Flash } from '../web/ui.tsx'
import { addresseesOf, isToPerson, namedIn, ruleForPeople } from './addressee.ts'
import { type Admin, noteNames, ownStores } from './asked.tsx'
import { ComposeForm } from './compose-form.tsx'
import { ComposePage } from './compose-page.tsx'
import { previewWhileTyping } from './compose-preview.tsx'
import { eventOf } from './content.ts'
import { ruleForUnused, unusedChoiceIn } from './coupon-audience.ts'
import { unusedChoices } from './coupon-choice.tsx'
import type { Draft } from './drafts.ts'
import { eventChoiceIn } from './event-audience.ts'
import { audienceOfEvent, eventChoices, eventFor } from './event-form.tsx'
import type { Kind } from './kinds.ts'
import { PATH } from './pages.tsx'
import { signersFor } from './signers.ts'

/** The compose form as it stands. */
export type Form = {
  kind: Kind
  broadcastId?: string | undefined
  values: FormValues
  errors?: FormErrors
  notice?: Flash | undefined
}

export async function showCompose(c: Admin, form: Form, status: 200 | 422 = 200) {
  const { deps, language, operator } = c.var
  const { kind, broadcastId, values, errors = {}, notice } = form
  const { operatorId, storeId } = asking(c)
  const event = kind === 'event' || kind === 'coupon' ? await eventFor(c, valueIn(values, 'eventId')) : undefined
  const chosen = valueIn(values, 'segment')
  const people = isToPerson(chosen) ? await addressees(c, chosen) : []
  if (people.length > 0) await noteNames(c, people.length)
  return c.html(
    <ComposePage
      lang={language}
      operator={operator}
      kind={kind}
      broadcastId={broadcastId}
      values={values}
      errors={errors}
      notice={notice}
      stores={await ownStores(c)}
      event={event}
      coupon={kind === 'coupon' ? await couponFor(c, valueIn(values, 'couponId')) : undefined}
      segments={[
        ...(await eventChoices(c, { event, chosen })),
        ...(await unusedChoices(c, { couponId: valueIn(values, 'couponId'), chosen })),
        ...(isToPerson(chosen) ? [choiceOfPeople(c, chosen, people)] : []),
        ...(await listSegments(deps.store)),
      ]}
      leftOut={leftOutWords(c, chosen, people)}
      isManager={storeId !== null}
      signers={await signersFor(deps.store, { operatorId, storeId })}
      stories={kind === 'story' ? await storyChoices(c) : []}
      pictures={kind === 'news' ? await choicesFor(deps.store, { storeId, chosen: valueIn(values, 'imageId') }) : []}
      upload={`${broadcastId ? `${PATH}/${broadcastId}` : PATH}/pictures?kind=${kind}`}
      isHttps={isShowable(deps.config.baseUrl)}
      shopName={await shopName(deps.store)}
      now={deps.now()}
      previewed={await typedPreview(c, form)}
      nonce={c.get('secureHeadersNonce')}
    />,
    status,
  )
}

const asking = ({ var: { operator } }: Admin) => ({ operatorId: operator.id, storeId: operator.storeId })

export const typedPreview = async (c: Admin, { kind, broadcastId, values }: Form) => {
  const { deps, language: lang } = c.var
  // A story that is not theirs to tell is not theirs to read either, nor is another store's event.
  const isTheirs = kind !== 'story' || (await mayTell(c, valueIn(values, 'storyId')))
  const eventId = (await eventFor(c, valueIn(values, 'eventId')))?.id ?? ''
  const couponId = (await couponFor(c, valueIn(values, 'couponId')))?.id ?? ''
  const typed = { ...values, eventId, couponId, ...(isTheirs ? {} : { storyId: '' }) }
  return previewWhileTyping(deps, { kind, typed, broadcastId, lang, now: deps.now() })
}

async function storyChoices(c: Admin) {
  const stories = await usableStories(c.var.deps.store, { storeId: c.var.operator.storeId })
  if (stories.length > 0) await noteNames(c, stories.length)
  return stories
}

const mayTell = async (c: Admin, storyId: string) =>
  (await usableStories(c.var.deps.store, { storeId: c.var.operator.storeId })).some(({ id }) => id === storyId)

type People = Awaited<ReturnType<typeof addressees>>

/** Whoever has left meanwhile is still whom it is to: without a line of their own, "everybody" would be chosen. */
function choiceOfPeople({ var: { language } }: Admin, chosen: string, people: People) {
  const { only, nobody } = toldTexts[language]
  const names = people.map(({ name }) => isolated(name ?? ''))
  return { id: chosen, name: names.length > 0 ? only(names) : nobody }
}

/** How many of those who were chosen by name it cannot go to; undefined: to all of them, or to nobody, as the choice says. */
function leftOutWords({ var: { language, operator } }: Admin, chosen: string, people: People) {
  const { left, leftHere } = toldTexts[language]
  const all = namedIn(chosen).length
  if (people.length === 0 || people.length === all) return undefined
  return (operator.storeId === null ? left : leftHere)(formatNumber(all), formatNumber(all - people.length))
}

const addressees = ({ var: { deps, operator } }: Admin, chosen: string) =>
  addresseesOf(deps.store, { chosen, storeId: operator.storeId, now: deps.now() })

type Read = { draft: Draft; values: FormValues } | (Form & { errors: FormErrors })

/** What was composed, with the people, stores, signer and story that the operator may choose; or the form to show again. */
export async function readDraft(c: Admin, kind: Kind): Promise<Read> {
  const { deps, language } = c.var
  const form = await readForm(c, ComposeForm(kind, language, deps.now()))
  if (!form.ok) return { kind, values: form.values, errors: form.errors }

  const { segment, ...rest } = form.data
  const t = composeTexts[language].errors
  const again = (errors: FormErrors) => ({ kind, values: form.values, errors })
  const audience = await audienceOfForm(c, segment)
  if (!audience) return again({ segment: t.segment })
  const refused = await notTheirs(c, rest.content)
  if (refused) return again(refused)
  return { draft: { ...rest, storeId: c.var.operator.storeId, ...audience }, values: form.values }
}

/** A coupon that the operator may send: one that can be given still, and a manager one of the own store. */
export async function couponFor({ var: { deps, operator } }: Admin, couponId: string) {
  const coupon = couponId ? await findCoupon(deps.store, couponId) : undefined
  if (!coupon || coupon.stoppedAt !== null || coupon.endsAt <= deps.now()) return undefined
  const { storeId } = operator
  return storeId === null || coupon.stores.some(({ id }) => id === storeId) ? coupon : undefined
}

/** What of the content is not theirs to choose. */
async function notTheirs(c: Admin, content: Draft['content']): Promise<FormErrors | undefined> {
  const { deps, language } = c.var
  const t = composeTexts[language].errors
  const { operatorId, storeId } = asking(c)
  if (content.senderId) {
    const signers = await signersFor(deps.store, { operatorId, storeId })
    if (!signers.some(({ id }) => id === content.senderId)) return { senderId: t.sender }
  }
  if (content.kind === 'story' && !(await mayTell(c, content.storyId))) return { storyId: t.story }
  const eventId = eventOf(content)
  if (eventId !== undefined && !(await eventFor(c, eventId))) return { eventId: composeEventTexts[language].gone }
  if (content.kind === 'news' && content.imageId)
    if (!(await mayChoose(deps.store, { imageId: content.imageId, storeId }))) return { imageId: t.image }
  if (content.kind !== 'coupon') return undefined
  if (content.couponId) return (await couponFor(c, content.couponId)) ? undefined : { couponId: t.stores }
  if (!content.coupon) return undefined
  const stores = (await ownStores(c)).map(({ id }) => id)
  return content.coupon.storeIds.every((id) => stores.includes(id)) ? undefined : { stores: t.stores }
}

/** A segment, everybody, or those whom the draft is to by name. */
async function audienceOfForm(
  c: Admin,
  chosen: string,
): Promise<Pick<Draft, 'rule' | 'segmentId' | 'storeId'> | undefined> {
  if (chosen === '') return { rule: EVERYONE, segmentId: null }
  if (eventChoiceIn(chosen)) return audienceOfEvent(c, chosen)
  const unused = unusedChoiceIn(chosen)
  if (unused && (await couponFor(c, unused))) return { rule: ruleForUnused(unused), segmentId: null }
  const people = await addressees(c, chosen)
  if (people.length > 0) return { rule: ruleForPeople(people.map(({ id }) => id)), segmentId: null }
  const segment = await findSegment(c.var.deps.store, chosen)
  return segment && { rule: segment.rule, segmentId: segment.id }
}
