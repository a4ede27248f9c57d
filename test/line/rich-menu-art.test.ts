import { describe, expect, it } from 'vitest'
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

describe.each(['guest', 'member'])('the %s menu', (name) => {
  it('has a PNG of its own size that LINE takes', async () => {
    const { menu, png } = await menuOf(name)
    expect([...png.slice(1, 4)]).toEqual([...Buffer.from('PNG')])
    expect(pngSize(png)).toEqual(menu.size)
    expect(png.byteLength).toBeLessThan(1024 * 1024)
  })

  it('is covered by its areas without gap or overlap', async () => {
    const { menu } = await menuOf(name)
    let right = 0
    for (const { bounds } of menu.areas) {
      expect(bounds).toMatchObject({ x: right, y: 0, height: menu.size.height })
      right += bounds.width
    }
    expect(right).toBe(menu.size.width)
  })

  it('draws every tile in the middle of its area', async () => {
    const { menu } = await menuOf(name)
    const svg = drawRichMenu(menu)
    for (const { bounds } of menu.areas) expect(svg).toContain(`<text x="${bounds.x + bounds.width / 2}"`)
    expect(svg.match(/<path/g)).toHaveLength(menu.areas.length)
  })
})

it('offers registering to guests, and coupons, notices and the own data to members', async () => {
  const taps = async (name: string) =>
    (await menuOf(name)).menu.areas.map(({ action }) => (action.type === 'postback' ? action.data : action.uri))
  expect(await taps('guest')).toEqual(['register', '{BASE_URL}/privacy'])
  expect(await taps('member')).toEqual(['coupons', 'consents', 'me'])
})

it('draws no area that it has no face for', async () => {
  const { menu } = await menuOf('member')
  const [area] = menu.areas
  if (!area) throw new Error('no area')
  const strange = { ...area, action: { type: 'postback', label: '管理', data: 'admin', displayText: '管理' } } as const
  expect(() => drawRichMenu({ ...menu, areas: [strange] })).toThrow('管理')
})
