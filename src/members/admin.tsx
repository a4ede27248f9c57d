import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { consentHistory, currentConsents } from '../consent/consent.ts'
import { timeline } from '../interactions/interactions.ts'
import { Refusal } from '../refusal.ts'
import { findCandidates, findEntry } from '../roster/roster.ts'
import { shopName } from '../stores/stores.ts'
import { errorTexts } from '../texts/errors.ts'
import { memberTexts } from '../texts/members.ts'
import type { WebEnv } from '../web/env.ts'
import { type FormErrors, type FormValues, readForm } from '../web/form.ts'
import { allow } from '../web/session.ts'
import type { Flash } from '../web/ui.tsx'
import { DeclinePage } from './approval-page.tsx'
import { decisionMessages } from './card.ts'
import { approveMember, declineMember } from './decisions.ts'
import { countWaiting, LIST_TABS, listMembers } from './directory.ts'
import { MembersPage, PATH } from './list-page.tsx'
import { findMember, type Member } from './members.ts'
import { PersonPage } from './person-page.tsx'
import { addTag, removeTag, TAG_MAX, TAGS_MAX, tagsOf } from './tags.ts'

/** What is searched for, in UTF-16 code units. */
const SEARCH_MAX = 100

const Tab = z.enum(LIST_TABS).optional().catch(undefined)
const Search = z.string().trim().max(SEARCH_MAX).catch('')
const After = z
  .string()
  .regex(/^[01]\.\d{1,15}\.[\w-]{1,60}$/)
  .transform((said) => {
    const [waiting, at, id = ''] = said.split('.')
    return { waiting: waiting === '1' ? (1 as const) : (0 as const), at: Number(at), id }
  })
  .optional()
  .catch(undefined)
const Before = z
  .string()
  .regex(/^\d{1,15}\.[\w-]{1,60}$/)
  .transform((said) => {
    const [at, id = ''] = said.split('.')
    return { at: Number(at), id }
  })
  .optional()
  .catch(undefined)
const Done = z.enum(['approved', 'declined', 'tagged', 'untagged']).optional().catch(undefined)
const ApprovalForm = z.object({ entry: z.string().max(100).default('') })
const RemovalForm = z.object({ tag: z.string().min(1).max(TAG_MAX) })

type C = Context<WebEnv>

/** Mounted at /admin/members. A manager sees and decides about their own store's people; anybody else's are not found. */
export const memberAdmin = new Hono<WebEnv>()
  .use(allow('manager'))

  .get('/', async (c) => {
    const { deps, language, operator } = c.var
    const { storeId } = operator
    const waiting = await countWaiting(deps.store, { storeId })
    const tab = Tab.parse(c.req.query('tab')) ?? (waiting > 0 ? 'waiting' : 'alumni')
    const search = Search.parse(c.req.query('q') ?? '')
    const after = After.parse(c.req.query('after'))
    const { members, next } = await listMembers(deps.store, { tab, search, storeId, after })
    const later = after !== undefined
    return c.html(<MembersPage {...{ lang: language, operator, tab, search, waiting, members, next, later }} />)
  })

  .get('/:id', async (c) => {
    const done = Done.parse(c.req.query('done'))
    const { done: texts } = memberTexts[c.var.language]
    return showPerson(c, await ofOwnStore(c), done && { notice: { tone: 'success', text: texts[done] } })
  })

  .post('/:id/approvals', async (c) => {
    const { deps, operator } = c.var
    const form = await readForm(c, ApprovalForm)
    if (!form.ok) throw new Refusal('form_invalid')
    const member = await ofOwnStore(c)
    const rosterEntryId = form.data.entry === '' ? undefined : form.data.entry
    const messages = await messagesFor(c, member, 'approved')
    return decided(c, member, 'approved', () =>
      approveMember(deps.store, { memberId: member.id, rosterEntryId, operator, messages, now: deps.now() }),
    )
  })

  .get('/:id/decline', async (c) => {
    const { language, operator } = c.var
    const member = await ofOwnStore(c)
    if (member.state !== 'applied') return c.redirect(`${PATH}/${member.id}`, 303)
    const messages = await messagesFor(c, member, 'declined')
    return c.html(<DeclinePage lang={language} operator={operator} member={member} messages={messages} />)
  })

  .post('/:id/declines', async (c) => {
    const { deps, operator } = c.var
    const member = await ofOwnStore(c)
    const messages = await messagesFor(c, member, 'declined')
    return decided(c, member, 'declined', () =>
      declineMember(deps.store, { memberId: member.id, operator, messages, now: deps.now() }),
    )
  })

  .post('/:id/tags', async (c) => {
    const { deps, language, operator } = c.var
    const { tags: t } = memberTexts[language]
    const member = await ofOwnStore(c)
    const form = await readForm(
      c,
      z.object({ tag: z.string().trim().min(1, t.missing).max(TAG_MAX, t.tooLong(TAG_MAX)) }),
    )
    if (!form.ok) return showPerson(c, member, form)
    const { tag } = form.data
    const added = await addTag(deps.store, { memberId: member.id, tag, operator, now: deps.now() })
    return added
      ? c.redirect(`${PATH}/${member.id}?done=tagged`, 303)
      : showPerson(c, member, { values: form.values, errors: { tag: t.notAdded(TAGS_MAX) } })
  })

  .post('/:id/tag-removals', async (c) => {
    const { deps, operator } = c.var
    const member = await ofOwnStore(c)
    const form = await readForm(c, RemovalForm)
    if (!form.ok) throw new Refusal('form_invalid')
    await removeTag(deps.store, { memberId: member.id, tag: form.data.tag, operator, now: deps.now() })
    return c.redirect(`${PATH}/${member.id}?done=untagged`, 303)
  })

