import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { choicesFor, faultIn, mayChoose, storeImage } from '../images/images.ts'
import { noteAccess } from '../interactions/access-log.ts'
import { isShowable } from '../line/limits.ts'
import { listMembers } from '../members/directory.ts'
import { findMember } from '../members/members.ts'
import { Refusal } from '../refusal.ts'
import { quietUntil } from '../sending/quiet.ts'
import { readSendingSettings } from '../sending/sending-settings.ts'
import { shopName } from '../stores/stores.ts'
import { imageTexts } from '../texts/images.ts'
import type { Language } from '../texts/language.ts'
import { storyAdminTexts } from '../texts/stories.ts'
import type { WebEnv } from '../web/env.ts'
import { type FormErrors, type FormValues, readForm, valueIn } from '../web/form.ts'
import { allow } from '../web/session.ts'
import { readPictureForm } from '../web/upload.ts'
import { askForStory, whyNotAsked } from './asking.ts'
import { StoryFormPage } from './form-page.tsx'
import { PATH, PickPage, StoriesPage } from './list-page.tsx'
import { questionCard } from './question-chat.ts'
import {
  changeStory,
  createStory,
  deleteStory,
  findStory,
  listStories,
  STORY_TITLE_MAX,
  STORY_WORDS_MAX,
  type StoryRow,
} from './stories.ts'
import { StoryPage } from './story-page.tsx'

const Search = z.string().trim().max(100).catch('')
const NO_FAILURE = undefined

type C = Context<WebEnv>
type Form = { values: FormValues; errors?: FormErrors }

const StoryForm = (lang: Language) => {
  const { errors: t } = storyAdminTexts[lang]
  return z.object({
    title: z.string(t.title).trim().min(1, t.title).max(STORY_TITLE_MAX, t.title),
    words: z.string(t.words).trim().min(1, t.words).max(STORY_WORDS_MAX, t.words),
    imageId: z
      .string()
      .optional()
      .transform((id) => (id ? id : null)),
  })
}

/** Mounted at /admin/stories. A manager writes of the own store's people; anybody else's are not found. */
export const storyAdmin = new Hono<WebEnv>()
  .use(allow('manager'))

  .get('/', async (c) => {
    const { deps, language: lang, operator } = c.var
    const stories = await listStories(deps.store, { storeId: operator.storeId })
    if (stories.length > 0) await noteListed(c, stories.length)
    return c.html(
      <StoriesPage lang={lang} operator={operator} stories={stories} now={deps.now()} done={c.req.query('done')} />,
    )
  })

  .get('/new', async (c) => {
    const memberId = c.req.query('member')
    return memberId === undefined ? showPick(c) : showForm(c, await personOf(c, memberId), { values: {} })
  })

  /** Without JavaScript: the picture is kept, and the form is there again, filled. */
  .post('/pictures', async (c) => {
    const { form, status } = await withPicture(c)
    return showForm(c, await personOf(c, valueIn(form.values, 'member')), form, status)
  })
  .post('/:id/pictures', async (c) => {
    const story = await ofOwnStore(c)
    const { form, status } = await withPicture(c)
    return showForm(c, { id: story.member_id, name: story.name }, form, status, story)
  })

  .post('/', async (c) => {
    const { deps, operator } = c.var
    const read = await readStory(c)
    const memberId = valueIn(read.values, 'member')
    if ('errors' in read) return showForm(c, await personOf(c, memberId), read, 422)
    const made = {
      memberId,
      content: read.content,
      operatorId: operator.id,
      storeId: operator.storeId,
      now: deps.now(),
    }
    return c.redirect(`${PATH}/${await createStory(deps.store, made)}?done=saved`, 303)
  })

  .get('/:id', async (c) => showStory(c, await ofOwnStore(c)))

  .get('/:id/edit', async (c) => {
    const story = await ofOwnStore(c)
    await noteSeen(c, story.member_id)
    const values = { title: story.title, words: story.words, imageId: story.image_id ?? '' }
    return showForm(c, { id: story.member_id, name: story.name }, { values }, 200, story)
  })

  .post('/:id/versions', async (c) => {
    const { deps, operator } = c.var
    const story = await ofOwnStore(c)
    const read = await readStory(c)
    if ('errors' in read) return showForm(c, { id: story.member_id, name: story.name }, read, 422, story)
    const { content } = read
    await changeStory(deps.store, { storyId: story.id, storeId: operator.storeId, content, now: deps.now() })
    return c.redirect(`${PATH}/${story.id}?done=saved`, 303)
  })

  .post('/:id/requests', async (c) => {
    const { deps, language: lang, operator } = c.var
    const story = await ofOwnStore(c)
    if (
      valueIn((await readForm(c, z.looseObject({}))).values, 'sha') !== story.content_sha ||
      (await quiet(c)) !== undefined
    )
      return showStory(c, story, storyAdminTexts[lang].ask.failed)
    const messages = [await cardOf(c, story)]
    const refused = await askForStory(deps.store, { story, messages, operatorId: operator.id, now: deps.now() })
      .then(() => NO_FAILURE)
      .catch(refusedAs('story_not_askable'))
    if (refused) return showStory(c, await ofOwnStore(c), storyAdminTexts[lang].ask.failed)
    deps.wake('outbox')
    return c.redirect(`${PATH}/${story.id}?done=asked`, 303)
  })

  .post('/:id/removals', async (c) => {
    const { deps, language: lang, operator } = c.var
    const story = await ofOwnStore(c)
    const refused = await deleteStory(deps.store, { storyId: story.id, storeId: operator.storeId })
      .then(() => NO_FAILURE)
      .catch(refusedAs('story_in_use'))
    if (refused) return showStory(c, story, storyAdminTexts[lang].inUse)
    return c.redirect(`${PATH}?done=removed`, 303)
  })

