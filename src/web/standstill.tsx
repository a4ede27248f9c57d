import type { MiddlewareHandler } from 'hono'
import { clockOffBy } from '../db/clock.ts'
import { whyStopped } from '../db/fence.ts'
import type { OperatorRole } from '../db/schema.ts'
import type { Deps } from '../deps.ts'
import { fenceTexts } from '../texts/fence.ts'
import type { Language } from '../texts/language.ts'
import type { Standstill, WebEnv } from './env.ts'
import { Notice } from './ui-parts.tsx'

export const FENCE_PATH = '/admin/fence'

/** Why nothing is sent, if so. Reads only. */
export async function standstillOf({ store, instance, now }: Pick<Deps, 'store' | 'instance' | 'now'>) {
  const [stopped, offBy] = await Promise.all([whyStopped({ store, instance, now }), clockOffBy(store, { now })])
  const why: Standstill | undefined = stopped ?? (offBy === undefined ? undefined : 'clock')
  return { why, offBy }
}

/** Behind requireSession: every page of the admin side says when nothing is sent. */
export const noteStandstill = (): MiddlewareHandler<WebEnv> => async (c, next) => {
  const { why } = c.req.method === 'GET' ? await standstillOf(c.var.deps) : { why: undefined }
  if (why) c.set('operator', { ...c.var.operator, standstill: why })
  await next()
}

type Props = { lang: Language; operator: { role: OperatorRole; standstill?: Standstill }; path?: string | undefined }

export const StandstillNotice = ({ lang, operator: { role, standstill }, path }: Props) => {
  const t = fenceTexts[lang]
  if (standstill === undefined || path === FENCE_PATH) return null
  const { title, body } = t.notice[standstill]
  return (
    <Notice tone="error" title={title}>
      {body} {role === 'owner' ? <a href={FENCE_PATH}>{t.see}</a> : t.tellOwner}
    </Notice>
  )
}
