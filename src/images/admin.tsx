import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { imageTexts } from '../texts/images.ts'
import { CursorSaid } from '../web/cursor.ts'
import type { WebEnv } from '../web/env.ts'
import { allow } from '../web/session.ts'
import { ImageChoices } from '../web/ui-pictures.tsx'
import { readPictureForm } from '../web/upload.ts'
import type { PictureFault } from './headers.ts'
import { choicesFor, faultIn, listImages, removeImage, storeImage } from './images.ts'
import { ImagesPage, PATH } from './pages.tsx'

const FieldName = z
  .string()
  .regex(/^[A-Za-z]{1,20}$/)
  .catch('imageId')

type C = Context<WebEnv>

/** Mounted at /admin/images: the shop's pictures. A manager sees those for the own store. */
export const imageAdmin = new Hono<WebEnv>()
  .use(allow('manager'))

  .get('/', (c) => showImages(c))

  .post('/pictures', async (c) => {
    const { deps, operator } = c.var
    const { bytes } = await readPictureForm(c)
    const stored = await storeImage(deps, { bytes, use: 'card', operatorId: operator.id, now: deps.now() })
      .then(() => undefined)
      .catch(faultIn)
    return stored ? showImages(c, stored) : c.redirect(`${PATH}?done=added`, 303)
  })

  /** A picture that a field of another form asked for: the field's choices, with the new one chosen. */
  .post('/choices/pictures', async (c) => {
    const { deps, operator, language: lang } = c.var
    const { bytes } = await readPictureForm(c)
    try {
      const { id } = await storeImage(deps, { bytes, use: 'card', operatorId: operator.id, now: deps.now() })
      const pictures = await choicesFor(deps.store, { storeId: operator.storeId, chosen: id })
      const name = FieldName.parse(c.req.query('name'))
      return c.html(<ImageChoices lang={lang} name={name} value={id} pictures={pictures} />)
    } catch (error) {
      return c.text(imageTexts[lang].faults[faultIn(error)], 422)
    }
  })

  .post('/:id/removals', async (c) => {
    const { deps, operator } = c.var
    await removeImage(deps, { imageId: c.req.param('id'), storeId: operator.storeId })
    return c.redirect(`${PATH}?done=removed`, 303)
  })

async function showImages(c: C, fault?: PictureFault) {
  const { deps, language: lang, operator } = c.var
  const before = CursorSaid.parse(c.req.query('before'))
  const { lines: images, next } = await listImages(deps.store, { storeId: operator.storeId, before })
  const done = c.req.query('done')
  return c.html(<ImagesPage lang={lang} operator={operator} {...{ images, next, fault, done }} />, fault ? 422 : 200)
}
