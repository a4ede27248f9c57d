import type { MemberLanguage } from '../db/schema.ts'
import type { RichMenu } from './rich-menus.ts'

const PAPER = '#fbf9f5'
const LINE = '#e4ded3'
const INK = '#1f2430'
const MUTED = '#625c50'
const INDIGO = '#22406b'
const PERSIMMON = '#c8552b'
const FONT = 'Noto Sans JP'

type Words = { label: string; note: string }
/** Who looks at it, and whether there is something that they have not read. */
export type Look = { language: MemberLanguage; hasNews?: boolean }
/** What stands on a tile. The place and the size come from the menu's own areas, so picture and taps cannot differ. */
type Tile = { icon: string; words: Record<MemberLanguage, Words> }

/** By the postback data or the address that a tap sends. Icons are strokes on a 24 px grid. */
const TILES: Readonly<Record<string, Tile>> = {
  register: {
    icon: 'M10 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM3 20.5c.6-3.8 3.4-6 7-6 1.1 0 2.1.2 3 .6M18 14.2v6.6M14.7 17.5h6.6',
    words: {
      ja: { label: '登録する', note: '卒業生のかたへ・2分ほどです' },
      'plain-ja': { label: '登録する', note: '前に 働いた人へ・2分です' },
      en: { label: 'Register', note: 'For former staff: two minutes' },
    },
  },
  '{BASE_URL}/privacy': {
    icon: 'M12 3.5l7 2.5v5.5c0 4.3-2.9 7.3-7 9-4.1-1.7-7-4.7-7-9V6ZM9 12l2.2 2.2L15.2 10',
    words: {
      ja: { label: 'プライバシー', note: 'お店と、情報の使いかた' },
      'plain-ja': { label: 'プライバシー', note: 'あなたの 情報の こと' },
      en: { label: 'Privacy', note: 'How we use your data' },
    },
  },
  board: {
    icon: 'M5 4.5h14v15H5ZM8 8.2h8M8 12h8M8 15.8h5',
    words: {
      ja: { label: 'お知らせ', note: 'お店からの便り' },
      'plain-ja': { label: 'お知らせ', note: '店からの お知らせ' },
      en: { label: 'News', note: 'Word from the shop' },
    },
  },
  events: {
    icon: 'M4.5 5.5h15v14h-15ZM4.5 9.5h15M8.5 3.5v4M15.5 3.5v4M12 11.4l1 2 2.2.3-1.6 1.6.4 2.2-2-1-2 1 .4-2.2-1.6-1.6 2.2-.3Z',
    words: {
      ja: { label: 'イベント', note: '試食会・交流会' },
      'plain-ja': { label: 'イベント', note: '食べる会・会う会' },
      en: { label: 'Events', note: 'Tastings and more' },
    },
  },
  shifts: {
    icon: 'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17ZM12 7.5V12l3.2 2.2',
    words: {
      ja: { label: 'シフト', note: '募集・応募の状況' },
      'plain-ja': { label: 'シフト', note: '募集を 見る' },
      en: { label: 'Shifts', note: 'Open and yours' },
    },
  },
  coupons: {
    icon: 'M3.5 6.5h17v3.7a1.8 1.8 0 0 0 0 3.6v3.7h-17v-3.7a1.8 1.8 0 0 0 0-3.6ZM9.5 6.7v1.8M9.5 11v2M9.5 15.5v1.8',
    words: {
      ja: { label: 'マイクーポン', note: '使えるものを見る' },
      'plain-ja': { label: 'クーポン', note: '使えるものを 見る' },
      en: { label: 'My coupons', note: 'See what you can use' },
    },
  },
  consents: {
    icon: 'M12 4a5.5 5.5 0 0 1 5.5 5.5c0 4.5 1.5 6 2 7h-15c.5-1 2-2.5 2-7A5.5 5.5 0 0 1 12 4ZM10 19.5c.4.7 1.1 1 2 1s1.6-.3 2-1',
    words: {
      ja: { label: 'お知らせの設定', note: 'ことば・Language' },
      'plain-ja': { label: 'お知らせの 設定', note: 'ことば・Language' },
      en: { label: 'Your messages', note: 'Language・ことば' },
    },
  },
  me: {
    icon: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20.5c.6-3.8 3.6-6 7.5-6s6.9 2.2 7.5 6',
    words: {
      ja: { label: 'マイページ', note: '登録内容を見る' },
      'plain-ja': { label: 'マイページ', note: '登録を 見る' },
      en: { label: 'My page', note: 'What you told us' },
    },
  },
  language: {
    icon: 'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17ZM3.8 12h16.4M12 3.5c2.4 2.3 3.6 5.1 3.6 8.5s-1.2 6.2-3.6 8.5c-2.4-2.3-3.6-5.1-3.6-8.5S9.6 5.8 12 3.5Z',
    words: {
      ja: { label: 'ことば', note: 'Language' },
      'plain-ja': { label: 'ことば', note: 'Language' },
      en: { label: 'Language', note: 'ことば' },
    },
  },
}