const ofOwnStore = (c: C) =>
  findStory(c.var.deps.store, { storyId: c.req.param('id') ?? '', storeId: c.var.operator.storeId })

/** Whose story it will be: one of the alumni, of the operator's store. Refusal: not_found. */
async function personOf(c: C, memberId: string) {
  const { deps, operator } = c.var
  const member = await findMember(deps.store, memberId)
  const isOurs = member?.state === 'verified' && (operator.storeId === null || member.store_id === operator.storeId)
  if (!member || !isOurs) throw new Refusal('not_found')
  await noteSeen(c, member.id)
  return { id: member.id, name: member.name }
}

const noteSeen = ({ var: { deps, operator } }: C, memberId: string) =>
  noteAccess(deps.store, {
    operatorId: operator.id,
    action: 'member_viewed',
    memberId,
    detail: { page: 'story' },
    now: deps.now(),
  })

const noteListed = ({ var: { deps, operator } }: C, count: number) =>
  noteAccess(deps.store, {
    operatorId: operator.id,
    action: 'members_listed',
    detail: { page: 'stories', count },
    now: deps.now(),
  })

async function readStory(c: C) {
  const { deps, language: lang, operator } = c.var
  const form = await readForm(c, StoryForm(lang))
  if (!form.ok) return { values: form.values, errors: form.errors }
  const { imageId } = form.data
  if (imageId !== null && !(await mayChoose(deps.store, { imageId, storeId: operator.storeId })))
    return { values: { ...form.values, imageId: '' }, errors: { imageId: storyAdminTexts[lang].errors.image } }
  return { values: form.values, content: form.data }
}

async function withPicture(c: C): Promise<{ form: Form; status: 200 | 422 }> {
  const { deps, language: lang, operator } = c.var
  const { values, bytes } = await readPictureForm(c)
  try {
    const { id } = await storeImage(deps, { bytes, use: 'card', operatorId: operator.id, now: deps.now() })
    return { form: { values: { ...values, imageId: id } }, status: 200 }
  } catch (error) {
    return { form: { values, errors: { imageId: imageTexts[lang].faults[faultIn(error)] } }, status: 422 }
  }
}

async function showPick(c: C) {
  const { deps, language: lang, operator } = c.var
  const search = Search.parse(c.req.query('q') ?? '')
  const { members } = await listMembers(deps.store, { tab: 'alumni', search, storeId: operator.storeId })
  if (members.length > 0) await noteListed(c, members.length)
  return c.html(<PickPage lang={lang} operator={operator} search={search} members={members} />)
}

type Person = { id: string; name: string | null }

async function showForm(c: C, person: Person, form: Form, status: 200 | 422 = 200, story?: StoryRow) {
  const { deps, language: lang, operator } = c.var
  const chosen = valueIn(form.values, 'imageId')
  const pictures = await choicesFor(deps.store, { storeId: operator.storeId, chosen })
  const isHttps = isShowable(deps.config.baseUrl)
  return c.html(
    <StoryFormPage
      {...{ lang, operator, person, pictures, story, isHttps }}
      values={form.values}
      errors={form.errors ?? {}}
    />,
    status,
  )
}

const cardOf = async ({ var: { deps } }: C, story: StoryRow) =>
  questionCard({ story, shopName: await shopName(deps.store), language: story.language, config: deps.config })

const quiet = async ({ var: { deps } }: C) => quietUntil(await readSendingSettings(deps.store), deps.now())

async function showStory(c: C, story: StoryRow, failure?: string) {
  const { deps, language: lang, operator } = c.var
  await noteSeen(c, story.member_id)
  const facts = {
    story,
    card: await cardOf(c, story),
    shop: await shopName(deps.store),
    notAsked: await whyNotAsked(deps.store, story.member_id),
    quietUntil: await quiet(c),
    now: deps.now(),
  }
  const nonce = c.get('secureHeadersNonce')
  const done = failure === undefined ? c.req.query('done') : undefined
  return c.html(
    <StoryPage {...{ lang, operator, failure, done, nonce }} {...facts} />,
    failure === undefined ? 200 : 422,
  )
}

const refusedAs = (code: Refusal['code']) => (error: unknown) => {
  if (error instanceof Refusal && error.code === code) return error
  throw error
}
