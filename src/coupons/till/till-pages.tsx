import type { OnDuty } from '../../shifts/notices/on-duty.ts'
import { onDutyWords } from '../../shifts/notices/on-duty-words.ts'
import { doorTexts } from '../../texts/event-door.ts'
import { formatYen } from '../../texts/format.ts'
import type { Language } from '../../texts/language.ts'
import { tillTexts } from '../../texts/till.ts'
import { reasonWords } from '../../texts/till-reasons.ts'
import type { Staff } from '../../web/env.ts'
import { type FormErrors, type FormValues, valueIn } from '../../web/form.ts'
import { Actions, Button, Field } from '../../web/ui-forms.tsx'
import { Badge, Card, Definition, Notice } from '../../web/ui-parts.tsx'
import { ScanHead, Scanner } from '../../web/ui-scan.tsx'
import type { Grant } from '../grants.ts'
import { PaperDevice, PaperHead } from '../paper/paper-pages.tsx'
import { asItems, offerWords, termLines } from '../words.ts'
import { type AtTill, guestWords, TILL_PATH, TillFrame } from './till-frame.tsx'
import { usesThatCount } from './windows.ts'

/** How soon an open page knows that its till was revoked. */
const STANDING_SECONDS = 60
/** Room for 10,000,000 with its commas and 円. */
const AMOUNT_TYPED_MAX = 16

type EntryProps = AtTill & {
  code: string
  /** The events whose doors are open now. */
  doors: readonly { id: string; title: string }[]
  others: readonly Staff[]
  /** Who of the alumni works here today. */
  onDuty: readonly OnDuty[]
}

/** Where every guest begins: the camera, the code by hand, and what is needed seldom. */
export const EntryPage = ({ code, doors, onDuty, others, ...at }: EntryProps) => {
  const { lang } = at
  const t = tillTexts[lang]
  return (
    <TillFrame {...at} title={t.title} path={TILL_PATH} head={<EntryHead />} others={others}>
      <PaperDevice lang={lang} storeId={at.till.storeId} quiet />
      <Scanner action={`${TILL_PATH}/previews`} words={t.scan} />
      <CodeForm lang={lang} hint={t.codeHint} code={code} />
      <nav aria-label={t.other}>
        <ul class="till-links">
          <TillLink href={`${TILL_PATH}/guests`}>{t.toSearch}</TillLink>
          <TillLink href={`${TILL_PATH}/recent`}>{t.toRecent}</TillLink>
          {doors.map(({ id, title }) => (
            <TillLink href={`${TILL_PATH}/door/${id}`}>{doorTexts[lang].openDoor(title)}</TillLink>
          ))}
        </ul>
      </nav>
      {onDuty.map((person) => (
        <Notice tone="info">{onDutyWords(lang, person)}</Notice>
      ))}
      <div data-refresh={`${TILL_PATH}/standing`} data-refresh-seconds={STANDING_SECONDS} hidden />
    </TillFrame>
  )
}

/** The camera, and what goes on while the net is down. */
const EntryHead = () => (
  <>
    <ScanHead />
    <PaperHead />
  </>
)

const TillLink = ({ href, children }: { href: string; children: string }) => (
  <li>
    <Button href={href} kind="secondary">
      {children}
    </Button>
  </li>
)

/** The code by hand; what a code reader types ends in Enter, which sends it. */
export const CodeForm = ({ lang, hint, code = '' }: { lang: Language; hint?: string; code?: string }) => {
  const t = tillTexts[lang]
  return (
    <form method="post" action={`${TILL_PATH}/previews`}>
      <Field
        lang={lang}
        label={t.code}
        name="code"
        value={code}
        {...(hint ? { hint } : {})}
        input={{
          autofocus: true,
          autocomplete: 'off',
          autocapitalize: 'characters',
          inputmode: 'text',
          maxlength: 500,
        }}
      />
      <Button>{t.read}</Button>
    </form>
  )
}

type PreviewProps = AtTill & {
  grant: Grant
  /** The signed preview, see previews.ts. */
  token: string
  /** Why the guest was looked up by name; null: they showed a code. */
  reason: string | null
  /** What was typed before: nothing of it is lost. */
  typed?: { values: FormValues; errors: FormErrors }
  now: number
}

/** Who and what, what staff must look at, and the one button. Nothing is used yet. */
export const PreviewPage = ({ grant, token, reason, typed, now, ...at }: PreviewProps) => {
  const { lang } = at
  const t = tillTexts[lang]
  const { offer, memberName } = grant
  const left = offer.usesMax - usesThatCount(offer, grant.uses, now).length
  return (
    <TillFrame {...at} title={t.previewTitle}>
      <Card>
        <p class="till-who">
          <bdi>{guestWords(lang, memberName)}</bdi>
        </p>
        <p class="till-what">
          {offer.title}
          <br />
          <b>{offerWords(offer, lang)}</b>
          {offer.usesMax > 1 && <small> {t.usesLeft(left)}</small>}
        </p>
        <div class="till-state">
          <Badge tone="done">{t.usableNow}</Badge>
          <small>{t.usableBecause}</small>
        </div>
        <Definition items={asItems(termLines(offer, lang))} />
      </Card>
      {reason !== null && <Notice tone="warn">{t.byName(reasonWords(lang, reason))}</Notice>}
      <form method="post" action={`${TILL_PATH}/redemptions`} class="filled">
        <input type="hidden" name="preview" value={token} />
        <EnteredFields lang={lang} grant={grant} {...(typed ? { typed } : {})} />
        <Actions>
          <Button autofocus={!typed}>{t.use}</Button>
          <Button href={TILL_PATH} kind="quiet">
            {t.cancel}
          </Button>
        </Actions>
      </form>
    </TillFrame>
  )
}

const NOTHING_TYPED = { values: {}, errors: {} }

/** What the bill is and how many came, where staff have the time: the report then knows what a coupon cost and brought. */
const EnteredFields = ({
  lang,
  grant: { offer },
  typed: { values, errors } = NOTHING_TYPED,
}: {
  lang: Language
  grant: Grant
  typed?: { values: FormValues; errors: FormErrors }
}) => {
  const t = tillTexts[lang]
  const { minimumSpendYen, guestsMax } = offer.conditions
  const number = { inputmode: 'numeric', autocomplete: 'off', maxlength: AMOUNT_TYPED_MAX } as const
  return (
    <div class="columns">
      <Field
        lang={lang}
        label={t.bill}
        name="bill"
        hint={minimumSpendYen > 0 ? t.billFrom(formatYen(minimumSpendYen, lang)) : t.billHint}
        value={valueIn(values, 'bill')}
        error={errors.bill}
        unit={t.yen}
        input={number}
      />
      <Field
        lang={lang}
        label={t.guests}
        name="guests"
        hint={guestsMax === undefined ? t.guestsHint : t.guestsUpTo(guestsMax)}
        value={valueIn(values, 'guests')}
        error={errors.guests}
        {...(t.people === '' ? {} : { unit: t.people })}
        input={number}
      />
    </div>
  )
}
