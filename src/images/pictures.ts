import type { ImageUse } from '../db/schema-telling.ts'
import type { Header } from './headers.ts'

/** A picture as it is kept and shown. */
export type Redrawn = {
  mediaType: 'image/jpeg' | 'image/png'
  width: number
  height: number
  bytes: Uint8Array<ArrayBuffer>
}

/** Draws a picture anew for its use; undefined when it cannot be read. Where that happens is the runtime's choice. */
export type Redraw = (header: Header, use: ImageUse) => Promise<Redrawn | undefined>
