import { Hono } from 'hono'
import { z } from 'zod'
import type { MemberLanguage } from '../db/schema.ts'
import { shopName } from '../stores/stores.ts'
import { joinTexts } from '../texts/invitation-cards.ts'
import { htmlLang } from '../texts/language.ts'
import type { WebEnv } from '../web/env.ts'
import { PlainPage } from '../web/ui.tsx'
import { Actions, Button } from '../web/ui-forms.tsx'
import { Card, Notice } from '../web/ui-parts.tsx'
import { codeIn, spell } from './invitation-codes.ts'
import { chatUrl, invitationWords } from './invitation-links.ts'

const LANGUAGES = [
  { language: 'ja', label: '日本語' },
  { language: 'plain-ja', label: 'やさしい日本語' },
  { language: 'en', label: 'English' },
] as const
const Chosen = z.enum(['ja', 'plain-ja', 'en'])

/**
 * Mounted at /join, open to everyone: where a printed QR leads when the account's basic ID is not known. It looks nothing
 * up: whether there is such a code, and whose it is, cannot be learnt here.
 */
export const joinPages = new Hono<WebEnv>().get('/:code', async (c) => {
  const { deps } = c.var
  const folded = codeIn(invitationWords(c.req.param('code').slice(0, 20)))
  const code = folded ? spell(folded) : undefined
  const language = languageOf(c.req.query('lang'), c.req.header('accept-language'))
  const url = code === undefined ? undefined : chatUrl(deps.config, code)
  c.header('cache-control', 'no-store')
  return c.html(<JoinPage language={language} shop={await shopName(deps.store)} code={code} url={url} />)
})

/** As chosen here, or as the phone speaks: other languages than these get the simple Japanese that foreign staff know best. */
function languageOf(chosen: string | undefined, accepted: string | undefined): MemberLanguage {
  const said = Chosen.safeParse(chosen)
  if (said.success) return said.data
  const first = (accepted ?? 'ja').trim().slice(0, 2).toLowerCase()
  return first === 'ja' || first === '*' || first === '' ? 'ja' : first === 'en' ? 'en' : 'plain-ja'
}

type JoinPageProps = { language: MemberLanguage; shop: string; code: string | undefined; url: string | undefined }

const JoinPage = ({ language, shop, code, url }: JoinPageProps) => {
  const t = joinTexts[language]
  return (
    <PlainPage lang={language} title={t.title} screen="member" from={shop}>
      <p>{t.lead(shop)}</p>
      {code === undefined ? <Notice tone="info">{t.odd}</Notice> : <Code language={language} code={code} />}
      {url === undefined ? (
        <Steps language={language} shop={shop} code={code} />
      ) : (
        <>
          <p>{t.openHow}</p>
          <Actions still>
            <Button href={url}>{t.open}</Button>
          </Actions>
        </>
      )}
      <p>{t.what}</p>
      <p>
        <a href="/privacy">{t.privacy}</a>
      </p>
      <nav class="chips" aria-label={t.languages}>
        {LANGUAGES.map((one) => (
          <a
            class={one.language === language ? 'button secondary' : 'button quiet'}
            href={`?lang=${one.language}`}
            lang={htmlLang(one.language)}
            {...(one.language === language ? { 'aria-current': 'true' } : {})}
          >
            {one.label}
          </a>
        ))}
      </nav>
    </PlainPage>
  )
}

const Code = ({ language, code }: { language: MemberLanguage; code: string }) => {
  const t = joinTexts[language]
  return (
    <Card title={t.codeTitle}>
      <p class="code">{code}</p>
      <p>
        <small>{t.once}</small>
      </p>
    </Card>
  )
}

const Steps = ({ language, shop, code }: Pick<JoinPageProps, 'language' | 'shop' | 'code'>) => {
  const t = joinTexts[language]
  return (
    <Card title={t.steps}>
      <ol>
        <li>{t.add(shop)}</li>
        {code !== undefined && <li>{t.send(invitationWords(code))}</li>}
        <li>{t.after}</li>
      </ol>
    </Card>
  )
}
