import { Hono } from 'hono'
import { shopName } from '../stores/stores.ts'
import { agreedTexts, consentTexts } from '../texts/consent.ts'
import type { Language } from '../texts/language.ts'
import { privacyNotices } from '../texts/privacy.ts'
import type { WebEnv } from '../web/env.ts'
import { PlainPage } from '../web/ui.tsx'
import { Card, Definition } from '../web/ui-parts.tsx'
import { CONSENT_VERSION, PURPOSES } from './consent.ts'

/** Mounted at /privacy, open to everyone: what is kept, what for, and how to stop it. */
export const consentPages = new Hono<WebEnv>().get('/', async (c) => {
  const { deps, language } = c.var
  return c.html(<PrivacyPage lang={language} shop={await shopName(deps.store)} />)
})

const PrivacyPage = ({ lang, shop }: { lang: Language; shop: string }) => {
  const notice = privacyNotices[CONSENT_VERSION][lang]
  return (
    <PlainPage lang={lang} title={notice.title} screen="member" from={shop} path="/privacy">
      <p>{notice.lead(shop)}</p>
      {notice.sections(shop).map(({ heading, paragraphs, points, purposes }) => (
        <Card title={heading}>
          {paragraphs.map((paragraph) => (
            <p>{paragraph}</p>
          ))}
          {points && (
            <ul>
              {points.map((point) => (
                <li>{point}</li>
              ))}
            </ul>
          )}
          {purposes && <Purposes lang={lang} />}
        </Card>
      ))}
      <p>
        <small>{notice.version(CONSENT_VERSION)}</small>
      </p>
    </PlainPage>
  )
}

const Purposes = ({ lang }: { lang: Language }) => (
  <Definition
    items={PURPOSES.map((purpose) => ({
      term: consentTexts[lang].names[purpose],
      detail: agreedTexts[CONSENT_VERSION][lang][purpose],
    }))}
  />
)
