import { noteAccess } from '../interactions/access-log.ts'
import { recipientTexts } from '../texts/broadcast-recipients.ts'
import { formatDateTime, tokyoDay } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import { csvResponse } from '../web/csv.ts'
import type { Admin } from './asked.tsx'
import { outcomeWords } from './detail-progress.tsx'
import type { Broadcast } from './drafts.ts'
import { countRecipients, exportRecipients, type RecipientLine } from './recipients.ts'
import { askedOf } from './views.tsx'

/** The list as a file that Excel opens, as it was searched and narrowed. It is noted who took along how many before. */
export async function exportedRecipients(c: Admin, broadcast: Broadcast) {
  const { deps, language, operator } = c.var
  const asked = { ...askedOf(c, broadcast), after: '' }
  const count = await countRecipients(deps.store, asked)
  const detail = { page: 'broadcast', count }
  await noteAccess(deps.store, { operatorId: operator.id, action: 'members_exported', detail, now: deps.now() })
  const t = recipientTexts[language]
  return csvResponse(c, {
    filename: t.filename(tokyoDay(deps.now())),
    header: [t.name, t.store, t.outcome, t.when],
    rows: lines(exportRecipients(deps.store, asked), language),
  })
}

async function* lines(people: AsyncGenerator<RecipientLine>, language: Language) {
  for await (const { name, storeName, outcome, at, until } of people) {
    const when = at ?? until
    yield [name, storeName, outcomeWords(outcome, language), when === null ? '' : formatDateTime(when, language)]
  }
}
