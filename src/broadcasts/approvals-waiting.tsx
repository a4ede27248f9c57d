import { confirmTexts } from '../texts/confirm.ts'
import { isolated } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import { Notice } from '../web/ui-parts.tsx'
import type { approvalsFor } from './approvals.ts'

export type Approvals = Awaited<ReturnType<typeof approvalsFor>>

/** What waits for the approval of who looks, above the list of broadcasts. */
export const ApprovalsWaiting = ({ lang, approvals }: { lang: Language; approvals: Approvals }) => {
  const t = confirmTexts[lang].approval
  if (approvals.length === 0) return null
  return (
    <Notice tone="info" title={t.list}>
      <ul>
        {approvals.map(({ id, title, askedByName }) => (
          <li>
            <a href={`/admin/broadcasts/${id}`}>{title}</a> {t.by(isolated(askedByName))}
          </li>
        ))}
      </ul>
    </Notice>
  )
}
