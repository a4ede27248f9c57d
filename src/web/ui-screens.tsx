import { raw } from 'hono/html'
import type { Child, PropsWithChildren } from 'hono/jsx'
import { qrSvg } from './qr.ts'

export type TillTone = 'done' | 'wait' | 'stop'
const TILL_SIGNS: Record<TillTone, string> = { done: '○', wait: '△', stop: '×' }

/** What the till says, readable at arm's length. Put it on a PlainPage with the screen `till-${tone}`. */
export const TillResult = ({
  tone,
  word,
  detail,
  next,
  children,
}: PropsWithChildren<{ tone: TillTone; word: string; detail?: Child; next: string }>) => (
  <section class="till-result" role={tone === 'done' ? 'status' : 'alert'}>
    <span class="till-sign" aria-hidden="true">
      {TILL_SIGNS[tone]}
    </span>
    <p class="till-word">{word}</p>
    {detail && <div class="till-detail">{detail}</div>}
    <p class="till-next">{next}</p>
    {children}
  </section>
)

/** What a guest shows at the door, to be read by any camera. */
export const QrCard = ({
  title,
  lead,
  alt,
  content,
}: {
  title: string
  lead: string
  alt: string
  content: string
}) => (
  <div class="coupon-code">
    <h2>{title}</h2>
    <div class="qr" role="img" aria-label={alt}>
      {raw(qrSvg(content))}
    </div>
    <p>{lead}</p>
  </div>
)

/** For who hears it: letter by letter, with a rest between the halves. */
const spelled = (code: string) =>
  code
    .split('-')
    .map((half) => [...half].join(' '))
    .join(', ')

type CouponCodeProps = {
  codeLabel: string
  code: string
  /** The QR as SVG markup that we made ourselves. */
  qrSvg: string
  qrAlt: string
  secondsLeft: number
  secondsTotal: number
  /** With {} where the seconds stand: あと{}秒 */
  secondsText: string
}

/** The code a guest shows: large, as it is spelled (ABCD-EFGH), with the time it still lives. */
export const CouponCode = ({
  codeLabel,
  code,
  qrSvg,
  qrAlt,
  secondsLeft,
  secondsTotal,
  secondsText,
}: CouponCodeProps) => (
  <div class="coupon-code">
    <div class="qr" role="img" aria-label={qrAlt}>
      {raw(qrSvg)}
    </div>
    <p class="code">
      <span aria-hidden="true">{code}</span>
      <span class="hidden">
        {codeLabel} {spelled(code)}
      </span>
    </p>
    <div class="countdown">
      <progress aria-hidden="true" data-countdown={secondsLeft} max={secondsTotal} value={secondsLeft} />
      <span data-countdown={secondsLeft} data-countdown-text={secondsText}>
        {secondsText.replace('{}', String(secondsLeft))}
      </span>
    </div>
  </div>
)
