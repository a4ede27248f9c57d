import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { FROM_MAX } from '../broadcasts/content.ts'
import { draftToPerson } from '../broadcasts/personal.ts'
import { openCorrections } from '../consent/corrections.ts'
import { noteAccess } from '../interactions/access-log.ts'
import { Refusal } from '../refusal.ts'
import { listStores, shopName } from '../stores/stores.ts'
import { couponGiftAdminTexts } from '../texts/coupon-gifts.ts'
import { errorTexts } from '../texts/errors.ts'
import { isolated } from '../texts/format.ts'
import { memberTexts } from '../texts/members.ts'
import { letterTexts } from '../texts/person.ts'
import type { WebEnv } from '../web/env.ts'
import { readForm } from '../web/form.ts'
import { allow } from '../web/session.ts'
import type { Flash } from '../web/ui.tsx'
import { approvalAdmin } from './approval-admin.tsx'
import { correctionAdmin } from './correction-admin.tsx'
import { LIST_TABS, listMembers } from './directory.ts'
import { exportAdmin } from './export-admin.tsx'
import { MembersPage, PATH } from './list-page.tsx'
import { addNote, cleanNote, isNoteTooLong, NOTE_MAX, NOTES_MAX, removeNote } from './notes.ts'
import { ofOwnStore, showPerson } from './showing.tsx'
import { addTag, removeTag, TAG_MAX, TAGS_MAX } from './tags.ts'
import { countWaiting } from './waiting.ts'

/** What is searched for, in UTF-16 code units. */
const SEARCH_MAX = 100

const Tab = z.enum(LIST_TABS).optional().catch(undefined)
const Search = z.string().trim().max(SEARCH_MAX).catch('')
const StoreId = z.string().max(100).catch('')
const After = z
  .string()
  .regex(/^[01]\.\d{1,15}\.[\w-]{1,60}$/)
  .transform((said) => {
    const [waiting, at, id = ''] = said.split('.')
    return { waiting: waiting === '1' ? (1 as const) : (0 as const), at: Number(at), id }
  })
  .optional()
  .catch(undefined)
/** What was just done; the words for it stand in the catalogue. */
const DONE = [
  'approved',
  'declined',
  'approvedNext',
  'declinedNext',
  'tagged',
  'untagged',
  'noted',
  'unnoted',
  'corrected',
  'kept',
] as const
const Done = z.enum(DONE).optional().catch(undefined)
const CouponDone = z.enum(['given', 'told', 'had']).optional().catch(undefined)
const TagRemovalForm = z.object({ tag: z.string().min(1).max(TAG_MAX) })
const NoteRemovalForm = z.object({ note: z.string().min(1).max(100) })

/** Mounted at /admin/members. A manager sees and decides about their own store's people; anybody else's are not found. */
export const memberAdmin = new Hono<WebEnv>()
  .use(allow('manager'))

  .get('/', async (c) => {
    const { deps, language: lang, operator } = c.var
    const { store } = deps
    const [waiting, corrections, stores] = await Promise.all([
      countWaiting(store, { storeId: operator.storeId }),
      openCorrections(store, { storeId: operator.storeId }),
      operator.storeId === null ? listStores(store) : [],
    ])
    const tab = Tab.parse(c.req.query('tab')) ?? (waiting > 0 ? 'waiting' : 'alumni')
    const search = Search.parse(c.req.query('q') ?? '')
    const inStore = StoreId.parse(c.req.query('store') ?? '')
    const after = After.parse(c.req.query('after'))
    const storeId = operator.storeId ?? (inStore === '' ? null : inStore)
    const { members, next } = await listMembers(store, { tab, search, storeId, after })
    if (members.length > 0)
      await noteAccess(store, {
        operatorId: operator.id,
        action: 'members_listed',
        detail: { page: 'members', count: members.length },
        now: deps.now(),
      })
    const later = after !== undefined
    const asked = { lang, operator, tab, search, inStore, later, notice: noticeOf(c) }
    const found = { stores, waiting, corrections: corrections.length, members, next }
    return c.html(<MembersPage {...asked} {...found} />)
  })

  // Before '/:id', which would take their names for a person's.
  .route('/', exportAdmin)
  .route('/', correctionAdmin)

  .get('/:id', async (c) => showPerson(c, await ofOwnStore(c), { notice: noticeOf(c) }))

  .route('/', approvalAdmin)

  .post('/:id/drafts', async (c) => {
    const { deps, language, operator } = c.var
    const { store } = deps
    const member = await ofOwnStore(c)
    const words = letterTexts[member.language]
    try {
      const draftId = await draftToPerson(store, {
        memberId: member.id,
        title: words.title,
        text: words.text(isolated(member.name ?? ''), await shopName(store)),
        from: [...operator.name].slice(0, FROM_MAX).join(''),
        createdBy: operator.id,
        storeId: operator.storeId,
        now: deps.now(),
      })
      return c.redirect(`/admin/broadcasts/${draftId}`, 303)
    } catch (error) {
      if (!(error instanceof Refusal) || error.code === 'not_found') throw error
      return showPerson(c, member, { errors: { '': errorTexts[language][error.code] } })
    }
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
      ? c.redirect(`${PATH}/${member.id}?done=tagged#tags`, 303)
      : showPerson(c, member, { values: form.values, errors: { tag: t.notAdded(TAGS_MAX) } })
  })

  .post('/:id/tag-removals', async (c) => {
    const { deps, operator } = c.var
    const member = await ofOwnStore(c)
    const form = await readForm(c, TagRemovalForm)
    if (!form.ok) throw new Refusal('form_invalid')
    await removeTag(deps.store, { memberId: member.id, tag: form.data.tag, operator, now: deps.now() })
    return c.redirect(`${PATH}/${member.id}?done=untagged#tags`, 303)
  })

  .post('/:id/notes', async (c) => {
    const { deps, language, operator } = c.var
    const { notes: t } = memberTexts[language]
    const member = await ofOwnStore(c)
    const Words = z
      .string()
      .transform(cleanNote)
      .refine((body) => body !== '', t.missing)
      .refine((body) => !isNoteTooLong(body), t.tooLong(NOTE_MAX))
    const form = await readForm(c, z.object({ note: Words }))
    if (!form.ok) return showPerson(c, member, form)
    const added = await addNote(deps.store, { memberId: member.id, body: form.data.note, operator, now: deps.now() })
    return added
      ? c.redirect(`${PATH}/${member.id}?done=noted#notes`, 303)
      : showPerson(c, member, { values: form.values, errors: { note: t.notAdded(NOTES_MAX) } })
  })

  .post('/:id/note-removals', async (c) => {
    const { deps, operator } = c.var
    const member = await ofOwnStore(c)
    const form = await readForm(c, NoteRemovalForm)
    if (!form.ok) throw new Refusal('form_invalid')
    await removeNote(deps.store, { memberId: member.id, noteId: form.data.note, operator, now: deps.now() })
    return c.redirect(`${PATH}/${member.id}?done=unnoted#notes`, 303)
  })

function noticeOf(c: Context<WebEnv>): Flash | undefined {
  const done = Done.parse(c.req.query('done'))
  const coupon = CouponDone.parse(c.req.query('coupon'))
  if (coupon) return { tone: 'success', text: couponGiftAdminTexts[c.var.language].personCard[coupon] }
  return done && { tone: 'success', text: memberTexts[c.var.language].done[done] }
}
