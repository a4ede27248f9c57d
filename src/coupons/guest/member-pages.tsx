import type { Child, PropsWithChildren } from 'hono/jsx'
import type { MemberLanguage } from '../../db/schema.ts'
import { couponGuestTexts } from '../../texts/coupon-guest.ts'
import { couponTexts } from '../../texts/coupons.ts'
import { formatDateTimeAsOf, formatTime, tokyoDay } from '../../texts/format.ts'
import { htmlLang } from '../../texts/language.ts'
import { liveTexts } from '../../texts/web.ts'
import { qrSvg } from '../../web/qr.ts'
import { PlainPage } from '../../web/ui.tsx'
import { Actions, Button } from '../../web/ui-forms.tsx'
import { Card, Definition, Notice } from '../../web/ui-parts.tsx'
import { CouponCode } from '../../web/ui-screens.tsx'
import { type ShownCode, STEP_MS, spellCode } from '../codes.ts'
import type { Grant, Use } from '../grants.ts'
import { asItems, conditionLines, firstMoment, lastMoment, offerWords } from '../words.ts'
import { ownOffer, stateLine, usesLeftOf } from './held-card.ts'
import { changeOf } from './holding.ts'
import { guestState } from './state.ts'

/** A code that nothing replaced is shown so much longer than its half minute. It is good for 30 s more. */
const STALE_AFTER_SECONDS = 15

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
    <PlainPage lang={language} title={offer.title} screen="member" from={shopName} keepAwake={isLive(grant, now)}>
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
      <Extended grant={grant} now={now} />
      <Card title={t.conditions}>
        <Definition items={asItems(conditionLines(ownOffer(grant), { storeNames, now, language }))} />
      </Card>
    </PlainPage>
  )
}

/** That the shop moved its end, to who looks for the first time since. */
const Extended = ({ grant, now }: Omit<Shown, 'path'>) => {
  const change = changeOf(grant, now)
  if (change?.kind !== 'extended') return null
  const { memberLanguage: language } = grant
  const words = couponGuestTexts[language].change.extended(change.title, lastMoment(change.endsAt, now, language))
  return <Notice tone="info">{words}</Notice>
}

/** Whether the page goes on asking: a code is to be seen now. */
export const isLive = (grant: Grant, now: number) => guestState(grant, now).kind === 'usable'

type CodeView = Shown & { shown: ShownCode | undefined; baseUrl: string }

/** The part of the page that changes: code, QR, clock; or that a use has just happened. */
export const CodeFragment = ({ grant, now, path, shown, baseUrl }: CodeView) => {
  const language = grant.memberLanguage
  const t = couponTexts[language].page
  const said = couponGuestTexts[language]
  const last = spentBy(grant, now)
  if (last) return <JustUsed grant={grant} use={last} now={now} />
  if (!shown) return <Notice tone="info">{t.busy}</Notice>
  const left = usesLeftOf(grant, now)
  return (
    <>
      <LiveCode language={language} shown={shown} baseUrl={baseUrl} now={now} />
      <p class="muted">
        {left !== undefined && (
          <>
            <strong>{said.state.usesLeft(left)}</strong>
            <br />
          </>
        )}
        {said.page.yours} {t.openingUsesNothing} {said.page.brightness}
      </p>
      <noscript>
        <p>{said.page.until(clock(shown.changesAt + STEP_MS))}</p>
        <ShowCode path={path} label={t.again} />
      </noscript>
    </>
  )
}

type LiveCodeProps = { language: MemberLanguage; shown: ShownCode; baseUrl: string; now: number }

/** Where no new one comes, it goes before it is over: nobody holds out a code that the till will not take. */
const LiveCode = ({ language, shown, baseUrl, now }: LiveCodeProps) => {
  const t = couponTexts[language].page
  const { goneTitle, gone } = couponGuestTexts[language].page
  const secondsLeft = Math.ceil((shown.changesAt - now) / 1_000)
  return (
    <>
      <div data-gone-after={secondsLeft + STALE_AFTER_SECONDS}>
        <p>{t.showStaff}</p>
        <CouponCode
          codeLabel={t.code}
          code={spellCode(shown.code)}
          qrSvg={qrSvg(`${baseUrl}/till?code=${shown.code}`)}
          qrAlt={t.qrLabel}
          secondsLeft={secondsLeft}
          secondsTotal={STEP_MS / 1_000}
          secondsText={liveTexts[language].secondsLeft}
        />
        <p class="muted">
          {t.now}{' '}
          <time data-clock datetime={new Date(now).toISOString()}>
            {clock(now)}
          </time>{' '}
          ・ {t.changesSoon}
        </p>
      </div>
      <div hidden>
        <Notice tone="warn" title={goneTitle}>
          {gone}
        </Notice>
      </div>
    </>
  )
}

