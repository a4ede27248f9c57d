import { Hono } from 'hono'
import type { WebEnv } from '../web/env.ts'
import { type Admin, theBroadcast } from './asked.ts'
import { CancellationPage, isMoving, ProgressPart } from './detail-pages.tsx'
import { PATH } from './pages.tsx'
import { cancelBroadcast, pauseBroadcast, resumeBroadcast } from './running.ts'
import { progress, showDetail } from './views.tsx'

/** What was confirmed, and what becomes of it. A draft's page is the confirmation's. */
export const detailAdmin = new Hono<WebEnv>()
  .get('/:id', async (c) => showDetail(c, await theBroadcast(c, c.req.param('id'))))

  .get('/:id/progress', async (c) => {
    const broadcast = await theBroadcast(c, c.req.param('id'))
    if (!isMoving(broadcast)) c.header('x-refresh', 'reload')
    return c.html(<ProgressPart lang={c.var.language} broadcast={broadcast} progress={await progress(c, broadcast)} />)
  })

  .post('/:id/pauses', async (c) => change(c, c.req.param('id'), pauseBroadcast))
  .post('/:id/resumptions', async (c) => change(c, c.req.param('id'), resumeBroadcast))
  .post('/:id/cancellations', async (c) => change(c, c.req.param('id'), cancelBroadcast))

  .get('/:id/cancellation', async (c) => {
    const { language, operator } = c.var
    return c.html(
      <CancellationPage lang={language} operator={operator} broadcast={await theBroadcast(c, c.req.param('id'))} />,
    )
  })

async function change(c: Admin, id: string, rule: typeof pauseBroadcast) {
  const { deps } = c.var
  const broadcast = await theBroadcast(c, id)
  await rule(deps.store, { broadcastId: broadcast.id, now: deps.now() })
  deps.wake('broadcasts')
  return c.redirect(`${PATH}/${broadcast.id}`, 303)
}
