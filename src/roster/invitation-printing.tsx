import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { noteAccess } from '../interactions/access-log.ts'
import { Refusal } from '../refusal.ts'
import { shopName } from '../stores/stores.ts'
import { cardTexts } from '../texts/invitation-cards.ts'
import { invitationTexts } from '../texts/invitations.ts'
import type { WebEnv } from '../web/env.ts'
import { getEntry } from './entries.ts'
import { chatUrl, invitationUrl } from './invitation-links.ts'
import { batchName, entryPath, PATH } from './invitation-pages.tsx'
import { type Batch, type Printed, printBatch, printEntry } from './invited.ts'
import { rosterSettings } from './settings.ts'
import { GraduationPage, SheetPage } from './sheet-pages.tsx'

const BATCH = /^(\d{1,15})\.([\w-]{1,100})$/
const What = z.enum(['sheet', 'graduation-cards'])

type C = Context<WebEnv>
type What = z.infer<typeof What>

/** The pages that are printed and show codes: each look is noted. Part of /admin/invitations. */
export const printAdmin = new Hono<WebEnv>()
  .get('/batches/:batch/:what{sheet|graduation-cards}', async (c) => {
    const { deps, operator } = c.var
    const batch = batchOf(c)
    const { sessionSecret } = deps.config
    const cards = await printBatch(deps.store, { batch, operator, sessionSecret, now: deps.now() })
    const back = `${PATH}/batches/${batchName(batch)}`
    return print(c, { what: What.parse(c.req.param('what')), cards, back })
  })

  .get('/entries/:id/:what{sheet|graduation-card}', async (c) => {
    const { deps, operator } = c.var
    const entryId = c.req.param('id')
    const { sessionSecret } = deps.config
    await getEntry(deps.store, { entryId, operator, now: deps.now() })
    const cards = await printEntry(deps.store, { entryId, operator, sessionSecret, now: deps.now() })
    const what = c.req.param('what') === 'sheet' ? 'sheet' : 'graduation-cards'
    return print(c, { what, cards, back: entryPath(entryId) })
  })

async function print(c: C, { what, cards, back }: { what: What; cards: readonly Printed[]; back: string }) {
  const { deps, language: lang, operator } = c.var
  const { store, config } = deps
  const now = deps.now()
  await noteAccess(store, {
    operatorId: operator.id,
    action: 'invitations_printed',
    detail: { what, people: cards.length },
    now,
  })
  const shop = await shopName(store)
  const { greeting, thanks } = await rosterSettings(store)
  const shown = {
    lang,
    operator,
    path: c.req.path,
    back: { href: back, label: invitationTexts[lang].back },
    cards: cards.map((card) => ({ ...card, url: invitationUrl(config, card.code) })),
    shop,
    now,
    chat: chatUrl(config, '') !== undefined,
  }
  return c.html(
    what === 'sheet' ? (
      <SheetPage {...shown} greeting={greeting ?? cardTexts.greeting} />
    ) : (
      <GraduationPage {...shown} thanks={thanks ?? cardTexts.graduation.thanks(shop)} />
    ),
  )
}

/** Of the path; refusal not_found for what is none. */
export function batchOf(c: C): Batch {
  const [, at, by] = BATCH.exec(c.req.param('batch') ?? '') ?? []
  if (at === undefined || by === undefined) throw new Refusal('not_found')
  return { at: Number(at), by }
}