/** What says on the first tile that there is something new: never the colour alone. */
const NEWS: Record<MemberLanguage, { sign: string; width: number }> = {
  ja: { sign: '新着あり', width: 520 },
  'plain-ja': { sign: '新しい お知らせ', width: 750 },
  en: { sign: 'New', width: 340 },
}

/** A tile that is lower than this has everything smaller. */
const LOW_HEIGHT = 600

/** The picture of a menu: its first tile filled, the others paper, a persimmon rail on top. Throws on an area without a face. */
export function drawRichMenu(
  { size: { width, height }, areas }: RichMenu,
  { language, hasNews = false }: Look,
): string {
  const main = areas[0]?.bounds
  const tiles = areas.map(({ bounds, action }, position) => {
    const face = TILES[action.type === 'postback' ? action.data : action.uri]
    if (!face) throw new Error(`No face is drawn for the area "${action.label}"`)
    if (position === 0) return drawMain(face, { language, hasNews }, bounds)
    return rules(bounds, bounds.x > 0 && !(main && isBeside(main, bounds))) + drawTile(face, language, bounds)
  })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<rect width="${width}" height="${height}" fill="${PAPER}"/>`,
    // The filled one last: no hairline crosses it.
    ...tiles.reverse(),
    `<rect width="${width}" height="20" fill="${PERSIMMON}"/>`,
    '</svg>',
  ].join('')
}

type Bounds = RichMenu['areas'][number]['bounds']

const isBeside = (main: Bounds, { x, y }: Bounds) => x === main.x + main.width && y < main.y + main.height

/** Hairlines to what stands above, and to paper on the left. */
const rules = ({ x, y, width, height }: Bounds, left: boolean) =>
  [
    y > 0 ? `<rect x="${x + 50}" y="${y - 2}" width="${width - 100}" height="4" fill="${LINE}"/>` : '',
    left ? `<rect x="${x - 2}" y="${y + 60}" width="4" height="${height - 120}" fill="${LINE}"/>` : '',
  ].join('')

function drawMain({ icon, words }: Tile, { language, hasNews }: Look, { x, y, width, height }: Bounds) {
  const { label, note } = words[language]
  const middle = x + width / 2
  const top = y + height * 0.16
  return [
    `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${INDIGO}"/>`,
    drawIcon(icon, { x: middle - 150, y: top, size: 300, color: PAPER }),
    drawText(label, { x: middle, y: top + 470, size: 128, color: '#ffffff' }),
    hasNews
      ? drawNews(NEWS[language], { middle, y: top + 520 })
      : drawText(note, { x: middle, y: top + 580, size: 68, color: '#dfe6f1' }),
  ].join('')
}

/** A paper pill with a persimmon dot and the word. */
function drawNews({ sign, width }: { sign: string; width: number }, { middle, y }: { middle: number; y: number }) {
  const [height, left] = [130, middle - width / 2]
  return [
    `<rect x="${left}" y="${y}" width="${width}" height="${height}" rx="${height / 2}" fill="${PAPER}"/>`,
    `<circle cx="${left + 80}" cy="${y + height / 2}" r="30" fill="${PERSIMMON}"/>`,
    drawText(sign, { x: middle + 45, y: y + 92, size: 76, color: INK }),
  ].join('')
}

function drawTile({ icon, words }: Tile, language: MemberLanguage, { x, y, width, height }: Bounds) {
  const { label, note } = words[language]
  const low = height < LOW_HEIGHT
  const wide = width > 1_000 && !low
  const middle = x + width / 2
  const size = low ? 150 : wide ? 300 : 260
  const top = y + (low ? height * 0.13 : height * 0.16)
  const base = top + size + (low ? 92 : 170)
  const [labelSize, noteSize] = low ? [84, 56] : wide ? [128, 68] : [100, 66]
  return [
    drawIcon(icon, { x: middle - size / 2, y: top, size, color: INDIGO }),
    drawText(label, { x: middle, y: base, size: labelSize, color: INK }),
    drawText(note, { x: middle, y: base + (low ? 76 : 108), size: noteSize, color: MUTED }),
  ].join('')
}

const drawIcon = (icon: string, { x, y, size, color }: { x: number; y: number; size: number; color: string }) =>
  `<g transform="translate(${x} ${y}) scale(${size / 24})"><path d="${icon}" fill="none" stroke="${color}" stroke-width="1.4" stroke-linecap="round" stroke-linejoin="round"/></g>`

const drawText = (words: string, { x, y, size, color }: { x: number; y: number; size: number; color: string }) =>
  `<text x="${x}" y="${y}" text-anchor="middle" font-family="${FONT}" font-weight="700" font-size="${size}" fill="${color}">${words}</text>`
