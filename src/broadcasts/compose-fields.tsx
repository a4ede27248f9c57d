import type { Coupon } from '../coupons/coupons.ts'
import type { ShopEvent } from '../events/events.ts'
import { broadcastTexts } from '../texts/broadcasts.ts'
import { composeTexts } from '../texts/compose.ts'
import type { Language } from '../texts/language.ts'
import { type FormErrors, type FormValues, valueIn } from '../web/form.ts'
import { Field, RadioGroup, Select, typedIn } from '../web/ui-forms.tsx'
import { Notice } from '../web/ui-parts.tsx'
import type { PictureChoice } from '../web/ui-pictures.tsx'
import { WritingField } from '../web/ui-writing.tsx'
import { FALLBACK_MAX, FROM_MAX, TITLE_MAX } from './content.ts'
import { CouponFields } from './coupon-fields.tsx'
import { EventFields } from './event-fields.tsx'
import { CheckInFields, NewsFields, PollFields, StoryFields, TextFields } from './kind-fields.tsx'
import { type Kind, PURPOSES_OF } from './kinds.ts'
import type { Signer } from './signers.ts'
import { NAME_FALLBACK, VARIABLES } from './variables.ts'

export type ComposeFieldsProps = {
  lang: Language
  kind: Kind
  values: FormValues
  errors: FormErrors
  stores: readonly { id: string; name: string }[]
  segments: readonly { id: string; name: string }[]
  /** Who of those that were chosen by name will not get it. */
  leftOut: string | undefined
  /** A manager's "everyone" is the own store. */
  isManager: boolean
  signers: readonly Signer[]
  /** That it is about. */
  event: ShopEvent | undefined
  /** That it is to carry, instead of a new one. */
  coupon: Coupon | undefined
  stories: readonly { id: string; title: string; name: string }[]
  pictures: readonly PictureChoice[]
  /** Where the form is posted to with a picture, when there is no JavaScript. */
  upload: string
  /** LINE takes pictures only from https. */
  isHttps: boolean
  shopName: string
  now: number
}

const FIELDS = {
  text: TextFields,
  news: NewsFields,
  event: EventFields,
  story: StoryFields,
  coupon: CouponFields,
  poll: PollFields,
  check_in: CheckInFields,
} as const satisfies Record<Kind, (props: ComposeFieldsProps) => unknown>

/** To whom, about what, the words of the kind, and who signs. */
export const ComposeFields = (props: ComposeFieldsProps) => {
  const { lang, kind, values, segments, leftOut, isManager } = props
  const t = broadcastTexts[lang]
  const KindFields = FIELDS[kind]
  const { text } = typedIn(props)
  return (
    <>
      <Select
        {...text('segment')}
        label={t.compose.to}
        empty={isManager ? t.compose.everyoneHere : t.compose.everyone}
        choices={segments.map(({ id, name }) => ({ value: id, label: name }))}
      />
      {leftOut && <Notice tone="warn">{leftOut}</Notice>}
      <WritingField
        {...text('title')}
        label={t.name}
        hint={kind === 'coupon' && !props.coupon ? t.nameHint : t.nameHintPlain}
        limit={{ max: TITLE_MAX, unit: 'utf16' }}
        required
      />
      <PurposeField {...props} />
      <KindFields {...props} />
      <Fallbacks {...props} />
      <Signature {...props} />
      {/* Chosen where its numbers stand, with the confirmation; kept when the words are changed after that. */}
      <input type="hidden" name="holding" value={valueIn(values, 'holding') || 'morning'} />
    </>
  )
}

const PurposeField = (props: ComposeFieldsProps) => {
  const { lang, kind, values } = props
  const t = broadcastTexts[lang]
  const purposes = PURPOSES_OF[kind]
  if (purposes.length === 1) return null
  return (
    <RadioGroup
      {...typedIn(props).text('purpose')}
      value={valueIn(values, 'purpose') || purposes[0]}
      label={t.compose.purpose}
      hint={t.compose.purposeHint}
      choices={purposes.map((purpose) => ({ value: purpose, label: t.purposes[purpose] }))}
    />
  )
}

/** Asked for while the words need them; without JavaScript always. */
const Fallbacks = (props: ComposeFieldsProps) => {
  const { lang, shopName } = props
  const t = composeTexts[lang].compose
  const { text } = typedIn(props)
  const limit = { max: FALLBACK_MAX, unit: 'utf16' } as const
  return (
    <>
      <div data-used={VARIABLES.name}>
        <WritingField
          {...text('nameFallback')}
          label={t.nameFallback}
          hint={t.nameFallbackHint}
          limit={limit}
          placeholder={NAME_FALLBACK}
        />
      </div>
      <div data-used={VARIABLES.store}>
        <WritingField
          {...text('storeFallback')}
          label={t.storeFallback}
          hint={t.storeFallbackHint(shopName)}
          limit={limit}
          placeholder={shopName}
        />
      </div>
    </>
  )
}

const Signature = (props: ComposeFieldsProps) => {
  const { lang, signers } = props
  const t = composeTexts[lang].compose
  const { text } = typedIn(props)
  const faces = signers.map(({ id, name, faceId }) => ({
    value: id,
    label: (
      <span class="signer">
        {faceId && <img class="face" src={`/images/${faceId}`} alt="" width={48} height={48} loading="lazy" />}
        {name}
      </span>
    ),
    ...(faceId ? {} : { hint: t.noFace }),
  }))
  return (
    <>
      <Field {...text('from')} label={t.from} hint={t.fromHint} input={{ maxlength: FROM_MAX }} required />
      <RadioGroup
        {...text('senderId')}
        label={t.sender}
        hint={t.senderHint}
        choices={[...faces, { value: '', label: t.senderShop }]}
      />
    </>
  )
}
