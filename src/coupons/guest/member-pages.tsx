import type { Child, PropsWithChildren } from 'hono/jsx'
import type { MemberLanguage } from '../../db/schema.ts'
import { couponTexts } from '../../texts/coupons.ts'
import { formatDateTime, formatTime, tokyoDay } from '../../texts/format.ts'
import { htmlLang } from '../../texts/language.ts'
import { webTexts } from '../../texts/web.ts'
import { qrSvg } from '../../web/qr.ts'
import { PlainPage } from '../../web/ui.tsx'
import { Button } from '../../web/ui-forms.tsx'
import { Card, Definition, Notice } from '../../web/ui-parts.tsx'
import { CouponCode } from '../../web/ui-screens.tsx'
import { type ShownCode, STEP_MS, spellCode } from '../codes.ts'
import { type Grant, grantState, type Use } from '../grants.ts'
import { conditionLines, lastMoment, offerWords } from '../words.ts'

type Shown = { grant: Grant; now: number; path: string }

/** The coupon as its holder shows it. `children` is what stands where the code belongs. */
export const CouponPage = ({
  grant,
  now,
  path,
  shopName,
  children,
}: PropsWithChildren<Shown & { shopName: string }>) => {
  const { offer, memberName, storeNames, memberLanguage: language } = grant
  const t = couponTexts[language].page
  return (
    <PlainPage lang={htmlLang(language)} title={offer.title} screen="member" from={shopName} keepAwake>
      <p>
        <bdi>{memberName === null ? t.holderUnnamed : t.holder(memberName)}</bdi>
        <br />
        <strong>{offerWords(offer, language)}</strong>
      </p>
      {isLive(grant, now) ? (
        <div
          data-refresh={`${path}/codes`}
          data-refresh-method="post"
          data-refresh-seconds="1"
          {...(children ? {} : { 'data-refresh-now': '' })}
        >
          {children ?? (
            <>
              <ShowCode path={path} label={t.showCode} />
              <p class="muted">{t.openingUsesNothing}</p>
            </>
          )}
        </div>
      ) : (
        <CouponState grant={grant} now={now} />
      )}
      <Card title={t.conditions}>
        <Definition
          items={conditionLines(offer, { storeNames, now, language }).map(({ label, value }) => ({
            term: label,
            detail: value,
          }))}
        />
      </Card>
    </PlainPage>
  )
}

/** Whether the page goes on asking: a code is to be seen now, or soon. */
export const isLive = (grant: Grant, now: number) => grantState(grant, now) === 'usable'

type CodeView = Shown & { shown: ShownCode | undefined; baseUrl: string }

/** The part of the page that changes: code, QR, clock; or that a use has just happened. */
export const CodeFragment = ({ grant, now, path, shown, baseUrl }: CodeView) => {
  const language = grant.memberLanguage
  const t = couponTexts[language].page
  const last = spentBy(grant, now)
  if (last) return <JustUsed language={language} use={last} left={grant.offer.usesMax - grant.uses.length} now={now} />
  if (!shown) return <Notice tone="info">{t.busy}</Notice>
  return (
    <>
      <p>{t.showStaff}</p>
      <CouponCode
        codeLabel={t.code}
        code={spellCode(shown.code)}
        qrSvg={qrSvg(`${baseUrl}/till?code=${shown.code}`)}
        qrAlt={t.qrLabel}
        secondsLeft={Math.ceil((shown.changesAt - now) / 1_000)}
        secondsTotal={STEP_MS / 1_000}
        secondsText={webTexts[htmlLang(language)].secondsLeft}
      />
      <p class="muted">
        {t.now} <time datetime={new Date(now).toISOString()}>{clock(now)}</time> ・ {t.changesSoon}
        {grant.offer.usesMax > 1 && ` ${t.usesLeft(grant.offer.usesMax - grant.uses.length)}`}
        <br />
        {t.openingUsesNothing}
      </p>
      <noscript>
        <ShowCode path={path} label={t.again} />
      </noscript>
    </>
  )
}

/** Why there is no code, in the words of the person who holds it. */
export const CouponState = ({ grant, now }: { grant: Grant; now: number }) => {
  const { offer, uses, memberLanguage: language } = grant
  const t = couponTexts[language].page
  const last = uses.at(-1)
  const state = grantState(grant, now)
  if (state === 'used' && last)
    return <UsedUp title={t.usedAt(when(last.at, now, language), last.storeName)}>{t.thanks}</UsedUp>
  if (state === 'not_yet')
    return <Notice tone="info">{t.notYet(formatDateTime(offer.startsAt, htmlLang(language)))}</Notice>
  if (state === 'expired')
    return (
      <Notice tone="warn" title={t.expired(lastMoment(offer.endsAt, language))}>
        {t.expiredHint}
      </Notice>
    )
  return (
    <Notice tone="warn" title={t.stopped}>
      {t.stoppedHint}
    </Notice>
  )
}

/** For every link that we did not make, without saying what is wrong with it. */
export const UnusablePage = ({ language }: { language: MemberLanguage }) => {
  const t = couponTexts[language].page
  return (
    <PlainPage lang={htmlLang(language)} title={t.unusableTitle} screen="member">
      <p>{t.unusable}</p>
    </PlainPage>
  )
}

const ShowCode = ({ path, label }: { path: string; label: string }) => (
  <form method="post" action={path}>
    <Button>{label}</Button>
  </form>
)

const UsedUp = ({ title, children }: { title: string; children?: Child }) => (
  <div class="used" role="status">
    <span class="sign" aria-hidden="true">
      ○
    </span>
    <strong>{title}</strong>
    {children && <p>{children}</p>}
  </div>
)

const JustUsed = ({ language, use, left, now }: { language: MemberLanguage; use: Use; left: number; now: number }) => {
  const t = couponTexts[language].page
  return <UsedUp title={t.oneUsed(when(use.at, now, language), use.storeName)}>{t.usesLeft(left)}</UsedUp>
}

/** The use that this half minute's code is spent by: one code is good for one use. */
const spentBy = ({ uses }: Grant, now: number) => uses.find(({ at }) => at >= Math.floor(now / STEP_MS) * STEP_MS)

const clock = (at: number) => `${formatTime(at)}:${String(Math.floor(at / 1_000) % 60).padStart(2, '0')}`

/** 19:42 for today, with the day for earlier. */
const when = (at: number, now: number, language: MemberLanguage) =>
  tokyoDay(at) === tokyoDay(now) ? formatTime(at) : formatDateTime(at, htmlLang(language))
