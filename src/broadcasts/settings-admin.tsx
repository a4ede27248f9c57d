import { Hono } from 'hono'
import { readSendingSettings, saveSendingSettings } from '../sending/sending-settings.ts'
import type { WebEnv } from '../web/env.ts'
import { readForm } from '../web/form.ts'
import { allow } from '../web/session.ts'
import { hasSecondPerson } from './approvals.ts'
import { SettingsForm } from './settings-form.tsx'
import { PATH, SettingsPage, settingsValues } from './settings-page.tsx'

/** Mounted at /admin/sending-settings: the owner's. */
export const sendingSettingsAdmin = new Hono<WebEnv>()
  .use(allow('owner'))

  .get('/', async (c) => {
    const { deps, language, operator } = c.var
    const values = settingsValues(await readSendingSettings(deps.store))
    const saved = c.req.query('done') === 'saved'
    return c.html(<SettingsPage lang={language} operator={operator} values={values} errors={{}} saved={saved} />)
  })

  .post('/versions', async (c) => {
    const { deps, language, operator } = c.var
    const canApprove = await hasSecondPerson(deps.store)
    const form = await readForm(c, SettingsForm(language, { canApprove }))
    if (!form.ok)
      return c.html(
        <SettingsPage lang={language} operator={operator} values={form.values} errors={form.errors} saved={false} />,
        422,
      )
    await saveSendingSettings(deps.store, form.data)
    return c.redirect(`${PATH}?done=saved`, 303)
  })
