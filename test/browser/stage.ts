import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { type NodeHouse, openNodeHouse } from '../whole-path/node-house.ts'
import { openBrowser } from './chromium.ts'
import { openWindows, type Windows } from './windows.ts'

/** A shop and a browser for all tests of a file. None leaves an error in a console, nor anything the strict policy had to stop. */
export function useStage(
  begin: (stage: { house: NodeHouse; windows: Windows }) => void | Promise<void>,
  env: Record<string, string> = {},
) {
  const ends: (() => Promise<unknown>)[] = []
  let house: NodeHouse | undefined
  let windows: Windows | undefined
  beforeAll(async () => {
    const opened = await openNodeHouse(env)
    house = opened
    ends.push(() => opened.close())
    const browser = await openBrowser()
    ends.unshift(() => browser.close())
    windows = openWindows(browser)
    await begin({ house: opened, windows })
  })
  afterAll(async () => {
    for (const end of ends) await end()
  })
  afterEach(() => {
    house?.startClock()
    expect(windows?.complaints()).toEqual([])
  })
}
