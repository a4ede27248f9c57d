import { z } from 'zod'
import type { Cursor } from '../db/pages.ts'

/** Where an address says that a page of a list begins; undefined: at its beginning, also where it makes no sense. */
export const CursorSaid = z
  .string()
  .regex(/^\d{1,15}\.[\w-]{1,100}$/)
  .transform((said): Cursor => {
    const [at, id = ''] = said.split('.')
    return { at: Number(at), id }
  })
  .optional()
  .catch(undefined)

/** The same as it stands in an address. */
export const cursorSaid = ({ at, id }: Cursor) => `${at}.${id}`
