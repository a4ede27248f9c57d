import { type Context, Hono } from 'hono'
import type { PictureFault } from '../images/headers.ts'
import { faultIn, removeImage, storeImage } from '../images/images.ts'
import { Refusal } from '../refusal.ts'
import { isolated } from '../texts/format.ts'
import { imageTexts } from '../texts/images.ts'
import type { Language } from '../texts/language.ts'
import type { Operator, WebEnv } from '../web/env.ts'
import { allow } from '../web/session.ts'
import { Page } from '../web/ui.tsx'
import { Actions, Button } from '../web/ui-forms.tsx'
import { Card } from '../web/ui-parts.tsx'
import { PictureInput } from '../web/ui-pictures.tsx'
import { readPictureForm } from '../web/upload.ts'
import { faceOf, setFace } from './faces.ts'

const PATH = '/admin/faces'

type C = Context<WebEnv>
type Face = Awaited<ReturnType<typeof faceOf>>

/** Mounted at /admin/faces: one's own face beside what one signs, and for an owner everybody's. */
export const faceAdmin = new Hono<WebEnv>()
  .use(allow('manager'))

  .get('/', (c) => c.redirect(`${PATH}/${c.var.operator.id}`, 303))

  .get('/:id', async (c) => showFace(c, await theFace(c)))

  .post('/:id/pictures', async (c) => {
    const { deps, operator } = c.var
    const face = await theFace(c)
    const { bytes } = await readPictureForm(c)
    try {
      const stored = await storeImage(deps, { bytes, use: 'face', operatorId: operator.id, now: deps.now() })
      await setFace(deps.store, { operatorId: face.id, imageId: stored.id })
      if (stored.id !== face.faceImageId) await forget(c, face.faceImageId)
      return c.redirect(`${PATH}/${face.id}?done=saved`, 303)
    } catch (error) {
      return showFace(c, face, faultIn(error))
    }
  })

  .post('/:id/removals', async (c) => {
    const face = await theFace(c)
    await setFace(c.var.deps.store, { operatorId: face.id, imageId: null })
    await forget(c, face.faceImageId)
    return c.redirect(`${PATH}/${face.id}?done=removed`, 303)
  })

const theFace = (c: C) => faceOf(c.var.deps.store, { operatorId: c.req.param('id') ?? '', by: c.var.operator })

/** A face that nobody has any more is not kept; the same one may be somebody else's too. */
async function forget({ var: { deps } }: C, imageId: string | null) {
  if (imageId === null) return
  await removeImage(deps, { imageId, storeId: null }).catch((error: unknown) => {
    if (!(error instanceof Refusal)) throw error
  })
}

const showFace = (c: C, face: Face, fault?: PictureFault) =>
  c.html(
    <FacePage
      lang={c.var.language}
      operator={c.var.operator}
      face={face}
      fault={fault}
      done={fault ? undefined : c.req.query('done')}
    />,
    fault ? 422 : 200,
  )

type FacePageProps = {
  lang: Language
  operator: Operator
  face: Face
  fault: PictureFault | undefined
  done: string | undefined
}

const FacePage = ({ lang, operator, face, fault, done }: FacePageProps) => {
  const { face: t, faults, chooseHint } = imageTexts[lang]
  const name = isolated(face.name)
  const says: Readonly<Record<string, string>> = { saved: t.saved, removed: t.removed }
  const said = done !== undefined && Object.hasOwn(says, done) ? says[done] : undefined
  const path = `${PATH}/${face.id}`
  return (
    <Page
      lang={lang}
      title={t.title(name)}
      operator={operator}
      current={operator.role === 'owner' ? 'operators' : 'devices'}
      path={path}
      back={{ href: operator.role === 'owner' ? '/admin/operators' : '/admin/sessions', label: t.back }}
      notice={said === undefined ? undefined : { tone: 'success', text: said }}
    >
      <p>{t.lead}</p>
      <Card title={t.current}>
        {face.faceImageId === null ? (
          <p class="muted">{t.none}</p>
        ) : (
          <form method="post" action={`${path}/removals`} class="note-line">
            <img class="face large" src={`/images/${face.faceImageId}`} alt={t.alt(name)} width={128} height={128} />
            <Button kind="danger">{t.remove}</Button>
          </form>
        )}
      </Card>
      <form method="post" action={`${path}/pictures`} enctype="multipart/form-data">
        <PictureInput label={t.choose} hint={chooseHint} error={fault && faults[fault]} required />
        <Actions>
          <Button>{t.submit}</Button>
        </Actions>
      </form>
    </Page>
  )
}
