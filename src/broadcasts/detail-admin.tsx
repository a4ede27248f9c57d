import { Hono } from 'hono'
import { takeDown } from '../board/board.ts'
import { Refusal } from '../refusal.ts'
import type { WebEnv } from '../web/env.ts'
import { type Admin, theBroadcast } from './asked.tsx'
import { decisionAdmin } from './decision-admin.tsx'
import { CancellationPage, ReleasePage, TakingDownPage } from './detail-controls.tsx'
import { exportedRecipients } from './detail-export.tsx'
import { ProgressPart } from './detail-progress.tsx'
import { streamProgress } from './detail-stream.tsx'
import { PATH } from './pages.tsx'
import { cancelBroadcast, pauseBroadcast, releaseBroadcast, resumeBroadcast, undoConfirmation } from './running.ts'
import { situationKey } from './situation.ts'
import { showAnswers, showDetail, showRecipients, showWhy, standing } from './views.tsx'

/** What was confirmed, and what becomes of it. A draft's page is the confirmation's. */
export const detailAdmin = new Hono<WebEnv>()
  .route('/', decisionAdmin)

  .get('/:id', async (c) => showDetail(c, await theBroadcast(c, c.req.param('id'))))

  .get('/:id/progress', async (c) => {
    const found = await standing(c.var.deps, await theConfirmed(c, c.req.param('id')))
    const { situation } = found
    const seen = c.req.query('seen')
    const isSame = seen === undefined ? situation.live : situationKey(situation) === seen
    if (!isSame) c.header('x-refresh', 'reload')
    else if (!situation.live) c.header('x-refresh', 'stop')
    return c.html(<ProgressPart lang={c.var.language} {...found} />)
  })
  .get('/:id/progress/stream', async (c) => {
    const { id: broadcastId } = await theConfirmed(c, c.req.param('id'))
    return streamProgress(c, { broadcastId, seen: c.req.query('seen') })
  })

  .get('/:id/answers', async (c) => showAnswers(c, await theConfirmed(c, c.req.param('id'))))

  .get('/:id/recipients', async (c) => showRecipients(c, await theConfirmed(c, c.req.param('id'))))
  .get('/:id/recipients.csv', async (c) => exportedRecipients(c, await theConfirmed(c, c.req.param('id'))))
  .get('/:id/recipients/:memberId', async (c) =>
    showWhy(c, await theConfirmed(c, c.req.param('id')), c.req.param('memberId')),
  )

  .post('/:id/pauses', async (c) => change(c, c.req.param('id'), pauseBroadcast))
  .post('/:id/resumptions', async (c) => change(c, c.req.param('id'), resumeBroadcast))
  .post('/:id/releases', async (c) => change(c, c.req.param('id'), releaseBroadcast))
  .post('/:id/cancellations', async (c) => change(c, c.req.param('id'), cancelBroadcast))
  .post('/:id/takings-down', async (c) => change(c, c.req.param('id'), takeDown, 'taken_down'))

  /** Too late by a second is no error of theirs: the page says what is so instead. */
  .post('/:id/undos', async (c) => {
    const id = c.req.param('id')
    return change(c, id, undoConfirmation, 'undone').catch((error) => {
      if (!(error instanceof Refusal) || error.code !== 'broadcast_not_undoable') throw error
      return c.redirect(`${PATH}/${id}?done=not_undoable`, 303)
    })
  })

  .get('/:id/cancellation', async (c) => {
    const { deps, language, operator } = c.var
    const found = await standing(deps, await theConfirmed(c, c.req.param('id')))
    return c.html(<CancellationPage lang={language} operator={operator} {...found} />)
  })
  .get('/:id/release', async (c) => {
    const { deps, language, operator } = c.var
    const found = await standing(deps, await theConfirmed(c, c.req.param('id')))
    return c.html(<ReleasePage lang={language} operator={operator} {...found} />)
  })
  .get('/:id/taking-down', async (c) => {
    const { language, operator } = c.var
    const broadcast = await theConfirmed(c, c.req.param('id'))
    return c.html(<TakingDownPage lang={language} operator={operator} broadcast={broadcast} />)
  })

/** A draft has no recipients and no progress yet. */
async function theConfirmed(c: Admin, id: string) {
  const broadcast = await theBroadcast(c, id)
  if (broadcast.state === 'draft') throw new Refusal('not_found')
  return broadcast
}

async function change(c: Admin, id: string, rule: typeof pauseBroadcast, done?: string) {
  const { deps } = c.var
  const broadcast = await theBroadcast(c, id)
  await rule(deps.store, { broadcastId: broadcast.id, now: deps.now() })
  deps.wake(rule === takeDown ? 'outbox' : 'broadcasts')
  return c.redirect(`${PATH}/${broadcast.id}${done ? `?done=${done}` : ''}`, 303)
}
