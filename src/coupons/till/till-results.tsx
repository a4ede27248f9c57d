import type { Child, PropsWithChildren } from 'hono/jsx'
import type { TillDevice } from '../../stores/tills.ts'
import { formatYen } from '../../texts/format.ts'
import type { Language } from '../../texts/language.ts'
import { tillTexts } from '../../texts/till.ts'
import { tillMoreTexts } from '../../texts/till-more.ts'
import { reasonWords } from '../../texts/till-reasons.ts'
import { TILL_STAFF_PATH } from '../../web/session.ts'
import { PlainPage } from '../../web/ui.tsx'
import { Button } from '../../web/ui-forms.tsx'
import { TillResult, type TillTone } from '../../web/ui-screens.tsx'
import type { CouponOffer } from '../coupons.ts'
import type { Grant } from '../grants.ts'
import { usesLeftOf } from '../guest/held-card.ts'
import { PaperLeft } from '../paper/paper-pages.tsx'
import { offerWords } from '../words.ts'
import type { Redemption } from './redemptions.ts'
import { guestWords, signOf, TILL_PATH, timeOf } from './till-frame.tsx'
import { CodeForm } from './till-pages.tsx'
import type { No } from './till-refusals.tsx'

/** Of what is said largest: what is longer is said smaller, so that sign and button stay on one screen. */
const SHORT_MAX = 14

type Shown = { lang: Language; till: TillDevice; redemption: Redemption; now: number }

/** It is used: what to take off stands largest, then whose it was, where, when and by whom, and what is left of it. */
export const DonePage = ({ lang, till, redemption, grant, now }: Shown & { grant: Grant | undefined }) => {
  const t = tillTexts[lang]
  const { id, title, memberName, storeName, staffName, at } = redemption
  const offer = grant?.offer
  // Not by the number of the use: that of one that was undone is given again.
  const left = grant && usesLeftOf(grant, now)
  return (
    <ResultPage
      {...{ lang, till }}
      tone="done"
      word={t.done}
      next={t.doneNext[offer?.kind ?? 'percent']}
      detail={
        <>
          {offer && <TakeOff lang={lang} redemption={redemption} offer={offer} />}
          <bdi>{guestWords(lang, memberName)}</bdi>
          <p>{title}</p>
          <p>
            {t.doneWhere(storeName, timeOf(at, now, lang))} {staffName !== null && <bdi>{t.doneBy(staffName)}</bdi>}
          </p>
          {left !== undefined && left > 0 && <p>{t.usesLeft(left)}</p>}
        </>
      }
    >
      <NextGuest lang={lang} />
      <p class="till-undo">
        <Button href={`${TILL_PATH}/undos/${id}`} kind="quiet">
          {t.undo}
        </Button>
      </p>
    </ResultPage>
  )
}

/** 600円引き where that can be told, else what the coupon gives; with the bill, what is left to pay. */
const TakeOff = ({
  lang,
  redemption: { discountYen, billYen },
  offer,
}: Pick<Shown, 'lang' | 'redemption'> & { offer: CouponOffer }) => {
  const t = tillTexts[lang]
  // A free item and a special price are rung up as what they are.
  const off = offer.kind === 'percent' || offer.kind === 'yen' ? discountYen : null
  const words = off === null ? offerWords(offer, lang) : t.takeOff(formatYen(off, lang))
  return (
    <strong class={words.length > SHORT_MAX ? 'till-off long' : 'till-off'}>
      {words}
      {off !== null && billYen !== null && (
        <small>{t.toPay(formatYen(billYen, lang), formatYen(billYen - off, lang))}</small>
      )}
    </strong>
  )
}

/** A use that was taken back: the guest may use it again, and the bill may have to be put right. */
export const UndonePage = ({ lang, till, redemption, reason }: Omit<Shown, 'now'> & { reason?: string }) => {
  const t = tillMoreTexts[lang].recent
  return (
    <ResultPage
      {...{ lang, till }}
      tone="wait"
      word={t.done}
      next={t.doneNext}
      detail={
        <>
          <bdi>{guestWords(lang, redemption.memberName)}</bdi>
          <br />
          {redemption.title}
          {reason !== undefined && (
            <>
              <br />
              <bdi>{t.doneReason(reasonWords(lang, reason))}</bdi>
            </>
          )}
        </>
      }
    >
      <NextGuest lang={lang} />
    </ResultPage>
  )
}

type NoProps = {
  lang: Language
  till: TillDevice | undefined
  no: No
  /** What was typed: it is not lost by signing in. */
  code: string
}

/** A refusal, full-bleed. What may be tried again has the field for it right there. */
export const NoPage = ({ lang, till, no, code }: NoProps) => {
  const { tone, word, detail, next } = no
  const lines = detail.map((line, index) => (
    <>
      {index > 0 && <br />}
      {line}
    </>
  ))
  return (
    <ResultPage {...{ lang, till, tone, word, next }} detail={lines}>
      {no.offers === 'next' && <NextGuest lang={lang} />}
      {no.offers === 'code' && (
        <>
          <CodeForm lang={lang} />
          <p class="till-undo">
            {/* By a tap alone: a camera that went on by itself would read the same old code again. */}
            <Button href={TILL_PATH} kind="secondary">
              {tillTexts[lang].scanAgain}
            </Button>
          </p>
        </>
      )}
      {no.offers === 'staff' && (
        <form method="get" action={TILL_STAFF_PATH}>
          {code !== '' && <input type="hidden" name="next" value={code} />}
          <Button autofocus>{tillTexts[lang].toStaff}</Button>
        </form>
      )}
      {no.offers === 'nothing' && <PaperLeft lang={lang} />}
    </ResultPage>
  )
}

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
