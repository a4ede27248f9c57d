import { readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { loadConfig } from '../config.ts'
import { openLog } from '../log.ts'
import { openRichMenuApi } from './gateway.ts'
import { menuIn, RICH_MENUS } from './line.ts'
import { drawRichMenu } from './rich-menu-art.ts'
import { RichMenu, type RichMenuSource, syncRichMenus } from './rich-menus.ts'

const FOLDER = new URL('../../rich-menus/', import.meta.url)
const MENUS = RICH_MENUS.flatMap((menu) =>
  (['ja', 'plain-ja', 'en'] as const).map((language) => ({
    name: menuIn(menu, language),
    look: { language, hasNews: menu === 'member-new' },
  })),
)
/** Everyday kanji, kana and their punctuation, and the Latin letters; the numbered files are slices for browsers. */
const FONTS = ['japanese', 'latin'].map(
  (part) => `@fontsource/noto-sans-jp/files/noto-sans-jp-${part}-700-normal.woff2`,
)
/** LINE's limit. */
const PNG_BYTES_MAX = 1024 * 1024

/** Draws menu.png beside every menu.json. Needs the development dependencies, for the renderer and the font. */
export async function drawRichMenus() {
  const render = await openRenderer()
  for (const { name, look } of MENUS) {
    const png = render(drawRichMenu(await readMenu(name), look))
    if (png.byteLength > PNG_BYTES_MAX) throw new Error(`rich-menus/${name}/menu.png would be larger than LINE takes`)
    await writeFile(new URL(`${name}/menu.png`, FOLDER), png)
    console.log(`rich-menus/${name}/menu.png: ${Math.ceil(png.byteLength / 1024)} KB`)
  }
}

/** Brings rich-menus/ to LINE, with the channel and the address of the environment. Throws ConfigError. */
export async function syncRichMenuFiles(env: Readonly<Record<string, string | undefined>>) {
  const config = loadConfig(env)
  const now = () => Date.now()
  const api = openRichMenuApi({ config: config.line, log: openLog((line) => console.error(line), now), now })
  const changes = await syncRichMenus({ menus: await readRichMenus(), api, baseUrl: config.baseUrl })
  for (const { did, name } of changes) console.log(`${name}: ${did}`)
  if (changes.length === 0) console.log('Nothing to do: LINE has these rich menus already.')
}

export const readRichMenus = (): Promise<readonly RichMenuSource[]> =>
  Promise.all(
    MENUS.map(async ({ name }) => {
      const png = Uint8Array.from(await readFile(new URL(`${name}/menu.png`, FOLDER)))
      return { name, menu: await readMenu(name), png }
    }),
  )

const readMenu = async (name: string) =>
  RichMenu.parse(JSON.parse(await readFile(new URL(`${name}/menu.json`, FOLDER), 'utf8')))

async function openRenderer() {
  const { initWasm, Resvg } = await import('@resvg/resvg-wasm')
  const { resolve } = createRequire(import.meta.url)
  await initWasm(await readFile(resolve('@resvg/resvg-wasm/index_bg.wasm')))
  const fontBuffers = await Promise.all(FONTS.map(async (font) => Uint8Array.from(await readFile(resolve(font)))))
  const font = { fontBuffers, defaultFontFamily: 'Noto Sans JP' }
  return (svg: string) => new Resvg(svg, { font }).render().asPng()
}
