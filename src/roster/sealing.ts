import type { Draft } from './import-rows.ts'
import { hmacOfDigits, hmacOfStaffNo } from './secrets.ts'

/** HMACs that are under way at the same time. */
const AT_ONCE_MAX = 100

type Drafts = readonly (Draft | undefined)[]

/** The staff numbers of some lines as they are kept, in their order; null where there is none. */
export const sealStaffNos = (sessionSecret: string, drafts: Drafts) =>
  inTurns(drafts, async (draft) =>
    draft === undefined || draft.staffNo === null ? null : hmacOfStaffNo(sessionSecret, draft.storeId, draft.staffNo),
  )

/** The last four digits of some lines as they are kept, in their order; null where there are none. */
export const sealDigits = (sessionSecret: string, drafts: Drafts) =>
  inTurns(drafts, async (draft) =>
    draft === undefined || draft.digits === null ? null : hmacOfDigits(sessionSecret, draft.digits),
  )

async function inTurns(drafts: Drafts, seal: (draft: Draft | undefined) => Promise<string | null>) {
  const sealed: (string | null)[] = []
  for (let i = 0; i < drafts.length; i += AT_ONCE_MAX)
    sealed.push(...(await Promise.all(drafts.slice(i, i + AT_ONCE_MAX).map(seal))))
  return sealed
}
