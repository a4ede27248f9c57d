import { Hono } from 'hono'
import type { Language } from '../texts/language.ts'
import { storeTexts } from '../texts/stores.ts'
import type { WebEnv } from '../web/env.ts'
import { rememberTill } from '../web/session.ts'
import { PlainPage } from '../web/ui.tsx'
import { Actions, Button } from '../web/ui-forms.tsx'
import { enrolTill, findEnrolment } from './tills.ts'

/** Mounted at /till/enrol. Opening the link does nothing yet; the button makes this device the till, once. */
export const enrolmentPages = new Hono<WebEnv>()
  .use(async (c, next) => {
    c.header('cache-control', 'no-store')
    await next()
  })

  .get('/:token', async (c) => {
    const { store, now } = c.var.deps
    const till = await findEnrolment(store, { token: c.req.param('token'), now: now() })
    if (!till) return c.html(<UnusablePage lang={c.var.language} path={c.req.path} />, 410)
    return c.html(<EnrolPage lang={c.var.language} path={c.req.path} till={till} />)
  })

  .post('/:token', async (c) => {
    const { store, now } = c.var.deps
    const deviceToken = await enrolTill(store, { token: c.req.param('token'), now: now() })
    if (deviceToken === undefined) return c.html(<UnusablePage lang={c.var.language} path={c.req.path} />, 410)
    rememberTill(c, deviceToken)
    return c.redirect('/till', 303)
  })

type EnrolPageProps = { lang: Language; path: string; till: { name: string; storeName: string } }

const EnrolPage = ({ lang, path, till }: EnrolPageProps) => {
  const t = storeTexts[lang].enrol
  return (
    <PlainPage lang={lang} title={t.title} screen="till" from={`${till.storeName} ${till.name}`} path={path}>
      <p>{t.body(till.storeName, till.name)}</p>
      <p>{t.who}</p>
      <form method="post">
        <Actions>
          <Button>{t.submit}</Button>
        </Actions>
      </form>
    </PlainPage>
  )
}

const UnusablePage = ({ lang, path }: { lang: Language; path: string }) => {
  const t = storeTexts[lang].enrol
  return (
    <PlainPage lang={lang} title={t.unusableTitle} screen="till" path={path}>
      <p>{t.unusable}</p>
    </PlainPage>
  )
}
