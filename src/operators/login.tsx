import { Hono } from 'hono'
import type { Language } from '../texts/language.ts'
import { operatorTexts } from '../texts/operators.ts'
import { webTexts } from '../texts/web.ts'
import type { WebEnv } from '../web/env.ts'
import { rememberSession, sessionTokenOf } from '../web/session.ts'
import { PlainPage } from '../web/ui.tsx'
import { Actions, Button } from '../web/ui-forms.tsx'
import { openSession } from './sessions.ts'

/** Mounted at /login. Opening a link does nothing yet: LINE's crawler opens them too. The button uses it up. */
export const loginPages = new Hono<WebEnv>()
  .use(async (c, next) => {
    c.header('cache-control', 'no-store')
    await next()
  })

  .get('/', (c) => c.html(<LoginPage lang={c.var.language} signedOut={c.req.query('done') === 'signed-out'} />))

  .get('/:token', (c) => c.html(<LinkPage lang={c.var.language} path={c.req.path} />))

  .post('/:token', async (c) => {
    const { store, now } = c.var.deps
    const session = await openSession(store, {
      token: c.req.param('token'),
      userAgent: c.req.header('user-agent'),
      replaces: sessionTokenOf(c),
      now: now(),
    })
    if (!session) return c.html(<UnusablePage lang={c.var.language} />, 410)
    rememberSession(c, session)
    return c.redirect('/admin', 303)
  })

const LoginPage = ({ lang, signedOut }: { lang: Language; signedOut: boolean }) => {
  const t = operatorTexts[lang].login
  return (
    <PlainPage
      lang={lang}
      title={t.title}
      screen="login"
      from={webTexts[lang].product}
      path="/login"
      notice={signedOut ? { tone: 'success', text: t.signedOut } : undefined}
    >
      <p>{t.how}</p>
      <p>{t.safe}</p>
    </PlainPage>
  )
}

const LinkPage = ({ lang, path }: { lang: Language; path: string }) => {
  const t = operatorTexts[lang].login
  return (
    <PlainPage lang={lang} title={t.title} screen="login" from={webTexts[lang].product} path={path}>
      <p>{t.ready}</p>
      <p>{t.shared}</p>
      <form method="post">
        <Actions>
          <Button>{t.submit}</Button>
        </Actions>
      </form>
    </PlainPage>
  )
}

const UnusablePage = ({ lang }: { lang: Language }) => {
  const t = operatorTexts[lang].login
  return (
    <PlainPage lang={lang} title={t.unusableTitle} screen="login" from={webTexts[lang].product} path="/login">
      <p>{t.unusable}</p>
    </PlainPage>
  )
}