/** The person of the address. Refusal not_found when there is none, or none of the operator's store. */
async function ofOwnStore(c: C): Promise<Member> {
  const { deps, operator } = c.var
  const member = await findMember(deps.store, c.req.param('id') ?? '')
  if (!member || (operator.storeId !== null && member.store_id !== operator.storeId)) throw new Refusal('not_found')
  return member
}

const messagesFor = async ({ var: { deps } }: C, { name, language }: Member, decision: 'approved' | 'declined') =>
  decisionMessages(decision, { shopName: await shopName(deps.store), name: name ?? '', language })

/** Somebody else was quicker, or the roster's line is taken: the person's page as it is now, saying so. */
async function decided(c: C, { id }: Member, done: 'approved' | 'declined', decide: () => Promise<void>) {
  const { deps, language } = c.var
  try {
    await decide()
  } catch (error) {
    if (!(error instanceof Refusal) || error.code === 'not_found') throw error
    return showPerson(c, await ofOwnStore(c), { errors: { '': errorTexts[language][error.code] } })
  }
  deps.wake('outbox')
  return c.redirect(`${PATH}/${id}?done=${done}`, 303)
}

type Shown = { notice?: Flash; values?: FormValues; errors?: FormErrors }

/** With errors it is the answer to a form that could not be taken: 422. */
async function showPerson(c: C, member: Member, { notice, values = {}, errors = {} }: Shown = {}) {
  const { deps, language: lang, operator } = c.var
  const { store } = deps
  const before = Before.parse(c.req.query('before'))
  const [current, history, tags, entry, candidates, told] = await Promise.all([
    currentConsents(store, member.id),
    consentHistory(store, member.id),
    tagsOf(store, member.id),
    member.roster_entry_id === null ? undefined : findEntry(store, member.roster_entry_id),
    candidatesFor(c, member),
    timeline(store, { memberId: member.id, ...(before ? { before } : {}) }),
  ])
  const later = before !== undefined
  const refused = errors[''] === undefined ? undefined : ({ tone: 'error', text: errors[''] } as const)
  const props = { lang, operator, member, current, history, tags, entry, candidates, told, later, values, errors }
  const status = Object.keys(errors).length > 0 ? 422 : 200
  return c.html(<PersonPage {...props} notice={refused ?? notice} />, status)
}

async function candidatesFor({ var: { deps, operator } }: C, { state, name, store_id, left_on }: Member) {
  if (state !== 'applied' || name === null || store_id === null || left_on === null) return []
  return findCandidates(deps.store, { name, storeId: store_id, leftOn: left_on, onlyStoreId: operator.storeId })
}
