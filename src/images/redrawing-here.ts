import type { Redraw } from './pictures.ts'

/** Where there is only one thread: the decoder is loaded when somebody first brings a picture. */
export const redrawHere: Redraw = async (header, use) => {
  const { redraw } = await import('./redrawing.ts')
  try {
    return redraw(header, use)
  } catch {
    return undefined
  }
}
