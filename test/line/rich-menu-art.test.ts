import { describe, expect, it } from 'vitest'
import { menuIn, RICH_MENUS } from '../../src/line/line.ts'
import { drawRichMenu } from '../../src/line/rich-menu-art.ts'
import { readRichMenus } from '../../src/line/rich-menu-files.ts'

const pngSize = (png: Uint8Array) => {
  const view = new DataView(png.buffer, png.byteOffset)
  return { width: view.getUint32(16), height: view.getUint32(20) }
}
const menuOf = async (wanted: string) => {
  const source = (await readRichMenus()).find(({ name }) => name === wanted)
  if (!source) throw new Error(`no menu ${wanted}`)
  return source
}

const MENUS = RICH_MENUS.flatMap((menu) =>
  (['ja', 'plain-ja', 'en'] as const).map((language) => ({ name: menuIn(menu, language), menu, language })),
)

describe.each(MENUS)('the $name menu', ({ name, menu: base, language }) => {
  it('has a PNG of its own size that LINE takes', async () => {
    const { menu, png } = await menuOf(name)
    expect([...png.slice(1, 4)]).toEqual([...Buffer.from('PNG')])
    expect(pngSize(png)).toEqual(menu.size)
    expect(png.byteLength).toBeLessThan(1024 * 1024)
  })

  it('is covered by its areas without gap or overlap', async () => {
    const { menu } = await menuOf(name)
    const boxes = menu.areas.map(({ bounds }) => bounds)
    const covered = boxes.reduce((sum, { width, height }) => sum + width * height, 0)
    expect(covered).toBe(menu.size.width * menu.size.height)
    for (const [i, a] of boxes.entries()) {
      expect(a.x + a.width).toBeLessThanOrEqual(menu.size.width)
      expect(a.y + a.height).toBeLessThanOrEqual(menu.size.height)
      for (const b of boxes.slice(i + 1))
        expect(a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y).toBe(
          true,
        )
    }
  })

  it('does at each place what the Japanese one does there', async () => {
    const taps = ({ menu }: Awaited<ReturnType<typeof menuOf>>) =>
      menu.areas.map(({ bounds, action }) => [bounds, action.type === 'postback' ? action.data : action.uri])
    expect(taps(await menuOf(name))).toEqual(taps(await menuOf(base)))
  })

  it('draws every tile in the middle of its area', async () => {
    const { menu } = await menuOf(name)
    const svg = drawRichMenu(menu, { language })
    for (const { bounds } of menu.areas) expect(svg).toContain(`<text x="${bounds.x + bounds.width / 2}"`)
    expect(svg.match(/<path/g)).toHaveLength(menu.areas.length)
  })
})

it('offers registering and the language to guests; notices, shifts, events, coupons, the own data and the settings to members', async () => {
  const taps = async (name: string) =>
    (await menuOf(name)).menu.areas.map(({ action }) => (action.type === 'postback' ? action.data : action.uri))
  expect(await taps('guest')).toEqual(['register', '{BASE_URL}/privacy', 'language'])
  expect(await taps('member')).toEqual(['board', 'shifts', 'events', 'coupons', 'me', 'consents'])
  expect(await taps('member-new')).toEqual(await taps('member'))
})

it.each([
  ['ja', '新着あり'],
  ['plain-ja', '新しい お知らせ'],
  ['en', 'New'],
] as const)('says in a word, and with a sign, that there is something new (%s)', async (language, word) => {
  const { menu } = await menuOf(menuIn('member-new', language))
  const [calm, news] = [drawRichMenu(menu, { language }), drawRichMenu(menu, { language, hasNews: true })]
  expect(news).toContain(`>${word}</text>`)
  expect(news).toContain('<circle')
  expect(calm).not.toContain(`>${word}</text>`)
  expect(calm).not.toContain('<circle')
  const calmMenu = (await menuOf(menuIn('member', language))).menu
  expect(menu.chatBarText).not.toBe(calmMenu.chatBarText)
})

it('parts the tiles by hairlines, but where the filled one ends by itself', async () => {
  const { menu } = await menuOf('member')
  const upright = [...drawRichMenu(menu, { language: 'ja' }).matchAll(/<rect x="(\d+)" y="(\d+)" width="4"/g)]
  expect(upright.map(([, x, y]) => [Number(x), Number(y)]).sort()).toEqual([
    [1665, 60],
    [1665, 903],
    [831, 903],
  ])
})

it('has no target lower or narrower than a thumb on a small phone', async () => {
  const PHONE = 360
  for (const { name } of MENUS) {
    const { menu } = await menuOf(name)
    const scale = PHONE / menu.size.width
    for (const { bounds } of menu.areas) {
      expect(bounds.width * scale).toBeGreaterThanOrEqual(44)
      expect(bounds.height * scale).toBeGreaterThanOrEqual(44)
    }
  }
})

it('draws no area that it has no face for', async () => {
  const { menu } = await menuOf('member')
  const [area] = menu.areas
  if (!area) throw new Error('no area')
  const strange = { ...area, action: { type: 'postback', label: '管理', data: 'admin', displayText: '管理' } } as const
  expect(() => drawRichMenu({ ...menu, areas: [strange] }, { language: 'ja' })).toThrow('管理')
})
