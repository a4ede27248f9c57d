import { PURPOSES } from '../consent/consent.ts'
import { broadcastTexts } from '../texts/broadcasts.ts'
import { confirmTexts } from '../texts/confirm.ts'
import { formatNumber } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import { Card } from '../web/ui-parts.tsx'
import { type Balance, type Mix, total } from './balance.ts'

/** A bar is drawn in thousandths, so that every share is a whole number. */
const WIDTH = 1000
const HEIGHT = 24

/** What these people and everybody received lately: a bar, and the same in words. */
export const BalanceCard = ({ lang, balance }: { lang: Language; balance: Balance }) => {
  const t = confirmTexts[lang].balance
  return (
    <Card title={t.title}>
      <BalanceLine lang={lang} label={t.audience} mix={balance.audience} />
      <BalanceLine lang={lang} label={t.account} mix={balance.account} />
    </Card>
  )
}

const BalanceLine = ({ lang, label, mix }: { lang: Language; label: string; mix: Mix }) => {
  const t = confirmTexts[lang].balance
  const all = total(mix)
  const shares = sharesOf(mix).filter(({ messages }) => messages > 0)
  return (
    <div class="balance">
      <h3>{label}</h3>
      {all === 0 ? (
        <p class="muted">{t.none}</p>
      ) : (
        <>
          <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true" focusable="false">
            {shares.map(({ purpose, from, width }) => (
              <rect class={`of-${purpose}`} x={from} y="0" width={width} height={HEIGHT} />
            ))}
          </svg>
          <ul>
            {shares.map(({ purpose, messages }) => (
              <li class={`of-${purpose}`}>
                {t.count(
                  broadcastTexts[lang].purposes[purpose],
                  formatNumber(messages),
                  Math.round((100 * messages) / all),
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  )
}

/** Where each purpose stands in the bar. */
export function sharesOf(mix: Mix) {
  const all = Math.max(1, total(mix))
  let before = 0
  return PURPOSES.map((purpose) => {
    const messages = mix[purpose]
    const from = Math.round((before * WIDTH) / all)
    before += messages
    return { purpose, messages, from, width: Math.round((before * WIDTH) / all) - from }
  })
}
