import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { expect } from 'vitest'
import { DESK, PHONE } from './chromium.ts'

type Size = { width: number; height: number }

/** A folder for pictures of every stop; without it none are taken. */
const FOLDER = process.env.SCREENSHOTS
let stops = 0
/** Less than a test may take: what is not there is named. */
const PATIENCE_MS = 30_000

/** Windows of devices of their own: each has its own cookies. Whatever a page complains of is collected. */
export function openWindows(browser: Browser) {
  const problems: string[] = []
  const expected: string[] = []

  const watch = (page: Page) => {
    page.on('pageerror', (error) => problems.push(`${page.url()}: ${error.message}`))
    page.on('console', (line) => {
      if (line.type() === 'error') problems.push(`${page.url()}: ${line.text()}`)
    })
  }
  const isExpected = (problem: string) => {
    const at = expected.findIndex((words) => problem.includes(words))
    return at >= 0 && expected.splice(at, 1).length > 0
  }
  return {
    async open(viewport: Size, { javaScript = true } = {}) {
      // A colour that is still changing is no colour to judge.
      const look = { viewport, locale: 'ja-JP', reducedMotion: 'reduce' } as const
      const context = await browser.newContext({ ...look, javaScriptEnabled: javaScript })
      context.setDefaultTimeout(PATIENCE_MS)
      context.on('page', watch)
      return context.newPage()
    },
    /** A refusal is an error status on purpose, which the browser notes once, sooner or later. */
    expectStatus: (status: number) => void expected.push(`the server responded with a status of ${status}`),
    expectProblem: (words: string) => void expected.push(words),
    /** What pages complained of since it was last asked. */
    complaints: () => problems.splice(0).filter((problem) => !isExpected(problem)),
  }
}

export type Windows = ReturnType<typeof openWindows>

/** Everybody can use what stands here: no finding of axe, nothing wider than the screen on a phone or on a desk. */
export async function mustBeClean(page: Page, name: string, sizes: readonly Size[] = [PHONE, DESK]) {
  await page.waitForLoadState()
  // Legacy: in the page itself, where axe would otherwise open another one for each look. We have no frames of others.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
  expect(violations.map(({ id, nodes }) => [name, id, nodes.map(({ html }) => html)])).toEqual([])

  const own = page.viewportSize() ?? DESK
  for (const size of sizes) {
    await page.setViewportSize(size)
    await picture(page, `${name}-${size.width}`)
    const widest = () => page.evaluate(() => document.documentElement.scrollWidth)
    await expect.poll(widest, { message: `${name} at ${size.width} px` }).toBeLessThanOrEqual(size.width)
  }
  await page.setViewportSize(own)
}

export async function picture(page: Page, name: string) {
  if (!FOLDER) return
  mkdirSync(FOLDER, { recursive: true })
  stops += 1
  await page.screenshot({ path: join(FOLDER, `${String(stops).padStart(2, '0')}-${name}.png`), fullPage: true })
}
