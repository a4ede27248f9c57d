import type { RichMenu } from './rich-menus.ts'

const PAPER = '#fbf9f5'
const LINE = '#e4ded3'
const INK = '#1f2430'
const MUTED = '#625c50'
const INDIGO = '#22406b'
const PERSIMMON = '#c8552b'
const FONT = 'Noto Sans JP'

/** What stands on a tile. The place and the size come from the menu's own areas, so picture and taps cannot differ. */
type Tile = { label: string; note: string; icon: string }

/** By the postback data or the address that a tap sends. Icons are strokes on a 24 px grid. */
const TILES: Readonly<Record<string, Tile>> = {
  register: {
    label: '登録する',
    note: '卒業生のかたへ・2分ほどです',
    icon: 'M10 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM3 20.5c.6-3.8 3.4-6 7-6 1.1 0 2.1.2 3 .6M18 14.2v6.6M14.7 17.5h6.6',
  },
  '{BASE_URL}/privacy': {
    label: 'プライバシー',
    note: 'お店と、情報の使いかた',
    icon: 'M12 3.5l7 2.5v5.5c0 4.3-2.9 7.3-7 9-4.1-1.7-7-4.7-7-9V6ZM9 12l2.2 2.2L15.2 10',
  },
  coupons: {
    label: 'マイクーポン',
    note: '使えるものを見る',
    icon: 'M3.5 6.5h17v3.7a1.8 1.8 0 0 0 0 3.6v3.7h-17v-3.7a1.8 1.8 0 0 0 0-3.6ZM9.5 6.7v1.8M9.5 11v2M9.5 15.5v1.8',
  },
  consents: {
    label: 'お知らせの設定',
    note: '受け取るものを選ぶ',
    icon: 'M12 4a5.5 5.5 0 0 1 5.5 5.5c0 4.5 1.5 6 2 7h-15c.5-1 2-2.5 2-7A5.5 5.5 0 0 1 12 4ZM10 19.5c.4.7 1.1 1 2 1s1.6-.3 2-1',
  },
  me: {
    label: 'マイページ',
    note: '登録内容を見る',
    icon: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20.5c.6-3.8 3.6-6 7.5-6s6.9 2.2 7.5 6',
  },
}

/** The picture of a menu: its first tile filled, the others paper, a persimmon rail on top. Throws on an area without a face. */
export function drawRichMenu({ size: { width, height }, areas }: RichMenu): string {
  const tiles = areas.map(({ bounds, action }, position) => {
    const face = TILES[action.type === 'postback' ? action.data : action.uri]
    if (!face) throw new Error(`No face is drawn for the area "${action.label}"`)
    const rule =
      position > 1
        ? `<rect x="${bounds.x - 2}" y="${bounds.y + 90}" width="4" height="${bounds.height - 160}" fill="${LINE}"/>`
        : ''
    return rule + drawTile(face, bounds, position === 0)
  })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<rect width="${width}" height="${height}" fill="${PAPER}"/>`,
    ...tiles,
    `<rect width="${width}" height="20" fill="${PERSIMMON}"/>`,
    '</svg>',
  ].join('')
}

function drawTile(
  { label, note, icon }: Tile,
  { x, y, width, height }: RichMenu['areas'][number]['bounds'],
  main: boolean,
) {
  const middle = x + width / 2
  const iconSize = main ? 300 : 240
  const labelSize = main ? 128 : 88
  const iconTop = y + height * 0.16
  const labelBase = y + height * 0.16 + 300 + labelSize + 42
  const text = (words: string, base: number, fontSize: number, weight: number, fill: string) =>
    `<text x="${middle}" y="${base}" text-anchor="middle" font-family="${FONT}" font-weight="${weight}" font-size="${fontSize}" fill="${fill}">${words}</text>`

  return [
    main ? `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${INDIGO}"/>` : '',
    `<g transform="translate(${middle - iconSize / 2} ${iconTop + (300 - iconSize) / 2}) scale(${iconSize / 24})">`,
    `<path d="${icon}" fill="none" stroke="${main ? PAPER : INDIGO}" stroke-width="1.4" stroke-linecap="round" stroke-linejoin="round"/></g>`,
    text(label, labelBase, labelSize, 700, main ? '#ffffff' : INK),
    text(note, labelBase + (main ? 110 : 96), main ? 68 : 58, 700, main ? '#dfe6f1' : MUTED),
  ].join('')
}
