import { type Context, Hono } from 'hono'
import type { MemberLanguage } from '../db/schema.ts'
import { Refusal } from '../refusal.ts'
import { shopName } from '../stores/stores.ts'
import { agreedTexts, consentTexts } from '../texts/consent.ts'
import { privacyNotices } from '../texts/privacy.ts'
import { privacyChanges } from '../texts/privacy-changes.ts'
import type { WebEnv } from '../web/env.ts'
import { PlainPage } from '../web/ui.tsx'
import { Button } from '../web/ui-forms.tsx'
import { Card, Definition } from '../web/ui-parts.tsx'
import { CONSENT_VERSION, CONSENT_VERSIONS, type ConsentVersion, PURPOSES } from './consent.ts'

const MEMBER_LANGUAGES = ['ja', 'plain-ja', 'en'] as const

/** Mounted at /privacy, open to everyone: what is kept, what for, how to stop it; every text that was ever agreed to. */
export const consentPages = new Hono<WebEnv>()
  .get('/', async (c) =>
    c.html(
      <PrivacyPage language={readLanguage(c)} version={CONSENT_VERSION} shop={await shopName(c.var.deps.store)} />,
    ),
  )
  .get('/changes', async (c) =>
    c.html(<ChangesPage language={readLanguage(c)} shop={await shopName(c.var.deps.store)} />),
  )
  .get('/:version', async (c) => {
    const version = CONSENT_VERSIONS.find((known) => known === c.req.param('version'))
    if (version === undefined) throw new Refusal('not_found')
    return c.html(<PrivacyPage language={readLanguage(c)} version={version} shop={await shopName(c.var.deps.store)} />)
  })

/** The chat says which of its three languages; the browser knows two. */
const readLanguage = (c: Context<WebEnv>): MemberLanguage =>
  MEMBER_LANGUAGES.find((known) => known === c.req.query('language')) ?? c.var.language

type Shown = { language: MemberLanguage; shop: string }

const PrivacyPage = ({ language, shop, version }: Shown & { version: ConsentVersion }) => {
  const notice = privacyNotices[version][language]
  const path = version === CONSENT_VERSION ? '/privacy' : `/privacy/${version}`
  return (
    <PlainPage lang={language} title={notice.title} screen="member" from={shop} path={path}>
      <p>{notice.lead(shop)}</p>
      {notice.sections(shop).map(({ heading, paragraphs, points, after = [], purposes }) => (
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
          {after.map((paragraph) => (
            <p>{paragraph}</p>
          ))}
          {purposes && <Purposes language={language} version={version} />}
        </Card>
      ))}
      <p>
        <small>{notice.version(version)}</small>
      </p>
    </PlainPage>
  )
}

const Purposes = ({ language, version }: { language: MemberLanguage; version: ConsentVersion }) => (
  <Definition
    items={PURPOSES.map((purpose) => ({
      term: consentTexts[language].names[purpose],
      detail: agreedTexts[version][language][purpose],
    }))}
  />
)

const ChangesPage = ({ language, shop }: Shown) => {
  const { title, lead, since, of, now, before } = privacyChanges[language]
  const asked = `?language=${language}`
  return (
    <PlainPage lang={language} title={title} screen="member" from={shop} path="/privacy/changes">
      <p>{lead}</p>
      {since.map(({ version, points }) => (
        <Card title={of(version)}>
          <ul>
            {points.map((point) => (
              <li>{point}</li>
            ))}
          </ul>
        </Card>
      ))}
      <p>
        <Button href={`/privacy${asked}`}>{now}</Button>
      </p>
      {CONSENT_VERSIONS.filter((version) => version !== CONSENT_VERSION)
        .toReversed()
        .map((version) => (
          <p>
            <Button kind="quiet" href={`/privacy/${version}${asked}`}>
              {before(version)}
            </Button>
          </p>
        ))}
    </PlainPage>
  )
}
