import { broadcastTexts } from '../texts/broadcasts.ts'
import { type Admin, noteNames, sentence } from './asked.ts'
import { DetailPage } from './detail-pages.tsx'
import type { Broadcast } from './drafts.ts'
import { progressOf } from './progress.ts'
import { recipientsOf } from './recipients.ts'

/** A confirmed broadcast with what became of it so far. */
export async function showDetail(c: Admin, broadcast: Broadcast) {
  const { deps, language, operator } = c.var
  const after = c.req.query('after')
  const recipients = await recipientsOf(deps.store, {
    broadcastId: broadcast.id,
    storeId: operator.storeId,
    ...(after ? { after } : {}),
  })
  if (recipients.length > 0) await noteNames(c, recipients.length)
  return c.html(
    <DetailPage
      lang={language}
      operator={operator}
      broadcast={broadcast}
      progress={await progress(c, broadcast)}
      recipients={recipients}
      sentence={await sentence(c, broadcast)}
      notice={notice(c)}
    />,
  )
}

export const progress = (c: Admin, { id, confirmedCount }: Broadcast) =>
  progressOf(c.var.deps.store, { broadcastId: id, confirmedCount: confirmedCount ?? 0 })

export function notice(c: Admin) {
  const { done } = broadcastTexts[c.var.language]
  const said = c.req.query('done')
  if (said === 'confirmed') return { tone: 'success', text: done.confirmed } as const
  return said === 'discarded' ? ({ tone: 'success', text: done.discarded } as const) : undefined
}
