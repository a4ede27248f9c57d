import type { Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { Refusal } from '../refusal.ts'
import type { FormValues } from './form.ts'

/** The field of the file, in every form that takes a picture. */
export const PICTURE_FIELD = 'picture'
/** More than a picture may have: who chose one that is a little too large gets the form back, with what was typed in it. */
const BODY_BYTES_MAX = 16_000_000

/** Every form that brings a picture posts to `…/pictures`, and has this limit instead of that of other forms. */
export const bringsPicture = (path: string) => /^\/admin\/.+\/pictures$/.test(path)

export const pictureLimit = bodyLimit({
  maxSize: BODY_BYTES_MAX,
  onError: () => {
    throw new Refusal('picture_unusable', { fault: 'too_large' })
  },
})

/** What was typed, and the picture's bytes: none when none was chosen. Refusal: form_invalid. */
export async function readPictureForm(c: Context): Promise<{ values: FormValues; bytes: Uint8Array<ArrayBuffer> }> {
  const posted = await c.req.formData().catch((error: unknown) => {
    if (error instanceof TypeError) throw new Refusal('form_invalid')
    throw error
  })
  const values: Record<string, string | string[]> = {}
  let bytes = new Uint8Array()
  for (const [name, value] of posted.entries())
    if (typeof value === 'string') values[name] = name in values ? [values[name] ?? [], value].flat() : value
    else if (name === PICTURE_FIELD && bytes.length === 0) bytes = new Uint8Array(await value.arrayBuffer())
  return { values, bytes }
}
