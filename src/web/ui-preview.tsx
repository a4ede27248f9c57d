import { raw } from 'hono/html'
import { BASE_CSS } from '../flex/base-css.ts'
import { darkCss } from '../flex/dark-css.ts'
import { renderMessages, renderNotification } from '../flex/messages.ts'
import { composeTexts } from '../texts/compose.ts'
import type { Language } from '../texts/language.ts'
import { Card, PhoneFrame } from './ui-parts.tsx'

/** LINE messages as HTML, with the rules that they need. */
export type Previewed = { html: string; css: string }

/**
 * Messages as a person will see them in LINE, and the last one in the notification. `styles`: all messages whose rules the
 * page carries, where more may come to be shown on it.
 */
export function previewed(
  messages: readonly unknown[],
  { lang, shopName, styles = messages }: { lang: Language; shopName: string; styles?: readonly unknown[] },
): Previewed {
  const options = { preview: true, sender: { name: shopName } }
  const { html } = renderMessages(messages, options)
  const { css } = renderMessages(styles, options)
  const notified = renderNotification(messages.at(-1), options.sender).html
  return { html: `${html}<p class="phone-note">${composeTexts[lang].compose.notification}</p>${notified}`, css }
}

type PreviewProps = { lang: Language; shopName: string; previewed: Previewed }

/** A phone with the messages, on a light or a dark screen, beside what they are made of. */
export const Preview = ({ lang, shopName, previewed }: PreviewProps) => {
  const t = composeTexts[lang].compose
  return (
    <aside>
      <Card title={t.previewTitle}>
        <div class="preview">
          <div class="chips themes" role="radiogroup" aria-label={t.theme}>
            {(['light', 'dark'] as const).map((theme) => (
              <label class="chip">
                <input type="radio" name="preview-theme" value={theme} checked={theme === 'light'} />
                <span>{t.themes[theme]}</span>
              </label>
            ))}
          </div>
          <PhoneFrame label={t.previewTitle} from={shopName}>
            <div id="preview">{raw(previewed.html)}</div>
          </PhoneFrame>
        </div>
      </Card>
    </aside>
  )
}

const DARK = '.preview:has([value=dark]:checked)'

/** Goes into a page's head: the one stylesheet that a page may carry in itself. */
export const PreviewStyle = ({ css, nonce }: { css: string; nonce: string | undefined }) => (
  // Our own rules, made of checked values only; contains no less-than sign.
  <style nonce={nonce}>{raw(`${BASE_CSS}\n${css}\n${darkCss(DARK)}`)}</style>
)
