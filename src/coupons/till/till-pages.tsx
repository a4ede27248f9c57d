import type { Child, PropsWithChildren } from 'hono/jsx'
import type { Refusal } from '../../refusal.ts'
import type { OnDuty } from '../../shifts/notices/on-duty.ts'
import { onDutyWords } from '../../shifts/notices/on-duty-words.ts'
import type { TillDevice } from '../../stores/tills.ts'
import { doorTexts } from '../../texts/event-door.ts'
import { formatDateTime, formatTime, tokyoDay } from '../../texts/format.ts'
import type { Language } from '../../texts/language.ts'
import { tillTexts } from '../../texts/till.ts'
import { PlainPage } from '../../web/ui.tsx'
import { Actions, Button, Field } from '../../web/ui-forms.tsx'
import { Card, Definition, Notice } from '../../web/ui-parts.tsx'
import { TillResult, type TillTone } from '../../web/ui-screens.tsx'
import type { Grant } from '../grants.ts'
import { offerWords, termLines } from '../words.ts'
import type { Redemption } from './redemptions.ts'

export const TILL_PATH = '/till'

type TillPage = { lang: Language; till: TillDevice }

type EntryProps = TillPage & {
  code: string
  /** The events whose doors are open now. */
  doors: readonly { id: string; title: string }[]
  /** Who of the alumni works here today. */
  onDuty: readonly OnDuty[]
}

export const EntryPage = ({ lang, till, code, doors, onDuty }: EntryProps) => (
  <PlainPage lang={lang} title={tillTexts[lang].title} screen="till" from={signOf(till)} path={TILL_PATH} keepAwake>
    <CodeForm lang={lang} hint={tillTexts[lang].codeHint} code={code} />
    {doors.map(({ id, title }) => (
      <p>
        <a href={`${TILL_PATH}/door/${id}`}>{doorTexts[lang].openDoor(title)}</a>
      </p>
    ))}
    {onDuty.map((person) => (
      <Notice tone="info">{onDutyWords(lang, person)}</Notice>
    ))}
  </PlainPage>
)

/** Who and what, what staff must look at, and the one button. Nothing is used yet; place, dates and uses we checked. */
export const PreviewPage = ({
  lang,
  till,
  grant,
  token,
}: TillPage & {
  grant: Grant
  /** The signed preview, see previews.ts. */
  token: string
}) => {
  const t = tillTexts[lang]
  const { offer, memberName, uses } = grant
  return (
    <PlainPage lang={lang} title={t.previewTitle} screen="till" from={signOf(till)} keepAwake>
      <Card>
        <p class="till-who">
          <bdi>{memberName === null ? t.unnamed : t.who(memberName)}</bdi>
        </p>
        <p class="till-what">
          {offer.title}
          <br />
          <b>{offerWords(offer, lang)}</b>
          {offer.usesMax > 1 && <small> {t.usesLeft(offer.usesMax - uses.length)}</small>}
        </p>
        <Definition
          items={termLines(offer, lang).map(({ label, value }) => ({
            term: label,
            detail: value,
          }))}
        />
      </Card>
      <form method="post" action={`${TILL_PATH}/redemptions`}>
        <input type="hidden" name="preview" value={token} />
        <Actions>
          <Button href={TILL_PATH} kind="quiet">
            {t.cancel}
          </Button>
          <Button autofocus>{t.use}</Button>
        </Actions>
      </form>
    </PlainPage>
  )
}

export const DonePage = ({ lang, till, redemption, now }: TillPage & { redemption: Redemption; now: number }) => {
  const t = tillTexts[lang]
  const { title, memberName, storeName, at, useNo, usesMax } = redemption
  return (
    <ResultPage
      {...{ lang, till }}
      tone="done"
      word={t.done}
      next={t.doneNext}
      detail={
        <>
          <bdi>{memberName === null ? t.unnamed : t.who(memberName)}</bdi>
          <br />
          {title}
          <br />
          {t.doneWhere(storeName, timeOf(at, now, lang))}
          {usesMax > useNo && (
            <>
              <br />
              {t.usesLeft(usesMax - useNo)}
            </>
          )}
        </>
      }
    >
      <NextGuest lang={lang} />
    </ResultPage>
  )
}

type No = { tone: TillTone; word: string; detail: string; next: string }

/** Why not, and what now; undefined when it is none of the till's own refusals. */
export function wordRefusal({ code, facts }: Refusal, { lang, now }: { lang: Language; now: number }): No | undefined {
  const t = tillTexts[lang]
  const at = Number(facts.at ?? 0)
  const no = (word: string, detail: string, next: string = t.tellGuest): No => ({ tone: 'stop', word, detail, next })
  const again = (detail: string): No => ({ tone: 'wait', word: t.tryAgain, detail, next: t.unknownNext })
  switch (code) {
    case 'coupon_already_redeemed':
      return no(t.cannot, t.usedAt(timeOf(at, now, lang), String(facts.store ?? '')), t.usedNext)
    case 'coupon_expired':
      return no(t.expired, t.expiredAt(formatDateTime(at - 1, lang)))
    case 'coupon_not_yet':
      return no(t.notYet, t.notYetAt(formatDateTime(at, lang)))
    case 'coupon_stopped':
      return no(t.cannot, t.stopped)
    case 'coupon_not_here':
      return no(t.notHere, t.notHereStores(String(facts.stores ?? '')))
    case 'coupon_code_unknown':
    case 'redemption_key_reused':
      return again(t.unknown)
    case 'preview_expired':
      return again(t.previewExpired)
    case 'till_locked':
      return no(t.locked, t.lockedUntil(formatTime(Number(facts.until ?? 0))), t.lockedNext)
    case 'till_not_enrolled':
      return no(t.notEnrolled, t.notEnrolledDetail, t.notEnrolledNext)
    default:
      return undefined
  }
}

/** A refusal, full-bleed. What may be tried again has the field for it right there. */
export const NoPage = ({ lang, till, no }: { lang: Language; till: TillDevice | undefined; no: No }) => (
  <ResultPage lang={lang} till={till} {...no}>
    {no.tone === 'wait' ? <CodeForm lang={lang} /> : till && <NextGuest lang={lang} />}
  </ResultPage>
)

type Result = PropsWithChildren<{
  lang: Language
  till: TillDevice | undefined
  tone: TillTone
  word: string
  detail: Child
  next: string
}>

const ResultPage = ({ lang, till, tone, word, detail, next, children }: Result) => (
  <PlainPage
    lang={lang}
    title={word}
    screen={`till-${tone}`}
    titleHidden
    keepAwake
    {...(till ? { from: signOf(till) } : { path: TILL_PATH })}
  >
    <TillResult tone={tone} word={word} detail={detail} next={next}>
      {children}
    </TillResult>
  </PlainPage>
)

/** The main action, and Enter, lead to the next guest. */
const NextGuest = ({ lang }: { lang: Language }) => (
  <form method="get" action={TILL_PATH}>
    <Button autofocus>{tillTexts[lang].next}</Button>
  </form>
)

const CodeForm = ({ lang, hint, code = '' }: { lang: Language; hint?: string; code?: string }) => {
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

const signOf = ({ storeName, name }: TillDevice) => `${storeName} ${name}`

/** 19:42 for today, with the day for earlier. */
const timeOf = (at: number, now: number, lang: Language) =>
  tokyoDay(at) === tokyoDay(now) ? formatTime(at) : formatDateTime(at, lang)