/** Why there is no code, and from when on there is one, in the words of the person who holds it. */
export const CouponState = ({ grant, now }: { grant: Grant; now: number }) => {
  const { offer, memberLanguage: language } = grant
  const t = couponTexts[language].page
  const { state: said } = couponGuestTexts[language]
  const state = guestState(grant, now)
  if (state.kind === 'used' || state.kind === 'used_for_now')
    return (
      <UsedUp title={t.usedAt(when(state.last.at, now, language), state.last.storeName)}>
        {state.kind === 'used' ? t.thanks : said.usedForNow(firstMoment(state.at, now, language))}
      </UsedUp>
    )
  if (state.kind === 'expired')
    return (
      <Notice tone="warn" title={t.expired(lastMoment(offer.endsAt, now, language))}>
        {t.expiredHint}
      </Notice>
    )
  if (state.kind === 'sold_out')
    return (
      <Notice tone="warn" title={said.soldOut}>
        {said.soldOutHint}
      </Notice>
    )
  if (state.kind === 'withdrawn' || state.kind === 'stopped')
    return (
      <Notice tone="warn" title={state.kind === 'stopped' ? t.stopped : said.withdrawn}>
        {state.words === null ? t.stoppedHint : said.shopSays(state.words)}
      </Notice>
    )
  return <Notice tone="info">{stateLine(grant, now)}</Notice>
}

type FromLine = { language: MemberLanguage; shopName: string; url: string }

/** LINE says who this is; a link that was passed on, or a picture of it, opens nothing. Neither name nor coupon is told. */
export const FromLinePage = ({ language, shopName, url }: FromLine) => {
  const t = couponGuestTexts[language].page
  return (
    <PlainPage lang={language} title={t.fromLineTitle} screen="member" from={shopName}>
      <p>
        {t.fromLine} {t.fromLineHow}
      </p>
      <Actions still>
        <Button href={url}>{t.openInLine}</Button>
      </Actions>
      <p class="muted">{t.notFromHere}</p>
    </PlainPage>
  )
}

/** For every link that we did not make, without saying what is wrong with it. Whose it was is not known, nor their language. */
export const UnusablePage = () => {
  const { ja, en } = couponTexts
  return (
    <PlainPage lang="ja" title={ja.page.unusableTitle} screen="member">
      <p>{ja.page.unusable}</p>
      <p lang="en">{en.page.unusable}</p>
    </PlainPage>
  )
}

const ShowCode = ({ path, label }: { path: string; label: string }) => (
  <Actions still>
    <form method="post" action={path}>
      <Button>{label}</Button>
    </form>
  </Actions>
)

const UsedUp = ({ title, children }: { title: string; children?: Child }) => (
  <div class="used" data-told>
    <span class="sign" aria-hidden="true">
      ○
    </span>
    <strong>{title}</strong>
    {children && <p>{children}</p>}
  </div>
)

const JustUsed = ({ grant, use, now }: { grant: Grant; use: Use; now: number }) => {
  const t = couponTexts[grant.memberLanguage].page
  const left = usesLeftOf(grant, now)
  return (
    <UsedUp title={t.oneUsed(when(use.at, now, grant.memberLanguage), use.storeName)}>
      {left !== undefined && couponGuestTexts[grant.memberLanguage].state.usesLeft(left)}
    </UsedUp>
  )
}

/** Names what the code's part of the page shows: another one each half minute, and with each use. */
export const fragmentMark = ({ uses }: Grant, now: number) =>
  [Math.floor(now / STEP_MS), uses.length, uses.at(-1)?.at ?? 0].join('.')

/** The use that this half minute's code is spent by: one code is good for one use. */
const spentBy = ({ uses }: Grant, now: number) => uses.find(({ at }) => at >= Math.floor(now / STEP_MS) * STEP_MS)

const clock = (at: number) => `${formatTime(at)}:${String(Math.floor(at / 1_000) % 60).padStart(2, '0')}`

/** 19:42 for today, with the day for earlier. */
const when = (at: number, now: number, language: MemberLanguage) =>
  tokyoDay(at) === tokyoDay(now) ? formatTime(at) : formatDateTimeAsOf(at, now, htmlLang(language))
