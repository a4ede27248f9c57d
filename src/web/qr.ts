import { encode } from 'uqr'

/** The light edge that readers need around a code, in modules; `.qr` in the styles adds a white frame. */
const QUIET_ZONE = 2

/** A QR code as SVG markup: one path of strokes, no styles, some 3 KB for a long address. */
export function qrSvg(content: string) {
  const { data, size } = encode(content, { ecc: 'M', border: 0 })
  const side = size + 2 * QUIET_ZONE
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}" shape-rendering="crispEdges"><path stroke="#000" d="${data.map(strokes).join('')}"/></svg>`
}

/** A row's dark stretches, each from where the one before it ended: a stroke through the middle of the row. */
function strokes(row: readonly boolean[], y: number) {
  let pen = 0
  return runs(row)
    .map(({ x, length }, i) => {
      const move = i === 0 ? `M${x + QUIET_ZONE} ${y + QUIET_ZONE}.5` : `m${x - pen} 0`
      pen = x + length
      return `${move}h${length}`
    })
    .join('')
}

/** The dark stretches of a row. */
function runs(row: readonly boolean[]) {
  const found: { x: number; length: number }[] = []
  for (const [x, dark] of row.entries()) {
    const last = found.at(-1)
    if (dark && last && last.x + last.length === x) last.length += 1
    else if (dark) found.push({ x, length: 1 })
  }
  return found
}
